"""Step 4 reads what step 1 promised."""

import datetime as dt
from pathlib import Path

from reverse_mentoring.decide.charter import example_goal, locked
from reverse_mentoring.run.demo import sample_programme
from reverse_mentoring.words.charter import Charter
from reverse_mentoring.workbook.decisions import Decisions
from reverse_mentoring.workbook.opening import open_cohort
from reverse_mentoring.workbook.review import NO_CHARTER, Review

LAUNCH = dt.date(2026, 5, 4)
WHOLE = Charter(
    why="To learn.",
    sponsor="The managing board",
    outcomes={"mentors": "heard", "mentees": "surer", "organisation": "quicker"},
    goals=(example_goal(LAUNCH),),
)


def test_the_review_shows_the_locked_goals_and_a_broken_seal(tmp_path: Path) -> None:
    """Without goals nothing may be called a success; locked ones stand there; a change past the lock is named."""
    opened = open_cohort(str(sample_programme(tmp_path / "p").folder), "2026-spring")
    decisions: Decisions[Charter] = Decisions(opened, "charter")
    assert NO_CHARTER in str(Review(opened).goals().printed())

    sealed = locked(WHOLE, LAUNCH)
    decisions.change(**sealed.model_dump())
    shown = str(Review(opened).goals().printed())
    assert "Locked on 4 May 2026" in shown
    assert "learned one new skill" in shown
    assert "do not fit the seal" not in shown

    decisions.change(why="Something else.")
    assert "do not fit the seal" in str(Review(opened).goals().printed())

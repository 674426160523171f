"""Step 4 reads what step 1 promised."""

import datetime as dt
from pathlib import Path

from reverse_mentoring.decide.launch.charter import example_goal, locked
from reverse_mentoring.words.charter import Charter
from reverse_mentoring.workbook.decisions import Decisions
from reverse_mentoring.workbook.review import Review
from review_pages import opened, review_programme

LAUNCH = dt.date(2026, 3, 2)
NO_CHARTER = "No goals were written into a charter, so nothing can be called a success or a failure."
WHOLE = Charter(
    why="To learn.",
    sponsor="The managing board",
    outcomes={"mentors": "heard", "mentees": "surer", "organisation": "quicker"},
    goals=(example_goal(LAUNCH),),
)


def test_the_review_shows_the_locked_goals_and_a_broken_seal(tmp_path: Path) -> None:
    """Without goals nothing may be called a success; locked ones stand there; a change past the lock is named."""
    cohort = opened(review_programme(tmp_path / "p"))
    decisions: Decisions[Charter] = Decisions(cohort, "charter")
    assert NO_CHARTER in Review(cohort, "quarter").evidence().printed()

    sealed = locked(WHOLE, LAUNCH)
    decisions.change(**sealed.model_dump())
    shown = Review(cohort, "quarter").evidence().printed()
    assert NO_CHARTER not in shown
    assert "Locked on 2 March 2026" in shown
    assert "learned one new skill" in shown
    assert "no longer says what it said" not in shown

    decisions.change(why="Something else.")
    assert "no longer says what it said when it was locked" in Review(cohort, "quarter").evidence().printed()

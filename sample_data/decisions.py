"""What the sample's facilitator decided: two charters locked at launch, insights of pairs, lessons.

Saved as the workbook saves choices (words.choices), one file per cohort and step: choices/<cohort>/<step>.json.
"""

import datetime as dt
from pathlib import Path

import pandas as pd

from reverse_mentoring.decide.launch.charter import locked
from reverse_mentoring.words.charter import Charter, CharterGoal
from reverse_mentoring.words.choices import Choices, ReviewChoices
from reverse_mentoring.words.reviewing import Insight

WHY = (
    "Leaders decide on tools, rules and careers that juniors live with every day, and rarely hear how it is. Juniors "
    "see little of how decisions come about."
)
OUTCOMES = {
    "mentors": "Juniors say what they think to senior people and know the business better.",
    "mentees": "Seniors use what they learned and know what newcomers need.",
    "organisation": "People know each other across departments, and stay.",
}


def charter(launch: dt.date, *, half_way: dt.date, end: dt.date) -> Charter:
    """The charter of a cohort, locked two weeks before its first sessions."""
    goals = (
        CharterGoal(
            whose="mentees", metric="learned one new skill and put it to use at work", share=0.25,
            population="all mentees who started, including those who left", due=half_way, measure="different",
            evidence="quarter form: “I have done something differently because of these sessions”, 4 or 5",
        ),
        CharterGoal(
            whose="mentors", metric="confidence to tell a senior person something unwelcome",
            smallest_useful_change=0.5, unit="points", population="mentors who answer twice", due=end,
            measure="quarter:unwelcome", evidence="quarter form, first answer against last",
        ),
        CharterGoal(
            whose="organisation", metric="contacts in other departments", smallest_useful_change=1, unit="contacts",
            population="everybody in pairs, beside others of the same level", due=end,
            measure="outcome:contacts in other departments", evidence="staff survey before and after",
        ),
        CharterGoal(
            whose="organisation", metric="people still with the organisation", smallest_useful_change=5,
            unit="percentage points", population="everybody in pairs, beside others of the same level", due=end,
            measure="retention", evidence="roster",
        ),
    )  # fmt: skip
    written = Charter(
        why=WHY, sponsor="Chief Operating Officer", sponsor_learns=True, months=12, weeks_between=3, goals=goals,
        eligibility="Everybody with half a year at Helvia; nobody with their own boss or within one department.",
        facilitator="Mirela Hofstetter", programme_manager="Mirela Hofstetter", outcomes=OUTCOMES,
    )  # fmt: skip
    return locked(written, launch - dt.timedelta(weeks=2))


def decisions(cohorts: dict[str, dict[str, pd.DataFrame]]) -> dict[str, dict[str, Choices]]:
    """cohort → step → choices."""
    closed, running = (cohorts[name]["pairs"] for name in ("2025-autumn", "2026-spring"))
    day = dt.date
    return {
        "2025-autumn": {
            "charter": charter(day(2025, 10, 6), half_way=day(2026, 4, 6), end=day(2026, 10, 5)),
            "review": ReviewChoices(
                insights=(
                    _insight(closed, 3, 1, "tools", "Three systems ask for the same sample data; people keep lists of "
                             "their own.", "Laboratory IT", "One entry form for two of the three", day(2026, 6, 30),
                             day(2026, 7, 6)),
                ),
                lessons=("Book the first three sessions before the launch: pairs without dates started late.",
                         "Ask line managers for the hours before the mentors sign up."),
            ),
        },
        "2026-spring": {
            "charter": charter(day(2026, 5, 4), half_way=day(2026, 11, 1), end=day(2027, 5, 3)),
            "review": ReviewChoices(
                insights=(
                    _insight(running, 4, 1, "training", "The safety training videos have no captions; whoever hears "
                             "badly cannot follow them.", "Learning and Development", "Captions for all videos",
                             day(2026, 9, 30), day(2026, 9, 15)),
                    _insight(running, 9, 2, "policy", "The travel rule asks juniors to pay hotels in advance.",
                             "Finance", "Company card for all trips", day(2026, 10, 15), None),
                ),
            ),
        },
    }  # fmt: skip


def _insight(
    pairs: pd.DataFrame, row: int, number: int, kind: str, wording: str, owner: str, action: str, due: dt.date,
    done_on: dt.date | None,
) -> Insight:  # fmt: skip
    """An insight that both of the pair in that row have released."""
    return Insight(
        mentor_id=pairs["mentor_id"].iloc[row], mentee_id=pairs["mentee_id"].iloc[row], number=number,
        kind=kind, wording=wording, released={"mentor": wording, "mentee": wording}, owner=owner, action=action,
        due=due, done_on=done_on,
    )  # fmt: skip


def write_decisions(folder: Path, made: dict[str, dict[str, Choices]]) -> None:
    """Writes each as choices/<cohort>/<step>.json below the folder."""
    for cohort, steps in made.items():
        for step, choices in steps.items():
            path = folder / cohort / f"{step}.json"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(choices.model_dump_json(indent=1) + "\n", "utf-8")

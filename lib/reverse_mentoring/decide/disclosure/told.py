"""What is told of the cohort as a whole: change per topic, how the charter's goals stand, and what insights led to."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pandas as pd

from reverse_mentoring.decide.disclosure.bands import band, is_open, rounded_mean
from reverse_mentoring.decide.disclosure.cells import EVERYBODY
from reverse_mentoring.decide.disclosure.facts import at_close
from reverse_mentoring.decide.evidence.before_after import Changed, Stayed
from reverse_mentoring.decide.evidence.counted import people_of
from reverse_mentoring.decide.evidence.criteria import criteria
from reverse_mentoring.decide.evidence.measures import observed
from reverse_mentoring.words.charter import Charter, CharterGoal
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.findings import Criterion
from reverse_mentoring.words.release import Cell, Release, Round
from reverse_mentoring.words.reviewing import Insight

KNOWN_ANYWAY = ("pairs completed", "sessions held")
"""The figures of the charter that the organisation sees in any case."""


def change_cells(
    cohort: Cohort, pairs: pd.DataFrame, round: Round, *, least: int, earlier: Sequence[Release]
) -> tuple[Cell, ...]:
    """The mean change of level per topic of the programme, among people in pairs who answered anew in the round.

    Shown for 2·least people and more: value after less before, text “from 2.4 to 3.6”. No interval: how wide it is, or
    that there is none, would tell how much people agree. What people said before is the same in every round: where it
    would be told again of almost the same people, the cell repeats what was released before, or is hidden.
    """
    before = sorted(earlier, key=lambda each: each.round.number)
    topics = cohort.settings.cohort(cohort.name).topics or tuple(sorted(set(cohort.ratings["topic_id"])))
    cells = []
    for topic in topics:
        cell = Cell("change", cohort.topic_names.get(topic, topic), "cohort", EVERYBODY)
        rows = _twice(cohort, pairs, round, topic)
        people = [set(_twice(cohort, pairs, each.round, topic)["person_id"]) for each in before]
        told = [each for release in before for each in release.cells if _same(each, cell) and each.shown]
        near = any(told) and any(_near(set(rows["person_id"]), those, least + 1) for those in people)
        fresh = cell if len(rows) < 2 * least else _changed(cell, rows)
        cells.append((told[-1] if told else cell) if near else fresh)
    return tuple(cells)


def _twice(cohort: Cohort, pairs: pd.DataFrame, round: Round, topic: str) -> pd.DataFrame:
    """person_id, before, after of those who gave their level at the start and again in the round."""
    asked = cohort.progress[cohort.progress["topic_id"] == topic]
    inside = asked["rated_on"].between(pd.Timestamp(round.first), pd.Timestamp(round.last))
    latest = asked[inside].sort_values("rated_on").drop_duplicates("person_id", keep="last")
    first = cohort.ratings[cohort.ratings["topic_id"] == topic][["person_id", "proficiency"]]
    both = first.rename(columns={"proficiency": "before"}).merge(latest, on="person_id").dropna(subset="before")
    ours = both[both["person_id"].isin(people_of(pairs, "organisation"))]
    return ours.rename(columns={"proficiency": "after"})[["person_id", "before", "after"]]


def _same(one: Cell, other: Cell) -> bool:
    return (one.kind, one.item, one.grouping) == (other.kind, other.item, other.grouping)


def _near(people: set[str], others: set[str], need: int) -> bool:
    """Whether the two groups differ by so few people that their means tell of these."""
    return any(0 < len(apart) < need for apart in (people - others, others - people))


def _changed(cell: Cell, rows: pd.DataFrame) -> Cell:
    n = len(rows)
    first, last = (rounded_mean(Fraction(int(rows[name].sum()), n), n) for name in ("before", "after"))
    text = f"from {_said(first, n)} to {_said(last, n)}"
    return replace(cell, n=band(n), value=round(last - first, 1), text=text)


def _said(mean: float, n: int) -> str:
    return f"{mean:.1f}" + ((" or more" if mean > 3 else " or less") if is_open(mean, n) else "")


def criteria_cells(
    cohort: Cohort, pairs: pd.DataFrame, round: Round, *, charter: Charter, need: int
) -> tuple[Cell, ...]:
    """The verdict on each goal of the charter as text: “met”, “not met” or “cannot tell”; no figure.

    A count of what people said or reached is judged here only where both need people and more may lie on the other
    side of the share wanted, whatever the verdict: else “all met” would tell of each of them. A goal that the pulse
    shows is not told at all: the verdict beside the released means would say more than the audit has looked at.
    """
    then = at_close(cohort, round)
    return tuple(
        Cell("criteria", each.goal.metric, "cohort", EVERYBODY, text=_verdict(then, pairs, each, need))
        if not _by_pulse(each.goal) else Cell("criteria", each.goal.metric, "cohort", EVERYBODY)
        for each in criteria(then, pairs, charter)
    )  # fmt: skip


def _by_pulse(goal: CharterGoal) -> bool:
    return goal.measure == "safety" or goal.measure.startswith("pulse:")


def _verdict(cohort: Cohort, pairs: pd.DataFrame, judged: Criterion, need: int) -> str:
    return judged.verdict if judged.estimate and _may_be_told(cohort, pairs, judged.goal, need) else "cannot tell"


def _may_be_told(cohort: Cohort, pairs: pd.DataFrame, goal: CharterGoal, need: int) -> bool:
    """By the number of people and the share wanted, not by what they said."""
    if goal.measure in KNOWN_ANYWAY:
        return True
    seen = observed(cohort, pairs, goal.measure, whose=goal.whose)
    if isinstance(seen, Stayed):
        return True
    if isinstance(seen, Changed):
        return len(seen.changes) >= 2 * (need - 1)
    share = goal.share or 0.0
    return min(share, 1 - share) * seen.people >= need


def insight_cells(insights: Sequence[Insight], last: dt.date) -> tuple[Cell, ...]:
    """How many insights both of a pair released, and how many of them led to something by that day."""
    left = [each for each in insights if each.leaves]
    done = [each for each in left if each.done_on and each.done_on <= last]
    counts = {"released": len(left), "done": len(done)}
    return tuple(Cell("insights", item, "cohort", EVERYBODY, value=float(count)) for item, count in counts.items())

"""What the organisation may see of pairs as shares: how they stand, sessions held, goals by level.

A share of pairs rests on the two people of every pair that it is a share of. Figures that grow from release to release
are released anew only where enough people lie between: otherwise the cell repeats what was released before.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import pandas as pd

from reverse_mentoring.decide.disclosure.answers import CLOSED_AFTER
from reverse_mentoring.decide.disclosure.bands import band, rounded_share, share_limits
from reverse_mentoring.decide.disclosure.cells import EVERYBODY, groups_shown
from reverse_mentoring.decide.review.review import PAIR, attendance, goal_levels
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.release import Cell, Kind, Release, Round

STATES = {
    "active": ("active",),
    "completed": ("completed", "completed early"),
    "ended": ("ended", "withdrawn", "left"),
}
"""How a pair stands, coarsely, and the states that this stands for."""
LEVELS = (-2, -1, 0, 1, 2)


@dataclass(frozen=True)
class Count:
    """item → how many of whole, which belong to so many people. each: people behind one of them."""

    counts: Mapping[str, int]
    whole: int
    people: int
    each: int = 2


def at_close(cohort: Cohort, round: Round) -> Cohort:
    """The cohort on the day on which the round was closed."""
    return replace(cohort, as_of=min(cohort.as_of, round.last + CLOSED_AFTER))


def take_up(cohort: Cohort, pairs: pd.DataFrame, round: Round) -> Count:
    """Pairs begun by the last day of the round: how many are active, completed, ended on that day."""
    last = pd.Timestamp(round.last)
    begun = pairs[pairs["started"] <= last]
    state = begun["state"].where(~(begun["ended"] > last), "active")
    counts = {name: int(state.isin(those).sum()) for name, those in STATES.items()}
    return Count(counts, len(begun), 2 * len(begun))


def goals(cohort: Cohort, pairs: pd.DataFrame, round: Round) -> Count:
    """Goals reviewed by the last day of the round, by level “-2” … “2”."""
    rows = goal_levels(replace(cohort, as_of=min(cohort.as_of, round.last)))
    rows = rows.merge(pairs[PAIR], on=PAIR)
    counts = {str(level): int((rows["level"] == level).sum()) for level in LEVELS}
    return Count(counts, len(rows), 2 * len(rows[PAIR].drop_duplicates()))


GROWING: dict[Kind, Callable[[Cohort, pd.DataFrame, Round], Count]] = {"take-up": take_up, "goals": goals}


def growing_cells(
    cohort: Cohort, pairs: pd.DataFrame, round: Round, *, need: int, earlier: Sequence[Release]
) -> tuple[Cell, ...]:
    """Take-up and goals by level as shares of all pairs or goals, whole cohort.

    A cell whose count lies less than need people from the one that was shown last, repeats that cell.
    """
    before = sorted(earlier, key=lambda each: each.round.number)
    cells: list[Cell] = []
    for kind, count in GROWING.items():
        history = [count(cohort, pairs, each.round) for each in before]
        now = count(cohort, pairs, round)
        for item in now.counts:
            told = _told_last(kind, item, before, history)
            close = told and abs(now.counts[item] - told[1]) * now.each < need
            cells.append(told[0] if told and close else _share(kind, item, now, need))
    return tuple(cells)


def _told_last(kind: Kind, item: str, before: Sequence[Release], history: Sequence[Count]) -> tuple[Cell, int] | None:
    """The cell as shown last, and the count behind it when it was shown first like that."""
    told: tuple[Cell, int] | None = None
    for release, count in zip(before, history, strict=True):
        for cell in release.cells:
            if (cell.kind, cell.item, cell.grouping) == (kind, item, "cohort") and cell.shown:
                far = told is None or abs(count.counts[item] - told[1]) * count.each >= release.least + 1
                told = (cell, count.counts[item] if far or told is None else told[1])
    return told


def _share(kind: Kind, item: str, count: Count, need: int) -> Cell:
    cell = Cell(kind, item, "cohort", EVERYBODY)
    return _shown(cell, Fraction(count.counts[item], count.whole), count.people) if count.people >= need else cell


def _shown(cell: Cell, share: Fraction, people: int) -> Cell:
    value = rounded_share(share)
    low, high = share_limits(value)
    return replace(cell, n=band(people), value=value, low=low, high=high)


def session_cells(
    cohort: Cohort, pairs: pd.DataFrame, round: Round, *, groups: pd.DataFrame, need: int
) -> tuple[Cell, ...]:
    """Sessions held of those due in the round, as shares: the whole cohort, and by function of the mentee."""
    due = _due(at_close(cohort, round), pairs, round).merge(groups, left_on="mentee_id", right_on="person_id")
    people = {name: 2 * len(own[PAIR].drop_duplicates()) for name, own in due.groupby("function")}
    names = sorted(set(groups[groups["person_id"].isin(pairs["mentee_id"])]["function"]))
    shown = groups_shown({name: people.get(name, 0) for name in names}, need)
    everybody = sum(people.values())
    whole = Cell("sessions", "held", "cohort", EVERYBODY)
    cells = [_shown(whole, _held(due), everybody) if everybody >= need else whole]
    for name in names if len(names) > 1 else ():
        cell = Cell("sessions", "held", "function", name)
        cells.append(_shown(cell, _held(due[due["function"] == name]), people[name]) if name in shown else cell)
    return tuple(cells)


def _due(cohort: Cohort, pairs: pd.DataFrame, round: Round) -> pd.DataFrame:
    rows = attendance(cohort, pairs).merge(pairs[PAIR], on=PAIR)
    return rows[rows["due_on"].between(pd.Timestamp(round.first), pd.Timestamp(round.last))]


def _held(due: pd.DataFrame) -> Fraction:
    return Fraction(int(due["held"].sum()), len(due))

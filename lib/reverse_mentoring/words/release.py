"""What managers may see: one release of one closed round of one cohort, as data.

A release is a list of fixed one-way tables of aggregates. It holds no person, pair, note or id, no exact number of
people under EXACT_FROM, no exact time. A cell that is not shown looks like every other one that is not shown.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Grouping = Literal["cohort", "function", "level"]
"""The whole cohort, or one way to divide it; never two at once."""
Kind = Literal["take-up", "sessions", "goals", "pulse", "change", "criteria", "insights"]
EXACT_FROM = 20
"""From so many people on a number of people is shown as it is; below in bands."""


@dataclass(frozen=True)
class Round:
    """A span of time that is over: days from first to last, both included. name: “quarter 2”."""

    number: int
    name: str
    first: dt.date
    last: dt.date


@dataclass(frozen=True)
class Cell:
    """One cell of one table. n: people behind it as a band (“5–9”, “10–14”, “15–19”, “23”); "" where it counts none.

    value: a mean (1–5, −2…+2), a share (0–1) or a count, rounded as the rules say; None where the cell is not shown,
    then n is "" as well. low, high: interval or band, if the table has one. text: words instead of a figure.
    """

    kind: Kind
    item: str
    grouping: Grouping
    group: str
    n: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    text: str = ""

    @property
    def shown(self) -> bool:
        return self.value is not None or bool(self.text)


@dataclass(frozen=True)
class Release:
    """Everything released of one round. least: smallest group in force at launch (settings.group_at_least or 8).

    comments: paraphrased by the facilitator, never word for word; dropped: names of tables left out by the audit.
    """

    organisation: str
    cohort: str
    round: Round
    least: int
    cells: tuple[Cell, ...]
    comments: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()

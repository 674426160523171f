"""Releases made by hand, for the managers' page and the released file: invented figures that keep the gate's rules."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from reverse_mentoring.words.release import Cell, Kind, Release, Round

TOPICS = ("Everyday AI assistants", "Data dashboards", "Everyday inclusion", "Paperless work")
FUNCTIONS = ("Clinical", "Research", "other functions")
LEVELS = ("L1–L4", "L5–L9")
SAY = "say"


def round_number(number: int, *, year: int = 2026) -> Round:
    """A quarter: 1 = January to March of that year."""
    first = dt.date(year + (number - 1) // 4, 3 * ((number - 1) % 4) + 1, 1)
    after = dt.date(first.year + first.month // 10, (first.month + 2) % 12 + 1, 1)
    return Round(number, f"quarter {number}", first, after - dt.timedelta(days=1))


def cells(kind: Kind, values: dict[str, float | None], *, n: str = "", group: tuple[str, str] = ("", "")) -> list[Cell]:
    """Cells of one table by item; None is a hidden cell. group: grouping and group, the whole cohort if empty."""
    grouping = "function" if group[0] == "function" else "level" if group[0] == "level" else "cohort"
    limits = _share_limits if kind in ("take-up", "sessions", "goals") else _mean_limits if kind == "pulse" else _none
    made = [Cell(kind, item, grouping, group[1] or "everybody") for item in values]
    return [
        each if value is None else replace(each, n=n, value=value, low=limits(value)[0], high=limits(value)[1])
        for each, value in zip(made, values.values(), strict=True)
    ]


def _share_limits(value: float) -> tuple[float, float]:
    return (0.0 if value <= 0.1 else round(value - 0.05, 2), 1.0 if value >= 0.9 else round(value + 0.05, 2))


def _mean_limits(value: float) -> tuple[float, float]:
    return round(value - 0.05, 2), round(value + 0.05, 2)


def _none(value: float) -> tuple[None, None]:
    return None, None


def release(number: int = 1, *, cohort: str = "2026-spring", hide: Iterable[str] = (), held: float = 0.9) -> Release:
    """A healthy quarter of 28 pairs. hide: kinds of which every cell is hidden; held: share of sessions due."""
    better = 0.1 * (number - 1)
    made = [
        *cells("take-up", {"active": 0.8, "completed": 0.1, "ended": 0.1}, n="56"),
        *cells("sessions", {"held": held}, n="56"),
        *cells("sessions", {"held": held}, n="26", group=("function", "Research")),
        *cells("goals", {"-2": 0.1, "-1": 0.2, "0": 0.4, "1": 0.2, "2": 0.1}, n="52"),
        *cells("pulse", {"worth": 4.1 + better, SAY: 3.9 + better, "both": 4.0, "next": 3.7 + better}, n="49"),
        *cells("pulse", {"worth": 4.0, SAY: 4.0, "both": 4.5, "next": None}, n="5–9", group=("function", "Clinical")),
        *cells("pulse", {"worth": 4.2, SAY: 4.1, "both": 3.9, "next": 3.8}, n="26", group=("function", "Research")),
        *cells("pulse", {"worth": 4.1, SAY: None, "both": 4.0, "next": 3.5}, n="10–14",
               group=("function", "other functions")),
        *cells("pulse", {"worth": 4.0, SAY: 3.7, "both": 4.2, "next": 3.6}, n="25", group=("level", "L1–L4")),
        *cells("pulse", {"worth": 4.3, SAY: 4.2, "both": 3.9, "next": 3.9}, n="24", group=("level", "L5–L9")),
        *_changes(),
        *_criteria(),
        *cells("insights", {"released": 5, "done": 2}),
    ]  # fmt: skip
    shown = [_hidden(cell) if cell.kind in set(hide) else cell for cell in made]
    return Release("Helvia Biosciences", cohort, round_number(number), 5, tuple(shown))


def hidden_everywhere(of: Release) -> Release:
    """The same release with every cell hidden."""
    return replace(of, cells=tuple(_hidden(cell) for cell in of.cells))


def _hidden(cell: Cell) -> Cell:
    return Cell(cell.kind, cell.item, cell.grouping, cell.group)


def _changes() -> list[Cell]:
    figures = ((2.3, 3.5, 0.8, 1.6), (2.6, 3.3, 0.2, 1.1), (2.9, 3.2, -0.1, 0.7), None)
    return [_change(topic, *(found or (None,))) for topic, found in zip(TOPICS, figures, strict=True)]


def _change(topic: str, before: float | None, now: float = 0, low: float = 0, high: float = 0) -> Cell:
    hidden = Cell("change", topic, "cohort", "everybody")
    if before is None:
        return hidden
    return replace(hidden, n="22", value=round(now - before, 1), low=low, high=high, text=f"from {before} to {now}")


def _criteria() -> list[Cell]:
    verdicts = {"share of sessions held": "met", "mentees (senior) with a goal reached": "cannot tell",
                "people without a disadvantage": "cannot tell", "people who feel safe": "not met"}  # fmt: skip
    return [Cell("criteria", goal, "cohort", "everybody", text=verdict) for goal, verdict in verdicts.items()]

"""The pulse of one round as one-way tables: the mean of each item over the cohort, by function and by level.

Whether a cell can be shown is decided by how many answered, never by what they said: a cell or table that is missing
because all agree would tell exactly this of its people, and one that is shown that they do not. Agreement is hidden by
the figure itself: means are rounded, and the highest and lowest stand for everything beyond (bands); the audit looks
whether that is enough, and takes whole tables out where it is not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

import pandas as pd

from reverse_mentoring.decide.disclosure.answers import Answers
from reverse_mentoring.decide.disclosure.bands import band, limits, rounded_mean
from reverse_mentoring.decide.review.review import ITEMS
from reverse_mentoring.words.disclosure import GROUP_FLOOR
from reverse_mentoring.words.release import Cell, Grouping

GROUPINGS: tuple[Grouping, ...] = ("cohort", "function", "level")
EVERYBODY = "everybody"
"""The one group of the grouping “cohort”."""


def answer_cells(answers: Answers, groups: pd.DataFrame, *, least: int) -> tuple[Cell, ...]:
    """One cell of kind “pulse” per item, grouping and group, in this order; those that cannot be shown are hidden.
    A grouping of one group only has no table.

    groups: groups.frozen_groups. least: people who stand behind a cell without any one viewer; never below
    GROUP_FLOOR. low and high of a cell: the means that its value stands for.
    """
    rows = answers.answers.merge(groups, on="person_id").assign(cohort=EVERYBODY)
    names = groups.assign(cohort=EVERYBODY)
    need = max(least, GROUP_FLOOR) + 1
    cells: list[Cell] = []
    for item in ITEMS:
        mine = rows[rows["item"] == item]
        for grouping in GROUPINGS:
            if grouping != "cohort" and names[grouping].nunique() < 2:
                continue
            said = {str(name): [int(each) for each in own] for name, own in mine.groupby(grouping)["value"]}
            cells += _table(item, grouping, {name: said.get(name, []) for name in _in_order(names[grouping])}, need)
    return tuple(cells)


def groups_shown(sizes: Mapping[str, int], need: int) -> frozenset[str]:
    """The groups of one division of a cohort that are large enough to be shown, need people each.

    What is left of the cohort without them is nobody or likewise need people: else the smallest that is shown is
    hidden with them (ties by name). One group alone is never shown: it would only tell of the others.
    """
    shown = sorted((name for name, size in sizes.items() if size >= need), key=lambda name: (sizes[name], name))
    while shown and 0 < sum(sizes.values()) - sum(sizes[name] for name in shown) < need:
        shown.pop(0)
    return frozenset(shown if len(shown) > 1 else ())


def hidden(cell: Cell) -> Cell:
    """The cell as it looks where it is not shown."""
    return replace(cell, n="", value=None, low=None, high=None, text="")


def where(cell: Cell) -> str:
    """The cell as it is named in a sentence: “say in Sales”; of the whole cohort “say” alone."""
    return cell.item if cell.grouping == "cohort" else f"{cell.item} in {cell.group}"


def table_name(cell: Cell) -> str:
    """The table that a cell stands in: “say by function”."""
    return f"{cell.item} by {cell.grouping}"


def without(cells: Iterable[Cell], tables: Iterable[str]) -> tuple[Cell, ...]:
    """The cells with all cells of these tables hidden."""
    gone = set(tables)
    return tuple(hidden(cell) if table_name(cell) in gone else cell for cell in cells)


def _in_order(names: "pd.Series[str]") -> list[str]:
    return sorted({str(name) for name in names})


def _table(item: str, grouping: Grouping, said: Mapping[str, list[int]], need: int) -> list[Cell]:
    sizes = {name: len(own) for name, own in said.items()}
    whole = grouping == "cohort" and sum(sizes.values()) >= need
    shown = frozenset(sizes) if whole else groups_shown(sizes, need)
    return [_cell(Cell("pulse", item, grouping, name), own if name in shown else []) for name, own in said.items()]


def _cell(cell: Cell, said: list[int]) -> Cell:
    if not said:
        return cell
    n = len(said)
    value = rounded_mean(Fraction(sum(said), n), n)
    low, high = limits(value, n)
    return replace(cell, n=band(n), value=value, low=low, high=high)

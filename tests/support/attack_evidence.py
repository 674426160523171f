"""What a release says of the answers to one item, for somebody who knows everything but the answers.

He knows the roster with the attributes frozen at launch, who answered, the rules in words and the program; so also
which cells are shown whenever the answers in them differ (Known.open). No code is shared with the release gate: what is
known of it are words.release and the rules as sentences.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from reverse_mentoring.words.release import Cell, Release

SCALE = (1, 2, 3, 4, 5)
GROUPINGS = ("cohort", "function", "level")
Class = tuple[str, ...]
"""The groups of a person: function, level."""
Group = tuple[str, str]
"""A grouping and a group of it; the cohort has no name."""
Sums = tuple[frozenset[Class], int, int]
"""Classes, and the least and greatest sum of their answers."""


@dataclass(frozen=True)
class Rules:
    """How figures are made, as published.

    coarse, fine: means of fewer than ten answers are rounded to the one, of more to the other (0: not at all); half-way
    goes away from 3. room: the highest mean told leaves so many points below 5 to one of the answers when another is
    known (0: no such limit), whatever the number in its band; the lowest likewise. alike: no table is shown with a cell
    in which all answers but so many are the same (None: there is no such rule).
    """

    coarse: Fraction = Fraction(1, 2)
    fine: Fraction = Fraction(1, 10)
    room: int = 3
    alike: int | None = None


@dataclass(frozen=True)
class Known:
    """What he knows beside the release. people: person_id, function, level of everybody (groups as they are called in
    releases); answered: the ids of those who answered; open: the groups that are shown whenever answers differ."""

    people: pd.DataFrame
    answered: frozenset[str]
    open: frozenset[Group] = frozenset()


@dataclass(frozen=True)
class Evidence:
    """What a release says of one item, as limits to counts. sizes: class → people who answered. sums: of the shown
    cells. mixed: classes and how many of them may have given the same answer at most. uniform: for each table, those
    groups (classes, people) in one of which at least so many gave the same."""

    sizes: dict[Class, int]
    sums: tuple[Sums, ...]
    mixed: tuple[tuple[frozenset[Class], int], ...] = ()
    uniform: tuple[tuple[tuple[frozenset[Class], int], ...], ...] = ()


def evidence(release: Release, item: str, known: Known, rules: Rules) -> Evidence:
    """What the release says of the answers to the item."""
    there = known.people[known.people["person_id"].isin(known.answered)]
    sizes = Counter(zip(there["function"], there["level"], strict=True))
    groups = _groups(sizes)
    size = {key: sum(sizes[each] for each in classes) for key, classes in groups.items()}
    told = {group_of(c): c.value for c in release.cells if c.kind == "pulse" and c.item == item and c.value is not None}
    sums = tuple((groups[key], *sums_behind(value, size[key], rules)) for key, value in told.items())
    if rules.alike is None:
        return Evidence(dict(sizes), sums)
    mixed = tuple((groups[key], size[key] - rules.alike - 1) for key in told)
    left_out = known.open & groups.keys() - told.keys()
    tables = [
        tuple((groups[key], size[key] - rules.alike) for key in sorted(left_out) if key[0] == grouping)
        for grouping in GROUPINGS
        if not any(item in name and grouping in name for name in release.dropped)
    ]
    return Evidence(dict(sizes), sums, mixed, tuple(table for table in tables if table))


def _groups(sizes: Iterable[Class]) -> dict[Group, frozenset[Class]]:
    found: dict[Group, set[Class]] = {}
    for each in sizes:
        for key in (("cohort", ""), ("function", each[0]), ("level", each[1])):
            found.setdefault(key, set()).add(each)
    return {key: frozenset(classes) for key, classes in found.items()}


def group_of(cell: Cell) -> Group:
    """The group that a cell tells of."""
    return (cell.grouping, "" if cell.grouping == "cohort" else cell.group)


def sums_behind(value: float, n: int, rules: Rules) -> tuple[int, int]:
    """The least and greatest sum of n answers whose mean is told as this value.

    >>> sums_behind(3.5, 6, Rules()), sums_behind(4.0, 6, Rules()), sums_behind(4.0, 6, Rules(room=0))
    ((20, 22), (23, 30), (23, 25))
    >>> sums_behind(3.5, 6, Rules(coarse=Fraction(0)))
    (21, 21)
    """
    fitting = [total for total in range(n, 5 * n + 1) if abs(_told(total, n, rules) - value) < 1e-6]
    assert fitting, f"no sum of {n} answers is told as {value}"
    return fitting[0], fitting[-1]


def _told(total: int, n: int, rules: Rules) -> float:
    """The mean of n answers as it is told."""
    step, away = rules.coarse if n < 10 else rules.fine, Fraction(abs(total - 3 * n), n)
    if step:
        away = step * int(away / step + Fraction(1, 2))
    if rules.room:
        away = min(away, _furthest(n, step or Fraction(1), rules))
    return float(3 + away if total > 3 * n else 3 - away)


def _furthest(n: int, step: Fraction, rules: Rules) -> Fraction:
    """How far from 3 a mean that is told can lie: beyond its nearer edge 4 + room points are left to n answers."""
    fewest = n if n >= 20 else max(6, n - n % 5)
    steps = 0
    while steps * step <= 2 and (2 - steps * step + step / 2) * fewest >= 4 + rules.room:
        steps += 1
    return (steps - 1) * step if steps * step <= 2 else Fraction(2)

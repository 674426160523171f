"""Are the pairs of a proof the best ones? From proof.json alone, by code that shares nothing with the engine.

Weak duality: if no allowed pair is worth more than its two prices, no set of pairs is worth more than all prices. So
– “served” bounds what all sets can be worth for the people they serve and the proposals they keep;
– “total” the same with the points of the pairs added; serving one person is worth more than all points;
– “level” bounds from below what sets cost in which low points cost; only sets that reach the bounds before count.
The answer must reach each bound that it has to, and there must be the bounds that the objective asks for.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Proof = dict[str, Any]
Numbers = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]
FULL, TOO_LARGE = 10_000, 2**60
UNPROVEN = "The prices do not prove that these pairs are the best ones."


def bounds_hold(proof: Proof) -> list[str]:
    """A sentence if it is not proven that these pairs are the best ones; nothing is claimed of decided pairs."""
    if proof["decided"]:
        return []
    offers = _Offers.of(proof)
    found = offers.found(proof)
    if found is None:
        return ["A pair stands that was not among the allowed ones."]
    try:
        proven = offers.in_order and CLAIMS[proof["objective"]](offers, found, [_read(b) for b in proof["bounds"]])
    except (KeyError, ValueError, TypeError, IndexError, OverflowError):
        proven = False
    return [] if proven else [UNPROVEN]


@dataclass(frozen=True)
class _Bound:
    question: str
    at_least: int
    rows: Numbers
    columns: Numbers
    total: int
    slots: list[list[int]]


def _read(bound: Proof) -> _Bound:
    rows, columns = (np.array(bound[side], dtype=np.int64) for side in ("mentee_prices", "place_prices"))
    if max(np.abs(side).max(initial=0) for side in (rows, columns)) >= TOO_LARGE:
        raise ValueError("Sums of such prices would not be exact.")
    return _Bound(bound["question"], bound["at_least"], rows, columns, bound["total"], bound.get("slots", []))


@dataclass(frozen=True)
class _Offers:
    """Every allowed pair: its mentee's place in the list, the open place, its points, what it is worth beside them;
    kept: proposed before. in_order: serving one more outweighs all proposals, one more proposal all points."""

    shape: tuple[int, int]
    row: Numbers
    column: Numbers
    points: Numbers
    standing: Numbers
    kept: Marks
    in_order: bool

    @staticmethod
    def of(proof: Proof) -> "_Offers":
        row, column, points = _cells(proof)
        shape = len(proof["mentees"]), len(proof["places"])
        places = _open_places(enumerate(proof["places"]))
        number = {mentee: i for i, mentee in enumerate(proof["mentees"])}
        proposed = [number[mentee] * shape[1] + place for mentor, mentee in proof["kept"] if mentee in number
                    for place in places.get(mentor, ())]  # fmt: skip
        kept = np.isin(row * shape[1] + column, proposed)
        serving, keeping = proof["worth_of_serving"], proof["worth_of_keeping"]
        standing = serving * (1 + np.array(proof["first"], dtype=np.bool_)[column]) + keeping * kept
        most, highest = min(shape), int(points.max(initial=0))
        less = most * (highest + (keeping if kept.any() else 0))
        in_order = serving > less and (keeping > most * highest or not kept.any())
        in_order = in_order and points.min(initial=0) >= 0 and highest <= FULL and serving < TOO_LARGE
        return _Offers(shape, row, column, points, standing, kept, bool(in_order))

    def found(self, proof: Proof) -> Marks | None:
        """The offers that make up the answer beside the pins, each in a place of its own, first places first; None if
        a pair is not on offer."""
        number = {mentee: i for i, mentee in enumerate(proof["mentees"])}
        free = _open_places(sorted(enumerate(proof["places"]), key=lambda each: not proof["first"][each[0]]))
        wanted = {tuple(pair) for pair in proof["pairs"]} - {tuple(pin) for pin in proof["pins"]}
        taken = {(number.pop(mentee, -1), free[mentor].pop(0) if free.get(mentor) else -1) for mentor, mentee in wanted}
        cells = [i * self.shape[1] + j for i, j in taken if i >= 0 and j >= 0]
        found = np.isin(self.row * self.shape[1] + self.column, cells)
        return found if found.sum() == len(wanted) else None

    def open(self, at_least: int) -> Marks:
        return (self.points >= at_least) | self.kept


def _open_places(numbered: Iterable[tuple[int, str]]) -> dict[str, list[int]]:
    """Mentor → the numbers of his or her open places, in this order."""
    found: dict[str, list[int]] = {}
    for place, mentor in numbered:
        found.setdefault(mentor, []).append(place)
    return found


def _cells(proof: Proof) -> tuple[Numbers, Numbers, Numbers]:
    """Mentee, open place and points of everything on offer, mentee by mentee: each mentor once for every open place."""
    of_mentor = _open_places(enumerate(proof["places"]))
    counts, columns, points = [], list[int](), list[int]()
    for mentee in proof["mentees"]:
        before = len(columns)
        for mentor, fit in proof["points"][mentee].items():
            columns += of_mentor[mentor]
            points += [fit] * len(of_mentor[mentor])
        counts.append(len(columns) - before)
    row = np.repeat(np.arange(len(counts)), counts)
    return row, np.array(columns, dtype=np.int64), np.array(points, dtype=np.int64)


def _bounded(offers: _Offers, bound: _Bound, *, with_points: bool) -> bool:
    """Whether no set of pairs with so many points or more is worth more than the total of this bound."""
    worth = offers.standing + offers.points * with_points
    covered = bound.rows[offers.row] + bound.columns[offers.column] >= worth
    fair = min(bound.rows.min(initial=0), bound.columns.min(initial=0)) >= 0
    return bool(covered[offers.open(bound.at_least)].all() and fair and _adds_up(offers, bound))


def _adds_up(offers: _Offers, bound: _Bound) -> bool:
    told = (len(bound.rows), len(bound.columns)) == offers.shape
    return told and sum(bound.rows.tolist()) + sum(bound.columns.tolist()) == bound.total


def _reached(offers: _Offers, found: Marks, bound: _Bound) -> bool:
    """Whether the answer is worth as much as this bound allows, with pairs of so many points or more."""
    worth = offers.standing + offers.points * (bound.question == "total")
    return bool(offers.open(bound.at_least)[found].all()) and sum(worth[found].tolist()) == bound.total


def _largest(offers: _Offers, found: Marks, bounds: list[_Bound]) -> bool:
    """No set serves more or, serving as many, has a larger sum."""
    (bound,) = bounds
    asked = (bound.question, bound.at_least) == ("total", 0)
    return asked and _bounded(offers, bound, with_points=True) and _reached(offers, found, bound)


def _highest_floor(offers: _Offers, found: Marks, bounds: list[_Bound]) -> bool:
    """No set serves more; none with a higher floor serves as many; none with this floor has a larger sum."""
    served, total, *higher = bounds
    asked = [(bound.question, bound.at_least) for bound in bounds]
    floor = total.at_least
    wanted = [("served", 0), ("total", floor), *([("served", floor + 1)] if floor <= FULL else [])]
    return (
        asked == wanted
        and all(_bounded(offers, bound, with_points=bound is total) for bound in bounds)
        and all(_reached(offers, found, bound) for bound in (served, total))
        and all(bound.total < served.total for bound in higher)
    )


def _worst_first(offers: _Offers, found: Marks, bounds: list[_Bound]) -> bool:
    """No set serves more; of those that serve as many none has fewer pairs at the lowest level, then at the next."""
    served, *levels = bounds
    asked = (served.question, served.at_least) == ("served", 0)
    if not (asked and _bounded(offers, served, with_points=False) and _reached(offers, found, served)):
        return False
    left = _Left(offers, found, served)
    return all(left.settles(bound) for bound in levels) and not (left.level()[left.pairs] >= 0).any()


class _Left:
    """The sets of pairs that reach all bounds so far: made of certain pairs and of some of the pairs that are left,
    with a partner for everybody who must have one. counted: points up to which nothing is open any more."""

    def __init__(self, offers: _Offers, found: Marks, served: _Bound) -> None:
        self.offers, self.found = offers, found
        self.pairs = served.rows[offers.row] + served.columns[offers.column] == offers.standing
        self.must = served.rows > 0, served.columns > 0
        self.counted = -1

    def level(self) -> Numbers:
        """The points of each offer; −1 where they do not count (any more)."""
        return np.where(self.offers.kept | (self.offers.points <= self.counted), -1, self.offers.points)

    def settles(self, bound: _Bound) -> bool:
        """Whether this bound holds and the answer reaches it; after that only sets are left that reach it too."""
        level, mine = self.level(), self.found & self.pairs
        self.pairs &= (level < 0) | (level >= bound.at_least)
        if bound.question != "level" or (mine & ~self.pairs).any() or not self._in_order(bound, mine):
            return False
        cost = np.zeros_like(level)
        for low, high, each in bound.slots:
            cost[(level >= low) & (level <= high)] = each
        slack = cost - bound.rows[self.offers.row] - bound.columns[self.offers.column]
        free = [prices[~must] for prices, must in zip((bound.rows, bound.columns), self.must, strict=True)]
        dearer = (slack[self.pairs] < 0).any() or max(side.max(initial=0) for side in free) > 0
        if dearer or not _adds_up(self.offers, bound) or sum(cost[mine].tolist()) != bound.total:
            return False
        self.must = self.must[0] | (bound.rows < 0), self.must[1] | (bound.columns < 0)
        self.counted = max([self.counted, *(slot[1] for slot in bound.slots)])
        self._set_aside(slack == 0)
        return True

    def _in_order(self, bound: _Bound, mine: Marks) -> bool:
        """Whether each slot is one level, or between levels without a pair of the answer; outweighs all slots after
        it together; and no pair that is left lies beside the slots."""
        level, after, above = np.where(self.pairs, self.level(), -1), 0, FULL + 1
        beside = (level >= 0) & (level <= max((slot[1] for slot in bound.slots), default=-1))
        for low, high, each in reversed(bound.slots):
            there = (level >= low) & (level <= high)
            if not 0 <= low <= high < above or each <= after or (low < high and (there & mine).any()):
                return False
            after += each * min(len(np.unique(side[there])) for side in (self.offers.row, self.offers.column))
            above, beside = low, beside & ~there
        return not beside.any()

    def _set_aside(self, tight: Marks) -> None:
        """Whoever must have a partner and has one possible one left is certain of that one: nobody else gets it."""
        self.pairs &= tight
        row, column = self.offers.row, self.offers.column
        one = (np.bincount(row[self.pairs], minlength=self.offers.shape[0]) == 1) & self.must[0]
        taken = np.zeros(self.offers.shape[1], dtype=np.bool_)
        taken[column[self.pairs & one[row]]] = True
        self.pairs &= ~one[row] & ~taken[column]


CLAIMS: dict[str, Callable[[_Offers, Marks, list[_Bound]], bool]] = {
    "total": _largest,
    "choice": _largest,
    "floor": _highest_floor,
    "worst_first": _worst_first,
}

"""What is to be solved: open mentees (rows) and open places of mentors (columns).

One reduction for every objective: a pair is worth its points, more if it was proposed to people already, and most
for the people whom it serves, so that first as many people as possible have a partner, then as many proposals as
possible stay, then the points decide. Whole numbers throughout.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from reverse_mentoring.decide.matching.eligibility import Matrix
from reverse_mentoring.decide.matching.fit import FULL

Whole = npt.NDArray[np.int64]
Question = Literal["served", "total", "level"]
Slot = tuple[int, int, int]
"""(lowest points, highest points, what one pair with such points costs)"""


@dataclass(frozen=True)
class Task:
    """mentees: person_id of each row; mentors: person_id of each column, once for each open place; first: whether
    the place would be the mentor's first. allowed, kept (proposed already), points (0–10 000): rows × columns;
    keys: by what people are told apart where two solutions are equally good; views: how the mentee likes the mentor
    and how the mentor likes the mentee (0–10 000, rows × columns), where it matters."""

    mentees: tuple[str, ...]
    mentors: tuple[str, ...]
    first: npt.NDArray[np.bool_]
    allowed: Matrix
    kept: Matrix
    points: Whole
    keys: tuple[tuple[str, ...], tuple[str, ...]]
    views: tuple[Whole, Whole] | None = None

    @property
    def _most(self) -> int:
        return max(min(self.allowed.shape), 1)

    @cached_property
    def worth_of_keeping(self) -> int:
        """What it is worth that a proposed pair stays: more than all points together; 0 if nothing is proposed."""
        return FULL * self._most + 1 if self.kept.any() else 0

    @cached_property
    def worth_of_serving(self) -> int:
        """What it is worth that one more person has a partner: more than all points and proposals together."""
        return (FULL + self.worth_of_keeping) * self._most + 1

    def open(self, at_least: int = 0) -> Matrix:
        """The allowed pairs with so many points or more; proposed ones always."""
        return self.allowed if at_least <= 0 else self.allowed & ((self.points >= at_least) | self.kept)

    def standing(self, at_least: int = 0) -> Whole:
        """What a pair is worth apart from its points: for the people it serves, and as a proposal; 0 if not open."""
        return np.where(self.open(at_least), self._all_apart_from_points, 0)

    def worth(self, at_least: int = 0) -> Whole:
        """What each pair is worth to the whole; 0 if it is not open."""
        worth = self._all_apart_from_points + self.points
        worth *= self.open(at_least)
        return worth

    def apart_from_points(self, rows: Whole, columns: Whole) -> Whole:
        """The same as standing, of these pairs, which are all allowed."""
        serving = self.worth_of_serving * (1 + self.first[columns])
        return serving + self.worth_of_keeping * self.kept[rows, columns] if self.worth_of_keeping else serving

    @property
    def _all_apart_from_points(self) -> Whole:
        serving = self.worth_of_serving * (1 + self.first[None, :].astype(np.int64))
        return serving + self.worth_of_keeping * self.kept if self.worth_of_keeping else serving

    @cached_property
    def preference(self) -> Whole:
        """A number below 2**20 from the keys of the two: the same on every machine and for every order of rows."""
        a, b = (np.array([_hash(key) for key in side], dtype=np.uint64) for side in self.keys)
        mixed = a[:, None] ^ np.bitwise_or(b << np.uint64(17), b >> np.uint64(47))
        mixed *= np.uint64(0x9E3779B97F4A7C15)
        mixed >>= np.uint64(44)
        return mixed.view(np.int64)


def _hash(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big")


@dataclass(frozen=True)
class Bound:
    """A certificate. served, total: no set of pairs with so many points or more serves more people and keeps more
    proposals (“served”), or is worth more (“total”), than all prices together; prices ≥ 0 of rows and columns.

    level: one step towards the fairest pairs. Among the sets still possible (see fairness) those with no pair
    below at_least; each pair costs what its slot says, and no set costs less than all prices together. Prices of
    people who may stay without a partner are ≤ 0. total: the sum of the prices.
    """

    question: Question
    at_least: int
    row_prices: Whole
    column_prices: Whole
    total: int
    slots: tuple[Slot, ...] = ()


@dataclass(frozen=True)
class Answer:
    """column_of[i]: the column of row i, or −1; prove: works out the bounds; points: those that were solved for, where
    they are not the task's (choice respected)."""

    column_of: Whole
    prove: Callable[[], tuple[Bound, ...]]
    points: Whole | None = None

    @cached_property
    def bounds(self) -> tuple[Bound, ...]:
        """What proves that there is no better answer; only asked of an answer that is kept, not of each that is tried.
        ValueError if there is a better one."""
        return self.prove()

"""Somebody who wants to know who answered what: which answers are possible after everything that was released.

People of the same groups are interchangeable for him. He therefore counts how many people of each class (everybody in
the same cell of every grouping) gave each value. What was released are limits to sums of these counts; integer
programming (HiGHS) says whether one more value is possible. Nothing is lost by counting: a person of a class can have
given a value if and only if some counts that fit everything released have one person of the class there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from attack_evidence import SCALE, Class, Evidence

Answer = tuple[Class, int]
"""A value that somebody of a class gave."""


@dataclass
class Attack:
    """One item of one release under attack. Counts that fit what was released are kept: they serve every viewer."""

    evidence: Evidence
    found: list[np.ndarray] = field(default_factory=list)
    programs: int = 0

    def __post_init__(self) -> None:
        self.classes = sorted(self.evidence.sizes)
        self.place = {each: number for number, each in enumerate(self.classes)}
        self._limits = self._released()

    def possible(self, own: Sequence[Answer] = (), *, enough: int = 5) -> dict[Class, tuple[int, ...]]:
        """For the other people of each class, the values that each of them can have given, seen by somebody who knows
        these answers (his own; several who pool theirs). Values are looked for at both ends until enough − 1 points
        lie between; from enough = 5 on also between the ends."""
        if own and not self.found:
            self.possible(enough=6)
        mine = self.counts(own)
        while True:
            seen = self._seen(mine)
            open_ = [
                pair for pair in product(range(len(self.classes)), range(5)) if self._wanted(seen, mine, pair, enough)
            ]
            more = open_ and (self._nearby(mine, open_) or self._more(mine, open_))
            if not more:
                return {each: tuple(v for v in SCALE if seen[number, v - 1]) for each, number in self.place.items()
                        if self.evidence.sizes[each] > mine[number].sum()}  # fmt: skip
            self.found += more

    def fits(self, counts: np.ndarray) -> bool:
        """Whether nothing released speaks against these counts (one row per class, one column per value)."""
        return self._solve(lowest=counts, highest=counts) is not None

    def counts(self, answers: Iterable[Answer]) -> np.ndarray:
        counts = np.zeros((len(self.classes), 5), dtype=int)
        for group, value in answers:
            counts[self.place[group], value - 1] += 1
        return counts

    def _seen(self, mine: np.ndarray) -> np.ndarray:
        seen = np.zeros(mine.shape, dtype=bool)
        for counts in self.found:
            if (counts >= mine).all():
                seen |= counts > mine
        return seen

    def _wanted(self, seen: np.ndarray, mine: np.ndarray, pair: tuple[int, int], enough: int) -> bool:
        number, column = pair
        if seen[pair] or self.evidence.sizes[self.classes[number]] <= mine[number].sum():
            return False
        at = np.flatnonzero(seen[number])
        if enough >= 5 or not at.size:
            return True
        return bool(at[-1] - at[0] < enough and not at[0] < column < at[-1])

    def _nearby(self, mine: np.ndarray, wanted: list[tuple[int, int]]) -> list[np.ndarray]:
        """Counts that fit and lie near some that were found, one for each wanted value: one person moves there and
        others of the class move the other way. Quicker than a program; finding none proves nothing."""
        hits = []
        for start in [each for each in reversed(self.found) if (each >= mine).all()][:12]:
            for number, column in wanted:
                tried = _moved(start[number] - mine[number], column)
                moved = [start + _row(start.shape, number, step) for step in tried]
                hits += next(([each] for each in moved if self.checked(each)), [])
            if hits:
                break
        return hits

    def checked(self, counts: np.ndarray) -> bool:
        """Whether the counts fit what was released; the same as fits, without a program."""
        totals = counts @ np.array(SCALE)

        def of(group: frozenset[Class]) -> list[int]:
            return [self.place[each] for each in group]

        return (
            all(low <= totals[of(group)].sum() <= high for group, low, high in self.evidence.sums)
            and all(counts[of(group)].sum(axis=0).max() <= most for group, most in self.evidence.mixed)
            and all(any(counts[of(g)].sum(axis=0).max() >= n for g, n in table) for table in self.evidence.uniform)
        )

    def _more(self, mine: np.ndarray, wanted: list[tuple[int, int]]) -> list[np.ndarray]:
        """Counts that fit, with as many of the wanted values as possible; none if none of them is possible."""
        found = self._solve(lowest=mine, wanted=wanted)
        return [found] if found is not None and any(found[pair] > mine[pair] for pair in wanted) else []

    def _released(self) -> tuple[list[dict[int, float]], list[float], list[float], int]:
        """Rows over the variables (counts, class by class, then whether a group is uniform at a value), their limits,
        and the number of variables."""
        rows: list[tuple[dict[int, float], float, float]] = []
        for number, each in enumerate(self.classes):
            rows.append(({number * 5 + v: 1.0 for v in range(5)}, self.evidence.sizes[each], self.evidence.sizes[each]))
        for group, low, high in self.evidence.sums:
            rows.append(({self.place[each] * 5 + v: v + 1.0 for each in group for v in range(5)}, low, high))
        for group, most in self.evidence.mixed:
            rows += [({self.place[each] * 5 + v: 1.0 for each in group}, 0, most) for v in range(5)]
        width = 5 * len(self.classes)
        for table in self.evidence.uniform:
            choices = range(width, width + 5 * len(table))
            rows.append((dict.fromkeys(choices, 1.0), 1, np.inf))
            for choice, ((group, least), v) in zip(choices, product(table, range(5)), strict=True):
                rows.append(({**{self.place[each] * 5 + v: 1.0 for each in group}, choice: -float(least)}, 0, np.inf))
            width += 5 * len(table)
        return [row for row, _, _ in rows], [low for _, low, _ in rows], [high for _, _, high in rows], width

    def _solve(
        self,
        *,
        lowest: np.ndarray,
        highest: np.ndarray | None = None,
        wanted: Sequence[tuple[int, int]] = (),
    ) -> np.ndarray | None:
        rows, low, high, width = self._limits
        rows, low, high = list(rows), list(low), list(high)
        for extra, (number, column) in enumerate(wanted):
            rows.append({number * 5 + column: 1.0, width + extra: -1.0})
            low.append(float(lowest[number, column]))
            high.append(np.inf)
        total, cells = width + len(wanted), 5 * len(self.classes)
        lower, upper = np.zeros(total), np.ones(total)
        lower[:cells] = lowest.ravel()
        upper[:cells] = np.repeat([self.evidence.sizes[each] for each in self.classes], 5)
        if highest is not None:
            upper[:cells] = highest.ravel()
        aim = np.r_[np.zeros(width), -np.ones(len(wanted))]
        self.programs += 1
        answer = milp(aim, constraints=LinearConstraint(_matrix(rows, total), low, high), integrality=np.ones(total),
                      bounds=Bounds(lower, upper))  # fmt: skip
        if answer.status == 2:
            return None
        assert answer.status == 0, answer.message
        return np.rint(answer.x[:cells]).astype(int).reshape(-1, 5)


def _row(shape: tuple[int, ...], number: int, step: np.ndarray) -> np.ndarray:
    """Nothing but this step in one row."""
    found = np.zeros(shape, dtype=int)
    found[number] = step
    return found


def _moved(others: np.ndarray, column: int) -> list[np.ndarray]:
    """Steps that bring one of these people to the value; further people make up for 0, 1, 2 … points of it."""
    steps = []
    for origin in np.flatnonzero(others):
        step = np.zeros(5, dtype=int)
        step[origin] -= 1
        step[column] += 1
        steps.append(step)
        way = -1 if column > origin else 1
        for _ in range(abs(column - origin)):
            rest = others + step
            rest[column] -= 1
            able = [v for v in np.flatnonzero(rest > 0) if 0 <= v + way < 5]
            if not able:
                break
            step = step.copy()
            step[able[0]] -= 1
            step[able[0] + way] += 1
            steps.append(step)
    return steps[::-1]


def _matrix(rows: list[dict[int, float]], width: int) -> csr_array:
    places = [(number, column) for number, row in enumerate(rows) for column in row]
    values = [value for row in rows for value in row.values()]
    return csr_array((values, tuple(zip(*places, strict=True))), shape=(len(rows), width))


def smallest_sum_known(found: Evidence, *, most: int = 8) -> int | None:
    """How many people the smallest set has whose sum of answers would follow from the shown cells if means were not
    rounded (row space of the cells over the classes); None if none has most people or fewer."""
    classes = sorted(found.sizes)
    space = np.array([[each in group for each in classes] for group, _, _ in found.sums], dtype=float)
    if not space.size:
        return None
    basis = np.linalg.svd(space, full_matrices=True)[2][np.linalg.matrix_rank(space) :]
    sets = _sets([found.sizes[each] for each in classes], most)
    hits = [n for n, members in sets if not basis.size or np.abs(basis[:, list(members)].sum(axis=1)).max() < 1e-9]
    return min(hits, default=None)


def _sets(sizes: list[int], most: int) -> list[tuple[int, tuple[int, ...]]]:
    """Every set of classes with so many people at most."""
    found: list[tuple[int, tuple[int, ...]]] = [(0, ())]
    for number, size in enumerate(sizes):
        found += [(n + size, (*members, number)) for n, members in found if n + size <= most]
    return found[1:]

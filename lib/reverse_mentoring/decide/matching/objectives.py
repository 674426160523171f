"""What “the best pairs” means: each objective takes a task and returns the answer with what proves it.

All serve as many people as possible first, then keep as many proposals as possible. Then:
total – the largest sum of points. floor – the lowest pair as high as possible, then the largest sum (the default).
worst_first – the lowest as high as possible, then the second lowest, and so on. choice – few pairs of people who
would both rather have each other, at no more than one percent of the largest sum.
Proposals stay whatever their points: where the lowest pair is raised, theirs do not count.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from reverse_mentoring.decide.matching import fairness, stability
from reverse_mentoring.decide.matching.assignment import Assignment, best
from reverse_mentoring.decide.matching.eligibility import Matrix
from reverse_mentoring.decide.matching.fit import FULL
from reverse_mentoring.decide.matching.task import Answer, Bound, Question, Task, Whole
from reverse_mentoring.words.choices import Objective


def answer(task: Task, objective: Objective) -> Answer:
    """The best pairs in the sense of this objective."""
    return OBJECTIVES[objective](task)


def best_total(task: Task) -> Answer:
    """Most people served, then the largest sum."""
    found = best(task.worth(), lambda: task.preference)
    return Answer(found.column_of, lambda: (_bound("total", 0, found),))


def best_floor(task: Task) -> Answer:
    """Most people served, then the lowest pair as high as possible, then the largest sum.

    Proven by: nobody serves more people; of all pairs above the floor none are worth more; a higher floor serves fewer
    (left out where every pair is a proposal, or there is none: the floor is then above all points).
    """
    floor = highest_floor(task)
    found = best(task.worth(floor), lambda: task.preference)

    def bounds() -> tuple[Bound, ...]:
        known = (fairness.serves_most(task, found.column_of), _bound("total", floor, found))
        return known if floor > FULL else (*known, _serving(task, floor + 1))

    return Answer(found.column_of, bounds)


def worst_first(task: Task) -> Answer:
    """Most people served, then the vector of points, lowest first, as large as possible at the first difference."""
    return fairness.worst_first(task, _most_served(task, highest_floor(task)))


def choice(task: Task) -> Answer:
    """Most people served, then few who would both rather have each other, within one percent of the largest sum."""
    mixed = stability.respected(task)
    return replace(best_total(replace(task, points=mixed)), points=mixed)


OBJECTIVES: dict[Objective, Callable[[Task], Answer]] = {
    "floor": best_floor,
    "total": best_total,
    "worst_first": worst_first,
    "choice": choice,
}


def highest_floor(task: Task) -> int:
    """The most points that every pair can have while as many people are served and as many proposals kept as without
    a floor; 10 001 if there are only proposals, or no pair at all.

    Without proposals two maximum matchings decide, on all places and on first places only. Most people served is at
    most the sum of their sizes: each pair serves a mentee, each first place in it a mentor. It is that sum: start
    from the second matching and augment it to a maximum one of all places; augmenting leaves no place that was taken
    (the places that can be taken together are a matroid). So a floor serves as many exactly if both keep their size.
    With proposals that is necessary; whether they all stay too is then asked of an assignment.
    """
    pairs = _Pairs.of(task)
    most = pairs.sizes(0)
    floor = _highest(pairs.reach(most[0]), lambda level: pairs.sizes(level) == most)
    if not task.kept.any():
        return floor
    standing = _worth_standing(task, 0)
    return _highest(floor, lambda level: _worth_standing(task, level) == standing)


def _highest(top: int, holds: Callable[[int], bool]) -> int:
    """The highest level up to top that holds; 0 does, and whatever is below one that does. Quick near the top."""
    if holds(top):
        return top
    high, step = top, 32
    while (low := max(high - step, 0)) and not holds(low):
        high, step = low, 4 * step
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


@dataclass(frozen=True)
class _Pairs:
    """The allowed pairs row by row, with their points (proposals: more than any) and whether the place is a first."""

    shape: tuple[int, int]
    row: npt.NDArray[np.int32]
    column: npt.NDArray[np.int32]
    points: Whole
    first: Matrix

    @staticmethod
    def of(task: Task) -> "_Pairs":
        rows, columns = task.allowed.shape
        there = np.flatnonzero(task.allowed)
        row = (there // max(columns, 1)).astype(np.int32)
        column = there.astype(np.int32) - row * np.int32(columns)
        points = np.where(task.kept.ravel()[there], FULL + 1, task.points.ravel()[there])
        return _Pairs((rows, columns), row, column, points, task.first[column])

    def reach(self, count: int) -> int:
        """A level above which fewer than so many people on one side have any pair."""
        if not count:
            return FULL + 1
        highest = [np.zeros(length, dtype=np.int64) for length in self.shape]
        for most, person in zip(highest, (self.row, self.column), strict=True):
            np.maximum.at(most, person, self.points)
        return int(min(np.sort(most)[-count] for most in highest))

    def sizes(self, at_least: int) -> tuple[int, int]:
        """Of the maximum matching on all places and on first places, among pairs with so many points or more."""
        there = self.points >= at_least
        everywhere = int((self.matched(there) >= 0).sum())
        return everywhere, everywhere if self.first.all() else int((self.matched(there & self.first) >= 0).sum())

    def matched(self, there: Matrix) -> Whole:
        """The column of each row in a maximum matching of some of the pairs, −1 for nobody (Hopcroft & Karp)."""
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import maximum_bipartite_matching

        some = np.flatnonzero(there)
        if not len(some):
            return np.full(self.shape[0], -1, dtype=np.int64)
        ends = np.searchsorted(self.row[some], np.arange(self.shape[0] + 1, dtype=np.int32)).astype(np.int32)
        graph = csr_array((np.ones(len(some), dtype=np.bool_), self.column[some], ends), shape=self.shape)
        return maximum_bipartite_matching(graph, perm_type="column").astype(np.int64)


def _most_served(task: Task, at_least: int) -> Whole:
    """Pairs with so many points or more that serve most people and keep most proposals; −1 for nobody."""
    from scipy.optimize import linear_sum_assignment

    if task.first.all() and not task.kept.any():
        pairs = _Pairs.of(task)
        return pairs.matched(pairs.points >= at_least)
    standing = task.standing(at_least)
    rows, columns = linear_sum_assignment(standing, maximize=True)
    column_of = np.full(len(task.mentees), -1, dtype=np.int64)
    column_of[rows] = np.where(standing[rows, columns] > 0, columns, -1)
    return column_of


def _worth_standing(task: Task, at_least: int) -> int:
    column_of = _most_served(task, at_least)
    rows = np.flatnonzero(column_of >= 0)
    return int(task.standing(at_least)[rows, column_of[rows]].sum())


def _serving(task: Task, at_least: int) -> Bound:
    """How many people pairs with so many points or more can serve."""
    higher = replace(task, allowed=task.open(at_least))
    return replace(fairness.serves_most(higher, _most_served(higher, 0)), at_least=at_least)


def _bound(question: Question, at_least: int, found: Assignment) -> Bound:
    return Bound(question, at_least, found.row_prices, found.column_prices, found.total)

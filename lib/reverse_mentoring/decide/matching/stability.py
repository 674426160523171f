"""Choice respected: pairs that few people would rather swap for each other.

A blocking pair is a mentee and a mentor, allowed but not paired, who would both rather have each other than what they
have: the mentee is without a mentor or likes this one more; the mentor has a free place or likes this mentee more than
one of theirs. To have none at all costs a sixth of the sum of fits, so it is not demanded: points are mixed with how
high the two rank for each other, in eleven steps, and the step with the fewest blocking pairs is taken among those
that keep 99 % of the largest sum.
Source: Gale & Shapley 1962 (blocking pairs); mixing: measured, see docs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reverse_mentoring.decide.matching.board import Board
from reverse_mentoring.decide.matching.eligibility import Matrix
from reverse_mentoring.decide.matching.fit import FULL, LISTED_CHOICES
from reverse_mentoring.decide.matching.task import Task, Whole

STEPS = 10
"""Points only, nine mixtures, ranks only."""
KEPT_PERCENT = 99
"""Of the largest sum that must be kept."""
EXACT_BITS, PREFERENCE_BITS = 52, 20
MENTEE_LIKES = ("topics", "common", "logistics")
MENTOR_LIKES = ("return", "common", "logistics", "unit")
"""The parts of the fit that each side sees in the other, beside its own wishes."""


def views(of: Board, mentees: Sequence[str], mentors: Sequence[str]) -> tuple[Whole, Whole]:
    """How much these mentees (rows) like these mentors (columns), and the other way round: 0–10 000.

    From the parts of the fit that matter to that side and its own wishes, under the chosen weights; what was not asked
    or said drops out, as in the fit.
    """
    rows, columns = ({person: place for place, person in enumerate(side)} for side in (of.mentors, of.mentees))
    grid = np.ix_([rows[mentor] for mentor in mentors], [columns[mentee] for mentee in mentees])
    by_mentees = _view(of, MENTEE_LIKES, _own_wishes(of, of.mentees, of.mentors).T)
    return by_mentees[grid].T, _view(of, MENTOR_LIKES, _own_wishes(of, of.mentors, of.mentees))[grid].T


def _view(of: Board, parts: tuple[str, ...], wishes: Whole) -> Whole:
    most = {**of.fit.most, "own wishes": of.fit.most["wishes"]}
    points = {part: of.fit.points[part] for part in parts} | {"own wishes": wishes * most["wishes"] // LISTED_CHOICES}
    reached = sum((np.maximum(told, 0).astype(np.int64) for told in points.values()), np.zeros_like(wishes))
    possible = sum(((told >= 0) * most[part] for part, told in points.items()), np.zeros_like(wishes))
    return np.asarray(reached * FULL // np.maximum(possible, 1))


def _own_wishes(of: Board, people: tuple[str, ...], others: tuple[str, ...]) -> Whole:
    """5 for a first choice, 1 for a fifth, 0 for others; below 0 for all of somebody who named nobody."""
    rows, columns = ({person: place for place, person in enumerate(side)} for side in (people, others))
    said = [(rows[one], columns[other], int(rank)) for (one, other), rank in of.ranks.items()
            if one in rows and other in columns]  # fmt: skip
    wishes = np.full((len(people), len(others)), -LISTED_CHOICES, dtype=np.int64)
    for row, _, _ in said:
        wishes[row] = 0
    for row, column, rank in said:
        wishes[row, column] = max(LISTED_CHOICES + 1 - rank, 0)
    return wishes


@dataclass(frozen=True)
class _Likes:
    """How much mentees (rows) and mentors (columns, each once) like each other; place: column of each open place."""

    mentees: Whole
    mentors: Whole
    allowed: Matrix
    place: npt.NDArray[np.intp]

    def blocking(self, column_of: Whole) -> int:
        """How many pairs of people would both rather have each other."""
        rows = np.flatnonzero(column_of >= 0)
        has = np.full(len(self.mentees), -1, dtype=np.int64)
        has[rows] = self.mentees[rows, self.place[column_of[rows]]]
        held = np.full(len(self.place), -1, dtype=np.int64)
        held[column_of[rows]] = self.mentors[rows, self.place[column_of[rows]]]
        least = np.full(self.allowed.shape[1], FULL + 1, dtype=np.int64)
        np.minimum.at(least, self.place, held)
        rather = (self.mentees > has[:, None]) & (self.mentors > least[None, :])
        return int((rather & self.allowed).sum())


def _likes(task: Task) -> _Likes:
    _, once, place = np.unique(np.array(task.mentors, dtype="str"), return_index=True, return_inverse=True)
    mentees, mentors = task.views or (task.points, task.points)
    return _Likes(mentees[:, once], mentors[:, once], task.allowed[:, once], place)


def blocking_pairs(task: Task, column_of: Whole) -> int:
    """How many pairs of people would both rather have each other than what this answer gives them."""
    return _likes(task).blocking(column_of)


def respected(task: Task) -> Whole:
    """The mixture of points and ranks that leaves the fewest blocking pairs at 99 % of the largest sum or more; where
    several do, the one with the larger sum. Rows × columns, 0–10 000."""
    likes, closeness, points = _likes(task), _closeness(task), task.points * task.allowed
    standing, shift = _beside_points(task)
    found = []
    for step in range(STEPS + 1):
        mixed = ((STEPS - step) * points + step * closeness) // STEPS
        column_of = _largest(standing + (mixed << shift), task.allowed)
        rows = np.flatnonzero(column_of >= 0)
        found.append((likes.blocking(column_of), -int(points[rows, column_of[rows]].sum()), step, mixed))
    enough = [each for each in found if 100 * each[1] <= KEPT_PERCENT * found[0][1]]
    return min(enough, key=lambda each: each[:3])[3]


def _closeness(task: Task) -> Whole:
    """10 000 for two who are each other's first choice among the allowed, 0 where one is the last of all."""
    mentees, mentors = task.views or (task.points, task.points)
    worse = np.maximum(_ranks(mentees, task.allowed), _ranks(mentors.T, task.allowed.T).T)
    return np.asarray(FULL - FULL * worse // max(int(worse.max(initial=0, where=task.allowed)), 1)) * task.allowed


def _ranks(likes: Whole, allowed: Matrix) -> Whole:
    """How many better ones each row has among its allowed columns: 0 = best; equal ones count once."""
    told = np.where(allowed, likes, -1)
    order = np.argsort(-told, axis=1)
    ordered = np.take_along_axis(told, order, axis=1)
    rank = np.cumsum(np.diff(ordered, axis=1, prepend=ordered[:, :1]) != 0, axis=1)
    ranks = np.empty_like(told)
    np.put_along_axis(ranks, order, rank, axis=1)
    return ranks


def _beside_points(task: Task) -> tuple[Whole, int]:
    """What each pair is worth apart from its points, 0 if not allowed; and by how many bits that is shifted to leave
    room, as far as all stays exact, for what the task prefers among equals."""
    standing, size = task.standing(), min(task.allowed.shape)
    room = EXACT_BITS - ((int(standing.max(initial=0)) + FULL) * size).bit_length() - size.bit_length()
    used = max(min(room, PREFERENCE_BITS), 0)
    shift = used + size.bit_length() if used else 0
    return (standing << shift) + (task.preference >> (PREFERENCE_BITS - used)) * task.allowed, shift


def _largest(worth: Whole, allowed: Matrix) -> Whole:
    """The column of each row in an assignment with the largest sum, −1 for nobody."""
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(worth, maximize=True)
    column_of = np.full(len(worth), -1, dtype=np.int64)
    column_of[rows] = np.where(allowed[rows, columns], columns, -1)
    return column_of

"""Worst-off first: the fairest pairs, exactly (leximin).

Of all sets of pairs that serve most people (and keep most proposals) the one whose lowest fit is highest, then whose
second lowest is highest, and so on; put differently, with the fewest pairs at the lowest level of points, then at the
next. Proposals stay whatever their points, so theirs do not count.

In rounds: an assignment in which a pair at a low level costs more than all pairs at the levels above it together;
prices that prove its lower levels minimal; from then on only the tight pairs (see face). Which levels go into
a round is guessed from the answer before; a wrong guess makes a round shorter, never wrong. About twenty rounds for
500 × 500 people, on ever fewer pairs.
Source: Burkard & Rendl 1991, “Lexicographic bottleneck problems”; Della Croce, Paschos & Tsoukias 1999.
"""

from dataclasses import dataclass

import numpy as np

from reverse_mentoring.decide.matching.assignment import best
from reverse_mentoring.decide.matching.eligibility import Matrix
from reverse_mentoring.decide.matching.face import Face, Prices, face, prices, swaps
from reverse_mentoring.decide.matching.fit import FULL
from reverse_mentoring.decide.matching.task import Answer, Bound, Slot, Task, Whole

EXACT = 2**50
"""Whole numbers up to here, and some sums of them, are exact in the solver's arithmetic."""
GUESS_STEP, GUESS_STEPS = 60, 6
"""Above the levels of a round a pair costs half as much with every 60 hundredths more, in six steps."""
MOST_LEVELS = 12
"""Levels that one round looks at."""


@dataclass(frozen=True)
class _State:
    """What is settled so far: the possible pairs that are still open, the present answer, who must be served."""

    face: Face
    column_of: Whole
    must: tuple[Matrix, Matrix]


def serves_most(task: Task, column_of: Whole) -> Bound:
    """The proof that no pairs serve more people (and keep more proposals) than these. ValueError if it is not so."""
    whole, cost = _everything(task)
    found = prices(whole, cost, column_of)
    return Bound("served", 0, -found.row, -found.column, -found.total)


def worst_first(task: Task, column_of: Whole) -> Answer:
    """The fairest pairs. column_of: pairs that serve most people and keep most proposals."""
    whole, cost = _everything(task)
    found = prices(whole, cost, column_of)
    now = _State(whole.only(found.slack(whole, cost) == 0), column_of, (found.row < 0, found.column < 0))
    bounds = [Bound("served", 0, -found.row, -found.column, -found.total)]
    while (now.face.points >= 0).any():
        now, bound = _round(now)
        bounds.append(bound)
    return Answer(_largest(task, now), lambda: tuple(bounds))


def _everything(task: Task) -> tuple[Face, Whole]:
    """All allowed pairs; and what each is worth apart from its points, as a cost below 0."""
    everybody, every_place = (np.ones(length, dtype=np.bool_) for length in task.allowed.shape)
    points = np.where(task.kept, -1, task.points) if task.worth_of_keeping else task.points
    whole = face(task.allowed, points, (everybody, every_place))
    cost, pairs = np.zeros(len(whole.row), dtype=np.int64), np.flatnonzero(whole.pairs)
    cost[pairs] = -task.apart_from_points(whole.row[pairs], whole.column[pairs])
    return whole, cost


def _round(now: _State) -> tuple[_State, Bound]:
    """The next levels settled, with the proof."""
    lowest = int(min(_levels(now.face, now.column_of), default=FULL + 1))
    here = now.face.only((now.face.points < 0) | (now.face.points >= lowest))
    guess = _slots(here, now.column_of)
    column_of = _cheapest(here, _with_guess(here, guess), now.column_of)
    cost, slots = _costs(here.points, _as_found(guess, _levels(here, column_of)), sum(here.shape) + 3)
    proof, after = _settled(here, cost, column_of)
    must = now.must[0] | (proof.row < 0), now.must[1] | (proof.column < 0)
    top = slots[-1][1] if slots else FULL
    return _State(after.counted(top), column_of, must), _bound(lowest, proof, slots)


def _bound(at_least: int, proof: Prices, slots: tuple[Slot, ...]) -> Bound:
    return Bound("level", at_least, proof.row, proof.column, proof.total, slots)


def _levels(here: Face, column_of: Whole) -> Whole:
    """The points that count of the pairs of an answer."""
    found = here.points[here.chosen(column_of)]
    return np.unique(found[found >= 0])


def _slots(here: Face, column_of: Whole) -> list[tuple[int, int, int]]:
    """(lowest, highest points, most pairs with such points) for the next levels of the answer, and between them.

    A round ends at a level of the answer, before the costs (see _costs) grow out of what is exact.
    """
    slots: list[tuple[int, int, int]] = []
    product, end = _scale_of_guess(here), 0
    for level in _levels(here, column_of)[:MOST_LEVELS].tolist():
        for low, high in ((slots[-1][1] + 1 if slots else level, level - 1), (level, level)):
            there = (here.points >= low) & (here.points <= high)
            most = min(len(np.unique(side[there])) for side in (here.row, here.column))
            product *= most + 1
            if product > EXACT and end:
                return slots[:end]
            slots += [(low, high, most)] if most else []
        end = len(slots)
    return slots


def _costs(points: Whole, slots: list[tuple[int, int, int]], unit: int) -> tuple[Whole, tuple[Slot, ...]]:
    """What each pair costs: in each slot more than all pairs in the slots after it can cost together."""
    cost, priced = np.zeros_like(points), []
    for low, high, most in reversed(slots):
        cost[(points >= low) & (points <= high)] = unit
        priced.append((low, high, unit))
        unit *= most + 1
    return cost, tuple(reversed(priced))


def _scale_of_guess(here: Face) -> int:
    return (here.shape[0] << GUESS_STEPS) + 1


def _with_guess(here: Face, slots: list[tuple[int, int, int]]) -> Whole:
    """The costs of a round; above its levels, as far as it matters less than anything else, low points cost more."""
    cost, _ = _costs(here.points, slots, _scale_of_guess(here))
    top = slots[-1][1] if slots else FULL
    above = here.points > top
    steps = np.minimum((here.points[above] - top) // GUESS_STEP, GUESS_STEPS + 1)
    cost[above] = np.right_shift(1 << GUESS_STEPS, steps)
    return cost


def _cheapest(here: Face, cost: Whole, column_of: Whole) -> Whole:
    """The set of the face that costs least. Who is not in the face any more keeps the partner."""
    from scipy.optimize import linear_sum_assignment

    n, m = here.shape
    rows, columns = np.unique(here.row[here.row < n]), np.unique(here.column[here.column < m])
    size = max(len(rows), len(columns))
    may_stay = np.isin(rows, here.row[here.column == m]), np.isin(columns, here.column[here.row == n])
    nobody = [np.pad(side, (0, size - len(side)), constant_values=True) for side in may_stay]
    whole = np.where(nobody[0][:, None] & nobody[1], 0.0, np.inf)
    pairs = here.pairs
    whole[np.searchsorted(rows, here.row[pairs]), np.searchsorted(columns, here.column[pairs])] = cost[pairs]
    partner = linear_sum_assignment(whole)[1][: len(rows)]
    stays = nobody[0][: len(rows)] & nobody[1][partner]
    changed = column_of.copy()
    changed[rows] = np.where(stays, -1, np.append(columns, np.full(size - len(columns), -1))[partner])
    return changed


def _as_found(slots: list[tuple[int, int, int]], levels: Whole) -> list[tuple[int, int, int]]:
    """The slots as far as they were guessed right: until the first that lies between levels but is not empty."""
    for end, (low, high, _) in enumerate(slots):
        if low < high and ((levels >= low) & (levels <= high)).any():
            return slots[:end]
    return slots


def _settled(here: Face, cost: Whole, column_of: Whole) -> tuple[Prices, Face]:
    """Prices under which only pairs that occur in some cheapest set are tight, and those that do not occur in all.

    cost: multiples of more than all people, so that there is room to part pairs that are tight but never occur.
    """
    found = prices(here, cost, column_of)
    tight = here.only(found.slack(here, cost) == 0)
    never, sometimes = swaps(tight, column_of)
    apart = prices(tight, -never.astype(np.int64), column_of)
    return Prices(found.row + apart.row, found.column + apart.column), tight.only(sometimes)


def _largest(task: Task, now: _State) -> Whole:
    """Of the sets that are equally fair the one with the largest sum of points (proposals differ in theirs)."""
    if not len(now.face.row):
        return now.column_of
    open_ = np.zeros(task.allowed.shape, dtype=np.bool_)
    pairs, rows = now.face.only(now.face.pairs), np.flatnonzero(now.column_of >= 0)
    open_[pairs.row, pairs.column] = open_[rows, now.column_of[rows]] = True
    must = (min(task.allowed.shape) + 1) * (FULL + 1)
    bonus = must * (now.must[0][:, None].astype(np.int64) + now.must[1])
    return best((1 + task.points + bonus) * open_, lambda: task.preference).column_of

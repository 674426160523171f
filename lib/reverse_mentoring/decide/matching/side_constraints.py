"""The best pairs under side constraints, with a proof of how good they can be at most.

Each constraint gets a price (a whole number of thousandths of the gain), so that an ordinary assignment on the gain
plus what the constraints pay says how much any pairs within them can be worth: Lagrange's bound. The prices are found
by cutting planes; every step is one assignment. Pairs that these prices leave without a chance drop out, and an
integer programme decides between the few that stay. Whole numbers are checked exactly afterwards.
Sources: Held & Karp 1971; Kelley 1960; Nemhauser & Wolsey 1988, II.3.6; HiGHS as in scipy.optimize.milp.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from reverse_mentoring.decide.matching.assignment import best
from reverse_mentoring.decide.matching.eligibility import Matrix
from reverse_mentoring.decide.matching.task import Whole

Real = npt.NDArray[np.float64]

SCALE = 1000
"""Prices are whole thousandths of the gain."""
FEW, MANY = 1, 20_000
"""Pairs by person in the first small programme; pairs at most in any."""
OPTIMAL, INFEASIBLE = 0, 2
"""What scipy.optimize.milp calls its results."""
STEPS, DEAREST = 60, 100_000
"""Cutting planes at most; highest price of a constraint, in units of the gain."""


@dataclass(frozen=True)
class Term:
    """One constraint: counts (rows × columns, whole) summed over the pairs reach at_least. cost: what each missing
    one costs; 0 = none may be missing."""

    kind: str
    name: str
    counts: Whole
    at_least: int
    cost: int = 0


@dataclass(frozen=True)
class Ceiling:
    """A certificate: pairs that keep the terms gain at most `bound`. Prices in thousandths; for every open pair
    row price + column price ≥ 1000·gain + Σ price·count, and total = Σ prices − Σ price·at_least."""

    row_prices: Whole
    column_prices: Whole
    prices: tuple[int, ...]
    total: int

    @property
    def bound(self) -> int:
        return self.total // SCALE


@dataclass(frozen=True)
class Best:
    """column_of[i]: column of row i or −1; value: its gain less what is missing; missing by term; ceiling: what
    nothing can exceed."""

    column_of: Whole
    value: int
    missing: tuple[int, ...]
    ceiling: Ceiling


@dataclass(frozen=True)
class Tried:
    """best: the pairs found, None if none keep the terms; exact: nothing better was left untried."""

    best: Best | None
    exact: bool


@dataclass(frozen=True)
class Programme:
    """What is to be gained (whole, rows × columns), by which open pairs, within which terms. seconds: most for one
    integer programme."""

    gain: Whole
    open: Matrix
    terms: tuple[Term, ...]
    seconds: float = 10.0

    @cached_property
    def arcs(self) -> tuple[Whole, Whole]:
        rows, columns = self.open.nonzero()
        return rows.astype(np.int64), columns.astype(np.int64)

    @cached_property
    def counts(self) -> Whole:
        """Terms × open pairs."""
        own = [term.counts[self.arcs] for term in self.terms]
        return np.array(own, dtype=np.int64).reshape(len(self.terms), len(self.arcs[0]))

    @cached_property
    def at_least(self) -> Whole:
        return np.array([term.at_least for term in self.terms], dtype=np.int64)

    @cached_property
    def least(self) -> int:
        """No pairs gain less, with what may be missing."""
        costs = sum(term.cost * (abs(term.at_least) + self.gain.size) for term in self.terms)
        return min(int(self.gain.min(initial=0)), 0) * len(self.gain) - costs

    def adjusted(self, prices: Sequence[int]) -> Whole:
        """Thousandths that a pair is worth with what the terms pay; negative where it does not pay."""
        paid = np.zeros(self.gain.shape, dtype=np.int64)
        paid[self.arcs] = SCALE * self.gain[self.arcs] + np.asarray(prices, dtype=np.int64) @ self.counts
        return paid

    def lost(self, ceiling: Ceiling) -> Whole:
        """Thousandths that each open pair falls short of its prices: what choosing it loses against the ceiling."""
        whole = ceiling.row_prices[:, None] + ceiling.column_prices - self.adjusted(ceiling.prices)
        return whole[self.arcs]

    def ceiling(self, prices: Sequence[int]) -> Ceiling:
        """What these prices prove."""
        found = best(self.adjusted(prices).clip(0), lambda: np.zeros(self.gain.shape, dtype=np.int64))
        total = found.total - int(np.asarray(prices, dtype=np.int64) @ self.at_least)
        return Ceiling(found.row_prices, found.column_prices, tuple(int(price) for price in prices), total)


def maximum(of: Programme) -> Tried:
    """The pairs with the largest gain that keep the terms."""
    priced = prices(of)
    ceiling = of.ceiling(priced.prices)
    if ceiling.bound < of.least:
        return Tried(None, exact=True)
    lost = of.lost(ceiling)
    order = np.lexsort((_scattered(of), lost, ~priced.tried[of.arcs]))
    size = int(priced.tried.sum()) + FEW * sum(of.gain.shape)
    tried = _integer(of, order[:size], ceiling)
    while tried.best is None and size < min(len(order), MANY):
        size *= 4
        tried = _integer(of, order[:size], ceiling)
    if tried.best is None:
        return Tried(None, tried.exact and size >= len(order))
    return _improved(of, tried, (order[:size], lost))


def _improved(of: Programme, tried: Tried, looked_at: tuple[Whole, Whole]) -> Tried:
    """The same, or better with pairs that were left out although the prices give them a chance."""
    found, (near, lost) = tried.best, looked_at
    if found is None or found.value >= found.ceiling.bound:
        return Tried(found, exact=True)
    hopeful = np.flatnonzero(lost < found.ceiling.total - SCALE * found.value)
    if np.isin(hopeful, near).all() or len(hopeful) > MANY:
        return Tried(found, tried.exact and len(hopeful) <= MANY)
    again = _integer(of, hopeful, found.ceiling)
    better = again.best if again.best and again.best.value > found.value else found
    return Tried(better, again.exact)


def _scattered(of: Programme) -> Whole:
    """An order without meaning for the open pairs, so that of equally good ones everybody gets some."""
    rows, columns = of.arcs
    return (rows * 7919 + columns * 104_729) % 65_537


def among_equals(of: Programme, found: Best, preference: Whole) -> Best:
    """Of all pairs with the same gain those with the largest sum of preference (found itself if they are too many)."""
    ceiling = found.ceiling
    near = np.flatnonzero(of.lost(ceiling) <= ceiling.total - SCALE * found.value)
    if len(near) > MANY // 4:
        return found
    same = Term("gain", "", of.gain, found.value)
    chosen = _integer(replace(of, gain=preference, terms=(*of.terms, same)), near, ceiling).best
    return replace(found, column_of=chosen.column_of) if chosen else found


@dataclass(frozen=True)
class Priced:
    """prices of the terms; tried: the pairs (rows × columns) that were best at the prices on the way, among which
    the best mixture is."""

    prices: list[int]
    tried: Matrix


def prices(of: Programme, *, enough: int | None = None, start: Sequence[int] = ()) -> Priced:
    """The prices with the lowest bound, as far as cutting planes find them; whole thousandths.

    enough: all that matters is whether the bound can be below this; without it, whether any pairs keep the terms
    (then no bound is below every gain). start: prices to begin with, where good ones are known.
    """
    least = SCALE * (of.least if enough is None else enough)
    most = np.array([term.cost or DEAREST for term in of.terms], dtype=np.int64) * SCALE
    now = good = np.minimum(np.array(start or [0] * len(most), dtype=np.int64), most)
    radius, lowest, cuts = 400 * max(int(of.gain.max(initial=0)), 10), np.inf, list[tuple[float, Real]]()
    tried = np.zeros(of.gain.shape, dtype=np.bool_)
    for _ in range(STEPS if of.terms else 0):
        pairs, value, slope = _step(of, now)
        tried[pairs] = True
        cuts.append((value - float(slope @ now), slope))
        lowest, good = (value, now) if value < lowest else (lowest, good)
        if lowest < least or _settled(cuts[-1], enough and least):
            break
        following, hoped = _lowest(cuts, (np.maximum(good - radius, 0), np.minimum(good + radius, most)))
        if lowest - hoped < SCALE / 2 or lowest // SCALE <= (hoped + 1) // SCALE or (enough and hoped >= least):
            if np.abs(following - good).max() < radius - 1 or radius > DEAREST * SCALE:
                break
            radius *= 8
        now = np.rint(following).astype(np.int64)
    return Priced([int(price) for price in good], tried)


def _settled(cut: tuple[float, Real], least: int | None) -> bool:
    """Whether these very pairs keep the terms and reach so much: then no bound is below it."""
    gain, slope = cut
    return bool(least) and gain >= (least or 0) and bool((slope >= 0).all())


def _step(of: Programme, at: Whole) -> tuple[tuple[Whole, Whole], float, Real]:
    """The best pairs at these prices, the bound, and how it changes with each."""
    from scipy.optimize import linear_sum_assignment

    worth = of.adjusted([int(price) for price in at])
    rows, columns = linear_sum_assignment(worth.clip(0), maximize=True)
    paired = worth[rows, columns] > 0
    pairs = rows[paired], columns[paired]
    slope = np.array([term.counts[pairs].sum() - term.at_least for term in of.terms], dtype=np.float64)
    return pairs, float(worth[pairs].sum() - at @ of.at_least), slope


def _lowest(cuts: list[tuple[float, Real]], box: tuple[Real, Real]) -> tuple[Real, float]:
    """Where the planes so far are lowest within the box, and how low."""
    from scipy.optimize import linprog

    slopes = np.array([slope for _, slope in cuts])
    found = linprog(
        np.r_[np.zeros(slopes.shape[1]), 1.0],
        A_ub=np.c_[slopes, -np.ones(len(cuts))],
        b_ub=-np.array([at_zero for at_zero, _ in cuts]),
        bounds=[*zip(*box, strict=True), (None, None)],
        method="highs-ds",
        options={"presolve": False},
    )
    if found.x is None:
        return box[0], -np.inf
    return found.x[:-1], float(found.x[-1])


def _integer(of: Programme, near: Whole, ceiling: Ceiling) -> Tried:
    """The best pairs among those near, by an integer programme."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    pairs = of.arcs[0][near], of.arcs[1][near]
    costs = [term.cost for term in of.terms]
    limits, matrix = _constraints(of, pairs)
    found = milp(
        np.r_[-of.gain[pairs], costs],
        constraints=LinearConstraint(matrix, *limits),
        integrality=np.ones(len(near) + len(costs), dtype=np.int64),
        bounds=Bounds(0, np.r_[np.ones(len(near)), [np.inf if cost else 0 for cost in costs]]),
        options={"mip_rel_gap": 0, "time_limit": of.seconds},
    )
    if found.x is None:
        return Tried(None, found.status == INFEASIBLE)
    chosen = found.x[: len(near)] > 0.5
    column_of = np.full(of.gain.shape[0], -1, dtype=np.int64)
    column_of[pairs[0][chosen]] = pairs[1][chosen]
    best_ = _counted(of, column_of, ceiling)
    return Tried(best_, best_ is not None and found.status == OPTIMAL)


def _constraints(of: Programme, pairs: tuple[Whole, Whole]) -> tuple[tuple[Real, Real], Any]:
    """Each row and column at most once; each term reached, by pairs or by what is missing."""
    from scipy import sparse

    (height, width), many = of.gain.shape, len(pairs[0])
    places = np.r_[pairs[0], height + pairs[1]], np.tile(np.arange(many), 2)
    once = sparse.csr_array((np.ones(2 * many), places), (height + width, many + len(of.terms)))
    counts = np.array([term.counts[pairs] for term in of.terms], dtype=np.float64).reshape(len(of.terms), many)
    terms = sparse.csr_array(np.c_[counts, np.eye(len(of.terms))])
    least = np.r_[np.full(height + width, -np.inf), of.at_least.astype(np.float64)]
    most = np.r_[np.ones(height + width), np.full(len(of.terms), np.inf)]
    return (least, most), sparse.vstack([once, terms]).tocsr()


def _counted(of: Programme, column_of: Whole, ceiling: Ceiling) -> Best | None:
    """The pairs, counted again in whole numbers; None if rounding broke a term."""
    rows = np.flatnonzero(column_of >= 0)
    pairs = rows, column_of[rows]
    missing = [max(term.at_least - int(term.counts[pairs].sum()), 0) for term in of.terms]
    costs = [term.cost for term in of.terms]
    if len({*pairs[1].tolist()}) < len(rows) or any(
        short and not cost for short, cost in zip(missing, costs, strict=True)
    ):
        return None
    value = int(of.gain[pairs].sum()) - sum(short * cost for short, cost in zip(missing, costs, strict=True))
    return Best(column_of, value, tuple(missing), ceiling)

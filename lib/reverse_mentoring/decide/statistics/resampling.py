"""The interval of a mean, or of a difference of means, from people drawn again and again from those there are.

BCa bootstrap (Efron 1987, “Better bootstrap confidence intervals”, JASA 82) over people, stratified by group, with
tails widened for small groups by Student's t and the unbiased variance (Hesterberg 2015, “What teachers should know
about the bootstrap”, The American Statistician 69(4), section 3.4.3, for one group; Welch's degrees of freedom extend
it to two). Below SMALL people, or where the tail is too thin for resampling, Student's t interval instead: resampled
means never leave the range of so few answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from reverse_mentoring.words.findings import Estimate

Numbers = NDArray[np.float64]
AT_LEAST = 3
"""People in each group; below, no interval."""
SMALL = 10
"""Below so many people, the limits of skewed answers on a 1–5 scale are more often right by Student's t."""
RESAMPLES = 2_000
_MOST_RESAMPLES = 50_000
_IN_TAIL = 20
"""Resamples that should lie beyond each limit."""
_THINNEST = _IN_TAIL / _MOST_RESAMPLES
_AT_ONCE = 2_000_000
"""Numbers drawn in one go, so that large groups need no large memory."""


@dataclass(frozen=True)
class _Spread:
    """Standard error, its ratio to the one that resampling shows, degrees of freedom, and acceleration."""

    error: float
    ratio: float
    degrees: float
    acceleration: float


def numbers(values: ArrayLike) -> Numbers:
    """The values as floats, NaN where nothing was said (None, NA, NaN)."""
    return pd.array(np.asarray(values, dtype=object), dtype="Float64").to_numpy(dtype=np.float64, na_value=np.nan)


def difference(groups: Sequence[Numbers], *, seed: int, confidence: float, same: str) -> Estimate:
    """The mean of the one group, or of the first less that of the second, with its interval; no NaN in groups.

    same: the note where every group's values are all equal, so that nothing is known of how far they could differ.
    No interval then, and none below AT_LEAST people in a group. n: people in all groups. The order of people does not
    matter; the same seed gives the same interval.
    """
    groups, n = [np.sort(group) for group in groups], sum(map(len, groups))
    if not all(map(len, groups)):
        return Estimate(None, None, None, n, confidence, note="nobody to count")
    value = float(sum(_signed([group.mean() for group in groups])))
    fewest = min(map(len, groups))
    if fewest < AT_LEAST:
        return Estimate(value, None, None, n, confidence, note=f"too few people for an interval ({fewest})")
    if all(np.ptp(group) == 0 for group in groups):
        return Estimate(value, None, None, n, confidence, note=same)
    limits, method = _interval(groups, value, seed=seed, confidence=confidence)
    return Estimate(value, *limits, n, confidence, method)


def _interval(
    groups: Sequence[Numbers], value: float, *, seed: int, confidence: float
) -> tuple[tuple[float, float], str]:
    from scipy.special import ndtr
    from scipy.stats import t

    spread = _spread(groups)
    bound = float(t.ppf((1 + confidence) / 2, spread.degrees))
    tail = float(ndtr(-bound * spread.ratio))
    if min(map(len, groups)) < SMALL or tail < _THINNEST:
        return (value - bound * spread.error, value + bound * spread.error), "Student's t interval of a mean"
    resamples = max(RESAMPLES, ceil(_IN_TAIL / tail))
    means = _resampled(groups, resamples, seed)
    limits = _corrected(means, value, bound * spread.ratio, spread.acceleration)
    return limits, "BCa bootstrap interval of a mean, over people, widened for small groups"


def _spread(groups: Sequence[Numbers]) -> _Spread:
    """Of a difference of means; acceleration from the jackknife, group by group (Davison & Hinkley 1997, eq. 5.26)."""
    sizes = [len(group) for group in groups]
    off = _signed([group - group.mean() for group in groups])
    squares = [float((each**2).sum()) for each in off]
    parts = [square / (n * (n - 1)) for square, n in zip(squares, sizes, strict=True)]
    resampled = sum(square / n**2 for square, n in zip(squares, sizes, strict=True))
    degrees = sum(parts) ** 2 / sum(part**2 / (n - 1) for part, n in zip(parts, sizes, strict=True))
    skew = sum(float((each**3).sum()) / n**3 for each, n in zip(off, sizes, strict=True))
    return _Spread(sqrt(sum(parts)), sqrt(sum(parts) / resampled), degrees, skew / (6 * resampled**1.5))


def _resampled(groups: Sequence[Numbers], resamples: int, seed: int) -> Numbers:
    chance = np.random.default_rng(seed)
    each = _signed([_means(group, resamples, chance) for group in groups])
    return np.sum(each, axis=0)


def _means(group: Numbers, resamples: int, chance: np.random.Generator) -> Numbers:
    n = len(group)
    rows = max(1, _AT_ONCE // n)
    sizes = [min(rows, resamples - done) for done in range(0, resamples, rows)]
    return np.concatenate([group[chance.integers(n, size=(size, n))].mean(axis=1) for size in sizes])


def _corrected(means: Numbers, value: float, bound: float, acceleration: float) -> tuple[float, float]:
    """The limits at the levels that bias correction and acceleration give; ties count half."""
    from scipy.special import ndtr, ndtri

    slack = 1e-9 * max(1.0, abs(value))
    below = (np.mean(means < value - slack) + np.mean(means <= value + slack)) / 2
    bias = float(ndtri(np.clip(below, 1 / len(means), 1 - 1 / len(means))))
    shifted = bias + np.array([-bound, bound])
    stretched = bias + shifted / np.maximum(1 - acceleration * shifted, 1e-9)
    low, high = np.quantile(means, ndtr(stretched))
    return float(low), float(high)


def _signed(each: Sequence[Numbers]) -> list[Numbers]:
    """The first as it is, the second with the opposite sign: their sum is the difference."""
    return [sign * one for sign, one in zip((1, -1), each, strict=False)]

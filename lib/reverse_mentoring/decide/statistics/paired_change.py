"""How much people changed from before to after, and how sure one may be of it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from reverse_mentoring.decide.statistics import resampling
from reverse_mentoring.decide.statistics.resampling import Numbers
from reverse_mentoring.words.findings import Estimate


@dataclass(frozen=True)
class Change:
    """Mean change (after less before), effect size, and both means, all of those who answered both times.

    hedges_g: g_av, the mean change in units of the average standard deviation; None where that is 0 or unknown.
    """

    mean: Estimate
    hedges_g: float | None
    before: float | None
    after: float | None


def paired_change(before: ArrayLike, after: ArrayLike, *, seed: int, confidence: float = 0.95) -> Change:
    """The mean change with its bootstrap interval over people, in the answers' unit, and its size.

    before, after: one value each per person, in the same order; whoever lacks one is left out. No interval for fewer
    than three people, nor where all changed by the same amount; the note says which. ValueError if lengths differ.

    Three people 2, 3, 4 before and 3, 5, 5 after: mean change 4/3; SDs 1 and 2/√3 = 1.155, on average 1.077;
    d_av = 1.238, times 1 − 3/(4·2 − 1) = 4/7 gives g_av = 0.707.
    Source: Hedges' g_av as in Lakens 2013, “Calculating and reporting effect sizes …”, Frontiers in Psychology 4:863.
    """
    first, last = _answered_twice(before, after)
    note = "all changed by the same amount"
    change = resampling.difference([last - first], seed=seed, confidence=confidence, same=note)
    if not len(first):
        return Change(change, None, None, None)
    return Change(change, _hedges_g_av(first, last), float(first.mean()), float(last.mean()))


def mean(values: ArrayLike, *, seed: int, confidence: float = 0.95) -> Estimate:
    """The mean with its bootstrap interval over people; missing values are left out. Intervals as in paired_change."""
    said = resampling.numbers(values)
    note = "all answered the same"
    return resampling.difference([said[~np.isnan(said)]], seed=seed, confidence=confidence, same=note)


def _answered_twice(before: ArrayLike, after: ArrayLike) -> tuple[Numbers, Numbers]:
    first, last = resampling.numbers(before), resampling.numbers(after)
    if len(first) != len(last):
        raise ValueError(f"{len(first)} values before and {len(last)} after are not pairs")
    both = ~np.isnan(first) & ~np.isnan(last)
    return first[both], last[both]


def _hedges_g_av(first: Numbers, last: Numbers) -> float | None:
    """Mean change over the average SD, times Hedges' correction 1 − 3/(4(n − 1) − 1)."""
    n = len(first)
    if n < resampling.AT_LEAST:
        return None
    spread = (first.std(ddof=1) + last.std(ddof=1)) / 2
    return float((last - first).mean() / spread * (1 - 3 / (4 * (n - 1) - 1))) if spread > 0 else None

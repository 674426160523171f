"""Shares and how sure one may be of them: intervals by name, and the sentence that says them to a layperson."""

from math import sqrt
from statistics import NormalDist

from reverse_mentoring.words.findings import Estimate

PERCENT_FROM = 8
"""Below so many, a percentage says more than is known."""
WILSON_FROM = 40
"""From so many on Wilson's interval, below Jeffreys': the advice of Brown, Cai & DasGupta 2001."""


def wilson(k: int, n: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """The interval (0–1) in which the true share lies, given k of n; (0, 1) for n = 0. ValueError unless 0 ≤ k ≤ n.

    8 of 8 gives 0.68–1, 48 of 50 gives 0.87–0.99.
    Source: Wilson 1927, “Probable inference, the law of succession, and statistical inference”, JASA 22.
    """
    _must_be_share(k, n)
    if n == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, weight = k / n, z * z / n
    centre, half = share + weight / 2, z * sqrt(share * (1 - share) / n + weight / (4 * n))
    low, high = (centre - half) / (1 + weight), (centre + half) / (1 + weight)
    return (0.0 if k == 0 else low), (1.0 if k == n else high)


def jeffreys(k: int, n: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """The interval (0–1) of the true share from Jeffreys' prior; (0, 1) for n = 0. ValueError unless 0 ≤ k ≤ n.

    None or all of n: the limit on that side is 0 or 1. 12 of 12 gives 0.81–1, 3 of 12 gives 0.08–0.53.
    Source: Brown, Cai & DasGupta 2001, “Interval estimation for a binomial proportion”, Statistical Science 16(2).
    """
    from scipy.special import betaincinv

    _must_be_share(k, n)
    tail = (1 - confidence) / 2
    low = 0.0 if k == 0 else float(betaincinv(k + 0.5, n - k + 0.5, tail))
    high = 1.0 if k == n else float(betaincinv(k + 0.5, n - k + 0.5, 1 - tail))
    return low, high


def share(k: int, n: int, *, confidence: float = 0.95) -> Estimate:
    """The share k of n (0–1) with its interval: Jeffreys' below 40, Wilson's from 40 on; the method says which.

    Without anybody (n = 0) nothing is known, and the note says so. ValueError unless 0 ≤ k ≤ n.
    """
    _must_be_share(k, n)
    if n == 0:
        return Estimate(None, None, None, 0, confidence, note="nobody to count")
    named, interval = ("Wilson", wilson) if n >= WILSON_FROM else ("Jeffreys", jeffreys)
    return Estimate(k / n, *interval(k, n, confidence=confidence), n, confidence, f"{named} interval of a share")


def percent(share: float) -> str:
    """“82 %” with a space that does not break, for a share from 0 to 1."""
    return f"{100 * share:.0f}\N{NO-BREAK SPACE}%"


def proportion_sentence(k: int, n: int, noun: str) -> str:
    """“23 of 28 pairs (82 %, 95 % interval 65–93 %)”; below eight without a percentage; “no pairs yet” for none.

    noun: in the plural, what is counted, with its verb if need be (“pairs meet as agreed”).
    """
    found = share(k, n)
    if n == 0:
        return f"no {noun} yet"
    if n < PERCENT_FROM or found.low is None or found.high is None:
        return f"{k} of {n} {noun}"
    interval = f"{100 * found.low:.0f}–{percent(found.high)}"
    return f"{k} of {n} {noun} ({percent(k / n)}, {percent(found.confidence)} interval {interval})"


def _must_be_share(k: int, n: int) -> None:
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is not a share")

"""What a cohort of this size can and cannot show, said before launch so that nobody promises more.

Paired change: power of the two-sided paired t-test from the noncentral t distribution (Cohen 1988, ch. 2).
Retention: power of Fisher's exact test, two-sided, by adding up the probability of every table that could come out;
no simulation and no approximation. It is lower than what approximate formulas promise for small groups.
"""

import math
from bisect import bisect_left
from functools import cache

import numpy as np
from numpy.typing import NDArray

ALPHA = 0.05
POWER = 0.80
"""“Will show” means in four of five such cohorts."""
MOST_PEOPLE = 2000
"""More than that is no answer for a programme."""
LARGEST_CHANGE = 4.0
"""From level 1 to level 5."""
STAYED, OTHERS_STAYED = 0.96, 0.85
"""Retention in the question that sponsors ask (96 % is the anecdote in content/benchmarks.csv)."""
_NEGLIGIBLE = 1e-12
_TIE = 1e-7
"""Tables whose probabilities differ by less, relatively, count as equally likely, as in R's fisher.test."""


def paired_power(n: int, change: float, *, sd: float = 1.0, alpha: float = ALPHA) -> float:
    """Chance that a two-sided paired t-test at alpha (5 %) shows this mean change with n people.

    change and sd (of the differences) in levels. 0 with fewer than two people.
    """
    if n < 2:
        return 0.0
    from scipy.stats import nct, t

    bound, shift = t.ppf(1 - alpha / 2, n - 1), abs(change) / sd * math.sqrt(n)
    other_side = nct.cdf(-bound, n - 1, shift)
    return float(nct.sf(bound, n - 1, shift) + np.nan_to_num(other_side))


def smallest_change(n: int, *, sd: float = 1.0, power: float = POWER) -> float | None:
    """The smallest mean change in levels that shows with this power; None if not even four levels would."""
    if paired_power(n, LARGEST_CHANGE, sd=sd) < power:
        return None
    from scipy.optimize import brentq

    return float(brentq(lambda change: paired_power(n, change, sd=sd) - power, 0, LARGEST_CHANGE, xtol=1e-6))


def people_needed(change: float, *, sd: float, alpha: float = ALPHA) -> int | None:
    """The fewest people with whom this mean change shows in four of five cohorts; None above 2,000.

    sd: of the differences, in the unit of the change. For a difference between two groups of one size, the people of
    each: sd = root of the sum of the two variances.
    """
    counts = range(2, MOST_PEOPLE + 1)
    at = bisect_left(counts, POWER, key=lambda n: paired_power(n, change, sd=sd, alpha=alpha))
    return counts[at] if at < len(counts) else None


@cache
def retention_power(n: int, m: int, *, stayed: float = STAYED, others_stayed: float = OTHERS_STAYED) -> float:
    """Chance that Fisher's exact test (two-sided, 5 %) tells these true shares apart with n participants, m others."""
    if min(n, m) < 1:
        return 0.0
    ours, theirs = _binomial(n, stayed), _binomial(m, others_stayed)
    logs = np.array([math.lgamma(k + 1) for k in range(n + m + 1)])
    totals = range(int(ours.nonzero()[0][0] + theirs.nonzero()[0][0]), n + m + 1)
    return float(sum(_shown_at(total, ours, theirs, logs) for total in totals))


def can_show(n_mentees: int, n_participants: int, n_others: int, *, group_at_least: int) -> tuple[str, ...]:
    """What a cohort of this size can and cannot show, in sentences for laypeople.

    n_participants: mentors and mentees; n_others: comparable people who do not take part. Numbers of people below
    group_at_least are not said.
    """
    return (
        _change_sentence(n_mentees, group_at_least),
        _retention_sentence(n_participants, n_others, group_at_least),
        _groups_sentence(n_mentees, group_at_least),
    )


def _change_sentence(n: int, group_at_least: int) -> str:
    shows, unlikely = smallest_change(n), smallest_change(n, power=0.5)
    if n < group_at_least or shows is None or unlikely is None:
        return f"With fewer than {max(group_at_least, 2)} mentees no mean change can be shown at all."
    return (
        f"With {n} mentees who answer before and after, a mean change of {_up(shows)} levels or more will show in four "
        f"of five such cohorts. A smaller one may stay hidden, and one under {_down(unlikely)} levels will probably "
        "not show (if their changes differ by about one level from person to person)."
    )


def _retention_sentence(n: int, m: int, group_at_least: int) -> str:
    if min(n, m) < group_at_least:
        return "Whether participants stay more often cannot be shown: there are too few people to compare."
    chance = retention_power(n, m)
    return (
        f"Suppose {STAYED * 100:.0f} % of {n} participants stay and {OTHERS_STAYED * 100:.0f} % of {m} others: this "
        f"difference {_in_words(chance)} in a comparison at 95 % (Fisher's exact test). Even "
        "if it shows, those who volunteer may be those who would have stayed anyway."
    )


def _groups_sentence(n: int, group_at_least: int) -> str:
    said = f"Nothing is shown about a group of fewer than {group_at_least} people"
    groups = n // group_at_least
    if groups == 0:
        return f"{said}: of these mentees nothing can be shown without names."
    if groups == 1:
        return f"{said}: these {n} mentees can only be shown as a whole, not by department or site."
    return f"{said}: these {n} mentees can be told apart in at most {groups} groups, by department or site, say."


def _binomial(n: int, share: float) -> NDArray[np.float64]:
    """P(0 … n of n); what is negligible is 0."""
    from scipy.stats import binom

    chances: NDArray[np.float64] = binom.pmf(np.arange(n + 1), n, share)
    return np.where(chances < _NEGLIGIBLE, 0.0, chances)


def _shown_at(total: int, ours: NDArray[np.float64], theirs: NDArray[np.float64], logs: NDArray[np.float64]) -> float:
    """Chance of the tables with so many stayers in all that are significant."""
    n, m = len(ours) - 1, len(theirs) - 1
    stayed = np.arange(max(0, total - m), min(n, total) + 1)
    reached = ours[stayed] * theirs[total - stayed]
    if not reached.any():
        return 0.0
    weights = -(logs[stayed] + logs[n - stayed] + logs[total - stayed] + logs[m - total + stayed])
    chances = np.exp(weights - weights.max())
    chances /= chances.sum()
    ordered = np.sort(chances)
    sums = np.concatenate([[0.0], np.cumsum(ordered)])
    p = sums[np.searchsorted(ordered, chances * (1 + _TIE), side="right")]
    return float(reached[p < ALPHA].sum())


def _up(value: float) -> str:
    return f"{math.ceil(value * 10 - 1e-9) / 10:.1f}"


def _down(value: float) -> str:
    return f"{math.floor(value * 10 + 1e-9) / 10:.1f}"


def _in_words(chance: float) -> str:
    tenths = round(chance * 10)
    often = {0: "hardly ever", 10: "nearly always"}.get(tenths, f"in about {tenths} of 10 such cohorts")
    shows = "will probably show" if tenths >= 8 else "may or may not show" if tenths >= 4 else "will probably not show"
    return f"{shows}, {often},"

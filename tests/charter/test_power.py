"""What a cohort can and cannot show: against tables, an enumeration in whole numbers, and simulation."""

from fractions import Fraction
from itertools import product
from math import comb

import numpy as np
import pytest

from reverse_mentoring.decide.launch.power import (
    can_show,
    paired_power,
    people_needed,
    retention_power,
    smallest_change,
)

TABLE = """
n   change power
34  0.5    0.80
33  0.5    0.80
15  0.8    0.82
199 0.2    0.80
10  1.0    0.80
"""


@pytest.mark.parametrize("row", TABLE.strip().splitlines()[1:])
def test_paired_power_agrees_with_known_values(row: str) -> None:
    """Cohen 1988 and G*Power, two-sided 5 %: n pairs, change in standard deviations of the differences."""
    n, change, power = row.split()

    assert paired_power(int(n), float(change)) == pytest.approx(float(power), abs=0.011)


def test_34_pairs_are_the_fewest_with_80_percent_for_half_a_level() -> None:
    """G*Power: n = 34, actual power 0.8078."""
    assert paired_power(34, 0.5) == pytest.approx(0.8078, abs=0.0001)
    assert paired_power(33, 0.5) < 0.80


@pytest.mark.parametrize(("n", "sd"), [(6, 1.0), (12, 1.0), (25, 1.4)])
def test_the_smallest_change_shows_in_80_of_100_simulated_cohorts(n: int, sd: float) -> None:
    """20,000 cohorts with a true mean change of that size, fixed seed, the t-test written out by hand."""
    from scipy.stats import t

    change = smallest_change(n, sd=sd)
    assert change is not None
    draws = np.random.default_rng(20260901).normal(change, sd, size=(20_000, n))
    statistic = draws.mean(axis=1) / (draws.std(axis=1, ddof=1) / np.sqrt(n))

    assert np.mean(np.abs(statistic) > t.ppf(0.975, n - 1)) == pytest.approx(0.80, abs=0.01)


def test_more_people_show_smaller_changes_and_hardly_any_show_none() -> None:
    """Falling with n; with two people not even four levels show."""
    sizes = [smallest_change(n) for n in (5, 12, 30, 100)]

    assert sizes == sorted((size for size in sizes if size), reverse=True)
    assert smallest_change(2) is None
    assert paired_power(1, 4) == 0


@pytest.mark.parametrize(("n", "m"), [(8, 14), (12, 12), (25, 9)])
def test_retention_power_agrees_with_an_enumeration_in_whole_numbers(n: int, m: int) -> None:
    """Every table, its Fisher p-value as an exact fraction."""
    shown = sum(
        comb(n, a) * 0.96**a * 0.04 ** (n - a) * comb(m, b) * 0.85**b * 0.15 ** (m - b)
        for a, b in product(range(n + 1), range(m + 1))
        if fisher(n, m, a, b) < Fraction(5, 100)
    )

    assert retention_power(n, m) == pytest.approx(shown, abs=1e-9)


def fisher(n: int, m: int, a: int, b: int) -> Fraction:
    """Two-sided p-value of a of n against b of m, by adding the tables that are no more likely."""
    total = a + b
    ways = {k: comb(n, k) * comb(m, total - k) for k in range(max(0, total - m), min(n, total) + 1)}
    return Fraction(sum(w for w in ways.values() if w <= ways[a]), comb(n + m, total))


def test_retention_power_agrees_with_scipy_on_simulated_cohorts() -> None:
    """1,500 cohorts of 60 and 200 with a fixed seed."""
    from scipy.stats import fisher_exact

    rng = np.random.default_rng(20260901)
    stayed, others = rng.binomial(60, 0.96, 1500), rng.binomial(200, 0.85, 1500)
    tables = {(int(a), int(b)) for a, b in zip(stayed, others, strict=True)}
    p = {(a, b): fisher_exact([[a, 60 - a], [b, 200 - b]]).pvalue for a, b in tables}
    shown = np.mean([p[int(a), int(b)] < 0.05 for a, b in zip(stayed, others, strict=True)])

    assert retention_power(60, 200) == pytest.approx(shown, abs=0.04)


def test_retention_of_no_difference_is_hardly_ever_shown() -> None:
    """Fisher's test keeps its 5 %; without others nothing can be compared."""
    assert retention_power(40, 200, stayed=0.9, others_stayed=0.9) <= 0.05
    assert retention_power(40, 0) == 0


def test_a_cohort_of_twelve_mentees_reads_its_limits_in_plain_words() -> None:
    """Change, retention, smallest group."""
    change, retention, groups = can_show(12, 24, 80, group_at_least=5)

    assert "With 12 mentees" in change
    assert "0.9 levels or more will show" in change
    assert "under 0.6 levels will probably not show" in change
    assert "96 % of 24 participants stay and 85 % of 80 others: this difference will probably not show" in retention
    assert "at most 2 groups" in groups


def test_large_cohorts_may_promise_more() -> None:
    """With 200 participants and 2,000 others the difference shows."""
    _, retention, groups = can_show(7, 200, 2000, group_at_least=5)

    assert "will probably show, nearly always" in retention
    assert "only be shown as a whole" in groups


def test_a_group_under_the_floor_is_not_counted_out_loud() -> None:
    """Three mentees: no sentence says three."""
    said = " ".join(can_show(3, 4, 2, group_at_least=5))

    assert "fewer than 5 mentees" in said
    assert "too few people to compare" in said
    assert not {"2", "3", "4"} & set(said.replace(".", " ").replace(":", " ").split())


@pytest.mark.parametrize(("change", "sd", "alpha"), [(0.5, 1.0, 0.05), (0.5, 1.0, 0.05 / 3), (3.0, 0.01, 0.05)])
def test_people_needed_are_the_fewest_with_80_percent(change: float, sd: float, alpha: float) -> None:
    """One person fewer has less; 34 people for half a level, as G*Power says."""
    n = people_needed(change, sd=sd, alpha=alpha)
    assert n is not None

    assert paired_power(n, change, sd=sd, alpha=alpha) >= 0.80
    assert n == 2 or paired_power(n - 1, change, sd=sd, alpha=alpha) < 0.80
    assert (n == 34) == ((change, alpha) == (0.5, 0.05))


def test_a_tiny_change_needs_more_people_than_any_programme_has() -> None:
    """No number is better than a useless one."""
    assert people_needed(0.001, sd=1) is None

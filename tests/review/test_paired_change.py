"""The mean change comes with an interval where one can be given, and with a size that can be checked by hand."""

import math
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reverse_mentoring.decide.statistics.paired_change import mean, paired_change

answers = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=3, max_size=40)


def test_hedges_g_equals_a_hand_worked_example() -> None:
    """Before 2, 3, 4 (SD 1), after 3, 5, 5 (SD 2/√3 = 1.155): average SD 1.077, mean change 4/3, d_av 1.238; times
    1 − 3/(4·2 − 1) = 4/7 gives 0.707."""
    change = paired_change([2, 3, 4], [3, 5, 5], seed=1)

    assert change.hedges_g == pytest.approx(4 / 3 / ((1 + 2 / math.sqrt(3)) / 2) * 4 / 7)
    assert change.hedges_g == pytest.approx(0.707, abs=0.0005)
    assert (change.before, change.after, change.mean.value) == pytest.approx((3, 13 / 3, 4 / 3))


def test_interval_of_few_is_students() -> None:
    """Changes 1, 2, 1: mean 4/3, SD 1/√3, standard error 1/3, t with 2 degrees of freedom 4.303: −0.10 to 2.77."""
    found = paired_change([2, 3, 4], [3, 5, 5], seed=1).mean

    assert (found.low, found.high) == pytest.approx((4 / 3 - 4.3027 / 3, 4 / 3 + 4.3027 / 3), abs=1e-4)
    assert found.method.startswith("Student's t")


def test_interval_equals_that_of_every_possible_resample() -> None:
    """Ten people, changes 0 seven times and 1 thrice: resampled sums are binomial (10, 0.3), so that the limits at
    the widened and corrected levels can be read from the binomial distribution."""
    from scipy.stats import binom, norm, t

    changes = np.array([0.0] * 7 + [1.0] * 3)
    off, sums = changes - 0.3, np.arange(11)
    bound = t.ppf(0.975, 9) * math.sqrt(10 / 9)
    bias = norm.ppf(binom.cdf(2, 10, 0.3) + binom.pmf(3, 10, 0.3) / 2)
    skew = (off**3).sum() / (6 * (off**2).sum() ** 1.5)
    levels = [norm.cdf(bias + (bias + z) / (1 - skew * (bias + z))) for z in (-bound, bound)]
    expected = [sums[np.searchsorted(binom.cdf(sums, 10, 0.3), level)] / 10 for level in levels]

    found = mean(changes, seed=3)

    assert [found.low, found.high] == pytest.approx(expected)
    assert found.method.startswith("BCa bootstrap")


@pytest.mark.parametrize(("before", "after", "note"), [
    ([1, 2, 3], [2, 3, 4], "all changed by the same amount"),
    ([3, 3, 3, 3], [3, 3, 3, 3], "all changed by the same amount"),
    ([1, 2], [2, 4], "too few people for an interval (2)"),
    ([1, math.nan, 3, 4], [2, 3, None, 4], "too few people for an interval (2)"),
    ([], [], "nobody to count"),
])  # fmt: skip
def test_why_there_is_no_interval_is_said(before: list[float], after: list[float], note: str) -> None:
    """No interval from changes that are all alike, nor from fewer than three people who answered twice."""
    found = paired_change(before, after, seed=1).mean

    assert (found.known, found.note) == (False, note)


def test_all_alike_has_no_effect_size() -> None:
    """Without any spread a change cannot be put in units of it; with it, the size of an even change can."""
    assert paired_change([3, 3, 3], [4, 4, 4], seed=1).hedges_g is None
    assert paired_change([1, 2, 3], [2, 3, 4], seed=1).hedges_g == pytest.approx(4 / 7)


def test_whoever_lacks_an_answer_is_left_out() -> None:
    """Missing before or after, as NaN, None or NA: the pair does not count, neither in n nor in the means."""
    first = pd.Series([1, 2, 3, pd.NA, 2], dtype="Int64")
    last = pd.Series([2, 4, 3, 5, pd.NA], dtype="Int64")

    assert paired_change(first, last, seed=1) == paired_change([1, 2, 3], [2, 4, 3], seed=1)
    assert mean([4, None, 5, 4], seed=1) == mean([4, 5, 4], seed=1)


def test_lists_of_unequal_length_are_refused() -> None:
    """Without a partner for each value nobody knows who changed."""
    with pytest.raises(ValueError, match="not pairs"):
        paired_change([1, 2], [1], seed=1)


@settings(deadline=None, max_examples=25)
@given(answers, st.randoms())
def test_interval_turns_with_the_change_and_knows_no_order(rows: list[tuple[int, int]], chance: st.DataObject) -> None:
    """Order of people does not matter; the mean lies within; turned round, the mean and the size change their sign."""
    before, after = zip(*rows, strict=True)
    assume(len({b - a for a, b in rows}) > 1)
    chance.shuffle(rows)
    shuffled = paired_change(*zip(*rows, strict=True), seed=7)
    found, turned = paired_change(before, after, seed=7), paired_change(after, before, seed=7)

    assert (shuffled.mean.low, shuffled.mean.high) == (found.mean.low, found.mean.high)
    assert found.mean.low <= found.mean.value <= found.mean.high
    assert turned.mean.value == pytest.approx(-found.mean.value)
    assert (turned.hedges_g or 0) == pytest.approx(-(found.hedges_g or 0))


def test_more_confidence_and_fewer_people_widen() -> None:
    """The interval of 98.3 % holds that of 95 %; four times the people have about half of it."""
    changes = [a - b for a, b in product((5, 4, 4, 3), (3, 2, 2, 1, 3))]
    wide, narrow, many = (
        mean(changes, seed=1, confidence=1 - 0.05 / 3),
        mean(changes, seed=1),
        mean(changes * 4, seed=1),
    )

    assert wide.low < narrow.low < narrow.high < wide.high
    assert many.high - many.low < 0.6 * (narrow.high - narrow.low)

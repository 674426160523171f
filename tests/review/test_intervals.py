"""Shares come with their uncertainty, by the interval that suits their size."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.decide.statistics.intervals import jeffreys, percent, proportion_sentence, share, wilson


@pytest.mark.parametrize(("k", "n", "low", "high"), [(8, 8, 68, 100), (48, 50, 87, 99), (0, 8, 0, 32), (0, 0, 0, 100)])
def test_wilson_equals_known_intervals(k: int, n: int, low: int, high: int) -> None:
    """The published examples, in whole per cent."""
    assert tuple(round(100 * limit) for limit in wilson(k, n)) == (low, high)


@pytest.mark.parametrize(("k", "n"), [(1, 7), (4, 12), (7, 12), (15, 30), (38, 39)])
def test_jeffreys_leaves_a_fortieth_of_the_beta_distribution_on_either_side(k: int, n: int) -> None:
    """By adding up p^(k − ½)·(1 − p)^(n − k − ½) in small steps, a second way to the same limits."""
    steps = (np.arange(200_000) + 0.5) / 200_000
    density = steps ** (k - 0.5) * (1 - steps) ** (n - k - 0.5)
    low, high = jeffreys(k, n)

    assert density[steps < low].sum() / density.sum() == pytest.approx(0.025, abs=2e-4)
    assert density[steps > high].sum() / density.sum() == pytest.approx(0.025, abs=2e-4)


@pytest.mark.parametrize(("k", "n", "low", "high"), [(0, 7, 0, 0.292), (12, 12, 0.815, 1), (0, 0, 0, 1)])
def test_jeffreys_ends_at_none_and_all(k: int, n: int, low: float, high: float) -> None:
    """Of none the lower limit is 0, of all the upper one is 1."""
    assert jeffreys(k, n) == pytest.approx((low, high), abs=0.0005)


@settings(deadline=None, max_examples=60)
@given(n=st.integers(1, 200), k=st.integers(0, 200), named=st.sampled_from([wilson, jeffreys]))
def test_intervals_hold_the_share_and_mirror(n: int, k: int, named: type[wilson]) -> None:
    """Within 0–1, around k/n, wider for more confidence; that of the others is the mirror image."""
    k = min(k, n)
    low, high = named(k, n)
    wider = named(k, n, confidence=0.99)

    assert 0 <= wider[0] <= low <= k / n <= high <= wider[1] <= 1
    assert named(n - k, n) == pytest.approx((1 - high, 1 - low))


@pytest.mark.parametrize("named", [wilson, jeffreys, share])
@pytest.mark.parametrize(("k", "n"), [(-1, 5), (6, 5)])
def test_what_is_no_share_is_refused(named: type[wilson], k: int, n: int) -> None:
    """More than all, or fewer than none, is an error of the caller."""
    with pytest.raises(ValueError, match="not a share"):
        named(k, n)


def test_share_takes_jeffreys_below_forty_and_wilson_from_forty() -> None:
    """The method is named and the limits are its own; of nobody, nothing is known."""
    few, many, none = share(30, 39), share(30, 40, confidence=0.99), share(0, 0)

    assert ((few.low, few.high), few.method) == (jeffreys(30, 39), "Jeffreys interval of a share")
    assert ((many.low, many.high), many.method) == (wilson(30, 40, confidence=0.99), "Wilson interval of a share")
    assert (none.value, none.known, none.note) == (None, False, "nobody to count")


@pytest.mark.parametrize(("k", "n", "sentence"), [
    (23, 28, "23 of 28 pairs (82 %, 95 % interval 65–93 %)"),
    (8, 8, "8 of 8 pairs (100 %, 95 % interval 74–100 %)"),
    (48, 50, "48 of 50 pairs (96 %, 95 % interval 87–99 %)"),
    (5, 7, "5 of 7 pairs"),
    (0, 0, "no pairs yet"),
])  # fmt: skip
def test_no_percentage_below_eight(k: int, n: int, sentence: str) -> None:
    """The count comes first; a percentage only where it means something, with its interval."""
    assert proportion_sentence(k, n, "pairs").replace("\N{NO-BREAK SPACE}", " ") == sentence


def test_percent_does_not_break_from_its_number() -> None:
    """A no-break space stands before the sign."""
    assert percent(0.824) == "82\N{NO-BREAK SPACE}%"

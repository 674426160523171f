"""How coarsely numbers of people, means and shares are told."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.decide.disclosure.bands import (
    band,
    limits,
    rounded_mean,
    rounded_share,
    share_limits,
    sums,
    top,
)

BANDS = """
4  |
5  | 5–9
9  | 5–9
10 | 10–14
14 | 10–14
15 | 15–19
19 | 15–19
20 | 20
400| 400
"""
MEANS = """
n  | mean | told
6  | 3.6  | 3.5
6  | 4.9  | 4.0
6  | 1.1  | 2.0
9  | 3.25 | 3.5
9  | 2.75 | 2.5
10 | 3.64 | 3.6
14 | 5    | 4.3
15 | 5    | 4.5
24 | 4.66 | 4.7
24 | 5    | 4.7
24 | 1    | 1.3
"""


def _rows(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


@pytest.mark.parametrize(("n", "told"), _rows(BANDS))
def test_a_number_of_people_under_twenty_is_a_band(n: str, told: str) -> None:
    """Nobody learns an exact number of people below twenty; below five, none at all."""
    assert band(int(n)) == told


@pytest.mark.parametrize(("n", "mean", "told"), _rows(MEANS)[1:])
def test_a_mean_is_told_in_steps_with_open_ends(n: str, mean: str, told: str) -> None:
    """Halves under ten answers, tenths from there; the extremes are told as one."""
    assert rounded_mean(Fraction(mean), int(n)) == float(told)


@settings(deadline=None, max_examples=60)
@given(st.integers(6, 400), st.data())
def test_what_a_mean_stands_for_holds_what_was_said(n: int, data: st.DataObject) -> None:
    """The sum and the mean lie within what the told value stands for, and the mirrored answers are told mirrored."""
    total = data.draw(st.integers(n, 5 * n))
    mean = Fraction(total, n)
    value = rounded_mean(mean, n)
    low, high = limits(value, n)
    least, most = sums(value, n)

    assert least <= total <= most
    assert low <= float(mean) <= high
    assert round(6 - rounded_mean(6 - mean, n), 1) == value


@pytest.mark.parametrize("n", range(6, 401))
def test_the_open_ends_leave_everybody_three_points(n: int) -> None:
    """Even beside a viewer whose own answer takes four points of it, three are left at the highest and lowest mean."""
    highest, lowest = sums(float(top(n)), n), sums(float(6 - top(n)), n)

    assert 5 * n - highest[0] >= 7
    assert lowest[1] - n >= 7


def test_the_open_ends_do_not_tell_how_many_answered() -> None:
    """Within a band all numbers of answers have the same steps and the same ends."""
    assert [len({(top(n), limits(float(top(n)), n)) for n in those}) for those in (range(6, 10), range(10, 15))] == [
        1,
        1,
    ]


@pytest.mark.parametrize(("share", "told"), [(0, 0.1), (0.04, 0.1), (0.15, 0.2), (0.44, 0.4), (0.96, 0.9), (1, 0.9)])
def test_a_share_is_told_in_steps_of_ten(share: float, told: float) -> None:
    """Never nobody, never everybody; and the value says what it stands for."""
    low, high = share_limits(told)

    assert rounded_share(share) == told
    assert low <= share <= high

"""What those who were silent could change is bounded without any assumption about them."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.decide.statistics.missing_answers import bounds, bounds_sentence, mean_bounds


def test_bounds_of_a_share_count_the_silent_as_no_and_as_yes() -> None:
    """7 yes among 9 answers of 12 people: from 7 to 10 of 12; of nobody, anything."""
    assert bounds(7, 9, 12) == (7 / 12, 10 / 12)
    assert bounds(0, 0, 0) == (0, 1)


def test_bounds_of_a_mean_give_the_silent_the_ends_of_the_scale() -> None:
    """Answers 4 and 5 of three people on 1–5: (4 + 5 + 1)/3 to (4 + 5 + 5)/3; a missing answer is silence."""
    assert mean_bounds([4, 5, math.nan], 3, low=1, high=5) == pytest.approx((10 / 3, 14 / 3))
    assert mean_bounds([], 0, low=1, high=5) == (1, 5)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=30))
def test_the_truth_lies_within_the_bounds(people: list[tuple[bool, bool]]) -> None:
    """Whatever everybody would have said, the full share and the full mean are inside; all answers close the bounds."""
    said = [yes for yes, answered in people if answered]
    truth = sum(yes for yes, _ in people) / len(people)
    low, high = bounds(sum(said), len(said), len(people))

    assert low <= truth <= high
    assert high - low == pytest.approx(1 - len(said) / len(people))
    assert mean_bounds([float(yes) for yes in said], len(people), low=0, high=1) == pytest.approx((low, high))


@pytest.mark.parametrize("counts", [(5, 4, 9), (4, 9, 8), (-1, 3, 4)])
def test_counts_that_cannot_be_are_refused(counts: tuple[int, int, int]) -> None:
    """No more yes than answers, no more answers than people."""
    with pytest.raises(ValueError, match="cannot be"):
        bounds(*counts)


@pytest.mark.parametrize(("values", "why"), [([1, 2, 3], "3 answers of 2 people"), ([6], "outside 1 to 5")])
def test_answers_that_cannot_be_are_refused(values: list[float], why: str) -> None:
    """More answers than people, or an answer off the scale, would break the bounds."""
    with pytest.raises(ValueError, match=why):
        mean_bounds(values, 2, low=1, high=5)


@pytest.mark.parametrize(("k", "answered", "everybody", "sentence"), [
    (7, 9, 12, "9 of 12 mentees answered. Whatever the other 3 would have said, the count is 7 to 10 of 12 (58–83 %)."),
    (3, 5, 7, "5 of 7 mentees answered. Whatever the other 2 would have said, the count is 3 to 5 of 7."),
    (0, 0, 7, "0 of 7 mentees answered. Whatever they would have said, the count is 0 to 7 of 7."),
    (3, 6, 7, "6 of 7 mentees answered. Whatever the other one would have said, the count is 3 to 4 of 7."),
    (5, 9, 9, "All 9 mentees answered."),
    (0, 0, 0, "There are no mentees yet."),
])  # fmt: skip
def test_bounds_are_said_with_their_denominator(k: int, answered: int, everybody: int, sentence: str) -> None:
    """Counts first, a percentage only from eight people on."""
    assert bounds_sentence(k, answered, everybody, "mentees").replace("\N{NO-BREAK SPACE}", " ") == sentence

"""Shares come with their uncertainty, and the headline says no more than is known."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.decide.attention import attention
from reverse_mentoring.decide.evidence import headline, not_recorded, proportion_sentence, wilson
from review_cohorts import START, Row, day, healthy, ids, reviewed


@pytest.mark.parametrize(("k", "n", "low", "high"), [(8, 8, 68, 100), (48, 50, 87, 99), (0, 8, 0, 32), (0, 0, 0, 100)])
def test_wilson_equals_known_intervals(k: int, n: int, low: int, high: int) -> None:
    """The published examples, in whole per cent."""
    assert tuple(round(100 * limit) for limit in wilson(k, n)) == (low, high)


@settings(deadline=None)
@given(n=st.integers(1, 500), k=st.integers(0, 500))
def test_wilson_holds_the_share_and_mirrors(n: int, k: int) -> None:
    """The interval lies within 0–1, holds k/n, and that of the others is its mirror image."""
    k = min(k, n)
    low, high = wilson(k, n)
    mirrored = wilson(n - k, n)

    assert 0 <= low <= k / n <= high <= 1
    assert mirrored == pytest.approx((1 - high, 1 - low))


@pytest.mark.parametrize(("k", "n"), [(-1, 5), (6, 5)])
def test_wilson_refuses_what_is_no_share(k: int, n: int) -> None:
    """More than all, or fewer than none, is an error of the caller."""
    with pytest.raises(ValueError, match="not a share"):
        wilson(k, n)


@pytest.mark.parametrize(("k", "n", "sentence"), [
    (23, 28, "23 of 28 pairs (82 %, 95 % interval 64–92 %)"),
    (8, 8, "8 of 8 pairs (100 %, 95 % interval 68–100 %)"),
    (5, 7, "5 of 7 pairs"),
    (0, 0, "no pairs yet"),
])  # fmt: skip
def test_no_percentage_below_eight(k: int, n: int, sentence: str) -> None:
    """The count comes first; a percentage only where it means something, with its interval."""
    assert proportion_sentence(k, n, "pairs").replace("\N{NO-BREAK SPACE}", " ") == sentence


def told(rows: dict[str, list[Row]], **more: Any) -> str:
    there, pairs = reviewed(rows, **more)
    return headline(there, pairs, attention(there, pairs))


def test_headline_counts_pairs_that_meet_and_calls() -> None:
    """Two of three meet; the one that missed its last two sessions needs a call."""
    rows = healthy(pairs=3)
    missed = {"status": "missed"}
    rows["sessions"] = [
        row | (missed if row["number"] > 4 and row["mentor_id"] == "M1" else {}) for row in rows["sessions"]
    ]

    assert told(healthy(pairs=3)) == "3 of 3 pairs meet as agreed; none needs a call."
    assert told(rows) == "2 of 3 pairs meet as agreed; one needs a call."


@pytest.mark.parametrize(("rows", "sentence"), [
    ({}, "No pairs are decided yet."),
    ({"pairs": [{**ids(1), "started": day(3)}]},
     "No sessions are recorded yet; the first are planned for 13 April 2026."),
    ({"pairs": [{**ids(1), "started": START}]}, "No sessions are recorded yet."),
    ({"pairs": [{**ids(1), "state": "completed"}, {**ids(2), "state": "left"}]},
     "No pair is active any more: 1 completed, 1 left."),
])  # fmt: skip
def test_headline_is_honest_when_nothing_is_there(rows: dict[str, list[Row]], sentence: str) -> None:
    """Without pairs, sessions or active pairs it says just that."""
    people = {"roster": healthy()["roster"]}

    assert told(people | rows, as_of=START + dt.timedelta(2)) == sentence


def test_what_is_not_recorded_is_said() -> None:
    """Silence of a rule is told apart from good news."""
    rows = healthy()

    assert not_recorded(*reviewed(rows)) == ()
    assert "No pulse answers" in not_recorded(*reviewed({**rows, "pulses": []}))[0]

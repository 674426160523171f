"""The headline says no more than is known."""

import datetime as dt
from typing import Any

import pytest

from reverse_mentoring.decide.review.attention import attention
from reverse_mentoring.decide.review.evidence import headline, not_recorded
from review_cohorts import START, Row, day, healthy, ids, reviewed


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

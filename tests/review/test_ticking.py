"""Ticking off: for how long it holds, and what brings a sign back."""

import datetime as dt

import pandas as pd
import pytest

from reverse_mentoring.decide.review.attention import COLUMNS
from reverse_mentoring.decide.review.ticking import still_open, ticks

DAY = dt.date(2026, 11, 1)
MISSED = "The last two planned sessions did not take place (5 October 2026 and 26 October 2026)."


def alarms(rule: str, level: str = "red", why: str = "Something.") -> pd.DataFrame:
    """One alarm of one pair."""
    row = {"rule": rule, "level": level, "mentor_id": "M1", "mentee_id": "N1", "why": why}
    return pd.DataFrame([row]).reindex(columns=COLUMNS)


def is_open(now: pd.DataFrame, before: pd.DataFrame, *, days: int) -> bool:
    """Whether the sign is on the list so many days after the earlier one was ticked off."""
    return bool(len(still_open(now, ticks(before, on=DAY), today=DAY + dt.timedelta(days), days=14)))


@pytest.mark.parametrize(
    ("rule", "before", "now", "days", "listed"),
    [
        ("R3", ("red", "5 of 9 sessions due were held."), ("red", "5 of 10 sessions due were held."), 3, False),
        ("R3", ("red", "5 of 9 sessions due were held."), ("red", "5 of 9 sessions due were held."), 14, True),
        ("R3", ("amber", "6 of 9 sessions due were held."), ("red", "5 of 10 sessions due were held."), 3, True),
        ("R3", ("red", "5 of 9 sessions due were held."), ("amber", "7 of 10 sessions due were held."), 3, False),
        ("R11", ("red", "Asked for a call on 1 May 2026."), ("red", "Asked for a call on 1 May 2026."), 5, False),
        ("R11", ("red", "Asked for a call on 1 May 2026."), ("red", "Asked for a call on 4 May 2026."), 5, True),
        ("R1", ("red", MISSED), ("red", MISSED), 5, False),
        ("R1", ("red", MISSED), ("red", MISSED.replace("5 October", "16 November")), 5, True),
    ],
)
def test_a_tick_holds_for_what_was_seen(
    rule: str, before: tuple[str, str], now: tuple[str, str], days: int, listed: bool
) -> None:
    """It ends after a fortnight, at once when the sign is worse, and does not cover something new."""
    assert is_open(alarms(rule, *now), alarms(rule, *before), days=days) is listed


def test_a_tick_covers_no_other_rule_or_pair() -> None:
    """Another sign of the same pair, and the same sign of another pair, stay on the list."""
    ticked = ticks(alarms("R1"), on=DAY)
    other = alarms("R1").assign(mentor_id="M2")

    assert len(still_open(alarms("R2"), ticked, today=DAY, days=14)) == 1
    assert len(still_open(other, ticked, today=DAY, days=14)) == 1


def test_a_review_of_an_earlier_day_ignores_later_ticks() -> None:
    """What was ticked off on Monday was on the list on Sunday."""
    assert is_open(alarms("R1"), alarms("R1"), days=-1)


def test_a_private_answer_does_not_stand_in_the_tick() -> None:
    """The choices keep a hash of the sentence, not the sentence."""
    (tick,) = ticks(alarms("R5", why="The mentor (junior) answered 2 of 5."), on=DAY)

    assert "answered" not in tick.model_dump_json()

"""What happened: sessions due and held, pulses by month, goals at their latest level, states of the pairs."""

import datetime as dt
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.decide.review.attention import attention
from reverse_mentoring.decide.review.review import (
    close_states,
    goal_summary,
    goals_reached,
    pairs_under_review,
    pulse_summary,
    review_table,
    sessions_by_month,
    sessions_held,
)
from review_cohorts import START, Row, cohort, day, healthy, ids, pulse, reviewed, session


def held_by_first(rows: dict[str, list[Row]], **more: Any) -> dict[str, Any]:
    """sessions_held of the first pair."""
    first = sessions_held(*reviewed(rows, **more)).iloc[0]
    return {str(name): value for name, value in first.items()}


def test_decided_pairs_join_those_that_exist() -> None:
    """A pair fixed in step 2 is reviewed from the start of the cohort on; one that exists already stays as it is."""
    there = cohort(healthy(pairs=1))
    pairs = pairs_under_review(there, [("M1", "N1"), ("M2", "N2")], agreed=[("M2", "N2")])

    assert list(pairs["mentee_id"]) == ["N1", "N2"]
    assert list(pairs["state"]) == ["active", "active"]
    assert list(pairs["started"].dt.date) == [START, there.start]
    assert list(pairs["agreed"]) == [True, True]


def test_decided_pairs_are_enough() -> None:
    """A cohort without a file of pairs is reviewed by its decision alone."""
    pairs = pairs_under_review(cohort({}), [("M1", "N1")])

    assert list(pairs["state"]) == ["active"]
    assert not pairs["agreed"].any()


def test_a_last_day_that_has_passed_ends_a_pair() -> None:
    """State empty or active with an end before the review is ended; an end today is still active."""
    rows = {"pairs": [{**ids(1), "ended": day(2)}, {**ids(2), "ended": day(3)}, {**ids(3), "state": "withdrawn"}]}

    assert list(pairs_under_review(cohort(rows, as_of=day(3)))["state"]) == ["ended", "active", "withdrawn"]


def test_a_start_that_was_not_given_is_the_first_planned_session() -> None:
    """Attendance tells the start of a pair where the file of pairs does not."""
    rows = {"pairs": [ids(1)], "sessions": [session(1, 4), session(1, 3)]}

    assert reviewed(rows)[1]["started"][0].date() == day(3)


def test_sessions_are_counted_by_what_became_of_them() -> None:
    """Held, cancelled, missed and moved add up to due; a moved session counts as held once its new day has come."""
    rows = healthy(pairs=1) | {"sessions": [
        session(1, 1), session(1, 2, "cancelled"), session(1, 3, "missed"),
        session(1, 4, "moved", held_on=day(4) + dt.timedelta(5)), session(1, 5, "moved"),
        session(1, 6, "moved", held_on=day(6) + dt.timedelta(9)),
    ]}  # fmt: skip
    found = held_by_first(rows, as_of=day(6) + dt.timedelta(3))

    assert {name: found[name] for name in ("due", "held", "cancelled", "missed")} == {
        "due": 5, "held": 2, "cancelled": 1, "missed": 1,
    }  # fmt: skip
    assert found["last_held"].date() == day(4) + dt.timedelta(5)
    assert found["days_since"] == 40
    assert found["share"] == pytest.approx(0.4)


def test_what_comes_after_the_day_of_review_does_not_count() -> None:
    """A review of an earlier day can be repeated."""
    found = held_by_first(healthy(pairs=1, sessions=6), as_of=day(3))

    assert (found["due"], found["held"], found["days_since"]) == (3, 3, 0)


@pytest.mark.parametrize(
    ("days", "weeks", "due"), [(-1, 3, 0), (0, 3, 1), (20, 3, 1), (21, 3, 2), (21, 1, 4), (900, 4, 14)]
)
def test_the_rhythm_tells_what_was_due_where_no_attendance_is_kept(days: int, weeks: int, due: int) -> None:
    """One session at the start and one each so many weeks, until the planned end after twelve months."""
    there, pairs = reviewed({"pairs": [{**ids(1), "started": START}]}, as_of=START + dt.timedelta(days))
    found = sessions_held(there, pairs, weeks_between=weeks)

    assert found["due"][0] == due
    assert not found["recorded"][0]
    assert pd.isna(found["days_since"][0])


def test_a_pair_that_is_over_owes_nothing_after_its_last_day() -> None:
    """Sessions planned after the end are not due, and no days are counted since the last one."""
    rows = healthy(pairs=1)
    rows["pairs"][0] |= {"state": "completed early", "ended": day(4)}
    found = held_by_first(rows)

    assert (found["due"], found["held"]) == (4, 4)
    assert pd.isna(found["days_since"])


def test_months_stand_in_order_of_time() -> None:
    """Each month with sessions due, from the first to the last."""
    months = sessions_by_month(cohort(healthy(pairs=2, sessions=16)))

    assert list(months["period"])[:2] == ["March 2026", "April 2026"]
    assert months["period"].iloc[-1] == "January 2027"
    assert (months["due"].sum(), months["held"].sum()) == (32, 32)


@pytest.mark.parametrize(("people", "shown"), [(4, False), (5, True)])
def test_pulses_of_fewer_than_five_people_are_hidden(people: int, shown: bool) -> None:
    """Five people are enough, four are not, however often they answer."""
    given_by = [pulse(i, n, worth=n + 1) for i in range(1, people + 1) for n in (1, 2)]
    found = pulse_summary(cohort({"pulses": given_by}, as_of=day(3)))
    worth = found[found["item"] == "worth"].iloc[0]

    assert worth["n"] == 2 * people
    assert pd.notna(worth["median"]) == shown
    if shown:
        assert (worth["median"], worth["low"], worth["high"]) == (2.5, 2, 3)


def goal(level: int, who: str, reviewed_on: dt.date, number: int = 1) -> Row:
    return {**ids(1), "number": number, "level": level, "who": who, "reviewed_on": reviewed_on}


@pytest.mark.parametrize(("views", "level"), [
    ([("both", -1, 1), ("both", 1, 2)], 1),
    ([("mentor", 2, 1), ("mentee", -1, 1)], -1),
    ([("mentor", -2, 1), ("both", 1, 2)], 1),
    ([("both", -1, 1), ("mentor", 2, 2)], -1),
    ([("both", -1, 1), ("mentor", 2, 2), ("mentee", 1, 2)], 1),
    ([("", 0, 1)], 0),
    ([("both", 0, 1), ("both", 2, 9)], 0),
])  # fmt: skip
def test_a_goal_stands_at_the_lower_of_both_latest_views(views: list[tuple[str, int, int]], level: int) -> None:
    """The latest view of each side counts, a joint one for both; a review still to come does not."""
    there = cohort({"goals": [goal(at, who, day(n)) for who, at, n in views]}, as_of=day(5))
    counts = goal_summary(there)

    assert counts[counts["goals"] > 0].to_dict("list") == {"level": [level], "goals": [1]}
    assert goals_reached(there) == (int(level >= 0), 1)


def test_states_are_all_told() -> None:
    """Every way in which a pair can stand has a row, also where nobody stands so."""
    rows = {"pairs": [{**ids(i), "state": state} for i, state in enumerate(["completed", "completed", "left", ""])]}
    states = close_states(reviewed(rows)[1])

    assert dict(zip(states["state"], states["pairs"], strict=True)) == {
        "active": 1, "completed": 2, "completed early": 0, "ended": 0, "withdrawn": 0, "left": 1,
    }  # fmt: skip


def test_review_table_has_one_row_per_pair_with_its_worst_alarm() -> None:
    """The table of review.csv tells for each pair how it stands; of two alarms the red one."""
    rows = healthy(pairs=2)
    rows["sessions"] = [row | ({"status": "missed"} if row["number"] > 4 and row["mentor_id"] == "M1" else {})
                        for row in rows["sessions"]]  # fmt: skip
    there, pairs = reviewed(rows)
    table = review_table(there, pairs, held=sessions_held(there, pairs), alarms=attention(there, pairs))

    assert list(table["attention"]) == ["red", ""]
    assert list(table["share"]) == [0.667, 1.0]
    assert list(table["goals_reached"]) == [1, 1]


@settings(deadline=None, max_examples=10)
@given(
    statuses=st.lists(st.sampled_from(["held", "moved", "cancelled", "missed"]), max_size=9), today=st.integers(1, 10)
)
def test_never_more_held_than_due(statuses: list[str], today: int) -> None:
    """Held, cancelled and missed are parts of due, on any day."""
    rows = healthy(pairs=1, sessions=0) | {"sessions": [session(1, n, s) for n, s in enumerate(statuses, start=1)]}
    found = held_by_first(rows, as_of=day(today))

    assert found["held"] + found["cancelled"] + found["missed"] <= found["due"]

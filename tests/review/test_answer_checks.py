"""Odd answers are counted, never named, and what is done with them is said."""

import datetime as dt
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.decide.review.answer_checks import about_sessions, said_of_answers
from review_cohorts import Row, day, healthy, ids, pulse, reviewed, session


def said(rows: dict[str, list[Row]]) -> list[str]:
    """The sentences on a review well after the last session."""
    return list(said_of_answers(*reviewed(rows, as_of=day(8))))


def later(row: Row, days: int) -> Row:
    """The same answer so many days after the day on which it was given."""
    return row | {"answered_on": row["answered_on"] + dt.timedelta(days)}


def quarter(pair: int, on: dt.date) -> Row:
    return {**ids(pair), "who": "mentor", "answered_on": on, "again": 4}


def test_nothing_odd_is_not_worth_a_sentence() -> None:
    """A healthy cohort, and one without any answer, give none."""
    assert said(healthy()) == []
    assert said(healthy() | {"sessions": [], "pulses": []}) == []


@pytest.mark.parametrize(("days", "told"), [(13, []), (14, ["1 of 36"])])
def test_late_answers_are_counted(days: int, told: list[str]) -> None:
    """An answer 14 days after its session is on time, the day after it is late."""
    rows = healthy()
    rows["pulses"][0] = later(rows["pulses"][0], days)

    assert [sentence[:7] for sentence in said(rows)] == told
    assert all("14 days after the session" in sentence for sentence in said(rows))


def test_a_moved_session_makes_no_answer_late() -> None:
    """Fifteen days after the planned date is soon after the new one."""
    rows = healthy(pairs=1, sessions=1)
    rows["sessions"] = [session(1, 1, "moved", held_on=day(1) + dt.timedelta(14))]
    rows["pulses"] = [later(pulse(1, 1), 14)]

    assert said(rows) == []


def test_repeated_answers_are_counted() -> None:
    """Of two answers of one person between two sessions the later counts; the other side's is another's."""
    rows = healthy(pairs=1)
    rows["pulses"].append(later(pulse(1, 3), 2))

    assert said(rows) == [
        "1 of 13 pulse answers were followed by another of the same person before the next session. The later one "
        "counts; a low answer about speaking openly and a wish for a call count all the same."
    ]


@pytest.mark.parametrize(("status", "mentor", "mentee", "told"), [
    ("held", "held", "held", ""), ("held", "held", "missed", "In 1 of 1 sessions on which both answered"),
    ("missed", "held", "held", "In 1 of 1 sessions with an answer"), ("missed", "missed", "missed", ""),
    ("held", "missed", "missed", "In 1 of 1 sessions with an answer"), ("cancelled", "moved", "missed", ""),
    ("missed", "missed", "held", "In 1 of 1 sessions on which both answered"),
])  # fmt: skip
def test_contradictions_are_counted(status: str, mentor: str, mentee: str, told: str) -> None:
    """The two against each other, else attendance against them; “moved” contradicts nobody. Attendance counts."""
    rows = healthy(pairs=1, sessions=1) | {"sessions": [session(1, 1, status)]}
    rows["pulses"] = [pulse(1, 1, "mentor", met=mentor), pulse(1, 1, "mentee", met=mentee)]
    found = said(rows)

    assert len(found) == bool(told)
    assert all(sentence.startswith(told) and "The attendance counts" in sentence for sentence in found)


def test_missed_before_the_new_date_is_no_contradiction() -> None:
    """“It was missed”, said before the session took place on another day, was true when it was said."""
    rows = healthy(pairs=1, sessions=1)
    rows["sessions"] = [session(1, 1, "moved", held_on=day(1) + dt.timedelta(6))]
    rows["pulses"] = [pulse(1, 1, met="missed")]

    assert said(rows) == []


def test_answers_after_the_end_are_counted() -> None:
    """Pulse and quarter answers after the last day of a pair; on that day, or a closing answer, is fine."""
    rows = healthy(pairs=1)
    rows["pairs"][0] |= {"state": "completed", "ended": day(6)}
    rows["quarters"] = [quarter(1, day(6)), quarter(1, day(7))]
    rows["closings"] = [{**ids(1), "who": "mentor", "answered_on": day(7), "again": True}]

    assert said(rows) == [
        "3 of 14 pulse and quarter answers are dated after the last day of the pair. They stay in the record; whom to "
        "call does not depend on them."
    ]


def test_answers_of_no_pair_are_counted() -> None:
    """Quarter and closing answers that name two people who are no pair."""
    rows = healthy(pairs=1)
    rows["quarters"] = [quarter(1, day(4)), {**quarter(1, day(4)), "mentee_id": "N2"}]
    rows["closings"] = [{**ids(5), "who": "mentor", "answered_on": None, "again": True}]
    found = said(rows)

    assert [sentence[:7] for sentence in found] == ["2 of 15"]


ODD = st.lists(st.tuples(st.integers(1, 3), st.integers(1, 6), st.sampled_from(["mentor", "mentee"]),
                         st.integers(0, 40), st.sampled_from(["held", "moved", "missed"])), max_size=12)  # fmt: skip


@settings(deadline=None, max_examples=12)
@given(odd=ODD, seed=st.integers(0, 99))
def test_counts_never_exceed_their_denominator_and_name_nobody(
    odd: list[tuple[int, int, str, int, str]], seed: int
) -> None:
    """Whatever was answered when, k of n is a share, no id stands in a sentence, and order of rows does not matter."""
    rows = healthy() | {"pulses": [later(pulse(p, n, who, met=met), days) for p, n, who, days, met in odd]}
    unique = {(r["mentor_id"], r["who"], r["answered_on"]): r for r in rows["pulses"]}
    rows["pulses"] = list(unique.values())
    mixed = {name: random.Random(seed).sample(each, len(each)) for name, each in rows.items()}
    found = said(rows)

    assert found == said(mixed)
    assert not re.search(r"\b[MN]\d", " ".join(found))
    for k, n in re.findall(r"(\d+) of (\d+) ", " ".join(found)):
        assert 0 < int(k) <= int(n)


def test_each_answer_belongs_to_the_session_before_it() -> None:
    """On the day of a session it is about that one; before the first one about none; a session moved forward counts
    from the day on which it took place."""
    rows = healthy(pairs=1, sessions=2)
    rows["sessions"][1] |= {"status": "moved", "held_on": day(2) - dt.timedelta(5)}
    days = [day(1) - dt.timedelta(1), day(1), day(2) - dt.timedelta(6), day(2) - dt.timedelta(5)]
    rows["pulses"] = [pulse(1, 1) | {"answered_on": on} for on in days]
    found = about_sessions(*reviewed(rows))

    assert found["number"].fillna(0).tolist() == [0, 1, 1, 2]

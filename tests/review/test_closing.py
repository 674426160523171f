"""The closing forms in counts, hours given, and what is still missing; no count that points at few people."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.decide.review.closing import (
    ClosingSummary,
    close_ready,
    closing_summary,
    disadvantages,
    guides,
    recognised,
    told_of,
)
from reverse_mentoring.decide.review.learning_hours import learned, learning_hours
from reverse_mentoring.words.choices import AgreementChoices
from reverse_mentoring.words.papers import Side, Trained
from reverse_mentoring.words.settings import RhythmSettings
from review_cohorts import START, Row, day, healthy, ids, reviewed, session

TRAINING = {"mentor": 120, "mentee": 60, "line manager": 15}
NONE = AgreementChoices()


def form(pair: int, who: str, **said: Any) -> Row:
    return {**ids(pair), "who": who, "answered_on": day(6), **said}


def summary(forms: list[Row], *, pairs: int = 3) -> ClosingSummary:
    return closing_summary(*reviewed(healthy(pairs=pairs) | {"closings": forms}))


def hours(rows: dict[str, list[Row]], choices: AgreementChoices = NONE, **more: Any) -> dict[str, float]:
    table = learning_hours(*reviewed(rows, **more), choices, training=TRAINING)
    return dict(zip(table["person_id"], table["hours"], strict=True))


def test_hours_are_sessions_that_took_place() -> None:
    """Six sessions of an hour for each of the two; cancelled and missed ones, and those to come, count for nothing."""
    rows = healthy(pairs=2)
    rows["sessions"][:3] = [session(1, 1, "cancelled"), session(1, 2, "missed"), session(1, 3, "moved")]

    assert hours(rows) == {"M1": 3.0, "M2": 6.0, "N1": 3.0, "N2": 6.0}
    assert hours(healthy(pairs=1), as_of=day(2)) == {"M1": 2.0, "N1": 2.0}


def test_hours_follow_the_length_that_was_agreed() -> None:
    """The rhythm of step 3, and what both of a pair asked for, go before programme.toml."""
    rhythm = AgreementChoices(rhythm=RhythmSettings(minutes=45))
    own = tuple(Side(mentor_id="M1", mentee_id="N1", who=who, minutes=30) for who in ("mentor", "mentee"))

    assert hours(healthy(pairs=1), rhythm) == {"M1": 4.5, "N1": 4.5}
    assert hours(healthy(pairs=2), AgreementChoices(sides=own))["M1"] == 3.0
    assert hours(healthy(pairs=2), AgreementChoices(sides=own))["M2"] == 6.0


def test_training_counts_once_it_is_done_and_in_its_role() -> None:
    """A booking, and a training for line managers, add nothing."""
    rows = healthy(pairs=1) | {"training": [{"person_id": "N1", "track": "line manager", "done_on": START}]}
    done = AgreementChoices(trained=(Trained(person_id="M1", track="mentor", on=START),))
    booked = AgreementChoices(trained=(Trained(person_id="M1", track="mentor", on=dt.date(2027, 1, 1)),))

    assert hours(rows, done) == {"M1": 8.0, "N1": 6.0}
    assert hours(rows, booked) == {"M1": 6.0, "N1": 6.0}


def test_nobody_is_certified_who_never_met() -> None:
    """A pair without a session has nothing to show, whatever it planned."""
    rows = healthy(pairs=2) | {"sessions": [session(1, 1), session(2, 1, "cancelled")]}

    assert set(hours(rows)) == {"M1", "N1"}


def test_mentor_of_two_has_the_sessions_of_both() -> None:
    """Sessions and topics of both pairs, in order of time; sensitive topics stay out."""
    rows = healthy(pairs=1, sessions=1)
    rows["pairs"] = [{**ids(1), "topics": ("ai", "belonging")},
                     {"mentor_id": "M1", "mentee_id": "N2", "topics": ("video",)}]  # fmt: skip
    rows["sessions"] = [session(1, 2), session(1, 1) | {"mentee_id": "N2"}]
    topics = pd.DataFrame({"topic_id": ["ai", "belonging", "video"], "name": "", "sensitive": [False, True, False]})
    there, pairs = reviewed(rows)
    mentor = learned(replace(there, topics=topics), pairs, NONE, training=TRAINING)[0]

    assert mentor.sessions == ((day(1), 60), (day(2), 60))
    assert set(mentor.topics) == {"ai", "video"}
    assert mentor.minutes == 120


def test_forms_are_counted_by_person() -> None:
    """What somebody left blank is in no denominator; those who are silent are in everybody."""
    found = summary([
        form(1, "mentor", again=True, recommend=9, onwards="end", disadvantage=False),
        form(1, "mentee", again=False, recommend=6),
        form(2, "mentor", recommend=7, disadvantage=True),
        form(3, "mentee", again=True, answered_on=day(50)),
    ])  # fmt: skip

    assert (found.everybody, found.answered) == (6, 3)
    assert (found.again, found.disadvantage) == ((1, 2), (1, 2))
    assert found.recommend == {"0–6": 1, "7–8": 1, "9–10": 1}
    assert found.onwards == {"end": 1, "continue informally": 0, "continue formally": 0, "new partner": 0}
    assert "1 of 2 people would take part again." in found.sentences
    assert "2 of 6 people answered. Whatever the other 4 would have said, the count is 1 to 5 of 6." in found.sentences


def test_nothing_is_said_before_anybody_answered() -> None:
    """An empty cohort and one that is silent."""
    assert summary([]).sentences == ("None of 6 people has answered the closing form yet.",)
    assert summary([]).for_others(5)[0].startswith("Too few people")
    assert closing_summary(*reviewed({})).everybody == 0


@pytest.mark.parametrize(("k", "n", "told"), [
    (23, 28, "23 of 28 people."), (24, 28, "At least 24 of 28 people."), (28, 28, "At least 24 of 28 people."),
    (0, 28, "Fewer than 5 of 28 people."), (4, 28, "Fewer than 5 of 28 people."), (5, 28, "5 of 28 people."),
    (4, 9, ""), (5, 10, "5 of 10 people."),
])  # fmt: skip
def test_counts_for_others_never_single_out_a_few(k: int, n: int, told: str) -> None:
    """A count and what is left of it are at least five, or told as a bound that also stands for none."""
    assert told_of((k, n), "people", 5) == told


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 30), st.integers(0, 30), st.integers(5, 12))
def test_what_others_read_is_the_same_within_a_small_group(k: int, other: int, least: int) -> None:
    """Two counts that are both below the smallest group, on the same side, give the same sentence."""
    n = 30
    same_side = max(k, other) < least or min(k, other) > n - least

    if same_side:
        assert told_of((k, n), "people", least) == told_of((other, n), "people", least)
    elif k != other:
        assert told_of((k, n), "people", least) != told_of((other, n), "people", least)


def test_spread_of_answers_is_kept_back_where_one_count_is_small() -> None:
    """Three detractors of thirty are not shown to others, and neither are the two other counts beside them."""
    full = ClosingSummary(30, 30, (30, 30), (0, 30), {"0–6": 3, "7–8": 14, "9–10": 13}, {"end": 30})
    told = " ".join(full.for_others(5))

    assert "14" not in told
    assert "end: 30" in told
    assert full.recommend["7–8"] == 14


def test_thanks_and_guides_only_with_a_yes() -> None:
    """Silence is a no, no in one of two forms is a no, and whoever left does not guide."""
    rows = healthy(pairs=4)
    rows["roster"][0]["left_date"] = day(2)
    rows["closings"] = [
        form(1, "mentor", thanked_by_name=True, guides=True), form(1, "mentee", thanked_by_name=True, guides=False),
        form(2, "mentor"), form(2, "mentee", thanked_by_name=False, guides=True),
        form(3, "mentor", thanked_by_name=True), {**form(4, "mentor"), "mentor_id": "M3", "thanked_by_name": False},
    ]  # fmt: skip
    there, _ = reviewed(rows)

    assert list(recognised(there)["person_id"]) == ["M1", "N1"]
    assert list(guides(there)["person_id"]) == ["N2"]
    assert list(recognised(there).columns) == ["person_id", "role", "name"]


def test_disadvantage_is_for_the_programme_manager_alone() -> None:
    """It stands in its own table with the words, and in no sentence."""
    rows = healthy() | {"closings": [form(1, "mentor", disadvantage=True, which_disadvantage="token-4711")]}
    there, pairs = reviewed(rows)
    found = closing_summary(there, pairs)

    assert list(disadvantages(there)["which"]) == ["token-4711"]
    assert "token-4711" not in " ".join((*found.sentences, *found.for_others(5), *close_ready(there, pairs)))


def test_what_is_open_before_closing_is_said() -> None:
    """Active pairs, forms, goals, levels and focus groups; nothing once all is there."""
    rows = healthy(pairs=2)
    open_points = close_ready(*reviewed(rows))
    ended = [{**row, "state": "completed", "ended": day(6)} for row in rows["pairs"]]
    done = rows | {
        "pairs": ended,
        "closings": [form(i, who) for i in (1, 2) for who in ("mentor", "mentee")],
        "progress": [{"person_id": "N1", "topic_id": "ai", "proficiency": 3, "rated_on": day(6)}],
        "focus_notes": [{"group": "g", "held_on": day(6), "theme": "t", "kind": "helps", "people": 6}],
    }

    assert open_points == (
        "2 pairs are still active: write down how each ends.",
        "4 of 4 people have not answered the closing form.",
        "Nobody was asked again where they are in the topics: no change of level can be shown.",
        "No focus group is written down: ask a group of each side what helped and what hindered.",
    )
    assert close_ready(*reviewed(done)) == ()
    assert close_ready(*reviewed(done | {"goals": []})) == ("2 pairs are without a goal level of the last six weeks.",)
    assert close_ready(*reviewed({})) == ("There are no pairs: nothing to close.",)

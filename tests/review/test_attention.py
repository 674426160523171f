"""Each rule of attention speaks exactly where it should; nothing else changes the list."""

import datetime as dt
import random
from collections.abc import Iterable
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.decide.attention import COLUMNS, attention
from reverse_mentoring.words.settings import ReviewSettings, RhythmSettings, Settings
from review_cohorts import GOOD, START, Row, day, healthy, ids, pulse, reviewed, session

STATUS = {"h": "held", "m": "missed", "c": "cancelled", "v": "moved"}
FEW = settings(deadline=None, max_examples=6)
"""Each example is a whole cohort with many pairs."""


def expected(text: str) -> dict[str, str]:
    """“this=red that=-” as a table: what a pair went through → what the rule says of it (“-”: nothing)."""
    told = dict(cell.split("=") for cell in text.split())
    return {history: "" if level == "-" else level for history, level in told.items()}


def of_histories(histories: Iterable[str]) -> dict[str, list[Row]]:
    """A cohort with one pair per history, which has one letter a session; content and with goals otherwise."""
    told = list(histories)
    rows = healthy(pairs=len(told), sessions=max(map(len, told)))
    rows["sessions"] = [
        session(pair, number, STATUS[letter])
        for pair, history in enumerate(told, start=1)
        for number, letter in enumerate(history, start=1)
    ]
    return rows


def levels(rule: str, rows: dict[str, list[Row]], **more: Any) -> list[str]:
    """What the rule says of each pair, the first one first: red, amber or nothing."""
    found = attention(*reviewed(rows, **more))
    told = found[found["rule"] == rule].set_index("mentor_id")["level"]
    assert told.index.is_unique
    return [str(told.get(f"M{pair}", "")) for pair in range(1, len(rows["pairs"]) + 1)]


def level(rule: str, rows: dict[str, list[Row]], **more: Any) -> str:
    """What the rule says of the first pair."""
    return levels(rule, rows, **more)[0]


def after_last(rows: dict[str, list[Row]], days: int) -> dt.date:
    last: dt.date = max(row["planned_on"] for row in rows["sessions"])
    return last + dt.timedelta(days)


@pytest.mark.parametrize(("days", "table"), [
    (3, "hhhhhh=- hhhhhm=- hhhhmm=red hhhhcm=red hhhhvm=red hhhmhm=- mm=red"),
    (31, "hhhhhh=- hhhhhm=red"),
    (32, "hhhhhh=amber"),
    (42, "hhhhhh=amber"),
    (43, "hhhhhh=red"),
])  # fmt: skip
def test_r1_tells_how_long_a_pair_has_not_met(days: int, table: str) -> None:
    """Amber above 1.5 cadences since the last session, red above 2 or when two in a row did not take place."""
    told = expected(table)
    rows = of_histories(told)

    assert levels("R1", rows, as_of=after_last(rows, days)) == list(told.values())


@pytest.mark.parametrize(("days", "told"), [(20, ""), (21, ""), (22, "amber"), (35, "amber"), (36, "red")])
def test_r2_tells_who_never_started(days: int, told: str) -> None:
    """Amber after one cadence without a first session, red after five thirds of it."""
    rows = healthy() | {"sessions": [session(2, 1)], "pulses": []}

    assert levels("R2", rows, as_of=START + dt.timedelta(days)) == [told, "", told]


def test_r2_believes_a_pulse_that_says_they_met() -> None:
    """A pair without attendance that answers about a session held has started."""
    rows = healthy() | {"sessions": [session(2, 1)], "pulses": [pulse(1, 1)]}

    assert levels("R2", rows, as_of=START + dt.timedelta(50)) == ["", "", "red"]


def test_nothing_recorded_is_no_alarm() -> None:
    """Where nobody's sessions, pulses, goals or agreements are recorded, no pair is blamed for it."""
    rows = {"roster": healthy()["roster"], "pairs": [{**ids(1), "started": START}]}

    assert attention(*reviewed(rows, as_of=START + dt.timedelta(100))).empty


def test_r3_tells_low_attendance() -> None:
    """Below 75 % amber, below 60 % red, from three sessions due on; the limits themselves are fine."""
    told = expected("hm=- hhhm=- hhm=amber hmhmh=amber hmhm=red mhmmhh=red")

    assert levels("R3", of_histories(told)) == list(told.values())


@pytest.mark.parametrize(("days", "table"), [
    (3, "aaaaaa/aaaa..=-"),
    (10, """aaaaaa/aaaaaa=-    aaaaaa/aaaaa.=-   aaaaaa/aaaa..=amber aaa.../aaaaaa=red
            aaaaa./aaaa..=amber aaaa../aaaa..=red aaaaaa/a...a.=-     aaaaaa/......=red"""),
])  # fmt: skip
def test_r4_tells_who_does_not_answer(days: int, table: str) -> None:
    """Mentor/mentee: two sessions in a row without an answer from one side amber; three, or two from both, red."""
    told = expected(table)
    rows = healthy(pairs=len(told))
    rows["pulses"] = [
        pulse(pair, number, who)
        for pair, marks in enumerate(told, start=1)
        for who, answered in zip(("mentor", "mentee"), marks.split("/"), strict=True)
        for number, mark in enumerate(answered, start=1)
        if mark == "a"
    ]

    assert levels("R4", rows, as_of=after_last(rows, days)) == list(told.values())


def test_r4_is_silent_before_the_first_pulse_of_the_cohort() -> None:
    """Sessions held before anybody was asked do not count as silence."""
    rows = healthy() | {"pulses": [pulse(2, 6)]}

    assert level("R4", rows, as_of=after_last(rows, 10)) == ""


def test_r5_tells_who_does_not_feel_safe() -> None:
    """A low answer counts for two cadences, and on as long as it is the person's last one."""
    told = expected("555554=- 555553=amber 555552=red 555525=red 525555=- 5552=red")
    rows = healthy(pairs=len(told))
    rows["pulses"] = [
        pulse(pair, number, say=int(points))
        for pair, answers in enumerate(told, start=1)
        for number, points in enumerate(answers, start=1)
    ]

    assert levels("R5", rows) == list(told.values())


def test_r6_tells_a_sudden_drop() -> None:
    """Two points less on any statement, or any fall to 1, from one answer to the next of the same person."""
    told = expected("4444>4444=- 4444>3333=- 4444>2444=red 5555>5553=red 2444>1444=red 1444>1444=- 1444>4444=-")
    rows = healthy(pairs=len(told))
    rows["pulses"] = [
        pulse(pair, number, "mentor", **dict(zip(GOOD, map(int, points), strict=True)))
        for pair, answers in enumerate(told, start=1)
        for number, points in enumerate(answers.split(">"), start=5)
    ]

    assert levels("R6", rows) == list(told.values())


@pytest.mark.parametrize("lacks", ["agreement", "goal"])
def test_r8_tells_who_has_no_agreement_or_goal(lacks: str) -> None:
    """Amber when the second session has been due, red when the fourth has, where others have theirs."""
    told = expected("h=- hh=amber hhh=amber hhhh=red")
    rows = of_histories([*told, "hhhh"])
    if lacks == "goal":
        rows["goals"] = rows["goals"][len(told) :]
    else:
        rows["pairs"] = [row | {"agreed_on": None} for row in rows["pairs"][: len(told)]] + rows["pairs"][len(told) :]

    assert levels("R8", rows) == [*told.values(), ""]


@pytest.mark.parametrize(("days", "told"), [(182, ""), (183, "amber"), (273, "amber"), (274, "red")])
def test_r9_tells_a_stuck_goal(days: int, told: str) -> None:
    """Level −2 from half of the time on is amber, from three quarters on red; level −1 is on its way."""
    rows = healthy(pairs=2)
    rows["goals"] = [row | {"level": at} for row, at in zip(rows["goals"], (-2, -1), strict=True)]

    assert levels("R9", rows, as_of=START + dt.timedelta(days)) == [told, ""]


CHANGES: dict[str, tuple[str, dict[str, Row]]] = {
    "nothing": ("", {}),
    "other manager": ("", {"M1": {"manager_id": "N2"}}),
    "manager": ("red", {"M1": {"manager_id": "N1"}}),
    "manager's manager": ("red", {"M1": {"manager_id": "M2"}, "M2": {"manager_id": "N1"}}),
    "mentor above": ("red", {"N1": {"manager_id": "M1"}}),
    "dotted line": ("red", {"M1": {"dotted_line_ids": ("N1",)}}),
    "dotted line to somebody below": ("red", {"M1": {"dotted_line_ids": ("M3",)}, "M3": {"manager_id": "N1"}}),
    "left": ("red", {"N1": {"left_date": day(6)}}),
    "will leave": ("amber", {"N1": {"left_date": day(9)}}),
    "one team": ("amber", {"N1": {"team": "team M1"}}),
    "not in the roster": ("red", {"N1": {"person_id": "X"}}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_r10_tells_a_changed_roster(change: str) -> None:
    """A reporting line of any kind between the two, or a departure, is red; a coming one and one team are amber."""
    told, changed = CHANGES[change]
    people, pairs = healthy()["roster"], healthy()["pairs"]
    rows = {"roster": [row | changed.get(row["person_id"], {}) for row in people], "pairs": pairs}

    assert level("R10", rows, as_of=day(6) + dt.timedelta(3)) == told


def test_r11_tells_who_asked_for_a_call() -> None:
    """Red for two cadences after somebody asked, and the one who asked is called."""
    rows = healthy()
    rows["pulses"] += [pulse(pair, asked, "mentor", call=True) | {"answered_on": day(asked)}
                       for pair, asked in ((1, 6), (2, 5), (3, 2))]  # fmt: skip

    assert levels("R11", rows) == ["red", "red", ""]
    assert list(attention(*reviewed(rows))["person_id"]) == ["M1", "M2"]


def test_thresholds_and_cadence_come_from_the_settings() -> None:
    """A cohort that meets every six weeks is not late after five; a stricter programme hears earlier."""
    rows = healthy()
    there, pairs = reviewed(rows, as_of=after_last(rows, 35))
    strict = Settings(review=ReviewSettings(late_amber=0.5, late_red=1.0))

    assert "R1" in set(attention(there, pairs)["rule"])
    assert "R1" not in set(attention(there, pairs, rhythm=RhythmSettings(weeks_between=6))["rule"])
    assert level("R1", rows, as_of=after_last(rows, 22), settings=strict) == "red"


def test_red_comes_first_then_the_longest_silence() -> None:
    """The list is in the order in which to call."""
    rows = healthy()
    held = {"M1": 5, "M2": 3, "M3": 4}
    rows["sessions"] = [row for row in rows["sessions"] if row["number"] <= held[row["mentor_id"]]]
    found = attention(*reviewed(rows, as_of=day(5) + dt.timedelta(40)))
    late = found[found["rule"] == "R1"]

    assert list(late["mentor_id"]) == ["M2", "M3", "M1"]
    assert list(found["level"]) == sorted(found["level"], reverse=True)
    assert list(found.columns) == COLUMNS


def test_one_row_per_rule_and_pair_names_both_sides() -> None:
    """Where both asked for a call there is one row, and the mentee is called first."""
    rows = healthy(sessions=2)
    rows["pulses"] = [pulse(1, 2, who, call=True) for who in ("mentor", "mentee")]
    found = attention(*reviewed(rows))

    assert list(found["rule"]) == ["R11"]
    assert found["person_id"][0] == "N1"
    assert "mentor" in found["why"][0]


@FEW
@given(pairs=st.integers(1, 9), sessions=st.integers(1, 17), days=st.integers(0, 21))
def test_a_healthy_cohort_needs_no_attention(pairs: int, sessions: int, days: int) -> None:
    """Pairs that meet, answer well and have goals are never listed."""
    rows = healthy(pairs=pairs, sessions=sessions)

    assert attention(*reviewed(rows, as_of=day(sessions) + dt.timedelta(days))).empty


HISTORIES = st.lists(st.text("hmcv", min_size=2, max_size=9), min_size=1, max_size=12)


@FEW
@given(histories=HISTORIES, last=st.text("mcv", min_size=2, max_size=2))
def test_two_missed_in_a_row_are_always_listed(histories: list[str], last: str) -> None:
    """Whatever happened before, a pair that missed its last two sessions is red."""
    rows = of_histories([history + last for history in histories])

    assert set(levels("R1", rows)) == {"red"}


@FEW
@given(histories=HISTORIES, state=st.sampled_from(["completed", "completed early", "ended", "withdrawn", "left"]))
def test_pairs_that_are_over_are_never_listed(histories: list[str], state: str) -> None:
    """Nobody is called about a pair that has ended."""
    rows = of_histories(["mmmm", *histories])
    rows["pairs"] = rows["pairs"][:1] + [row | {"state": state, "ended": day(9)} for row in rows["pairs"][1:]]

    assert set(attention(*reviewed(rows, as_of=day(12)))["mentor_id"]) == {"M1"}


@FEW
@given(histories=HISTORIES, seed=st.integers(0, 99))
def test_row_order_does_not_matter(histories: list[str], seed: int) -> None:
    """The same rows in any order give the same list."""
    rows = of_histories(histories)
    mixed = {name: random.Random(seed).sample(each, len(each)) for name, each in rows.items()}

    pd.testing.assert_frame_equal(attention(*reviewed(rows)), attention(*reviewed(mixed)))

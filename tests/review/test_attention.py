"""Each rule that looks at a pair speaks exactly where it should."""

import datetime as dt
import random
from collections.abc import Iterable
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.decide.review.attention import attention
from reverse_mentoring.words.settings import ReviewSettings, Settings
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
    (10, """aaaaaa/aaaaaa=-    aaaaaa/aaaaa.=-   aaaaaa/aaaa..=amber aaa.../aaaaaa=amber
            aaaaa./aaaa..=amber aaaa../aaaa..=red aaaaaa/a...a.=-     aaaaaa/......=amber"""),
])  # fmt: skip
def test_r4_tells_who_does_not_answer(days: int, table: str) -> None:
    """Mentor/mentee: two sessions in a row without an answer from one side are amber, from both red."""
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


def rated(answers: str, *, pair: int, who: str = "mentor", first: int = 5) -> list[Row]:
    """“4444>2444”: the answers to worth, say, both, next after one session and the next."""
    return [
        pulse(pair, number, who, **dict(zip(GOOD, map(int, points), strict=True)))
        for number, points in enumerate(answers.split(">"), start=first)
    ]


def test_r6_tells_a_sudden_drop() -> None:
    """Two points less on one statement is amber; on two statements at once, or any fall to 1, red."""
    told = expected("""4444>4444=- 4444>3333=- 4444>2444=amber 5555>5553=amber 5555>5533=red 2444>1444=red
                       1444>1444=- 1444>4444=- 5555>3333>3333=-""")
    rows = healthy(pairs=len(told))
    rows["pulses"] = [row for pair, answers in enumerate(told, start=1) for row in rated(answers, pair=pair, first=4)]

    assert levels("R6", rows) == list(told.values())


def test_r6_takes_the_later_of_two_answers_on_one_session() -> None:
    """Who answers twice between two sessions is compared by the later answer; R5 still hears the low one."""
    rows = healthy(pairs=1)
    rows["pulses"] = [
        pulse(1, 5), pulse(1, 6, say=1), pulse(1, 6) | {"answered_on": day(6) + dt.timedelta(2)},
    ]  # fmt: skip

    assert level("R6", rows) == ""
    assert level("R5", rows) == "red"


@pytest.mark.parametrize(("mentor", "mentee", "told"), [
    ("4444>4444", "4444>4444", ""),
    ("5555>4444", "3533>3534", ""),
    ("5555>4444", "3533>3533", "amber"),
    ("5555>5555>5555", "5555>2533>2533", "amber"),
    ("4444>4444", "2525", ""),
    ("4444>4424", "4444>4424", ""),
    ("4424>4424", "4444>4444", "red"),
    ("4424>4424>4444", "4444>4444>4444", ""),
])  # fmt: skip
def test_r7_tells_who_gets_little(mentor: str, mentee: str, told: str) -> None:
    """Over two pulses: means of worth, both, next 1.5 apart are amber; 2 or less on “we both learned” twice is red."""
    rows = healthy(pairs=1)
    rows["pulses"] = rated(mentor, pair=1, first=4) + rated(mentee, pair=1, who="mentee", first=4)

    assert level("R7", rows) == told


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


def test_r11_tells_who_asked_for_a_call() -> None:
    """Red for two cadences after somebody asked, and the one who asked is called."""
    rows = healthy()
    rows["pulses"] += [pulse(pair, asked, "mentor", call=True) | {"answered_on": day(asked)}
                       for pair, asked in ((1, 6), (2, 5), (3, 2))]  # fmt: skip

    assert levels("R11", rows) == ["red", "red", ""]
    assert list(attention(*reviewed(rows))["person_id"]) == ["M1", "M2"]


THRESHOLDS: dict[str, tuple[ReviewSettings, dict[str, list[Row]]]] = {
    "R1": (ReviewSettings(late_amber=0.1), {}),
    "R2": (ReviewSettings(start_amber=0.1), {"sessions": [session(2, 1)], "pulses": []}),
    "R3": (
        ReviewSettings(attendance_amber=1),
        {"sessions": [session(1, n, STATUS[s]) for n, s in enumerate("hmhhh", 1)]},
    ),
    "R4": (ReviewSettings(silent_amber=1), {"pulses": [pulse(1, 5), *(pulse(1, n, "mentor") for n in (5, 6))]}),
    "R5": (ReviewSettings(safety_amber=5), {}),
    "R6": (ReviewSettings(drop=1), {"pulses": [pulse(1, 5, worth=5), pulse(1, 6)]}),
    "R7": (
        ReviewSettings(one_sided=0.5),
        {"pulses": rated("4455>4455", pair=1) + rated("4433>4433", pair=1, who="mentee")},
    ),
}


@pytest.mark.parametrize("rule", THRESHOLDS)
def test_thresholds_come_from_the_settings(rule: str) -> None:
    """What is fine by the usual thresholds is amber in a stricter programme."""
    strict, changed = THRESHOLDS[rule]
    rows = healthy() | changed
    day_of = START + dt.timedelta(15) if rule == "R2" else after_last(rows, 8)

    assert level(rule, rows, as_of=day_of) == ""
    assert level(rule, rows, as_of=day_of, settings=Settings(review=strict)) == "amber"


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

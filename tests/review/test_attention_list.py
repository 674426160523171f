"""The list of whom to call: its order, whom to call first, what to say, and the sign of the programme."""

import datetime as dt
import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.decide.review.attention import (
    COLUMNS,
    FIRST,
    PROGRAMME_ACTION,
    PROGRAMME_SENTENCE,
    attention,
    by_chance,
    programme_sign,
)
from reverse_mentoring.decide.review.attention_rules import RULES
from reverse_mentoring.decide.review.review import ITEMS
from reverse_mentoring.store.content import false_alarms, risk_rules
from reverse_mentoring.words.settings import ReviewSettings, RhythmSettings, Settings
from review_cohorts import GOOD, START, Row, day, healthy, ids, pulse, reviewed, session

UNLUCKY = settings(deadline=None, max_examples=15)


def troubled() -> dict[str, list[Row]]:
    """Seven pairs, each with other troubles, so that every rule but R2 speaks."""
    rows = healthy(pairs=7)
    off = {"status": "cancelled", "cancelled_by": "mentee"}
    rows["sessions"] = [r | off if r["mentor_id"] == "M1" and r["number"] >= 4 else r for r in rows["sessions"]]
    rows["pulses"] = [r for r in rows["pulses"] if r["mentor_id"] not in ("M2", "M3", "M4")]
    rows["pulses"] += [pulse(3, 6, "mentor", say=1, call=True)]
    rows["pulses"] += [pulse(4, n, who, **dict.fromkeys(GOOD, 4 - 3 * (who == "mentor" and n == 6)))
                       for n in (5, 6) for who in ("mentor", "mentee")]  # fmt: skip
    rows["pulses"] += [pulse(4, 6, "mentor", both=1) | {"answered_on": day(5)}]
    rows["roster"] = [r | {"manager_id": "N5"} if r["person_id"] == "M5" else r for r in rows["roster"]]
    rows["pairs"] = [r | {"agreed_on": None} if r["mentor_id"] == "M6" else r for r in rows["pairs"]]
    rows["goals"] = [r | {"level": -2} if r["mentor_id"] == "M7" else r for r in rows["goals"]]
    return rows


def test_thresholds_are_relative_to_the_agreed_rhythm() -> None:
    """A cohort that meets every six weeks is not late after five."""
    there, pairs = reviewed(healthy(), as_of=day(6) + dt.timedelta(35))

    assert "R1" in set(attention(there, pairs)["rule"])
    assert "R1" not in set(attention(there, pairs, rhythm=RhythmSettings(weeks_between=6))["rule"])


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


def test_urgent_rules_come_before_longer_silence() -> None:
    """Of two red ones, a wish for a call, then a low safety answer, then a changed roster come first."""
    rows = healthy(pairs=4)
    rows["sessions"] = [r for r in rows["sessions"] if r["mentor_id"] != "M1" or r["number"] <= 3]
    rows["roster"] = [r | {"manager_id": "N2"} if r["person_id"] == "M2" else r for r in rows["roster"]]
    rows["pulses"] += [pulse(3, 7, say=2), pulse(4, 7, call=True)]
    found = attention(*reviewed(rows, as_of=day(7) + dt.timedelta(5)))
    red = found[found["level"] == "red"]

    assert list(red["rule"]) == [*FIRST[:4]]
    assert list(red["mentor_id"]) == ["M4", "M3", "M2", "M1"]


@pytest.mark.parametrize(("by", "said", "first"), [
    ("mentee", "The mentee (senior) called off the last one.", "N1"),
    ("mentor", "The mentor (junior) called off the last one.", "M1"),
    ("both", "Both called off the last one.", "N1"),
    ("", "", "N1"),
])  # fmt: skip
def test_who_called_off_last_is_called_first(by: str, said: str, first: str) -> None:
    """The reason names the side that called off; without one, the mentee (senior) is called."""
    rows = healthy(pairs=1)
    rows["sessions"][4:] = [session(1, n, "cancelled", cancelled_by=by) for n in (5, 6)]
    found = attention(*reviewed(rows)).set_index("rule").loc["R1"]

    assert found["why"].endswith(said or ").")
    assert found["person_id"] == first


def test_a_session_held_since_is_not_called_off() -> None:
    """Only the last session due counts: who called off an earlier one is not mentioned."""
    rows = healthy(pairs=1)
    rows["sessions"][4] = session(1, 5, "cancelled", cancelled_by="mentor")
    found = attention(*reviewed(rows, as_of=day(6) + dt.timedelta(40)))

    assert list(found["person_id"]) == ["N1"]
    assert "called off" not in found["why"][0]


def test_no_sentence_names_anybody() -> None:
    """Reasons, first sentences and chances say mentor and mentee; names and ids stand in columns of their own."""
    rows = troubled()
    rows["roster"] = [r | {"name": f"Planted{r['person_id']}"} for r in rows["roster"]]
    found = attention(*reviewed(rows, as_of=START + dt.timedelta(300)), chances=false_alarms())
    text = " ".join(found[["why", "first_action", "first_sentence", "by_chance"]].to_numpy().ravel())

    assert set(found["rule"]) == {rule.rule_id for rule in RULES} - {"R2"}
    assert not re.search(r"Planted|\b[MN]\d", text)


def test_first_sentences_quote_no_answer() -> None:
    """What is said first holds no figure and no statement of the pulse, so that nothing private slips out."""
    for sentence in [PROGRAMME_SENTENCE, *(rule.first_sentence for rule in RULES)]:
        assert not re.search(r"\d", sentence)
        assert not any(item in sentence for item in ITEMS.values())


def test_the_rules_are_those_of_the_table() -> None:
    """content/risk_rules.csv lists R1–R12 with the same first actions and sentences as the code."""
    table = risk_rules()
    ours = [(rule.rule_id, rule.first_action, rule.first_sentence) for rule in RULES]
    listed = table[["rule_id", "first_action", "first_sentence"]].itertuples(index=False, name=None)

    assert list(listed) == [*ours, ("R12", PROGRAMME_ACTION, PROGRAMME_SENTENCE)]


@pytest.mark.parametrize(("share", "said"), [
    (0.0247, "in a healthy cohort about 1 in 40 pairs a month"),
    (0.2229, "in a healthy cohort about 1 in 4 pairs a month"),
    (0.0026, "in a healthy cohort about 1 in 380 pairs a month"),
    (0.0, "in a healthy cohort fewer than 1 in 1,000 pairs a month"),
    (None, ""),
])  # fmt: skip
def test_chance_is_said_as_one_in_so_many(share: float | None, said: str) -> None:
    """Two figures at most; nothing where no figure is known."""
    assert by_chance("R6", "red", {} if share is None else {("R6", "red"): share}) == said


def test_chances_hold_for_the_usual_thresholds_only() -> None:
    """With thresholds of one's own the simulated chances are not told; without chances there are none to tell."""
    rows = troubled()
    usual, own = (reviewed(rows, settings=Settings(review=r)) for r in (ReviewSettings(), ReviewSettings(drop=1)))
    told = attention(*usual, chances=false_alarms()).set_index("rule")["by_chance"]

    assert told["R1"].startswith("in a healthy cohort about 1 in ")
    assert set(attention(*own, chances=false_alarms())["by_chance"]) == {""}
    assert set(attention(*usual)["by_chance"]) == {""}


def sign(red: int, amber: int = 0, *, pairs: int = 10, departments: int = 10) -> tuple[str, str]:
    """Level and sentence of the programme for pairs of which the first so many are red, the next amber by two rules."""
    rows = healthy(pairs=pairs)
    rows["roster"] = [r | {"department": f"D{i // 2 % departments}"} for i, r in enumerate(rows["roster"])]
    there, of = reviewed(rows)
    listed = [("R3", "red", *ids(pair).values()) for pair in range(1, red + 1)]
    listed += [(rule, "amber", *ids(red + pair).values()) for pair in range(1, amber + 1) for rule in ("R4", "R6")]
    alarms = pd.DataFrame(listed, columns=["rule", "level", "mentor_id", "mentee_id"], dtype="str")
    found = programme_sign(alarms, of, there)
    return (found.level, found.why) if found else ("", "")


@pytest.mark.parametrize(("red", "amber", "level"), [(0, 0, ""), (2, 0, ""), (3, 0, "red"), (0, 2, ""), (1, 2, "amber"),
                                                     (0, 3, "amber"), (4, 6, "red")])  # fmt: skip
def test_r12_tells_that_many_pairs_have_signs(red: int, amber: int, level: str) -> None:
    """More than a quarter of ten pairs: red where they are red, amber where they are red or amber by two rules."""
    assert sign(red, amber)[0] == level


def test_r12_tells_three_red_pairs_of_one_department() -> None:
    """Three of thirty are no quarter, but a matter of the programme if one department has a part in all of them."""
    assert sign(3, pairs=30, departments=30) == ("", "")
    assert sign(3, pairs=30, departments=1) == (
        "red", "3 of 30 pairs need a call. 3 of them have somebody of the same department."
    )  # fmt: skip


def test_r12_says_nothing_of_few_pairs() -> None:
    """Counts of fewer than five pairs would point at them."""
    assert sign(4, pairs=4) == ("", "")


@UNLUCKY
@given(red=st.integers(0, 12), amber=st.integers(0, 12), pairs=st.integers(1, 24))
def test_r12_only_grows_with_the_number_of_red_pairs(red: int, amber: int, pairs: int) -> None:
    """One more red pair never makes the sign milder, and the sentence counts all pairs."""
    red, amber = min(red, pairs - 1), min(amber, pairs - 1 - min(red, pairs - 1))
    order = ["", "amber", "red"]
    before, after = sign(red, amber, pairs=pairs), sign(red + 1, amber, pairs=pairs)

    assert order.index(before[0]) <= order.index(after[0])
    assert not after[1] or f" of {pairs} pairs" in after[1]

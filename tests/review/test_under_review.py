"""The cohort as the review knows it: rows typed in, endings, new pairs; the same pairs in every step."""

import datetime as dt
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from reverse_mentoring.decide.matching.board import board
from reverse_mentoring.decide.matching.explaining import pairing
from reverse_mentoring.decide.matching.matching import settled_pairs, solve
from reverse_mentoring.decide.matching.proof import proof
from reverse_mentoring.decide.proving.checker import broken
from reverse_mentoring.decide.review.review import pairs_under_review
from reverse_mentoring.decide.review.under_review import not_begun, under_review
from reverse_mentoring.words.choices import MatchingChoices, ReviewChoices
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.reviewing import Ending, Entry, RePair
from reverse_mentoring.words.tables import PAIRS, TABLES, table
from review_cohorts import START, cohort, day, healthy, ids
from small_cohorts import random_cohort

TODAY = day(6) + dt.timedelta(3)
SECRET = "planted-reason-7421"


def ending(pair: int, state: str = "ended", on: dt.date = TODAY, reason: str = "") -> Ending:
    return Ending.model_validate({**ids(pair), "state": state, "on": on, "reason": reason})


def anew(mentor: int, mentee: int, on: dt.date = TODAY, weeks: int = 2) -> RePair:
    starts = on + dt.timedelta(weeks=weeks)
    return RePair(mentor_id=f"M{mentor}", mentee_id=f"N{mentee}", on=on, starts=starts)


def typed(name: str, **values: Any) -> Entry:
    return Entry.model_validate({"table": name, "values": values})


def states(of: Cohort) -> dict[tuple[str, str], str]:
    rows = of.pairs.to_dict("records")
    return {(row["mentor_id"], row["mentee_id"]): row["state"] for row in rows}


def test_without_anything_written_down_it_is_the_very_same_cohort() -> None:
    """Calls, insights and lessons change nothing of what is known, and cost nothing."""
    there = cohort(healthy())

    assert under_review(there, ReviewChoices(lessons=("Start earlier.",)), [("M9", "N9")]) is there


def test_a_typed_row_replaces_the_one_of_the_file_with_its_key() -> None:
    """Session 2 was missed after all; the last word counts, and all else stays as it was."""
    there = cohort(healthy(pairs=2, sessions=3))
    wrong, right = (
        typed("sessions", **ids(1), number=2, planned_on=day(2).isoformat(), status=status)
        for status in ("cancelled", "missed")
    )
    found = under_review(there, ReviewChoices(entries=(wrong, right))).sessions

    row = found[(found["mentor_id"] == "M1") & (found["number"] == 2)]
    assert row["status"].tolist() == ["missed"]
    assert len(found) == len(there.sessions)
    assert found.dtypes.equals(there.sessions.dtypes)
    others = there.sessions[(there.sessions["mentor_id"] != "M1") | (there.sessions["number"] != 2)]
    assert_frame_equal(found.drop(row.index).reset_index(drop=True), others.reset_index(drop=True))


@pytest.mark.parametrize(
    ("name", "values", "column", "value"),
    [
        ("pulses", {**ids(1), "who": "mentor", "answered_on": "2026-05-01", "say": 2, "call": True}, "call", True),
        ("quarters", {**ids(1), "who": "mentee", "answered_on": "2026-05-01", "again": 5}, "again", 5),
        ("closings", {**ids(1), "who": "mentee", "answered_on": "2026-05-01", "recommend": 9}, "recommend", 9),
        ("goals", {**ids(1), "number": 2, "level": -1, "who": "mentor", "reviewed_on": "2026-05-01"}, "level", -1),
        ("progress", {"person_id": "N1", "topic_id": "ai", "proficiency": 4, "rated_on": "2026-05-01"},
         "rated_on", pd.Timestamp("2026-05-01")),
        ("outcomes", {"person_id": "N1", "measure": "stays", "value": 1, "measured_on": "2026-05-01"}, "value", 1.0),
        ("focus_notes", {"group": "mentors", "held_on": "2026-05-01", "theme": "time", "kind": "hinders", "people": 3},
         "people", 3),
    ],
)  # fmt: skip
def test_every_table_of_the_review_can_be_typed(name: str, values: dict[str, Any], column: str, value: object) -> None:
    """What was typed stands in the table in its declared kind, also where no file was imported."""
    there = cohort({key: rows for key, rows in healthy(pairs=1).items() if key in ("roster", "pairs")})
    found = getattr(under_review(there, ReviewChoices(entries=(typed(name, **values),))), name)

    assert found[column].tolist() == [value]
    assert found.dtypes.equals(table(name).empty().dtypes)


def test_rows_of_people_and_pairs_who_are_gone_are_left_out() -> None:
    """Somebody erased from the roster, or a pair that is none any more, does not come back through a typed row."""
    entries = (
        typed("sessions", mentor_id="M8", mentee_id="N1", number=1, planned_on="2026-05-01", status="held"),
        typed("outcomes", person_id="N8", measure="stays", value=1, measured_on="2026-05-01"),
    )
    there = cohort(healthy(pairs=1))
    found = under_review(there, ReviewChoices(entries=entries))

    assert_frame_equal(found.sessions, there.sessions)
    assert found.outcomes.empty


def test_an_ending_holds_for_pairs_of_the_table_and_for_decided_ones() -> None:
    """State and last day stand where the pair stands; a decided pair gets a row; a stranger gets none."""
    there = cohort(healthy(pairs=2))
    choices = ReviewChoices(endings=(ending(1, "withdrawn"), ending(7, "completed early"), ending(9)))
    found = under_review(there, choices, [("M7", "N7")])

    assert states(found) == {("M1", "N1"): "withdrawn", ("M2", "N2"): "active", ("M7", "N7"): "completed early"}
    assert found.pairs["ended"].notna().tolist() == [True, False, True]
    assert found.pairs.dtypes.equals(PAIRS.empty().dtypes)


def test_an_ending_to_come_does_not_hold_yet() -> None:
    """So a review of an earlier day can be repeated, and the proof of that day's pairs still fits."""
    there = cohort(healthy(pairs=2))
    later = ReviewChoices(
        endings=(ending(1, on=TODAY + dt.timedelta(1)),), repaired=(anew(1, 2, TODAY + dt.timedelta(1)),)
    )

    assert under_review(there, later).fingerprint == there.fingerprint


def test_a_new_pair_is_active_and_does_not_move_the_start_of_the_cohort() -> None:
    """Decided pairs without a day start with the cohort; a pair made in the middle of it is no reason to move that."""
    rows = healthy(pairs=2)
    rows["pairs"] = [{**row, "started": None} for row in rows["pairs"]]
    there = cohort(rows)
    found = under_review(there, ReviewChoices(repaired=(anew(1, 2),)))

    assert states(found)["M1", "N2"] == "active"
    assert found.pairs["started"].max().date() == TODAY + dt.timedelta(weeks=2)
    assert found.start == there.start


def test_new_pairs_wait_while_the_pairs_are_open_again() -> None:
    """Reopened in step 2, nothing is decided: a new pair alone would look like the decision."""
    there = cohort({"roster": healthy()["roster"]}, as_of=TODAY)
    choices = ReviewChoices(repaired=(anew(1, 2),))

    assert under_review(there, choices).pairs.empty
    assert list(states(under_review(there, choices, [("M3", "N3")]))) == [("M1", "N2")]


def test_the_reason_of_an_ending_is_nowhere_in_the_cohort() -> None:
    """Not in a table, not in the fingerprint, not in the pairs of any step."""
    choices = ReviewChoices(endings=(ending(1, reason=SECRET),))
    there = cohort(healthy())
    found = under_review(there, choices)
    without = under_review(there, ReviewChoices(endings=(ending(1),)))

    frames = [getattr(found, each.name) for each in TABLES if hasattr(found, each.name)]
    told = [frame.to_csv() for frame in (*frames, pairs_under_review(found))]
    assert not any(SECRET in text for text in (*told, repr(found)))
    assert found.fingerprint == without.fingerprint


@settings(deadline=None, max_examples=15)
@given(data=st.data())
def test_done_twice_is_done_once_and_order_does_not_matter(data: st.DataObject) -> None:
    """Whatever was written down, in whatever order, of the rows of files in whatever order."""
    there = cohort(healthy(pairs=3, sessions=2))
    number = st.integers(1, 4)
    sessions = data.draw(st.dictionaries(st.tuples(number, number), st.sampled_from(["held", "missed"]), max_size=4))
    entries = [typed("sessions", **ids(pair), number=n, planned_on=day(n).isoformat(), status=status)
               for (pair, n), status in sessions.items()]  # fmt: skip
    days = st.sampled_from([TODAY - dt.timedelta(30), TODAY, TODAY + dt.timedelta(30)])
    ended = data.draw(st.dictionaries(number, st.tuples(st.sampled_from(["ended", "left"]), days), max_size=3))
    again = data.draw(st.dictionaries(st.tuples(number, number), days, max_size=2))
    endings = [ending(pair, state, on) for pair, (state, on) in ended.items()]
    new = [anew(mentor, mentee, on) for (mentor, mentee), on in again.items()]
    decided = [("M3", "N3"), ("M4", "N4")]
    choices = ReviewChoices(entries=tuple(entries), endings=tuple(endings), repaired=tuple(new))
    shuffled = ReviewChoices(
        entries=tuple(reversed(entries)), endings=tuple(reversed(endings)), repaired=tuple(reversed(new))
    )
    once = under_review(there, choices, decided)
    twice, otherwise = under_review(once, choices, decided), under_review(there, shuffled, decided[::-1])

    for name in ("pairs", "sessions"):
        key = list(table(name).key)
        first, *others = (getattr(each, name).sort_values(key, ignore_index=True) for each in (once, twice, otherwise))
        assert not first.duplicated(key).any()
        for other in others:
            assert_frame_equal(first, other)
    assert once.fingerprint == twice.fingerprint == otherwise.fingerprint


def test_decided_pairs_stand_as_the_table_says_else_as_final() -> None:
    """Ended ones are over, new ones are there, and nothing is open."""
    choices = ReviewChoices(endings=(ending(1),), repaired=(anew(1, 2),))
    final = (("M1", "N1"), ("M2", "N2"))
    there = under_review(cohort({"roster": healthy()["roster"]}, as_of=TODAY), choices, final)

    assert settled_pairs(there, MatchingChoices(final=final)) == {
        ("M1", "N1"): "ended", ("M2", "N2"): "final", ("M1", "N2"): "active",
    }  # fmt: skip
    assert settled_pairs(cohort({}), MatchingChoices()) is None


@pytest.mark.parametrize("seed", range(3))
def test_the_second_look_agrees_after_endings_and_new_pairs(seed: int) -> None:
    """The proof holds the pairs that go on; the checker counts them by itself, and notices a forgotten one."""
    raw = random_cohort(seed, mentors=6, mentees=6)
    final = tuple(pair.ids for pair in pairing(board(raw, MatchingChoices())).pairs)
    (mentor, mentee), (other, _) = final[0], final[1]
    over = [Ending(mentor_id=a, mentee_id=b, state="ended", on=raw.as_of) for a, b in final[:2]]
    new = RePair(mentor_id=other, mentee_id=mentee, on=raw.as_of, starts=raw.as_of)
    choices = MatchingChoices(final=final)
    there = under_review(raw, ReviewChoices(endings=tuple(over), repaired=(new,)), final)
    of = board(there, choices)
    whole = proof(of, solve(of))

    rules_aside = [sentence for sentence in broken(whole, there, choices) if "is broken by" not in sentence]
    assert rules_aside == []
    assert sorted(map(tuple, whole["pairs"])) == sorted({*final[2:], (other, mentee)})
    assert [mentor, mentee] not in whole["pairs"]
    wrong = {**whole, "pairs": whole["pairs"][1:]}
    assert "The pairs are not those that were decided or are under way." in broken(wrong, there, choices)


def test_a_new_pair_has_begun_with_its_first_session() -> None:
    """Planned, missed or still to come is not met."""
    rows = healthy(pairs=2)
    rows["sessions"] = [{**ids(1), "number": 1, "planned_on": START, "status": "held"},
                        {**ids(2), "number": 1, "planned_on": START, "status": "missed"}]  # fmt: skip
    there = cohort(rows, as_of=TODAY)

    assert not_begun(there, ReviewChoices(repaired=(anew(1, 1), anew(2, 2)))) == {("M2", "N2")}

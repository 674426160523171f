"""The figures behind the charter's goals: who counts, who is silent, who stands beside."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.decide.evidence.before_after import ALIKE, VOLUNTEERS, Changed, Stayed
from reverse_mentoring.decide.evidence.counted import Counted
from reverse_mentoring.decide.evidence.measures import measure, measures, observed
from reverse_mentoring.decide.review.review import pairs_under_review
from reverse_mentoring.words.cohort import Cohort
from review_cohorts import START, Row, day, healthy, ids, pulse, reviewed, session, signed_up

LATER = dt.date(2027, 3, 1)
CLOSE = dt.date(2026, 7, 1)


def closing(pair: int, who: str = "mentee", **more: Any) -> Row:
    return {**ids(pair), "who": who, "answered_on": CLOSE, **more}


def quarter(pair: int, on: int, who: str = "mentee", **more: Any) -> Row:
    return {**ids(pair), "who": who, "answered_on": day(on), **more}


def seen(rows: dict[str, list[Row]], key: str, whose: Any = "organisation", **more: Any) -> Any:
    there, pairs = reviewed(rows, **more)
    return observed(there, pairs, key, whose=whose)


def counts(found: Counted) -> tuple[int, int, int]:
    return found.k, found.answered, found.everybody


SHARES = """
goals reached               | organisation | 2 3 4
mentees with a goal reached | mentees      | 2 3 3
pairs completed             | organisation | 1 2 3
sessions held               | organisation | 11 12 18
safety                      | organisation | 4 5 6
safety                      | mentees      | 3 3 3
different                   | mentees      | 1 2 3
again                       | organisation | 1 3 6
no disadvantage             | organisation | 2 3 6
no disadvantage             | mentors      | 1 1 3
"""


def three_pairs() -> dict[str, list[Row]]:
    """One completed, one ended early, one that goes on and keeps no attendance; some are silent."""
    rows = healthy(pairs=3)
    end = dt.date(2026, 6, 19)
    rows["pairs"][0] |= {"state": "completed", "ended": end}
    rows["pairs"][1] |= {"state": "withdrawn", "ended": end}
    rows["sessions"] = [session(i, n, "missed" if (i, n) == (2, 6) else "held") for i in (1, 2) for n in range(1, 7)]
    rows["goals"][2]["level"] = -1
    rows["goal_plans"] = [{**ids(2), "number": 2, "goal": "write it down", "whose": "mentor"}]
    rows["pulses"] = [pulse(1, 1, "mentor", say=5), pulse(1, 2, "mentor", say=2), pulse(2, 1, "mentor"),
                      *(pulse(i, 1, say=2) for i in (1, 2, 3)), *(pulse(i, 2, say=4) for i in (1, 2, 3))]  # fmt: skip
    rows["quarters"] = [quarter(1, 2, different=2), quarter(1, 4, different=4), quarter(2, 4, different=3)]
    rows["closings"] = [closing(1, again=True, disadvantage=False), closing(2, again=False, disadvantage=True),
                        closing(1, "mentor", again=False, disadvantage=False), closing(3, "mentor")]  # fmt: skip
    return rows


@pytest.mark.parametrize("row", SHARES.strip().splitlines())
def test_shares_count_yes_answers_and_everybody(row: str) -> None:
    """k, answered and everybody by hand: those who left count, the latest answer stands, a planned goal is open."""
    key, whose, expected = (part.strip() for part in row.split("|"))

    found = seen(three_pairs(), key, whose, as_of=dt.date(2026, 7, 2))

    assert counts(found) == tuple(map(int, expected.split()))


def test_a_pair_without_a_written_goal_counts_as_one_goal_not_known() -> None:
    """Otherwise a pair that never wrote a goal would make the share larger."""
    rows = healthy(pairs=3)
    rows["goals"] = rows["goals"][:2]

    assert counts(seen(rows, "goals reached")) == (2, 2, 3)
    assert counts(seen(rows, "mentees with a goal reached", "mentees")) == (2, 2, 3)


def test_pairs_still_to_start_and_answers_after_the_day_do_not_count() -> None:
    """The review of a day knows what was known on it."""
    rows = healthy(pairs=3)
    rows["pairs"][2]["started"] = LATER
    rows["sessions"] = [row for row in rows["sessions"] if row["mentor_id"] != "M3"]
    rows["closings"] = [closing(1, again=True)]

    assert counts(seen(rows, "safety")) == (4, 4, 4)
    assert counts(seen(rows, "again", as_of=CLOSE - dt.timedelta(1))) == (0, 0, 4)


def test_one_disadvantage_in_one_of_two_pairs_is_a_disadvantage() -> None:
    """A mentor of two mentees fills in two closing forms."""
    rows = healthy(pairs=2)
    rows["pairs"].append({**ids(1), "mentee_id": "N2", "started": START})
    said = {"who": "mentor", "answered_on": CLOSE}
    rows["closings"] = [{**ids(1), **said, "disadvantage": True},
                        {**ids(1), "mentee_id": "N2", **said, "disadvantage": False}]  # fmt: skip

    assert counts(seen(rows, "no disadvantage", "mentors", as_of=LATER)) == (0, 1, 2)


def level(person: str, topic: str, proficiency: int, **more: Any) -> Row:
    return {"person_id": person, "topic_id": topic, "proficiency": proficiency, **more}


def with_levels() -> dict[str, list[Row]]:
    """N1 works on ai and video, N2 on ai, N3's topics are not recorded; N2 never answered a second time."""
    rows = healthy(pairs=3)
    rows["pairs"][0]["topics"], rows["pairs"][1]["topics"] = ("ai", "video"), ("ai",)
    rows["ratings"] = [level(f"N{i}", topic, 2) for i in (1, 2, 3) for topic in ("ai", "video", "lab")]
    rows["progress"] = [
        level("N1", "ai", 3, rated_on=day(2)), level("N1", "ai", 4, rated_on=day(5)),
        level("N1", "video", 2, rated_on=day(5)), level("N1", "lab", 5, rated_on=day(5)),
        level("N3", "ai", 3, rated_on=day(5)), level("N2", "ai", 5, rated_on=LATER),
    ]  # fmt: skip
    rows["topics"] = [{"topic_id": topic, "name": topic.title()} for topic in ("ai", "video", "lab")]
    return rows


LEVELS = """
level:ai    | 2 2 | 4 3 | 3
level:video | 2   | 2   | 2
level:lab   |     |     | 1
levels      | 2 2 | 3 3 | 3
"""


@pytest.mark.parametrize("row", LEVELS.strip().splitlines())
def test_levels_change_from_the_gap_analysis_to_the_latest_answer(row: str) -> None:
    """Only in what the pair works on; of several topics the mean per person."""
    key, before, after, everybody = (part.strip() for part in row.split("|"))

    found = seen(with_levels(), key, "mentees")

    assert [list(found.before), list(found.after)] == [list(map(float, part.split())) for part in (before, after)]
    assert (found.everybody, found.most, found.others) == (int(everybody), 4, "")


def test_answers_change_from_the_first_day_to_the_last() -> None:
    """Who answered once only has no change."""
    rows = healthy(pairs=2)
    rows["quarters"] = [quarter(1, 1, again=2), quarter(1, 3, again=5), quarter(1, 5, again=4), quarter(2, 1, again=3)]

    found = seen(rows, "quarter:again", "mentees")

    assert (list(found.before), list(found.after), found.everybody) == ([2.0], [4.0], 2)
    assert len(seen(rows, "pulse:say", "mentors").changes) == 2


def figure(person: str, value: float, on: dt.date) -> Row:
    return {"person_id": person, "measure": "contacts", "value": value, "measured_on": on}


def with_outcomes(*, volunteers: int, outsiders: int) -> tuple[Cohort, pd.DataFrame]:
    """Six pairs gain 2 each; V1 … signed up and were not placed, gaining 1; X1 … never signed up, gaining 0."""
    rows = healthy(pairs=6)
    others = [f"V{i}" for i in range(1, volunteers + 1)] + [f"X{i}" for i in range(1, outsiders + 1)]
    rows["roster"] += [{"person_id": person, "name": person} for person in others]
    rows["roster"] = [row | {"level": "L2" if row["person_id"][0] == "M" else "L6"} for row in rows["roster"]]
    gains = {"M": 2, "N": 2, "V": 1, "X": 0}
    rows["outcomes"] = [
        figure(row["person_id"], 5 + at * gains[row["person_id"][0]], on)
        for row in rows["roster"] for at, on in enumerate((START, day(5)))
    ]  # fmt: skip
    there, pairs = reviewed(rows)
    people = [{"person_id": row["person_id"], "role": "mentor" if row["person_id"][0] == "M" else "mentee"}
              for row in rows["roster"] if row["person_id"][0] != "X"]  # fmt: skip
    return signed_up(there, people), pairs


@pytest.mark.parametrize(("volunteers", "outsiders", "how", "n", "gain"), [
    (5, 9, VOLUNTEERS, 5, 1), (4, 9, ALIKE, 6, None), (0, 4, "", 0, None),
])  # fmt: skip
def test_outcomes_are_compared_with_volunteers_else_with_others_of_the_level(
    volunteers: int, outsiders: int, how: str, n: int, gain: float | None
) -> None:
    """At least five of one kind, or there is no comparison."""
    found = observed(*with_outcomes(volunteers=volunteers, outsiders=outsiders), "outcome:contacts", whose="mentees")

    assert isinstance(found, Changed)
    assert (list(found.changes), found.others, len(found.their_changes)) == ([2.0] * 6, how, n)
    assert gain is None or set(found.their_changes) == {gain}


def test_nobody_in_a_pair_is_a_comparison_whatever_the_role() -> None:
    """Mentors of pairs have figures too, and never stand beside their mentees."""
    there, pairs = with_outcomes(volunteers=0, outsiders=9)
    found = observed(there, pairs, "outcome:contacts", whose="mentees")

    assert isinstance(found, Changed)
    assert set(found.their_changes) == {0.0}


def test_retention_follows_everybody_from_the_first_start_and_leaves_out_who_joined_later() -> None:
    """Who joined three months later had to be there until then: no fair count from the start."""
    rows = healthy(pairs=3)
    rows["pairs"][2]["started"] = START + dt.timedelta(90)
    rows["sessions"] = [row for row in rows["sessions"] if row["mentor_id"] != "M3"]
    rows["roster"][0]["left_date"] = day(3)
    rows["roster"] = [row for row in rows["roster"] if row["person_id"] != "N2"]

    found = seen(rows, "retention", as_of=LATER)

    assert isinstance(found, Stayed)
    assert found.people == ("M1", "M2", "N1", "N2")
    assert (found.start, found.recorded, found.unknown, found.later) == (START, True, 1, 2)


def test_every_measure_can_be_observed_and_is_known_by_its_key() -> None:
    """The drop-down offers nothing that the review does not know; keys are unique."""
    rows = with_levels() | {"outcomes": [figure("N1", 1, START)]}
    there, pairs = reviewed(rows)
    offered = measures(there)

    assert len({each.key for each in offered}) == len({each.label for each in offered}) == len(offered)
    for each in offered:
        assert measure(each.key, there.topic_names) == each
        observed(there, pairs, each.key, whose=each.whose)
    assert {"level:ai", "outcome:contacts", "pulse:say", "quarter:holds_back", "retention"} <= {e.key for e in offered}
    with pytest.raises(KeyError):
        observed(there, pairs, "quarter:nothing", whose="mentees")


SHARE_KEYS = tuple(dict.fromkeys(row.split("|")[0].strip() for row in SHARES.strip().splitlines()))


@settings(deadline=None, max_examples=12)
@given(st.sampled_from(SHARE_KEYS), st.sampled_from(["mentors", "mentees", "organisation"]), st.randoms())
def test_the_order_of_rows_does_not_matter_and_counts_are_counts(key: str, whose: Any, chance: Any) -> None:
    """0 ≤ k ≤ answered ≤ everybody, and the same for shuffled tables."""
    there, _ = reviewed(three_pairs(), as_of=dt.date(2026, 7, 2))
    seed = chance.randrange(2**16)
    tables = {name: getattr(there, name).sample(frac=1, random_state=seed) for name in
              ("pairs", "sessions", "pulses", "goals", "quarters", "closings")}  # fmt: skip
    shuffled = replace(there, **tables)

    found = observed(there, pairs_under_review(there), key, whose=whose)

    assert isinstance(found, Counted)
    assert 0 <= found.k <= found.answered <= found.everybody
    assert observed(shuffled, pairs_under_review(shuffled), key, whose=whose) == found

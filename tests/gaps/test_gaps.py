"""Needs, strengths, reach and the table of topics."""

import time
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gap_cohorts import cohort_of, random_cohort
from reverse_mentoring.decide.gaps.gaps import needs, response, strengths, topic_table, without_small_groups
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.settings import CohortSettings, NeedSettings, Settings

NEED = NeedSettings()
RATINGS = """
person topic importance proficiency want give | found
S1     ai         5          2      yes   .   | need
S1     law        5          1      yes   .   | need
S1     lab        4          3      yes   .   | need
S1     data       3          1      yes   .   |
S1     tone       5          4      yes   .   |
S2     ai         5          2      no    .   |
S2     law        5          2       .    .   |
S2     lab        .          2      yes   .   |
S2     data       5          .      yes   .   |
J1     ai         .          5       .   yes  | strength
J1     law        5          1      yes  yes  |
J1     lab        .          4       .   yes  | strength
J2     ai         .          5       .    no  |
J2     law        .          3       .   yes  |
J2     lab        .          .       .   yes  |
X9     ai         5          1      yes  yes  |
"""
SAID = {"yes": True, "no": False}


def rows_of(text: str) -> tuple[pd.DataFrame, list[str]]:
    """Ratings as written, and what stands right of the line."""
    lines = [line.split("|") for line in text.strip().splitlines()[1:]]
    cells = [[None if cell == "." else cell for cell in left.split()] for left, _ in lines]
    frame = pd.DataFrame(cells, columns=["person_id", "topic_id", "importance", "proficiency", "want", "give"])
    for column in ("importance", "proficiency"):
        frame[column] = pd.to_numeric(frame[column])
    for column in ("want", "give"):
        frame[column] = frame[column].map(SAID)
    return frame, [right.strip() for _, right in lines]


def people(**roles: str) -> pd.DataFrame:
    """J1="mentor", … ; juniors on level 2, seniors on level 6, each in a team of one."""
    rows = [{"person_id": person, "role": role} for person, role in roles.items()]
    frame = pd.DataFrame(rows)
    frame["name"], frame["team"] = "x", frame["person_id"]
    return frame.assign(level=frame["role"].map({"mentor": "2", "mentee": "6"}))


def small(ratings: pd.DataFrame, **more: Any) -> Cohort:
    return cohort_of(people(J1="mentor", J2="mentor", S1="mentee", S2="mentee"), ratings, **more)


def test_needs_and_strengths_follow_the_rules() -> None:
    """The table above: thresholds, wishes, silence, and people who do not take part."""
    ratings, found = rows_of(RATINGS)
    marked = ratings[["person_id", "topic_id"]].apply(tuple, axis=1)
    cohort = small(ratings)

    for kind, table in (("need", needs(cohort, NEED)), ("strength", strengths(cohort, NEED))):
        expected = {row for row, mark in zip(marked, found, strict=True) if mark == kind}
        assert set(table[["person_id", "topic_id"]].apply(tuple, axis=1)) == expected


def test_needs_are_ordered_by_person_and_widest_gap() -> None:
    """So the first row of a person is what he or she needs most."""
    table = needs(small(rows_of(RATINGS)[0]), NEED)

    assert list(table["topic_id"]) == ["law", "ai", "lab"]
    assert list(table["gap"]) == [4, 3, 1]


@pytest.mark.parametrize(("column", "table"), [("want", needs), ("give", strengths)])
def test_a_wish_asked_of_nobody_excludes_nobody(column: str, table: Any) -> None:
    """Without the question everybody counts; with it, silence is a no."""
    ratings, _ = rows_of(RATINGS)
    asked = len(table(small(ratings), NEED))

    assert len(table(small(ratings.drop(columns=column)), NEED)) > asked


def test_only_topics_that_the_cohort_was_asked_about_count() -> None:
    """programme.toml may name them."""
    chosen = Settings(cohorts={"test": CohortSettings(topics=("ai",))})

    assert list(topic_table(small(rows_of(RATINGS)[0], settings=chosen), NEED)["topic_id"]) == ["ai"]


@pytest.mark.parametrize(
    ("change", "reach"),
    [
        ({}, 1),
        ({"J1": {"team": "S1"}}, 0),
        ({"J1": {"manager_id": "S1"}}, 0),
        ({"J1": {"dotted_line_ids": ("S1",)}}, 0),
        ({"J1": {"level": "5"}}, 0),
        ({"J1": {"level": "4"}}, 1),
        ({"J1": {"manager_id": "J2"}, "J2": {"manager_id": "S1"}}, 0),
    ],
)
def test_reach_needs_a_teacher_from_another_line_team_and_level(change: dict[str, Any], reach: int) -> None:
    """S1 needs it, J1 teaches it; the change says where the two stand."""
    everybody = people(J1="mentor", J2="mentor", S1="mentee", S2="mentee").assign(manager_id="")
    everybody["dotted_line_ids"] = [()] * len(everybody)
    for person, columns in change.items():
        row = everybody.index[everybody["person_id"] == person][0]
        for column, value in columns.items():
            everybody.at[row, column] = value
    ratings = pd.DataFrame({"person_id": ["S1", "J1"], "topic_id": "ai", "importance": 5, "proficiency": [1, 5]})

    row = topic_table(cohort_of(everybody, ratings), NEED).iloc[0]

    assert [row["need"], row["teachers"], row["reach"]] == [1, 1, reach]


HANDS = [("ai", "mentor", 5, 6), ("ai", "mentor", 2, 1), ("ai", "mentee", 1, 5), ("ai", "mentee", 2, 3)]


def hands(question: str = "") -> dict[str, list[Any]]:
    topics, roles, levels, counts = zip(*HANDS, strict=True)
    columns = {"topic_id": topics, "role": roles, "level": levels, "count": counts}
    return {name: list(values) for name, values in columns.items()} | {"question": [question] * len(HANDS)}


def test_hands_give_levels_and_teachers_but_no_need() -> None:
    """A hand says nothing about the same person's other hands."""
    row = topic_table(small(pd.DataFrame({"person_id": []}), tallies=hands()), NEED).iloc[0]

    assert [row["mentors"], row["mentees"], row["teachers"]] == [7, 8, 6]
    assert pd.isna(row["need"])
    assert pd.isna(row["reach"])
    assert [row["mentee_level"], row["mentor_level"]] == pytest.approx([11 / 8, 32 / 7])
    assert row["verdict"] == "need not known"
    assert row["advantage_low"] > 0


def test_hands_give_the_same_lead_as_the_same_answers_per_person() -> None:
    """Only the way of asking differs."""
    rows, roles = [], {}
    for topic, role, level, count in HANDS:
        for i in range(count):
            person = f"{role}{level}{i}"
            roles[person] = role
            rows.append({"person_id": person, "topic_id": topic, "proficiency": level})
    columns = ["mentors", "mentees", "teachers", "advantage", "advantage_low", "advantage_high", "p_holm"]
    asked = topic_table(cohort_of(people(**roles), pd.DataFrame(rows)), NEED)
    raised = topic_table(small(pd.DataFrame({"person_id": []}), tallies=hands("proficiency")), NEED)

    pd.testing.assert_frame_equal(asked[columns], raised[columns], check_exact=True)


def test_response_counts_people_and_hands() -> None:
    """Answered means at least one answer; with hands, at least the most raised for one topic."""
    assert response(small(rows_of(RATINGS)[0])).to_numpy().tolist() == [["mentor", 2, 2], ["mentee", 2, 2]]
    by_hands = response(small(pd.DataFrame({"person_id": []}), tallies=hands()))
    assert by_hands["answered"].tolist() == [7, 8]


def test_a_cohort_without_answers_has_an_empty_table() -> None:
    """All columns, no rows."""
    table = topic_table(small(pd.DataFrame({"person_id": []})), NEED)

    assert table.empty
    assert "verdict" in table


def test_small_groups_leave_nothing_behind() -> None:
    """Four mentees: every figure made of them is gone, and so is the verdict."""
    table = topic_table(random_cohort(1, mentors=12, mentees=4), NEED)
    shown = without_small_groups(table, 5)

    hidden = ["mentees", "need", "reach", "importance", "mentee_level", "advantage", "advantage_low", "p_holm"]
    assert shown[hidden].isna().all(axis=None)
    assert set(shown["verdict"]) == {"too few to show"}
    assert shown["mentor_level"].notna().all()


COHORTS = st.builds(
    random_cohort, st.integers(0, 999), mentors=st.integers(1, 12), mentees=st.integers(1, 12), topics=st.just(4)
)


def changed(cohort: Cohort, ratings: pd.DataFrame, participants: pd.DataFrame) -> Cohort:
    return cohort_of(participants, ratings, settings=cohort.settings)


@settings(deadline=None, max_examples=5)
@given(COHORTS, st.integers(0, 99))
def test_row_order_and_ids_of_people_change_nothing(cohort: Cohort, seed: int) -> None:
    """Shuffled rows under other ids give the same table to the last digit."""
    mixed = cohort.participants["person_id"].sample(frac=1, random_state=seed)
    others = dict(zip(cohort.participants["person_id"], "N" + mixed.to_numpy(), strict=True))
    ratings = cohort.ratings.sample(frac=1, random_state=seed)
    renamed = changed(
        cohort,
        ratings.assign(person_id=ratings["person_id"].map(others)),
        cohort.participants.assign(person_id=cohort.participants["person_id"].map(others)),
    )

    pd.testing.assert_frame_equal(topic_table(renamed, NEED), topic_table(cohort, NEED), check_exact=True)


@settings(deadline=None, max_examples=5)
@given(COHORTS)
def test_another_teacher_never_lowers_reach_and_reach_stays_within_need(cohort: Cohort) -> None:
    """A newcomer who teaches everything."""
    newcomer = people(NEW="mentor").assign(level="G2", team="new")
    topics = cohort.ratings["topic_id"].unique()
    taught = pd.DataFrame({"person_id": "NEW", "topic_id": topics, "proficiency": 5})
    larger = changed(cohort, pd.concat([cohort.ratings, taught]), pd.concat([cohort.participants, newcomer]))
    before, after = (topic_table(each, NEED).set_index("topic_id") for each in (cohort, larger))

    assert (after["reach"] >= before["reach"].reindex(after.index)).all()
    assert (before["reach"] <= before["need"]).all()
    assert (after["reach"] == after["need"]).all()


@pytest.mark.slow
def test_a_thousand_people_take_a_moment() -> None:
    """500 mentors, 500 mentees, ten topics, once warm: about half a second of processor, never several."""
    cohort = random_cohort(1, mentors=500, mentees=500, topics=10)
    topic_table(cohort, NEED)
    began = time.process_time()
    topic_table(cohort, NEED)

    assert time.process_time() - began < 3

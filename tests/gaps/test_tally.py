"""Hands raised in the room beside the same answers per person."""

import pandas as pd
import pytest

from gap_cohorts import as_hands, cohort_of, complete_cohort
from reverse_mentoring.decide.gaps.advantage import headline, verdict
from reverse_mentoring.decide.gaps.gaps import response, topic_table
from reverse_mentoring.decide.gaps.room import room_response, with_room
from reverse_mentoring.words.choices import GapChoices, Hands
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.settings import NeedSettings

NEED = NeedSettings()
SAME = [
    "topic_id", "mentees", "mentors", "need", "teachers", "importance", "mentee_level", "mentor_level", "advantage",
    "advantage_low", "advantage_high", "mwds", "weighed",
]  # fmt: skip


def in_the_room(cohort: Cohort, **more: object) -> tuple[Cohort, GapChoices]:
    """The same people without ratings, and what they showed."""
    choices = GapChoices(hands=tuple(Hands(**row) for row in as_hands(cohort, NEED)), **more)
    return cohort_of(cohort.participants, pd.DataFrame({"person_id": []})), choices


@pytest.mark.parametrize("seed", range(6))
def test_hands_give_the_same_finding_as_the_same_answers_per_person(seed: int) -> None:
    """Counts, means and lead with its interval, to the last digit."""
    cohort = complete_cohort(seed, mentors=7 + seed, mentees=12)
    empty, choices = in_the_room(cohort)
    raised = topic_table(with_room(empty, choices), NEED)

    pd.testing.assert_frame_equal(raised[SAME], topic_table(cohort, NEED)[SAME])
    assert raised["need"].sum() > 0
    assert raised["reach"].isna().all()


def test_hands_for_the_need_lead_to_a_verdict() -> None:
    """Nobody knows who may meet whom, so all with the need count as within reach."""
    empty, choices = in_the_room(complete_cohort(1, mentors=12, mentees=12))
    table = topic_table(with_room(empty, choices), NEED)

    assert "need not known" not in set(table["verdict"])
    assert verdict(5, teachers=2, reach=None, proven=False) == "reverse mentoring for named pairs"
    assert verdict(5, teachers=1, reach=None, proven=False) == "train or hire"
    assert "of 12 mentees need" in headline(table)


def test_no_hand_raised_for_a_need_is_a_need_of_nobody() -> None:
    """Zero counted is not the same as not asked."""
    hands = (Hands(topic_id="ai", role="mentee", question="need", level=1, count=0),)
    cohort = with_room(complete_cohort(1, mentors=5, mentees=5), GapChoices(hands=hands))
    row = topic_table(cohort, NEED).set_index("topic_id").loc["ai"]

    assert row["need"] == 0
    assert row["verdict"] == "leave"


def test_hands_typed_in_replace_those_of_the_files_for_their_topics() -> None:
    """Other topics keep theirs; the last entry of the same kind counts."""
    filed = {"topic_id": ["ai", "law"], "role": "mentor", "question": "proficiency", "level": 5, "count": 9}
    cohort = cohort_of(complete_cohort(1, mentors=5, mentees=5).participants, pd.DataFrame(), tallies=filed)
    typed = [Hands(topic_id="ai", role="mentor", question="proficiency", level=4, count=n) for n in (2, 3)]
    found = with_room(cohort, GapChoices(hands=tuple(typed))).tallies

    assert dict(zip(found["topic_id"], found["count"], strict=True)) == {"law": 9, "ai": 3}
    assert list(found.columns) == list(cohort.tallies.columns)


def test_topics_of_the_room_have_a_name() -> None:
    """Own topics join those of the cohort; nothing else changes."""
    cohort = complete_cohort(1, mentors=5, mentees=5)
    found = with_room(cohort, GapChoices(own_topics={"own_1": "Writing for the web", "topic_00": "x"}))

    assert found.topic_names == cohort.topic_names | {"own_1": "Writing for the web"}
    assert topic_table(found, NEED).equals(topic_table(cohort, NEED))


def test_response_in_the_room_counts_people_present() -> None:
    """Present where it was typed in; more hands than people present were people after all."""
    empty, choices = in_the_room(complete_cohort(1, mentors=8, mentees=12), room={"mentee": 14, "mentor": 6})
    rows = room_response(empty, choices)

    assert rows.to_numpy().tolist() == [["mentor", 8, 8], ["mentee", 14, 12]]
    assert room_response(empty, GapChoices()).equals(response(empty))


def test_hands_on_sensitive_topics_are_left_out() -> None:
    """Those are never rated."""
    empty, choices = in_the_room(complete_cohort(1, mentors=5, mentees=5, topics=2))
    topics = pd.DataFrame({"topic_id": ["topic_00"], "name": ["x"], "definition": "", "sensitive": True})
    object.__setattr__(empty, "topics", topics)

    assert set(with_room(empty, choices).tallies["topic_id"]) == {"topic_01"}

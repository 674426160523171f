"""The dot vote and the tally driven as the page drives them: by their traits."""

from pathlib import Path

import pytest

from reverse_mentoring.run.demo import sample_programme
from reverse_mentoring.workbook.decisions import Decisions
from reverse_mentoring.workbook.opening import Opened, open_cohort
from reverse_mentoring.workbook.room import Room

TOPICS = ("ai_assistants", "experimenting", "async_meetings")
TYPED = {"mentee importance 5": 3, "mentee importance 2": 3, "mentee proficiency 1": 6, "mentee need 1": 2,
         "mentor proficiency 4": 4, "mentor teach 1": 3}  # fmt: skip


@pytest.fixture(scope="module", name="programme")
def _programme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_programme(tmp_path_factory.mktemp("room") / "programme").folder


@pytest.fixture(name="opened")
def _opened(programme: Path) -> Opened:
    """The sample cohort with nothing decided."""
    opened = open_cohort(str(programme), "2026-autumn")
    Decisions(opened, "gap_analysis").change(**{
        "votes": {}, "own_topics": {}, "asked": (), "room": {}, "hands": ()
    })  # fmt: skip
    return opened


@pytest.fixture(name="room")
def _room(opened: Opened) -> Room:
    return Room(opened, Decisions(opened, "gap_analysis"))


def _ask(room: Room, *topics: str) -> None:
    room.decisions.change(asked=topics, room={"mentee": 7, "mentor": 5})


def test_each_dot_is_a_version_that_can_be_undone(room: Room) -> None:
    """Totals and ranking follow; undo takes back the last dot only."""
    page = room._vote.widget
    before = room.decisions.version

    page.dots = {"ai_assistants": 2}
    page.dots = {"ai_assistants": 2, "experimenting": 5}
    ranked, total = [topic["id"] for topic in page.ranked], page.total
    room.decisions.undo()

    assert ranked == ["experimenting", "ai_assistants"]
    assert total == 7
    assert page.dots == room.decisions.choices.votes == {"ai_assistants": 2}
    assert room.decisions.version == before + 1


def test_sensitive_topics_are_listed_but_cannot_be_voted_on(room: Room) -> None:
    """A dot for one does not count, even if the page sends it."""
    page = room._vote.widget

    page.dots = {"gender_experience": 3}

    assert "Gender and careers" in page.volunteers
    assert "gender_experience" not in {topic["id"] for topic in page.topics}
    assert room.decisions.choices.votes == {}


def test_it_is_told_once_that_an_answer_begins_and_that_it_is_there(room: Room) -> None:
    """Also where one answer sets off another, and where it is refused: nothing says “Working …” for ever."""
    told: list[object] = []
    by = room.decisions
    by.watch(told.append)

    by.guard(lambda: by.guard(lambda: told.append("at work"))())()
    by.guard(lambda: by.change(count="many"))()

    assert told == [True, "at work", False, True, False]
    assert by.trouble


def test_own_topic_is_added_voted_on_and_removed_with_its_dots(room: Room) -> None:
    """A name that is there already is refused with a sentence."""
    page = room._vote.widget

    page.new_topic = "  Our   wiki "
    page.dots = {"our_wiki": 4}
    page.new_topic = "our wiki"
    said = room.decisions.said
    page.remove = "our_wiki"

    assert said == "“our wiki” is in the list already."
    assert (page.new_topic, page.remove) == ("", "")
    assert room.decisions.choices.own_topics == room.decisions.choices.votes == {}


def test_top_is_put_to_the_room(room: Room) -> None:
    """As many as chosen, ties at the edge said, printed with its dots."""
    page = room._vote.widget
    page.dots = {topic: 9 - place // 3 for place, topic in enumerate([*TOPICS, "low_code"])}

    page.count = 4
    page.take = 4

    assert set(room.decisions.choices.asked) == {*TOPICS, "low_code"}
    assert "4 topics are put to the room" in room.vote().printed()
    assert room._tally.widget.progress == "0 of 4 topics are in."


def test_hands_are_saved_once_per_topic_and_leave_the_page(room: Room) -> None:
    """Next saves and moves on; no count stays in the widget's state, and no table appears before the end."""
    _ask(room, *TOPICS[:2])
    page, before = room._tally.widget, room.decisions.version

    page.typed = TYPED
    page.act = "save"
    page.act = "next"
    half = room.tally().printed()

    assert room.decisions.version == before + 1
    assert (page.place, page.typed, page.notes) == (1, {}, {})
    assert page.progress == "1 of 2 topics are in."
    assert "<table" not in half
    assert room._tally.result.children[0].value == ""
    assert not room.all_in

    page.typed = TYPED
    page.act = "next"

    assert room.all_in
    assert "2 of 2 topics are in" in room.tally().printed()
    assert "<table" in room._tally.result.children[0].value


def test_too_many_hands_are_refused_beside_the_question(room: Room) -> None:
    """The page stays on the topic, nothing is saved; the sentence goes when the number is put right."""
    _ask(room, *TOPICS[:2])
    page = room._tally.widget

    page.typed = TYPED | {"mentee importance 5": 5}
    page.act = "next"
    note, place = page.notes["mentee importance"], page.place
    page.typed = TYPED

    assert note == {"text": "8 hands, but 7 mentees (senior) are here: count again.", "bad": True}
    assert place == 0
    assert room.decisions.choices.hands == ()
    assert page.notes["mentee importance"] == {"text": "6 of 7 hands, 1 without", "bad": False}


def test_saved_hands_come_back_only_for_correction(room: Room) -> None:
    """On the facilitator's face; on the projector the topic is counted again."""
    _ask(room, *TOPICS[:2])
    page = room._tally.widget
    page.typed = TYPED
    page.act = "next"

    page.place = 0
    untouched = dict(page.typed)
    page.act = "correct"
    shown = {key: count for key, count in page.typed.items() if count}
    room.turn(for_room=True)
    page.place = 1
    page.place = 0
    page.act = "correct"

    assert untouched == {}
    assert shown == TYPED
    assert page.typed == {}
    assert not page.may_correct


def test_projector_shows_no_group_under_the_smallest(room: Room) -> None:
    """The table for the room hides questions with a count of one to four."""
    _ask(room, TOPICS[0])
    room._tally.widget.typed = TYPED
    room._tally.widget.act = "next"
    room.turn(for_room=True)

    assert ">6<" in room._tally.result.children[0].value
    assert not any(f">{count}</td>" in room._tally.result.children[0].value for count in range(1, 5))


def test_fewer_people_than_hands_are_refused(room: Room) -> None:
    """People here are typed once; a later correction must fit what was counted."""
    _ask(room, TOPICS[0], TOPICS[1])
    page = room._tally.widget
    page.typed = TYPED
    page.act = "next"

    page.room = {"mentee": 4, "mentor": 5}

    assert room.decisions.choices.room == {"mentee": 7, "mentor": 5}
    assert "6 mentees (senior) raised a hand" in page.notes["mentee"]["text"]

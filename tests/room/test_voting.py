"""Dots and hands counted for a room without persons."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.decide.gaps import voting
from reverse_mentoring.store.content import instruments

NAMES = {"ai": "Everyday AI assistants", "data": "Reading data", "wiki": "Our wiki", "low": "Automating"}
ROOM = {"mentee": 7, "mentor": 5}


def test_equal_dots_share_a_place() -> None:
    """Places as in sport; topics without dots have none."""
    ranked = voting.ranking({"wiki": 3, "ai": 5, "data": 3, "low": 0}, NAMES)

    assert [(each.place, each.topic_id, each.dots) for each in ranked] == [(1, "ai", 5), (2, "data", 3), (2, "wiki", 3)]
    assert ranked[0].name == "Everyday AI assistants"


@pytest.mark.parametrize(
    ("votes", "count", "taken", "ties"),
    [
        ({"ai": 5, "data": 3, "wiki": 3}, 2, ("ai", "data"), ("data", "wiki")),
        ({"ai": 5, "data": 3, "wiki": 3}, 3, ("ai", "data", "wiki"), ()),
        ({"ai": 5, "data": 3, "wiki": 2}, 2, ("ai", "data"), ()),
        ({"ai": 5, "data": 5, "wiki": 2}, 3, ("ai", "data", "wiki"), ()),
        ({"ai": 1}, 8, ("ai",), ()),
        ({}, 8, (), ()),
    ],
)
def test_tie_is_one_at_the_edge_only(
    votes: dict[str, int], count: int, taken: tuple[str, ...], ties: tuple[str, ...]
) -> None:
    """Equal dots within the choice or outside of it are no tie."""
    assert voting.top(votes, count) == (taken, ties)


@given(st.dictionaries(st.sampled_from("abcdefghijkl"), st.integers(0, 4)), st.integers(3, 12), st.randoms())
@settings(deadline=None, max_examples=60)
def test_nobody_left_out_has_more_dots(votes: dict[str, int], count: int, rng: random.Random) -> None:
    """Whatever the order of typing: no topic outside has more dots than one inside, and equals are named as ties."""
    taken, ties = voting.top(votes, count)
    shuffled = list(votes.items())
    rng.shuffle(shuffled)
    outside = {topic: dots for topic, dots in votes.items() if dots and topic not in taken}

    assert voting.top(dict(shuffled), count) == (taken, ties)
    assert len(taken) <= count
    edge = min((votes[topic] for topic in taken), default=0)
    assert all(dots <= edge for dots in outside.values())
    assert {topic for topic, dots in outside.items() if dots == edge} == set(ties) - set(taken)


def test_tie_is_said_with_what_would_happen() -> None:
    """Who is tied, how much room there is, what to do."""
    said = voting.edge_sentence({"ai": 5, "data": 3, "wiki": 3}, 2, NAMES)

    assert said.startswith(
        "A tie at the edge: “Reading data” and “Our wiki” have 3 dots each, with room for 1 of them."
    )
    assert "add a dot" in said


def test_own_topic_gets_an_id_of_its_own() -> None:
    """Made from the name; a number where it is taken."""
    assert voting.new_topic_id("Our wiki & tools!", ()) == "our_wiki_tools"
    assert voting.new_topic_id("AI", ("ai", "ai_2")) == "ai_3"
    assert voting.new_topic_id("…", ()) == "topic"


def test_anchors_are_those_of_the_questionnaire() -> None:
    """A hand and a questionnaire mean the same level by the same number."""
    asked = instruments().set_index("item_id").loc["prof", "text"]

    assert asked == "Where are you today? " + " · ".join(f"{i} {words}" for i, words in enumerate(voting.ANCHORS, 1))


def test_more_hands_than_people_are_refused_and_fewer_are_fine() -> None:
    """Each wrong question gets its sentence; abstentions get none."""
    typed = {"mentee importance 5": 8, "mentee need 1": 2, "mentor proficiency 4": 5}

    assert voting.against_saving(typed, ROOM) == {
        "mentee importance": "8 hands, but 7 mentees (senior) are here: count again."
    }
    assert voting.against_saving(typed | {"mentee importance 5": 3}, ROOM) == {}
    assert voting.turnout(3, 7) == "3 of 7 hands, 4 without"


def test_role_that_lacks_is_named() -> None:
    """Nothing typed for a role, or nobody counted: said under the role."""
    typed = {"mentee importance 5": 3}

    assert voting.against_saving(typed, ROOM) == {
        "mentor": "Nothing typed for the mentors (junior) yet; type 0 where no hand was raised."
    }
    assert voting.against_saving(typed, {"mentor": 0})["mentee"] == "Type first how many mentees (senior) are here."


def test_hands_come_back_as_they_were_typed() -> None:
    """An empty field is no hand; a topic is in when both roles have hands."""
    typed = {"mentee importance 5": 3, "mentor teach 1": 2}
    hands = voting.hands_of("ai", typed)

    assert len(hands) == len(voting.FIELDS) == 17
    assert {key: count for key, count in voting.typed_of("ai", hands).items() if count} == typed
    assert voting.topics_in(hands, ("data", "ai")) == ("ai",)
    assert voting.topics_in([each for each in hands if each.role == "mentee"], ("ai",)) == ()


def test_people_here_cannot_be_fewer_than_hands_counted() -> None:
    """Correcting the number of people downwards is checked against what is in already."""
    hands = voting.hands_of("ai", {"mentee importance 5": 3, "mentee importance 1": 3})

    assert "6 mentees (senior) raised a hand" in voting.against_room(hands, "mentee", 5, NAMES)
    assert voting.against_room(hands, "mentee", 6, NAMES) == ""
    assert voting.against_room(hands, "mentor", 0, NAMES) == ""

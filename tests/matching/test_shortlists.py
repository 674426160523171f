"""A shortlist names the best who may be paired, and tells nothing that was not offered to be known."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.decide.matching.board import Board, board
from reverse_mentoring.decide.matching.shortlists import NOBODY, ONE_TOPIC, Shortlist, shortlists
from reverse_mentoring.words.choices import MatchingChoices
from reverse_mentoring.words.cohort import Cohort
from small_cohorts import cohort_of, random_cohort


def some_of(count: int) -> list[object]:
    """So many seeds; all but one in ten only in the slow run."""
    return [seed if seed % 10 == 0 else pytest.param(seed, marks=pytest.mark.slow) for seed in range(count)]


def cohort(*needed: tuple[str, str], taught: tuple[str, ...] = ("ai", "video"), **more: Any) -> Cohort:
    """One mentor, j, who teaches some topics, and the mentees of all (person, topic) needed.

    more: person → what else roster and sign-up say of that person.
    """
    people = [("j", "mentor"), *((person, "mentee") for person in dict(needed))]
    roster = [{"person_id": p, "name": f"Name {p}", "level": "L1" if role == "mentor" else "L5", **more.get(p, {})}
              for p, role in people]  # fmt: skip
    signups = [{"person_id": p, "role": role, "consent": True, **more.get(p, {})} for p, role in people]
    ratings = [{"person_id": "j", "topic_id": topic, "proficiency": 5, "give": True} for topic in taught]
    ratings += [{"person_id": p, "topic_id": topic, "importance": 5, "proficiency": 1, "want": True}
                for p, topic in needed]  # fmt: skip
    return cohort_of(roster=roster, signups=signups, ratings=ratings)


def lists(of: Cohort, choices: MatchingChoices | None = None) -> dict[str, Shortlist]:
    """person_id → shortlist."""
    return {each.person_id: each for each in shortlists(board(of, choices or MatchingChoices())).everybody}


def names(shortlist: Shortlist) -> list[str]:
    return [other.person_id for other in shortlist.others]


def best_by_hand(of: Board, person: str, free: set[str]) -> list[str]:
    """The first five of all others who may be paired with this person, sorted one by one."""
    mentee = person in of.mentees
    pairs = [(other, person) if mentee else (person, other) for other in (of.mentors if mentee else of.mentees)]
    places = {pair[0] if mentee else pair[1]: (of.mentors.index(pair[0]), of.mentees.index(pair[1])) for pair in pairs}
    open_ = [p for p, place in places.items() if p in free and not any(bar[place] for bar in of.bars.values())]
    return sorted(open_, key=lambda p: (-int(of.fit.fit[places[p]]), of.keys[p]))[:5]


@pytest.mark.parametrize("seed", some_of(100))
def test_lists_are_the_best_five_of_those_who_may_be_paired(seed: int) -> None:
    """Equal to sorting by hand; vetoed, declined, refused, unwilling and taken people are on no list."""
    everybody = random_cohort(seed, mentors=9, mentees=8, most_places=2)
    free_board = board(everybody, MatchingChoices())
    pairs = [(mentor, mentee) for mentor in free_board.mentors for mentee in free_board.mentees]
    allowed = dict(zip(pairs, free_board.allowed.ravel(), strict=True))
    open_ = [pair for pair in pairs if allowed[pair] and all(free_board.capacity[person] for person in pair)]
    choices = MatchingChoices(vetoes=tuple(open_[::7]), declined=tuple(open_[1::7]), accepted=tuple(open_[2:3]))
    of = board(everybody, choices)
    people = everybody.participants.set_index("person_id")
    taken = [person for pair in choices.accepted for person in pair]
    free = {p for p in people.index if people["consent"][p] and of.capacity[p] > taken.count(p)}

    found = {each.person_id: each for each in shortlists(of).everybody}

    assert set(found) == free
    for person, each in found.items():
        assert names(each) == ([] if each.nobody == ONE_TOPIC else best_by_hand(of, person, free))
        assert bool(each.nobody) == (not each.others)


@pytest.mark.parametrize(("one", "other"), [("ai", "video"), ("video", "ai")])
def test_a_mentor_cannot_tell_which_topic_a_mentee_needs(one: str, other: str) -> None:
    """The mentor's list is the same to the letter whichever of the offered topics each mentee needs."""
    found = lists(cohort(("s", one), ("t", other)))["j"]

    assert found == lists(cohort(("s", "ai"), ("t", "ai"), ("u", "video"), u={"consent": False}))["j"]
    assert [other.because for other in found.others] == [
        ("Would like to learn one of the topics that you offer.",),
    ] * 2


def test_a_mentor_with_one_topic_reads_no_names() -> None:
    """Any name would tell what that person needs; a second topic counts only if somebody needs it."""
    only = lists(cohort(("s", "ai"), taught=("ai",)))
    nobody_needs_the_other = lists(cohort(("s", "ai"), taught=("ai", "video")))

    for found in (only, nobody_needs_the_other):
        assert (names(found["j"]), found["j"].nobody) == ([], ONE_TOPIC)
        assert names(found["s"]) == ["j"]


def test_a_mentee_reads_what_is_offered_of_the_own_needs_without_levels() -> None:
    """Topics that the mentee does not need, levels and fits are not told."""
    (listed,) = lists(cohort(("s", "video"), ("s", "ai"), ("t", "lab"), taught=("ai", "lab", "video")))["s"].others

    assert listed.because == ("Offers to teach “Ai” and “Video”.",)


def test_common_ground_is_told_to_both_and_what_is_hard_to_the_mentee() -> None:
    """Shared interests as the reader wrote them; one shared language and short shared days."""
    said = {
        "j": {"common_ground": ("chess", "choir"), "languages": ("en", "de"), "time_zone": "Asia/Kolkata"},
        "s": {"common_ground": ("Chess",), "languages": ("en", "fr"), "time_zone": "Europe/Zurich"},
    }
    found = lists(cohort(("s", "ai"), ("t", "video"), **said))

    assert found["s"].others[0].because[1:] == (
        "Common ground: Chess.", "You have one language in common: en.", "Your working days share only 3.5 hours.",
    )  # fmt: skip
    assert {other.person_id: other.because[1:] for other in found["j"].others} == {
        "s": ("Common ground: chess.",),
        "t": (),
    }


def test_only_those_who_said_that_they_take_part_are_named() -> None:
    """No consent, no sign-up file, no place, or a pinned partner: no list, and on nobody's list."""
    both = (("s", "ai"), ("t", "video"))
    nobody_asked = cohort(*both, **{p: {"consent": None} for p in "jst"})

    assert set(lists(cohort(*both, s={"consent": False}))) == {"j", "t"}
    assert names(lists(cohort(*both, s={"capacity": 0}))["j"]) == ["t"]
    assert lists(cohort(*both), MatchingChoices(capacity={"j": 0}))["s"].nobody == NOBODY
    assert lists(cohort(*both), MatchingChoices(pins=(("j", "s"),))).keys() == {"t"}
    assert lists(nobody_asked) == {}


def test_there_are_no_lists_once_pairs_are_decided() -> None:
    """A list would offer a choice that is none."""
    assert lists(cohort(("s", "ai"), ("t", "video")), MatchingChoices(final=(("j", "s"),))) == {}


@settings(deadline=None, max_examples=6)
@given(seed=st.integers(0, 10_000), shuffle=st.integers(0, 10_000))
def test_order_of_rows_does_not_change_a_list(seed: int, shuffle: int) -> None:
    """Equal fits are ordered by name, not by where somebody stands in a file."""
    ordered = random_cohort(seed, mentors=7, mentees=7)
    tables = ("participants", "roster", "ratings", "preferences", "conflicts")
    shuffled = replace(ordered, **{
        name: getattr(ordered, name).sample(frac=1, random_state=shuffle).reset_index(drop=True) for name in tables
    })  # fmt: skip

    assert lists(shuffled) == lists(ordered)

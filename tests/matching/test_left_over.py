"""Everybody without a partner is told what would help, and it does."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from reverse_mentoring.decide.matching.board import Board, board, under
from reverse_mentoring.decide.matching.eligibility import RULES
from reverse_mentoring.decide.matching.left_over import unmatched
from reverse_mentoring.decide.matching.matching import solve
from reverse_mentoring.decide.matching.remedies import Remedy, remedies
from reverse_mentoring.words.choices import IdPair, MatchingChoices, Objective
from reverse_mentoring.words.cohort import Cohort
from small_cohorts import cohort_of, random_cohort

SOFT = [rule.rule_id for rule in RULES if not rule.always]


def some_of(count: int) -> list[object]:
    """So many seeds; all but one only in the slow run."""
    return [seed if seed == 50 else pytest.param(seed, marks=pytest.mark.slow) for seed in range(count)]


@cache
def small_board(seed: int) -> Board:
    """Two to five on each side, up to three places a mentor; sometimes pins and proposals; the objectives in turn."""
    rng = np.random.default_rng(seed)
    cohort = random_cohort(seed, mentors=2 + seed % 4, mentees=2 + seed % 3, most_places=1 + seed % 3)
    mentors, mentees = (list(cohort.of_role(role)["person_id"]) for role in ("mentor", "mentee"))
    picked = [(str(rng.choice(mentors)), str(rng.choice(mentees))) for _ in range(2)]
    lists = {name: tuple(picked) for name in ("pins", "proposed") if rng.random() < 0.2}
    objective: Objective = ("floor", "total", "worst_first", "choice")[seed // 12 % 4]
    return board(cohort, MatchingChoices(objective=objective, **lists))


def waiting(of: Board) -> dict[str, tuple[Remedy, ...]]:
    """What would help those who take part, answered, and have no partner."""
    solved = solve(of)
    out = [one.person_id for one in unmatched(of, solved) if one.position]
    return remedies(of, solved, out)


def followed(of: Board, person: str, remedy: Remedy) -> Board:
    """The board after the change."""
    if remedy.kind == "place":
        more = of.choices.capacity | {remedy.what: of.capacity[remedy.what] + 1}
        return under(of, of.choices.model_copy(update={"capacity": more}))
    if remedy.kind == "rule":
        return board(of.cohort, of.choices.model_copy(update={"allowed": {remedy.what: "agreed"}}))
    return board(with_newcomer(of.cohort, remedy.what, "mentor" if person in of.mentees else "mentee"), of.choices)


def with_newcomer(cohort: Cohort, topic: str, role: str) -> Cohort:
    """One person more of whom no more is known than that he or she can teach, or needs, this topic."""
    people = cohort.participants
    new = {"person_id": "new", "name": "New", "role": role, "capacity": 1, "consent": True}
    empty = people.iloc[:1].assign(level="", manager_id="", team="", department="", time_zone="", **new)
    for column in ("dotted_line_ids", "former_manager_ids", "languages", "common_ground"):
        empty[column] = [()]
    answer = {"person_id": "new", "topic_id": topic, "importance": 5, "proficiency": 5 if role == "mentor" else 1}
    ratings = pd.DataFrame([answer | {"want": True, "give": True}]).astype(cohort.ratings.dtypes)
    grown = pd.concat([people, empty]).sort_values("person_id", ignore_index=True).astype(people.dtypes)
    return replace(cohort, participants=grown, ratings=pd.concat([cohort.ratings, ratings], ignore_index=True))


def served(pairs: tuple[IdPair, ...], role: str) -> set[str]:
    """The people of a role who have a partner, newcomers left aside."""
    return {pair[role == "mentee"] for pair in pairs} - {"new"}


@pytest.mark.parametrize("seed", some_of(100))
def test_what_is_said_to_help_helps(seed: int) -> None:
    """Followed to the letter, each remedy serves as many more people as said: this person for certain where all who
    could be served are, and otherwise if the facilitator pins the pair."""
    of = small_board(seed)
    before = solve(of).pairs
    for person, found in waiting(of).items():
        role = "mentee" if person in of.mentees else "mentor"
        for remedy in found:
            then = followed(of, person, remedy)
            after = served(solve(then).pairs, role)

            assert len(after) == len(served(before, role)) + remedy.serves > len(served(before, role))
            if remedy.serves == remedy.waiting:
                assert person in after
            else:
                assert any(person in served(pairs, role) and len(served(pairs, role)) == len(after)
                           for pairs in with_pin(then, person, remedy))  # fmt: skip


def with_pin(of: Board, person: str, remedy: Remedy) -> Iterator[tuple[IdPair, ...]]:
    """The pairs with this person pinned to whom the remedy names; after a rule is allowed, to each of the others."""
    everybody = of.mentees if person in of.mentors else of.mentors
    for other in {"place": [remedy.what], "newcomer": ["new"], "rule": everybody}[remedy.kind]:
        pin = (person, other) if person in of.mentors else (other, person)
        yield solve(under(of, of.choices.model_copy(update={"pins": (pin, *of.choices.pins)}))).pairs


@pytest.mark.parametrize("seed", some_of(100))
def test_nothing_that_would_help_is_missing(seed: int) -> None:
    """Every place and rule by which a person can be served without anybody losing a partner, found by trying all, is
    among the remedies; “one newcomer more” always is."""
    of = small_board(seed)
    solved = solve(of)
    for person, found in waiting(of).items():
        role = "mentee" if person in of.mentees else "mentor"
        everybody = served(solved.pairs, role) | {person}
        places = [Remedy("place", one, 1, 1, 0) for one in of.mentors if of.capacity[one] and role == "mentee"]
        rules = [Remedy("rule", rule, 1, 1, 0) for rule in SOFT if rule in of.bars]
        helpful = {
            (change.kind, change.what)
            for change in (*places, *rules)
            if same_pins(of, then := followed(of, person, change)) and can_all_be_served(then, everybody, role)
        }
        said = {(remedy.kind, remedy.what) for remedy in found}

        assert {what for kind, what in said if kind == "rule"} == {what for kind, what in helpful if kind == "rule"}
        assert any(kind == "place" for kind, _ in said) == any(kind == "place" for kind, _ in helpful)
        assert {one for one in said if one[0] == "place"} <= helpful
        assert [remedy.kind for remedy in found].count("newcomer") == 1


def same_pins(of: Board, then: Board) -> bool:
    """Whether the pinned pairs that hold are the same."""
    return solve(of).pins == solve(then).pins


def can_all_be_served(of: Board, people: set[str], role: str) -> bool:
    """Whether all these can have a partner beside the pins, by trying all."""
    pins = solve(of).pins
    left = sorted(people - served(pins, role))
    free = {one: places - sum(one in pin for pin in pins) for one, places in of.capacity.items()}
    others = of.mentors if role == "mentee" else of.mentees

    def fits(person: str, other: str) -> bool:
        pair = (other, person) if role == "mentee" else (person, other)
        return bool(of.allowed[of.mentors.index(pair[0]), of.mentees.index(pair[1])]) and free[other] > 0

    def serve(rest: list[str]) -> bool:
        if not rest:
            return True
        for other in [other for other in others if fits(rest[0], other)]:
            free[other] -= 1
            if serve(rest[1:]):
                return True
            free[other] += 1
        return False

    return serve(left)


@pytest.mark.parametrize("seed", some_of(40))
def test_the_waiting_list_is_the_same_for_every_order_of_rows(seed: int) -> None:
    """Each role has places 1, 2, 3 …; who could be served by a place comes before who needs more; the order of tables
    changes nothing."""
    cohort = random_cohort(seed, mentors=3, mentees=7)
    turned = replace(cohort, participants=cohort.participants.iloc[::-1].reset_index(drop=True))
    boards = [board(each, MatchingChoices()) for each in (cohort, turned)]
    lists = [{one.person_id: (one.position, one.remedy) for one in unmatched(of, solve(of))} for of in boards]
    found = waiting(boards[0])

    assert lists[0] == lists[1]
    for people in (boards[0].mentees, boards[0].mentors):
        order = sorted((place, person) for person, (place, _) in lists[0].items() if place and person in people)
        kinds = [["place", "rule", "newcomer"].index(found[person][0].kind) for _, person in order]
        assert [place for place, _ in order] == list(range(1, len(order) + 1))
        assert kinds == sorted(kinds)


def one_mentor(*mentees: str, silent: str = "", **choices: Any) -> Board:
    """Mentor j0 and these mentees; all named the same topic, except who is silent."""
    people = ["j0", *mentees]
    return board(
        cohort_of(
            roster=[{"person_id": one, "name": f"Name {one}", "department": one} for one in people],
            signups=[{"person_id": one, "role": "mentor" if one == "j0" else "mentee"} for one in people],
            ratings=[{"person_id": one, "topic_id": "ai", "importance": 5, "want": True, "give": True,
                      "proficiency": 5 if one == "j0" else 1} for one in people if one != silent],
        ),
        MatchingChoices(**choices),
    )  # fmt: skip


def test_the_sentences_name_the_change_and_whom_it_serves() -> None:
    """One mentor, three mentees: the two who wait read that a second place would serve them, and who else waits."""
    of = one_mentor("s0", "s1", "s2")
    left = unmatched(of, solve(of))

    assert {one.reason for one in left} == {"The one mentor who could teach this mentee has a mentee."}
    assert {(one.remedy, *one.remedies[1:]) for one in left} == {(
        "A second place with Name j0 would serve this mentee if you pin the two; one other could take the place.",
        "One more mentor for “Ai” from another unit would serve this mentee if you pin the two; one other could take "
        "the place.",
    )}  # fmt: skip
    assert sorted(one.position for one in left) == [1, 2]


def test_who_did_not_answer_or_takes_nobody_does_not_wait() -> None:
    """They read what is missing and have no place on the list; a mentee alone on it is told so without “if”."""
    of = one_mentor("s0", "s1", "s2", "s3", silent="s1", capacity={"s2": 0})
    left = {one.person_id: one for one in unmatched(of, solve(of))}
    (waits,) = (one for one in left.values() if one.position)

    assert left["s1"].remedy == "Send the questions again."
    assert left["s2"].remedy == "Ask whether a place can be opened."
    assert waits.remedy == "A second place with Name j0 would serve this mentee."


def test_a_limit_that_leaves_somebody_out_is_named() -> None:
    """Where there is a place and only a limit is in the way, no other reason is given."""
    of = one_mentor("s0", department_caps={"s0": 0})
    left = unmatched(of, solve(of))

    assert {one.reason for one in left} == {
        "There is a place, but a limit that you set for departments or topics stands against it."
    }

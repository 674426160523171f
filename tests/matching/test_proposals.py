"""Proposals: the mentee is asked first, what both accepted stays, and a pair that was given up never comes back."""

from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from reverse_mentoring.decide.matching.board import Board, board, under
from reverse_mentoring.decide.matching.matching import solve
from reverse_mentoring.decide.matching.proposals import (
    LISTS,
    another_please,
    blockers,
    both_agree,
    mentee_agrees,
    pairs_after_another_please,
    propose,
    withdraw_proposals,
)
from reverse_mentoring.words.choices import IdPair, MatchingChoices
from reverse_mentoring.words.pairs import Pair, Pairing
from reverse_mentoring.words.problems import Refused
from small_cohorts import random_cohort

ANA, BO, CY = ("ana", "ada"), ("bo", "ben"), ("cy", "cleo")


def some_of(count: int) -> list[object]:
    """So many seeds; all but one in eight only in the slow run."""
    return [seed if seed % 8 == 0 else pytest.param(seed, marks=pytest.mark.slow) for seed in range(count)]


def after(choices: MatchingChoices, changed: dict[str, Any]) -> MatchingChoices:
    """The choices with these changes, checked as when they are saved."""
    return MatchingChoices.model_validate(choices.model_dump() | changed)


def proposed(*pairs: IdPair) -> MatchingChoices:
    return after(MatchingChoices(), propose(MatchingChoices(), pairs))


def accepted(choices: MatchingChoices, pair: IdPair) -> MatchingChoices:
    """Both were asked, in order."""
    asked = after(choices, mentee_agrees(choices, pair))
    return after(asked, both_agree(asked, pair))


def current(*pairs: IdPair, state: str = "suggested") -> Pairing:
    return Pairing(tuple(Pair(*ids, 0, (), (), state, ()) for ids in pairs), (), (), 0, 0)


def most_kept(of: Board) -> tuple[int, int]:
    """(people served, proposals kept) of the best set of pairs beside the accepted ones, by trying every one."""
    fixed, kept = set(of.choices.accepted), {*of.choices.proposed, *of.choices.mentee_agrees}
    taken = {person: sum(person in pair for pair in fixed) for person in of.capacity}
    mentees = [mentee for mentee in of.mentees if of.capacity[mentee] > taken[mentee]]

    @cache
    def best(position: int, used: tuple[str, ...]) -> tuple[int, int]:
        if position == len(mentees):
            return 0, 0
        mentee, options = mentees[position], [best(position + 1, used)]
        for i, mentor in enumerate(of.mentors):
            places = taken[mentor] + used.count(mentor)
            if of.allowed[i, of.mentees.index(mentee)] and places < of.capacity[mentor]:
                served, stay = best(position + 1, tuple(sorted((*used, mentor))))
                options.append((served + 1 + (places == 0), stay + ((mentor, mentee) in kept)))
        return max(options)

    served, stay = best(0, ())
    return served + len({person for pair in fixed for person in pair}), stay


@pytest.mark.parametrize("objective", ["floor", "total"])
@pytest.mark.parametrize("seed", some_of(80))
def test_another_please_moves_no_accepted_pair_and_as_few_proposals_as_can_be(seed: int, objective: Any) -> None:
    """Equal to trying everything: a proposal is moved only where fewer people would be served otherwise."""
    cohort = random_cohort(seed, mentors=5 + seed % 2, mentees=4 + seed % 3, most_places=1 + seed % 2)
    first = board(cohort, MatchingChoices(objective=objective))
    pairs = solve(first).pairs
    if not pairs:
        return
    choices = after(first.choices, propose(first.choices, pairs))
    for pair in pairs[1 + seed % 2 :: 3]:
        choices = accepted(choices, pair)
    gives_up = pairs[0]
    of = under(first, after(choices, another_please(choices, gives_up)))

    found = solve(of).pairs

    assert set(of.choices.accepted) <= set(found)
    assert gives_up not in found
    open_ = {*of.choices.proposed, *of.choices.mentee_agrees}
    assert (len({person for pair in found for person in pair}), len(open_ & set(found))) == most_kept(of)
    assert pairs_after_another_please(under(first, choices), gives_up) == found


def test_a_pair_given_up_never_comes_back() -> None:
    """Proposing and giving up until nobody is left shows no pair twice."""
    of, given_up = board(random_cohort(3, mentors=6, mentees=6), MatchingChoices()), list[IdPair]()

    while pairs := solve(of).pairs:
        of = under(of, after(of.choices, propose(of.choices, pairs)))
        given_up.append(pairs[0])
        of = under(of, after(of.choices, another_please(of.choices, pairs[0])))

    assert len(given_up) == len(set(given_up)) > 3
    assert of.choices.declined == tuple(sorted(given_up))


def test_a_pair_stands_in_one_list_at_a_time() -> None:
    """From proposed over the mentee's yes to accepted; the other pair stays where it is."""
    steps = [proposed(ANA, BO)]
    steps.append(after(steps[-1], mentee_agrees(steps[-1], BO)))
    steps.append(after(steps[-1], both_agree(steps[-1], BO)))

    assert [tuple(getattr(step, name) for name in LISTS) for step in steps] == [
        ((ANA, BO), (), ()),
        ((ANA,), (BO,), ()),
        ((ANA,), (), (BO,)),
    ]
    assert all(earlier != later for earlier, later in pairwise(steps))


def test_the_mentor_is_not_asked_before_the_mentee() -> None:
    """Both agree only after the mentee agreed; saying the same twice changes nothing."""
    choices = proposed(ANA)

    with pytest.raises(Refused, match=r"mentee \(senior\) first"):
        both_agree(choices, ANA)
    done = accepted(choices, ANA)
    assert after(done, mentee_agrees(done, ANA)) == after(done, both_agree(done, ANA)) == done


@pytest.mark.parametrize("answer", [mentee_agrees, both_agree, another_please])
def test_answers_need_a_proposal_and_an_open_step(answer: Any) -> None:
    """A pair that nobody was told of has no answer; decided pairs are reopened first."""
    with pytest.raises(Refused, match="was not proposed"):
        answer(proposed(ANA), BO)
    with pytest.raises(Refused, match="Reopen"):
        answer(after(proposed(ANA), {"final": (ANA,)}), ANA)


def test_another_please_takes_the_pair_from_every_list() -> None:
    """Also a pinned or an accepted pair; all others stay as they were."""
    choices = accepted(accepted(after(proposed(ANA, BO, CY), {"pins": (ANA, CY)}), ANA), BO)
    left = after(choices, another_please(choices, ANA))

    assert (left.proposed, left.mentee_agrees, left.accepted) == ((CY,), (), (BO,))
    assert (left.pins, left.declined, left.vetoes) == ((CY,), (ANA,), ())


def test_proposing_again_keeps_answers_and_withdrawing_keeps_what_both_accepted() -> None:
    """A yes holds for the same pair; a proposal that is not among the pairs any more is withdrawn."""
    choices = accepted(proposed(ANA, BO, CY), ANA)
    choices = after(choices, mentee_agrees(choices, BO))
    again = after(choices, propose(choices, [ANA, BO, ("di", "cleo")]))
    withdrawn = after(choices, withdraw_proposals(choices))

    assert (again.proposed, again.mentee_agrees, again.accepted) == ((("di", "cleo"),), (BO,), (ANA,))
    assert (withdrawn.proposed, withdrawn.mentee_agrees, withdrawn.accepted) == ((), (), (ANA,))
    with pytest.raises(Refused, match="no pair to propose"):
        propose(choices, [])


def test_what_is_open_is_said_until_all_have_agreed() -> None:
    """One sentence for each kind of open answer; none once both sides of every pair agreed."""
    choices = accepted(proposed(ANA, BO, CY), CY)
    choices = after(choices, mentee_agrees(choices, BO))

    assert blockers(choices, current(ANA, BO, CY, ("di", "dan"))) == (
        "1 pair was not proposed to anybody yet.",
        "1 pair waits for the mentee's answer.",
        "1 pair waits for the mentor's answer.",
    )
    assert blockers(choices, current()) == (
        "2 pairs were proposed and cannot stay: propose again, and tell both.",
        "1 pair was accepted by both and cannot stay: tell both.",
    )
    assert blockers(choices, current(CY)) == blockers(choices, current())[:1]
    assert blockers(accepted(proposed(ANA), ANA), current(ANA, state="accepted")) == ()


def test_decided_without_asking_is_said_and_pairs_under_way_ask_nobody() -> None:
    """After the decision the open answers are still named; pairs of an earlier year are not asked again."""
    decided = after(proposed(ANA), {"final": (ANA,)})

    assert blockers(decided, current(ANA, state="final")) == ("1 pair waits for the mentee's answer.",)
    assert blockers(MatchingChoices(), current(ANA, state="active")) == ()

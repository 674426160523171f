"""The pairs are the best ones, break no rule, and do not depend on the order of rows."""

import hashlib
from dataclasses import replace
from functools import cache
from typing import get_args

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.decide.matching.board import Board, board
from reverse_mentoring.decide.matching.explaining import other_mentors, pairing
from reverse_mentoring.decide.matching.fit import FULL
from reverse_mentoring.decide.matching.matching import solve
from reverse_mentoring.decide.matching.proof import proof
from reverse_mentoring.decide.proving.checker import broken
from reverse_mentoring.words.choices import MatchingChoices, Objective
from reverse_mentoring.words.cohort import Cohort
from small_cohorts import cohort_of, random_cohort


def some_of(count: int) -> list[object]:
    """So many seeds; all but one in ten only in the slow run."""
    return [seed if seed % 10 == 0 else pytest.param(seed, marks=pytest.mark.slow) for seed in range(count)]


def best_by_trying_all(of: Board) -> tuple[int, int]:
    """(people served, sum of fits) of the best set of pairs, by trying every one."""
    places = of.capacity
    mentors = [(m, k) for m in of.mentors for k in range(min(places[m], len(of.mentees)))]
    mentees = [j for j, mentee in enumerate(of.mentees) if places[mentee] > 0]

    @cache
    def best(position: int, used: frozenset[int]) -> tuple[int, int]:
        if position == len(mentees):
            return 0, 0
        options = [best(position + 1, used)]
        j = mentees[position]
        for slot, (mentor, _) in enumerate(mentors):
            i = of.mentors.index(mentor)
            if slot in used or not of.allowed[i, j]:
                continue
            first = not any(mentors[other][0] == mentor for other in used)
            served, total = best(position + 1, used | {slot})
            options.append((served + 1 + first, total + int(of.fit.fit[i, j])))
        return max(options)

    return best(0, frozenset())


@pytest.mark.parametrize("seed", some_of(200))
def test_no_other_pairs_serve_more_people_or_fit_better(seed: int) -> None:
    """On 200 random small cohorts the pairs equal those found by trying everything."""
    cohort = random_cohort(seed, mentors=2 + seed % 4, mentees=2 + seed % 3, most_places=1 + seed % 3)
    of = board(cohort, MatchingChoices())

    found = pairing(of)

    served = len({pair.mentee_id for pair in found.pairs}) + len({pair.mentor_id for pair in found.pairs})
    assert (served, found.total) == best_by_trying_all(of)


@pytest.mark.parametrize("seed", some_of(80))
def test_the_independent_checker_finds_nothing_wrong(seed: int) -> None:
    """Rules, places and optimality are confirmed by code that shares nothing with the engine."""
    cohort = random_cohort(seed, mentors=9, mentees=8, most_places=2)
    of = board(cohort, MatchingChoices())

    assert broken(proof(of, solve(of)), cohort, of.choices) == ()


@pytest.mark.parametrize("seed", some_of(20))
def test_the_checker_notices_a_worse_answer_and_a_broken_rule(seed: int) -> None:
    """A pair taken away, or one that a rule forbids, does not pass."""
    cohort = random_cohort(seed, mentors=9, mentees=8)
    of = board(cohort, MatchingChoices())
    whole = proof(of, solve(of))
    i, j = next((i, j) for i in range(9) for j in range(8) if of.bars["reporting_line"][i, j])

    assert not whole["pairs"] or broken({**whole, "pairs": whole["pairs"][1:]}, cohort, of.choices)
    assert any("reporting line" in said for said in
               broken({**whole, "pairs": [[of.mentors[i], of.mentees[j]]]}, cohort, of.choices))  # fmt: skip


@settings(deadline=None, max_examples=6)
@given(seed=st.integers(0, 10_000), shuffle=st.integers(0, 10_000))
def test_the_order_of_rows_does_not_matter(seed: int, shuffle: int) -> None:
    """Shuffled tables give the same pairs with the same reasons, ties included."""
    cohort = random_cohort(seed, mentors=6, mentees=6)
    shuffled = replace(cohort, **{
        table: getattr(cohort, table).sample(frac=1, random_state=shuffle).reset_index(drop=True)
        for table in ("participants", "roster", "ratings", "preferences", "conflicts")
    })  # fmt: skip
    ordered = replace(shuffled, participants=shuffled.participants.sort_values("person_id", ignore_index=True))

    assert pairing(board(cohort, MatchingChoices())).pairs == pairing(board(ordered, MatchingChoices())).pairs


@settings(deadline=None, max_examples=6)
@given(seed=st.integers(0, 10_000), salt=st.integers(0, 10_000), objective=st.sampled_from(get_args(Objective)))
def test_another_numbering_of_people_does_not_matter(seed: int, salt: int, objective: Objective) -> None:
    """With other ids in another order the same people are paired, ties included, under every objective."""
    choices = MatchingChoices(objective=objective)
    cohort = random_cohort(seed, mentors=6, mentees=6)
    new = {old: hashlib.sha256(f"{old}{salt}".encode()).hexdigest()[:8] for old in cohort.roster["person_id"]}
    other = renumbered(cohort, new)

    before, after = (solve(board(each, choices)).pairs for each in (cohort, other))
    assert sorted((new[mentor], new[mentee]) for mentor, mentee in before) == list(after)


def renumbered(cohort: Cohort, new: dict[str, str]) -> Cohort:
    """The same people and answers under other ids, in the order of these."""
    frames = {}
    for table in ("participants", "roster", "ratings", "preferences", "conflicts"):
        frame = getattr(cohort, table).copy()
        for column in frame.columns.intersection(["person_id", "other_id", "manager_id"]):
            frame[column] = frame[column].map(lambda person: new.get(person, person)).astype("str")
        for column in frame.columns[frame.columns.str.endswith("_ids")]:
            frame[column] = pd.Series([tuple(new[one] for one in ids) for ids in frame[column]], dtype=object)
        frames[table] = frame.sort_values("person_id", ignore_index=True)
    return replace(cohort, **frames)


@settings(deadline=None, max_examples=6)
@given(seed=st.integers(0, 10_000))
def test_parts_add_up_to_the_fit(seed: int) -> None:
    """The points shown for a pair add up exactly; what was possible adds up to 100."""
    for pair in pairing(board(random_cohort(seed, mentors=6, mentees=6), MatchingChoices())).pairs:
        assert sum(part.points for part in pair.parts) == pair.fit
        assert sum(part.possible for part in pair.parts) == FULL
        assert pair.because


@settings(deadline=None, max_examples=6)
@given(seed=st.integers(0, 10_000))
def test_everybody_is_paired_or_told_why_not(seed: int) -> None:
    """Each participant is in a pair or among the unmatched, with a reason and a remedy."""
    cohort = random_cohort(seed, mentors=6, mentees=5, most_places=2)
    found = pairing(board(cohort, MatchingChoices()))

    paired = {person for pair in found.pairs for person in pair.ids}
    left = {one.person_id for one in found.unmatched}
    assert paired | left == set(cohort.participants["person_id"])
    assert not paired & left
    assert all(one.reason and one.remedy for one in found.unmatched)


@settings(deadline=None, max_examples=5)
@given(seed=st.integers(0, 10_000), pick=st.integers(0, 1000))
def test_a_pin_is_kept_a_veto_and_a_loss_are_exact(seed: int, pick: int) -> None:
    """Pinning another mentor costs exactly what was shown before; a vetoed pair never comes back."""
    of = board(random_cohort(seed, mentors=6, mentees=6), MatchingChoices())
    before = solve(of)
    if not before.pairs:
        return
    pair = before.pairs[pick % len(before.pairs)]

    vetoed = solve(board(of.cohort, MatchingChoices(vetoes=(pair,))))
    assert pair not in vetoed.pairs
    for other in other_mentors(of, before, pair[1]):
        pinned = solve(board(of.cohort, MatchingChoices(pins=((other.mentor_id, pair[1]),))))
        assert (other.mentor_id, pair[1]) in pinned.pairs
        assert 2 * (len(before.pairs) - len(pinned.pairs)) == other.left_over
        assert total(of, before.pairs) - total(of, pinned.pairs) == other.loss


def total(of: Board, pairs: tuple[tuple[str, str], ...]) -> int:
    """Sum of the fits of these pairs."""
    return sum(int(of.fit.fit[of.mentors.index(mentor), of.mentees.index(mentee)]) for mentor, mentee in pairs)


EXTREMES = {
    "no people": (0, 0),
    "no mentees": (3, 0),
    "more mentees than mentors": (1, 6),
    "one mentor, one mentee": (1, 1),
}


@pytest.mark.parametrize("name", EXTREMES)
def test_extreme_cohorts_get_an_answer(name: str) -> None:
    """Empty sides and lopsided cohorts give pairs or reasons, never an error."""
    mentors, mentees = EXTREMES[name]
    cohort = random_cohort(7, mentors=mentors, mentees=mentees)
    found = pairing(board(cohort, MatchingChoices()))

    assert len(found.pairs) * 2 + len(found.unmatched) == mentors + mentees


def test_nobody_answered_is_said_of_everybody() -> None:
    """Without ratings there are no pairs, and each person is told that the answers are missing."""
    people = [{"person_id": p, "name": p, "level": f"L{level}"} for p, level in (("a", 1), ("b", 5))]
    signups = [{"person_id": "a", "role": "mentor"}, {"person_id": "b", "role": "mentee"}]
    found = pairing(board(cohort_of(roster=people, signups=signups), MatchingChoices()))

    assert {one.reason for one in found.unmatched} == {"Has not answered the questions on topics."}


def test_existing_pairs_stay_and_a_new_reporting_line_is_named() -> None:
    """Pairs under way are kept as they are; a manager who became the partner's superior is a warning."""
    cohort = random_cohort(3, mentors=4, mentees=4)
    pair = {"mentor_id": "j0", "mentee_id": "s0", "state": "active", "topics": ("ai",)}
    roster = cohort.roster.assign(
        manager_id=cohort.roster["manager_id"].where(cohort.roster["person_id"] != "j0", "s0")
    )
    base = cohort_of()
    pairs = pd.concat([base.pairs, pd.DataFrame([pair])]).reindex(columns=base.pairs.columns).astype(base.pairs.dtypes)
    changed = replace(cohort, roster=roster, pairs=pairs)
    of = board(changed, MatchingChoices())
    solved = solve(of)

    assert solved.pairs == (("j0", "s0"),)
    assert any("Same reporting line" in said for said in broken(proof(of, solved), changed, MatchingChoices()))

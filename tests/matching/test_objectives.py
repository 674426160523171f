"""Each objective gives the best pairs in its sense, proves it, and the proof does not fit any worse pairs."""

import json
from dataclasses import replace
from functools import cache
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.decide.matching import stability
from reverse_mentoring.decide.matching.board import Board, board
from reverse_mentoring.decide.matching.matching import Solution, solve, task_of
from reverse_mentoring.decide.matching.objectives import OBJECTIVES, answer
from reverse_mentoring.decide.matching.proof import proof
from reverse_mentoring.decide.matching.task import Answer, Task, Whole
from reverse_mentoring.decide.proving.check_bounds import bounds_hold
from reverse_mentoring.words.choices import MatchingChoices, Objective
from small_cohorts import random_cohort
from small_tasks import every_answer, fits, random_task, standing, total

BLOCK = 30


def blocks(count: int) -> list[object]:
    """So many blocks of 30 seeds; all but the first only in the slow run."""
    return [0, *(pytest.param(block, marks=pytest.mark.slow) for block in range(1, count))]


def seeds(block: int) -> range:
    return range(BLOCK * block, BLOCK * (block + 1))


def value(task: Task, column_of: Whole, objective: Objective) -> Any:
    """What the objective looks at: the larger, the better."""
    lowest = min(fits(task, column_of), default=10_001)
    sense: dict[Objective, Any] = {
        "total": total(task, column_of),
        "floor": (lowest, total(task, column_of)),
        "worst_first": (fits(task, column_of), total(task, column_of)),
        "choice": total(task, column_of),
    }
    return standing(task, column_of), sense[objective]


@cache
def nobody(objective: Objective) -> tuple[Board, Solution]:
    """A cohort without people, under this objective."""
    of = board(random_cohort(1, mentors=0, mentees=0), MatchingChoices(objective=objective))
    return of, solve(of)


def as_proof(task: Task, found: Answer, objective: Objective) -> dict[str, Any]:
    """The part of proof.json that stands for the question, the answer and its bounds."""
    of, empty = nobody(objective)
    pairs = tuple((task.mentors[j], task.mentees[i]) for i, j in enumerate(found.column_of) if j >= 0)
    told: dict[str, Any] = json.loads(json.dumps(proof(of, replace(empty, found=pairs, task=task, answer=found))))
    return told


@pytest.mark.parametrize("block", blocks(40))
def test_pairs_are_those_found_by_trying_everything(block: int) -> None:
    """People served, proposals kept, the lowest, the sum, the vector of fits: equal on 1,200 random small tasks."""
    for seed in seeds(block):
        task = random_task(seed)
        everything = list(every_answer(task))
        for objective in ("total", "floor", "worst_first"):
            found = answer(task, objective)

            assert value(task, found.column_of, objective) == max(value(task, each, objective) for each in everything)
            assert bounds_hold(as_proof(task, found, objective)) == [], (seed, objective)


@pytest.mark.parametrize("block", blocks(20))
def test_choice_takes_the_mixture_with_the_fewest_who_would_rather_have_each_other(block: int) -> None:
    """Each mixture is solved by trying everything; enough of the sum, fewest blocking pairs, then the larger sum."""
    for seed in seeds(block):
        task = random_task(seed, mentees=3)
        found = answer(task, "choice")
        everything = list(every_answer(task))
        tried = []
        for mixed in plain_mixtures(task):
            as_mixed = replace(task, points=mixed)
            best = max(everything, key=lambda each: (*value(as_mixed, each, "total"), preferred(task, each)))
            tried.append((plain_blocking(task, best), -total(task, best)))
        enough = min(each for each in tried if -100 * each[1] >= -99 * tried[0][1])

        assert (plain_blocking(task, found.column_of), -total(task, found.column_of)) == enough, seed
        assert found.points is not None
        assert bounds_hold(as_proof(task, found, "choice")) == []


def preferred(task: Task, column_of: Whole) -> int:
    return sum(int(task.preference[i, j]) for i, j in enumerate(column_of) if j >= 0)


def plain_mixtures(task: Task) -> list[Whole]:
    """Points mixed with how far down each other's list two stand, pair by pair."""
    rows, columns = task.allowed.shape
    assert task.views
    by_mentee, by_mentor = task.views
    down = np.zeros((rows, columns), dtype=np.int64)
    for i in range(rows):
        for j in range(columns):
            above = {int(by_mentee[i, k]) for k in range(columns) if task.allowed[i, k]}
            below = {int(by_mentor[k, j]) for k in range(rows) if task.allowed[k, j]}
            down[i, j] = max(
                sum(like > by_mentee[i, j] for like in above), sum(like > by_mentor[i, j] for like in below)
            )
    most = max([1, *(int(down[i, j]) for i in range(rows) for j in range(columns) if task.allowed[i, j])])
    return [((10 - step) * task.points + step * (10_000 - 10_000 * down // most)) // 10 for step in range(11)]


def plain_blocking(task: Task, column_of: Whole) -> int:
    """Pairs of a mentee and a mentor who would both rather have each other."""
    assert task.views
    by_mentee, by_mentor = task.views
    found = set()
    for i, mentee in enumerate(task.mentees):
        for j, mentor in enumerate(task.mentors):
            places = [k for k, other in enumerate(task.mentors) if other == mentor]
            has = [int(by_mentor[r, k]) for r, k in enumerate(column_of) if k in places]
            rather = column_of[i] < 0 or by_mentee[i, j] > by_mentee[i, column_of[i]]
            would = len(has) < len(places) or min(has) < by_mentor[i, j]
            if task.allowed[i, j] and rather and would:
                found.add((mentee, mentor))
    return len(found)


@pytest.mark.parametrize("block", blocks(20))
def test_people_who_would_rather_have_each_other_are_counted(block: int) -> None:
    """As pair by pair, also for mentors with several places."""
    for seed in seeds(block):
        task = random_task(seed)
        answers = list(every_answer(task))
        for column_of in answers[:: max(len(answers) // 5, 1)]:
            assert stability.blocking_pairs(task, column_of) == plain_blocking(task, column_of)


@pytest.mark.parametrize("block", blocks(10))
def test_a_proof_fits_only_pairs_that_are_as_good(block: int) -> None:
    """With the same bounds, other pairs pass exactly if the objective does not tell them from the best ones."""
    for seed in seeds(block):
        task = random_task(seed)
        answers = list(every_answer(task))
        for objective in OBJECTIVES:
            found = answer(task, objective)
            told = as_proof(task, found, objective)
            solved = replace(task, points=task.points if found.points is None else found.points)
            for other in answers[:: max(len(answers) // 8, 1)]:
                pairs = [[task.mentors[j], task.mentees[i]] for i, j in enumerate(other) if j >= 0]
                as_good = plain_value(solved, other, objective) == plain_value(solved, found.column_of, objective)

                assert (bounds_hold({**told, "pairs": pairs}) == []) is as_good, (seed, objective)


def plain_value(task: Task, column_of: Whole, objective: Objective) -> Any:
    """The value, where it does not matter which place of a mentor is taken, nor the sum of equally fair pairs."""
    paired = {task.mentors[j] for j in column_of if j >= 0}
    firsts = {mentor for mentor, first in zip(task.mentors, task.first, strict=True) if first}
    (_, kept), best = value(task, column_of, objective)
    people = sum(j >= 0 for j in column_of) + len(paired & firsts)
    return people, kept, best[0] if objective == "worst_first" else best


@settings(deadline=None, max_examples=5)
@given(seed=st.integers(0, 10_000), levels=st.integers(2, 400))
def test_the_fairest_of_all_arrangements_of_eight_and_eight_is_found(seed: int, levels: int) -> None:
    """The fits, lowest first, are the largest among all 40,320 arrangements at the first difference."""
    task = large_task(np.random.default_rng(seed), mentees=8, mentors=8)
    points = np.random.default_rng(seed).integers(0, levels, (8, 8))
    everybody = np.ones((8, 8), dtype=np.bool_)
    square = replace(
        task, mentors=tuple(f"j{i}" for i in range(8)), first=everybody[0], allowed=everybody, kept=~everybody,
        points=points, keys=(task.mentees, tuple("abcdefgh")), views=None,
    )  # fmt: skip
    found = answer(square, "worst_first")

    every = np.sort(points[np.arange(8), np.array(list(permutations(range(8))))], axis=1)
    assert fits(square, found.column_of) == every[np.lexsort(every.T[::-1])[-1]].tolist()


@pytest.mark.parametrize("objective", OBJECTIVES)
@settings(deadline=None, max_examples=5)
@given(seed=st.integers(0, 10_000))
def test_larger_answers_are_proven_too_and_any_change_of_the_proof_is_noticed(objective: Objective, seed: int) -> None:
    """Up to eighty people a side: the bounds hold; without the last one, or with one price changed, they do not."""
    rng = np.random.default_rng(seed)
    task = large_task(rng, mentees=int(rng.integers(20, 80)), mentors=int(rng.integers(15, 70)))
    found = answer(task, objective)
    told = as_proof(task, found, objective)

    assert bounds_hold(told) == []
    changed = json.loads(json.dumps(told))
    changed["bounds"][-1]["mentee_prices"][0] -= 1
    assert bounds_hold(changed)
    changed["bounds"][-1]["total"] -= 1
    assert bounds_hold(changed)
    assert bounds_hold({**told, "bounds": told["bounds"][:-1]})
    assert bounds_hold({**told, "objective": "floor" if objective != "floor" else "total"})


def large_task(rng: np.random.Generator, *, mentees: int, mentors: int) -> Task:
    """Points of a hundred levels, some pairs barred, some proposed, a third of the mentors with two places."""
    places = 1 + (rng.random(mentors) < 0.3)
    owner = np.repeat(np.arange(mentors), places)
    points = rng.integers(20, 120, (mentees, mentors))[:, owner] * 80
    return Task(
        mentees=tuple(f"s{i}" for i in range(mentees)),
        mentors=tuple(f"j{i}" for i in owner),
        first=np.append(True, owner[1:] != owner[:-1]),
        allowed=(rng.random((mentees, mentors)) < 0.6)[:, owner],
        kept=(rng.random((mentees, mentors)) < 0.02)[:, owner],
        points=points,
        keys=(tuple(f"Name s{i}" for i in range(mentees)), tuple(f"Name j{i}" for i in owner)),
        views=(points, points[::-1].copy()),
    )


@pytest.mark.parametrize("objective", OBJECTIVES)
@settings(deadline=None, max_examples=10)
@given(seed=st.integers(0, 10_000))
def test_the_order_of_people_does_not_matter(objective: Objective, seed: int) -> None:
    """The same pairs from shuffled rows and columns, ties included."""
    rng = np.random.default_rng(seed)
    task = replace(large_task(rng, mentees=12, mentors=10), kept=np.zeros((), dtype=np.bool_))
    task = replace(task, points=task.points // 2000 * 2000, kept=np.zeros_like(task.allowed))
    rows, columns = rng.permutation(len(task.mentees)), rng.permutation(len(task.mentors))
    assert task.views

    shuffled = replace(
        task,
        mentees=tuple(task.mentees[i] for i in rows),
        mentors=tuple(task.mentors[j] for j in columns),
        first=task.first[columns],
        keys=(tuple(task.keys[0][i] for i in rows), tuple(task.keys[1][j] for j in columns)),
        views=(task.views[0][np.ix_(rows, columns)], task.views[1][np.ix_(rows, columns)]),
        **{name: getattr(task, name)[np.ix_(rows, columns)] for name in ("allowed", "kept", "points")},
    )

    assert named(shuffled, answer(shuffled, objective)) == named(task, answer(task, objective))


def named(task: Task, found: Answer) -> set[tuple[str, str]]:
    return {(task.mentors[j], task.mentees[i]) for i, j in enumerate(found.column_of) if j >= 0}


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_a_cohort_under_any_objective_comes_with_a_proof_that_holds(objective: Objective) -> None:
    """Pins, proposals and capacities of a real board included; each side's own wishes count where choice does."""
    cohort = random_cohort(4, mentors=9, mentees=8, most_places=2)
    plain = solve(board(cohort, MatchingChoices()))
    choices = MatchingChoices(objective=objective, pins=plain.pairs[:1], proposed=plain.pairs[1:3])
    of = board(cohort, choices)

    told = json.loads(json.dumps(proof(of, solve(of))))

    assert bounds_hold(told) == []
    assert bounds_hold({**told, "pairs": told["pairs"][:-1]})
    assert (task_of(of).views is None) == (objective != "choice")

"""The best pairs keep minima for topics and limits for departments, or it is said what would make that possible."""

from dataclasses import replace

import numpy as np
import pytest

from quota_instances import counted, every_set, score, small_quotas, small_task
from reverse_mentoring.decide.matching.board import Board, board
from reverse_mentoring.decide.matching.matching import solve
from reverse_mentoring.decide.matching.proof import Proof, proof
from reverse_mentoring.decide.matching.quota_conflicts import conflict
from reverse_mentoring.decide.matching.quotas import Quota, QuotaAnswer, answer
from reverse_mentoring.decide.matching.task import Task
from reverse_mentoring.decide.proving.check_quotas import quota_claim, quotas_hold
from reverse_mentoring.words.choices import MatchingChoices
from small_cohorts import cohort_of, random_cohort


def some_of(count: int) -> list[object]:
    """So many seeds; all but one in forty only in the slow run."""
    return [seed if seed % 40 == 0 else pytest.param(seed, marks=pytest.mark.slow) for seed in range(count)]


@pytest.mark.parametrize("objective", ["floor", "total"])
@pytest.mark.parametrize("seed", some_of(100))
def test_no_other_pairs_within_the_quotas_are_better(seed: int, objective: str) -> None:
    """People served, proposals, lowest pair and total equal the best of all sets of pairs that keep the quotas; None
    only where there is no such set; and no bound lies below what can be reached."""
    task = small_task(seed)
    quotas = small_quotas(task, seed)
    floor = objective == "floor"
    within = [each for each in every_set(task) if all(quota.kept_by(each) for quota in quotas)]

    found = answer(task, quotas, objective)

    assert (found is None) == (not within)
    if found:
        assert score(task, found.column_of, floor=floor) == max(score(task, each, floor=floor) for each in within)
    if isinstance(found, QuotaAnswer):
        assert found.exact
        assert all(one.gap >= 0 for one in found.certificates if one.question == "total" or one.at_least == 0)


@pytest.mark.parametrize("seed", some_of(100))
def test_remedies_are_enough_and_none_asks_for_too_much(seed: int) -> None:
    """With the changes of any remedy some set of pairs keeps all; none of its numbers could change by one less; and
    none of all possible changes is smaller in sum than the first remedy."""
    task = small_task(seed)
    quotas = small_quotas(task, seed, eager=seed % 2)
    sets = {tuple(counted(quota, each) for quota in quotas) for each in every_set(task)}
    if possible(quotas, [quota.limit for quota in quotas], sets):
        return

    found = conflict(task, quotas)

    smallest = min(sum(short(quota, count) for quota, count in zip(quotas, counts, strict=True)) for counts in sets)
    assert smallest == sum(abs(number - quota.asked) for quota, number in found.remedies[0])
    for remedy in found.remedies:
        changed = {(quota.kind, quota.name): number for quota, number in remedy}
        limits = [changed.get((quota.kind, quota.name), quota.asked) for quota in quotas]
        assert possible(quotas, limits, sets)
        for place, quota in enumerate(quotas):
            nearer = limits[place] + (1 if quota.kind == "cover" else -1)
            if limits[place] != quota.asked:
                assert not possible(quotas, [*limits[:place], nearer, *limits[place + 1 :]], sets)


def possible(quotas: tuple[Quota, ...], limits: list[int], sets: set[tuple[int, ...]]) -> bool:
    """Whether some set keeps these numbers."""
    asked = [replace(quota, limit=limit) for quota, limit in zip(quotas, limits, strict=True)]
    return any(not any(short(q, count) for q, count in zip(asked, counts, strict=True)) for counts in sets)


def short(quota: Quota, count: int) -> int:
    """By how many pairs a quota is missed."""
    return max(quota.limit - count if quota.kind == "cover" else count - quota.limit, 0)


@pytest.mark.parametrize("seed", some_of(40))
def test_the_order_of_rows_and_places_does_not_matter(seed: int) -> None:
    """The same mentors get the same mentees when both sides are shuffled, ties included."""
    task = small_task(seed)
    quotas = small_quotas(task, seed)
    rng = np.random.default_rng(seed)
    rows, columns = rng.permutation(len(task.mentees)), rng.permutation(len(task.mentors))
    shuffled = arranged(task, rows, columns)
    moved = tuple(replace(quota, pairs=quota.pairs[np.ix_(rows, columns)]) for quota in quotas)

    assert pairs_of(task, quotas) == pairs_of(shuffled, moved)


def arranged(task: Task, rows: np.ndarray, columns: np.ndarray) -> Task:
    """The same task with other rows and columns."""
    grid = np.ix_(rows, columns)
    mentees, mentors = tuple(task.mentees[i] for i in rows), tuple(task.mentors[j] for j in columns)
    matrices = {name: getattr(task, name)[grid] for name in ("allowed", "kept", "points")}
    return replace(
        task, mentees=mentees, mentors=mentors, first=task.first[columns], keys=(mentees, mentors), **matrices
    )


def pairs_of(task: Task, quotas: tuple[Quota, ...]) -> set[tuple[str, str]] | None:
    """The pairs found, by name."""
    found = answer(task, quotas, "floor")
    return found and {(task.mentors[j], task.mentees[i]) for i, j in enumerate(found.column_of) if j >= 0}


def bound_board(seed: int, objective: str = "floor") -> Board:
    """A random cohort with one more pair on each topic than would come by itself, and one fewer with department D1."""
    cohort = random_cohort(seed, mentors=8, mentees=8, most_places=1 + seed % 2)
    of = board(cohort, MatchingChoices(objective=objective))
    free = solve(of).pairs
    wants = {mentee: {need.topic_id for need in needs} for mentee, needs in of.wanted.items()}
    worked_on = {t: sum(t in of.taught[a] and t in wants[b] for a, b in free) for t in ("ai", "lab")}
    home = dict(zip(cohort.participants["person_id"], cohort.participants["department"], strict=True))
    there = sum("D1" in (home[a], home[b]) for a, b in free)
    asked = {"coverage": {t: n + 1 for t, n in worked_on.items()}, "department_caps": {"D1": max(there - 1, 0)}}
    return board(cohort, of.choices.model_copy(update=asked))


@pytest.mark.parametrize("seed", some_of(60))
def test_the_checker_confirms_quotas_and_notices_broken_ones(seed: int) -> None:
    """Code that shares nothing with the engine finds nothing wrong; it notices a pair that breaks a limit, prices that
    do not cover, and a proof of other quotas."""
    of = bound_board(seed)
    solved = solve(of)
    whole = proof(of, solved)

    assert quotas_hold(whole, of.cohort, of.choices) == []
    assert quotas_hold(whole, of.cohort, MatchingChoices()) == ["The proof belongs to other minima and limits."]
    if isinstance(solved.answer, QuotaAnswer):
        assert quota_claim(whole)
        assert quotas_hold(cheaper(whole), of.cohort, of.choices)
        without = solve(board(of.cohort, MatchingChoices()))
        planted = {**whole, "pairs": [list(pair) for pair in without.pairs]}
        assert any(said.startswith("Too ") for said in quotas_hold(planted, of.cohort, of.choices))


def cheaper(whole: Proof) -> Proof:
    """The same proof with the dearest mentee or place for nothing, and the bound as low as that would make it."""
    *others, last = whole["quotas"]["certificates"]
    side = max(("mentee_prices", "place_prices"), key=lambda side: max(last[side]))
    dearest = last[side].index(max(last[side]))
    prices = [0 if place == dearest else price for place, price in enumerate(last[side])]
    lower = {**last, side: prices, "total": last["total"] - last[side][dearest]}
    return {**whole, "quotas": {**whole["quotas"], "certificates": [*others, lower]}}


def test_some_random_cohorts_are_changed_by_quotas() -> None:
    """The boards above are not all conflicts: quotas change pairs in some and cannot be kept in others."""
    kinds = {isinstance(solve(bound_board(seed)).answer, QuotaAnswer) for seed in range(0, 60, 20)}

    assert kinds == {True, False}


@pytest.mark.parametrize("seed", some_of(60))
def test_quotas_that_are_kept_anyway_change_no_pair(seed: int) -> None:
    """A minimum of none and limits as high as the cohort leave pairs and bounds as they are, without a word."""
    cohort = random_cohort(seed, mentors=6, mentees=6)
    loose = MatchingChoices(coverage={"ai": 0}, department_caps={"D1": 6, "D2": 12})
    with_them, without = (solve(board(cohort, choices)) for choices in (loose, MatchingChoices()))

    assert with_them.pairs == without.pairs
    assert with_them.said == ()
    assert len(with_them.answer.bounds) == len(without.answer.bounds) > 0


def town(**choices: object) -> Board:
    """Three mentors of department “Lab” and one of “Shop” who teach AI, for four mentees without a department; only
    the one from “Shop” teaches video, which two mentees need."""
    juniors, seniors = ["lab1", "lab2", "lab3", "shop"], ["s1", "s2", "s3", "s4"]
    roster = [
        {"person_id": p, "name": p, "level": "L1" if p in juniors else "L5",
         "department": "Shop" if p == "shop" else "Lab" if p in juniors else ""} for p in juniors + seniors
    ]  # fmt: skip
    signups = [
        {"person_id": p, "role": "mentor" if p in juniors else "mentee", "consent": True} for p in juniors + seniors
    ]
    said = [(p, "ai") for p in juniors + seniors] + [(p, "video") for p in ("shop", "s1", "s2")]
    ratings = [
        {"person_id": p, "topic_id": t, "importance": 5, "proficiency": 5 if p in juniors else 1} for p, t in said
    ]
    return board(cohort_of(roster=roster, signups=signups, ratings=ratings), MatchingChoices(**choices))


def test_a_limit_that_costs_people_a_partner_is_said() -> None:
    """With at most one pair from “Lab” two mentors and two mentees stay alone, and the limit is named."""
    solved = solve(town(department_caps={"Lab": 1}))

    assert len(solved.pairs) == 2
    assert solved.said == ("The limit on “Lab” leaves 4 people without a partner.",)


def test_a_minimum_out_of_reach_is_said_with_what_is_possible() -> None:
    """One person teaches video: two pairs cannot work on it; the pairs stand without the minimum."""
    solved = solve(town(coverage={"video": 2}))

    assert len(solved.pairs) == 4
    assert solved.said == (
        "At most 1 pair can work on “Video” under these rules; you asked for 2.",
        "This would be enough: ask for 1 instead of 2 on “Video”.",
        "The pairs below were found without your minima and limits.",
    )


def test_two_wishes_that_exclude_each_other_are_said_with_either_way_out() -> None:
    """Four pairs on AI need three from “Lab”: asking for fewer or allowing more is enough."""
    solved = solve(town(coverage={"ai": 3}, department_caps={"Lab": 1}))

    assert solved.said == (
        "Not all of this can hold together: at least 3 pairs that can work on “Ai”, at most 1 pair with somebody from "
        "“Lab”.",
        "Any one of these would be enough: ask for 2 instead of 3 on “Ai”; or allow 2 instead of 1 pair with somebody "
        "from “Lab”.",
        "The pairs below were found without your minima and limits.",
    )


def test_pinned_pairs_count_for_limits() -> None:
    """Two pinned pairs from “Lab” use up a limit of two, and break a limit of one."""
    pins = (("lab1", "s1"), ("lab2", "s2"))

    full, over = (solve(town(pins=pins, department_caps={"Lab": most})) for most in (2, 1))

    assert len(full.pairs) == 3
    assert over.said[:2] == (
        "2 pairs with somebody from “Lab” are pinned or accepted already; you allow 1.",
        "This would be enough: allow 2 instead of 1 pair with somebody from “Lab”.",
    )


def test_fairest_first_gives_way_to_quotas_and_says_so() -> None:
    """Where quotas change the pairs, the lowest fit and then the total decide, and that is said."""
    solved = solve(town(objective="worst_first", department_caps={"Lab": 2}))

    assert "With your minima and limits the pairs were chosen for the lowest fit, then for the total." in solved.said


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_larger_cohorts_are_solved_exactly(seed: int) -> None:
    """120 × 120 with five quotas: nothing better was left untried; the prices prove it to a tenth of a percent."""
    rng = np.random.default_rng(seed)
    ids = tuple(f"{i:03d}" for i in range(120))
    teach, want = (rng.random((120, 5)) < 0.4 for _ in range(2))
    allowed = (want.astype(int) @ teach.T.astype(int) > 0) & (rng.random((120, 120)) < 0.8)
    points = rng.integers(0, 10_001, (120, 120))
    task = Task(ids, ids, np.ones(120, bool), allowed, np.zeros_like(allowed), points, (ids, ids))
    plain = answer(task, (), "total")
    assert plain
    quotas = []
    for topic in range(5):
        pairs = np.logical_and.outer(want[:, topic], teach[:, topic]) & allowed
        limit = counted(Quota("cover", "", 0, 0, pairs, ""), plain.column_of) + 2 * (-1) ** topic
        quotas.append(Quota("cover" if topic % 2 == 0 else "cap", str(topic), limit, limit, pairs, f"“{topic}”"))

    found = answer(task, quotas, "floor")

    assert isinstance(found, QuotaAnswer)
    assert found.exact
    assert 1000 * found.certificates[-1].gap < found.certificates[-1].reached
    assert all(quota.kept_by(found.column_of) for quota in quotas)

"""What all would lose by another pair is exact, and so are the ties."""

from collections.abc import Callable, Iterator
from functools import cache
from statistics import median
from time import process_time

import numpy as np
import pytest

from reverse_mentoring.decide.matching import assignment
from reverse_mentoring.decide.matching.assignment import Assignment, best
from reverse_mentoring.decide.matching.board import Board, board
from reverse_mentoring.decide.matching.explaining import Other, other_mentees, other_mentors, ties
from reverse_mentoring.decide.matching.losses import as_loss, losses, losses_of_column, losses_of_row, without_loss
from reverse_mentoring.decide.matching.matching import Solution, solve
from reverse_mentoring.decide.matching.task import Task, Whole
from reverse_mentoring.words.choices import MatchingChoices
from small_cohorts import random_cohort

Pairs = tuple[tuple[int, int], ...]
A_HUNDRED_EACH = [block if block < 3 else pytest.param(block, marks=pytest.mark.slow) for block in range(12)]


def some_of(count: int) -> list[object]:
    """So many seeds; all but one in twenty only in the slow run."""
    return [seed if seed % 20 == 0 else pytest.param(seed, marks=pytest.mark.slow) for seed in range(count)]


def random_task(seed: int) -> Task:
    """Up to four mentees and three mentors with 0–3 places each; pairs excluded, proposals, and many ties."""
    rng = np.random.default_rng(seed)
    places = [(i, k) for i in range(rng.integers(1, 4)) for k in range(rng.integers(0, 4))][:5]
    owner = [mentor for mentor, _ in places]
    rows = int(rng.integers(1, 5))
    points = rng.integers(0, int(rng.choice([2, 5, 10_001])), (rows, 3))
    mentees, mentors = tuple(f"s{i}" for i in range(rows)), tuple(f"j{i}" for i in owner)
    return Task(
        mentees=mentees,
        mentors=mentors,
        first=np.array([place == 0 for _, place in places], dtype=np.bool_),
        allowed=(rng.random((rows, 3)) < rng.choice([0.5, 0.8, 1]))[:, owner],
        kept=(rng.random((rows, 3)) < rng.choice([0, 0.2]))[:, owner],
        points=points[:, owner],
        keys=(mentees, mentors),
    )


def solved(task: Task) -> tuple[Whole, Assignment]:
    """Worth and best assignment."""
    return task.worth(), best(task.worth(), lambda: task.preference)


def every_answer(worth: Whole, row: int = 0, used: int = 0) -> Iterator[Pairs]:
    """Every set of pairs."""
    if row == worth.shape[0]:
        yield ()
        return
    yield from every_answer(worth, row + 1, used)
    for column in np.flatnonzero(worth[row]).tolist():
        if not used >> column & 1:
            yield from (((row, column), *rest) for rest in every_answer(worth, row + 1, used | 1 << column))


def value(worth: Whole, pairs: Pairs) -> int:
    """What these pairs are worth together."""
    return sum(int(worth[pair]) for pair in pairs)


def losses_by_trying_all(worth: Whole) -> Whole:
    """The best of all answers less the best of those that hold the pair; −1 if none does."""
    answers = [(value(worth, pairs), pairs) for pairs in every_answer(worth)]
    most = max(total for total, _ in answers)
    found = np.full(worth.shape, -1, dtype=np.int64)
    for total, pairs in sorted(answers):
        for pair in pairs:
            found[pair] = most - total
    return found


@pytest.mark.parametrize("block", A_HUNDRED_EACH)
def test_losses_and_ties_equal_those_found_by_trying_all(block: int) -> None:
    """1,200 small tasks with places, exclusions, proposals, ties and n ≠ m: every loss is right; 0 is a tie."""
    for seed in range(100 * block, 100 * block + 100):
        worth, found = solved(random_task(seed))
        expected = losses_by_trying_all(worth)

        assert losses(worth, found).tolist() == expected.tolist()
        assert without_loss(worth, found).tolist() == (expected == 0).tolist()


@pytest.mark.parametrize("block", A_HUNDRED_EACH)
def test_few_pairs_are_solved_as_many_are(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where every tenth combination or fewer is a pair another solver looks at these alone: same pairs, same prices."""
    for seed in range(100 * block, 100 * block + 100):
        rng = np.random.default_rng(seed)
        shape = tuple(rng.integers(1, 30, 2))
        worth = rng.integers(1, int(rng.choice([3, 1_000, 2**38])), shape) * (
            rng.random(shape) < rng.choice([0.03, 0.1])
        )
        preference = rng.integers(0, 2**20, shape)
        monkeypatch.setattr(assignment, "FEW", 1)
        few = best(worth, lambda same=preference: same)
        monkeypatch.setattr(assignment, "FEW", worth.size + 1)
        many = best(worth, lambda same=preference: same)

        assert all(np.array_equal(vars(few)[part], vars(many)[part]) for part in vars(few))


@pytest.mark.parametrize("block", A_HUNDRED_EACH)
def test_of_equally_good_answers_the_preferred_one_is_taken(block: int) -> None:
    """However ties are searched, the answer has the largest preference among the best."""
    for seed in range(5000 + 100 * block, 5000 + 100 * block + 100):
        task = random_task(seed)
        worth, found = solved(task)
        answers = [(value(worth, pairs), value(1 + task.preference, pairs)) for pairs in every_answer(worth)]
        mine = tuple((i, int(j)) for i, j in enumerate(found.column_of) if j >= 0)

        assert (value(worth, mine), value(1 + task.preference, mine)) == max(answers)


@pytest.mark.parametrize("seed", range(60))
def test_one_person_alone_has_the_same_losses(seed: int) -> None:
    """A row or a column on demand equals that of all pairs."""
    worth, found = solved(random_task(seed))
    whole = losses(worth, found)

    assert [losses_of_row(worth, found, row).tolist() for row in range(worth.shape[0])] == whole.tolist()
    assert [losses_of_column(worth, found, j).tolist() for j in range(worth.shape[1])] == whole.T.tolist()


@pytest.mark.parametrize("times", [1, 40, 3_000, 10**6, 10**9])
def test_the_size_of_the_numbers_does_not_matter(times: int) -> None:
    """So many times the worth is so many times the loss, whichever kind of number holds the distances."""
    rng = np.random.default_rng(1)
    worth = rng.integers(0, 300, (30, 33)) * (rng.random((30, 33)) < 0.3)
    zero = np.zeros_like(worth)
    small, large = (losses(each, best(each, lambda: zero)) for each in (worth, worth * times))

    assert (np.where(small < 0, -1, small * times) == large).all()


@pytest.mark.parametrize("seed", range(100, 140))
def test_a_loss_is_told_as_people_proposals_and_points(seed: int) -> None:
    """Decoded, each loss is the difference in people served, proposals kept and points of the best answer with it."""
    task = random_task(seed)
    worth, found = solved(task)

    def told(pairs: Pairs) -> tuple[int, int, int]:
        served = value(1 + task.first + np.zeros_like(worth), pairs)
        return served, value(task.kept, pairs), value(task.points, pairs)

    best_with = {pair: told(pairs) for pairs in sorted(every_answer(worth), key=told) for pair in pairs}
    most = max(told(pairs) for pairs in every_answer(worth))
    for pair, with_it in best_with.items():
        loss = as_loss(task, found, int(losses(worth, found)[pair]))
        assert (loss.people, loss.proposals, loss.points) == tuple(np.subtract(most, with_it))


@cache
def small(seed: int) -> Board:
    """Four to five people on each side, one or two places; proposals in one of three, the two totals in turn."""
    cohort = random_cohort(seed, mentors=4 + seed % 2, mentees=4 + seed % 3 % 2, most_places=1 + seed % 2)
    proposed = (("j0", "s0"), ("j1", "s2")) if seed % 3 == 0 else ()
    return board(cohort, MatchingChoices(objective="total" if seed % 4 < 2 else "floor", proposed=proposed))


def pinned(of: Board, pair: tuple[str, str]) -> Solution:
    """All solved again with this pair pinned."""
    return solve(board(of.cohort, of.choices.model_copy(update={"pins": (pair,)})))


def outcome(of: Board, found: Solution) -> tuple[int, int, int, int]:
    """People with a partner, proposals that stay, sum of the fits, lowest fit."""
    fits = [int(of.fit.fit[of.mentors.index(mentor), of.mentees.index(mentee)]) for mentor, mentee in found.pairs]
    people = {person for pair in found.pairs for person in pair}
    return len(people), len({*of.choices.proposed} & {*found.pairs}), sum(fits), min(fits, default=0)


def every_other(of: Board, found: Solution) -> list[Other]:
    """All other mentors of all mentees."""
    return [other for mentee in of.mentees for other in other_mentors(of, found, mentee, most=99)]


@pytest.mark.parametrize("seed", some_of(60))
def test_what_another_mentor_costs_is_what_happens_if_pinned(seed: int) -> None:
    """People, proposals, sum and lowest fit are those of all solved again; without a floor the formula says the same;
    a tie is said exactly where all is as good as before."""
    of = small(seed)
    found = solve(of)
    before = outcome(of, found)
    worth, total = solved(found.task)
    loss = losses(worth, total)
    for other in every_other(of, found):
        after = outcome(of, pinned(of, (other.mentor_id, other.mentee_id)))

        assert (other.left_over, other.proposals, other.loss) == tuple(np.subtract(before, after)[:3])
        assert other.lowest == (None if after[3] == before[3] else after[3])
        if of.choices.objective == "total":
            row = found.task.mentees.index(other.mentee_id)
            columns = [j for j, one in enumerate(found.task.mentors) if one == other.mentor_id]
            told = as_loss(found.task, total, int(min(loss[row, columns])))
            assert (told.people, told.proposals, told.points) == (other.left_over, other.proposals, other.loss)
            assert other.tie == (after[:3] == before[:3])
        elif not of.choices.proposed:
            assert other.tie == (after == before)


@pytest.mark.parametrize("seed", some_of(60))
def test_ties_are_shown_to_every_mentee(seed: int) -> None:
    """The mentors named as equally good are those whose pin costs nothing."""
    of = small(seed)
    found = solve(of)
    equal = {mentee: {*mentors} for mentee, mentors in ties(of, found).items()}
    said: dict[str, set[str]] = {}
    for other in every_other(of, found):
        if other.tie:
            said.setdefault(other.mentee_id, set()).add(other.mentor_id)

    assert equal == said


@pytest.mark.parametrize("seed", some_of(40))
def test_mentors_are_shown_the_same_cost(seed: int) -> None:
    """What another mentee costs a mentor is what that mentor costs the mentee."""
    of = small(seed)
    found = solve(of)
    by_pair = {(other.mentor_id, other.mentee_id): other for other in every_other(of, found)}
    others = [other for mentor in of.mentors for other in other_mentees(of, found, mentor, most=99)]

    assert {(other.mentor_id, other.mentee_id): other for other in others} == by_pair


def test_the_three_others_are_those_with_the_least_loss() -> None:
    """Of many candidates the three that cost the whole least are shown, least first."""
    of = board(random_cohort(4, mentors=9, mentees=7), MatchingChoices(objective="total"))
    found = solve(of)
    for mentee in of.mentees:
        few, all_ = (other_mentors(of, found, mentee, most=most) for most in (3, 99))
        costs = [(other.left_over, other.proposals, other.loss) for other in all_]

        assert few == all_[:3]
        assert costs == sorted(costs)


def test_a_pin_gives_way_to_its_own_mentee_only() -> None:
    """Others of a pinned mentee are told with all other pins kept; what both accepted stays as it is."""
    cohort = random_cohort(4, mentors=12, mentees=7)
    free = board(cohort, MatchingChoices())
    one, two, three = sorted(solve(free).pairs, key=lambda pair: -free.allowed[:, free.mentees.index(pair[1])].sum())[
        :3
    ]
    of = board(cohort, MatchingChoices(pins=(one, two), accepted=(three,)))
    found = solve(of)
    others = other_mentors(of, found, one[1])

    assert len(others) == 3
    assert not {other.mentor_id for other in others} & {one[0], two[0], three[0]}
    assert other_mentors(of, found, three[1]) == []
    assert other_mentees(of, found, two[0]) == []


def cpu(run: Callable[[], object], *, times: int = 7) -> float:
    """Median seconds of processor time."""
    taken = []
    for _ in range(times):
        start = process_time()
        run()
        taken.append(process_time() - start)
    return median(taken)


@pytest.mark.slow
def test_all_losses_of_500_people_take_no_longer_than_seven_assignments() -> None:
    """Optimum, proof and all 250,000 losses, measured against one bare call of scipy on the same points."""
    from scipy.optimize import linear_sum_assignment

    rng = np.random.default_rng(0)
    urgency, level = rng.integers(0, 21, (500, 12)) * (rng.random((500, 12)) < 0.4), rng.integers(0, 6, (500, 12))
    topics = urgency @ (level * (level > 3)).T
    points = 5000 * topics // topics.max() + 250 * rng.integers(0, 6, (500, 500)) + 500 * rng.integers(0, 2, (500, 500))
    worth = np.where((topics > 0) & (rng.random((500, 500)) < 0.85), points + 2 * (10_000 * 500 + 1), 0)
    preference = rng.integers(0, 2**20, (500, 500))
    bare = cpu(lambda: linear_sum_assignment(points, maximize=True))

    assert cpu(lambda: losses(worth, best(worth, lambda same=preference: same))) <= 7 * bare

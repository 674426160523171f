"""Large cohorts: nothing grows faster than pairs, the optional solver changes nothing, leaving pairs out is honest."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from large_cohorts import cohort_of_files, large_cohort, large_tables, write_tables
from reverse_mentoring.decide.matching import assignment
from reverse_mentoring.decide.matching.board import Board, board
from reverse_mentoring.decide.matching.crowd import crowd
from reverse_mentoring.decide.matching.eligibility import Candidates
from reverse_mentoring.decide.matching.kinds import by_kind, codes, marks
from reverse_mentoring.decide.matching.matching import solve
from reverse_mentoring.decide.matching.memory import DENSE_PAIRS, bytes_needed, too_large
from reverse_mentoring.decide.matching.sparse import MISSING, best_of_candidates
from reverse_mentoring.words.choices import IdPair, MatchingChoices
from reverse_mentoring.words.problems import Refused
from small_cohorts import random_cohort

TOTAL = MatchingChoices(objective="total")


def worth(of: Board, pairs: tuple[IdPair, ...]) -> tuple[int, int]:
    """(people served, sum of fits)."""
    places = [of.place(pair) for pair in pairs]
    return len({person for pair in pairs for person in pair}), sum(int(of.fit.fit[place]) for place in places if place)


def fastest(act: Callable[[], Any]) -> float:
    """Processor seconds of the fastest of three runs."""
    times = []
    for _ in range(3):
        start = time.process_time()
        act()
        times.append(time.process_time() - start)
    return min(times)


def test_the_parts_of_every_fit_add_up_to_it() -> None:
    """Matrices of points and the parts shown for one pair tell the same, whatever was not answered."""
    of = board(large_cohort(40), MatchingChoices())

    for i in range(0, 40, 7):
        for j in range(40):
            parts = of.fit.parts([(i, j)])[0]
            assert sum(part.points for part in parts) == of.fit.fit[i, j]
            assert [part.possible == 0 for part in parts] == [of.fit.points[part.name][i, j] < 0 for part in parts]


def test_a_block_of_people_fits_as_in_the_whole() -> None:
    """Rules and fits of a few people do not depend on who else is looked at."""
    cohort = large_cohort(60)
    of = board(cohort, MatchingChoices())
    rows, columns = np.arange(5, 35, 3), np.arange(2, 50, 7)
    few = Candidates(cohort, tuple(np.array(of.mentors)[rows]), tuple(np.array(of.mentees)[columns]), of.choices)

    assert np.array_equal(few.shared_minutes, of.candidates.shared_minutes[np.ix_(rows, columns)])
    people = crowd(cohort, MatchingChoices())
    for block in people.blocks():
        whole = of.allowed[:, [of.mentees.index(people.mentees[j]) for j in block.mentees]]
        assert (block.worth >= 0).sum() == whole.sum()


def test_answers_of_few_kinds_are_worked_out_once() -> None:
    """A table over the distinct answers is spread over the people; silence is equal to nothing."""
    asked: list[tuple[list[str], list[str]]] = []

    def table(rows: list[str], columns: list[str]) -> Any:
        asked.append((rows, columns))
        return np.array([[row + column for column in columns] for row in rows], dtype=object)

    spread = by_kind(["a", "b", "a"], ["x", "x"], table)

    assert spread.tolist() == [["ax", "ax"], ["bx", "bx"], ["ax", "ax"]]
    assert asked == [(["a", "b"], ["x"])]
    cohort = random_cohort(4, mentors=6, mentees=6)
    people = cohort.participants["department"]
    rows, columns = codes(people, people)
    assert ((rows >= 0) == (people != "")).all()
    assert np.array_equal(rows, columns)
    assert [side.tolist() for side in marks([("b",), ()], [("a", "b")])] == [[[0, 1], [0, 0]], [[1, 1]]]


def test_memory_is_asked_for_before_it_is_taken() -> None:
    """Below both limits nothing is said; above either the sentence says how much and what to do."""
    assert too_large(500, 500, 500, available=2**30) == ""
    assert bytes_needed(2000, 2000, 2000) > 4 * bytes_needed(500, 500, 500) - 2**30

    for mentors, free in ((2000, 2**29), (6000, 2**40)):
        said = too_large(mentors, mentors, mentors, available=free)
        assert f"{mentors:,} mentors" in said
        assert "reverse-mentoring pairs" in said
    assert f"{DENSE_PAIRS:,}" in said


def test_an_unproven_answer_of_the_optional_solver_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the package lap answers, the pairs are those of the certified assignment."""
    import sys
    from types import ModuleType

    wrong = ModuleType("lap")
    wrong.lapjvr = lambda cost, **_: (np.arange(len(cost)), np.arange(len(cost)))  # type: ignore[attr-defined]
    of = board(large_cohort(30), TOTAL)
    expected = solve(of).pairs
    monkeypatch.setitem(sys.modules, "lap", wrong)
    monkeypatch.setattr(assignment, "LARGE", 1)

    assert solve(of).pairs == expected


@pytest.mark.parametrize("people", [30, pytest.param(300, marks=pytest.mark.slow)])
def test_the_optional_solver_changes_no_pair(monkeypatch: pytest.MonkeyPatch, people: int) -> None:
    """With and without the extra “fast” the pairs are the same, ties included."""
    pytest.importorskip("lap", reason="the extra “fast” (lapx) is not installed")
    of = board(large_cohort(people), TOTAL)
    expected = solve(of).pairs
    monkeypatch.setattr(assignment, "LARGE", 1)
    task = solve(of).task

    assert assignment._quick(task.worth()) is not None
    assert solve(of).pairs == expected


def test_without_the_extra_it_is_named() -> None:
    """Where OR-Tools is missing, the sentence says what to install."""
    try:
        import ortools  # noqa: F401
    except ImportError:
        with pytest.raises(Refused) as refused:
            best_of_candidates(crowd(large_cohort(12), MatchingChoices()))
        assert str(refused.value) == MISSING
    else:
        pytest.skip("the extra “large” (OR-Tools) is installed")


@pytest.mark.parametrize("seed", [0, 3, 4, *(pytest.param(s, marks=pytest.mark.slow) for s in range(5, 60))])
def test_candidates_come_to_the_same_as_all_pairs(seed: int) -> None:
    """With capacities, pins and proposals; from one candidate a person, each round takes in what is missing."""
    pytest.importorskip("ortools", reason="the extra “large” (OR-Tools) is not installed")
    cohort = random_cohort(seed, mentors=1 + seed % 9, mentees=1 + seed % 8, most_places=1 + seed % 3)
    of = board(cohort, TOTAL)
    pins = ((of.mentors[0], of.mentees[0]),) if seed % 3 == 0 else ()
    proposed = ((of.mentors[-1], of.mentees[-1]),) if seed % 4 == 0 else ()
    choices = TOTAL.model_copy(update={"pins": pins, "proposed": proposed})
    dense = solve(board(cohort, choices))

    for candidates in (1, 50):
        found = best_of_candidates(crowd(cohort, choices), candidates=candidates, rounds=9)
        assert found.gap == 0
        assert set(found.pins) == set(dense.pins)
        assert worth(of, found.pins + found.pairs) == worth(of, dense.pairs)


@pytest.mark.slow
def test_the_gap_is_never_too_small() -> None:
    """On 300 × 300 the best pairs are worth at most what the candidates' are, and the gap; with all kept it is 0."""
    pytest.importorskip("ortools", reason="the extra “large” (OR-Tools) is not installed")
    cohort = large_cohort(300)
    of = board(cohort, TOTAL)
    served, total = worth(of, solve(of).pairs)

    for candidates in (2, 5, 10, 300):
        found = best_of_candidates(crowd(cohort, TOTAL), candidates=candidates, rounds=1)
        mine = worth(of, found.pairs)
        missing = (served - mine[0]) * found.worth_of_serving + total - mine[1]
        assert 0 <= missing <= found.gap
        assert served - mine[0] <= found.more_served
        assert ("Proven" in found.sentence) == (found.gap == 0)
    assert (mine, found.gap) == ((served, total), 0)


@pytest.mark.slow
def test_time_grows_with_the_number_of_pairs() -> None:
    """Four times the pairs take no more than about four times as long, rules, fits and blocks alike."""
    small, large = (large_cohort(people) for people in (800, 1600))

    assert fastest(lambda: board(large, TOTAL)) < 4 * 1.6 * fastest(lambda: board(small, TOTAL))


@pytest.mark.slow
def test_a_roster_of_a_hundred_thousand() -> None:
    """A small cohort of a large company is paired, and nobody with a superior at any depth."""
    of = board(large_cohort(150, roster=100_000), TOTAL)
    manager = dict(zip(of.cohort.roster["person_id"], of.cohort.roster["manager_id"], strict=True))

    pairs = solve(of).pairs
    assert len(pairs) > 100
    for mentor, mentee in pairs:
        while mentor:
            mentor = manager[mentor]
            assert mentor != mentee


def test_files_and_tables_make_the_same_pairs(tmp_path: Any) -> None:
    """The files of a large cohort are read without a problem and give the pairs of its tables."""
    write_tables(large_tables(25), tmp_path)

    assert solve(board(cohort_of_files(tmp_path), TOTAL)).pairs == solve(board(large_cohort(25), TOTAL)).pairs

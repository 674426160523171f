"""The pulse of a round as one-way tables: what is shown of it, and what is not."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.decide.disclosure.answers import Answers
from reverse_mentoring.decide.disclosure.audit import fails
from reverse_mentoring.decide.disclosure.cells import answer_cells, groups_shown, without
from reverse_mentoring.decide.disclosure.groups import frozen_groups
from reverse_mentoring.words.release import Cell
from rounds_of_answers import healthy_round, written

SHOWN = """
sizes               | shown
A 8, B 8, C 8       | A, B, C
A 8, B 8, C 5       |
A 9, B 8, C 7, D 2  | A, B
A 9, B 8, C 7, D 7, E 2 | A, B, D
A 12, B 0           |
A 6, B 6            | A, B
A 6, B 5            |
"""


@pytest.mark.parametrize("line", SHOWN.strip().splitlines()[1:])
def test_what_is_left_of_the_cohort_is_nobody_or_enough(line: str) -> None:
    """A small group takes the smallest shown one with it until nobody can be worked out by subtraction."""
    sizes, shown = line.split("|")
    given_sizes = {each.split()[0]: int(each.split()[1]) for each in sizes.split(",")}
    expected = {each.strip() for each in shown.split(",") if each.strip()}

    assert groups_shown(given_sizes, 6) == expected


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.sampled_from("ABCDEFG"), st.integers(0, 20)), st.integers(6, 9))
def test_every_complement_is_large_enough(sizes: dict[str, int], need: int) -> None:
    """Of what is shown, each group, all the others shown, and the rest of the cohort are need people or nobody."""
    shown = groups_shown(sizes, need)
    together = sum(sizes[name] for name in shown)

    assert all(sizes[name] >= need for name in shown)
    assert all(together - sizes[name] >= need for name in shown)
    assert not shown or sum(sizes.values()) - together == 0 or sum(sizes.values()) - together >= need


def test_nothing_is_hidden_because_all_agree() -> None:
    """That would tell it; eight times 5 reads like answers that differ: the highest mean stands for all above."""
    told = [
        _cells(written({("A", "L1"): said, ("B", "L2"): "5443545"})) for said in ("55555555", "55554444", "54543535")
    ]
    seen = [next(cell for cell in cells if (cell.item, cell.group) == ("say", "A")) for cells in told]

    assert [cell.value for cell in seen] == [4.0, 4.0, 4.0]
    assert seen[0] == seen[1] == seen[2]


def test_hidden_cells_are_all_alike() -> None:
    """Too few, all the same or dropped by the audit: but for its place a hidden cell says nothing."""
    few = _cells(written({("A", "L1"): "54321"}))
    same = _cells(written({("A", "L1"): "5555555", ("B", "L2"): "5443545"}))
    gone = without(same, [f"say by {grouping}" for grouping in ("cohort", "function", "level")])
    hidden = {replace(cell, item="", grouping="cohort", group="") for cell in (*few, *same, *gone) if not cell.shown}

    assert hidden == {Cell("pulse", "", "cohort", "")}


def test_a_cell_says_how_coarse_it_is() -> None:
    """Eight answers: a band, a mean in halves, and what that mean stands for."""
    cells = _cells(written({("A", "L1"): "54343345", ("B", "L2"): "5443545"}))
    cell = next(cell for cell in cells if (cell.item, cell.group) == ("say", "A"))

    assert (cell.n, cell.value, cell.low, cell.high) == ("5–9", 4.0, 3.75, 5.0)


@settings(deadline=None, max_examples=8)
@given(st.integers(0, 10_000))
def test_who_gave_which_answer_within_a_class_changes_nothing(seed: int) -> None:
    """Answers exchanged among people of the same function and level give the same tables; so does another order."""
    answers = healthy_round(24, seed=seed)
    rows = answers.answers.merge(answers.people, on="person_id")
    rng = np.random.default_rng(seed)
    mixed = rows.groupby(["item", "function", "level"])["value"].transform(rng.permutation)
    exchanged = Answers(rows.assign(value=mixed)[["person_id", "item", "value"]].iloc[::-1], answers.people)

    assert _cells(exchanged) == _cells(answers)


def test_an_answer_elsewhere_changes_no_other_group() -> None:
    """One more respondent of function B leaves the cells of A and C as they are."""
    said = {("A", "L1"): "54343345", ("B", "L1"): "5443545", ("C", "L2"): "5334454"}
    before, after = (_cells(written(said | {("B", "L1"): more})) for more in ("5443545", "54435453"))
    of_others = [[cell for cell in cells if cell.group in "AC" and cell.shown] for cells in (before, after)]

    assert of_others[0] == of_others[1]
    assert len(of_others[0]) == 2


@pytest.mark.parametrize(("people", "at_least"), [(24, 14), (40, 17)])
def test_enough_is_left_to_see(people: int, at_least: int) -> None:
    """Of 18 cells (worth, say and both over the cohort, three functions, two levels) so many are shown on average."""
    shown = []
    for seed in range(30):
        answers = healthy_round(people, seed=seed)
        cells = [cell for cell in _cells(answers) if cell.item != "next"]
        left = without(cells, fails(answers, frozen_groups(answers.people, least=5), cells))
        assert len(left) == 18
        shown.append(sum(cell.shown for cell in left))

    print(f"{people} people: {np.mean(shown):.1f} of 18 cells shown, at least {min(shown)}")  # noqa: T201
    assert np.mean(shown) >= at_least


def _cells(answers: Answers) -> tuple[Cell, ...]:
    return answer_cells(answers, frozen_groups(answers.people, least=5), least=5)

"""The last gate: every answer spans three of the four points for whoever knows everything released."""

from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from reverse_mentoring.decide.disclosure.answers import Answers
from reverse_mentoring.decide.disclosure.audit import fails, spans
from reverse_mentoring.decide.disclosure.bands import rounded_mean, sums
from reverse_mentoring.decide.disclosure.cells import answer_cells, without
from reverse_mentoring.decide.disclosure.groups import frozen_groups
from reverse_mentoring.words.release import Cell
from rounds_of_answers import healthy_round, written


@settings(deadline=None, max_examples=5)
@given(st.integers(0, 100_000))
def test_the_audit_equals_an_integer_program_over_single_people(seed: int) -> None:
    """For every class of people the narrowest span is the one that milp finds person by person, viewer by viewer."""
    answers, groups, cells = _tight(seed)
    found = spans(answers, groups, cells).set_index(["function", "level"])["narrowest"].to_dict()

    assert found == _by_milp(answers.answers.merge(groups, on="person_id"), cells)


def test_a_table_that_tells_too_much_goes_level_first() -> None:
    """A group of six whose exact mean leaves no room loses its tables in the fixed order until all is well."""
    answers = written({("A", "L1"): "555544", ("B", "L2"): "23432143"})
    groups = frozen_groups(answers.people, least=5)
    cells = tuple(_exact(cell, answers, groups) for cell in _every_cell(groups))

    assert spans(answers, groups, cells)["narrowest"].min() < 3
    gone = fails(answers, groups, cells)
    assert gone[:2] == ("say by level", "say by function")
    assert spans(answers, groups, without(cells, gone))["narrowest"].min() >= 3


def test_nothing_told_leaves_everything_open() -> None:
    """Without a cell shown each answer may be anything from 1 to 5, whoever looks."""
    answers = written({("A", "L1"): "5555", ("B", "L2"): "1111"})
    groups = frozen_groups(answers.people, least=5)

    assert spans(answers, groups, ())["narrowest"].tolist() == [4]


@settings(deadline=None, max_examples=12)
@given(st.lists(st.integers(1, 5), min_size=12, max_size=40), st.integers(0, 1000))
def test_after_the_audit_everybody_keeps_three_points(said: list[int], seed: int) -> None:
    """Whatever people say, what is shown in the end leaves each of them at least three of the four points."""
    rng = np.random.default_rng(seed)
    by_class: dict[tuple[str, str], str] = {}
    for value in said:
        of = (str(rng.choice(["A", "B", "C"])), str(rng.choice(["L1", "L2"])))
        by_class[of] = by_class.get(of, "") + str(value)
    answers = written(by_class)
    groups = frozen_groups(answers.people, least=5)
    cells = answer_cells(answers, groups, least=5)
    cells = without(cells, fails(answers, groups, cells))

    assert spans(answers, groups, cells)["narrowest"].min() >= 3


@pytest.mark.parametrize(
    ("people", "functions", "levels"),
    [(40, 3, 2), (40, 6, 5), pytest.param(400, 12, 6, marks=pytest.mark.slow)],
)
def test_the_audit_is_quick(people: int, functions: int, levels: int) -> None:
    """Prints how long all four items of one round take; the answer is the same for another order of rows."""
    answers = healthy_round(people, seed=1, functions=functions, levels=levels)
    groups = frozen_groups(answers.people, least=5)
    cells = answer_cells(answers, groups, least=5)
    started = perf_counter()
    gone = fails(answers, groups, cells)
    print(f"{people} people, {functions} × {levels}: {perf_counter() - started:.2f} s")  # noqa: T201

    assert gone == fails(Answers(answers.answers.iloc[::-1], answers.people), groups, cells)


def _tight(seed: int) -> tuple[Answers, pd.DataFrame, tuple[Cell, ...]]:
    """A small programme of which too much is told: exact means, of some of its groups."""
    rng = np.random.default_rng(seed)
    classes = [(function, level) for function in "ABC" for level in ("L1", "L2")]
    said = {of: "".join(map(str, rng.choice([1, 3, 4, 5, 5], rng.integers(0, 4)))) for of in classes}
    answers = written({of: digits for of, digits in said.items() if digits} or {("A", "L1"): "54"})
    groups = answers.people[["person_id", "function", "level"]]
    told = [cell for cell in _every_cell(groups) if rng.random() < 0.7]
    return answers, groups, tuple(_exact(cell, answers, groups) for cell in told)


def _every_cell(groups: pd.DataFrame) -> list[Cell]:
    cells = [Cell("pulse", "say", "cohort", "everybody")]
    cells += [Cell("pulse", "say", "function", name) for name in sorted(set(groups["function"]))]
    return cells + [Cell("pulse", "say", "level", name) for name in sorted(set(groups["level"]))]


def _exact(cell: Cell, answers: Answers, groups: pd.DataFrame) -> Cell:
    """The cell as it is told, however few stand behind it."""
    values = _of(answers.answers.merge(groups, on="person_id"), cell)["value"]
    return replace(cell, value=rounded_mean(float(values.mean()), len(values)))


def _of(rows: pd.DataFrame, cell: Cell) -> pd.DataFrame:
    return rows if cell.grouping == "cohort" else rows[rows[cell.grouping] == cell.group]


def _by_milp(rows: pd.DataFrame, cells: Sequence[Cell]) -> dict[tuple[str, str], int]:
    rows = rows.reset_index(drop=True)
    lines, bounds = [], []
    for cell in cells:
        behind = _of(rows, cell)
        lines.append(rows.index.isin(behind.index).astype(float))
        bounds.append(sums(cell.value or 0.0, len(behind)))
    low, high = np.array(bounds).reshape(-1, 2).T
    told = LinearConstraint(np.array(lines).reshape(-1, len(rows)), low, high) if lines else ()
    found: dict[tuple[str, str], int] = {}
    differing = rows.index[rows.groupby(["function", "level", "value"]).cumcount() < 2]
    for person in differing:
        of = (rows["function"][person], rows["level"][person])
        each = [_milp_span(rows["value"], person, viewer, told) for viewer in differing if viewer != person]
        found[of] = min([found.get(of, 4), *each])
    return found


def _milp_span(values: "pd.Series[int]", person: int, viewer: int, told: object) -> int:
    low, high = np.ones(len(values)), np.full(len(values), 5.0)
    low[viewer] = high[viewer] = values[viewer]
    ends = []
    for sign in (1, -1):
        aim = np.zeros(len(values))
        aim[person] = sign
        ends.append(sign * milp(aim, constraints=told, bounds=Bounds(low, high), integrality=1).fun)
    return round(ends[1] - ends[0])

"""The groups that figures are told of: made by size only, frozen at launch."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.decide.disclosure.groups import OTHER_FUNCTIONS, frozen_groups

FUNCTIONS = """
sizes at launch            | groups
Lab 8, Sales 8, IT 8       | IT 8, Lab 8, Sales 8
Lab 9, Sales 9, IT 3, HR 3 | Lab 9, Sales 9, other functions 6
Lab 11, Sales 9, IT 4      | Lab 11, other functions 13
Lab 4, Sales 3             | other functions 7
"""
LEVELS = """
sizes at launch        | groups
L1 12, L2 12           | L1 12, L2 12
L1 3, L2 3, L3 9       | L1–L2 6, L3 9
L1 8, L2 8, L10 2      | L1 8, L2–L10 10
L1 2, L2 2             | L1–L2 4
"""


def _rows(text: str) -> list[tuple[dict[str, int], dict[str, int]]]:
    lines = [line.split("|") for line in text.strip().splitlines()[1:]]
    return [(_sizes(sizes), _sizes(groups)) for sizes, groups in lines]


def _sizes(text: str) -> dict[str, int]:
    return {name: int(size) for name, size in (each.strip().rsplit(" ", 1) for each in text.split(","))}


def _people(column: str, sizes: dict[str, int]) -> pd.DataFrame:
    names = [name for name, size in sizes.items() for _ in range(size)]
    table = pd.DataFrame({"person_id": [f"p{i:03}" for i in range(len(names))], "function": "Lab", "level": "L1"})
    table[column] = names
    return table.assign(rank=table["level"].str[1:].astype(int), launch=True)


@pytest.mark.parametrize(("sizes", "groups"), _rows(FUNCTIONS))
def test_small_functions_are_told_together(sizes: dict[str, int], groups: dict[str, int]) -> None:
    """Functions of fewer than six are one group, with the next smallest where that is still too few."""
    made = frozen_groups(_people("function", sizes), least=5)

    assert made["function"].value_counts().to_dict() == groups


@pytest.mark.parametrize(("sizes", "groups"), _rows(LEVELS))
def test_neighbouring_levels_are_told_together(sizes: dict[str, int], groups: dict[str, int]) -> None:
    """Levels of fewer than six are joined with their neighbours, by rank and not by name."""
    made = frozen_groups(_people("level", sizes), least=5)

    assert made["level"].value_counts().to_dict() == groups


def test_who_joins_later_moves_nobody_else() -> None:
    """Six new colleagues of a small function do not make it a group of its own in a later round."""
    people = _people("function", {"Lab": 8, "Sales": 8, "IT": 3, "HR": 3, "New": 6, "IT ": 0})
    people["launch"] = people["function"] != "New"

    made = frozen_groups(people, least=5).set_index("person_id")["function"]

    assert set(made[people[people["function"] == "New"]["person_id"]]) == {OTHER_FUNCTIONS}
    assert set(made) == {"Lab", "Sales", OTHER_FUNCTIONS}


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.tuples(st.sampled_from("ABCDE"), st.sampled_from(["L1", "L2", "L3", ""])), min_size=12),
    st.integers(5, 9),
)
def test_no_group_is_smaller_than_it_may_be(drawn: list[tuple[str, str]], least: int) -> None:
    """Every group has least + 1 people, or there is only one of its kind; the order of people does not matter."""
    people = pd.DataFrame(drawn, columns=["function", "level"]).assign(launch=True)
    people["person_id"] = [f"p{i:03}" for i in range(len(people))]
    people["rank"] = people["level"].map({"L1": 1, "L2": 2, "L3": 3}).astype("Int64")
    made = frozen_groups(people, least=least)

    for kind in ("function", "level"):
        sizes = made[kind].value_counts()
        assert sizes.min() > least or len(sizes) == 1
    assert made.equals(frozen_groups(people.iloc[::-1], least=least))

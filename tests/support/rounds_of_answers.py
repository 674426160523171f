"""Answers of one round made in code: random healthy programmes, and cases written by hand."""

import numpy as np
import pandas as pd

from reverse_mentoring.decide.disclosure.answers import Answers
from reverse_mentoring.decide.review.review import ITEMS

USUAL, OVER_PEOPLE, OVER_ANSWERS = 4.3, 0.3, 0.5


def healthy_round(people: int, *, seed: int, functions: int = 3, levels: int = 2, answered: float = 0.97) -> Answers:
    """People over functions and levels of about the same size, content as in healthy_cohorts."""
    rng = np.random.default_rng(seed)
    function = rng.permutation([f"F{i % functions}" for i in range(people)])
    level = rng.permutation([f"L{i % levels}" for i in range(people)])
    usual = USUAL + OVER_PEOPLE * rng.standard_normal(people)
    felt = usual[:, None] + OVER_ANSWERS * rng.standard_normal((people, len(ITEMS)))
    points = np.clip(np.rint(felt), 1, 5).astype(int)
    there = rng.random((people, len(ITEMS))) < answered
    rows = [(f"p{i:03}", item, int(points[i, j])) for j, item in enumerate(ITEMS) for i in range(people) if there[i, j]]
    return Answers(
        pd.DataFrame(rows, columns=["person_id", "item", "value"]), people_of(list(zip(function, level, strict=True)))
    )


def written(said: dict[tuple[str, str], str], *, item: str = "say") -> Answers:
    """One item: (function, level) → the answers of its people as digits, “55434”."""
    classes = [of for of, digits in said.items() for _ in digits]
    values = [int(digit) for digits in said.values() for digit in digits]
    rows = [(f"p{i:03}", item, value) for i, value in enumerate(values)]
    return Answers(pd.DataFrame(rows, columns=["person_id", "item", "value"]), people_of(classes))


def people_of(classes: list[tuple[str, str]]) -> pd.DataFrame:
    """The people of a round, p000, p001 …, with function, level and its rank (L1 → 1)."""
    table = pd.DataFrame(classes, columns=["function", "level"], dtype="str")
    table.insert(0, "person_id", [f"p{i:03}" for i in range(len(table))])
    return table.assign(rank=table["level"].str[1:].astype("Int64"), launch=True)

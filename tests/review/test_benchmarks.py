"""Figures from elsewhere stand beside ours with their caveat; earlier cohorts are compared without overclaiming."""

import re
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.decide.evidence.benchmarks import against_last, beside_earlier, outside
from reverse_mentoring.decide.evidence.measures import measure
from reverse_mentoring.store import content
from reverse_mentoring.words.cohort import Cohort
from review_cohorts import healthy, reviewed, session


def test_outside_figures_stand_beside_a_figure_of_ours_with_their_caveat() -> None:
    """Each names a figure that the review knows and why it is no target; those that compare with nothing stay out."""
    rows = content.benchmarks()
    found = outside(rows)

    assert all(measure(each.measure) and each.caveat and each.text for each in found)
    assert not any("seed" in each.text for each in found)
    assert {"96 %", "87 %", "43 %"} <= {each.label.split(",")[0] for each in found}
    assert len(found) < len(rows)
    assert all(each.low is None for each in found if each.label.startswith("43"))


def test_bands_are_the_numbers_of_the_table() -> None:
    """96 % is drawn at 96 %, 80–90 % from 80 to 90; a turnover is drawn as those who stay."""
    for each in outside(content.benchmarks()):
        if each.low is None or each.high is None:
            continue
        said = {int(number) for number in re.findall(r"\d+", each.label)}
        drawn = {round(100 * limit) for limit in (each.low, each.high)}

        assert drawn <= said | {100 - number for number in said}
        assert 0 <= each.low <= each.high <= 1


def cohorts(*missed: int, state: str = "active") -> list[tuple[Cohort, pd.DataFrame]]:
    """One cohort of twelve pairs each, in which so many pairs missed every session."""
    found = []
    for at, count in enumerate(missed):
        rows = healthy(pairs=12)
        rows["sessions"] = [
            session(i, n, "missed" if i <= count else "held") for i in range(1, 13) for n in range(1, 7)
        ]
        rows["pairs"] = [row | {"state": state} for row in rows["pairs"]]
        there, pairs = reviewed(rows)
        found.append((replace(there, name=f"cohort {at + 1}"), pairs))
    return found


def test_earlier_cohorts_are_counted_beside_this_one() -> None:
    """One row each, counts of what is recorded."""
    table = beside_earlier(cohorts(0, 3))

    assert table["cohort"].tolist() == ["cohort 1", "cohort 2"]
    assert table[["pairs", "sessions_due", "sessions_held", "goals", "goals_reached"]].to_numpy().tolist() == [
        [12, 72, 72, 12, 12], [12, 72, 54, 12, 12]
    ]  # fmt: skip
    assert table[["asked", "safe", "over", "completed"]].to_numpy().tolist() == [[24, 24, 0, 0]] * 2


@pytest.mark.parametrize(("missed", "said"), [
    (3, "54 of 72 sessions due were held, 72 of 72 in cohort 1; the difference may be chance."),
    (9, "18 of 72 sessions due were held, 72 of 72 in cohort 1; more than chance would explain."),
])  # fmt: skip
def test_a_difference_to_the_last_cohort_may_be_chance(missed: int, said: str) -> None:
    """54 of 72 sessions would be no chance if each stood for itself; they are those of twelve pairs."""
    sentences = against_last(beside_earlier(cohorts(0, missed)))

    assert sentences[0] == said
    assert len(sentences) == 3


def test_completed_pairs_are_compared_when_nobody_goes_on() -> None:
    """Half way nothing is completed, and that says nothing."""
    over = against_last(beside_earlier(cohorts(0, 0, state="completed")))
    half_way = against_last(beside_earlier([*cohorts(0, state="completed"), *cohorts(0)]))

    assert any("12 of 12 pairs that are over were completed, 12 of 12 in" in said for said in over)
    assert not any("completed" in said for said in half_way)


def test_one_cohort_has_nothing_beside_it_and_few_answers_are_not_counted() -> None:
    """Answers of four people are nobody's business; no row, no sentence."""
    rows = healthy(pairs=2)
    table = beside_earlier([reviewed(rows)])

    assert table[["asked", "safe"]].isna().all(axis=None)
    assert against_last(table) == against_last(beside_earlier([])) == ()


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=2, max_size=2))
def test_a_comparison_says_the_same_whichever_cohort_is_named_first(counts: list[tuple[int, int]]) -> None:
    """Chance or not does not depend on the direction."""

    def said(order: list[tuple[int, int]]) -> list[Any]:
        rows = [{"cohort": "c", "pairs": 30, "over": 30, "completed": 0, "sessions_due": 0, "sessions_held": 0,
                 "goals": 0, "goals_reached": 0, "asked": max(pair), "safe": min(pair)} for pair in order]  # fmt: skip
        return ["chance." in sentence for sentence in against_last(pd.DataFrame(rows))]

    assert said(counts) == said(counts[::-1])

"""Indices of the literature beside the count of needs, and how surely a topic is among the widest three."""

import numpy as np
import pandas as pd
import pytest

from gap_cohorts import random_answers, random_cohort
from reverse_mentoring.decide.gaps.gaps import topic_table, without_small_groups
from reverse_mentoring.decide.gaps.indices import draws_of_hands, draws_of_people, mwds, rds, top_three_shares
from reverse_mentoring.words.settings import NeedSettings


def test_both_indices_of_a_small_example_worked_by_hand() -> None:
    """Four mentees: gaps 3, 2, 0, −1, mean importance 4; two below, one above, one equal. A fifth said half of it."""
    importance = pd.DataFrame({"t": [5, 5, 3, 3, 5]}).astype("Int64")
    proficiency = pd.DataFrame({"t": [2, 3, 3, 4, None]}).astype("Int64")

    assert mwds(importance, proficiency)["t"] == pytest.approx((3 + 2 + 0 - 1) / 4 * 4.0)
    assert rds(importance, proficiency)["t"] == pytest.approx(-50 + 25)


@pytest.mark.parametrize("seed", range(5))
def test_both_indices_agree_with_a_loop_over_people(seed: int) -> None:
    """An independent implementation: one mentee after the other, as the papers describe it."""
    importance, proficiency = random_answers(np.random.default_rng(seed), 23)
    for topic in importance:
        told = zip(importance[topic], proficiency[topic], strict=True)
        both = [(int(i), int(p)) for i, p in told if not (pd.isna(i) or pd.isna(p))]
        mean_importance = sum(i for i, _ in both) / len(both)
        weighted = [(i - p) * mean_importance for i, p in both]
        ranks = [-1 if p < i else 1 if p > i else 0 for i, p in both]

        assert mwds(importance, proficiency)[topic] == pytest.approx(sum(weighted) / len(both))
        assert rds(importance, proficiency)[topic] == pytest.approx(100 * sum(ranks) / len(both))


def test_indices_of_nobody_are_not_known() -> None:
    """No division by zero."""
    nobody = pd.DataFrame({"t": [None, None]}).astype("Int64")

    assert mwds(nobody, nobody).isna().all()
    assert rds(nobody, nobody).isna().all()


def test_ties_share_the_last_places() -> None:
    """One topic is wider, four tie for two places, one is needed by nobody."""
    drawn = pd.DataFrame([[9, 4, 4, 4, 4, 0]], columns=list("abcdef"))

    assert top_three_shares(drawn).tolist() == [1, 0.5, 0.5, 0.5, 0.5, 0]


def test_shares_agree_with_drawing_people_one_by_one() -> None:
    """An independent bootstrap with numpy's choice."""
    rng = np.random.default_rng(2)
    needs_it = pd.DataFrame(rng.random((20, 5)) < [0.6, 0.5, 0.45, 0.4, 0.2])
    found = top_three_shares(draws_of_people(needs_it, seed=1))
    theirs = np.zeros(5)
    for _ in range(1500):
        counts = needs_it.to_numpy()[rng.choice(20, 20)].sum(axis=0)
        third = np.sort(counts)[-3]
        theirs += np.where(counts > third, 1, np.where(counts == third, (3 - (counts > third).sum()), 0))
        theirs -= np.where(counts == third, (3 - (counts > third).sum()) * (1 - 1 / (counts == third).sum()), 0)

    assert found.to_numpy(float) == pytest.approx(theirs / 1500, abs=0.04)
    assert found.sum() == pytest.approx(3)


def test_shares_of_hands_follow_the_counts() -> None:
    """Wider needs are more surely among the three; a topic whose need was not counted has no share."""
    need = pd.Series({"a": 12, "b": 9, "c": 6, "d": 2, "e": None}, dtype="Int64")
    found = top_three_shares(draws_of_hands(need, pd.Series(20, index=need.index), seed=1))

    assert list(found.index) == list("abcd")
    assert found.is_monotonic_decreasing
    assert found.sum() == pytest.approx(3)


def test_the_table_carries_the_secondary_columns() -> None:
    """The widest need is the surest; small groups leave nothing of them."""
    table = topic_table(random_cohort(5, mentors=20, mentees=25), NeedSettings())
    few = topic_table(random_cohort(5, mentors=20, mentees=4), NeedSettings())

    assert table["p_top_three"].sum() == pytest.approx(3)
    assert table["p_top_three"].iloc[0] == table["p_top_three"].max()
    assert table["rds"].between(-100, 100).all()
    assert without_small_groups(few, 5)[["p_top_three", "mwds", "rds"]].isna().all(axis=None)


def test_importance_told_by_too_few_is_hidden() -> None:
    """Twelve mentees told their level, two of them how important it is."""
    table = topic_table(random_cohort(1, mentors=12, mentees=12, topics=2), NeedSettings())
    shown = without_small_groups(table.assign(weighed=2), 5)

    assert shown[["importance", "need", "mwds", "rds", "p_top_three"]].isna().all(axis=None)
    assert shown["mentee_level"].notna().all()

"""Healthy cohorts seldom turn red, and what is said of false alarms is what a simulation gives."""

from math import sqrt

import pandas as pd
import pytest

from healthy_cohorts import RULES_SEEN, watched
from reverse_mentoring.store.content import false_alarms

NEIGHBOURING_MONTHS = 3
"""A pair that is listed in one month is often listed in the next: so many months tell about as much as one."""


@pytest.fixture(scope="module")
def few() -> pd.DataFrame:
    """Four healthy cohorts over a year, with other random numbers than those of the table."""
    return watched(cohorts=4, seed=7).table.set_index(["rule", "level"])


@pytest.mark.parametrize("which", RULES_SEEN, ids=" ".join)
def test_the_table_is_what_a_simulation_gives(few: pd.DataFrame, which: tuple[str, str]) -> None:
    """content/false_alarms.csv equals a small fresh simulation, within four standard errors."""
    told, fresh = false_alarms()[which], few.loc[which]
    error = sqrt(NEIGHBOURING_MONTHS * told * (1 - told) / fresh["pair_months"])

    assert fresh["fired"] / fresh["pair_months"] == pytest.approx(told, abs=4 * error + 0.003)


def test_the_table_knows_no_other_rules() -> None:
    """Chances are told of the rules that can speak in a simulated cohort, and of no other."""
    assert list(false_alarms()) == RULES_SEEN


@pytest.mark.slow
def test_healthy_cohorts_raise_one_false_red_a_month_at_most() -> None:
    """25 pairs with healthy behaviour: on average one red pair a month or fewer, but not none, in 40 cohorts."""
    assert 0.2 < watched(cohorts=40, seed=11).red_pairs <= 1

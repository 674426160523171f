"""What the people of the sample wrote down fits what their pairs did."""

from pathlib import Path

import pandas as pd
import pytest

from agreement_samples import material, pair
from reverse_mentoring.decide.agreements.agreements import agreements
from reverse_mentoring.decide.agreements.signoffs import signoff_table
from reverse_mentoring.decide.agreements.starting import starting
from reverse_mentoring.run.demo import sample_programme
from reverse_mentoring.words.choices import AgreementChoices
from reverse_mentoring.workbook.opening import open_cohort

SAMPLE = Path(__file__).parents[2] / "sample_data"
MET = ("2025-autumn", "2026-spring")
PAIR = ["mentor_id", "mentee_id"]


def text(cohort: str, table: str) -> pd.DataFrame:
    return pd.read_csv(SAMPLE / "input" / cohort / f"{table}.csv", dtype=str, keep_default_na=False)


@pytest.mark.parametrize("name", MET)
def test_papers_are_of_pairs_and_before_they_are_needed(name: str) -> None:
    """Nobody signs before the pair exists, and trainings come before the first session."""
    pairs = text(name, "pairs").set_index(PAIR)
    for table in ("sides", "goal_plans", "signoffs"):
        assert set(map(tuple, text(name, table)[PAIR].to_numpy())) <= set(pairs.index)
    signed, training = text(name, "signoffs"), text(name, "training")
    managers = signed[signed["who"] == "line manager"].set_index(PAIR)["signed_on"]

    assert (training["done_on"] < pairs["started"].min()).all()
    assert (managers < pairs["started"].reindex(managers.index)).all()
    assert signed["signed_on"].max() <= "2026-11-01"


@pytest.mark.parametrize("name", MET)
def test_goals_were_written_as_they_are_reviewed(name: str) -> None:
    """Every goal that a review looks at has its five levels, all different."""
    plans, seen = text(name, "goal_plans"), text(name, "goals")
    keys = [*PAIR, "number", "goal", "topic_id", "weight"]
    levels = plans[["much_less", "less", "hoped", "more", "much_more"]]

    assert set(map(tuple, plans[keys].to_numpy())) == set(map(tuple, seen[keys].to_numpy()))
    assert (levels != "").all(axis=None)
    assert (levels.nunique(axis=1) == 5).all()


def test_the_forming_cohort_has_trainings_only_some_still_ahead() -> None:
    """Pairs are not decided, so there is nothing to agree; half of the people are trained or booked."""
    days = text("2026-autumn", "training")["done_on"]

    assert not {path.stem for path in (SAMPLE / "input" / "2026-autumn").iterdir()} & {
        "sides",
        "goal_plans",
        "signoffs",
    }
    assert 35 <= len(days) <= 55
    assert (days > "2026-11-01").any()
    assert (days <= "2026-11-01").any()


def test_the_running_cohort_shows_what_the_gate_is_for(tmp_path: Path) -> None:
    """Nearly all pairs have started; two run untrained, one mentee signed too early, some managers are silent."""
    cohort = open_cohort(str(sample_programme(tmp_path / "p").folder), "2026-spring").cohort
    going_on = cohort.pairs[cohort.pairs["state"] == "active"]
    pairs = [pair(row.mentor_id, row.mentee_id, *row.topics) for row in going_on.itertuples()]
    texts, choices = material(), AgreementChoices()
    found = agreements(cohort, pairs, choices, material=texts)

    starts = starting(cohort, found, choices, words=texts.words)
    table = signoff_table(cohort, found, choices, words=texts.words)
    untrained = [start for start in starts.values() if "not trained" in " ".join(start.warnings)]
    assert sum(start.started for start in starts.values()) == 27
    assert len(untrained) == 2
    assert table["void"].map(len).sum() == 1
    assert 2 <= (table["line_manager_signed"] == "").sum() <= 8

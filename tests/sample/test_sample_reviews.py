"""What people of the sample answered in the reviews fits what their pairs did."""

from pathlib import Path

import pandas as pd
import pytest

SAMPLE = Path(__file__).parents[2] / "sample_data"
MET = ("2025-autumn", "2026-spring")
PAIR = ["mentor_id", "mentee_id"]


def text(cohort: str, table: str) -> pd.DataFrame:
    return pd.read_csv(SAMPLE / "input" / cohort / f"{table}.csv", dtype=str, keep_default_na=False)


def gains(cohort: str) -> pd.DataFrame:
    """How far each mentee moved in each topic, and whether the pair worked on it."""
    both = text(cohort, "progress").merge(text(cohort, "ratings"), on=["person_id", "topic_id"])
    learned = {(p.mentee_id, topic) for p in text(cohort, "pairs").itertuples() for topic in p.topics.split("; ")}
    moved = both["proficiency_x"].astype(int) - both["proficiency_y"].astype(int)
    return both.assign(
        gain=moved, learned=[k in learned for k in zip(both["person_id"], both["topic_id"], strict=True)]
    )


@pytest.mark.parametrize("name", MET)
def test_forms_are_of_pairs_and_while_they_last(name: str) -> None:
    """Nobody fills in a quarter's form before the pair began, after it ended, or after today."""
    pairs = text(name, "pairs").set_index(PAIR)
    quarters = text(name, "quarters").join(pairs[["started", "ended"]], on=PAIR)

    assert (quarters["answered_on"] > quarters["started"]).all()
    assert quarters["answered_on"].max() <= "2026-11-01"
    assert (quarters["again"].astype(str) != "").mean() > 0.9
    assert set(quarters.loc[quarters["who"] == "mentee", "structure"]) == {""}
    assert set(quarters.loc[quarters["who"] == "mentor", "different"]) == {""}


@pytest.mark.parametrize("name", MET)
def test_mentees_moved_where_their_pair_worked_and_hardly_elsewhere(name: str) -> None:
    """About 0.8 of a level; some mentees did not answer."""
    moved = gains(name)
    level = moved.groupby("learned")["gain"].mean()
    mentees = text(name, "pairs")["mentee_id"].nunique()

    assert 0.6 <= level[True] <= 1.0
    assert level[False] <= 0.2
    assert moved["person_id"].nunique() < mentees


@pytest.mark.parametrize("name", MET)
def test_figures_of_people_outside_can_be_compared(name: str) -> None:
    """Measured on the same days, of people who take part in neither cohort; far more than a handful at both times."""
    figures = text(name, "outcomes")
    insiders = {person for cohort in MET for person in text(cohort, "signups")["person_id"]}
    own = set(text(name, "signups")["person_id"])
    others = figures[~figures["person_id"].isin(own)]
    twice = others.groupby(["measure", "person_id"]).size().eq(2).groupby("measure").sum()

    assert not set(others["person_id"]) & insiders
    assert set(others["measured_on"]) == set(figures["measured_on"])
    assert (twice >= 15).all()


def test_closing_forms_hold_silence_and_one_disadvantage() -> None:
    """The closed cohort answered; the mentor who left did not; one person says what went wrong."""
    forms, pairs = text("2025-autumn", "closings"), text("2025-autumn", "pairs")
    left = pairs.loc[pairs["state"] == "left", "mentor_id"]

    assert 24 <= len(forms) < 2 * len(pairs)
    assert (forms["disadvantage"] == "yes").sum() == (forms["which_disadvantage"] != "").sum() == 1
    assert not forms["mentor_id"].isin(left).any()
    assert {"yes", "no"} == set(forms["thanked_by_name"]) == set(forms["guides"])
    assert not (SAMPLE / "input" / "2026-spring" / "closings.csv").exists()


@pytest.mark.parametrize("name", MET)
def test_focus_groups_name_themes_not_people(name: str) -> None:
    """Helps, hinders and ideas, some said by too few to be shown."""
    notes = text(name, "focus_notes")

    assert set(notes["kind"]) == {"helps", "hinders", "idea"}
    assert notes["people"].astype(int).between(2, 10).all()
    assert (notes["people"].astype(int) < 5).any()

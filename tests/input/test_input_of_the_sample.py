"""The sample programme's files, tidy and as real life delivers them."""

import tomllib
from pathlib import Path

import pandas as pd
import pytest

from reverse_mentoring.store.reading import Reading, read_folder
from reverse_mentoring.words.settings import Settings

SAMPLE = Path(__file__).parents[2] / "sample_data"
PROGRAMME = Settings.model_validate(tomllib.loads((SAMPLE / "programme.toml").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def company() -> pd.DataFrame:
    return read_folder(SAMPLE / "input", PROGRAMME).tables["roster"]


@pytest.fixture(scope="module")
def forming(company: pd.DataFrame) -> Reading:
    return read_folder(SAMPLE / "input" / "2026-autumn", PROGRAMME, roster=company)


def sorted_ratings(reading: Reading) -> pd.DataFrame:
    return reading.tables["ratings"].sort_values(["person_id", "topic_id"], ignore_index=True)


@pytest.mark.parametrize("name", ["2025-autumn", "2026-spring", "2026-autumn"])
def test_the_sample_cohorts_have_no_problems(company: pd.DataFrame, name: str) -> None:
    """Every cohort of the sample can be imported as it is."""
    reading = read_folder(SAMPLE / "input" / name, PROGRAMME, roster=company)

    assert reading.problems == ()
    assert reading.questions == ()


def test_every_planted_mistake_is_named_with_row_and_column() -> None:
    """All twelve, and nothing else."""
    planted = pd.read_csv(SAMPLE / "messy" / "mistakes" / "PLANTED.csv")
    reading = read_folder(SAMPLE / "messy" / "mistakes", PROGRAMME)
    named = {(problem.file, problem.row, problem.column) for problem in reading.problems}

    assert named == set(planted[["file", "row", "column"]].itertuples(index=False, name=None))
    assert len(reading.problems) == len(planted) == 12


@pytest.mark.parametrize(("folder", "dates"), [("german", "day-first"), ("form_export", "iso"), ("three_lines", "iso")])
def test_other_shapes_of_the_same_answers_read_the_same(forming: Reading, folder: str, dates: str) -> None:
    """German headers, a wide form export and a spreadsheet with titles give the very same ratings."""
    reading = read_folder(SAMPLE / "messy" / folder, PROGRAMME.model_copy(update={"dates": dates}))

    assert reading.problems == ()
    assert sorted_ratings(reading).equals(sorted_ratings(forming))


def test_a_spreadsheet_gives_the_same_roster_as_plain_text(company: pd.DataFrame) -> None:
    """Real dates, ids with leading zeros and names in several scripts survive."""
    reading = read_folder(SAMPLE / "messy" / "three_lines", PROGRAMME)

    assert reading.tables["roster"].equals(company)

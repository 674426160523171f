"""`pairs`: the best candidates of each person, for cohorts too large for the screen."""

from importlib.util import find_spec
from pathlib import Path

import pandas as pd
import pytest

from command_line import said
from reverse_mentoring.decide.matching.board import board
from reverse_mentoring.decide.matching.matching import solve
from reverse_mentoring.run.demo import sample_programme
from reverse_mentoring.store.cohorts import load_cohort
from reverse_mentoring.store.vault import open_vault
from reverse_mentoring.words.choices import MatchingChoices


def test_pairs_of_a_cohort_are_as_many_as_on_the_screen(tmp_path: Path) -> None:
    """Two files, everybody in one of them, as many people served as by the engine; without the extra a sentence."""
    programme = sample_programme(tmp_path / "sample")
    shown = said("pairs", "2026-autumn", "--results", tmp_path / "out", "--programme", programme.folder)

    if find_spec("ortools") is None:
        assert shown.exit_code == 1
        assert "extra “large”" in shown.output
        assert not (tmp_path / "out").exists()
        pytest.skip("The extra “large” is not installed: only its absence is looked at.")
    assert shown.exit_code == 0, shown.output
    found, left = (pd.read_csv(tmp_path / "out" / name, dtype="str") for name in ("pairs.csv", "unmatched.csv"))
    settings = programme.settings()
    assert settings.as_of
    cohort = load_cohort(open_vault(programme.vault), "2026-autumn", settings, settings.as_of)
    assert len(found) == len(solve(board(cohort, MatchingChoices(objective="total"))).pairs)
    assert {*found["mentor_id"], *found["mentee_id"], *left["person_id"]} == set(cohort.participants["person_id"])

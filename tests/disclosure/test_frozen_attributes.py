"""A roster that changes after launch changes no release: people are counted where they were."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launched_programmes import COHORT, DAY, LATER, launched, people_of_it, set_day
from reverse_mentoring.store.cohorts import load_cohort
from reverse_mentoring.store.programme import Programme
from reverse_mentoring.store.releasing import prepare
from reverse_mentoring.store.vault import open_vault
from reverse_mentoring.words.release import Release
from vault_samples import NOW


@pytest.fixture(name="programme", scope="module")
def _programme() -> Iterator[Programme]:
    with TemporaryDirectory() as folder:
        yield launched(Path(folder) / "p")


@pytest.fixture(name="told", scope="module")
def _told(programme: Programme) -> Release:
    return prepare(programme, COHORT, "1").release


def moved(seed: int, share: float) -> pd.DataFrame:
    """The roster with so many of its people in other departments and levels."""
    rng, roster = np.random.default_rng(seed), people_of_it()
    away = rng.random(len(roster)) < share
    return people_of_it(
        department=roster["department"].where(~away, pd.Series(rng.choice(["D0", "D1", "X", ""], len(roster)))),
        level=roster["level"].where(~away, pd.Series(rng.choice(["L1", "L2", "L9", ""], len(roster)))),
    )


@settings(deadline=None, max_examples=4)
@given(st.integers(0, 10**6), st.sampled_from([0.05, 0.5, 1.0]))
def test_moves_after_launch_change_no_release(programme: Programme, told: Release, seed: int, share: float) -> None:
    """Whoever moves, and however many: the same figures in the same groups."""
    open_vault(programme.vault).store({COHORT: {"roster": moved(seed, share)}}, now=NOW)

    assert prepare(programme, COHORT, "1").release == told


def test_moves_before_launch_change_it(tmp_path: Path, told: Release) -> None:
    """The groups are those of the roster that was there first."""
    other = launched(tmp_path / "p", roster=moved(1, 1.0))
    found = prepare(other, COHORT, "1").release

    assert groups(found) != groups(told)
    assert {"X", "other functions"} & groups(found)


def test_whoever_joins_later_changes_no_group(programme: Programme, told: Release) -> None:
    """Twelve people of a department that nobody had at launch are counted among others in the second quarter."""
    set_day(programme, LATER)
    before = prepare(programme, COHORT, "2").release
    ids = [(f"M-late-{number}", f"N-late-{number}") for number in range(6)]
    names = [person for pair in ids for person in pair]
    vault = open_vault(programme.vault)
    roster = pd.concat([people_of_it(), people_of_it().iloc[:12].assign(person_id=names, name=names, department="New")])
    started = pd.DataFrame(ids, columns=["mentor_id", "mentee_id"]).assign(started=pd.Timestamp(2026, 7, 1))
    pairs = pd.concat([vault.tables(COHORT)["pairs"], started], ignore_index=True)
    vault.store({COHORT: {"roster": roster, "pairs": pairs}}, now=NOW)

    assert groups(prepare(programme, COHORT, "2").release) - groups(before) <= {"other functions"}


def test_a_setting_lowered_after_launch_loosens_nothing(tmp_path: Path) -> None:
    """Launched with the strict eight and opened once, released with eight; raised to ten, with ten."""
    programme, leasts = launched(tmp_path / "p", settings="group_at_least = 8"), []
    load_cohort(open_vault(programme.vault), COHORT, programme.settings(), DAY)
    for changed in ("group_at_least = 5", "group_at_least = 10"):
        set_day(programme, DAY, changed)
        leasts.append(prepare(programme, COHORT, "1").release.least)

    assert leasts == [8, 10]


def groups(told: Release) -> set[str]:
    return {cell.group for cell in told.cells if cell.grouping != "cohort"}

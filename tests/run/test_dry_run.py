"""What a run would do is said beforehand, and which steps it does; nothing is written for it."""

import json
from pathlib import Path

import pytest

from command_line import AS_OF, said, small
from reverse_mentoring.run.progress import INPUT, OVER, Log, in_time
from reverse_mentoring.run.run_command import _steps
from reverse_mentoring.store.sqlite import SqliteFile
from reverse_mentoring.words.problems import Refused
from runs_to_kill import tree

STEPS = ("01_gap_analysis", "02_matching")


def dry(home: Path, *more: str) -> str:
    shown = said("run", "--all", "--programme", home, "--results", home.parent / "out", "--dry-run", *AS_OF, *more)
    assert shown.exit_code == 0, shown.output
    return shown.output


def test_a_dry_run_of_a_new_programme_would_run_everything_and_makes_no_vault(tmp_path: Path) -> None:
    """Not a file appears, neither of results nor of the programme."""
    home = small(tmp_path / "p", "one", "two")
    before = tree(tmp_path)
    output = dry(home)

    assert "one: would run. There is no result yet.\ntwo: would run. There is no result yet." in output
    assert "2 of 2 would run as of 2026-11-01" in output
    assert tree(tmp_path) == before


def test_a_dry_run_leaves_an_existing_vault_as_it_is(tmp_path: Path) -> None:
    """Not even a version of its form is brought up to date."""
    home = small(tmp_path / "p", "one")
    said("import", "--programme", home)
    before = tree(tmp_path)
    dry(home)

    assert tree(tmp_path) == before


def test_an_empty_vault_of_a_killed_first_start_is_none(tmp_path: Path) -> None:
    """The file is there, its tables are not yet."""
    home = small(tmp_path / "p", "one")
    SqliteFile(home / "programme.db").prepare()

    assert "one: would run. There is no result yet." in dry(home)


def test_a_dry_run_for_a_script(tmp_path: Path) -> None:
    """As JSON, cohort by cohort."""
    answer = json.loads(dry(small(tmp_path / "p", "one"), "--json"))

    assert answer == [{"cohort": "one", "runs": True, "why": ["There is no result yet."]}]


@pytest.mark.parametrize(
    ("asked", "steps"),
    [
        (None, ["gap_analysis", "matching", "agreements", "review"]),
        ("2", ["matching"]),
        ("matching,agreements", ["matching", "agreements"]),
        ("4, 1-2", ["gap_analysis", "matching", "review"]),
        ("2–4", ["matching", "agreements", "review"]),
        ("gap_analysis-agreements", ["gap_analysis", "matching", "agreements"]),
    ],
)
def test_steps_are_chosen_by_number_range_or_name(asked: str | None, steps: list[str]) -> None:
    """In their order, whatever the order asked."""
    assert list(_steps(asked)) == steps


@pytest.mark.parametrize("asked", ["5", "3-2", "pairs", "1,,2", "-"])
def test_a_step_that_there_is_not_is_refused(asked: str) -> None:
    """With the four that there are."""
    with pytest.raises(Refused, match="4 review"):
        _steps(asked)


def test_time_left_follows_the_pace_of_the_notebooks() -> None:
    """Ten seconds for the first of three left; a cohort that ends early takes its other steps with it."""
    now = [0.0]
    log = Log(3, STEPS, seconds=lambda: now[0])

    assert log.step("c", OVER) == (2, "")

    now[0] = 3
    assert log.step("a", INPUT) == (0, "a: input done")

    now[0] = 13
    assert log.step("a", "01_gap_analysis") == (1, "a: 01_gap_analysis done; about 30 s left")

    now[0] = 23
    assert log.step("a", "its kernel ended; begun once more") == (0, "a: its kernel ended; begun once more")
    assert log.step("a", "01_gap_analysis") == (0, "a: 01_gap_analysis done; about 1 min left")
    assert log.step("b", OVER) == (2, "")
    assert log.step("a", "02_matching") == (1, "a: 02_matching done")


@pytest.mark.parametrize(
    ("seconds", "words"), [(1, "about 5 s"), (43, "about 45 s"), (90, "about 2 min"), (7800, "about 2 h 10 min")]
)
def test_time_is_said_roughly(seconds: float, words: str) -> None:
    """Nobody needs seconds of hours."""
    assert in_time(seconds) == words

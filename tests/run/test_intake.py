"""Input that is stored already is not read again; whatever could change what is stored makes it be read."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from command_line import said, small
from reverse_mentoring.run import intake
from reverse_mentoring.run.intake import Intake
from reverse_mentoring.run.orders import Order
from reverse_mentoring.store.programme import find
from reverse_mentoring.store.taken_in import taken_in
from reverse_mentoring.store.vault import open_vault
from reverse_mentoring.words.problems import InputProblems
from vault_samples import NOW

Change = Callable[[Path], object]


def order(home: Path) -> Order:
    """A run of this programme."""
    return Order(find(home), home / "results", dt.date(2026, 11, 1))


@pytest.fixture(name="read")
def _read(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The cohorts of each reading of files, as they happen; no cohort stands for the company's files."""
    found: list[list[str]] = []
    real = intake.read_input

    def noted(*arguments: object, **named: object) -> object:
        found.append(list(arguments[2]))  # type: ignore[call-overload]
        return real(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(intake, "read_input", noted)
    return found


@pytest.fixture(name="home")
def _home(tmp_path: Path) -> Path:
    """Two cohorts, imported."""
    home = small(tmp_path / "p", "one", "two")
    assert said("import", "--programme", home).exit_code == 0
    return home


def taken(home: Path) -> dict[str, int]:
    """Notes by cohort, of everything taken in."""
    found = order(home)
    all_of = Intake(found, open_vault(found.programme.vault))
    return {cohort: all_of.take(cohort) for cohort in ("one", "two")}


def test_nothing_is_read_of_input_that_was_imported(home: Path, read: list[list[str]]) -> None:
    """And as many notes are told as there were."""
    before = {cohort: each.notes for cohort, each in taken_in(open_vault(home / "programme.db")).items()}

    assert taken(home) == before
    assert read == []


def _rewritten(name: str) -> Change:
    def rewritten(home: Path) -> None:
        path = home / name
        path.write_text(path.read_text("utf-8") + "\n", "utf-8")

    return rewritten


def _stored_by_another_program(home: Path) -> None:
    vault = open_vault(home / "programme.db")
    vault.store({"one": {"ratings": vault.tables("one")["ratings"].iloc[:-1]}}, now=NOW)


def _headers_confirmed(home: Path) -> None:
    open_vault(home / "programme.db").remember_mapping("ratings.csv", {"notes": ""}, now=NOW)


BOTH = [[], ["one"], ["two"]]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (_rewritten("input/one/ratings.csv"), [[], ["one"]]),
        (_rewritten("input/roster.csv"), BOTH),
        (_rewritten("programme.toml"), BOTH),
        (_stored_by_another_program, [[], ["one"]]),
        (_headers_confirmed, BOTH),
        (lambda home: said("person", "erase", "J5", "--yes", "--programme", home), BOTH),
    ],
    ids=["a file", "the company's file", "settings", "rows in the vault", "headers", "somebody erased"],
)
def test_what_has_changed_is_read(home: Path, read: list[list[str]], change: Change, expected: list[list[str]]) -> None:
    """The company's files once; then nothing is read again, and the vault holds what the files say."""
    change(home)
    taken(home)
    vault = open_vault(home / "programme.db")
    left = len((home / "input" / "one" / "ratings.csv").read_text("utf-8").split()) - 1
    first = list(read)
    taken(home)

    assert first == expected
    assert read == expected
    assert len(vault.tables("one")["ratings"]) == left


def test_input_with_a_problem_is_read_each_time(home: Path, read: list[list[str]]) -> None:
    """Its sentences are told again, and what was stored before stays."""
    path = home / "input" / "one" / "ratings.csv"
    path.write_text(path.read_text("utf-8") + "S0,low_code,9,2\n", "utf-8")
    for _ in range(2):
        with pytest.raises(InputProblems, match=r"ratings\.csv"):
            taken(home)

    assert read == [[], ["one"], [], ["one"]]
    assert len(open_vault(home / "programme.db").tables("one")["ratings"]) == 22

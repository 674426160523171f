"""An older vault is brought up to date whole or not at all; a newer one is left alone."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from pandas.testing import assert_frame_equal

from reverse_mentoring.store import sqlite
from reverse_mentoring.store.databases import database
from reverse_mentoring.store.vault import Vault, open_vault
from reverse_mentoring.words.problems import Refused
from vault_samples import NOW, made


@pytest.fixture(name="path")
def _path(tmp_path: Path) -> Path:
    path = tmp_path / "programme.db"
    vault = open_vault(path, migrations=(), now=NOW)
    vault.store({"": {"roster": made("roster", person_id=["a"], name=["A"])}}, now=NOW)
    return path


def _second_form(connection: sa.Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE cohorts ADD COLUMN colour TEXT")
    connection.exec_driver_sql("UPDATE cohorts SET colour = 'blue'")


def _killed_midway(connection: sa.Connection) -> None:
    _second_form(connection)
    raise KeyboardInterrupt


def _look(path: Path, question: str) -> list[tuple[object, ...]]:
    with database(path).read.begin() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(question)]


def test_missing_step_is_taken_once_after_a_copy(path: Path) -> None:
    """The new form holds, the rows stay, the form before lies beside; opening again changes nothing more."""
    before = open_vault(path, migrations=(), now=NOW).tables("")["roster"]
    for _ in range(2):
        vault = open_vault(path, migrations=(_second_form,), now=NOW)

    copy = Vault(path.with_name("programme.form-1.db"))
    assert _look(path, "SELECT colour FROM cohorts") == [("blue",)]
    assert _look(path, "SELECT schema_version FROM meta") == [(2,)]
    assert_frame_equal(vault.tables("")["roster"], before)
    assert_frame_equal(copy.tables("")["roster"], before)
    assert vault.check_audit() == []


def test_interrupted_step_leaves_the_old_form(path: Path) -> None:
    """Of two steps the second is interrupted: the first holds, nothing of the second is there, and it can go on."""
    with pytest.raises(KeyboardInterrupt):
        open_vault(path, migrations=(lambda connection: None, _killed_midway), now=NOW)

    assert _look(path, "SELECT schema_version FROM meta") == [(2,)]
    assert "colour" not in [row[1] for row in _look(path, "PRAGMA table_info(cohorts)")]
    open_vault(path, migrations=(lambda connection: None, _second_form), now=NOW)
    assert _look(path, "SELECT schema_version FROM meta") == [(3,)]


def test_newer_vault_is_refused_untouched(path: Path) -> None:
    """A program that knows only form 1 says so and changes nothing."""
    open_vault(path, migrations=(_second_form,), now=NOW)
    before = path.read_bytes()

    with pytest.raises(Refused, match="newer version"):
        open_vault(path, migrations=(), now=NOW)

    assert path.read_bytes() == before


FIRST_FORM = (
    *(f"DROP TABLE {name}" for name in
      ("sides", "goal_plans", "training", "signoffs", "issued_calendars", "agreement_texts",
       "quarters", "closings", "progress", "focus_notes", "at_launch", "promised")),
    "DROP TABLE consents",
    "ALTER TABLE signups ADD COLUMN offers_sensitive_topics TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE roster DROP COLUMN appraised_by_ids",
    "UPDATE meta SET schema_version = 1",
)  # fmt: skip
"""What leads from today's form back to the first one."""


def test_the_first_form_becomes_todays(tmp_path: Path) -> None:
    """A vault of the first form has every table, column and index of a new one afterwards, and keeps its rows."""
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    for path in (old, new):
        open_vault(path, now=NOW).store({"": {"roster": made("roster", person_id=["a"], name=["A"])}}, now=NOW)
    with database(old).write.begin() as connection:
        for step in FIRST_FORM:
            connection.exec_driver_sql(step)
    vault = open_vault(old, now=NOW)

    assert _form(old) == _form(new)
    assert list(vault.tables("")["roster"]["appraised_by_ids"]) == [()]
    assert vault.check_audit() == []


def test_cohorts_that_run_already_keep_where_people_are_now(tmp_path: Path) -> None:
    """A vault of the first form with pairs: department and level of the roster in force, of those in pairs alone."""
    path = tmp_path / "programme.db"
    roster = made("roster", person_id=["a", "b", "c"], name=["A", "B", "C"], department=["D", "E", "F"])
    pairs = made("pairs", mentor_id=["a"], mentee_id=["b"])
    open_vault(path, now=NOW).store({"": {"roster": roster}, "autumn": {"pairs": pairs}}, now=NOW)
    with database(path).write.begin() as connection:
        for step in FIRST_FORM:
            connection.exec_driver_sql(step)

    assert open_vault(path, now=NOW).at_launch("autumn").to_numpy().tolist() == [["a", "D", ""], ["b", "E", ""]]


def _form(path: Path) -> dict[str, set[tuple[object, ...]]]:
    names = [row[0] for row in _look(path, "SELECT name FROM sqlite_master WHERE type IN ('table', 'index')")]
    return {str(name): {row[1:4] for row in _look(path, f"PRAGMA table_info({name})")} for name in names}


def test_files_that_are_no_vault_are_refused(tmp_path: Path) -> None:
    """Neither text nor somebody else's database is taken for a vault."""
    (tmp_path / "text.db").write_text("person_id,name\n" * 100, "utf-8")
    sqlite.create_file(tmp_path / "other.db")
    with database(tmp_path / "other.db").write.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE recipes (name TEXT)")

    for name in ("text.db", "other.db"):
        with pytest.raises(Refused, match=name):
            open_vault(tmp_path / name, now=NOW)

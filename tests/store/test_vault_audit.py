"""The audit log says what was done, shows tampering, and holds nothing personal."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reverse_mentoring.store.vault import Vault, open_vault
from reverse_mentoring.words.choices import MatchingChoices
from vault_samples import NOW, made


@pytest.fixture(name="vault")
def _vault(tmp_path: Path) -> Vault:
    vault = open_vault(tmp_path / "programme.db", now=NOW)
    roster = made("roster", person_id=["P-0815", "P-0816"], name=["Wilhelmine", "Xaver"], email=["w@x.example", ""])
    ratings = made("ratings", person_id=["P-0815"], topic_id=["ai_assistants"], proficiency=[4])
    vault.store({"": {"roster": roster}, "autumn": {"ratings": ratings}}, now=NOW, note="import")
    pinned = MatchingChoices(pins=(("P-0815", "P-0816"),))
    vault.save_choices("autumn", "matching", pinned, expected_version=0, now=NOW)
    return vault


@pytest.fixture(name="file")
def _file(tmp_path: Path, vault: Vault) -> Iterator[sqlite3.Connection]:
    assert vault.check_audit() == []
    with closing(sqlite3.connect(tmp_path / "programme.db", isolation_level=None)) as connection:
        yield connection


def test_entries_say_what_was_done_without_contents(file: sqlite3.Connection) -> None:
    """Row counts and versions stand in the log; no name, id, address, topic or answer."""
    entries = file.execute("SELECT action, cohort, detail FROM audit ORDER BY number").fetchall()

    assert entries == [
        ("create vault", "", "form 6"),
        ("store", "", "import: roster 2"),
        ("store", "autumn", "import: ratings 1"),
        ("save choices", "autumn", "matching version 1"),
    ]


@pytest.mark.parametrize("statement", ["UPDATE audit SET detail = ''", "DELETE FROM audit"])
def test_database_refuses_to_change_the_log(file: sqlite3.Connection, statement: str) -> None:
    """Neither changing nor deleting an entry is possible while the triggers stand."""
    with pytest.raises(sqlite3.IntegrityError, match="only grows"):
        file.execute(statement)


def test_changed_entry_shows(vault: Vault, file: sqlite3.Connection) -> None:
    """Somebody who removes the trigger and edits an entry is found out, with the entry's number."""
    file.execute("DROP TRIGGER audit_no_update")
    file.execute("UPDATE audit SET detail = 'import: ratings 7' WHERE number = 3")

    assert vault.check_audit() == ["Entry 3 of the audit log was changed after it was written."]


def test_removed_entry_shows(vault: Vault, file: sqlite3.Connection) -> None:
    """A gap breaks the chain at the entry after it."""
    file.execute("DROP TRIGGER audit_no_delete")
    file.execute("DELETE FROM audit WHERE number = 2")

    assert vault.check_audit() == ["Before entry 3 of the audit log something was changed or removed."]


def test_value_slipped_past_the_rules_shows(vault: Vault, file: sqlite3.Connection) -> None:
    """A rating out of range and a row about nobody, written around the checks, are reported as damage."""
    file.execute("PRAGMA foreign_keys=OFF")
    file.execute("PRAGMA ignore_check_constraints=ON")
    file.execute("UPDATE ratings SET proficiency = 9")
    file.execute("UPDATE ratings SET person_id = 'nobody'")

    damage, orphan = vault.check_audit()
    assert "ratings" in damage
    assert orphan.startswith("1 rows")

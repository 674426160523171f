"""What goes into the vault comes out the same, whole or not at all."""

import os
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from reverse_mentoring.store.address import Where
from reverse_mentoring.store.vault import Vault, open_vault
from reverse_mentoring.words.problems import Refused
from reverse_mentoring.words.tables import TABLES
from vault_samples import NOW, frames, made


@pytest.fixture(name="vault")
def _vault(where: Where) -> Vault:
    return open_vault(where, now=NOW)


@pytest.fixture(name="shared_vault", scope="module")
def _shared_vault(shared_where: Where) -> Vault:
    return open_vault(shared_where, now=NOW)


@settings(deadline=None, max_examples=8)
@given(stored=st.fixed_dictionaries({declared.name: frames(declared) for declared in TABLES}))
def test_typed_frames_come_back_equal(shared_vault: Vault, stored: dict[str, pd.DataFrame]) -> None:
    """Every table returns with the same values, dtypes and order by key, whatever was stored before."""
    shared_vault.store({"autumn": stored}, now=NOW)

    found = shared_vault.tables("autumn")
    assert list(found) == [declared.name for declared in TABLES]
    for name, frame in stored.items():
        assert_frame_equal(found[name], frame)


def test_refused_value_leaves_everything_as_it_was(vault: Vault) -> None:
    """One value out of range in the last table of the last cohort: nothing of any cohort changes."""
    good = made("ratings", person_id=["a"], topic_id=["t"], proficiency=[3])
    vault.store({"one": {"ratings": good}}, now=NOW)
    new = made("ratings", person_id=["b"], topic_id=["t"], proficiency=[4])
    bad = made("ratings", person_id=["c"], topic_id=["t"], proficiency=[9])

    with pytest.raises(Refused, match="ratings_proficiency") as refusal:
        vault.store({"one": {"ratings": new}, "two": {"ratings": bad}}, now=NOW)

    assert vault.cohorts() == ["one"]
    assert_frame_equal(vault.tables("one")["ratings"], good)
    assert "9" not in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("ratings", {"person_id": ["a", "a"], "topic_id": ["t", "t"], "proficiency": [1, 2]}),
        ("ratings", {"person_id": [""], "topic_id": ["t"], "proficiency": [1]}),
        ("signups", {"person_id": ["a"], "role": ["boss"]}),
        ("tallies", {"topic_id": ["t"], "role": [""], "level": [1], "count": [1]}),
        ("pulses", {"mentor_id": ["a"], "mentee_id": ["b"], "who": ["mentor"], "answered_on": [None]}),
    ],
)
def test_each_rule_of_the_declaration_is_held_by_the_database(vault: Vault, name: str, columns: dict) -> None:
    """Rows twice, people without an id, choices that are none and keys without a value are refused."""
    with pytest.raises(Refused, match="Nothing was stored"):
        vault.store({"autumn": {name: made(name, **columns)}}, now=NOW)


def test_only_roster_and_topics_belong_to_the_company(vault: Vault) -> None:
    """Ratings without a cohort are refused."""
    with pytest.raises(Refused, match="ratings_cohort"):
        vault.store({"": {"ratings": made("ratings", person_id=["a"], topic_id=["t"], proficiency=[1])}}, now=NOW)


def test_cohort_sees_its_own_roster_else_the_companys(vault: Vault) -> None:
    """A roster of the cohort replaces the company's for this cohort; topics of both are joined, its own first."""
    company = made("roster", person_id=["a", "b"], name=["A", "B"])
    topics = made("topics", topic_id=["x", "y"], name=["X", "Y"])
    vault.store({"": {"roster": company, "topics": topics}, "one": {}}, now=NOW)
    own = {"roster": made("roster", person_id=["c"], name=["C"]), "topics": made("topics", topic_id=["y"], name=["Y2"])}
    vault.store({"two": own}, now=NOW)

    assert list(vault.tables("one")["roster"]["person_id"]) == ["a", "b"]
    assert list(vault.tables("two")["roster"]["person_id"]) == ["c"]
    assert list(vault.tables("two")["topics"]["name"]) == ["X", "Y2"]
    assert vault.cohorts() == ["one", "two"]


def test_deleted_name_is_gone_from_the_files(tmp_path: Path) -> None:
    """After a name is replaced, its bytes and the id are neither in the database file nor in its log."""
    vault = open_vault(tmp_path / "programme.db", now=NOW)
    vault.store({"": {"roster": made("roster", person_id=["P-4711-X"], name=["Quetzalcoatl Überbein"])}}, now=NOW)
    assert any(b"Quetzalcoatl" in path.read_bytes() for path in tmp_path.iterdir())

    vault.store({"": {"roster": made("roster", person_id=["q"], name=["Q"])}}, now=NOW)

    everything = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"Quetzalcoatl" not in everything
    assert b"P-4711-X" not in everything


def test_text_comes_back_to_the_character_or_is_refused(where: Where) -> None:
    """NUL, which PostgreSQL cannot keep, comes back from a file and is refused in words by a server."""
    vault, frame = open_vault(where, now=NOW), made("roster", person_id=["a"], name=["A\0B"])
    if isinstance(where, Path):
        vault.store({"": {"roster": frame}}, now=NOW)
        assert vault.tables("")["roster"]["name"].tolist() == ["A\0B"]
    else:
        with pytest.raises(Refused, match="character NUL") as refusal:
            vault.store({"": {"roster": frame}}, now=NOW)
        assert "A" not in str(refusal.value).removeprefix("A text")


def test_remembered_headers_come_back(vault: Vault) -> None:
    """The mapping of a file is kept, and replaced as a whole by the next one."""
    vault.remember_mapping("ratings.csv", {"Wichtigkeit": "importance", "Notiz": ""}, now=NOW)
    vault.remember_mapping("ratings.csv", {"Wichtigkeit": "importance"}, now=NOW)

    assert vault.mapping() == {"ratings.csv": {"Wichtigkeit": "importance"}}


def test_backup_is_complete_and_never_overwrites(vault: Vault, tmp_path: Path) -> None:
    """A snapshot opens as a vault with the same rows; a second one to the same name is refused."""
    vault.store({"": {"roster": made("roster", person_id=["a"], name=["A"])}}, now=NOW)
    vault.backup(tmp_path / "copy.db")

    copied = open_vault(tmp_path / "copy.db", now=NOW)
    assert_frame_equal(copied.tables("")["roster"], vault.tables("")["roster"])
    assert copied.check_audit() == []
    with pytest.raises(Refused, match="exists already"):
        vault.backup(tmp_path / "copy.db")


@pytest.mark.skipif(os.name != "posix", reason="permissions of this kind exist on POSIX only")
def test_only_the_owner_may_read_the_vault(tmp_path: Path) -> None:
    """The database file and everything beside it carry 0600."""
    vault = open_vault(tmp_path / "programme.db", now=NOW)
    vault.store({"one": {}}, now=NOW)
    vault.backup(tmp_path / "copy.db")

    assert {path.name: oct(path.stat().st_mode & 0o777) for path in tmp_path.iterdir() if path.is_file()} == {
        path.name: "0o600" for path in tmp_path.iterdir()
    }

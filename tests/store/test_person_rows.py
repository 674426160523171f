"""One person out of the vault: rows, mentions, texts and history go; every row about others stays as it was."""

import datetime as dt
import sqlite3
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from planted import said_in
from reverse_mentoring.decide.agreements.calendar_entries import Entry
from reverse_mentoring.store.address import Where
from reverse_mentoring.store.agreement_texts import keep
from reverse_mentoring.store.databases import database
from reverse_mentoring.store.issued_calendars import issue
from reverse_mentoring.store.own_topics import MENTIONS as TOPIC_MENTIONS
from reverse_mentoring.store.person_rows import (
    LATEST_FORM,
    about_columns,
    erase,
    knows,
    left_in,
    mention_columns,
    preview,
    rebuild,
)
from reverse_mentoring.store.person_words import ERASED, Person, person_among
from reverse_mentoring.store.schema import DATA, METADATA, PERSON_COLUMNS
from reverse_mentoring.store.sqlite import form_of
from reverse_mentoring.store.vault import Vault, open_vault
from reverse_mentoring.words.agreements import Agreement, Clause
from reverse_mentoring.words.choices import MatchingChoices
from reverse_mentoring.words.tables import TABLES
from vault_samples import NOW, frames, made

ANA = person_among("H0001", names=["Ana Ferrer"], mails=["ana@x.example"], others=["Bo Lindt"], other_ids=["H0002"])
TABLE_NAMES = [each.name for each in TABLES]


@pytest.fixture(name="path")
def _path(where: Where) -> Where:
    roster = made(
        "roster", person_id=["H0001", "H0002", "H0003"], name=["Ana Ferrer", "Bo Lindt", "Cy Okafor"],
        email=["ana@x.example", "", ""], manager_id=["", "H0001", "H0002"],
        dotted_line_ids=[(), ("H0003", "H0001"), ()], former_manager_ids=[(), (), ("H0001",)],
        appraised_by_ids=[(), ("H0001", "H0003"), ()],
    )  # fmt: skip
    pairs = made("pairs", mentor_id=["H0002", "H0003"], mentee_id=["H0001", "H0002"], state=["active", "active"])
    closings = made("closings", mentor_id=["H0003"], mentee_id=["H0002"], who=["mentor"],
                    answered_on=[pd.Timestamp("2026-05-01")], changed=["I ask more. Ana Ferrer helped."])  # fmt: skip
    notes = made("focus_notes", group=["Ferrer's group"], held_on=[pd.Timestamp("2026-05-01")], theme=["time"],
                 kind=["helps"], note=["Fine."])  # fmt: skip
    tables = {"pairs": pairs, "closings": closings, "focus_notes": notes}
    vault = open_vault(where, now=NOW)
    vault.store({"": {"roster": roster}, "autumn": tables}, now=NOW)
    for final in ((("H0002", "H0001"), ("H0003", "H0002")), (("H0003", "H0002"),)):
        version = vault.choices("autumn", "matching").version
        vault.save_choices("autumn", "matching", MatchingChoices(final=final), expected_version=version, now=NOW)
    return where


def table_rows(path: Where) -> dict[str, list[str]]:
    """Every row of every table of a vault, as text."""
    with database(path).read.begin() as connection:
        return {t.name: sorted(map(repr, connection.execute(sa.select(t)).all())) for t in METADATA.sorted_tables}


def test_every_column_for_people_is_covered() -> None:
    """A column for ids is a link to persons, a mention that is taken out, or an id of topics; a new one must be one."""
    for source in METADATA.sorted_tables:
        ids = {column.name for column in source.c if column.name.endswith(("_id", "_ids")) or column.name == "person"}
        topics = {column for name, column in TOPIC_MENTIONS if name == source.name} | {"topic_id"}
        mentions = set(mention_columns(source.name)) if source.name in DATA else set()
        own = {"person_id"} if source.name == "persons" else set()
        assert ids <= {*about_columns(source), *mentions, *topics, *own}, source.name
        assert {*PERSON_COLUMNS} & ids <= {*about_columns(source), *own}, source.name
    assert mention_columns("roster") == ["manager_id", "dotted_line_ids", "former_manager_ids", "appraised_by_ids"]


def test_rows_mentions_and_history_go(path: Where) -> None:
    """Own rows, ids in others' rows, sentences in texts and keys, each version of the choices."""
    erase(path, ANA, now=NOW)
    tables, vault = Vault(path).tables("autumn"), Vault(path)

    roster = tables["roster"].set_index("person_id")
    assert list(roster.index) == ["H0002", "H0003"]
    assert list(roster["manager_id"]) == ["", "H0002"]
    assert list(roster["dotted_line_ids"]) == [("H0003",), ()]
    assert list(roster["appraised_by_ids"]) == [("H0003",), ()]
    assert list(tables["pairs"]["mentee_id"]) == ["H0002"]
    assert tables["closings"]["changed"].tolist() == [f"I ask more. {ERASED}"]
    assert tables["focus_notes"]["group"].tolist() == [ERASED]
    assert vault.history("autumn", "matching")["version"].tolist() == [1, 2]
    undone = vault.undo("autumn", "matching", now=NOW)
    assert undone is not None
    assert undone.choices == MatchingChoices(final=(("H0003", "H0002"),))
    assert not knows(path, "H0001")
    assert list(left_in(path, ANA)) == []
    assert vault.check_audit() == []


def test_the_preview_is_what_happens(path: Where) -> None:
    """The same counts, and nothing of it is done; the audit log counts and names nobody."""
    before = table_rows(path)
    shown = preview(path, ANA, now=NOW)

    assert table_rows(path) == before
    assert erase(path, ANA, now=NOW) == shown
    assert preview(path, ANA, now=NOW) == ()
    entries = Vault(path).log("erase person")
    assert entries == [("", f"rows {sum(each.gone for each in shown)}, changed {sum(each.changed for each in shown)}")]
    erase(path, ANA, now=NOW)
    assert Vault(path).log("erase person") == entries


def test_no_byte_of_the_person_is_left(path: Where) -> None:
    """Neither in the file nor beside it, once it is written anew."""
    words = ("H0001", "Ana Ferrer", "ana@x.example")
    erase(path, ANA, now=NOW)
    rebuild(path)

    for file in database(path).files:
        assert not [word for word in words if file.exists() and said_in(file.read_bytes(), word)], file.name
    assert Vault(path).check_audit() == []


def test_papers_of_the_pair_go_and_others_name_nobody(path: Where) -> None:
    """Kept texts and calendar entries; a text of another pair loses the sentence and stays readable."""
    clause = Clause("C1", "Off limits", "Pay. Whatever Ana Ferrer said.", True)
    own = Agreement("H0002", "H0001", "Bo Lindt", "Ana Ferrer", (), (clause,), (), ())
    other = Agreement("H0003", "H0002", "Cy Okafor", "Bo Lindt", (), (clause,), (), ())
    keep(Vault(path), "autumn", [own, other], now=NOW)
    day = dt.datetime(2026, 10, 1, 9, tzinfo=ZoneInfo("Europe/Zurich"))
    pairs = (("H0002", "H0001"), ("H0003", "H0002"))
    entries = [Entry(f"{a}-{b}", a, b, 1, day, day, f"{a} and {b}", "", "", tentative=False) for a, b in pairs]
    issue(Vault(path), "autumn", entries, stamp=NOW)
    erase(path, ANA, now=NOW)

    rows = table_rows(path)
    assert len(rows["issued_calendars"]) == len(rows["agreement_texts"]) == 1
    assert f"Pay. {ERASED}" in rows["agreement_texts"][0]
    assert list(left_in(path, ANA)) == []


def test_rows_of_others_stay_to_the_letter(path: Where) -> None:
    """Erasing somebody whom nobody mentions changes no row but the own ones."""
    extra = made(
        "training", person_id=["H0001", "H0009"], track=["mentor", "mentee"], done_on=[pd.Timestamp(NOW.date())] * 2
    )
    Vault(path).store({"spring": {"training": extra}}, now=NOW)
    before = table_rows(path)
    erase(path, Person("H0009"), now=NOW)
    after = table_rows(path)

    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"training", "persons", "audit"}
    assert set(after["training"]) == {row for row in before["training"] if "H0009" not in row}


@settings(deadline=None, max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(TABLE_NAMES), data=st.data())
def test_any_table_of_any_content_loses_the_person_only(tmp_path: Path, name: str, data: st.DataObject) -> None:
    """Whatever stands in a table: rows with the id go, the others come back the same."""
    declared = next(each for each in TABLES if each.name == name)
    frame = data.draw(frames(declared))
    path = tmp_path / f"{data.draw(st.uuids())}.db"
    open_vault(path, now=NOW).store({"one": {name: frame}}, now=NOW)
    ids = {each for column in about_columns(DATA[name]) for each in frame[column]}
    person = Person(min(ids, default="nobody"), told=False)
    erase(path, person, now=NOW)

    about = frame[about_columns(DATA[name])] == person.person_id
    rest = frame[~about.any(axis=1)] if len(about.columns) else frame
    columns = [column.name for column in declared.columns if column.name not in mention_columns(name)]
    assert_frame_equal(Vault(path).tables("one")[name][columns], rest[columns].reset_index(drop=True))


def test_other_databases_are_told_from_vaults(tmp_path: Path, path: Path) -> None:
    """A vault has a form; any other SQLite file has none."""
    path, other = tmp_path / "programme.db", tmp_path / "other.db"
    open_vault(path, now=NOW)
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE x (a TEXT)")

    assert form_of(path) == LATEST_FORM
    assert form_of(other) is None

"""Confirmed texts are kept once under their fingerprints, and go with the people whom they are about."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from reverse_mentoring.decide.agreements.versions import content_of, fingerprint
from reverse_mentoring.store.address import Where
from reverse_mentoring.store.agreement_texts import keep, kept
from reverse_mentoring.store.databases import database
from reverse_mentoring.store.vault import Vault, open_vault
from reverse_mentoring.words.agreements import Agreement, Clause
from reverse_mentoring.words.problems import Refused
from vault_samples import NOW, made

COHORT = "2026-autumn"
SECRET = "Łuczak <b> & 林"
TEXT = Agreement("a", "b", "A", "B", ("AI",), (Clause("C1", "Purpose", f"For {SECRET}.", True),), (), ())
OTHER = replace(TEXT, mentor_id="c")


@pytest.fixture(name="path")
def _path(where: Where) -> Where:
    roster = made("roster", person_id=["a", "b", "c"], name=["A", "B", "C"])
    open_vault(where, now=NOW).store({COHORT: {"roster": roster}}, now=NOW)
    return where


@pytest.fixture(name="vault")
def _vault(path: Where) -> Vault:
    return Vault(path)


def print_of(agreement: Agreement) -> str:
    return fingerprint(agreement.clauses, agreement.goals, agreement.topics)


def entries(path: Where) -> list[str]:
    with database(path).read.begin() as connection:
        return [
            f"{action} {detail}" for action, detail in connection.execute(sa.text("SELECT action, detail FROM audit"))
        ]


def test_texts_come_back_as_they_were(vault: Vault) -> None:
    """Word for word, by pair and fingerprint; two pairs may have the same words; others are not given."""
    keep(vault, COHORT, [TEXT, OTHER, replace(TEXT, topics=())], now=NOW)

    found = kept(vault, COHORT, [print_of(TEXT), "unknown"])
    assert found == {(each.ids, print_of(TEXT)): content_of(each) for each in (TEXT, OTHER)}


def test_keeping_twice_changes_nothing(vault: Vault, path: Where) -> None:
    """Neither the text nor the audit log, which counts and quotes nothing."""
    assert keep(vault, COHORT, [TEXT, TEXT], now=NOW) == 1
    before = entries(path)

    assert keep(vault, COHORT, [TEXT], now=NOW) == 0
    assert entries(path) == before
    assert before[-1] == "keep agreement texts texts 1"
    assert vault.check_audit() == []


def test_unknown_people_and_cohorts_are_refused_whole(vault: Vault) -> None:
    """One stranger among the pairs, and none of the texts is kept; the sentence does not quote them."""
    for cohort, drafts in ((COHORT, [TEXT, replace(TEXT, mentee_id="stranger")]), ("2027", [TEXT])):
        with pytest.raises(Refused) as refusal:
            keep(vault, cohort, drafts, now=NOW)

        assert SECRET not in str(refusal.value)
        assert kept(vault, cohort, [print_of(TEXT)]) == {}


def test_a_text_goes_with_either_person(vault: Vault, path: Where) -> None:
    """Erasing one of the two erases the text, also from the file; the other pair's stays."""
    keep(vault, COHORT, [TEXT, OTHER], now=NOW)
    with database(path).write.begin() as connection:
        connection.execute(sa.text("DELETE FROM persons WHERE person_id = 'a'"))

    assert list(kept(vault, COHORT, [print_of(TEXT)])) == [(("c", "b"), print_of(TEXT))]
    with database(path).write.begin() as connection:
        connection.execute(sa.text("DELETE FROM persons WHERE person_id = 'b'"))
    database(path).forget_deleted()
    assert not [file for file in database(path).files if file.exists() and SECRET.encode() in file.read_bytes()]

"""What was given of calendars is kept in the vault."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from calendar_samples import STAMP, a_cohort, entries_of
from reverse_mentoring.decide.agreements.issuing import issued
from reverse_mentoring.store.address import Where
from reverse_mentoring.store.databases import database
from reverse_mentoring.store.issued_calendars import issue
from reverse_mentoring.store.vault import Vault, open_vault
from reverse_mentoring.words.problems import Refused

COHORT = a_cohort()
ENTRIES = entries_of(COHORT, ("M1", "E1"), ("M2", "E2"))
LATER = STAMP + dt.timedelta(days=1)


@pytest.fixture(name="vault")
def _vault(where: Where) -> Vault:
    vault = open_vault(where, now=STAMP)
    vault.store({COHORT.name: {"roster": COHORT.roster}, "other": {}}, now=STAMP)
    return vault


def _log(where: Where) -> list[tuple[str, str, str]]:
    with database(where).read.begin() as connection:
        rows = connection.exec_driver_sql("SELECT action, cohort, detail FROM audit ORDER BY number")
        return [tuple(row) for row in rows]


def test_the_vault_answers_like_the_rules(vault: Vault) -> None:
    """Three rounds through the vault give what the pure rules give: new, changed and cancelled."""
    kept = {}
    for day, wanted in enumerate([ENTRIES, (replace(ENTRIES[0], summary="Another"), *ENTRIES[1:17]), ENTRIES]):
        stamp = STAMP + dt.timedelta(days=day)
        kept = issued(kept, wanted, stamp=stamp)

        assert list(issue(vault, COHORT.name, wanted, stamp=stamp).items()) == list(kept.items())
    assert sorted({each.sequence for each in kept.values()}) == [0, 2]


def test_nothing_changed_nothing_stored(vault: Vault, where: Where) -> None:
    """The second time the stamp stays and the audit log has no new line; its line counts, and names nobody."""
    first = issue(vault, COHORT.name, ENTRIES, stamp=STAMP)
    before = _log(where)

    assert issue(vault, COHORT.name, ENTRIES, stamp=LATER) == first
    assert _log(where) == before
    assert before[-1] == ("issue calendars", COHORT.name, "new 34, changed 0, cancelled 0")
    assert vault.check_audit() == []


def test_cohorts_do_not_cancel_each_other(vault: Vault) -> None:
    """Issuing for one cohort leaves the calendars of another as they are."""
    issue(vault, COHORT.name, ENTRIES, stamp=STAMP)

    assert issue(vault, "other", [], stamp=LATER) == {}
    assert not any(each.cancelled for each in issue(vault, COHORT.name, ENTRIES, stamp=LATER).values())


def test_two_windows_at_once_issue_once(vault: Vault) -> None:
    """Several at the same time: everybody is told the same sequence and stamp."""
    with ThreadPoolExecutor(4) as pool:
        stamps = [STAMP + dt.timedelta(hours=n) for n in range(4)]
        answers = list(pool.map(lambda stamp: issue(vault, COHORT.name, ENTRIES, stamp=stamp), stamps))

    assert all(answer == answers[0] for answer in answers)


def test_erased_people_leave_no_entries(vault: Vault, where: Where) -> None:
    """With a person go the entries of every pair that he or she was in."""
    issue(vault, COHORT.name, ENTRIES, stamp=STAMP)
    with database(where).write.begin() as connection:
        connection.exec_driver_sql("DELETE FROM persons WHERE person_id = 'M1'")

    assert {each.ids for each in issue(vault, COHORT.name, ENTRIES[17:], stamp=LATER).values()} == {("M2", "E2")}


def test_unknown_people_are_refused_without_a_trace(vault: Vault, where: Where) -> None:
    """An entry about somebody who is not in the vault: nothing is kept, and nobody is named."""
    stranger = replace(ENTRIES[-1], uid="x", mentee_id="NOBODY")

    with pytest.raises(Refused) as refusal:
        issue(vault, COHORT.name, [*ENTRIES, stranger], stamp=STAMP)

    assert "NOBODY" not in str(refusal.value)
    assert "issue calendars" not in [action for action, _, _ in _log(where)]
    assert {each.stamp for each in issue(vault, COHORT.name, ENTRIES, stamp=LATER).values()} == {LATER}

"""What people were promised and where they worked when they came into a pair is kept, whatever changes later."""

import datetime as dt
from typing import Any

import pytest

from reverse_mentoring.store.address import Where
from reverse_mentoring.store.audit import RELEASED
from reverse_mentoring.store.cohorts import load_cohort
from reverse_mentoring.store.databases import database
from reverse_mentoring.store.vault import Vault, open_vault
from reverse_mentoring.words.choices import MatchingChoices, ReviewChoices
from reverse_mentoring.words.reviewing import RePair
from reverse_mentoring.words.settings import Settings
from vault_samples import NOW, made

ONE, TODAY = "autumn", dt.date(2026, 9, 1)
PAIR, OTHER = ("a", "b"), ("c", "d")
Kept = dict[str, tuple[str, str]]


@pytest.fixture(name="vault")
def _vault(where: Where) -> Vault:
    vault = open_vault(where, now=NOW)
    store(vault, "", roster=people("Sales"))
    store(vault, ONE)
    return vault


def people(department: str, *, level: str = "L1") -> Any:
    """A to D, all of one department and level."""
    return made("roster", person_id=list("abcd"), name=list("ABCD"), department=[department] * 4, level=[level] * 4)


def pairs(*ids: tuple[str, str]) -> Any:
    return made("pairs", mentor_id=[each[0] for each in ids], mentee_id=[each[1] for each in ids])


def store(vault: Vault, cohort: str, **tables: Any) -> None:
    vault.store({cohort: tables}, now=NOW)


def kept(vault: Vault, cohort: str = ONE) -> Kept:
    return {row.person_id: (row.department, row.level) for row in vault.at_launch(cohort).itertuples()}


def test_who_is_in_no_pair_is_not_kept(vault: Vault) -> None:
    """A roster and choices without pairs keep nothing."""
    vault.save_choices(ONE, "matching", MatchingChoices(pins=(PAIR,)), expected_version=0, now=NOW)

    assert kept(vault) == {}


def test_imported_pairs_keep_where_people_are(vault: Vault) -> None:
    """The move comes too late for the first pair; the second pair is kept as its people are by then."""
    store(vault, ONE, pairs=pairs(PAIR))
    store(vault, "", roster=people("Labs", level="L2"))
    store(vault, ONE, pairs=pairs(PAIR, OTHER))

    assert kept(vault) == dict.fromkeys("ab", ("Sales", "L1")) | dict.fromkeys("cd", ("Labs", "L2"))


def test_decided_pairs_and_new_pairs_are_kept_likewise(vault: Vault) -> None:
    """Those of step 2 when they are decided, those of step 4 when they are made; undoing forgets nothing."""
    vault.save_choices(ONE, "matching", MatchingChoices(final=(PAIR,)), expected_version=0, now=NOW)
    assert set(kept(vault)) == {"a", "b"}
    vault.undo(ONE, "matching", now=NOW)
    store(vault, "", roster=people("Labs"))
    anew = RePair(mentor_id="c", mentee_id="d", on=TODAY, starts=TODAY)
    vault.save_choices(ONE, "review", ReviewChoices(repaired=(anew,)), expected_version=0, now=NOW)
    vault.save_choices(ONE, "matching", MatchingChoices(final=(PAIR,)), expected_version=0, now=NOW)

    assert kept(vault) == dict.fromkeys("ab", ("Sales", "L1")) | dict.fromkeys("cd", ("Labs", "L1"))


def test_each_cohort_keeps_its_own(vault: Vault) -> None:
    """From its own roster if it has one, else from the company's."""
    store(vault, ONE, pairs=pairs(PAIR))
    store(vault, "spring", roster=people("Legal"), pairs=pairs(PAIR))

    assert (kept(vault)["a"], kept(vault, "spring")["a"]) == (("Sales", "L1"), ("Legal", "L1"))


def test_a_roster_that_comes_after_the_pairs_is_taken_then(where: Where) -> None:
    """Nobody is kept as unknown because files came one by one."""
    vault = open_vault(where, now=NOW)
    store(vault, ONE, pairs=pairs(PAIR))
    assert kept(vault) == {}

    store(vault, "", roster=people("Sales"))

    assert set(kept(vault)) == {"a", "b"}


def test_what_was_not_known_is_filled_in_until_something_is_released(vault: Vault) -> None:
    """A department that the first roster lacked; after a release it stays unknown, and what is known stays anyway."""
    store(vault, "", roster=people("", level="L1"))
    store(vault, ONE, pairs=pairs(PAIR))
    store(vault, "", roster=people("Labs", level="L2"))
    assert kept(vault)["a"] == ("Labs", "L1")

    store(vault, "spring", roster=people("", level="L1"), pairs=pairs(PAIR))
    with vault.recorded(RELEASED, cohort="spring", now=NOW):
        pass
    store(vault, "spring", roster=people("Labs"))

    assert kept(vault, "spring")["a"] == ("", "L1")


def test_it_goes_with_the_person(vault: Vault, where: Where) -> None:
    """Whoever is erased is erased here as well."""
    store(vault, ONE, pairs=pairs(PAIR))
    with database(where).write.begin() as connection:
        connection.exec_driver_sql("DELETE FROM persons WHERE person_id = 'a'")

    assert set(kept(vault)) == {"b"}


def in_force(vault: Vault, group_at_least: int) -> int:
    """The smallest group of the cohort where programme.toml says this."""
    return load_cohort(vault, ONE, Settings(group_at_least=group_at_least), TODAY).settings.group_at_least


def test_the_smallest_group_never_falls_below_what_was_promised(vault: Vault) -> None:
    """Until there are pairs programme.toml alone counts; then raising it tightens, and lowering it loosens nothing."""
    assert (in_force(vault, 9), in_force(vault, 5)) == (9, 5)
    store(vault, ONE, pairs=pairs(PAIR))

    assert [in_force(vault, each) for each in (8, 5, 10, 5)] == [8, 8, 10, 8]
    assert vault.log("promise") == [(ONE, "groups of 8 or more")]
    assert vault.check_audit() == []

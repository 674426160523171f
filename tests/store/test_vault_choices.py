"""Choices are saved as versions; nobody's decision is lost."""

import multiprocessing

import pytest

from reverse_mentoring.store.address import Where
from reverse_mentoring.store.databases import database
from reverse_mentoring.store.vault import Vault, open_vault
from reverse_mentoring.words.choices import GapChoices, MatchingChoices
from reverse_mentoring.words.problems import Refused
from vault_samples import NOW

WRITERS, SAVES = 4, 40


@pytest.fixture(name="vault")
def _vault(where: Where) -> Vault:
    vault = open_vault(where, now=NOW)
    vault.store({"autumn": {}}, now=NOW)
    return vault


def test_defaults_until_something_is_decided(vault: Vault) -> None:
    """Version 0 with the defaults of the step, for each step."""
    saved = vault.choices("autumn", "matching")

    assert (saved.version, saved.choices) == (0, MatchingChoices())
    assert vault.undo("autumn", "matching", now=NOW) is None


def test_saved_choices_come_back_equal(vault: Vault) -> None:
    """Pins, capacities and weights survive; the other steps are not touched."""
    choices = MatchingChoices(weights={"topics": "high"}, pins=(("a", "b"),), capacity={"a": 2}, final=())

    assert vault.save_choices("autumn", "matching", choices, expected_version=0, now=NOW) == 1
    assert vault.choices("autumn", "matching").choices == choices
    assert vault.choices("autumn", "gap_analysis").version == 0


def test_stale_save_is_refused_and_loses_nothing(vault: Vault) -> None:
    """Who decided on an older version is told so; what the other one saved stays."""
    first, second = (MatchingChoices(vetoes=((who, "z"),)) for who in "ab")
    vault.save_choices("autumn", "matching", first, expected_version=0, now=NOW)

    with pytest.raises(Refused, match="Somebody else"):
        vault.save_choices("autumn", "matching", second, expected_version=0, now=NOW)

    assert vault.choices("autumn", "matching").choices == first


def test_undo_goes_back_along_the_parents_and_keeps_the_history(vault: Vault) -> None:
    """Save, save, undo, save: the new version's parent is the first one, and the undone one stays on record."""
    one, two, three = (GapChoices(programme_topics=(topic,)) for topic in "abc")
    vault.save_choices("autumn", "gap_analysis", one, expected_version=0, now=NOW)
    vault.save_choices("autumn", "gap_analysis", two, expected_version=1, now=NOW)

    undone = vault.undo("autumn", "gap_analysis", now=NOW)
    vault.save_choices("autumn", "gap_analysis", three, expected_version=1, now=NOW)

    assert undone is not None
    assert (undone.version, undone.choices) == (1, one)
    history = vault.history("autumn", "gap_analysis")
    assert history[["version", "parent", "current"]].to_numpy().tolist() == [[1, 0, False], [2, 1, False], [3, 1, True]]


def test_undo_of_the_first_decision_gives_the_defaults(vault: Vault) -> None:
    """Back to version 0; a further undo has nothing to do."""
    vault.save_choices("autumn", "matching", MatchingChoices(pins=(("a", "b"),)), expected_version=0, now=NOW)

    undone = vault.undo("autumn", "matching", now=NOW)

    assert undone is not None
    assert (undone.version, undone.choices) == (0, MatchingChoices())
    assert vault.undo("autumn", "matching", now=NOW) is None


def test_choices_of_a_cohort_that_does_not_exist_are_refused(vault: Vault) -> None:
    """A mistyped cohort does not come into being by saving."""
    with pytest.raises(Refused, match="no cohort spring"):
        vault.save_choices("spring", "matching", MatchingChoices(), expected_version=0, now=NOW)

    assert vault.cohorts() == ["autumn"]


def test_choices_of_another_program_version_are_refused_in_words(where: Where, vault: Vault) -> None:
    """An unknown key in the saved text gives a sentence with its name; undo leads out of it, version by version."""
    for version in (0, 1):
        choices = MatchingChoices(capacity={"P1": version})
        vault.save_choices("autumn", "matching", choices, expected_version=version, now=NOW)
    _by_hand(where, """UPDATE choices SET choices = '{"moon_phase": "full", "capacity": {"P1": "x"}}'""")

    with pytest.raises(Refused, match=r"moon_phase.*Undo") as refusal:
        vault.choices("autumn", "matching")
    with pytest.raises(Refused, match="version 1"):
        vault.undo("autumn", "matching", now=NOW)

    undone = vault.undo("autumn", "matching", now=NOW)
    assert "P1" not in str(refusal.value)
    assert undone is not None
    assert undone.version == 0


def test_many_writers_lose_nothing(where: Where, vault: Vault) -> None:
    """Four processes save 40 times each, repeating what was refused: 160 versions, each built on the one before."""
    fork = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(fork)
    writers = [context.Process(target=_save_often, args=(where, who)) for who in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    final = vault.choices("autumn", "matching").choices
    history = vault.history("autumn", "matching")
    assert [writer.exitcode for writer in writers] == [0] * WRITERS
    assert isinstance(final, MatchingChoices)
    assert final.capacity == {str(who): SAVES for who in range(WRITERS)}
    assert history["parent"].tolist() == list(range(WRITERS * SAVES))
    assert vault.check_audit() == []


def _save_often(where: Where, who: int) -> None:
    """Counts up one's own number in the shared choices, as often as SAVES says."""
    vault = open_vault(where, now=NOW)
    done = 0
    while done < SAVES:
        saved = vault.choices("autumn", "matching")
        assert isinstance(saved.choices, MatchingChoices)
        counted = saved.choices.capacity | {str(who): saved.choices.capacity.get(str(who), 0) + 1}
        changed = saved.choices.model_copy(update={"capacity": counted})
        try:
            vault.save_choices("autumn", "matching", changed, expected_version=saved.version, now=NOW)
        except Refused:
            continue
        done += 1


def _by_hand(where: Where, statement: str) -> None:
    with database(where).write.begin() as connection:
        connection.exec_driver_sql(statement)

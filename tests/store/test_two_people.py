"""Two facilitators in one step, each in a process of their own: each sees the other's change, nothing is lost."""

import multiprocessing
from pathlib import Path

import pytest

from command_line import said
from reverse_mentoring.run.demo import sample_programme
from reverse_mentoring.store.address import Where
from reverse_mentoring.store.programme import Programme
from reverse_mentoring.store.vault import Vault
from reverse_mentoring.words.choices import AgreementChoices, MatchingChoices
from reverse_mentoring.workbook.decisions import Decisions
from reverse_mentoring.workbook.opening import open_cohort
from two_desks import TIMES, count_up, write

pytestmark = pytest.mark.slow
COHORT = "2026-autumn"


@pytest.fixture(name="programme")
def _programme(where: Where, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programme:
    """The sample, in a file or on a server."""
    programme = sample_programme(tmp_path / "programme")
    if not isinstance(where, Path):
        address = where.url.set(drivername="postgresql").render_as_string()
        assert said("vault", "copy", "--to", address, "--programme", programme.folder).exit_code == 0
        programme.settings_file.write_text(
            f'{programme.settings_file.read_text("utf-8")}\n[vault]\ndatabase = "{address}"\n', "utf-8"
        )
    return programme


def _side(ids: tuple[str, str], who: str, **said_: str) -> dict[str, str]:
    return {"mentor_id": ids[0], "mentee_id": ids[1], "who": who, **said_}


def test_two_processes_save_at_the_same_time_and_lose_nothing(programme: Programme) -> None:
    """Ten changes each, in one field of one step: all twenty are versions, and the last one holds both."""
    context = multiprocessing.get_context("spawn")
    ready = context.Barrier(2)
    people = [context.Process(target=count_up, args=(programme.folder, COHORT, who, ready)) for who in ("P1", "P2")]
    before = Vault(programme.vault).choices(COHORT, "matching").version
    for each in people:
        each.start()
    for each in people:
        each.join()
    vault = Vault(programme.vault)
    final = vault.choices(COHORT, "matching")

    assert [each.exitcode for each in people] == [0, 0]
    assert isinstance(final.choices, MatchingChoices)
    assert (final.choices.capacity["P1"], final.choices.capacity["P2"]) == (TIMES, TIMES)
    assert final.version == before + 2 * TIMES
    assert vault.check_audit() == []


def test_one_agreement_edited_by_two_holds_what_both_wrote(programme: Programme) -> None:
    """Two sides go together and the second person hears of the first; the same field is refused and quoted."""
    people = open_cohort(str(programme.folder), COHORT).cohort.names
    ids = tuple(list(people)[:2])
    one = [{"sides": [_side(ids, "mentor", gain="to be heard")]}, {"off_limits": "Pay."}]
    two = [{"sides": [_side(ids, "mentee", gain="to learn")]}, {"off_limits": "Politics."}]
    context = multiprocessing.get_context("spawn")
    said_by, turns, processes = [], [], []
    for changes in (one, two):
        screen, turn = context.Queue(), context.Queue()
        processes.append(context.Process(target=write, args=(programme.folder, COHORT, changes, (turn, screen))))
        processes[-1].start()
        said_by.append(screen)
        turns.append(turn)

    heard: list[tuple[str, bool]] = []
    for _ in one:
        for screen in said_by:
            assert screen.get(timeout=60)[0] == "ready"
        for screen, turn in zip(said_by, turns, strict=True):
            turn.put("now")
            heard.append(screen.get(timeout=60))
    for each in processes:
        each.join()
    final = Vault(programme.vault).choices(COHORT, "agreements").choices
    (first, _), (second, trouble), (third, _), (fourth, refused) = heard

    assert isinstance(final, AgreementChoices)
    assert {(each.who, each.gain) for each in final.sides} == {("mentor", "to be heard"), ("mentee", "to learn")}
    assert "Meanwhile" not in first
    assert f"somebody else changed: sides ({people[ids[0]]} · {people[ids[1]]} · mentor)" in second
    assert not trouble
    assert refused
    assert "off limits: now “Pay.”, you chose “Politics.”" in fourth
    assert final.off_limits == "Pay."
    assert "Saved" in third


def test_undo_never_takes_back_what_one_has_not_seen(programme: Programme) -> None:
    """The other's decision stays; the second press of undo, with it on screen, takes it back."""
    mine, theirs = (
        Decisions[MatchingChoices](open_cohort(str(programme.folder), COHORT), "matching") for _ in range(2)
    )
    theirs.change(capacity={"P1": 2})
    mine.undo()
    shown = (mine.choices.capacity, mine.trouble)
    mine.undo()

    assert shown == ({"P1": 2}, True)
    assert mine.choices.capacity == {}

"""Step 4: what managers may see is looked at as they would see it, and released by a person, once."""

import shutil
from pathlib import Path

import pytest

from launched_programmes import COHORT, DAY, LATER, launched, set_day
from reverse_mentoring.store import releasing
from reverse_mentoring.store.programme import Programme, find
from reverse_mentoring.store.released_file import read_releases
from reverse_mentoring.store.vault import open_vault
from reverse_mentoring.workbook.opening import open_cohort
from reverse_mentoring.workbook.review import Review
from reverse_mentoring.workbook.review_desk import Desk
from reverse_mentoring.workbook.review_release import ReleasePanel
from review_pages import Screen
from vault_samples import NOW

LOOK, READ, RELEASE = "Show what managers would see", "I have read it", "Release quarter 1"
SENTENCES, SHARED = "Up to 5 sentences", "Comments behind them"


@pytest.fixture(name="untouched", scope="module")
def _untouched(tmp_path_factory: pytest.TempPathFactory) -> Programme:
    return launched(tmp_path_factory.mktemp("launched") / "p")


@pytest.fixture(name="programme")
def _programme(untouched: Programme, tmp_path: Path) -> Programme:
    return find(shutil.copytree(untouched.folder, tmp_path / "p"))


def desk(programme: Programme) -> Desk:
    return Desk(open_cohort(str(programme.folder), COHORT), "quarter")


def panel(programme: Programme) -> Screen:
    """The part of the page, as somebody opens it."""
    return Screen(ReleasePanel(desk(programme)).view())


def looked_at(programme: Programme) -> Screen:
    page = panel(programme)
    page.press(LOOK)
    return page


def rounds(programme: Programme) -> list[str]:
    return [each.round.name for each in read_releases(programme.released)]


def test_what_managers_would_see_stands_on_the_page_before_anything_is_written(programme: Programme) -> None:
    """Their whole page, what is suppressed and how much is left, and that nothing was released before."""
    page = looked_at(programme)

    told = page.told
    assert "Quarter 1 (2 March 2026 to 1 June 2026) is closed and can be released." in told
    assert "cells are shown." in told
    assert "Nothing of 2026-spring was released before." in told
    assert "Where a manager can help" in told
    assert "“not shown” stands wherever a figure could point at a person" in told
    assert rounds(programme) == []


def test_a_release_takes_a_look_a_tick_and_a_press(programme: Programme) -> None:
    """No button without a look, no release without the tick; then the file and its hash are told, and the form goes."""
    page, expected = panel(programme), releasing.prepare(programme, COHORT, "1").release
    assert not page.has(RELEASE)
    page.press(LOOK)
    assert "A release cannot be changed or taken back" in page.told
    page.press(RELEASE)
    assert "Read it first, then tick “I have read it”." in page.told
    assert rounds(programme) == []

    page.set(**{READ: True}).press(RELEASE)

    assert read_releases(programme.released)[0].cells == expected.cells
    ((_, detail),) = open_vault(programme.vault).log("release")
    assert f"It lies in {programme.released}; SHA-256 {detail.rpartition(' ')[2]}." in page.told
    assert "Released so far, in released.db: quarter 1." in page.told
    assert "No other round is closed." in page.told
    assert not page.has(LOOK)
    assert not page.has(RELEASE)


def test_the_next_round_says_what_changed_since_the_last(programme: Programme) -> None:
    """Quarter 1 released, quarter 2 closed: only that one is offered, and compared."""
    looked_at(programme).set(**{READ: True}).press(RELEASE)
    set_day(programme, LATER)
    page = looked_at(programme)

    assert [number for _, number in page.field("Closed round").options] == [2]
    assert "Since quarter 1: " in page.told
    assert page.has("Release quarter 2")


def test_sentences_are_seen_before_they_are_released(programme: Programme) -> None:
    """On the page as managers read them; another word asks for another look."""
    page = panel(programme)
    page.set(**{SENTENCES: "People feel heard.", SHARED: 12}).press(LOOK)
    assert "What participants say" in page.told
    assert "People feel heard." in page.told
    page.set(**{SENTENCES: "People feel heard at last."})
    assert not page.has(RELEASE)
    page.press(LOOK)

    page.set(**{READ: True}).press(RELEASE)

    assert read_releases(programme.released)[0].comments == ("People feel heard at last.",)


def test_sentences_that_may_not_be_told_are_refused(programme: Programme) -> None:
    """Said on the page; there is nothing to release, and what was typed stays."""
    page = panel(programme)
    for sentence, shared, refusal in (
        ("People feel heard.", 9, "these rest on 9."),
        ("M-0000-00 is thanked.", 12, "Sentence 1 names somebody."),
        ("a\nb\nc\nd\ne\nf", 12, "There is room for 5 sentences; these are 6."),
    ):
        page.set(**{SENTENCES: sentence, SHARED: shared}).press(LOOK)
        assert refusal in page.told
        assert not page.has(RELEASE)
        assert page.field(SENTENCES).value == sentence


def test_who_comes_second_is_told_so(programme: Programme) -> None:
    """Two people looked at the same round: the first release stands, the other page says why not."""
    first, second = looked_at(programme), looked_at(programme)
    first.set(**{READ: True}).press(RELEASE)
    before = programme.released.read_bytes()
    second.set(**{READ: True}).press(RELEASE)

    assert "Somebody else released something in the meantime." in second.told
    assert programme.released.read_bytes() == before
    assert not second.has(RELEASE)
    assert "Released so far, in released.db: quarter 1." in second.told


def test_what_was_typed_in_since_asks_for_another_look(programme: Programme) -> None:
    """What is released is what the vault holds when it is looked at."""
    there = desk(programme)
    page = Screen(ReleasePanel(there).view())
    page.press(LOOK)
    there._look()
    page.set(**{READ: True}).press(RELEASE)

    assert "Something was changed since you looked." in page.told
    assert rounds(programme) == []


def test_a_damaged_file_is_said_and_the_page_stands(programme: Programme) -> None:
    """Neither a look nor a form, but the sentence."""
    programme.released.write_bytes(b"no database")
    page = panel(programme)

    assert "released.db is damaged, or is no file of releases." in page.told
    assert not page.has(LOOK)


def test_in_print_and_in_batch_it_only_says_what_could_be_released(programme: Programme, tmp_path: Path) -> None:
    """Sentences, no page of figures, and nothing is written."""
    opened = open_cohort(str(programme.folder), COHORT, DAY.isoformat(), str(tmp_path / "results"))
    printed = Review(opened, "quarter").evidence().printed()

    assert "Quarter 1 (2 March 2026 to 1 June 2026) is closed and can be released." in printed
    assert "Where a manager can help" not in printed
    assert not programme.released.exists()
    assert open_vault(programme.vault, now=NOW).log("release") == []


def test_it_belongs_to_the_quarter_and_the_close(programme: Programme) -> None:
    """In the month it says so."""
    evidence = Review(open_cohort(str(programme.folder), COHORT), "month").evidence()

    assert "What managers may see" not in Screen(evidence).told

"""Two people type the same side at once: each keeps the own words, and nobody else reads them."""

from pathlib import Path
from typing import Any

import pytest

from agreement_pages import FIRST, everything, field, programme, side_row, step_of, told
from reverse_mentoring.decide.merging import Clash
from reverse_mentoring.workbook.agreements import Agreements
from reverse_mentoring.workbook.told_changes import both_changed

GAIN, OFFER, MINUTES = "What I would like to gain", "What I offer", "Minutes per session"
THEIRS, MINE = "to be heard at last", "to hear what goes wrong"


@pytest.fixture(name="steps")
def _steps(tmp_path: Path) -> tuple[Agreements, Agreements]:
    """The same programme on two screens, in which the mentor of the first pair has written what she offers."""
    folder = programme(tmp_path / "programme", sides=[side_row(FIRST, "mentor", offer="an hour")])
    return step_of(folder), step_of(folder)


def _write(step: Agreements, who: str, text: str) -> Any:
    view = step.writing()
    field(view, "Who is writing now?").value = who
    field(view, GAIN).value = text
    return view


def test_what_the_other_typed_is_told_to_nobody_but_who_writes_that_side(steps: tuple[Agreements, Agreements]) -> None:
    """The same question of the same side, twice at once: neither text is on the page for the other of the two."""
    other, own = steps
    _write(other, "mentor", THEIRS)
    view = _write(own, "mentor", MINE)
    assert "Somebody else changed the same" in own.drafts.decisions.said
    assert "Yours was not saved" in told(view)

    for who in ("mentee", ""):
        field(view, "Who is writing now?").value = who
        assert THEIRS not in everything(own)
        assert MINE not in everything(own)
    assert THEIRS not in "".join(page.printed() for page in (own.desk(), own.text(), own.writing()))


def test_whoever_was_refused_finds_the_own_words_in_the_form(steps: tuple[Agreements, Agreements]) -> None:
    """The other text is in the field, what was typed stands below; typed again it is saved, and the note goes."""
    other, own = steps
    _write(other, "mentor", THEIRS)
    view = _write(own, "mentor", MINE)

    assert field(view, GAIN).value == THEIRS
    assert f"{GAIN}: “{MINE}”" in told(view)
    field(view, GAIN).value = MINE
    (side,) = own.drafts.decisions.choices.sides
    assert (side.gain, side.offer) == (MINE, "an hour")
    assert "was not saved" not in told(view)


def test_a_side_that_two_begin_at_once_is_told_whole_to_its_writer(tmp_path: Path) -> None:
    """Nothing was written before, so that the whole side clashes; only what was typed is shown again."""
    folder = programme(tmp_path / "programme")
    other, own = step_of(folder), step_of(folder)
    _write(other, "mentee", THEIRS)
    view = _write(own, "mentee", MINE)

    assert f"{GAIN}: “{MINE}”" in told(view)
    assert f"{OFFER}: “" not in told(view)
    field(view, "Who is writing now?").value = "mentor"
    assert MINE not in told(view)


@pytest.mark.parametrize("path", [("sides",), ("sides", "M1 · E1 · mentor"), ("sides", "M1 · E1 · mentor", "gain")])
def test_a_side_is_never_quoted_and_everything_else_is(path: tuple[str, ...]) -> None:
    """Whatever the clash is about: a field, a side, all of them."""
    side = side_row(FIRST, "mentor", gain=THEIRS)
    theirs = {1: [side], 2: side, 3: THEIRS}[len(path)]

    sentence = both_changed([Clash(path, theirs, MINE), Clash(("off_limits",), "pay", "politics")], {})

    assert THEIRS not in sentence
    assert MINE not in sentence
    assert "off limits: now “pay”, you chose “politics”" in sentence


def test_a_number_of_one_is_not_offered_to_the_other(tmp_path: Path) -> None:
    """25 minutes came in by a form and is in no list; once the mentee writes, no list betrays it."""
    step = step_of(programme(tmp_path / "programme", sides=[side_row(FIRST, "mentor", minutes=25)]))
    view = step.writing()
    field(view, "Who is writing now?").value = "mentor"
    minutes = field(view, MINUTES)
    assert minutes.value == 25

    field(view, "Who is writing now?").value = "mentee"
    assert 25 not in [value for _, value in minutes.options]

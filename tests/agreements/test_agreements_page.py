"""Step 3 on screen, without a browser: what is shown to whom, what a click keeps, what is written."""

import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from agreement_pages import COHORT, FIRST, SECOND, everything, field, fields, press, programme, side_row, step_of, told
from reverse_mentoring.store.databases import database
from reverse_mentoring.store.vault import open_vault
from reverse_mentoring.words.choices import MatchingChoices
from reverse_mentoring.workbook.agreement_desk import headline
from reverse_mentoring.workbook.agreements import Agreements
from reverse_mentoring.workbook.review import Review
from vault_samples import NOW

SECRET = "a secret hope"


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    return programme(tmp_path / "programme")


@pytest.fixture(name="step")
def _step(folder: Path) -> Agreements:
    return step_of(folder)


def train_all(step: Agreements) -> None:
    view = step.training()
    for track in ("mentor", "mentee"):
        field(view, "Training for").value = track
        press(view, "Mark as trained")


def test_headline_says_what_pairs_wait_for(step: Agreements) -> None:
    """Nobody trained, nothing agreed; then trained; then one text agreed."""
    assert headline(step.drafts) == "0 of 2 pairs may start; 2 wait for training, 2 for an agreement"

    train_all(step)
    assert headline(step.drafts) == "0 of 2 pairs may start; 2 wait for an agreement"

    press(step.text(), "Both have agreed to this text")
    assert headline(step.drafts) == "1 of 2 pairs may start; 1 waits for an agreement"


def test_one_side_stays_unseen_until_both_have_written(tmp_path: Path) -> None:
    """Neither the live page nor the printed one holds what the mentor wrote; with the other side, both do."""
    alone = step_of(programme(tmp_path / "one", sides=[side_row(FIRST, "mentor", gain=SECRET)]))
    rows = [side_row(FIRST, "mentor", gain=SECRET), side_row(FIRST, "mentee", gain="another hope")]
    both = step_of(programme(tmp_path / "both", sides=rows))

    assert SECRET not in everything(alone)
    assert SECRET not in "".join(view.printed() for view in (alone.desk(), alone.text(), alone.writing()))
    assert "Ben Söhne has not written anything yet." in told(alone.desk())
    assert SECRET in told(both.desk())
    assert "another hope" in told(both.desk())


def test_only_the_side_of_whoever_writes_is_in_the_form(tmp_path: Path) -> None:
    """Chosen as the mentee, the form is empty; as the mentor, it holds the own words; another pair closes it."""
    step = step_of(programme(tmp_path / "one", sides=[side_row(FIRST, "mentor", gain=SECRET)]))
    view = step.writing()
    who, gain = field(view, "Who is writing now?"), field(view, "What I would like to gain")
    assert gain.disabled

    who.value = "mentee"
    assert (gain.disabled, gain.value) == (False, "")
    who.value = "mentor"
    assert gain.value == SECRET
    field(view, "Pair").value = SECOND
    assert (who.value, gain.disabled, gain.value) == ("", True, "")


def test_what_is_typed_is_saved_as_that_side(step: Agreements, folder: Path) -> None:
    """Every field as it is left; the same after opening again."""
    view = step.writing()
    field(view, "Who is writing now?").value = "mentee"
    field(view, "What I would like to gain").value = "See what I miss"
    field(view, "Weeks from one session to the next").value = 2
    field(view, "What I would like to work on: first topic").value = "ai_assistants"

    (side,) = step_of(folder).drafts.decisions.choices.sides
    assert (side.ids, side.who, side.gain, side.weeks_between) == (FIRST, "mentee", "See what I miss", 2)
    assert side.topics == ("ai_assistants",)


def test_a_vague_goal_is_noted_and_stands_on_the_desk(step: Agreements) -> None:
    """The note comes with the first words, and goes with a better goal."""
    view = step.writing()
    goal = field(view, "Goal, in our own words")
    goal.value = "Understand AI"

    assert "Goal 1 may be too vague" in told(view)
    assert "Understand AI" in told(step.desk())
    goal.value = "Run three prompts on my own reports by March 2027"
    assert "Goal 1 may be too vague" not in told(view)


def test_a_later_change_unconfirms_and_shows_the_words(step: Agreements) -> None:
    """The text that was agreed is kept; the strength of confidentiality changes, and the words are marked."""
    view = step.text()
    press(view, "Both have agreed to this text")
    assert field(view, "Both have agreed to this text").disabled

    field(step.desk(), "Confidentiality").value = "strict"

    assert step.drafts.draft is not None
    assert step.drafts.draft.state == "changed"
    assert "1 point reads differently now" in told(view)
    assert re.search(r"<del>[^<]*may speak", told(view))
    assert re.search(r"<ins>[^<]*Neither", told(view))
    press(view, "Both have agreed to this text")
    assert step.drafts.draft.version == 2


def test_two_signatures_make_it_signed(step: Agreements) -> None:
    """Not before the text is agreed; the line manager's is not asked for."""
    view = step.text()
    assert field(view, "Signed by mentor").disabled

    press(view, "Both have agreed to this text")
    press(view, "Signed by mentor")
    assert step.drafts.draft is not None
    assert step.drafts.draft.state == "agreed"
    press(view, "Signed by mentee")

    assert step.drafts.draft.state == "signed"
    press(view, "Undo")
    assert step.drafts.draft.state == "agreed"


def test_nobody_agrees_while_a_must_have_is_missing(folder: Path) -> None:
    """An organisation's clauses without the one on retaliation: the button is closed, and the page says why."""
    (folder / "clauses.csv").write_text("clause_id,section,default_text\nC1,Purpose,We meet.\n", encoding="utf-8")
    view = step_of(folder).text()

    assert field(view, "Both have agreed to this text").disabled
    assert "clauses.csv" in told(view)
    assert "“No retaliation” is missing" in told(step_of(folder).desk())


def test_an_exception_needs_a_reason_and_stands_in_step_4(step: Agreements) -> None:
    """Without words nothing is kept; with words the pair may start, and the review names it."""
    view = step.text()
    press(view, "Start although something is missing")
    assert step.drafts.decisions.choices.overrides == ()
    assert "Write down the reason first" in told(view)

    field(view, "Reason to start although something is missing").value = "Both have done this before."
    press(view, "Start although something is missing")

    assert step.drafts.starts[FIRST].override == "Both have done this before."
    assert not step.drafts.starts[SECOND].started
    finding = str(Review(step.opened).finding().printed())
    assert "Ana Keller and Ben Söhne: Both have done this before." in finding


def test_review_names_who_runs_without_training(step: Agreements) -> None:
    """As soon as any training is recorded, those without are named."""
    step.drafts.decisions.change(trained=({"person_id": "M1", "track": "mentor", "on": "2026-10-01"},))
    december = step.opened.cohort.as_of.replace(month=12)
    later = Review(replace(step.opened, cohort=replace(step.opened.cohort, as_of=december)))

    finding = str(later.finding().printed())

    assert "Ana Keller and Ben Söhne: Ben Söhne not trained." in finding
    assert "Cleo Zhu and Dan O&#39;Brien: Cleo Zhu and Dan O&#39;Brien not trained." in finding


def test_a_day_to_come_is_a_booking(step: Agreements) -> None:
    """It is written down, and does not count yet."""
    view = step.training()
    field(view, "Day of the training").value = step.opened.cohort.as_of.replace(day=20)
    press(view, "Mark as trained")

    assert "booked for 20 Nov 2026" in told(view)
    assert step.drafts.training.done("M1", "mentor") is None


def test_six_sessions_for_all(step: Agreements) -> None:
    """The short programme, said in a sentence, and undone with one press."""
    desk = step.desk()
    field(desk, "Sessions").value = 6

    assert {len(each.sessions) for each in step.drafts.drafts} == {6}
    assert "6 sessions, one every 3 weeks" in told(desk)
    press(desk, "Undo")
    assert {len(each.sessions) for each in step.drafts.drafts} == {17}


def test_files_are_written_with_a_count(step: Agreements, folder: Path) -> None:
    """Everything of both pairs, empty forms, and how many were written; a second time the same bytes."""
    step.drafts.decisions.change(sides=(side_row(FIRST, "mentor", gain=SECRET),))
    view = step.results()
    press(view, "Write the files")
    out = step.opened.output
    first = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}

    shown: list[str] = []
    (bar,) = [each for each in fields(view) if "<progress" in str(getattr(each, "value", ""))]
    bar.observe(lambda change: shown.append(change.new), names="value")
    press(view, "Write the files")

    assert f"All written: {len(first)} files for 2 pairs" in told(view)
    for moved in ("1 of 2 agreements", "2 of 2 agreements", "4 of 4 preparation packs"):
        assert moved in "".join(shown)
    assert {"mail_merge.csv", "reminders.csv", "signoffs.xlsx", "agreements.zip", "calendar/programme.ics",
            "forms/sides_mentors.xlsx", "forms/goals.xlsx", "training/mentor.docx", "agreements/M1_E1.docx",
            "packs/M2_E2_mentee.docx"} <= first.keys()  # fmt: skip
    assert first == {name: (out / name).read_bytes() for name in first}
    assert SECRET not in _unzipped(out / "forms/sides_mentors.xlsx")


def _unzipped(path: Path) -> str:
    with zipfile.ZipFile(path) as parts:
        return "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


@pytest.mark.parametrize(("decided", "kept"), [(False, False), (True, True)])
def test_calendars_of_suggested_pairs_are_not_kept_as_given(tmp_path: Path, decided: bool, kept: bool) -> None:
    """Everybody's calendar file is written, but only what was decided is cancelled or replaced later."""
    folder = programme(tmp_path / "undecided", pairs=[])
    allowed = {"levels_apart": "All of one level."}
    final = (FIRST, SECOND) if decided else None
    vault = open_vault(folder / "programme.db", now=NOW)
    vault.save_choices(COHORT, "matching", MatchingChoices(allowed=allowed, final=final), expected_version=0, now=NOW)
    step_of(folder, tmp_path / "out").results()

    with database(folder / "programme.db").read.begin() as connection:
        rows = connection.exec_driver_sql("SELECT count(*) FROM issued_calendars").scalar_one()
    assert len(list((tmp_path / "out" / "calendar").glob("*.ics"))) == 3
    assert (rows > 0) == kept

"""`release` shows, asks and writes what it showed; `report` makes a page of what was released, without the vault."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from command_line import programme, ratings, roster, said
from releases import release, round_number
from reverse_mentoring.run.commands import main
from reverse_mentoring.store import releasing
from reverse_mentoring.store.programme import find
from reverse_mentoring.store.released_file import read_releases
from reverse_mentoring.store.vault import open_vault
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.release import Cell, Release, Round

PREVIEW = ("14 of 18 cells are shown.", "Hidden: pulse by level.")


class Gate:
    """In the place of decide.disclosure.gate: hand-made figures, so that what is tested here is the command."""

    def __init__(self) -> None:
        self.earlier: list[tuple[Release, ...]] = []
        self.more: tuple[Cell, ...] = ()

    def release(
        self, cohort: Cohort, pairs: pd.DataFrame, span: Round, *, earlier: Sequence[Release], **known: object
    ) -> Release:
        assert {"state", "agreed", "weeks_between"} <= set(pairs.columns)
        assert known.keys() == {"charter", "insights"}
        self.earlier.append(tuple(earlier))
        made = release(span.number, cohort=cohort.name)
        return Release(made.organisation, made.cohort, span, made.least, (*made.cells, *self.more))

    @staticmethod
    def preview(_: Release) -> tuple[str, ...]:
        return PREVIEW


@pytest.fixture(name="gate")
def _gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    gate = Gate()
    monkeypatch.setattr(releasing, "gate", gate)
    monkeypatch.setattr(releasing, "rounds", lambda cohort: (round_number(1), round_number(2)))
    return gate


@pytest.fixture(name="home")
def _home(tmp_path: Path, gate: Gate) -> Path:
    """A programme with two cohorts, imported."""
    files = {"roster.csv": roster(), "one/ratings.csv": ratings(), "two/ratings.csv": ratings()}
    home = programme(tmp_path / "p", files)
    assert said("import", home).exit_code == 0
    return home


def answered(home: Path, cohort: str, number: str, answer: str) -> Result:
    """What the command says to somebody who types this."""
    return CliRunner().invoke(main, ["release", cohort, number, "--programme", str(home)], input=answer)


def released(home: Path, cohort: str, number: str) -> Result:
    return said("release", cohort, number, "--yes", "--programme", home)


def in_the_file(home: Path) -> list[tuple[str, int]]:
    return [(each.cohort, each.round.number) for each in read_releases(home / "released.db")]


def test_the_preview_comes_before_the_question(home: Path) -> None:
    """Then yes writes what was shown, and says the hash that stands in the audit log."""
    shown = answered(home, "one", "1", "y\n")
    lines = shown.output.splitlines()

    assert shown.exit_code == 0
    assert lines[:4] == [
        *PREVIEW,
        "Nothing of one was released before.",
        "Release quarter 1 of one? It cannot be changed or taken back. [y/N]: y",
    ]
    assert in_the_file(home) == [("one", 1)]
    ((_, detail),) = open_vault(home / "programme.db").log("release")
    assert lines[4:] == ["Released quarter 1 of one.", f"released.db: SHA-256 {detail.rpartition(' ')[2]}"]


@pytest.mark.parametrize(("answer", "code"), [("n\n", 0), ("\n", 0), ("", 1)])
def test_without_a_yes_nothing_is_written(home: Path, answer: str, code: int) -> None:
    """Neither on no, nor on Enter alone, nor where nobody can answer."""
    shown = answered(home, "one", "1", answer)

    assert shown.exit_code == code
    assert not (home / "released.db").exists()
    assert open_vault(home / "programme.db").log("release") == []


def test_a_round_goes_by_its_name_too(home: Path) -> None:
    """“Quarter 1” is 1."""
    assert released(home, "one", "Quarter 1").exit_code == 0
    assert in_the_file(home) == [("one", 1)]


@pytest.mark.parametrize(
    ("cohort", "number", "sentence"),
    [
        ("three", "1", "There is no cohort “three”. Cohorts in the vault: one, two."),
        ("one", "3", "“3” is no closed round of one. Closed rounds: 1 (1 January 2026 to 31 March 2026), 2 ("),
        ("one", "0", "“0” is no closed round of one."),
        ("one", "", "“” is no closed round of one."),
    ],
)
def test_only_closed_rounds_of_cohorts_that_exist(home: Path, cohort: str, number: str, sentence: str) -> None:
    """A sentence with those that do, and code 1."""
    shown = released(home, cohort, number)

    assert shown.exit_code == 1
    assert sentence in shown.output
    assert not (home / "released.db").exists()


def test_before_the_first_round_is_closed_it_is_said(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the day."""
    monkeypatch.setattr(releasing, "rounds", lambda cohort: ())

    assert "No round of one is closed yet on " in released(home, "one", "1").output


def test_a_second_release_is_refused_before_anything_is_worked_out(home: Path, gate: Gate) -> None:
    """With --yes as well."""
    released(home, "one", "1")
    before = (home / "released.db").read_bytes()
    shown = released(home, "one", "1")

    assert shown.exit_code == 1
    assert shown.output == "Quarter 1 of one was released already. A release never changes.\n"
    assert (home / "released.db").read_bytes() == before
    assert len(gate.earlier) == 1


def test_rounds_are_released_in_their_order(home: Path) -> None:
    """Who skips one is told before the question; afterwards it is refused, in this cohort alone."""
    first = answered(home, "one", "2", "y\n")

    assert "Not released so far, and not any more after this: quarter 1." in first.output
    assert released(home, "one", "1").output == (
        "Quarter 2 was released already; a round before it cannot be added any more.\n"
    )
    assert released(home, "two", "1").exit_code == 0
    assert in_the_file(home) == [("one", 2), ("two", 1)]


def test_rounds_do_not_overlap(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cohort's start that moved between two releases would release some answers twice, among others each time."""
    released(home, "one", "1")
    moved = Round(2, "quarter 2", dt.date(2026, 3, 31), dt.date(2026, 6, 30))
    monkeypatch.setattr(releasing, "rounds", lambda cohort: (round_number(1), moved))
    shown = released(home, "one", "2")

    assert "Quarter 1 was released up to 31 March 2026, and quarter 2 would begin on 31 March 2026." in shown.output
    assert in_the_file(home) == [("one", 1)]


def test_the_gate_knows_everything_released_before(home: Path, gate: Gate) -> None:
    """Of this cohort and the others: whoever sees one page may see the others."""
    for cohort, number in (("one", "1"), ("two", "1"), ("one", "2")):
        assert released(home, cohort, number).exit_code == 0

    assert [[(each.cohort, each.round.number) for each in known] for known in gate.earlier] == [
        [],
        [("one", 1)],
        [("one", 1), ("two", 1)],
    ]


def test_a_goal_that_names_somebody_is_not_released(home: Path, gate: Gate) -> None:
    """The refusal itself names nobody."""
    gate.more = (Cell("criteria", "Zoë Hale learns to use AI", "cohort", "", text="met"),)
    shown = released(home, "one", "1")

    assert shown.exit_code == 1
    assert "names somebody" in shown.output
    assert "Hale" not in shown.output
    assert not (home / "released.db").exists()


def told(home: Path, text: str, *more: object) -> Result:
    """The release of quarter 1 with these sentences."""
    file = home / "said.txt"
    file.write_bytes(text.encode("latin-1"))
    return said("release", "one", "1", "--yes", "--comments", file, *more, "--programme", home)


def test_sentences_of_ones_own_go_with_the_release(home: Path) -> None:
    """One a line; they are shown before, stand in the file, and the log counts what they rest on."""
    shown = told(home, "People feel heard.\n\nSome want more time.\n", "--shared", 12)

    assert "In your words: People feel heard.\nIn your words: Some want more time.\n" in shown.output
    assert read_releases(home / "released.db")[0].comments == ("People feel heard.", "Some want more time.")
    ((_, detail),) = open_vault(home / "programme.db").log("release")
    assert ", 2 sentences from 12 comments, sha256 " in detail


@pytest.mark.parametrize(
    ("text", "shared", "sentence"),
    [
        ("People feel heard.", 9, "Sentences must rest on 10 comments or more that people agreed to share; these"),
        ("Zoe is thanked.\nSenior Quill1 is thanked.", 12, "Sentence 2 names somebody."),
        ("Alle f\xfchlen sich geh\xf6rt.", 12, "said.txt is no text in UTF-8."),
    ],
)
def test_sentences_that_may_not_be_told_are_refused(home: Path, text: str, shared: int, sentence: str) -> None:
    """With what speaks against them; nothing is written."""
    shown = told(home, text, "--shared", shared)

    assert shown.exit_code == 1
    assert shown.output.startswith(sentence)
    assert not (home / "released.db").exists()


def test_a_file_changed_by_hand_is_said_in_the_preview(home: Path) -> None:
    """The person decides; what is lost is refused, what is changed is said."""
    released(home, "one", "1")
    (home / "released.db").chmod(0o600)
    with (home / "released.db").open("ab") as file:
        file.write(b"\0" * 4096)

    assert "is not the file that the audit log names last" in answered(home, "one", "2", "n\n").output


def test_a_report_is_a_page_of_this_cohort(home: Path, tmp_path: Path) -> None:
    """All its rounds, none of another cohort, and no vault is needed for it."""
    for cohort, number in (("one", "1"), ("two", "1"), ("one", "2")):
        released(home, cohort, number)
    (home / "programme.db").rename(tmp_path / "elsewhere.db")
    target = tmp_path / "out" / "one.html"
    shown = said("report", "one", "--to", target, "--programme", home)

    assert (shown.exit_code, shown.output) == (0, f"{target}: 2 rounds of one\n")
    page = target.read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert "Helvia Biosciences" in page
    assert "two" not in [word.strip(".,:;") for word in page.split()]
    assert not (home / "programme.db").exists()


@pytest.mark.parametrize(
    ("cohort", "name", "sentence"),
    [
        ("two", "two.html", "Nothing was released of “two”. Cohorts with a release: one."),
        ("one", "programme.db", "programme.db is no name for a page; give one that ends in .html, .pdf or .pptx."),
    ],
)
def test_no_page_without_a_release_and_over_no_other_file(
    home: Path, tmp_path: Path, cohort: str, name: str, sentence: str
) -> None:
    """A sentence, code 1, nothing written."""
    released(home, "one", "1")
    shown = said("report", cohort, "--to", tmp_path / "out" / name, "--programme", home)

    assert (shown.exit_code, shown.output) == (1, f"{sentence}\n")
    assert not (tmp_path / "out").exists()


def test_released_db_lies_in_the_programme_folder(home: Path) -> None:
    """Beside the vault, as documented."""
    assert find(home).released == home / "released.db"


@pytest.mark.parametrize("command", ["release", "report"])
def test_the_commands_explain_themselves(command: str) -> None:
    """--help says what they do."""
    assert len(said(command, "--help").output.splitlines()) > 8

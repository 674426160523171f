"""Shortlists as files: what each side gets, and a form whose answers are read back as wishes."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import openpyxl
import pytest

from command_line import rows
from reverse_mentoring.decide.matching.board import Board, board
from reverse_mentoring.decide.matching.shortlists import Shortlists, shortlists
from reverse_mentoring.present.shortlist_files import NO_NAMES, write_shortlists
from reverse_mentoring.run.demo import sample_programme
from reverse_mentoring.store.reading import Reading, read_folder
from reverse_mentoring.words.choices import MatchingChoices
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.workbook.consulting import Consulting
from reverse_mentoring.workbook.decisions import Decisions
from reverse_mentoring.workbook.opening import open_cohort
from reverse_mentoring.workbook.settled import Settled, settle
from reverse_mentoring.workbook.views import Page
from small_cohorts import random_cohort


@pytest.fixture(scope="module", name="cohort")
def _cohort() -> Cohort:
    """A cohort in which somebody already said no to somebody, and one name looks like a formula."""
    cohort = random_cohort(3, mentors=9, mentees=8)
    assert "no" in set(cohort.preferences["rank"])
    roster = cohort.roster.assign(name=cohort.roster["name"].replace("Name s1", "=1+1"), email="somebody@here.example")
    return replace(cohort, roster=roster)


@pytest.fixture(scope="module", name="found")
def _found(cohort: Cohort) -> Shortlists:
    return shortlists(board(cohort, MatchingChoices()))


def table(path: Path) -> list[dict[str, Any]]:
    """The rows below the note and the header of the only sheet."""
    (sheet,) = openpyxl.load_workbook(path).worksheets
    _, header, *cells = sheet.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in cells]


def filled_in(path: Path, ranks: dict[tuple[str, str], Any]) -> None:
    """The form with these ranks written in by hand."""
    book = openpyxl.load_workbook(path)
    for row in book.worksheets[0].iter_rows(min_row=3):
        if (row[0].value, row[2].value) in ranks:
            row[4].value = ranks.pop((row[0].value, row[2].value))
    assert not ranks
    book.save(path)


def read_back(folder: Path, cohort: Cohort) -> Reading:
    return read_folder(folder, cohort.settings, roster=cohort.roster)


def with_wishes(cohort: Cohort, reading: Reading) -> Board:
    return board(replace(cohort, preferences=reading.tables["preferences"]), MatchingChoices())


def test_each_side_gets_its_own_file_with_one_row_per_name(tmp_path: Path, cohort: Cohort, found: Shortlists) -> None:
    """Names in order with the reasons; who has nobody stands there too, with the reason why."""
    mentees, mentors, *_ = write_shortlists(tmp_path, cohort, found)

    for path, lists in ((mentees, found.mentees), (mentors, found.mentors)):
        wanted = [(each.person_id, place, cohort.names[other.person_id], " ".join(other.because))
                  for each in lists for place, other in enumerate(each.others, start=1)]  # fmt: skip
        wanted += [(each.person_id, None, None, each.nobody) for each in lists if each.nobody]
        written = [(row["person_id"], row["choice"], row["other"] or None, row["reasons"]) for row in table(path)]
        assert sorted(written, key=str) == sorted(wanted, key=str)
    assert {row["reasons"].split(".")[0] for row in table(mentors) if row["choice"]} == {
        "Would like to learn one of the topics that you offer"
    }


def test_letters_have_one_row_per_person_with_a_greeting(tmp_path: Path, cohort: Cohort, found: Shortlists) -> None:
    """Five fields to merge; an empty list does not tell why; no cell becomes a formula."""
    letters = rows(write_shortlists(tmp_path, cohort, found)[2])

    assert [row["person_id"] for row in letters] == [each.person_id for each in found.everybody]
    by_person = {row["person_id"]: row for row in letters}
    for each in found.everybody:
        row = by_person[each.person_id]
        said = [row[f"choice_{number}"] for number in range(1, 6)]
        assert [bool(text) for text in said] == [place < max(len(each.others), 1) for place in range(5)]
        assert (said[0] == NO_NAMES) == bool(each.nobody)
        assert row["greeting"].startswith("Dear ")
    assert by_person["s1"]["name"] == "'=1+1"


def test_an_unfilled_form_says_nothing_new(tmp_path: Path, cohort: Cohort, found: Shortlists) -> None:
    """Read back at once there are no problems and no questions; every fit and every refusal is as before."""
    form = write_shortlists(tmp_path, cohort, found)[3]
    (folder := tmp_path / "input").mkdir()
    form.rename(folder / form.name)

    reading = read_back(folder, cohort)
    before, again = board(cohort, MatchingChoices()), with_wishes(cohort, reading)

    assert (reading.problems, reading.questions) == ((), ())
    assert set(reading.tables["preferences"]["rank"]) == set(cohort.preferences["rank"])
    assert (again.fit.fit == before.fit.fit).all()
    assert (again.bars["conflict"] == before.bars["conflict"]).all()
    assert again.ranks == before.ranks


def test_ranks_written_into_the_form_become_wishes(tmp_path: Path, cohort: Cohort, found: Shortlists) -> None:
    """First choices count full, “no” forbids the pair, ranks left empty are no statement."""
    form = write_shortlists(tmp_path, cohort, found)[3]
    (folder := tmp_path / "input").mkdir()
    form.rename(folder / form.name)
    mentee = next(each for each in found.mentees
                  if len(each.others) > 2 and each.person_id not in set(cohort.preferences["person_id"]))  # fmt: skip
    first, refused, left_empty = (other.person_id for other in mentee.others[:3])
    filled_in(folder / form.name, {(mentee.person_id, first): 1, (mentee.person_id, refused): "No"})

    of = with_wishes(cohort, read_back(folder, cohort))

    assert of.bars["conflict"][of.place((refused, mentee.person_id))]
    assert share_of_wishes(of, first, mentee.person_id) == 1
    assert share_of_wishes(of, left_empty, mentee.person_id) == 0
    assert of.ranks == board(cohort, MatchingChoices()).ranks | {(mentee.person_id, first): "1"}


def share_of_wishes(of: Board, mentor: str, mentee: str) -> float:
    """How much of the part “chosen by each other” a pair reaches."""
    place = of.place((mentor, mentee))
    assert place
    (part,) = [part for part in of.fit.parts([place])[0] if part.name == "wishes"]
    return part.points / part.possible


class Screen:
    """The panel as a person sees it, on the sample programme."""

    def __init__(self, folder: Path) -> None:
        opened = open_cohort(str(sample_programme(folder).folder), "2026-autumn", "2026-11-01")
        self.decisions: Decisions[MatchingChoices] = Decisions(opened, "matching")
        self.settled: Settled = settle(opened, self.decisions.choices)
        self.decisions.follow(self._solve)
        self.consulting = Consulting(self.decisions, lambda: self.settled)
        self.view = self.consulting.panel()

    def _solve(self) -> None:
        self.settled = settle(self.decisions.opened, self.decisions.choices, self.settled)

    def field(self, label: str) -> Any:
        (found,) = [w for w in _below(self.view) if getattr(w, "description", None) == label]
        return found

    @property
    def page(self) -> str:
        return " ".join(str(w.printed()) for w in _below(self.view) if isinstance(w, Page))


def _below(widget: widgets.Widget) -> Iterator[widgets.Widget]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from _below(child)


def test_people_are_asked_on_screen_from_lists_to_another_partner(tmp_path: Path) -> None:
    """Lists on disk; proposed, agreed, accepted; the outlook holds; “another please” leaves the accepted pair alone."""
    screen = Screen(tmp_path / "sample")
    screen.field("Write shortlists for both sides").click()
    screen.field("Mentee agrees").click()
    assert screen.decisions.said == "Choose the pair that was asked first."
    screen.field("Propose these pairs to people").click()
    (_, stays), (_, goes) = screen.field("Pair that was asked").options[1:3]

    screen.field("Pair that was asked").value = stays
    screen.field("Both agree").click()
    assert screen.decisions.said.startswith("Ask the mentee (senior) first")
    screen.field("Mentee agrees").click()
    screen.field("Both agree").click()
    screen.field("Pair that was asked").value = goes
    foreseen = screen.consulting._foresee(goes)
    assert "Nothing has moved yet." in screen.page
    screen.decisions.change(draft=screen.settled.solution.pairs)
    screen.field("Another please").click()

    assert f"Since the draft: {foreseen.headline}" in str(screen.consulting.draft().printed())
    assert "Where the 28 pairs are" in str(screen.consulting.departments().printed())
    assert "shortlists_mentees.xlsx" in screen.page
    assert set(screen.settled.solution.pairs) == {*foreseen.kept, *foreseen.new}
    assert screen.decisions.choices.accepted == (stays,)
    assert stays in screen.settled.solution.pairs
    assert goes not in screen.settled.solution.pairs
    printed = str(screen.view.printed())
    assert "Both agreed to 1 of" in printed
    assert not any(name in printed for name in screen.decisions.opened.cohort.names.values())
    screen.decisions.change(final=screen.settled.solution.pairs)
    assert screen.field("Another please").disabled
    assert "Decided; both agreed to 1 of" in screen.page

"""Rows typed in: the same rules as for files, everything that is wrong at once, and the pages follow."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import ipywidgets as widgets
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.run.demo import sample_programme
from reverse_mentoring.store.cells import answers, cleaned, values
from reverse_mentoring.store.entering import entered
from reverse_mentoring.words.columns import tidy
from reverse_mentoring.words.reviewing import Entry, Typed
from reverse_mentoring.words.settings import Settings
from reverse_mentoring.words.tables import table
from reverse_mentoring.workbook.opening import Opened, open_cohort
from reverse_mentoring.workbook.review_desk import Desk
from reverse_mentoring.workbook.review_entries import NAMES, Entries

QUARTER = {"mentor_id": "M1", "mentee_id": "N1", "who": "mentor", "answered_on": "2026-08-03"}


def typed_in(kind: str, **texts: Any) -> tuple[dict[str, Any], list[str]]:
    """The values of a row, and what is wrong with it as sentences."""
    found, problems = entered(table(kind), texts, settings=Settings(dates="day-first"))
    return found, [str(problem) for problem in problems]


def test_what_is_typed_is_kept_as_the_columns_say() -> None:
    """Numbers, days, yes/no and choices, in the words of people; nothing said is absent."""
    said = {"who": "Junior", "answered_on": "3.8.2026", "recommend": "9", "again": True, "guides": "ja", "changed": " "}
    found, wrong = typed_in("closings", **{**QUARTER, **said}, onwards="neuer Partner", disadvantage=None)

    assert wrong == []
    assert found == {
        **QUARTER, "recommend": 9, "again": True, "onwards": "new partner", "guides": True,
    }  # fmt: skip


def test_everything_that_is_wrong_is_said_at_once() -> None:
    """With the sentences of a file's cells; nothing is kept of a row with problems by who asks."""
    _, wrong = typed_in("quarters", mentor_id="M1", who="boss", answered_on="31.2.2026", again="7", keeps="4")

    assert wrong == [
        "quarters, column mentee_id: Nothing stands here. Fill it in: the mentee (senior) of the pair.",
        "quarters, column who: “boss” is none of mentor, mentee. Write one of these.",
        "quarters, column answered_on: “31.2.2026” is not a day of the calendar. Write it as 2026-11-21.",
        "quarters, column again: “7” is not a whole number from 1 to 5. Correct it or leave the cell empty.",
    ]


@pytest.mark.parametrize("kind", ["pulses", "quarters", "closings"])
def test_a_form_without_an_answer_is_no_row(kind: str) -> None:
    """Who and when alone say nothing."""
    assert typed_in(kind, **QUARTER)[1] == [f"{kind}: No question was answered. Answer one at least."]


def test_an_empty_field_that_stands_for_something_has_that_value() -> None:
    """As in a file, so that a row typed in and one of a file have the same key."""
    note = {"group": "mentors", "held_on": "2026-08-03", "theme": "time"}

    assert typed_in("focus_notes", **note)[0] == {**note, "kind": "helps"}


TYPED = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(["1", "5", "−2", "yes", "2026-08-03", "x"])


@given(kind=st.sampled_from(get_args(Typed)), data=st.data())
@settings(deadline=None, max_examples=60)
def test_a_row_means_the_same_typed_in_and_in_a_file(kind: Typed, data: st.DataObject) -> None:
    """Whatever is typed: a cell is refused here if and only if it is there, and holds the same in a table."""
    declared = table(kind)
    texts = {column.name: data.draw(TYPED) for column in declared.columns}
    found, problems = entered(declared, texts, settings=Settings())
    row = tidy(pd.DataFrame([found], index=[0]), declared)

    refused = {problem.column for problem in problems}
    for column in declared.columns:
        read, bad = values([cleaned(texts[column.name])], column, dates="iso", words=answers())
        assert bool(bad) <= (column.name in refused)
        if column.name in found and not bad and pd.notna(read).all() and read[0] != "":
            assert row[column.name].iloc[0] == read[0]
    assert Entry.model_validate_json(Entry(table=kind, values=found).model_dump_json()).values == found


@pytest.fixture(scope="module", name="folder")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_programme(tmp_path_factory.mktemp("entries") / "programme").folder


@pytest.fixture(name="opened")
def _opened(folder: Path) -> Iterator[Opened]:
    """The running cohort of the sample; what a test types in is taken back afterwards."""
    opened = open_cohort(str(folder), "2026-spring")
    yield opened
    while opened.vault.undo(opened.cohort.name, "review", now=dt.datetime.now(dt.UTC)):
        pass


class Screen:
    """The form as a person sees it: fields and buttons by their label."""

    def __init__(self, opened: Opened, kind: str = "Attendance") -> None:
        self.desk = Desk(opened, "month")
        self.entries = Entries(self.desk)
        self.view = self.entries.view()
        self.field("Type in").value = next(name for name, label in NAMES.items() if label == kind)

    def field(self, label: str) -> Any:
        (found,) = [each for each in below(self.view) if getattr(each, "description", "").startswith(label)]
        return found

    def fill(self, **said: Any) -> None:
        """Fields by the beginning of their label, _ for a space, then “Add”."""
        for label, value in said.items():
            self.field(label.replace("_", " ")).value = value
        self.field("Add").click()

    @property
    def pair(self) -> tuple[str, str]:
        """The first pair of the list."""
        ids: tuple[str, str] = self.field("Which pair").options[1][1]
        return ids

    @property
    def page(self) -> str:
        return " ".join(each.value for each in below(self.view) if isinstance(each, widgets.HTML))  # noqa: TID251 — reads only


def below(widget: widgets.Widget) -> Iterator[widgets.Widget]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from below(child)


def test_a_session_typed_in_counts_at_once(opened: Opened) -> None:
    """The next number is suggested; one more session is held, and taken back it is gone."""
    screen = Screen(opened)
    before, sessions = int(screen.desk.held["held"].sum()), screen.desk.cohort.sessions
    numbers = sessions.set_index(["mentor_id", "mentee_id"]).sort_index().loc[screen.pair, "number"]
    screen.field("Which pair").value = screen.pair

    assert screen.field("Number of the session").value == str(numbers.max() + 1)

    screen.fill(Day_it_was=dt.date(2026, 10, 30), What_became="held")
    assert int(screen.desk.held["held"].sum()) == before + 1
    assert "1 row typed in" in screen.page

    screen.field("Take back").click()
    assert int(screen.desk.held["held"].sum()) == before


def test_a_form_that_does_not_fit_stays_and_says_all_that_is_missing(opened: Opened) -> None:
    """Nothing is kept; each sentence names its field as the screen does."""
    screen = Screen(opened, "Pulse")
    screen.fill(The_last_session="4")

    assert screen.field("The last session").value == "4"
    assert screen.desk.decisions.choices.entries == ()
    assert "Not added: 3 things to put right." in screen.desk.decisions.said
    assert "Which pair: choose one." in screen.page
    assert "The day of the answer: Nothing stands here." in screen.page


def test_a_day_to_come_is_not_taken(opened: Opened) -> None:
    """It would be left out of every page."""
    screen = Screen(opened, "Levels asked again")
    screen.fill(Who="H0019", About="ai_assistants", Where="4", The_day=dt.date(2026, 11, 2))

    assert "The day of the answer: that day is still to come." in screen.page


def test_a_goal_keeps_its_words_where_only_the_level_is_typed(opened: Opened) -> None:
    """Topic, weight and text come from what was written before."""
    screen = Screen(opened, "Goal level")
    goal = screen.desk.cohort.goals.iloc[0]
    screen.fill(Which_pair=(goal["mentor_id"], goal["mentee_id"]), Number_of_the=str(goal["number"]),
                Level_reached="2", Whose="both", The_day=dt.date(2026, 10, 30))  # fmt: skip

    [entry] = screen.desk.decisions.choices.entries
    assert [entry.values[c] for c in ("goal", "topic_id", "weight", "level")] == [
        goal["goal"], goal["topic_id"], goal["weight"], 2,
    ]  # fmt: skip


def test_the_same_person_and_day_again_replaces_the_row(opened: Opened) -> None:
    """A slip is typed anew; one row stands, in the cohort too."""
    screen = Screen(opened, "Outcome")
    for value in ("3", "4,5"):
        screen.fill(Whose="H0019", What="trust", The_figure=value, When=dt.date(2026, 10, 30))

    kept = screen.desk.cohort.outcomes.query("measure == 'trust'")
    assert kept["value"].tolist() == [4.5]
    assert len(screen.desk.decisions.choices.entries) == 1


def test_every_table_has_a_form_with_a_field_for_each_column(opened: Opened) -> None:
    """The ids of a pair are one field; every label is there and no two of a form are alike."""
    screen = Screen(opened)
    for name in NAMES:
        screen.field("Type in").value = name
        labels = [field.description for field in screen.entries._form.children]

        assert len(labels) == len(table(name).columns) - ("mentor_id" in table(name).column_names)
        assert all(labels)
        assert len(set(labels)) == len(labels)


def test_print_says_how_many_rows_and_no_name(opened: Opened) -> None:
    """What is typed in is for the live screen only."""
    screen = Screen(opened, "Closing form")
    assert "Nothing was typed in" in screen.view.printed()

    screen.fill(Which_pair=screen.pair, Which_of="mentor", The_day=dt.date(2026, 10, 30), If_yes="SECRET")

    assert "Closing form: 1" in screen.view.printed()
    assert not {"SECRET", *screen.desk.cohort.names.values()} & set(screen.view.printed().split())
    assert "SECRET" not in screen.page

"""Forms for the reviews: what people fill in is read back; silence stays silence."""

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from input_folders import read, sentences
from reverse_mentoring.present.review_forms import questions, review_forms
from reverse_mentoring.store.reading import Reading
from review_cohorts import cohort, healthy, ids

ROSTER = "person_id | name\n" + "\n".join(f"{side}{i} | {side} {i}" for i in (1, 2, 3) for side in "MN")
PAIRS = "mentor_id | mentee_id\nM1 | N1\nM2 | N2\nM3 | N3"
DAY = dt.date(2026, 8, 3)


def form(path: Path, **more: Any) -> Path:
    """The forms of three pairs, of which the third has ended."""
    rows = healthy()
    rows["pairs"][2] |= {"state": "ended", "ended": dt.date(2026, 4, 1)}
    review_forms(path / "review_forms.xlsx", cohort(rows), **more)
    return path


def filled_in(folder: Path, sheet: str, person: str, answers: list[Any]) -> None:
    """What one person types from the day on; None is left empty."""
    book = openpyxl.load_workbook(folder / "review_forms.xlsx")
    row = next(row for row in book[sheet].iter_rows(min_row=3) if row[0].value == person)
    for cell, answer in zip(row[2:], answers, strict=False):
        cell.value = answer
    book.save(folder / "review_forms.xlsx")


def read_back(folder: Path) -> Reading:
    reading = read(folder, roster=ROSTER, pairs=PAIRS)
    assert (sentences(reading), reading.questions) == ([], ())
    return reading


def said(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Each row without what was not said."""
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{str(c): v for c, v in row.items() if v is not None and v != ""} for row in rows]


def test_answers_typed_into_the_forms_are_read_back(tmp_path: Path) -> None:
    """One person in each sheet; the ids and the role were there already."""
    form(tmp_path)
    filled_in(tmp_path, "Pulse", "N 1", [DAY, "held", 4, "5", None, 3, "yes"])
    filled_in(tmp_path, "Quarter", "M 2", [DAY, 5, 4, 4, 4, 5, 2, 4, 3])
    filled_in(tmp_path, "Closing", "M 3", [DAY, "Łódź & <b>", 0, "no", "new partner", "yes", "no time", "no", "yes"])

    tables, day = read_back(tmp_path).tables, pd.Timestamp(DAY)
    assert said(tables["pulses"]) == [
        {**ids(1), "who": "mentee", "answered_on": day, "met": "held", "worth": 4, "say": 5, "next": 3, "call": True}
    ]
    assert said(tables["quarters"])[0] == {
        **ids(2), "who": "mentor", "answered_on": day, "again": 5, "keeps": 4, "serious": 4, "disagree": 4, "stays": 5,
        "holds_back": 2, "fair": 4, "structure": 3,
    }  # fmt: skip
    assert said(tables["closings"]) == [
        {**ids(3), "who": "mentor", "answered_on": day, "changed": "Łódź & <b>", "recommend": 0, "again": False,
         "onwards": "new partner", "disadvantage": True, "which_disadvantage": "no time", "thanked_by_name": False,
         "guides": True}
    ]  # fmt: skip


def test_untouched_forms_say_nothing(tmp_path: Path) -> None:
    """No answer, no problem, no question, and a note for each sheet."""
    reading = read_back(form(tmp_path))

    assert [len(reading.tables[name]) for name in ("pulses", "quarters", "closings")] == [0, 0, 0]
    assert [note.split(": ")[1] for note in reading.notes if "without any answer" in note] == [
        "4 rows without any answer left out.",
        "4 rows without any answer left out.",
        "6 rows without any answer left out.",
    ]


def test_a_form_of_one_person_holds_nobody_else(tmp_path: Path) -> None:
    """But the partner's name; it can be handed out."""
    form(tmp_path, whose=["N2"])
    book = openpyxl.load_workbook(tmp_path / "review_forms.xlsx")

    assert {cell.value for row in book["Quarter"].iter_rows(min_row=3) for cell in row if cell.value} == {
        "N 2", "M 2", "M2", "N2", "mentee",
    }  # fmt: skip
    assert book["Closing"].max_row == 3


@pytest.mark.parametrize(("kind", "count"), [("pulses", 6), ("quarters", 12), ("closings", 8)])
def test_every_answer_can_be_chosen_from_a_list_where_there_is_one(tmp_path: Path, kind: str, count: int) -> None:
    """Scales, choices and yes/no are drop-downs; free text is not limited."""
    form(tmp_path)
    sheet = {"pulses": "Pulse", "quarters": "Quarter", "closings": "Closing"}[kind]
    rules = openpyxl.load_workbook(tmp_path / "review_forms.xlsx")[sheet].data_validations.dataValidation
    free = sum(each.column.kind == "text" for each in questions(kind))

    assert len(questions(kind)) == count
    assert sum(rule.type == "list" for rule in rules) == count - free


def test_questions_of_one_side_are_not_open_to_the_other(tmp_path: Path) -> None:
    """A mentee is not asked how a session is structured: the cell is shaded."""
    sheet = openpyxl.load_workbook(form(tmp_path) / "review_forms.xlsx")["Quarter"]
    at = [each.column.name for each in questions("quarters")].index("structure") + 4
    shades = {sheet.cell(row, 1).value: sheet.cell(row, at).fill.fill_type for row in (3, 4)}

    assert shades == {"M 1": None, "N 1": "solid"}


def test_the_same_forms_are_the_same_bytes(tmp_path: Path) -> None:
    """Made twice, equal."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        form(tmp_path / name)

    assert len({(tmp_path / name / "review_forms.xlsx").read_bytes() for name in ("a", "b")}) == 1

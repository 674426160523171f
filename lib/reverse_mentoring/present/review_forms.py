"""Forms for the reviews: pulse, quarter and closing, with the questions as people read them.

What is filled in is read back by the ordinary import as the tables pulses, quarters and closings.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from reverse_mentoring.decide.review.review import active, pairs_under_review
from reverse_mentoring.present.spreadsheets import HEADER, xlsx_workbook
from reverse_mentoring.store.content import instruments
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.columns import Column
from reverse_mentoring.words.tables import table

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

SHEETS = {"Pulse": "pulses", "Quarter": "quarters", "Closing": "closings"}
"""Sheet → table; the reader knows the sheets by these names."""
EVERYBODY = (
    "For the facilitator alone: type in what came back. Nobody may see what others answered, so never pass this round."
)
ONE = "Only the facilitator reads this. Leave empty what you would rather not say; a row without an answer is silence."
_BEFORE, _IDS = ("Name", "Partner", "Date of answer"), ("mentor_id", "mentee_id", "who")
_ROLES = ("mentor", "mentee")
_FIRST = 2
"""Row (from 0) of the first person, below the note and the header."""
_LONGEST_HINT = 255
ENDS = {(1, 5): ("not at all", "fully"), (0, 10): ("not at all likely", "very likely")}
"""What the two ends of a scale mean."""
_BOX = {"border": 1, "text_wrap": True, "valign": "top"}
_GREY = {"font_color": "#4A5868", "num_format": "@", "valign": "top"}
_NOT_ASKED = {"bg_color": "#E4E8EC", "border": 1}


@dataclass(frozen=True)
class Question:
    """One question as people read it, the column that keeps its answer, and who is asked."""

    text: str
    column: Column
    asked: tuple[str, ...]


def review_forms(path: Path, cohort: Cohort, *, whose: Collection[str] = ()) -> None:
    """Write one XLSX with the sheets Pulse, Quarter and Closing: names, questions with drop-downs, ids.

    One row per person and pair: pairs that go on in Pulse and Quarter, every pair in Closing. whose: person ids, for
    a form that a person fills in alone; without them everybody, for the facilitator. Put into the cohort's input
    folder it is read back; rows that stay empty are left out.
    """
    pairs = pairs_under_review(cohort)
    going_on = active(pairs)
    with xlsx_workbook(path) as book:
        for name, kind in SHEETS.items():
            people = list(_people(cohort, pairs if kind == "closings" else going_on, whose))
            sheet, asked = book.add_worksheet(name), questions(kind)
            _top(book, sheet, asked, ONE if whose else EVERYBODY)
            _rows(book, sheet, asked, people)
            _rules(sheet, asked, last=_FIRST + max(len(people), 1) - 1)


def questions(kind: str) -> tuple[Question, ...]:
    """The questions of one of the tables pulses, quarters and closings, in the order in which they are asked."""
    rows = instruments()
    kept = rows[rows["column"].str.startswith(f"{kind}.")]
    return tuple(
        Question(text, table(kind).column(column.split(".")[1]), _ROLES if who == "both" else (who,))
        for text, column, who in zip(kept["text"], kept["column"], kept["who"], strict=True)
    )


def _people(cohort: Cohort, pairs: pd.DataFrame, whose: Collection[str]) -> Iterator[tuple[str, str, str, str, str]]:
    """Name, partner's name, mentor_id, mentee_id, who; an id where there is no name."""
    for ids in zip(pairs["mentor_id"], pairs["mentee_id"], strict=True):
        names = [cohort.names.get(person) or person for person in ids]
        for own, who in enumerate(_ROLES):
            if not whose or ids[own] in whose:
                yield names[own], names[1 - own], *ids, who


def _top(book: "Workbook", sheet: "Worksheet", asked: Sequence[Question], note: str) -> None:
    sheet.write_string(0, 0, note, book.add_format({"italic": True}))
    bold = book.add_format(HEADER)
    for at, header in enumerate([*_BEFORE, *(each.text for each in asked), *_IDS]):
        sheet.write_string(_FIRST - 1, at, header, bold)
        sheet.set_column(at, at, 30 if 3 <= at < 3 + len(asked) and asked[at - 3].column.kind == "text" else 17)
    sheet.set_row(_FIRST - 1, 96)
    sheet.freeze_panes(_FIRST, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _rows(book: "Workbook", sheet: "Worksheet", asked: Sequence[Question], people: Sequence[Sequence[str]]) -> None:
    grey, box, not_asked = (book.add_format(style) for style in (_GREY, _BOX, _NOT_ASKED))
    day = book.add_format({**_BOX, "num_format": "yyyy-mm-dd"})
    for row, (name, partner, *ids) in enumerate(people, start=_FIRST):
        for at, text in enumerate((name, partner)):
            sheet.write_string(row, at, text, grey)
        sheet.write_blank(row, 2, None, day)
        for at, question in enumerate(asked, start=3):
            sheet.write_blank(row, at, None, box if ids[-1] in question.asked else not_asked)
        for at, text in enumerate(ids, start=3 + len(asked)):
            sheet.write_string(row, at, text, grey)


def _rules(sheet: "Worksheet", asked: Sequence[Question], *, last: int) -> None:
    for at, question in enumerate(asked, start=3):
        shown = {"input_title": question.column.name, "input_message": _hint(question)[:_LONGEST_HINT]}
        sheet.data_validation(_FIRST, at, last, at, {**shown, **_allowed(question.column)})


def _hint(question: Question) -> str:
    column = question.column
    low, high = int(column.low or 0), int(column.high or 0)
    ends = ENDS.get((low, high))
    scale = f"{low} {ends[0]} … {high} {ends[1]}" if ends else ""
    only = "" if question.asked == _ROLES else f" Only for the {question.asked[0]}."
    return f"{question.text} {scale}{only}".strip()


def _allowed(column: Column) -> dict[str, Any]:
    if column.low is not None and column.high is not None:
        return {"validate": "list", "source": [str(each) for each in range(int(column.low), int(column.high) + 1)]}
    if column.choices or column.kind == "yes_no":
        return {"validate": "list", "source": list(column.choices or ("yes", "no"))}
    return {"validate": "any"}

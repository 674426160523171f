"""The questionnaire of the gap analysis, to be filled in as a spreadsheet or in a form tool (XLSForm).

The answers of both can be read back as ratings. Sensitive topics are never asked about, and no free text is: stories
are told in the room, without names. An XLSForm has no groups, because tools put a group's name before each column.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from reverse_mentoring.present.spreadsheets import HEADER, xlsx_file, xlsx_workbook
from reverse_mentoring.store.content import catalogue, instruments

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

START = "Start here"
SHEETS = {"ratings mentor (junior)": ("prof", "give"), "ratings mentee (senior)": ("imp", "prof", "want")}
"""Sheet → the items of content/instruments.csv that it asks; the reader takes both sheets for ratings."""
_QUESTIONS = {"imp": "importance", "prof": "proficiency", "want": "want", "give": "give"}
_HEADERS = {"imp": "How important", "prof": "Where are you today", "want": "Want to learn", "give": "Willing to help"}
_ASKED_OF = {"senior": "mentee", "junior": "mentor"}
_PERSON = f"'{START}'!$B$3"
_FIRST = 3
"""Row (from 0) of the first topic, below two lines of anchors and the header."""
_SCALE, _YES_NO = ["1", "2", "3", "4", "5"], ["yes", "no"]
_SURVEY = ("type", "name", "label", "hint", "required", "relevant", "appearance")


def questionnaire_xlsx(path: Path, topics: pd.DataFrame) -> None:
    """Write the questionnaire of one person: a sheet for mentors and one for mentees, a row per topic.

    topics: columns topic_id, name, definition, sensitive; none means the whole catalogue. To print, or to
    fill in with drop-downs; filled in, it goes into the cohort's input folder as ratings_….xlsx, one file per person.
    """
    asked = _asked(topics)
    with xlsx_workbook(path) as book:
        _start_sheet(book, book.add_worksheet(START))
        for name, items in SHEETS.items():
            _topic_sheet(book, book.add_worksheet(name), asked, items)


def xlsform(path: Path, topics: pd.DataFrame) -> None:
    """Write the questionnaire as XLSForm, as ODK, KoboToolbox and SurveyCTO take it.

    topics: columns topic_id, name, definition, sensitive; none means the whole catalogue. Answers come out in
    columns such as importance__ai_assistants, which are read as ratings when the export lies in the input folder as
    ratings.csv.
    """
    survey = pd.DataFrame(list(_survey(_asked(topics))), columns=_SURVEY, dtype="str")
    settings = {"form_title": ["Reverse mentoring: questionnaire"], "form_id": ["reverse_mentoring"], "version": ["1"]}
    xlsx_file(path, {"survey": survey, "choices": _choices(), "settings": pd.DataFrame(settings)})


def _asked(topics: pd.DataFrame) -> pd.DataFrame:
    topics = catalogue() if topics.empty else topics
    return topics[~topics["sensitive"].fillna(False).astype(bool)]


def _items() -> pd.DataFrame:
    """The rated items, by item_id: who, text."""
    listed = instruments()
    return listed[(listed["form"] == "gap") & listed["item_id"].isin(list(_QUESTIONS))].set_index("item_id")


def _anchors(text: str) -> dict[str, str]:
    """What the levels mean, as far as the question says it: “2” → “with help”."""
    return {level: words.strip() for level, words in re.findall(r"\b([1-5]) ([^·…)]+)", text)}


def _start_sheet(book: "Workbook", sheet: "Worksheet") -> None:
    bold, box = book.add_format({"bold": True, "font_size": 14}), book.add_format({"border": 2, "num_format": "@"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 70, wrapped)
    sheet.write_string(0, 0, "Reverse mentoring: questionnaire", bold)
    sheet.write_string(2, 0, "Your personnel number")
    sheet.write_blank(2, 1, None, box)
    lines = [
        ("If you sign up to teach", "Fill in the sheet “ratings mentor (junior)”, and leave the other one empty."),
        ("If you sign up to learn", "Fill in the sheet “ratings mentee (senior)”, and leave the other one empty."),
        ("No answer", "Leave a line empty where you do not know or would rather not say."),
        ("Who sees it", "The facilitator alone, in order to pair people. It has no effect on your appraisal."),
        *((_HEADERS[str(item)], str(text)) for item, text in _items()["text"].items()),
    ]
    for row, (left, right) in enumerate(lines, start=4):
        sheet.write_string(row, 0, left, wrapped)
        sheet.write_string(row, 1, right, wrapped)


def _topic_sheet(book: "Workbook", sheet: "Worksheet", topics: pd.DataFrame, items: tuple[str, ...]) -> None:
    texts, wrapped = _items()["text"], book.add_format({"text_wrap": True, "valign": "top"})
    box, grey = book.add_format({"border": 1, "valign": "top"}), book.add_format({"font_color": "#4A5868"})
    headers = ("Topic", "What good looks like", *(_HEADERS[item] for item in items), "Person ID", "Topic ID")
    sheet.write_string(0, 0, " ".join(str(texts[item]) for item in items if item in ("imp", "prof")), grey)
    for at, header in enumerate(headers):
        sheet.write_string(_FIRST - 1, at, header, book.add_format(HEADER))
        sheet.set_column(at, at, (30, 58)[at] if at < 2 else 15)
    for row, topic in enumerate(topics.to_dict("records"), start=_FIRST):
        sheet.write_string(row, 0, str(topic["name"]), wrapped)
        sheet.write_string(row, 1, str(topic["definition"]), wrapped)
        for at in range(2, 2 + len(items)):
            sheet.write_blank(row, at, None, box)
        sheet.write_formula(row, 2 + len(items), f'=IF({_PERSON}="","",{_PERSON})', grey, "")
        sheet.write_string(row, 3 + len(items), str(topic["topic_id"]), grey)
    _drop_downs(sheet, items, last=_FIRST + len(topics) - 1)
    _on_paper(sheet)


def _drop_downs(sheet: "Worksheet", items: tuple[str, ...], *, last: int) -> None:
    for at, item in enumerate(items, start=2):
        allowed, hint = (_SCALE if item in ("imp", "prof") else _YES_NO), str(_items()["text"][item])
        rule = {"validate": "list", "source": allowed, "input_message": hint[:255], "input_title": _HEADERS[item]}
        sheet.data_validation(_FIRST, at, last, at, rule)


def _on_paper(sheet: "Worksheet") -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_FIRST - 1)
    sheet.freeze_panes(_FIRST, 1)


def _survey(topics: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """The rows of the survey sheet."""
    who = "The facilitator alone sees your answers, in order to pair people. They have no effect on your appraisal."
    yield _row("note", "who_sees_it", who)
    yield _row("text", "person_id", "Your personnel number", required="yes")
    yield _row("select_one role", "role", "I sign up as", required="yes", appearance="minimal")
    for topic in topics.to_dict("records"):
        for item, question in _items().iterrows():
            yield _question(topic, str(item), question)


def _question(topic: dict[Any, Any], item: str, question: "pd.Series[str]") -> dict[str, Any]:
    scale = {"imp": "importance", "prof": "proficiency"}.get(item, "yes_no")
    role = _ASKED_OF.get(str(question["who"]))
    name = re.sub(r"[^0-9A-Za-z_]", "_", f"{_QUESTIONS[item]}__{topic['topic_id']}")
    return _row(
        f"select_one {scale}",
        name,
        f"{topic['name']}: {_plain(str(question['text']))}",
        hint=str(topic["definition"]),
        relevant=f"${{role}} = '{role}'" if role else "",
        appearance="likert" if scale != "yes_no" else "columns-pack",
    )


def _row(kind: str, name: str, label: str, **more: str) -> dict[str, Any]:
    """One row; a name in a label would be a reference to an answer, so ${ is taken apart."""
    shown = {"type": kind, "name": name, "label": label.replace("${", "$ {"), **more}
    return {column: shown.get(column, "").replace("${", "$ {") if column == "hint" else shown.get(column, "")
            for column in _SURVEY}  # fmt: skip


def _plain(text: str) -> str:
    """The question without its anchors, which stand at the answers."""
    return re.split(r"\s*\(?1 \w", text)[0].strip()


def _choices() -> pd.DataFrame:
    texts = _items()["text"]
    rows = [("role", "mentor", "Mentor (junior): I teach"), ("role", "mentee", "Mentee (senior): I learn")]
    for name, item in (("importance", "imp"), ("proficiency", "prof")):
        anchors = _anchors(str(texts[item]))
        rows += [(name, level, f"{level} – {anchors[level]}" if level in anchors else level) for level in _SCALE]
    rows += [("yes_no", "yes", "Yes"), ("yes_no", "no", "No")]
    return pd.DataFrame(rows, columns=["list_name", "name", "label"], dtype="str")

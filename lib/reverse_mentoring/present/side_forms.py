"""Forms for what is written before a pair begins: each one's side of the agreement, and the goals of the pair.

What people fill in is read back by the ordinary import as the tables sides and goal_plans. A form of one role holds
nothing that the other role wrote.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reverse_mentoring.present.spreadsheets import HEADER, xlsx_workbook
from reverse_mentoring.words.choices import IdPair
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.papers import GoalPlan, Side, Who
from reverse_mentoring.words.tables import GOAL_PLANS, SIDES

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

GOALS_EACH = 3
_ASKED = ("gain", "topics", "offer", "limits", "weeks_between", "minutes", "hour", "mode", "confidentiality")
_IDS = ("mentor_id", "mentee_id")
_GOAL_FIELDS = tuple(name for name in GOAL_PLANS.column_names if name not in _IDS)
_FIRST = 2
"""Row (from 0) of the first entry, below the note and the header."""
_LONGEST_HINT = 255
_GREY = {"font_color": "#4A5868", "num_format": "@", "valign": "top"}
_BOX = {"border": 1, "text_wrap": True, "valign": "top"}
_NUMBERS = ("weeks_between", "minutes", "number", "weight")
_WIDE = ("gain", "topics", "offer", "limits", "goal", "programme_goal")


@dataclass(frozen=True)
class Form:
    """What stands in a form. words: messages, keys side.…, goal.…; sides, goals: what was written already."""

    cohort: Cohort
    words: Mapping[str, str]
    sides: Mapping[IdPair, Mapping[Who, Side]] = field(default_factory=dict)
    goals: Mapping[IdPair, Sequence[GoalPlan]] = field(default_factory=dict)
    programme_goals: tuple[str, ...] = ()

    def name(self, person_id: str) -> str:
        """The name, else the id."""
        return self.cohort.names.get(person_id) or person_id

    def written(self, ids: IdPair, who: Who, asked: str) -> Any:
        """What this one wrote to a question; nothing of the other's side is ever looked up."""
        side = self.sides.get(ids, {}).get(who)
        value = getattr(side, asked) if side else None
        if asked == "topics":
            return "; ".join(self.cohort.topic_names.get(topic) or topic for topic in value or ())
        return self.words[f"side.form.choice.{value}"] if value and asked in ("mode", "confidentiality") else value


def side_form(path: Path, form: Form, pairs: Iterable[IdPair], *, who: Who) -> None:
    """Write one sheet “sides”, a row per person and pair of that role: names, questions with drop-downs, ids.

    One pair makes the form of one person. What the person wrote before stands in it. To be read back it goes into
    the cohort's input folder beside the other role's.
    """
    words = form.words
    headers = [words["side.form.own_name"], words["side.form.partner"]]
    headers += [words[f"side.header.{name}"] for name in (*_ASKED, *_IDS, "who")]
    with xlsx_workbook(path) as book:
        sheet = book.add_worksheet(SIDES.name)
        _top(book, sheet, headers, words["side.form.note"])
        rows = [_side_row(form, ids, who) for ids in sorted(pairs)]
        _write(book, sheet, rows, boxes=range(2, 2 + len(_ASKED)))
        _side_rules(sheet, words, last=_FIRST + max(len(rows), 1) - 1)
        _widths(sheet, ("", "", *_ASKED, *_IDS, "who"))


def question_list(words: Mapping[str, str]) -> str:
    """The questions as plain text, to be typed into a form tool: a question a line, with what may be answered.

    An export whose headers are these questions is read as the table sides. There are no questions for goal_plans,
    which the two write together: goals_form.
    """
    lines = [f"{words['side.form.title']} ({SIDES.name}.csv)", ""]
    for number, name in enumerate((*_IDS, "who", *_ASKED), start=1):
        lines += [f"{number}. {words[f'side.header.{name}']}", f"   {words[f'side.hint.{name}']}"]
    return "\n".join(lines) + "\n"


def goals_form(path: Path, form: Form, pairs: Iterable[IdPair]) -> None:
    """Write one sheet “goal_plans”, three rows a pair with what was written before: names, goal and levels, ids.

    Rows that stay empty are deleted before the import, which takes a row without a goal for a mistake.
    """
    words, couples = form.words, sorted(pairs)
    with xlsx_workbook(path) as book:
        sheet, lists = book.add_worksheet(GOAL_PLANS.name), book.add_worksheet(words["goal.form.lists"])
        headers = [words["goal.form.mentor"], words["goal.form.mentee"]]
        headers += [*(words[f"goal.header.{name}"] for name in _GOAL_FIELDS), *_IDS]
        _top(book, sheet, headers, words["goal.form.note"])
        rows = list(_goal_rows(form, couples))
        _write(book, sheet, rows, boxes=range(2, 2 + len(_GOAL_FIELDS)))
        _goal_rules(sheet, lists, form, last=_FIRST + max(len(rows), 1) - 1)
        _widths(sheet, ("", "", *_GOAL_FIELDS, *_IDS))


def _side_row(form: Form, ids: IdPair, who: Who) -> list[Any]:
    own, other = ids if who == "mentor" else ids[::-1]
    answers = [form.written(ids, who, asked) for asked in _ASKED]
    return [form.name(own), form.name(other), *answers, *ids, who]


def _goal_rows(form: Form, pairs: Sequence[IdPair]) -> Iterator[list[Any]]:
    for ids in pairs:
        written = {goal.number: goal for goal in form.goals.get(ids, ())}
        for number in range(1, GOALS_EACH + 1):
            goal = written.get(number)
            values = [_goal_value(form, goal, name) if goal else None for name in _GOAL_FIELDS]
            yield [form.name(ids[0]), form.name(ids[1]), number, *values[1:], *ids]


def _goal_value(form: Form, goal: GoalPlan, name: str) -> Any:
    if name == "topic_id":
        return form.cohort.topic_names.get(goal.topic_id) or goal.topic_id
    return form.words[f"goal.form.choice.{goal.whose}"] if name == "whose" else getattr(goal, name)


def _top(book: "Workbook", sheet: "Worksheet", headers: Sequence[str], note: str) -> None:
    sheet.write_string(0, 0, note, book.add_format({"italic": True}))
    bold = book.add_format(HEADER)
    for at, header in enumerate(headers):
        sheet.write_string(_FIRST - 1, at, header, bold)
    sheet.freeze_panes(_FIRST, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write(book: "Workbook", sheet: "Worksheet", rows: Sequence[Sequence[Any]], *, boxes: range) -> None:
    """The rows below the header; what is to be filled in stands in boxes, as text unless it is a number or a day."""
    box, grey = book.add_format({**_BOX, "num_format": "@"}), book.add_format(_GREY)
    day, number = book.add_format({**_BOX, "num_format": "yyyy-mm-dd"}), book.add_format(_BOX)
    for row, values in enumerate(rows, start=_FIRST):
        for at, value in enumerate(values):
            if isinstance(value, dt.date):
                sheet.write_datetime(row, at, value, day)
            elif isinstance(value, int):
                sheet.write_number(row, at, value, number)
            elif value:
                sheet.write_string(row, at, str(value), box if at in boxes else grey)
            elif at in boxes:
                sheet.write_blank(row, at, None, number)


def _widths(sheet: "Worksheet", names: Sequence[str]) -> None:
    for at, name in enumerate(names):
        sheet.set_column(at, at, 34 if name in _WIDE else 12 if name in (*_NUMBERS, *_IDS, "who") else 20)


def _side_rules(sheet: "Worksheet", words: Mapping[str, str], *, last: int) -> None:
    for at, name in enumerate(_ASKED, start=2):
        column = SIDES.column(name)
        rule: dict[str, Any] = {"validate": "any"}
        if column.choices:
            rule = {"validate": "list", "source": [words[f"side.form.choice.{each}"] for each in column.choices]}
        elif column.kind == "whole":
            rule = {"validate": "integer", "criteria": "between", "minimum": column.low, "maximum": column.high}
        hint = words[f"side.hint.{name}"][:_LONGEST_HINT]
        sheet.data_validation(_FIRST, at, last, at, {**rule, "input_message": hint})


def _goal_rules(sheet: "Worksheet", lists: "Worksheet", form: Form, *, last: int) -> None:
    """Drop-downs; the topics and the programme's goals come from a sheet of their own, since they may be long."""
    whose = [form.words[f"goal.form.choice.{each}"] for each in GOAL_PLANS.column("whose").choices]
    sources: dict[str, Any] = {"number": ["1", "2", "3"], "weight": ["1", "2", "3"], "whose": whose}
    for at, (name, items) in enumerate({"topic_id": _topics(form), "programme_goal": form.programme_goals}.items()):
        lists.write_string(0, at, form.words[f"goal.header.{name}"])
        for row, item in enumerate(items, start=1):
            lists.write_string(row, at, item)
        if items:
            column, title = "AB"[at], form.words["goal.form.lists"]
            sources[name] = f"='{title}'!${column}$2:${column}${len(items) + 1}"
    for name, source in sources.items():
        at = 2 + _GOAL_FIELDS.index(name)
        sheet.data_validation(_FIRST, at, last, at, {"validate": "list", "source": source, "error_type": "warning"})


def _topics(form: Form) -> tuple[str, ...]:
    return tuple(sorted(form.cohort.topic_names.values()))

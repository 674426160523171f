"""The fields in which a row of a table is typed in, made from its declaration."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ipywidgets as widgets

from reverse_mentoring.present.review_forms import ENDS, questions
from reverse_mentoring.store.blank_rows import FORMS
from reverse_mentoring.words.columns import Column, Table
from reverse_mentoring.words.roles import ONE

Fields = dict[str, Any]
Option = tuple[str, Any]
Ends = Mapping[tuple[int, int], tuple[str, str]]
PAIR = "pair"
"""The field for both ids of a pair."""
LABELS: Mapping[tuple[str, str], str] = {
    ("sessions", "number"): "Number of the session, 1 for the first",
    ("sessions", "planned_on"): "Day it was planned for",
    ("sessions", "held_on"): "Day it took place, if it did",
    ("sessions", "cancelled_by"): "Who could not come, if somebody could not",
    ("goals", "number"): "Number of the goal, 1 to 3",
    ("goals", "goal"): "In the pair's own words (as before if empty)",
    ("goals", "topic_id"): "The topic it belongs to (as before if empty)",
    ("goals", "level"): "Level reached; 0 is what was hoped for",
}
"""What a column of a file is called on screen, where its own words are not enough."""
CHOOSE, NO_ANSWER, EMPTY = ("– choose –", ""), ("– no answer –", ""), ("– leave empty –", "")
_PAIR_IDS, _LONG = ("mentor_id", "mentee_id"), ("changed", "which_disadvantage", "note")
_KEPT = ("group", "measure", "topic_id")
_MOST_OPTIONS = 11


@dataclass(frozen=True)
class Lists:
    """What can be chosen or is suggested: pairs and people with their names, topics, words that occur already
    (column → words)."""

    pairs: Sequence[Option]
    people: Sequence[Option]
    topics: Sequence[Option]
    used: Mapping[str, Sequence[str]]


def fields(declared: Table, lists: Lists) -> Fields:
    """One field per column, by its name; the two ids of a pair are one field. Nothing happens when they change."""
    labels = _labels(declared)
    ends = ENDS if declared.name in FORMS else {}
    columns = [column for column in declared.columns if column.name not in _PAIR_IDS]
    made: Fields = {PAIR: _list("Which pair", [CHOOSE, *lists.pairs])} if len(columns) < len(declared.columns) else {}
    made |= {column.name: _field(column, labels[column.name], lists, ends) for column in columns}
    for field in made.values():
        field.add_class("rm-field")
    return made


def texts(made: Fields) -> dict[str, str | bool | None]:
    """What was typed or chosen, by column, for store.entering."""
    said: dict[str, str | bool | None] = {name: _text(field.value) for name, field in made.items() if name != PAIR}
    if PAIR in made:
        said |= dict(zip(_PAIR_IDS, made[PAIR].value or ("", ""), strict=True))
    return said


def empty(made: Fields) -> None:
    """Empties the fields for the next row; days, group, measure and topic stay: the next row often shares them."""
    for name, field in made.items():
        if not isinstance(field, widgets.DatePicker) and name not in _KEPT:
            field.value = ""


def offer(field: Any, options: Sequence[Option]) -> None:
    """Gives a list other options; what was chosen stays if it is still there."""
    if list(field.options) == list(options):
        return
    chosen = field.value
    field.options = list(options)
    field.value = chosen if chosen in [value for _, value in options] else options[0][1]


def _labels(declared: Table) -> dict[str, str]:
    """The question as people read it, else what the column says."""
    labels = {column.name: column.meaning[:1].upper() + column.meaning[1:] for column in declared.columns}
    labels |= {column: words for (name, column), words in LABELS.items() if name == declared.name}
    for each in questions(declared.name) if declared.name in FORMS else ():
        only = "" if len(each.asked) > 1 else f" (only {each.asked[0]}s)"
        labels[each.column.name] = each.text.rstrip(".") + only
    return labels


def _field(column: Column, label: str, lists: Lists, ends: Ends) -> Any:
    first = CHOOSE if column.required else NO_ANSWER if ends else EMPTY
    if column.name == "person_id":
        return _list(label, [CHOOSE, *lists.people])
    if column.name == "topic_id":
        return _list(label, [first, *lists.topics])
    if column.kind == "date":
        return _day(label)
    if options := _options(column, ends):
        return _list(label, [first, *options])
    if column.name in lists.used:
        return widgets.Combobox(description=label, options=tuple(lists.used[column.name]), ensure_option=False)
    return widgets.Textarea(description=label, rows=2) if column.name in _LONG else widgets.Text(description=label)


def _options(column: Column, ends: Ends) -> list[Option]:
    if column.kind == "yes_no":
        return [("yes", "yes"), ("no", "no")]
    if column.choices:
        return [(ONE.get(choice, choice), choice) for choice in column.choices]
    if column.low is None or column.high is None or column.high - column.low >= _MOST_OPTIONS:
        return []
    low, high = int(column.low), int(column.high)
    least, most = ends.get((low, high), ("", ""))
    meant = {low: f" {least}", high: f" {most}"}
    return [(f"{n}{meant.get(n, '')}".rstrip().replace("-", "−"), str(n)) for n in range(low, high + 1)]


def _list(label: str, options: Sequence[Option]) -> Any:
    return widgets.Dropdown(description=label, options=list(options), value=options[0][1])


def _day(label: str) -> Any:
    field = widgets.DatePicker(description=label)
    field.add_class("rm-day")
    return field


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value or "")

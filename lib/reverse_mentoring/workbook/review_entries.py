"""Rows typed in on screen, for what no file was sent of: attendance, forms, goals, figures, focus groups."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from reverse_mentoring.decide.review.review import id_pairs
from reverse_mentoring.present.pages import fragment
from reverse_mentoring.store.entering import Said, Texts, entered
from reverse_mentoring.words.problems import Problem
from reverse_mentoring.words.reviewing import Entry, Typed
from reverse_mentoring.words.tables import table
from reverse_mentoring.workbook import controls, frame
from reverse_mentoring.workbook.entry_fields import CHOOSE, PAIR, Fields, Lists, Option, empty, fields, offer, texts
from reverse_mentoring.workbook.review_desk import Desk
from reverse_mentoring.workbook.views import Page, View, sentences

NAMES: Mapping[Typed, str] = {
    "sessions": "Attendance", "pulses": "Pulse", "quarters": "Quarter form", "closings": "Closing form",
    "goals": "Goal level", "progress": "Levels asked again", "outcomes": "Outcome", "focus_notes": "Focus group",
}  # fmt: skip
HOW = "What stands in a file with the same people and day is replaced by what you type."
NOTHING = "Nothing was typed in; everything comes from files."
_SUGGESTED = {"outcomes": ("measure",), "focus_notes": ("group", "theme")}
_GOAL = ["mentor_id", "mentee_id", "number"]
_CARRIED = ("topic_id", "goal", "weight")
_SHOWN = 8


class Entries:
    """The form for one row, what is wrong with it, and the rows typed last. Names are on the live screen only."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.decisions = desk, desk.decisions
        options: list[Option] = [(label, name) for name, label in NAMES.items()]
        self._table = controls.dropdown("Type in", options, "sessions", lambda _: self._open(), self.decisions)
        self._fields: Fields = {}
        self._wrong: list[str] = []
        self._form = controls.row()
        self._notes, self._rows = Page(self._notes_page), Page(self._rows_page)
        self._open()
        desk.follow(self._show)

    def view(self) -> View:
        """Live: the form and the last rows. Printed: how many rows were typed in, by table."""
        by = self.decisions
        buttons = controls.row(
            controls.button("Add", self._add, by, primary=True),
            controls.button("Take back the last", self._take_back, by),
            controls.button("Undo", by.undo, by), frame.status(by),
        )  # fmt: skip
        live = controls.panel(self._table, self._form, self._notes, buttons, kind="half")
        return View(live, controls.panel(self._rows, kind="half"), printed=self._printed, classes=("rm-desk",))

    # what is shown

    def _open(self) -> None:
        """The fields of the table chosen, empty."""
        name: Typed = self._table.value
        self._fields, self._wrong = fields(table(name), self._lists(name)), []
        self._form.children = tuple(self._fields.values())
        if name == "sessions":
            by_hand = self.decisions.guard(self._suggest)
            self._fields[PAIR].observe(lambda _: by_hand(), names="value")
        self._notes.refresh()

    def _lists(self, name: Typed) -> Lists:
        desk, kept = self.desk, getattr(self.desk.cohort, name)
        pairs = [(f"{desk.name(a)} and {desk.name(b)}", (a, b)) for a, b in id_pairs(desk.pairs)]
        people = {*desk.cohort.participants["person_id"], *desk.cohort.outcomes["person_id"]}
        topics = [(title, topic) for topic, title in desk.cohort.topic_names.items()]
        used = {column: sorted(set(kept[column]) - {""}) for column in _SUGGESTED.get(name, ())}
        named = [(desk.name(each), each) for each in people]
        return Lists(_told_apart(pairs), _told_apart(named), sorted(topics), used)

    def _show(self) -> None:
        lists = self._lists(self._table.value)
        for name, offered in ((PAIR, lists.pairs), ("person_id", lists.people)):
            if name in self._fields:
                offer(self._fields[name], [CHOOSE, *offered])
        self._rows.refresh()

    def _suggest(self) -> None:
        """The number of the next session of the pair chosen."""
        held = self.desk.cohort.sessions
        ids = self._fields[PAIR].value
        if ids and not self._fields["number"].value:
            numbers = held.loc[(held["mentor_id"] == ids[0]) & (held["mentee_id"] == ids[1]), "number"]
            self._fields["number"].value = str(int(numbers.max()) + 1 if len(numbers) else 1)

    def _notes_page(self) -> Markup:
        return sentences(*self._wrong, title="Not added yet") if self._wrong else sentences(HOW)

    def _rows_page(self) -> Markup:
        typed = self.decisions.choices.entries
        rows = [self._told(entry) for entry in reversed(typed[-_SHOWN:])]
        headline = f"{len(typed)} row{'' if len(typed) == 1 else 's'} typed in" if typed else "Nothing typed in yet"
        return fragment("entries", headline=headline, rows=rows, more=max(len(typed) - _SHOWN, 0))

    def _told(self, entry: Entry) -> dict[str, Any]:
        """What a row is about and how much it says; the answers themselves stay off the screen."""
        said, declared = entry.values, table(entry.table)
        about = [self.desk.name(str(said[c])) for c in ("mentor_id", "mentee_id", "person_id") if c in said]
        about += [str(said[c]) for c in ("group", "measure") if c in said]
        days = [str(said[c.name]) for c in declared.columns if c.kind == "date" and c.name in said]
        answers = len(said.keys() - {*declared.key, "answered_on"})
        return {"table": NAMES[entry.table], "about": " and ".join(about), "who": said.get("who", ""),
                "day": _day(days[0]) if days else "", "answers": answers}  # fmt: skip

    def _printed(self) -> Markup:
        typed = [entry.table for entry in self.decisions.choices.entries]
        counts = [f"{label}: {typed.count(name)}" for name, label in NAMES.items() if name in typed]
        return sentences(" · ".join(counts) or NOTHING, title="Rows typed in")

    # what is decided

    def _add(self) -> None:
        name: Typed = self._table.value
        said = self._carried(name, texts(self._fields))
        values, problems = entered(table(name), said, settings=self.desk.cohort.settings)
        self._wrong = list(dict.fromkeys(map(self._sentence, problems))) or self._to_come(name, values)
        if self._wrong:
            things = f"{len(self._wrong)} thing{'' if len(self._wrong) == 1 else 's'}"
            self.decisions.say(f"Not added: {things} to put right.")
        else:
            self._keep(Entry(table=name, values=values))
        self._notes.refresh()

    def _keep(self, entry: Entry) -> None:
        kept = self.decisions.choices.entries
        if entry in kept:
            self.decisions.say("That row was typed in already.")
            return
        self.decisions.change(entries=(*(each for each in kept if _key(each) != _key(entry)), entry))
        empty(self._fields)

    def _carried(self, name: Typed, said: Texts) -> Texts:
        """A goal keeps its words, topic and weight where only its level is typed."""
        if name != "goals":
            return said
        cohort, number = self.desk.cohort, pd.to_numeric(str(said["number"]), errors="coerce")
        known = pd.concat([cohort.goal_plans[[*_GOAL, *_CARRIED]], cohort.goals[[*_GOAL, *_CARRIED]]])
        same = (known["mentor_id"] == said["mentor_id"]) & (known["mentee_id"] == said["mentee_id"])
        rows = known[same & (known["number"] == number).fillna(False)].astype("str").replace("<NA>", "")
        return said if rows.empty else {**said, **{c: said[c] or rows[c].iloc[-1] for c in _CARRIED}}

    def _to_come(self, name: Typed, values: Said) -> list[str]:
        """What has not happened yet would be left out of every page, so it is not taken."""
        days = [c.name for c in table(name).columns if c.kind == "date" and c.name != "planned_on"]
        today = self.desk.cohort.as_of.isoformat()
        late = [self._fields[day].description for day in days if str(values.get(day, "")) > today]
        return [f"{label}: that day is still to come." for label in late]

    def _sentence(self, problem: Problem) -> str:
        if problem.column in ("mentor_id", "mentee_id"):
            return f"{self._fields[PAIR].description}: choose one."
        place = f"{self._fields[problem.column].description}: " if problem.column else ""
        return f"{place}{problem.what} {problem.remedy}".strip()

    def _take_back(self) -> None:
        kept = self.decisions.choices.entries
        if kept:
            self.decisions.change(entries=kept[:-1])
        else:
            self.decisions.say("No row was typed in.")


def _key(entry: Entry) -> tuple[object, ...]:
    return entry.table, *(entry.values.get(column) for column in table(entry.table).key)


def _told_apart(options: Sequence[Option]) -> list[Option]:
    """By name; where two have the same name, their ids stand beside it."""
    names = Counter(name for name, _ in options)
    told = [(name if names[name] == 1 else f"{name} ({_ids(value)})", value) for name, value in options]
    return sorted(told, key=lambda option: (option[0], _ids(option[1])))


def _ids(value: Any) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def _day(text: str) -> str:
    day = pd.Timestamp(text)
    return f"{day.day} {day:%b %Y}"

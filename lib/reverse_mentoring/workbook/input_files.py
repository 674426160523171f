"""The input files on screen: every problem at once, and headers that a person confirms."""

import datetime as dt
from typing import Any

import ipywidgets as widgets
from markupsafe import Markup

from reverse_mentoring.present.pages import fragment
from reverse_mentoring.store.headers import HeaderQuestion
from reverse_mentoring.store.importing import Found, cohort_folders, read_input, store_input
from reverse_mentoring.words.tables import TABLES
from reverse_mentoring.workbook import controls
from reverse_mentoring.workbook.decisions import Decisions
from reverse_mentoring.workbook.opening import Opened
from reverse_mentoring.workbook.views import Page, View

NOT_STORED = ("do not store it", "")


class InputFiles:
    """What lies in input/<cohort>/, read when asked; stored whole or not at all."""

    def __init__(self, opened: Opened, decisions: Decisions[Any]) -> None:
        self.opened, self.decisions = opened, decisions
        self.found: Found | None = None
        self.stored: list[str] = []
        self._page = Page(self._input_page)
        self._questions = widgets.VBox()

    def view(self) -> View:
        """Live: read, confirm, store. Printed: one sentence."""
        buttons = controls.row(
            controls.button("Read the files", self._read, self.decisions),
            controls.button("Store what was read", self._store, self.decisions, primary=True),
        )
        content = controls.panel(self._page, self._questions, buttons, kind="full")
        return View(content, printed=lambda: self._page.printed(), classes=("rm-desk",))

    def _input_page(self) -> Markup:
        found = self.found
        return fragment(
            "input",
            headline=self._headline(),
            problems=found.problems if found else (),
            notes=found.notes if found else (),
            questions=found.questions if found else (),
        )

    def _headline(self) -> str:
        cohort = self.opened.cohort
        if self.found is None:
            return (
                f"{len(cohort.participants)} participants and {cohort.ratings['person_id'].nunique()} people's "
                "answers are stored for this cohort"
            )
        if self.found.problems:
            count = len(self.found.problems)
            return f"{count} {'thing' if count == 1 else 'things'} to put right; nothing was stored"
        if self.found.questions:
            return "Some headers are not known: is this what they mean?"
        if self.stored:
            return "Stored. Load the page again to work with the new data."
        return "The files are in order"

    def _read(self) -> None:
        cohort = self.opened.cohort.name
        if cohort not in cohort_folders(self.opened.programme):
            self.decisions.say(f"There is no folder input/{cohort} in the programme folder.")
            return
        self.stored = []
        self.found = read_input(self.opened.programme, self.opened.vault, [cohort])
        self._questions.children = self._question_fields(self.found.questions)
        self._page.refresh()

    def _store(self) -> None:
        if self.found is None:
            self._read()
        if self.found is None or self.found.problems:
            return
        store_input(self.found, self.opened.vault, now=dt.datetime.now(dt.UTC))
        self.stored = [self.opened.cohort.name]
        self._page.refresh()

    def _question_fields(self, questions: tuple[HeaderQuestion, ...]) -> list[Any]:
        """One list per unknown header, with the suggestion first; the answers are remembered and the files read."""
        columns = sorted({name for table in TABLES for name in table.column_names})
        fields = [
            controls.dropdown(
                f"{q.file}: “{q.header}” is",
                [(q.suggestion, q.suggestion), NOT_STORED, *((c, c) for c in columns if c != q.suggestion)],
                q.suggestion,
                lambda _: None,
                self.decisions,
            )
            for q in questions
        ]
        if not fields:
            return []
        answered = list(zip(questions, fields, strict=True))
        confirm = controls.button("Confirm these headers", lambda: self._confirm(answered), self.decisions)
        return [*fields, confirm]

    def _confirm(self, answered: list[tuple[HeaderQuestion, Any]]) -> None:
        remembered = self.opened.vault.mapping()
        for file in dict.fromkeys(question.file for question, _ in answered):
            headers = {question.header: field.value for question, field in answered if question.file == file}
            self.opened.vault.remember_mapping(file, remembered.get(file, {}) | headers, now=dt.datetime.now(dt.UTC))
        self._read()

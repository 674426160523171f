"""Every file of step 3: agreements, calendars, forms, training, packs, letters; with a bar that moves."""

import datetime as dt
from pathlib import Path

from markupsafe import Markup

from reverse_mentoring.decide.agreements.agreements import mail_merge
from reverse_mentoring.decide.agreements.calendar_entries import calendar_entries
from reverse_mentoring.decide.agreements.handed_out import who_has_what
from reverse_mentoring.decide.agreements.issuing import Issued, issued
from reverse_mentoring.decide.agreements.preparation import packs
from reverse_mentoring.decide.agreements.reminders import reminders
from reverse_mentoring.decide.agreements.signoffs import signoff_table
from reverse_mentoring.decide.agreements.training import courses
from reverse_mentoring.present.calendars import calendar_files
from reverse_mentoring.present.pages import fragment
from reverse_mentoring.present.pair_papers import write_amendments, write_papers, write_zip
from reverse_mentoring.present.side_forms import Form, goals_form, question_list, side_form
from reverse_mentoring.present.spreadsheets import csv_file, put_file, xlsx_file
from reverse_mentoring.present.training_files import write_packs, write_training
from reverse_mentoring.store import content
from reverse_mentoring.store.issued_calendars import issue
from reverse_mentoring.store.training_plan import training_plan
from reverse_mentoring.workbook import controls, frame
from reverse_mentoring.workbook.agreement_changes import changed_lines
from reverse_mentoring.workbook.agreement_drafts import WHO, Drafts
from reverse_mentoring.workbook.views import Page, View, together

"""Folder of the programme with its own Word templates."""
RESTRICTED = "Restricted: for the facilitator only."
STEPS = 100
"""How often the bar moves at most."""


class Papers:
    """The files of one cohort."""

    def __init__(self, drafts: Drafts) -> None:
        self.drafts = drafts
        self._problems: tuple[str, ...] = ()
        self._given: tuple[Issued, ...] = ()
        self._done, self._of = 0, 0
        self._what = ""
        self._bar = Page(self._bar_page)
        self._pdf = controls.tick("PDF beside Word", False, lambda _: None, drafts.decisions)

    def view(self) -> View:
        """Live: a button, a bar and the list. In batch: written at once."""
        files = frame.files(self.drafts.decisions, self.write)
        if self.drafts.opened.results:
            return together(files, self._bar)
        files.children = (*files.children, self._pdf)
        return View(files, self._bar, frame.status(self.drafts.decisions), printed=files.printed)

    def write(self, folder: Path) -> list[Path]:
        """Writes everything into this folder, and returns the files, those of the whole cohort first.

        Without pairs only the lists, which are empty.
        """
        if not self.drafts.drafts:
            calendars = self._calendars(folder)
            return [*self._letters(folder), *calendars]
        papers = [*self._agreements(folder), *self._amendments(folder)]
        self._say("Writing the calendars …")
        calendars = self._calendars(folder)
        self._say("Writing forms, training and letters …")
        rest = [*self._forms(folder / "forms"), *self._training(folder), *self._letters(folder)]
        written = [*rest, *papers, *calendars, *self._packs(folder)]
        self._say("Putting what is handed out into one ZIP …")
        written.append(write_zip(folder, written))
        self._say(f"All written: {len(written)} files for {len(self.drafts.drafts)} pairs")
        return sorted(written, key=lambda path: len(path.relative_to(folder).parts))

    # parts

    def _agreements(self, folder: Path) -> list[Path]:
        drafts = self.drafts
        own = drafts.opened.programme.own_templates
        written = write_papers(
            folder, drafts.drafts, cohort=drafts.opened.cohort, words=drafts.words,
            template=own if own.is_dir() else None, pdf=bool(self._pdf.value), progress=self._count,
        )  # fmt: skip
        self._problems = tuple(str(problem) for problem in written.problems)
        return written.paths

    def _amendments(self, folder: Path) -> list[Path]:
        """For pairs that agreed to another text: what changes, to be signed."""
        drafts = self.drafts
        changed = changed_lines(drafts, (each for each in drafts.drafts if each.state == "changed"))
        return write_amendments(folder, changed, drafts.drafts, cohort=drafts.opened.cohort, words=drafts.words)

    def _calendars(self, folder: Path) -> list[Path]:
        """Of pairs that are only suggested nothing is kept as given: they may change without a cancellation."""
        drafts, cohort = self.drafts, self.drafts.opened.cohort
        texts = self._texts()
        entries = calendar_entries(drafts.drafts, cohort, texts=texts, modes={})
        stamp = dt.datetime.combine(cohort.as_of, dt.time(), dt.UTC)
        firm = [entry for entry in entries if entry.ids in drafts.decided]
        given = issue(drafts.opened.vault, cohort.name, firm, stamp=stamp)
        self._given = tuple(given.values())
        given |= issued({}, (entry for entry in entries if entry.ids not in drafts.decided), stamp=stamp)
        if not given:
            return []
        return calendar_files(folder / "calendar", entries, given, cohort=cohort, texts=texts)

    def _forms(self, folder: Path) -> list[Path]:
        """Empty forms to hand round: nobody's answers stand in them."""
        folder.mkdir(parents=True, exist_ok=True)
        form = Form(self.drafts.opened.cohort, self.drafts.words, programme_goals=self.drafts.programme_goals)
        paths = [folder / f"sides_{who}s.xlsx" for who in WHO]
        for path, who in zip(paths, WHO, strict=True):
            side_form(path, form, self.drafts.by_ids, who=who)
        goals_form(folder / "goals.xlsx", form, self.drafts.by_ids)
        put_file(folder / "questions.txt", question_list(self.drafts.words).encode("utf-8"))
        return [*paths, folder / "goals.xlsx", folder / "questions.txt"]

    def _training(self, folder: Path) -> list[Path]:
        drafts, cohort = self.drafts, self.drafts.opened.cohort
        taught = courses(training_plan(drafts.words), cohort, words=drafts.words)
        return write_training(folder, taught, cohort=cohort, words=drafts.words)

    def _packs(self, folder: Path) -> list[Path]:
        drafts, cohort, written = self.drafts, self.drafts.opened.cohort, list[Path]()
        made = packs(cohort, drafts.drafts, drafts.decisions.choices, words=drafts.words)
        for done, pack in enumerate(made, 1):
            written += write_packs(folder, [pack], cohort=cohort, words=drafts.words)
            self._count(done, len(made), "preparation packs")
        return written

    def _letters(self, folder: Path) -> list[Path]:
        drafts, cohort, choices = self.drafts, self.drafts.opened.cohort, self.drafts.decisions.choices
        csv_file(folder / "mail_merge.csv", mail_merge(drafts.drafts, cohort))
        csv_file(folder / "reminders.csv", reminders(cohort, drafts.drafts, choices, texts=self._texts(every=True)))
        table = signoff_table(cohort, drafts.drafts, choices, words=drafts.words)
        has = who_has_what(drafts.drafts, drafts.signoffs, drafts.training, self._given)
        sheets = {"Sign-offs": table, "Who has what": has}
        xlsx_file(folder / "signoffs.xlsx", sheets, notes=dict.fromkeys(sheets, RESTRICTED))
        return [folder / "mail_merge.csv", folder / "reminders.csv", folder / "signoffs.xlsx"]

    def _texts(self, *, every: bool = False) -> dict[str, dict[str, str]]:
        wanted = {self.drafts.opened.cohort.settings.language, *(each.language for each in self.drafts.drafts)}
        return {language: content.messages(language) for language in {*wanted, *(content.languages() if every else ())}}

    # the bar

    def _count(self, done: int, of: int, what: str = "agreements") -> None:
        if done == of or done % max(1, of // STEPS) == 0:
            self._done, self._of = done, of
            self._say(f"{done} of {of} {what} written")

    def _say(self, what: str) -> None:
        self._what = what
        self._bar.refresh()

    def _bar_page(self) -> Markup:
        return fragment("progress", done=self._done, of=self._of, what=self._what, problems=self._problems)

"""Step 3 on screen: what all agreements say, what is still open per pair, one agreement to read."""

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from markupsafe import Markup

from reverse_mentoring.decide.agreements import Material, agreements, mail_merge, pair_file_stem
from reverse_mentoring.decide.matching import GOING_ON
from reverse_mentoring.present.calendars import pair_ics
from reverse_mentoring.present.documents import agreement_docx
from reverse_mentoring.present.pages import fragment
from reverse_mentoring.present.public_holidays import cohort_holidays
from reverse_mentoring.present.spreadsheets import csv_file
from reverse_mentoring.store import content
from reverse_mentoring.words.agreements import Agreement
from reverse_mentoring.words.choices import AgreementChoices, IdPair, MatchingChoices
from reverse_mentoring.words.settings import RhythmSettings
from reverse_mentoring.workbook import controls, frame
from reverse_mentoring.workbook.decisions import Decisions
from reverse_mentoring.workbook.matching import settle
from reverse_mentoring.workbook.opening import Opened
from reverse_mentoring.workbook.views import Page, View

NO_PAIRS = "No pair is going on: no agreements"
RHYTHM = {
    "weeks_between": ("Weeks from session to session", (2, 3, 4)),
    "months": ("Months", (3, 6, 9, 12)),
    "minutes": ("Minutes", (45, 60, 90)),
}
CONFIDENTIALITY = [
    ("strict: nothing leaves the room", "strict"),
    ("own learning may be told", "own learning"),
    ("topics may be told", "open topics"),
]
MONTHS_AFTER = [("while the pair runs", 0), ("and 6 months after", 6), ("and 12 months after", 12)]


class Agreements:
    """The agreements of one cohort; every view is a function of the choices."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.decisions: Decisions[AgreementChoices] = Decisions(opened, "agreements")
        choices = opened.vault.choices(opened.cohort.name, "matching").choices
        assert isinstance(choices, MatchingChoices)
        pairs = settle(opened, choices)[2].pairs
        # Of a pair that goes on but lost somebody only a review can speak, so it has no parts and gets no papers.
        self.going_on = [pair for pair in pairs if pair.state in GOING_ON and pair.parts]
        self.drafts: tuple[Agreement, ...] = ()
        self.chosen: IdPair | None = None
        self._draft()
        self.decisions.follow(self._draft)

    @property
    def rhythm(self) -> RhythmSettings:
        """How often pairs meet: as chosen here, else as programme.toml says."""
        return self.decisions.choices.rhythm or self.opened.cohort.settings.rhythm

    def header(self) -> View:
        """Programme, cohort and step."""
        return frame.header(self.opened, "agreements")

    def desk(self) -> View:
        """What all agreements say, and where each pair stands."""
        page = self._page(self._table_page)
        live = (
            controls.panel(*self._controls(), frame.status(self.decisions), kind="side"),
            controls.panel(page, kind="middle"),
        )
        return View(*live, printed=page.printed, classes=("rm-desk",))

    def one(self) -> View:
        """One agreement to read, and the mark that both agreed."""
        page = self._page(self._agreement_page)
        options = [(f"{d.mentor_name} and {d.mentee_name}", (d.mentor_id, d.mentee_id)) for d in self.drafts]
        choose = controls.dropdown("Pair", options, self.chosen, partial(self._choose, page), self.decisions)
        by = self.decisions
        buttons = controls.row(
            choose, controls.button("Both have agreed", self._agree, by, primary=True),
            controls.button("Not agreed any more", self._disagree, by),
        )  # fmt: skip
        return View(controls.panel(buttons, page, kind="full"), printed=page.printed, classes=("rm-desk",))

    def results(self) -> View:
        """One Word agreement and one calendar per pair, and the rows for a covering letter."""
        return frame.files(self.decisions, self._write)

    def _page(self, show: Callable[[], Markup]) -> Page:
        return frame.followed(self.decisions, show)

    @cached_property
    def _clauses_and_plan(self) -> tuple[Any, Any]:
        return content.clauses(), content.session_plan()

    def _draft(self) -> None:
        cohort, (clauses, plan) = self.opened.cohort, self._clauses_and_plan
        material = Material(clauses, plan, cohort_holidays(cohort, months=self.rhythm.months))
        self.drafts = agreements(cohort, self.going_on, self.decisions.choices, material=material)
        ids = [(draft.mentor_id, draft.mentee_id) for draft in self.drafts]
        if self.chosen not in ids:
            self.chosen = ids[0] if ids else None

    def _table_page(self) -> Markup:
        cohort, drafts = self.opened.cohort, self.drafts
        agreed = sum(draft.state == "agreed" for draft in drafts)
        rows = [
            {"mentor": draft.mentor_name, "mentee": draft.mentee_name,
             "topics": ", ".join(cohort.topic_names.get(topic, topic) for topic in draft.topics[:3]),
             "first": _moment(draft.sessions[0].start) if draft.sessions else "–", "sessions": len(draft.sessions),
             "open": " ".join(draft.missing) or "nothing", "state": draft.state}
            for draft in drafts
        ]  # fmt: skip
        return fragment(
            "agreements",
            headline=f"{agreed} of {len(drafts)} agreements are agreed" if drafts else NO_PAIRS,
            explanation=f"Every {self.rhythm.weeks_between} weeks for {self.rhythm.months} months, "
            f"{self.rhythm.minutes} minutes. Dates keep to the working hours and public holidays of both.",
            warnings=self._warnings(),
            rows=rows,
        )  # fmt: skip

    def _warnings(self) -> tuple[str, ...]:
        if any(pair.state in ("suggested", "pinned") for pair in self.going_on):
            return ("The pairs of step 2 are not decided yet; these agreements follow them as they change.",)
        return ()

    def _agreement_page(self) -> Markup:
        draft = next((d for d in self.drafts if (d.mentor_id, d.mentee_id) == self.chosen), None)
        sessions = [
            {"number": s.number, "when": _moment(s.start), "title": s.title,
             "note": f"moved because of {s.holiday}" if s.holiday else ""}
            for s in (draft.sessions if draft else ())
        ]  # fmt: skip
        return fragment("agreement", draft=draft, sessions=sessions)

    def _controls(self) -> list[Any]:
        by, choices = self.decisions, self.decisions.choices
        self._fields: dict[str, Any] = {
            name: controls.dropdown(label, _numbers(numbers, getattr(self.rhythm, name)), getattr(self.rhythm, name),
                                    partial(self._set_rhythm, name), by)
            for name, (label, numbers) in RHYTHM.items()
        } | {
            "confidentiality": controls.dropdown("Confidentiality", CONFIDENTIALITY, choices.confidentiality,
                                                 partial(self._set, "confidentiality"), by),
            "no_evaluation_months": controls.dropdown("No evaluation role", MONTHS_AFTER, choices.no_evaluation_months,
                                                      partial(self._set, "no_evaluation_months"), by),
            "off_limits": controls.line("Topics that are off limits", choices.off_limits,
                                        partial(self._set, "off_limits"), by),
        }  # fmt: skip
        by.follow(self._show_choices)
        title = Page(lambda: fragment("sentences", title="The same for all pairs", sentences=()))
        return [title, *self._fields.values(), controls.row(controls.button("Undo", by.undo, by))]

    def _show_choices(self) -> None:
        for name, field in self._fields.items():
            field.value = getattr(self.rhythm if name in RHYTHM else self.decisions.choices, name)

    def _set_rhythm(self, name: str, value: int) -> None:
        if getattr(self.rhythm, name) != value:
            self.decisions.change(rhythm=self.rhythm.model_copy(update={name: value}).model_dump(), agreed=())

    def _set(self, name: str, value: Any) -> None:
        """Another wording un-confirms what was agreed on the old one."""
        if getattr(self.decisions.choices, name) != value:
            self.decisions.change(**{name: value}, agreed=())

    def _choose(self, page: Page, ids: IdPair) -> None:
        self.chosen = ids
        page.refresh()

    def _agree(self) -> None:
        if self.chosen and self.chosen not in self.decisions.choices.agreed:
            self.decisions.change(agreed=(*self.decisions.choices.agreed, self.chosen))

    def _disagree(self) -> None:
        self.decisions.change(agreed=tuple(ids for ids in self.decisions.choices.agreed if ids != self.chosen))

    def _write(self, folder: Path) -> list[Path]:
        cohort, written = self.opened.cohort, []
        for draft in self.drafts:
            stem = pair_file_stem(draft.mentor_id, draft.mentee_id)
            written += [folder / "agreements" / f"{stem}.docx", folder / "calendar" / f"{stem}.ics"]
            for path in written[-2:]:
                path.parent.mkdir(exist_ok=True)
            agreement_docx(draft, written[-2], cohort=cohort)
            pair_ics(draft, written[-1], cohort=cohort)
        csv_file(folder / "mail_merge.csv", mail_merge(self.drafts, cohort))
        return [*written, folder / "mail_merge.csv"]


def _numbers(usual: tuple[int, ...], current: int) -> list[tuple[str, int]]:
    return [(str(number), number) for number in sorted({*usual, current})]


def _moment(start: Any) -> str:
    return f"{start:%a} {start.day} {start:%b %Y, %H:%M}"

"""Who was trained, and who has signed: the tables, and the marks that a facilitator makes on the day."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, get_args

from markupsafe import Markup

from reverse_mentoring.decide.agreements.signoffs import SIGNERS, line_managers
from reverse_mentoring.present.pages import fragment
from reverse_mentoring.words.papers import Track, Trained
from reverse_mentoring.workbook import controls, frame
from reverse_mentoring.workbook.agreement_controls import day
from reverse_mentoring.workbook.agreement_drafts import Drafts
from reverse_mentoring.workbook.tables import first_rows
from reverse_mentoring.workbook.views import Page, View

TRACKS: tuple[Track, ...] = get_args(Track)
LABELS = {"mentor": "mentors (junior)", "mentee": "mentees (senior)", "line manager": "line managers"}
EVERYBODY = "*"


class Training:
    """Trainings and signatures of the people in pairs."""

    def __init__(self, drafts: Drafts) -> None:
        self.drafts, self.decisions = drafts, drafts.decisions
        by = self.decisions
        self._track = controls.dropdown(
            "Training for", [(LABELS[t], t) for t in TRACKS], "mentor", lambda _: self._show(), by
        )
        self._person = controls.dropdown("Who", [("– nobody –", "")], "", lambda _: None, by)
        self._day = day("Day of the training", drafts.opened.cohort.as_of)
        self._trained, self._signed = Page(self._trained_page), Page(self._signed_page)
        self._show()
        drafts.follow(self._show)

    def view(self) -> View:
        """Live: the marks, then both tables. Printed: both tables."""
        by = self.decisions
        marks = controls.row(
            self._track, self._person, self._day,
            controls.button("Mark as trained", self._mark, by, primary=True),
            controls.button("Take the mark back", self._unmark, by),
            controls.button("Undo", by.undo, by), frame.status(by),
        )  # fmt: skip
        live = controls.panel(self._trained, marks, kind="half"), controls.panel(self._signed, kind="half")
        return View(*live, printed=lambda: self._trained.printed() + self._signed.printed(), classes=("rm-desk",))

    def people(self, track: Track) -> list[str]:
        """Who has to do this training, by name: those in pairs, or the line managers of the mentors."""
        found = self.drafts.drafts
        if track == "line manager":
            managers = line_managers(self.drafts.opened.cohort)
            ids: Iterable[str] = (managers.get(each.mentor_id, "") for each in found)
        else:
            ids = (each.mentor_id if track == "mentor" else each.mentee_id for each in found)
        return sorted({person for person in ids if person}, key=lambda person: (self.drafts.name(person), person))

    # what is shown

    def _show(self) -> None:
        track, chosen = self._track.value, self._person.value
        everybody = [(f"all not trained ({len(self._open(track))})", EVERYBODY)]
        options = [*everybody, *((self.drafts.name(person), person) for person in self.people(track))]
        if list(self._person.options) != options:
            self._person.options = options
            self._person.value = chosen if chosen in dict(map(reversed, options)) else EVERYBODY  # type: ignore[arg-type]
        self._trained.refresh()
        self._signed.refresh()

    def _open(self, track: Track) -> list[str]:
        """Who is neither trained nor booked."""
        return [person for person in self.people(track) if not self._counts(person, track)]

    def _counts(self, person: str, track: Track) -> bool:
        known = self.drafts.training.day(person, track)
        return known is not None and not self.drafts.training.too_old(known)

    def _trained_page(self) -> Markup:
        training = self.drafts.training
        tracks = [(track, self.people(track)) for track in TRACKS]
        figures = [
            {"name": LABELS[track].capitalize(), "value": sum(bool(training.done(person, track)) for person in people),
             "of": len(people), "note": "trained"}
            for track, people in tracks
        ]  # fmt: skip
        rows = [
            {"name": self.drafts.name(person), "track": LABELS[track], "said": self._said(person, track)}
            for track, people in tracks
            for person in people
        ]
        waiting = sum(row["said"][1] != "c-g" for row in rows)
        headline = f"{waiting} of {len(rows)} trainings are still to be done" if waiting else "Everybody is trained"
        rows.sort(key=lambda row: row["said"][1] == "c-g")
        shown = first_rows(rows, "trainings, those not done first,")
        return fragment("trained", headline=headline, figures=figures, rows=shown)

    def _said(self, person: str, track: Track) -> tuple[str, str]:
        """What the table says, and its look."""
        training = self.drafts.training
        known = training.day(person, track)
        if known is None:
            return "not yet", "c-o"
        written = f"{known.day} {known:%b %Y}"
        if training.done(person, track):
            return f"✓ {written}", "c-g"
        return (f"too old: {written}", "c-v") if training.too_old(known) else (f"booked for {written}", "c-b")

    def _signed_page(self) -> Markup:
        rows = []
        for each in self.drafts.drafts:
            signoff = self.drafts.signoffs[each.ids]
            known = [signoff.agreed_on, *(signoff.signed.get(who) for who in SIGNERS)]
            days = [f"{on.day} {on:%b %Y}" if on else "–" for on in known]
            rows.append({"mentor": each.mentor_name, "mentee": each.mentee_name, "state": self.drafts.standing(each),
                         "days": days, "void": signoff.void})  # fmt: skip
        whole = sum(set(SIGNERS) <= set(self.drafts.signoffs[each.ids].signed) for each in self.drafts.drafts)
        headline = f"{whole} of {len(rows)} agreements are signed by all three"
        shown = first_rows(rows, "agreements", whole="signoffs.xlsx")
        return fragment("signed", headline=headline if rows else "Nothing to sign yet", rows=shown)

    # what is decided

    def _wanted(self) -> list[str]:
        return (
            self._open(self._track.value)
            if self._person.value == EVERYBODY
            else list(filter(None, [self._person.value]))
        )

    def _mark(self) -> None:
        on: dt.date | None = self._day.value
        if on is None:
            self.decisions.say("Choose the day first; a day to come is kept as a booking.")
            return
        people, track = self._wanted(), self._track.value
        new = tuple(Trained(person_id=person, track=track, on=on) for person in people)
        self.decisions.change(trained=(*self._others(people), *new))

    def _unmark(self) -> None:
        if self._person.value in ("", EVERYBODY):
            self.decisions.say("Choose one person whose mark is to go.")
            return
        self.decisions.change(trained=self._others([self._person.value]))

    def _others(self, people: list[str]) -> tuple[Trained, ...]:
        track: Any = self._track.value
        return tuple(
            each for each in self.decisions.choices.trained if each.track != track or each.person_id not in people
        )

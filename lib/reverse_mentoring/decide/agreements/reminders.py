"""Reminders: one letter to each person with everything that he or she still has to do.

A letter names nothing that anybody else wrote. A line manager reads of hours and of the own member of staff, not with
whom, and not about what.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from reverse_mentoring.decide.agreements.negotiation import Given, sides
from reverse_mentoring.decide.agreements.signoffs import Signoff, line_managers, signoffs
from reverse_mentoring.decide.agreements.training import TrainingDays, training_days
from reverse_mentoring.decide.agreements.wording import filled, long_date
from reverse_mentoring.words.agreements import Agreement
from reverse_mentoring.words.choices import AgreementChoices, IdPair
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.papers import Track, Who

COLUMNS = ("person_id", "name", "email", "language", "due", "by_when", "partner")
DAYS_BEFORE = {"side": 14, "hours": 14, "training": 7, "agree": 3, "sign": -21}
"""What is due so many days before the first session; signing, by the second."""
GRACE = dt.timedelta(days=7)
"""What is due already, is due so many days from now."""
Texts = Mapping[str, Mapping[str, str]]
"""Language → messages."""


@dataclass(frozen=True)
class Due:
    """One thing that somebody has to do. key, values: its sentence; by_when: the day in it; track: of a training."""

    person_id: str
    key: str
    by_when: dt.date
    partner: str
    values: Mapping[str, str]
    track: Track | None = None


def reminders(
    cohort: Cohort, agreements: Iterable[Agreement], choices: AgreementChoices, *, texts: Texts
) -> pd.DataFrame:
    """One row per person who has something to do, by person_id: columns COLUMNS, all text.

    due: one sentence a line, soonest first, in the first of the person's languages that texts knows, else that of the
    programme; language: which. by_when: the soonest day (ISO). partner: names of the others; for a line manager, of the
    mentor. email: “” where the roster has none.
    """
    asked = tuple(agreements)
    file = _File(cohort, asked, choices, texts)
    by_person: dict[str, list[Due]] = {}
    for due in sorted(file.everything(), key=lambda each: each.by_when):
        by_person.setdefault(due.person_id, []).append(due)
    rows = [file.row(person, dues) for person, dues in sorted(by_person.items())]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")


@dataclass(frozen=True)
class _File:
    cohort: Cohort
    agreements: tuple[Agreement, ...]
    choices: AgreementChoices
    texts: Texts

    @cached_property
    def signoffs(self) -> Mapping[IdPair, Signoff]:
        words = self.texts[self.cohort.settings.language]
        return signoffs(self.cohort, self.agreements, self.choices, words=words)

    @cached_property
    def training(self) -> TrainingDays:
        return training_days(self.cohort, self.choices)

    @cached_property
    def sides(self) -> Mapping[IdPair, Given]:
        return sides(self.cohort, self.choices)

    @cached_property
    def people(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        """person_id → address and languages."""
        rows = self.cohort.of_roster("person_id", "email", "languages")
        return {person: (email, tuple(languages)) for person, email, languages in rows}

    def everything(self) -> Iterator[Due]:
        """All that is due, of everybody; what several pairs ask of one person more than once."""
        managers = line_managers(self.cohort)
        for agreement in sorted(self.agreements, key=lambda each: (self.first(each), each.ids)):
            for person, partner, who in (
                (agreement.mentor_id, agreement.mentee_name, "mentor"),
                (agreement.mentee_id, agreement.mentor_name, "mentee"),
            ):
                yield from self.of_participant(agreement, person, partner, who)  # type: ignore[arg-type]
            if manager := managers.get(agreement.mentor_id):
                yield from self.of_line_manager(agreement, manager)

    def of_participant(self, agreement: Agreement, person: str, partner: str, who: Who) -> Iterator[Due]:
        """Own side, training, reading and agreeing, signing."""
        signoff, values = self.signoffs[agreement.ids], {"partner": partner}
        agreed = signoff.agreed_on is not None
        if not agreed and who not in self.sides.get(agreement.ids, {}):
            yield Due(person, "side", self.day(agreement, "side"), partner, values)
        yield from self.trained(agreement, person, partner, who)
        if not agreed:
            yield Due(person, "agree", self.day(agreement, "agree"), partner, values)
        if who not in signoff.signed:
            yield Due(person, "sign", self.day(agreement, "sign"), partner, values)

    def of_line_manager(self, agreement: Agreement, manager: str) -> Iterator[Due]:
        """Consent to the hours, and the short training; nothing of the pair but the mentor."""
        mentor = agreement.mentor_name
        if "line manager" not in self.signoffs[agreement.ids].signed and agreement.sessions:
            yield Due(manager, "hours", self.day(agreement, "hours"), mentor, self.hours(agreement))
        yield from self.trained(agreement, manager, mentor, "line manager")

    def trained(self, agreement: Agreement, person: str, partner: str, track: Track) -> Iterator[Due]:
        if self.training.done(person, track):
            return
        booked = self.training.day(person, track)
        if booked and booked > self.cohort.as_of:
            yield Due(person, "booked", booked, partner, {}, track)
        else:
            yield Due(person, "training", self.day(agreement, "training"), partner, {}, track)

    def hours(self, agreement: Agreement) -> dict[str, str]:
        """What the line manager agrees to."""
        first, last = agreement.sessions[0], agreement.sessions[-1]
        minutes, prep = int((first.end - first.start).total_seconds()) // 60, self.choices.preparation_minutes
        count = len(agreement.sessions)
        hours = -(-count * (minutes + prep) // 60)
        numbers = {"sessions": count, "minutes": minutes, "prep": prep, "hours": hours}
        days = {"first": first.start.date().isoformat(), "last": last.start.date().isoformat()}
        return {"mentor": agreement.mentor_name, **{name: str(value) for name, value in numbers.items()}, **days}

    def first(self, agreement: Agreement) -> dt.date:
        return agreement.sessions[0].start.date() if agreement.sessions else self.cohort.start

    def day(self, agreement: Agreement, what: str) -> dt.date:
        """By when: counted from the first session; what is overdue, in a week from now, and never after the agreement
        that it is needed for."""
        planned = self.first(agreement) - dt.timedelta(days=DAYS_BEFORE[what])
        day = planned if planned > self.cohort.as_of else self.cohort.as_of + GRACE
        return day if what in ("agree", "sign") else min(day, self.day(agreement, "agree"))

    def row(self, person: str, dues: list[Due]) -> tuple[str, ...]:
        email, spoken = self.people.get(person, ("", ()))
        language = next((each for each in spoken if each in self.texts), self.cohort.settings.language)
        words = self.texts[language]
        partners = "; ".join(dict.fromkeys(due.partner for due in dues))
        due = "\n".join(_sentence(each, words) for each in _once(dues))
        name = self.cohort.names.get(person) or person
        return person, name, email, language, due, dues[0].by_when.isoformat(), partners


def _once(dues: Iterable[Due]) -> Iterator[Due]:
    """Without the second training of the same track: one does for all pairs."""
    seen = set[Track]()
    for due in dues:
        if due.track not in seen:
            yield due
        if due.track:
            seen.add(due.track)


def _sentence(due: Due, words: Mapping[str, str]) -> str:
    values = dict(due.values) | {"day": long_date(due.by_when, words=words)}
    for name in values.keys() & {"first", "last"}:
        values[name] = long_date(dt.date.fromisoformat(values[name]), words=words)
    if due.track:
        values["track"] = words[f"training.track.{due.track}"]
    return filled(words[f"signoff.due.{due.key}"], values)

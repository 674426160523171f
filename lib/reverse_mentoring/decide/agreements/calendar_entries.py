"""What stands in people's calendars: one entry per session of a pair."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from reverse_mentoring.decide.agreements.wording import long_date
from reverse_mentoring.words.agreements import Agreement, PlannedSession
from reverse_mentoring.words.choices import IdPair
from reverse_mentoring.words.cohort import Cohort

Texts = Mapping[str, Mapping[str, str]]
"""Language → key → text (store.content.messages); keys “calendar.…” are used here."""


@dataclass(frozen=True)
class Entry:
    """One session as it stands in a calendar. start and end carry the mentor's time zone; tentative: the agreement
    is still a draft."""

    uid: str
    mentor_id: str
    mentee_id: str
    number: int
    start: dt.datetime
    end: dt.datetime
    summary: str
    description: str
    location: str
    tentative: bool

    @property
    def ids(self) -> IdPair:
        return self.mentor_id, self.mentee_id

    @cached_property
    def content(self) -> str:
        """SHA-256, as hex, of all that a reader of the calendar sees."""
        times = (self.start.isoformat(), self.end.isoformat(), self.zone)
        said = (*times, self.summary, self.description, self.location, self.tentative)
        return hashlib.sha256(json.dumps(said).encode("ascii")).hexdigest()

    @property
    def zone(self) -> str:
        """The IANA name of its time zone; “UTC” where none is known."""
        return getattr(self.start.tzinfo, "key", "UTC")


def calendar_entries(
    agreements: Iterable[Agreement], cohort: Cohort, *, texts: Texts, modes: Mapping[IdPair, str]
) -> tuple[Entry, ...]:
    """The entries of all sessions, in the order of the agreements, each in the language of its agreement.

    modes: how a pair agreed to meet (in person, remote, both); where it is not named, from what both said.
    An entry keeps its uid whatever else changes; there is nobody's name in it.
    """
    desk = _Desk.of(cohort, modes)
    return tuple(entry for each in agreements for entry in desk.entries(each, texts[each.language]))


@dataclass(frozen=True)
class _Desk:
    cohort: str
    modes: Mapping[IdPair, str]
    said: Mapping[str, str]
    sites: Mapping[str, str]
    emails: Mapping[str, str]

    @classmethod
    def of(cls, cohort: Cohort, modes: Mapping[IdPair, str]) -> "_Desk":
        roster = cohort.roster
        said, sites = _by_person(cohort.participants, "mode"), _by_person(roster, "site")
        return cls(cohort.name, modes, said, sites, _by_person(roster, "email"))

    def entries(self, agreement: Agreement, words: Mapping[str, str]) -> Iterator[Entry]:
        names = {"mentor": agreement.mentor_name, "mentee": agreement.mentee_name}
        people, location = self.addresses(agreement), agreement.place or self.location(agreement.ids, words)
        for session in agreement.sessions:
            place = f"{session.number}/{len(agreement.sessions)}"
            summary = words["calendar.summary"].format(place=place, title=session.title, **names)
            description = "\n".join((*_lines(session, names, words), *people))
            yield Entry(
                _uid(self.cohort, agreement.ids, session.number), *agreement.ids, session.number, session.start,
                session.end, summary, description, location, agreement.state == "draft",
            )  # fmt: skip

    def addresses(self, agreement: Agreement) -> list[str]:
        both = zip(agreement.ids, (agreement.mentor_name, agreement.mentee_name), strict=True)
        known = [f"{name} <{self.emails[person]}>" for person, name in both if self.emails.get(person)]
        return [", ".join(known)] if known else []

    def location(self, ids: IdPair, words: Mapping[str, str]) -> str:
        """Where the two meet: online, at their site, or as they choose each time."""
        said = {self.said.get(person, "") for person in ids} - {"", "both"}
        mode = self.modes.get(ids) or (said.pop() if len(said) == 1 else "both")
        sites = {self.sites.get(person, "") for person in ids}
        if mode == "remote":
            return words["calendar.online"]
        if len(sites) > 1 or sites == {""}:
            return words[f"calendar.{'in_person' if mode == 'in person' else 'open'}"]
        return words[f"calendar.{'at_site' if mode == 'in person' else 'site_or_online'}"].format(site=sites.pop())


def _by_person(frame: pd.DataFrame, column: str) -> dict[str, str]:
    return dict(zip(frame["person_id"].tolist(), frame[column].tolist(), strict=True))


def _lines(session: PlannedSession, names: Mapping[str, str], words: Mapping[str, str]) -> Iterator[str]:
    yield words["calendar.agenda"].format(agenda=session.agenda)
    yield words["calendar.mentor_prepares"].format(task=session.before_mentor, **names)
    yield words["calendar.mentee_prepares"].format(task=session.before_mentee, **names)
    yield words["calendar.output"].format(output=session.output)
    if session.moved_from:
        key = "calendar.moved_because" if session.holiday else "calendar.moved"
        yield words[key].format(day=long_date(session.moved_from, words=words), holiday=session.holiday)
    if session.note:
        yield session.note


def _uid(cohort: str, ids: IdPair, number: int) -> str:
    """The same for the same session of the same pair, and without anybody's name."""
    parts = "\n".join((cohort, *ids, str(number)))
    return f"{hashlib.sha256(parts.encode()).hexdigest()[:32]}@reverse-mentoring.invalid"

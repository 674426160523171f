"""The sessions of a pair as a calendar file that Outlook, Google and Apple read."""

import datetime as dt
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from reverse_mentoring.present.spreadsheets import put_file
from reverse_mentoring.words.agreements import Agreement, PlannedSession
from reverse_mentoring.words.cohort import Cohort

if TYPE_CHECKING:
    from icalendar import Event


def pair_ics(agreement: Agreement, path: Path, *, cohort: Cohort) -> None:
    """Write one calendar with an entry per session, in the mentor's time zone; same input, same bytes.

    Each entry has the agenda, what each side prepares, and both people's addresses. It keeps its UID when the file
    is written again, so that a later file replaces it. It invites nobody: both add the file to their own calendar.
    Entries are marked private, because others may read a calendar.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Reverse mentoring workbook//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"Reverse mentoring: {agreement.mentor_name} and {agreement.mentee_name}")
    people = _addresses(agreement, cohort)
    for session in agreement.sessions:
        calendar.add_component(_entry(session, agreement, cohort=cohort, people=people))
    if agreement.sessions:
        first, last = agreement.sessions[0].start.date(), agreement.sessions[-1].end.date()
        calendar.add_missing_timezones(first - dt.timedelta(days=366), last + dt.timedelta(days=366))
    put_file(path, calendar.to_ical())


def _entry(session: PlannedSession, agreement: Agreement, *, cohort: Cohort, people: str) -> "Event":
    from icalendar import Event

    entry = Event()
    entry.add("uid", _uid(cohort.name, agreement, session.number))
    entry.add("dtstamp", dt.datetime.combine(cohort.as_of, dt.time(), dt.UTC))
    entry.add("sequence", 0)
    entry.add("dtstart", session.start)
    entry.add("dtend", session.end)
    entry.add("summary", f"Reverse mentoring {session.number}/{len(agreement.sessions)}: {session.title}")
    entry.add("description", _description(session, agreement, people))
    entry.add("class", "PRIVATE")
    entry.add("status", "TENTATIVE" if agreement.state == "draft" else "CONFIRMED")
    return entry


def _description(session: PlannedSession, agreement: Agreement, people: str) -> str:
    moved = f"Moved from {session.moved_from.isoformat()}" if session.moved_from else ""
    lines = (
        f"Agenda for 60 minutes: {session.agenda}",
        f"{agreement.mentor_name} (mentor) prepares: {session.before_mentor}",
        f"{agreement.mentee_name} (mentee) prepares: {session.before_mentee}",
        f"What comes out of it: {session.output}",
        f"{moved} ({session.holiday})." if moved and session.holiday else moved and f"{moved}.",
        people,
    )
    return "\n".join(line for line in lines if line)


def _addresses(agreement: Agreement, cohort: Cohort) -> str:
    emails = dict(zip(cohort.roster["person_id"], cohort.roster["email"], strict=True))
    both = ((agreement.mentor_id, agreement.mentor_name), (agreement.mentee_id, agreement.mentee_name))
    return ", ".join(f"{name} <{emails[person]}>" for person, name in both if emails.get(person))


def _uid(cohort: str, agreement: Agreement, number: int) -> str:
    """The same for the same session of the same pair, and without anybody's name."""
    parts = "\n".join((cohort, agreement.mentor_id, agreement.mentee_id, str(number)))
    return f"{hashlib.sha256(parts.encode()).hexdigest()[:32]}@reverse-mentoring.invalid"

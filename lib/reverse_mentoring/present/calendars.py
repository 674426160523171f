"""The sessions as calendar files that Outlook, Google and Apple read.

The files invite nobody: people import them into their own calendar (METHOD:PUBLISH, no organiser, so that they stay
free to move an entry). Each entry has a UID that stays, a SEQUENCE and a DTSTAMP from issuing; importing the
next file replaces what changed. What is cancelled stays in the file as STATUS:CANCELLED, because a reader cannot
tell a missing entry from one that it never had. Google's calendar then removes it (hackgreenville-com#498,
gcalcli#47) and Apple's strikes it through (sabre-io/dav#969). Outlook removes an entry only on METHOD:CANCEL, which
by RFC 5546 §3.2.5 is about one UID and names an organiser: hence one small file more for each cancelled session. In
a calendar that does neither, the entry says “Cancelled:” in front and blocks no time.
Entries are marked private, because others may read a calendar.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from reverse_mentoring.decide.agreements.agreements import pair_file_stem
from reverse_mentoring.decide.agreements.calendar_entries import Entry, Texts
from reverse_mentoring.decide.agreements.issuing import Issued
from reverse_mentoring.present.content_lines import component, moment, text
from reverse_mentoring.present.spreadsheets import put_file
from reverse_mentoring.words.choices import IdPair
from reverse_mentoring.words.cohort import Cohort

_END = b"END:VCALENDAR\r\n"
_NO_ADDRESS = "invalid:nomail"


def calendar_files(
    folder: Path, entries: Iterable[Entry], given: Mapping[str, Issued], *, cohort: Cohort, texts: Texts
) -> list[Path]:
    """Write one calendar per pair, programme.ics with all of them, and cancelled/ with a file for each session that
    is to disappear; returns the paths. Same input, same bytes; cancellations of former runs that no longer hold go.

    given: what is to be given of these entries (store.issued_calendars.issue). Files are named by ids.
    """
    words = texts[cohort.settings.language]
    pieces = _pieces(entries, given, words)
    files = {f"{pair_file_stem(*ids)}.ics": _calendar(_title(ids, cohort, words), pieces[ids]) for ids in pieces}
    if pieces:
        name = words["calendar.name_programme"].format(cohort=cohort.name)
        files["programme.ics"] = _calendar(name, [piece for ids in pieces for piece in pieces[ids]])
    for each in given.values():
        if each.cancelled:
            files[f"cancelled/{pair_file_stem(*each.ids)}-{each.number:02}.ics"] = _cancellation(each, cohort, words)
    return _put(folder, files)


@dataclass(frozen=True)
class _Piece:
    """One entry as it stands in every file that contains it."""

    event: bytes
    zone: str
    years: tuple[int, int]


def _pieces(
    entries: Iterable[Entry], given: Mapping[str, Issued], words: Mapping[str, str]
) -> dict[IdPair, list[_Piece]]:
    """Pair → its sessions, then what is cancelled."""
    pieces: dict[IdPair, list[_Piece]] = defaultdict(list)
    for entry in entries:
        event = component("VEVENT", _lines(entry, given[entry.uid]))
        pieces[entry.ids].append(_Piece(event, entry.zone, (entry.start.year, entry.end.year)))
    for each in given.values():
        if each.cancelled:
            event = component("VEVENT", _cancelled(each, words))
            pieces[each.ids].append(_Piece(event, "UTC", (each.start.year, each.end.year)))
    return dict(sorted(pieces.items()))


def _lines(entry: Entry, given: Issued) -> Iterator[tuple[str, str]]:
    yield from _version(given)
    yield moment("DTSTART", entry.start)
    yield moment("DTEND", entry.end)
    yield "SUMMARY", text(entry.summary)
    yield "DESCRIPTION", text(entry.description)
    yield "LOCATION", text(entry.location)
    yield "CLASS", "PRIVATE"
    yield "STATUS", "TENTATIVE" if entry.tentative else "CONFIRMED"


def _cancelled(each: Issued, words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield from _version(each)
    yield moment("DTSTART", each.start)
    yield moment("DTEND", each.end)
    yield "SUMMARY", text(words["calendar.cancelled"].format(summary=each.summary))
    yield "CLASS", "PRIVATE"
    yield "STATUS", "CANCELLED"
    yield "TRANSP", "TRANSPARENT"


def _version(given: Issued) -> Iterator[tuple[str, str]]:
    yield "UID", given.uid
    yield moment("DTSTAMP", given.stamp)
    yield "SEQUENCE", str(given.sequence)


def _cancellation(each: Issued, cohort: Cohort, words: Mapping[str, str]) -> bytes:
    """The file that makes Outlook offer to remove the entry."""
    contact = cohort.settings.contact.email
    people = [("ATTENDEE", _address(email)) for email in _emails(each.ids, cohort)]
    organiser = ("ORGANIZER", _address(contact) if contact else _NO_ADDRESS)
    event = component("VEVENT", (*_cancelled(each, words), organiser, *people))
    return _file("CANCEL", _title(each.ids, cohort, words), [event])


def _address(email: str) -> str:
    return f"mailto:{quote(email, safe='@+')}"


def _emails(ids: IdPair, cohort: Cohort) -> list[str]:
    known = cohort.roster.loc[cohort.roster["person_id"].isin(ids), "email"]
    return sorted(email for email in known if email)


def _title(ids: IdPair, cohort: Cohort, words: Mapping[str, str]) -> str:
    mentor, mentee = (cohort.names.get(person) or person for person in ids)
    return words["calendar.name_pair"].format(mentor=mentor, mentee=mentee)


def _calendar(name: str, pieces: list[_Piece]) -> bytes:
    return _file("PUBLISH", name, [*_zones(pieces), *(piece.event for piece in pieces)])


def _file(method: str, name: str, parts: Iterable[bytes]) -> bytes:
    product = "-//Reverse mentoring workbook//EN"
    head = (("VERSION", "2.0"), ("PRODID", product), ("METHOD", method), ("X-WR-CALNAME", text(name)))
    empty = component("VCALENDAR", head)
    return b"".join((empty.removesuffix(_END), *parts, _END))


def _zones(pieces: list[_Piece]) -> Iterator[bytes]:
    """The time zones of these entries, each for the years that it is used in."""
    for zone in sorted({piece.zone for piece in pieces} - {"UTC"}):
        years = [year for piece in pieces if piece.zone == zone for year in piece.years]
        yield _zone(zone, min(years), max(years))


@lru_cache(maxsize=500)
def _zone(name: str, first: int, last: int) -> bytes:
    from icalendar import Timezone

    return bytes(
        Timezone.from_tzid(name, first_date=dt.date(first - 1, 1, 1), last_date=dt.date(last + 1, 1, 1)).to_ical()
    )


def _put(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    written = [folder / name for name in files]
    for path, content in zip(written, files.values(), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        put_file(path, content)
    for path in set((folder / "cancelled").glob("*.ics")) - set(written):
        path.unlink()
    return written

"""Which version of a calendar entry people are given: what changed since last time, what is cancelled."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from reverse_mentoring.decide.agreements.calendar_entries import Entry
from reverse_mentoring.words.choices import IdPair


@dataclass(frozen=True)
class Issued:
    """A calendar entry as last given to people. content: hash of what it said; start, end and stamp in UTC."""

    uid: str
    mentor_id: str
    mentee_id: str
    number: int
    content: str
    start: dt.datetime
    end: dt.datetime
    summary: str
    sequence: int
    stamp: dt.datetime
    cancelled: bool = False

    @property
    def ids(self) -> IdPair:
        return self.mentor_id, self.mentee_id


def issued(before: Mapping[str, Issued], wanted: Iterable[Entry], *, stamp: dt.datetime) -> dict[str, Issued]:
    """What people are to be given now, by uid, ordered by pair and number.

    An entry that says what it said before keeps its sequence and stamp; one that changed, or comes back after it
    was cancelled, gets the next sequence and this stamp. One that nobody wants any more is cancelled, unless it had
    begun by then: what took place stays in people's calendars.
    """
    current = {entry.uid: _given(before.get(entry.uid), entry, stamp) for entry in wanted}
    gone = {uid: _withdrawn(old, stamp) for uid, old in before.items() if uid not in current}
    return {each.uid: each for each in sorted((current | gone).values(), key=lambda each: (*each.ids, each.number))}


def _given(old: Issued | None, entry: Entry, stamp: dt.datetime) -> Issued:
    if old and not old.cancelled and old.content == entry.content:
        return old
    start, end = entry.start.astimezone(dt.UTC), entry.end.astimezone(dt.UTC)
    sequence = old.sequence + 1 if old else 0
    return Issued(entry.uid, *entry.ids, entry.number, entry.content, start, end, entry.summary, sequence, stamp)


def _withdrawn(old: Issued, stamp: dt.datetime) -> Issued:
    if old.cancelled or old.start <= stamp:
        return old
    return replace(old, cancelled=True, sequence=old.sequence + 1, stamp=stamp)

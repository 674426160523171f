"""What the clocks of two places mean for a pair: the hour at the other place, and warnings where it is another one."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from reverse_mentoring.decide.agreements.schedule import Person, people
from reverse_mentoring.decide.agreements.wording import filled, short_date
from reverse_mentoring.words.agreements import PlannedSession
from reverse_mentoring.words.choices import IdPair
from reverse_mentoring.words.cohort import Cohort

Planned = Mapping[IdPair, tuple[PlannedSession, ...]]
Words = Mapping[str, str]
PASSING = dt.timedelta(weeks=4)
"""Clocks that are as before again after so long differed in passing; after longer, they moved."""


def with_clock_notes(cohort: Cohort, planned: Planned, *, words: Words) -> dict[IdPair, tuple[PlannedSession, ...]]:
    """The same sessions, each with the hour at the mentee's place and, where that is another one, a warning.

    In the weeks in which one place has changed its clocks and the other has not, every session is warned; where the
    clocks stay apart, as between Europe and Asia in winter, only the first. Nothing where a time zone is not known or
    the clocks are always the same. words: calendar.there, calendar.clocks and calendar.clocks_moved are used.
    """
    known = people(cohort, {person for pair in planned for person in pair})
    return {
        (mentor, mentee): _Clocks(known[mentor], known[mentee], words).noted(sessions)
        for (mentor, mentee), sessions in planned.items()
    }


@dataclass(frozen=True)
class _Clocks:
    mentor: Person
    mentee: Person
    words: Words

    def noted(self, sessions: tuple[PlannedSession, ...]) -> tuple[PlannedSession, ...]:
        """The sessions with what the clocks mean for them."""
        if self.mentor.zone is None or self.mentee.zone is None:
            return sessions
        apart = [self.apart(session.start) for session in sessions]
        if not any(apart):
            return sessions
        notes = self.notes(sessions, apart)
        return tuple(
            replace(session, note=note, there=self.there(session.start))
            for session, note in zip(sessions, notes, strict=True)
        )

    def notes(self, sessions: Sequence[PlannedSession], apart: Sequence[dt.timedelta]) -> list[str]:
        """A warning for each session; mostly empty."""
        notes, first = [""] * len(sessions), 0
        usual: dt.timedelta | None = None
        for hours, run in groupby(apart):
            end = first + len(list(run))
            if end < len(sessions) and sessions[end].start - sessions[first].start <= PASSING:
                before = apart[end] if usual is None else usual
                notes[first:end] = [self.note("clocks", each.start, before) for each in sessions[first:end]]
            else:
                if usual is not None and usual != hours:
                    notes[first] = self.note("clocks_moved", sessions[first].start, usual)
                usual = hours
            first = end
        return notes

    def apart(self, start: dt.datetime) -> dt.timedelta:
        """How far the mentee's clock is ahead then."""
        return start.astimezone(self.mentee.zone).replace(tzinfo=None) - start.replace(tzinfo=None)

    def there(self, start: dt.datetime) -> str:
        """The hour at the mentee's place, with the day where it is another one."""
        then = start.astimezone(self.mentee.zone)
        day = "" if then.date() == start.date() else f"{short_date(then.date(), words=self.words)}, "
        return filled(self.words["calendar.there"], {"hour": f"{day}{then:%H:%M}", "place": self.mentee.place})

    def note(self, key: str, start: dt.datetime, usual: dt.timedelta) -> str:
        then = start.astimezone(self.mentee.zone)
        hours = {"hour": start, "other_hour": then, "usual_hour": start + usual}
        places = {"place": self.mentor.place, "other_place": self.mentee.place}
        return filled(self.words[f"calendar.{key}"], {name: f"{at:%H:%M}" for name, at in hours.items()} | places)

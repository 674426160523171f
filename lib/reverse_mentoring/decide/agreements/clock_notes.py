"""Warnings for the weeks in which the clocks of two places are not as far apart as usual."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from reverse_mentoring.decide.agreements.schedule import Person, people
from reverse_mentoring.words.agreements import PlannedSession
from reverse_mentoring.words.choices import IdPair
from reverse_mentoring.words.cohort import Cohort

Planned = Mapping[IdPair, tuple[PlannedSession, ...]]


def with_clock_notes(
    cohort: Cohort, planned: Planned, *, words: Mapping[str, str]
) -> dict[IdPair, tuple[PlannedSession, ...]]:
    """The same sessions, each with a note where the mentee's clock is not as far from the mentor's as usual.

    Usual is what holds for most of the pair's sessions; the earlier where two hold for as many. No notes where a
    time zone is not known. words: the messages, of which calendar.clocks is used.
    """
    known = people(cohort, {person for pair in planned for person in pair})
    text = words["calendar.clocks"]
    return {
        (mentor, mentee): _noted(sessions, known[mentor], known[mentee], text=text)
        for (mentor, mentee), sessions in planned.items()
    }


def _noted(
    sessions: tuple[PlannedSession, ...], mentor: Person, mentee: Person, *, text: str
) -> tuple[PlannedSession, ...]:
    if mentor.zone is None or mentee.zone is None or mentor.zone == mentee.zone or not sessions:
        return sessions
    apart = [_apart(session.start, mentee.zone) for session in sessions]
    usual = Counter(apart).most_common(1)[0][0]
    return tuple(
        session if hours == usual else replace(session, note=_note(session.start, usual, (mentor, mentee), text))
        for session, hours in zip(sessions, apart, strict=True)
    )


def _apart(start: dt.datetime, zone: dt.tzinfo) -> dt.timedelta:
    """How far the other clock is ahead then."""
    return start.astimezone(zone).replace(tzinfo=None) - start.replace(tzinfo=None)


def _note(start: dt.datetime, usual: dt.timedelta, couple: tuple[Person, Person], text: str) -> str:
    mentor, mentee = couple
    there, as_usual = start.astimezone(mentee.zone), start + usual
    return text.format(
        hour=f"{start:%H:%M}", place=mentor.place, other_hour=f"{there:%H:%M}", other_place=mentee.place,
        usual_hour=f"{as_usual:%H:%M}",
    )  # fmt: skip

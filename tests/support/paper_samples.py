"""Agreements, trainings and signatures for the tests of the gate and of sign-offs: one pair, M1 and E1."""

import datetime as dt
from typing import Any

from agreement_samples import cohort_of, person
from reverse_mentoring.words.agreements import Agreement, PlannedSession
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.papers import Confirmed, Override, Signature, Trained

TODAY = dt.date(2026, 11, 1)
FIRST = dt.date(2026, 10, 12)
IDS = {"mentor_id": "M1", "mentee_id": "E1"}


def session(number: int, day: dt.date) -> PlannedSession:
    """A session of an hour on that day."""
    start = dt.datetime.combine(day, dt.time(10), dt.UTC)
    tasks = ("mentor's task", "mentee's task", "out")
    return PlannedSession(number, f"Session {number}", "p", "agenda", *tasks, start, start + dt.timedelta(hours=1))


def agreement(state: str = "agreed", *, first: dt.date = FIRST, **said: Any) -> Agreement:
    """The agreement of M1 and E1 with three sessions, every three weeks."""
    sessions = tuple(session(number, first + dt.timedelta(weeks=3 * (number - 1))) for number in (1, 2, 3))
    base = {
        "topics": ("Everyday AI assistants",),
        "clauses": (),
        "sessions": sessions,
        "missing": (),
        "fingerprint": "now",
    }
    return Agreement("M1", "E1", "Ana", "Ben", **{**base, "state": state, **said})


def cohort(**tables: Any) -> Cohort:
    """M1, E1 and the line manager BOSS, with these tables; two languages each."""
    people = tables.pop(
        "people", (person("M1", "mentor", "Ana", languages=("de", "en")), person("E1", "mentee", "Ben"))
    )
    return cohort_of(*people, **{"settings": {"cohorts": {"2026-autumn": {"start": FIRST.isoformat()}}}, **tables})


def trained(person_id: str, track: str, on: dt.date) -> Trained:
    return Trained.model_validate({"person_id": person_id, "track": track, "on": on})


def both_trained(on: dt.date = dt.date(2026, 10, 1)) -> tuple[Trained, ...]:
    return trained("M1", "mentor", on), trained("E1", "mentee", on)


def signature(who: str, on: dt.date) -> Signature:
    return Signature.model_validate({**IDS, "who": who, "on": on})


def confirmed(on: dt.date, *, fingerprint: str = "now", step: str = "agreed") -> Confirmed:
    return Confirmed.model_validate({**IDS, "step": step, "fingerprint": fingerprint, "on": on})


def override(reason: str) -> Override:
    return Override.model_validate({**IDS, "reason": reason})

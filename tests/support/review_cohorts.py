"""Small cohorts for the review tests: pairs M1–N1, M2–N2 … that meet every three weeks and are content."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd

from reverse_mentoring.decide.review.review import pairs_under_review
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.columns import tidy
from reverse_mentoring.words.settings import Settings
from reverse_mentoring.words.tables import table
from small_cohorts import cohort_of

START = dt.date(2026, 3, 2)
EVERY = dt.timedelta(weeks=3)
GOOD = {"worth": 4, "say": 5, "both": 4, "next": 4}
Row = dict[str, Any]


def day(number: int) -> dt.date:
    """The planned day of session 1, 2, …"""
    return START + (number - 1) * EVERY


def ids(pair: int) -> Row:
    return {"mentor_id": f"M{pair}", "mentee_id": f"N{pair}"}


def healthy(*, pairs: int = 3, sessions: int = 6) -> dict[str, list[Row]]:
    """Rows of every table for pairs that held all their sessions, the last one three days before the review."""
    each = range(1, pairs + 1)
    people = [
        {"person_id": f"{side}{i}", "name": f"{side} {i}", "team": f"team {side}{i}", "manager_id": f"boss {side}"}
        for i in each
        for side in "MN"
    ]
    return {
        "roster": people,
        "pairs": [{**ids(i), "started": START, "state": "active", "agreed_on": START} for i in each],
        "sessions": [session(i, n) for i in each for n in range(1, sessions + 1)],
        "pulses": [pulse(i, n, who) for i in each for n in range(1, sessions + 1) for who in ("mentor", "mentee")],
        "goals": [{**ids(i), "number": 1, "level": 0, "who": "both", "reviewed_on": day(sessions)} for i in each],
    }


def session(pair: int, number: int, status: str = "held", **more: Any) -> Row:
    return {**ids(pair), "number": number, "planned_on": day(number), "status": status, **more}


def pulse(pair: int, number: int, who: str = "mentee", **more: Any) -> Row:
    """The answer after that session, one day later."""
    return {**ids(pair), "who": who, "answered_on": day(number) + dt.timedelta(1), "met": "held", **GOOD, **more}


def cohort(rows: Mapping[str, list[Row]], *, as_of: dt.date | None = None, settings: Settings | None = None) -> Cohort:
    """The cohort on a day, by default three days after the last planned session in rows."""
    last = max((row["planned_on"] for row in rows.get("sessions", [])), default=START)
    frames: dict[str, Any] = {name: tidy(pd.DataFrame(given), table(name)) for name, given in rows.items()}
    return replace(_nothing(), settings=settings or Settings(), as_of=as_of or last + dt.timedelta(3), **frames)


@cache
def _nothing() -> Cohort:
    """A cohort without a row, made once: most of the time of a test would go into it."""
    return cohort_of()


def reviewed(rows: Mapping[str, list[Row]], **more: Any) -> tuple[Cohort, pd.DataFrame]:
    """The cohort and its pairs."""
    there = cohort(rows, **more)
    return there, pairs_under_review(there)


def signed_up(there: Cohort, signups: list[Row]) -> Cohort:
    """The cohort with these sign-ups as its participants; who signed up stands in the roster."""
    people = tidy(pd.DataFrame(signups), table("signups")).merge(there.roster, on="person_id")
    return replace(there, participants=people.sort_values("person_id", ignore_index=True))

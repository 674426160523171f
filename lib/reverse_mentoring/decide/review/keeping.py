"""How long a cohort's data are kept: when it is over, and from which day on what is to go."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.settings import RetentionSettings, RhythmSettings

What = Literal["answers", "pairs"]
ANSWERS = ("consents", "ratings", "preferences", "conflicts", "sides", "pulses", "quarters", "closings", "progress",
           "outcomes")  # fmt: skip
"""Tables of what single people answered or wished. Every other table about people counts to the pairs."""


@dataclass(frozen=True)
class Term:
    """Answers, or names and pairs, of a cohort are to go from this day on."""

    what: What
    since: dt.date


def end_of(cohort: Cohort, rhythm: RhythmSettings) -> dt.date | None:
    """The cohort's last day: the latest of its planned end, its last session and the end of its last pair.

    rhythm: as agreed in step 3. None where nothing tells: no start is set, and there is neither pair nor session.
    """
    pairs, sessions = cohort.pairs, cohort.sessions
    days = [_last(pairs["ended"]), _last(sessions["planned_on"]), _last(sessions["held_on"])]
    first = cohort.settings.cohort(cohort.name).start or _first(pairs["started"])
    return max(filter(None, [_later(first, rhythm.months), *days]), default=None)


def terms(end: dt.date, settings: RetentionSettings) -> tuple[Term, ...]:
    """What goes when, the earliest first; nothing for what is kept for ever (0 months)."""
    months: dict[What, int] = {"answers": settings.answers_months, "pairs": settings.pairs_months}
    found = (Term(what, day) for what, each in months.items() if each and (day := _later(end, each)))
    return tuple(sorted(found, key=lambda term: term.since))


def _later(day: dt.date | None, months: int) -> dt.date | None:
    return (pd.Timestamp(day) + pd.DateOffset(months=months)).date() if day else None


def _first(days: "pd.Series[pd.Timestamp]") -> dt.date | None:
    return days.min().date() if days.notna().any() else None


def _last(days: "pd.Series[pd.Timestamp]") -> dt.date | None:
    return days.max().date() if days.notna().any() else None

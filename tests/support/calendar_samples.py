"""Pairs with sessions, and calendar entries, for the tests of calendars."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from agreement_samples import cohort_of, person
from reverse_mentoring.decide.agreements.calendar_entries import Entry, calendar_entries
from reverse_mentoring.decide.agreements.clock_notes import with_clock_notes
from reverse_mentoring.decide.agreements.issuing import Issued, issued
from reverse_mentoring.decide.agreements.schedule import schedules
from reverse_mentoring.present.calendars import calendar_files
from reverse_mentoring.store.content import messages, session_plan
from reverse_mentoring.words.agreements import Agreement
from reverse_mentoring.words.choices import IdPair
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.settings import RhythmSettings

STAMP = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
TEXTS = {language: messages(language) for language in ("en", "de")}
TRICKY = ("Zoë, O'Brien; \\x <b>\nRüegg", "משה 王小明 " * 12)


def a_cohort(*, site: str = "Basel", names: tuple[str, str] = TRICKY, **settings: Any) -> Cohort:
    """Two mentors and two mentees, the mentors at that site; the first pair with difficult names."""
    return cohort_of(
        person("M1", "mentor", names[0], site=site), person("M2", "mentor", site=site),
        person("E1", "mentee", names[1]), person("E2", "mentee"), settings=settings,
    )  # fmt: skip


def drafted(cohort: Cohort, *pairs: IdPair, state: str = "agreed", **rhythm: Any) -> list[Agreement]:
    """The agreements of these pairs, without clauses."""
    beat, holidays = (
        RhythmSettings(**rhythm),
        {"CH": {dt.date(2026, 11, 9) + dt.timedelta(n): "Week" for n in range(5)}},
    )
    planned = schedules(cohort, pairs, beat, plan=session_plan(), holidays=holidays)
    noted = with_clock_notes(cohort, planned, words=TEXTS["en"])
    return [
        Agreement(*ids, cohort.names[ids[0]], cohort.names[ids[1]], (), (), noted[ids], (), state,
                  language=cohort.settings.language)
        for ids in sorted(pairs)
    ]  # fmt: skip


def entries_of(cohort: Cohort, *pairs: IdPair, mode: str = "", **rhythm: Any) -> tuple[Entry, ...]:
    """The calendar entries of these pairs."""
    modes = dict.fromkeys(pairs, mode) if mode else {}
    return calendar_entries(drafted(cohort, *pairs, **rhythm), cohort, texts=TEXTS, modes=modes)


def given_files(
    folder: Path, cohort: Cohort, entries: Iterable[Entry], *, before: dict[str, Issued] | None = None
) -> dict[str, Issued]:
    """Writes the calendars of these entries; returns what was given."""
    given = issued(before or {}, entries, stamp=STAMP + dt.timedelta(days=len(before or {}) > 0))
    calendar_files(folder, entries, given, cohort=cohort, texts=TEXTS)
    return given

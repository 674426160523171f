"""A programme folder with 25 content pairs over three departments and two levels, whose first quarter is closed."""

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd

from healthy_cohorts import healthy_programme
from reverse_mentoring.store.programme import Programme, set_up
from reverse_mentoring.store.vault import open_vault
from reverse_mentoring.words.columns import tidy
from reverse_mentoring.words.tables import table
from review_cohorts import START
from vault_samples import NOW

COHORT, DAY = "2026-spring", dt.date(2026, 6, 18)
LATER = dt.date(2026, 9, 18)
"""Days on which the first, and the second quarter are the last that is closed."""


def launched(folder: Path, *, roster: pd.DataFrame | None = None, settings: str = "") -> Programme:
    """The programme with everything imported at once. roster: instead of that of people_of_it."""
    programme = set_up(folder)
    set_day(programme, DAY, settings)
    open_vault(programme.vault, now=NOW).store({COHORT: tables(roster)}, now=NOW)
    return programme


def set_day(programme: Programme, day: dt.date, settings: str = "") -> None:
    """From now on it is this day in the programme."""
    text = f'as_of = {day}\n{settings}\n[cohorts."{COHORT}"]\nstart = {START}\n'
    programme.settings_file.write_text(text, encoding="utf-8")


def tables(roster: pd.DataFrame | None = None) -> dict[str, pd.DataFrame]:
    """Roster, pairs, sessions and pulses of a year."""
    cohort, _ = healthy_programme(cohorts=1, seed=5)
    frames = {name: getattr(cohort, name) for name in ("pairs", "sessions", "pulses")}
    return {**frames, "roster": people_of_it() if roster is None else roster}


def people_of_it(**columns: Any) -> pd.DataFrame:
    """The roster. columns: instead of department or level."""
    cohort, _ = healthy_programme(cohorts=1, seed=5)
    places = range(len(cohort.roster))
    usual = {"department": [f"D{place % 3}" for place in places], "level": [f"L{1 + place % 2}" for place in places]}
    return tidy(cohort.roster.assign(**{**usual, **columns}), table("roster"))

"""The training before the first session: what is taught on each track, and who has done it.

Without training only a third of such programmes reach their goals (Rao, “Reverse Mentoring”, Lab Manager, after Harvard
Business Review); both sides are trained, and who leads a mentor knows what not to ask.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

import pandas as pd

from reverse_mentoring.decide.agreements.clause_texts import contact_text
from reverse_mentoring.decide.agreements.wording import filled
from reverse_mentoring.words.choices import AgreementChoices
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.papers import Track

COUNTS_FOR_MONTHS = 24
"""A training counts for a start so many months later."""


@dataclass(frozen=True)
class Item:
    """One part of the agenda."""

    minutes: int
    title: str
    text: str


@dataclass(frozen=True)
class Card:
    """One situation, and what to do in it."""

    situation: str
    what_to_do: str


@dataclass(frozen=True)
class Course:
    """One track: what people can do afterwards, its agenda, its cards."""

    track: Track
    aims: tuple[str, ...]
    agenda: tuple[Item, ...]
    cards: tuple[Card, ...]

    @property
    def minutes(self) -> int:
        return sum(item.minutes for item in self.agenda)


@dataclass(frozen=True)
class TrainingDays:
    """When people did, or will do, their training. done counts on as_of for a start on the day start."""

    days: Mapping[tuple[str, Track], dt.date]
    as_of: dt.date
    start: dt.date

    def day(self, person_id: str, track: Track) -> dt.date | None:
        """The day as written down, whether it counts or not; None where nothing is."""
        return self.days.get((person_id, track))

    def done(self, person_id: str, track: Track) -> dt.date | None:
        """The day, if it has come and is not too old; else None."""
        day = self.day(person_id, track)
        return day if day and day <= self.as_of and not self.too_old(day) else None

    def too_old(self, day: dt.date) -> bool:
        """More than COUNTS_FOR_MONTHS before the start."""
        return day < (pd.Timestamp(self.start) - pd.DateOffset(months=COUNTS_FOR_MONTHS)).date()


def courses(plan: pd.DataFrame, cohort: Cohort, *, words: Mapping[str, str]) -> tuple[Course, ...]:
    """The tracks for mentors, mentees and line managers, with the cohort's contact in them.

    plan: store.training_plan. words: messages of the same language.
    """
    contact = {"contact": contact_text(cohort.settings.contact, words=words)}
    tracks: tuple[Track, ...] = get_args(Track)
    return tuple(_course(track, plan[plan["track"] == track], contact) for track in tracks)


def training_days(cohort: Cohort, choices: AgreementChoices) -> TrainingDays:
    """Who did which training when; typed on screen stands instead of imported.

    cohort.training holds the rows of this cohort only. Somebody who was trained in an earlier cohort is written there
    once more, with the day of then: it counts for COUNTS_FOR_MONTHS before the week of the first sessions. A day still
    to come is a booking.
    """
    table = cohort.training
    rows = zip(table["person_id"], table["track"], table["done_on"].dt.date, strict=True)
    days: dict[tuple[str, Track], dt.date] = {(person, track): day for person, track, day in rows if pd.notna(day)}
    days |= {(each.person_id, each.track): each.on for each in choices.trained}
    return TrainingDays(days, cohort.as_of, cohort.start)


def _course(track: Track, rows: pd.DataFrame, contact: Mapping[str, str]) -> Course:
    parts = {part: _texts(rows[rows["part"] == part], contact) for part in ("aim", "agenda", "card")}
    return Course(
        track,
        aims=tuple(row["text"] for row in parts["aim"]),
        agenda=tuple(Item(int(row["minutes"]), row["title"], row["text"]) for row in parts["agenda"]),
        cards=tuple(Card(row["title"], row["text"]) for row in parts["card"]),
    )


def _texts(rows: pd.DataFrame, contact: Mapping[str, str]) -> list[dict[Any, str]]:
    return [{name: filled(text, contact) for name, text in row.items()} for row in rows.to_dict("records")]

"""One cohort as plain data: what every decision is made from."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from reverse_mentoring.words.settings import Settings
from reverse_mentoring.words.tables import (
    CLOSINGS,
    CONSENTS,
    FOCUS_NOTES,
    GOAL_PLANS,
    PROGRESS,
    QUARTERS,
    SIDES,
    SIGNOFFS,
    TRAINING,
)

PAIRED_FROM = ("roster", "participants", "ratings", "preferences", "conflicts", "pairs", "earlier")
"""The tables that decide who may be paired and how well two people fit."""


def _no_pairs() -> pd.DataFrame:
    return pd.DataFrame({"mentor_id": pd.Series(dtype="str"), "mentee_id": pd.Series(dtype="str")})


def _nobody() -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype="str") for name in ("person_id", "department", "level")})


@dataclass(frozen=True)
class Cohort:
    """Everything known of one cohort on one day.

    roster: everybody in the company (columns of words.tables.ROSTER).
    participants: one row per person who takes part, ordered by person_id: the columns of SIGNUPS with role
        always “mentor” or “mentee” and capacity always ≥ 0, joined with those of ROSTER. consent is NA where
        nobody was asked (no sign-up file): that does not bar a pair, but every page says it.
    topics: topic_id, name, definition, sensitive; own topics and those of the catalogue that occur.
    The other tables as declared in words.tables, for this cohort only; consents: only those in force on that day, none
        where programme.toml does not say special_topics = true.
    earlier: mentor_id, mentee_id of the pairs of other cohorts of the programme, imported or decided there, of people
        who take part in this one.
    at_launch: person_id, department, level (“” = not known) of everybody who ever came into a pair here, as they were
        on that day; figures for managers count people there, wherever they work now.
    """

    name: str
    settings: Settings
    as_of: dt.date
    roster: pd.DataFrame
    participants: pd.DataFrame
    topics: pd.DataFrame
    ratings: pd.DataFrame
    tallies: pd.DataFrame
    preferences: pd.DataFrame
    conflicts: pd.DataFrame
    pairs: pd.DataFrame
    sessions: pd.DataFrame
    pulses: pd.DataFrame
    goals: pd.DataFrame
    outcomes: pd.DataFrame
    consents: pd.DataFrame = field(default_factory=CONSENTS.empty)
    sides: pd.DataFrame = field(default_factory=SIDES.empty)
    goal_plans: pd.DataFrame = field(default_factory=GOAL_PLANS.empty)
    training: pd.DataFrame = field(default_factory=TRAINING.empty)
    signoffs: pd.DataFrame = field(default_factory=SIGNOFFS.empty)
    quarters: pd.DataFrame = field(default_factory=QUARTERS.empty)
    closings: pd.DataFrame = field(default_factory=CLOSINGS.empty)
    progress: pd.DataFrame = field(default_factory=PROGRESS.empty)
    focus_notes: pd.DataFrame = field(default_factory=FOCUS_NOTES.empty)
    earlier: pd.DataFrame = field(default_factory=_no_pairs)
    at_launch: pd.DataFrame = field(default_factory=_nobody)

    @cached_property
    def names(self) -> dict[str, str]:
        """person_id → name."""
        return dict(zip(self.roster["person_id"].tolist(), self.roster["name"].tolist(), strict=True))

    @cached_property
    def topic_names(self) -> dict[str, str]:
        """topic_id → name."""
        return dict(zip(self.topics["topic_id"], self.topics["name"], strict=True))

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256, as hex, of what pairs are made from; the same for every order of rows and on every machine.

        One line per row of PAIRED_FROM: a JSON object (keys sorted, ASCII, no spaces) of its table and of every
        column that says something; dates ISO. One more line {"start":…} for the week of the first sessions. The
        lines sorted, joined by line breaks.
        """
        lines = [_line({"start": self.start.isoformat()})]
        for name in PAIRED_FROM:
            frame: pd.DataFrame = getattr(self, name)
            columns = {str(column): _said(frame[column]) for column in frame}
            for values in zip(*columns.values(), strict=True):
                said = {column: value for column, value in zip(columns, values, strict=True) if value not in _NOTHING}
                lines.append(_line({"table": name, **said}))
        return hashlib.sha256("\n".join(sorted(lines)).encode("ascii")).hexdigest()

    @property
    def start(self) -> dt.date:
        """Week of the first sessions: as set, else the first pair's start, else four weeks from today."""
        planned = self.settings.cohort(self.name).start
        if planned:
            return planned
        if self.pairs["started"].notna().any():
            first: dt.date = self.pairs["started"].min().date()
            return first
        return self.as_of + dt.timedelta(weeks=4)

    @cached_property
    def asked_for_consent(self) -> bool:
        """Whether a sign-up file said who takes part of their own will."""
        return bool(self.participants["consent"].notna().any())

    def of_roster(self, *columns: str) -> Iterator[tuple[Any, ...]]:
        """These columns of everybody in the roster, row by row."""
        return zip(*(self.roster[column].tolist() for column in columns), strict=True)

    def of_role(self, role: str) -> pd.DataFrame:
        """The participants with role “mentor” or “mentee”, by person_id."""
        return self.participants[self.participants["role"] == role]

    def ids_of_role(self, role: str) -> tuple[str, ...]:
        """Their ids, in that order."""
        ids, roles = (self.participants[column].tolist() for column in ("person_id", "role"))
        return tuple(person for person, each in zip(ids, roles, strict=True) if each == role)


_NOTHING: tuple[Any, ...] = (None, "", ())


_line = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def _said(values: "pd.Series[Any]") -> list[Any]:
    """Plain values, None where nothing was said; whole numbers without a point."""
    if pd.api.types.is_datetime64_dtype(values.dtype):
        values = values.dt.strftime("%Y-%m-%d")
    elif pd.api.types.is_float_dtype(values.dtype):
        values = values.astype("Int64")
    return list(values.astype(object).where(values.notna(), None))

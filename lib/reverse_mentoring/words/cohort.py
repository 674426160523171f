"""One cohort as plain data: what every decision is made from."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from reverse_mentoring.words.settings import Settings


@dataclass(frozen=True)
class Cohort:
    """Everything known of one cohort on one day.

    roster: everybody in the company (columns of words.tables.ROSTER).
    participants: one row per person who takes part, ordered by person_id: the columns of SIGNUPS with role
        always “mentor” or “mentee” and capacity always ≥ 0, joined with those of ROSTER. consent is NA where
        nobody was asked (no sign-up file): that does not bar a pair, but every page says it.
    topics: topic_id, name, definition, sensitive; own topics and those of the catalogue that occur.
    The other tables as declared in words.tables, for this cohort only.
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

    @cached_property
    def names(self) -> dict[str, str]:
        """person_id → name."""
        return dict(zip(self.roster["person_id"], self.roster["name"], strict=True))

    @cached_property
    def topic_names(self) -> dict[str, str]:
        """topic_id → name."""
        return dict(zip(self.topics["topic_id"], self.topics["name"], strict=True))

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

    @property
    def asked_for_consent(self) -> bool:
        """Whether a sign-up file said who takes part of their own will."""
        return bool(self.participants["consent"].notna().any())

    def of_role(self, role: str) -> pd.DataFrame:
        """The participants with role “mentor” or “mentee”, by person_id."""
        return self.participants[self.participants["role"] == role]

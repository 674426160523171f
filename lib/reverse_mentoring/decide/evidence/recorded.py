"""What many figures of one cohort rest on, put together once: whose pair has begun, what was answered, where goals are.

Anything dated after cohort.as_of is left out; an answer without a date counts.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from reverse_mentoring.decide.review.review import answers, goal_levels, sessions_held
from reverse_mentoring.words.cohort import Cohort

_BOTH = ["person_id", "topic_id"]


@dataclass(frozen=True, eq=False)
class Recorded:
    """Looks things up when they are first asked for. pairs: review.pairs_under_review. Change neither afterwards."""

    cohort: Cohort
    pairs: pd.DataFrame

    @cached_property
    def begun(self) -> pd.DataFrame:
        """The pairs whose planned start has come, in every state."""
        return self.pairs[self.pairs["started"] <= self.today].reset_index(drop=True)

    @property
    def today(self) -> pd.Timestamp:
        """The day of the cohort."""
        return pd.Timestamp(self.cohort.as_of)

    @cached_property
    def pulses(self) -> pd.DataFrame:
        """The answers to the pulse (review.answers)."""
        return answers(self.cohort)

    @cached_property
    def quarters(self) -> pd.DataFrame:
        """The quarter forms, with person_id: who answered."""
        return self._said_in(self.cohort.quarters)

    @cached_property
    def closings(self) -> pd.DataFrame:
        """The closing forms, with person_id: who answered."""
        return self._said_in(self.cohort.closings)

    @cached_property
    def pulses_by_day(self) -> Any:
        """The pulses, grouped by person_id and day."""
        return self.pulses.groupby(["person_id", "answered_on"])

    @cached_property
    def quarters_by_day(self) -> Any:
        """The quarter forms, grouped by person_id and day."""
        return self.quarters.groupby(["person_id", "answered_on"])

    @cached_property
    def levels(self) -> pd.DataFrame:
        """person_id, topic_id, proficiency_before (gap analysis), proficiency_after (latest answer of progress)."""
        now = self.cohort.progress[self.cohort.progress["rated_on"] <= self.today].sort_values("rated_on")
        now = now.drop_duplicates(_BOTH, keep="last")
        both = self.cohort.ratings[[*_BOTH, "proficiency"]].merge(now, on=_BOTH, suffixes=("_before", "_after"))
        return both.dropna(subset=["proficiency_before", "proficiency_after"])

    @cached_property
    def levels_of(self) -> list[tuple[str, str]]:
        """(person_id, topic_id) of each row of levels."""
        return list(zip(*(self.levels[column].tolist() for column in _BOTH), strict=True))

    @cached_property
    def goals(self) -> pd.DataFrame:
        """Where each goal stands (review.goal_levels)."""
        return goal_levels(self.cohort)

    @cached_property
    def held(self) -> pd.DataFrame:
        """What became of the sessions of the pairs that have begun (review.sessions_held)."""
        return sessions_held(self.cohort, self.begun)

    def _said_in(self, rows: pd.DataFrame) -> pd.DataFrame:
        person = rows["mentor_id"].where(rows["who"] == "mentor", rows["mentee_id"])
        return rows.assign(person_id=person)[~(rows["answered_on"] > self.today)]

"""Figures of people before and after, and who may stand beside them as a comparison."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reverse_mentoring.decide.evidence.counted import PEOPLE, ROLES, people_of
from reverse_mentoring.decide.evidence.recorded import Recorded
from reverse_mentoring.decide.statistics.comparison import matched_others
from reverse_mentoring.words.charter import Whose
from reverse_mentoring.words.cohort import Cohort

VOLUNTEERS, ALIKE = "volunteers who were not placed", "others of the same level"
SAME_START = dt.timedelta(days=60)
"""Who joined later had to be there until then, and is not counted from the common start."""
Figures = NDArray[np.float64]


def _nobody() -> Figures:
    return np.array([], dtype=np.float64)


@dataclass(frozen=True)
class Changed:
    """before and after of those who have both, in the same order; their_…: of the comparison people, others: how
    these were chosen (“” = there are none). everybody: how many there are in all. most: the largest change that the
    scale allows; None: no end."""

    before: Figures
    after: Figures
    everybody: int
    noun: str
    their_before: Figures = field(default_factory=_nobody)
    their_after: Figures = field(default_factory=_nobody)
    others: str = ""
    most: float | None = None

    @property
    def changes(self) -> Figures:
        return self.after - self.before

    @property
    def their_changes(self) -> Figures:
        return self.their_after - self.their_before


@dataclass(frozen=True)
class Stayed:
    """Whose stay is looked at, from a common start. recorded: whether the roster names anybody who left. unknown: how
    many are not in the roster any more. later: how many joined later and are not counted."""

    people: tuple[str, ...]
    others: tuple[str, ...]
    how: str
    start: dt.date
    noun: str
    recorded: bool
    unknown: int = 0
    later: int = 0


def changed(recorded: Recorded, key: str, *, whose: Whose) -> Changed:
    """The change behind a key of measures (levels, level:…, pulse:…, quarter:…, outcome:…).

    Levels: from the gap analysis to the latest answer of progress; of one topic, among people whose pair works on it
    or has no topics recorded. The others: from the first day with an answer to the last, the mean where several.
    """
    kind, _, name = key.partition(":")
    if kind in ("level", "levels"):
        return _levels(recorded, name, whose)
    if kind == "outcome":
        return _outcome(recorded, name, whose)
    by_day = recorded.pulses_by_day if kind == "pulse" else recorded.quarters_by_day
    people = people_of(recorded.begun, whose)
    return Changed(*_of(_first_last(by_day[name]), people), len(people), PEOPLE[whose], most=4)


def stayed(recorded: Recorded, *, whose: Whose) -> Stayed:
    """Who of mentors, mentees or both is followed from the first planned session on, and beside whom."""
    cohort, started = recorded.cohort, recorded.begun
    start = started["started"].min().date() if len(started) else cohort.start
    people = people_of(started[started["started"] <= pd.Timestamp(start + SAME_START)], whose)
    roster = cohort.roster
    there = roster[~(roster["hire_date"] > pd.Timestamp(start)) & ~(roster["left_date"] < pd.Timestamp(start))]
    others, how = comparison_people(cohort, recorded.pairs, people, whose=whose, known=there["person_id"])
    return Stayed(
        tuple(people), tuple(others), how, start, PEOPLE[whose], bool(roster["left_date"].notna().any()),
        unknown=len(set(people).difference(roster["person_id"].tolist())),
        later=len(people_of(started, whose)) - len(people),
    )  # fmt: skip


def comparison_people(
    cohort: Cohort, pairs: pd.DataFrame, people: Collection[str], *, whose: Whose, known: Collection[str]
) -> tuple[list[str], str]:
    """(person_ids, how they were chosen) of those in no pair of whom something is known; ([], “”) if too few.

    Volunteers of the same role who were not placed; where these are fewer than settings.group_at_least, one other of
    the same level for each of people.
    """
    outside = set(known) - set(people_of(pairs, "organisation"))
    signed_up = cohort.participants[cohort.participants["role"].isin(ROLES[whose])]
    volunteers = sorted(outside & set(signed_up["person_id"]))
    if len(volunteers) >= cohort.settings.group_at_least:
        return volunteers, VOLUNTEERS
    candidates = sorted(outside & set(cohort.roster["person_id"].tolist()))
    if len(candidates) < cohort.settings.group_at_least:
        return [], ""
    matched = sorted(matched_others(cohort.roster, people, candidates))
    return (matched, ALIKE) if len(matched) >= cohort.settings.group_at_least else ([], "")


def _outcome(recorded: Recorded, name: str, whose: Whose) -> Changed:
    by_day = _outcomes(recorded.cohort, name).groupby(["person_id", "measured_on"])
    told = _first_last(by_day["value"])
    people = people_of(recorded.begun, whose)
    ours = [person for person in people if person in told.index]
    others, how = comparison_people(recorded.cohort, recorded.pairs, ours, whose=whose, known=told.index)
    return Changed(*_of(told, people), len(people), PEOPLE[whose], *_of(told, others), how)


def _outcomes(cohort: Cohort, name: str) -> pd.DataFrame:
    rows = cohort.outcomes
    return rows[(rows["measure"] == name) & (rows["measured_on"] <= pd.Timestamp(cohort.as_of))]


def _levels(recorded: Recorded, topic: str, whose: Whose) -> Changed:
    """topic “”: the mean, per person, over the topics of his or her pairs."""
    asked = {each for each in _topics_of(recorded, whose) if topic in ("", each[1])}
    here = np.array([each in asked for each in recorded.levels_of], dtype=bool)
    told = recorded.levels[here].groupby("person_id")[["proficiency_before", "proficiency_after"]].mean().astype(float)
    told.columns = pd.Index(["before", "after"])
    people = sorted({person for person, _ in asked})
    works = "whose pair works on it" if topic else "with a topic"
    return Changed(*_of(told, people), len(people), f"{PEOPLE[whose]} {works}", most=4)


def _topics_of(recorded: Recorded, whose: Whose) -> set[tuple[str, str]]:
    """person_id, topic_id: what each person's pairs work on; every topic where a pair's topics are not recorded."""
    pairs, known = recorded.begun, recorded.cohort.topic_names
    return {
        (person, topic)
        for role in ROLES[whose]
        for person, topics in zip(pairs[f"{role}_id"].tolist(), pairs["topics"].tolist(), strict=True)
        for topic in (topics or known)
    }


def _first_last(by_day: Any) -> pd.DataFrame:
    """before and after by person_id: the mean of the first and of the last day, of those with two days.

    by_day: the answers, grouped by person_id and day.
    """
    told = by_day.mean().dropna()
    people, values = told.index.get_level_values("person_id"), told.to_numpy(dtype=float)
    several = people.duplicated(keep=False)
    first, last = (several & ~people.duplicated(keep=end) for end in ("first", "last"))
    return pd.DataFrame({"before": values[first], "after": values[last]}, index=people[first])


def _of(told: pd.DataFrame, people: Collection[str]) -> tuple[Figures, Figures]:
    places = told.index.get_indexer(pd.Index(list(people), dtype="str"))
    mine = told.to_numpy()[places[places >= 0]]
    return mine[:, 0].copy(), mine[:, 1].copy()

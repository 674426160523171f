"""How well two people fit, worked out again from what they said: pair by pair, in whole numbers, by code that shares
nothing with the engine. The parts and their weights are those of the facilitator's guide."""

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from reverse_mentoring.words.choices import MatchingChoices
from reverse_mentoring.words.cohort import Cohort

Day = tuple[int, int]
Share = tuple[int, int] | None
"""Reached of possible; None where a question was not answered."""

USUAL = {"topics": 3, "wishes": 2, "return": 2, "common": 1, "logistics": 1, "unit": 1}
WEIGHTS = {"off": 0, "low": 1, "medium": 2, "high": 3}
WORTH = {"topics": 1500, "wishes": 1000, "return": 750, "common": 1000, "logistics": 500, "unit": 500}
HOURS = re.compile(r"\s*(\d\d?)[:.h](\d\d)\s*[-–—]\s*(\d\d?)[:.h](\d\d)\s*")
DAY = 24 * 60


@dataclass
class Said:
    """What one participant said, as far as it counts. wants: topic → gap × importance; teaches: topic → level; own:
    topic → importance of a mentor's own needs; strong: topics that the person could teach; ranked: other → rank."""

    wants: dict[str, int] = field(default_factory=dict)
    teaches: dict[str, int] = field(default_factory=dict)
    own: dict[str, int] = field(default_factory=dict)
    strong: set[str] = field(default_factory=set)
    ranked: dict[str, int] = field(default_factory=dict)
    tags: set[str] = field(default_factory=set)
    in_person: bool = False
    site: str = ""
    department: str = ""
    day: Day | None = None


class Fits:
    """The fit of any mentor with any mentee of a cohort, in hundredths.

    need: thresholds of a need, as words.settings.NeedSettings; topics: what the programme is about (empty = all).
    """

    def __init__(
        self, cohort: Cohort, choices: MatchingChoices, *, need: Mapping[str, int], topics: Collection[str]
    ) -> None:
        chosen = USUAL | {part: WEIGHTS[weight] for part, weight in choices.weights.items()}
        self._most = [WORTH[part] * chosen[part] for part in WORTH]
        self._said = _people(cohort)
        self.shared_minutes = cache(shared_minutes)
        roles = dict(zip(cohort.participants["person_id"], cohort.participants["role"], strict=True))
        for role in ("mentor", "mentee"):
            _answers(self._said, _rows(cohort, roles, role), need, topics)
        for person, topic, importance, level, *_ in _plain(cohort.ratings, ANSWER):
            if roles.get(person) == "mentor" and _is_need(importance, level, need):
                self._said[person].own[topic] = importance
            if person in roles and level is not None and level >= need["teaches_from"]:
                self._said[person].strong.add(topic)

    def taught_by(self, mentor: str) -> frozenset[str]:
        """What the mentor can and will teach."""
        return frozenset(self._said[mentor].teaches)

    def wanted_by(self, mentee: str) -> frozenset[str]:
        """What the mentee needs and wants."""
        return frozenset(self._said[mentee].wants)

    def day_of(self, person: str) -> Day | None:
        """The working day; None where the time zone is not known."""
        return self._said[person].day

    def fit(self, mentor: str, mentee: str) -> int:
        """0–10 000; what was not answered counts neither for nor against the pair."""
        one, other = self._said[mentor], self._said[mentee]
        reached = possible = 0
        shares = (
            _topics(one, other), _wishes(one.ranked.get(mentee), other.ranked.get(mentor), one, other),
            _return(one, other), _common(one, other), _logistics(one, other, self._minutes(one, other)),
            _unit(one, other),
        )  # fmt: skip
        for most, share in zip(self._most, shares, strict=True):
            if share is not None:
                reached += most * share[0] // share[1]
                possible += most
        return 10_000 * reached // possible if possible else 0

    def _minutes(self, one: Said, other: Said) -> int | None:
        """Working time in common; None where a time zone is not known."""
        return None if one.day is None or other.day is None else self.shared_minutes(one.day, other.day)


ANSWER = ("person_id", "topic_id", "importance", "proficiency", "want", "give")


def _plain(frame: Any, columns: Collection[str]) -> list[tuple[Any, ...]]:
    """Rows of plain values, None where nothing was said."""
    values = ([None if each is pd.NA else each for each in frame[c].astype(object).tolist()] for c in columns)
    return list(zip(*values, strict=True))


def _people(cohort: Cohort) -> dict[str, Said]:
    columns = ("person_id", "common_ground", "mode", "site", "department", "time_zone", "availability")
    start = cohort.start
    said = {
        person: Said(
            tags={tag.lower() for tag in tags},
            in_person=mode == "in person",
            site=site,
            department=department,
            day=working_day(zone, hours, start),
        )
        for person, tags, mode, site, department, zone, hours in _plain(cohort.participants, columns)
    }
    for person, other, rank in _plain(cohort.preferences, ("person_id", "other_id", "rank")):
        if person in said and rank.isdecimal():
            said[person].ranked[other] = int(rank)
    return said


def _rows(cohort: Cohort, roles: dict[str, str], role: str) -> list[tuple[Any, ...]]:
    """The answers of one role on the topics that were asked; a question that nobody answered counts as yes."""
    asked = cohort.settings.cohort(cohort.name).topics
    rows = [row for row in _plain(cohort.ratings, ANSWER) if roles.get(row[0]) == role]
    rows = [row for row in rows if not asked or row[1] in asked]
    want, give = (all(row[place] is None for row in rows) for place in (4, 5))
    return [(role, *row[:4], want or row[4] is True, give or row[5] is True) for row in rows]


def _answers(
    said: dict[str, Said], rows: list[tuple[Any, ...]], need: Mapping[str, int], topics: Collection[str]
) -> None:
    for role, person, topic, importance, level, want, give in rows:
        if role == "mentee" and want and (not topics or topic in topics) and _is_need(importance, level, need):
            said[person].wants[topic] = (importance - level) * importance
        if role == "mentor" and give and level is not None and level >= need["teaches_from"]:
            said[person].teaches[topic] = level


def _is_need(importance: int | None, level: int | None, need: Mapping[str, int]) -> bool:
    if importance is None or level is None:
        return False
    enough = importance >= need["importance_at_least"] and importance - level >= need["gap_at_least"]
    return enough and level <= need["proficiency_at_most"]


def working_day(time_zone: str, availability: str, day: dt.date) -> Day | None:
    """Start and end in minutes of UTC, by the offset at noon of that day; nine to five where no hours are readable."""
    try:
        offset = dt.datetime.combine(day, dt.time(12), ZoneInfo(time_zone)).utcoffset() if time_zone else None
    except (KeyError, ValueError, OSError):
        return None
    if offset is None:
        return None
    told = HOURS.fullmatch(availability)
    h1, m1, h2, m2 = (int(number) for number in told.groups()) if told else (9, 0, 17, 0)
    start, end = 60 * h1 + m1, 60 * h2 + m2
    start, end = (start, end) if start < end <= DAY else (9 * 60, 17 * 60)
    ahead = int(offset.total_seconds() // 60)
    return start - ahead, end - ahead


def shared_minutes(one: Day, other: Day) -> int:
    """How long both work, whichever day it is for them."""
    return sum(max(0, min(one[1], other[1] + k) - max(one[0], other[0] + k)) for k in (-DAY, 0, DAY))


def _topics(mentor: Said, mentee: Said) -> Share:
    """Of the three widest needs, each as far as the mentor's level reaches."""
    widest = 5 * sum(sorted(mentee.wants.values())[-3:])
    taught = sum(urgency * mentor.teaches.get(topic, 0) for topic, urgency in mentee.wants.items())
    return (min(taught, widest), widest) if widest else (0, 1)


def _wishes(first: int | None, second: int | None, mentor: Said, mentee: Said) -> Share:
    """First choice counts full, fifth one fifth; the mean over those who named anybody."""
    named = (mentor.ranked != {}) + (mentee.ranked != {})
    return (sum(max(6 - rank, 0) for rank in (first, second) if rank is not None), 5 * named) if named else None


def _return(mentor: Said, mentee: Said) -> Share:
    total = sum(mentor.own.values())
    return (sum(weight for topic, weight in mentor.own.items() if topic in mentee.strong), total) if total else None


def _common(mentor: Said, mentee: Said) -> Share:
    return (min(len(mentor.tags & mentee.tags), 3), 3) if mentor.tags and mentee.tags else None


def _logistics(mentor: Said, mentee: Said, minutes: int | None) -> Share:
    """Four hours in common count full; nothing where one wants to meet in person at another site."""
    if (mentor.in_person or mentee.in_person) and mentor.site and mentee.site and mentor.site != mentee.site:
        return 0, 1
    return None if minutes is None else (min(minutes, 240), 240)


def _unit(mentor: Said, mentee: Said) -> Share:
    known = mentor.department and mentee.department
    return (int(mentor.department != mentee.department), 1) if known else None

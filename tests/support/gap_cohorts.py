"""Small cohorts for the tests of the gap analysis, written as people and answers."""

from collections import Counter
from typing import Any

import numpy as np
import pandas as pd

import small_cohorts
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.settings import NeedSettings, Settings


def cohort_of(
    people: pd.DataFrame, ratings: pd.DataFrame, *, tallies: Any = None, settings: Settings | None = None
) -> Cohort:
    """A cohort; people: columns of ROSTER and SIGNUPS as far as they matter, one row per participant."""
    frames = {"roster": people, "signups": people, "ratings": ratings, "tallies": pd.DataFrame(tallies or {})}
    return small_cohorts.cohort_of(settings, **{name: rows.to_dict("records") for name, rows in frames.items()})


def random_cohort(
    seed: int, *, mentors: int, mentees: int, topics: int = 8, lead: float = 0.0, spread: float = 1.0
) -> Cohort:
    """Answers in which role makes no difference but for a lead of mentors; people differ, and so do topics.

    Levels: a cut normal, people differ by 0.5 and answers by spread on top of that; one answer in ten is missing.
    """
    rng = np.random.default_rng(seed)
    count = mentors + mentees
    role = np.where(np.arange(count) < mentors, "mentor", "mentee")
    people = pd.DataFrame({"person_id": [f"P{i:03}" for i in range(count)], "role": role, "name": "x"})
    people["level"] = np.where(role == "mentor", "G2", "G6")
    people["team"] = [f"T{i % 11}" for i in range(count)]
    middle = rng.uniform(2.2, 3.2, topics) + 0.5 * rng.normal(size=(count, 1))
    levels = middle + rng.normal(0, spread, (count, topics)) + np.where(role == "mentor", lead, 0.0)[:, None]
    rows = pd.DataFrame(
        {
            "person_id": np.repeat(people["person_id"].to_numpy(), topics),
            "topic_id": np.tile([f"topic_{t:02}" for t in range(topics)], count),
            "proficiency": np.clip(np.rint(levels), 1, 5).astype(int).ravel(),
            "importance": rng.integers(2, 6, count * topics),
        }
    )
    return cohort_of(people, rows[rng.random(len(rows)) > 0.1])


def random_answers(
    rng: np.random.Generator, mentees: int, topics: int = 4, *, missing: float = 0.2
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Importance and proficiency of mentees, one column per topic, some of it missing."""
    tables = []
    for _ in range(2):
        levels = pd.DataFrame(rng.integers(1, 6, (mentees, topics))).astype("Int64")
        tables.append(levels.mask(rng.random(levels.shape) < missing))
    return tables[0], tables[1]


def complete_cohort(seed: int, *, mentors: int, mentees: int, topics: int = 4) -> Cohort:
    """Everybody answered every question: levels, want and give."""
    cohort = random_cohort(seed, mentors=mentors, mentees=mentees, topics=topics, lead=1.0)
    rng = np.random.default_rng(seed)
    people = cohort.participants
    grid = people[["person_id"]].merge(pd.DataFrame({"topic_id": [f"topic_{t:02}" for t in range(topics)]}), "cross")
    for question in ("importance", "proficiency"):
        grid[question] = rng.integers(2, 6, len(grid))
    for wish in ("want", "give"):
        grid[wish] = rng.random(len(grid)) < 0.7
    return cohort_of(people, grid)


def as_hands(cohort: Cohort, need: NeedSettings) -> list[dict[str, Any]]:
    """What the room would have shown had the same people raised hands: rows of TALLIES.

    Needs and strengths are found person by person here, by the wording of the questions, not by the code under test.
    """
    counts: Counter[tuple[str, str, str, int]] = Counter()
    roles = dict(zip(cohort.participants["person_id"], cohort.participants["role"], strict=True))
    for row in cohort.ratings.to_dict("records"):
        topic, role, level = row["topic_id"], roles[row["person_id"]], row["proficiency"]
        counts[topic, role, "proficiency", level] += 1
        if role == "mentor":
            counts[topic, role, "teach", 1] += bool(level >= need.teaches_from and row["give"])
            continue
        importance = row["importance"]
        counts[topic, role, "importance", importance] += 1
        wide = importance - level >= need.gap_at_least and importance >= need.importance_at_least
        counts[topic, role, "need", 1] += bool(wide and level <= need.proficiency_at_most and row["want"])
    names = ("topic_id", "role", "question", "level")
    return [dict(zip(names, key, strict=True)) | {"count": count} for key, count in counts.items()]

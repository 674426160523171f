"""Small cohorts for the tests of the gap analysis, written as people and answers."""

from typing import Any

import numpy as np
import pandas as pd

import small_cohorts
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.settings import Settings


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

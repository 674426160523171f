"""Small cohorts made in code, for tests."""

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd

from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.columns import tidy
from reverse_mentoring.words.settings import Settings
from reverse_mentoring.words.tables import TABLES

AS_OF = dt.date(2026, 11, 1)


def cohort_of(settings: Settings | None = None, **tables: list[dict[str, Any]]) -> Cohort:
    """A cohort from rows as dictionaries; participants come from signups joined with roster."""
    frames = {table.name: tidy(pd.DataFrame(tables.get(table.name, [])), table) for table in TABLES}
    signups, roster = frames.pop("signups"), frames.pop("roster")
    participants = signups.merge(roster, on="person_id").sort_values("person_id", ignore_index=True)
    participants["capacity"] = participants["capacity"].fillna(1)
    known = sorted({*frames["ratings"]["topic_id"]})
    topics = pd.DataFrame({"topic_id": known, "name": [t.title() for t in known], "definition": "", "sensitive": False})
    frames["topics"] = topics.astype({"topic_id": "str", "name": "str"})
    return Cohort("test", settings or Settings(), AS_OF, roster=roster, participants=participants, **frames)


def random_cohort(seed: int, *, mentors: int = 4, mentees: int = 4, most_places: int = 1) -> Cohort:
    """People over a few teams and lines, with answers on four topics; some silent, some conflicts, some wishes."""
    rng = np.random.default_rng(seed)
    juniors, seniors = [f"j{i}" for i in range(mentors)], [f"s{i}" for i in range(mentees)]
    roster = [
        {"person_id": person, "name": f"Name {person}", "level": f"L{rng.integers(*span)}",
         "manager_id": str(rng.choice(["", *seniors])) if person in juniors else "",
         "dotted_line_ids": (str(rng.choice(seniors)),) if rng.random() < 0.2 and seniors else (),
         "former_manager_ids": (str(rng.choice(seniors)),) if rng.random() < 0.1 and seniors else (),
         "languages": tuple(rng.choice(["de", "en", "fr"], 2, replace=False)) if rng.random() < 0.5 else (),
         "time_zone": str(rng.choice(["", "Europe/Zurich", "Asia/Kolkata", "America/New_York"])),
         "team": str(rng.choice(["", "T1", "T2", "T3", "T4"])), "department": str(rng.choice(["", "D1", "D2", "D3"]))}
        for people, span in ((juniors, (1, 4)), (seniors, (4, 7))) for person in people
    ]  # fmt: skip
    signups = [
        {"person_id": person, "role": role, "consent": bool(rng.random() > 0.1),
         "capacity": int(rng.integers(0 if most_places > 1 else 1, most_places + 1)),
         "common_ground": tuple(rng.choice(["chess", "choir", "cycling"], 2, replace=False))}
        for people, role in ((juniors, "mentor"), (seniors, "mentee")) for person in people
    ]  # fmt: skip
    ratings = [
        {"person_id": person, "topic_id": topic, "importance": int(rng.integers(3, 6)),
         "proficiency": int(rng.integers(3, 6)) if person in juniors else int(rng.integers(1, 4)),
         "want": True, "give": True}
        for person in juniors + seniors for topic in ("ai", "video", "lab") if rng.random() < 0.7
    ]  # fmt: skip
    conflicts = [{"person_id": j, "other_id": s} for j in juniors for s in seniors if rng.random() < 0.05]
    wishes = [{"person_id": s, "other_id": j, "rank": str(rng.choice(["1", "2", "no"]))}
              for j in juniors for s in seniors if rng.random() < 0.1]  # fmt: skip
    return cohort_of(roster=roster, signups=signups, ratings=ratings, conflicts=conflicts, preferences=wishes)

"""Large cohorts as a survey would give them, made column by column; the same people for the same seed."""

from pathlib import Path

import numpy as np
import pandas as pd

from reverse_mentoring.store.at_launch import COLUMNS
from reverse_mentoring.store.choice_rows import Saved
from reverse_mentoring.store.cohorts import load_cohort
from reverse_mentoring.store.reading import read_folder
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.columns import tidy
from reverse_mentoring.words.settings import Settings
from reverse_mentoring.words.steps import STEPS
from reverse_mentoring.words.tables import TABLES
from small_cohorts import AS_OF

Tables = dict[str, pd.DataFrame]
TOPICS = [f"topic_{number:02}" for number in range(40)]
ANSWERED = 12
"""Topics that each person said something about."""
DEPARTMENTS, DIRECT_REPORTS = 20, 6
ZONES = ["Europe/Zurich", "Europe/London", "America/New_York", "Asia/Kolkata"]
LANGUAGES = [("en",), ("en", "de"), ("en", "fr"), ("de",)]
JUNIOR_LEVELS, SENIOR_LEVELS = [0.1, 0.15, 0.25, 0.3, 0.2], [0.3, 0.3, 0.2, 0.15, 0.05]
TAGS = [f"interest {number}" for number in range(30)]


def large_tables(people: int, *, seed: int = 0, roster: int = 0, mentees: int | None = None) -> Tables:
    """Input tables of a company with so many mentors and (as many, or so many) mentees: 40 topics, departments with
    reporting lines of any depth, teams, time zones, languages, wishes and conflicts. roster: employees in all."""
    rng = np.random.default_rng(seed)
    seniors = people if mentees is None else mentees
    staff = _roster(max(roster, people + seniors, 2 * DEPARTMENTS), rng)
    half = max(len(staff) // 2, seniors) if seniors <= len(staff) - people else seniors
    sides = {"mentee": rng.permutation(half)[:seniors], "mentor": half + rng.permutation(len(staff) - half)[:people]}
    senior = np.arange(len(staff)) < half
    staff["level"] = np.char.add("L", np.where(senior, rng.integers(5, 9, len(staff)), rng.integers(1, 5, len(staff)))
                                 .astype(str))  # fmt: skip
    ids = {role: np.sort(staff["person_id"].to_numpy(dtype=str)[places]) for role, places in sides.items()}
    return {
        "roster": staff,
        "signups": pd.concat([_signups(ids[role], role, rng) for role in ids], ignore_index=True),
        "ratings": pd.concat([_ratings(ids[role], role, rng) for role in ids], ignore_index=True),
        "preferences": _wishes(ids["mentee"], ids["mentor"], rng),
        "conflicts": _conflicts(ids["mentee"], ids["mentor"], rng),
    }


def large_cohort(people: int, *, seed: int = 0, roster: int = 0, mentees: int | None = None) -> Cohort:
    """The same as a cohort, as after the import."""
    made = large_tables(people, seed=seed, roster=roster, mentees=mentees)
    frames = {table.name: tidy(made.get(table.name, table.empty()), table) for table in TABLES}
    staff, signups = frames.pop("roster"), frames.pop("signups")
    everybody = signups.merge(staff, on="person_id").sort_values("person_id", ignore_index=True)
    frames["topics"] = pd.DataFrame({"topic_id": TOPICS, "name": TOPICS, "definition": "", "sensitive": False}).astype(
        {"topic_id": "str", "name": "str"}
    )
    return Cohort("test", Settings(), AS_OF, roster=staff, participants=everybody, **frames)


def write_tables(tables: Tables, folder: Path) -> None:
    """The input files of a programme: one CSV for each table, lists joined by semicolons."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        lists = {c: table[c].map("; ".join) for c in table if table[c].map(type).eq(tuple).any()}
        table.assign(**lists).to_csv(folder / f"{name}.csv", index=False)


def _roster(size: int, rng: np.random.Generator) -> pd.DataFrame:
    """Departments as trees in which everybody leads up to six; the first people are the most senior."""
    place = np.arange(size)
    department, inside = place % DEPARTMENTS, place // DEPARTMENTS
    ids = np.array([f"P{number:06}" for number in place], dtype=object)
    boss = np.where(inside > 0, (inside - 1) // DIRECT_REPORTS * DEPARTMENTS + department, 0)
    return pd.DataFrame({
        "person_id": ids, "name": [f"Person {number}" for number in place],
        "manager_id": np.where(place > 0, ids[boss], ""),
        "dotted_line_ids": _tuples(np.where(rng.random(size) < 0.05, ids[rng.integers(0, size // 8 + 1, size)], "")),
        "former_manager_ids": _tuples(np.where(rng.random(size) < 0.1, ids[boss[boss]], "")),
        "team": np.where(place > 0, np.char.add("T", boss.astype(str)), ""),
        "department": np.char.add("D", department.astype(str)),
        "site": rng.choice(["Basel", "London", "Boston"], size),
        "time_zone": rng.choice(ZONES, size, p=[0.5, 0.25, 0.15, 0.1]),
        "languages": [LANGUAGES[i] for i in rng.choice(4, size, p=[0.4, 0.35, 0.2, 0.05])],
    })  # fmt: skip


def _tuples(ids: np.ndarray) -> list[tuple[str, ...]]:
    return [(one,) if one else () for one in ids]


def _signups(ids: np.ndarray, role: str, rng: np.random.Generator) -> pd.DataFrame:
    tags = rng.random((len(ids), len(TAGS))).argsort(axis=1)[:, :3]
    return pd.DataFrame({
        "person_id": ids, "role": role, "capacity": 1, "consent": rng.random(len(ids)) < 0.98,
        "common_ground": [tuple(TAGS[i] for i in row) for row in tags],
        "mode": rng.choice(["both", "remote", "in person"], len(ids), p=[0.6, 0.35, 0.05]),
        "availability": rng.choice(["", "08:00-16:00", "10:00-18:30"], len(ids)),
    })  # fmt: skip


def _ratings(ids: np.ndarray, role: str, rng: np.random.Generator) -> pd.DataFrame:
    """Some topics are asked for by many, some by few."""
    popular = rng.random((len(ids), len(TOPICS))) ** (1 + np.arange(len(TOPICS)) / 20)
    topics = popular.argsort(axis=1)[:, -ANSWERED:].ravel()
    size = len(topics)
    return pd.DataFrame({
        "person_id": np.repeat(ids, ANSWERED), "topic_id": np.array(TOPICS, dtype=object)[topics],
        "importance": rng.choice(5, size, p=[0.05, 0.1, 0.25, 0.35, 0.25]) + 1,
        "proficiency": rng.choice(5, size, p=JUNIOR_LEVELS if role == "mentor" else SENIOR_LEVELS) + 1,
        "want": rng.random(size) < 0.8, "give": rng.random(size) < 0.85,
    })  # fmt: skip


def _wishes(people: np.ndarray, others: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    """Four in ten name three others; one name in twelve is a refusal."""
    who = np.repeat(people[rng.random(len(people)) < 0.4], 3)
    named = others[rng.integers(0, len(others), len(who))] if len(others) else who[:0]
    rank = np.where(rng.random(len(who)) < 1 / 12, "no", np.tile(["1", "2", "3"], len(who) // 3))
    found = pd.DataFrame({"person_id": who[: len(named)], "other_id": named, "rank": rank[: len(named)]})
    return found.drop_duplicates(["person_id", "other_id"], ignore_index=True)


def _conflicts(people: np.ndarray, others: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    count = min(len(people), len(others)) // 2
    pairs = pd.DataFrame({"person_id": rng.choice(people, count), "other_id": rng.choice(others, count)})
    return pairs.drop_duplicates(ignore_index=True)


EMPTY = {table.name: table.empty() for table in TABLES}


class _InputTables:
    """What the vault would hold after the import of these tables."""

    def __init__(self, tables: Tables) -> None:
        self._tables = EMPTY | tables

    def cohorts(self) -> list[str]:
        return ["test"]

    def tables(self, _: str) -> dict[str, pd.DataFrame]:
        return self._tables

    def pairs_of_others(self, _: str) -> list[tuple[str, str]]:
        return []

    def choices(self, _: str, step: str) -> Saved:
        return Saved(0, STEPS[step]())

    def at_launch(self, _: str) -> pd.DataFrame:
        return pd.DataFrame(columns=["person_id", *COLUMNS], dtype="str")

    def promised(self, _: str, group_at_least: int, **__: object) -> int:
        return group_at_least


def cohort_of_files(folder: Path) -> Cohort:
    """The cohort that the input files of a folder describe, as after the import; AssertionError at any problem."""
    reading = read_folder(folder, Settings())
    assert not reading.problems, reading.problems[:3]
    return load_cohort(_InputTables(dict(reading.tables)), "test", Settings(), AS_OF)

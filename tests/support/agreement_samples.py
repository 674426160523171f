"""A small cohort, and the texts that come with the workbook, for the tests of agreements."""

import datetime as dt
from typing import Any

import pandas as pd

from reverse_mentoring.decide.agreements.agreements import Material
from reverse_mentoring.store.content import clauses, messages, session_plan
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.columns import tidy
from reverse_mentoring.words.pairs import Pair
from reverse_mentoring.words.settings import Settings
from reverse_mentoring.words.tables import TABLES, table

AS_OF = dt.date(2026, 11, 1)
SETTINGS = {
    "organisation": "Aare Life Sciences",
    "site_countries": {"Basel": "CH", "Boston": "US", "Singapore": "SG"},
    "contact": {"name": "Vera Roth", "email": "vera.roth@aare.example", "support": "Care line 4711"},
    "cohorts": {"2026-autumn": {"start": "2026-11-09"}},
}
ZONES = {"Basel": "Europe/Zurich", "Boston": "America/New_York", "Singapore": "Asia/Singapore", "": ""}
TOPICS = [
    {"topic_id": "ai_assistants", "name": "Everyday AI assistants", "sensitive": False},
    {"topic_id": "belonging", "name": "Belonging & respect", "sensitive": True},
]


def person(person_id: str, role: str, name: str = "", **said: Any) -> dict[str, Any]:
    """One row of roster and sign-up together."""
    site = said.pop("site", "Basel")
    base = {"person_id": person_id, "role": role, "name": name or f"Name {person_id}", "site": site, "consent": True}
    return {**base, "time_zone": ZONES[site], "email": f"{person_id}@aare.example", "manager_id": "BOSS", **said}


def cohort_of(*people: dict[str, Any], settings: dict[str, Any] | None = None, **tables: Any) -> Cohort:
    """The cohort 2026-autumn with these people and, as lists of rows, any other table."""
    everybody = pd.DataFrame([*people, person("BOSS", "", "The Manager", manager_id="")])
    roster, signups = tidy(everybody, table("roster")), tidy(everybody[everybody["role"] != ""], table("signups"))
    others = {t.name: tidy(pd.DataFrame(tables[t.name]), t) if t.name in tables else t.empty() for t in TABLES}
    others |= {"roster": roster, "topics": tidy(pd.DataFrame(tables.get("topics", TOPICS)), table("topics"))}
    del others["signups"]
    participants = signups.merge(roster, on="person_id").sort_values("person_id", ignore_index=True)
    programme = Settings.model_validate({**SETTINGS, **(settings or {})})
    return Cohort("2026-autumn", programme, AS_OF, participants=participants, **others)


def pair(mentor_id: str, mentee_id: str, *topics: str) -> Pair:
    """A proposed pair."""
    return Pair(mentor_id, mentee_id, 8000, (), topics, "proposed", ())


def material(language: str = "en", **holidays: dict[dt.date, str]) -> Material:
    """The package's clauses, session plan and messages in one language, with these holidays by country."""
    words = messages(language)
    return Material(clauses(words), session_plan(words), holidays, words, language)

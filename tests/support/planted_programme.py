"""A copy of the sample in which every person, mail, text and note is a planted word with one stem, easy to look for."""

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from reverse_mentoring.decide.launch.charter import charter_hash
from reverse_mentoring.run.demo import sample_programme
from reverse_mentoring.store.programme import Programme
from reverse_mentoring.store.vault import Vault, open_vault
from reverse_mentoring.words.charter import Charter
from reverse_mentoring.words.columns import Column, Table
from reverse_mentoring.words.steps import STEPS
from reverse_mentoring.words.tables import TABLES

STEM = "Qzvxkwpj"
"""Stands in every planted word and nowhere else."""
COHORT = "2026-spring"
NOT_PLANTED = {"department", "level", "time_zone", "availability", "hour", "rank", "measure"}
"""Texts that are told in groups (departments, levels, names of figures) or must have a form of their own."""
WRITTEN: dict[str, dict[str, Any]] = {
    "charter": {
        name: f"{STEM}{name}" for name in ("why", "sponsor", "eligibility", "facilitator", "programme_manager")
    },
    "gap_analysis": {"stories": {"ai_assistants": f"{STEM}story"}, "owners": {"ai_assistants": f"{STEM}owner"}},
    "agreements": {"off_limits": f"{STEM}limits", "jurisdiction": f"{STEM}law"},
    "review": {"lessons": [f"{STEM}lesson"]},
}
"""What the facilitator has written beside what stands in the sample: step → field → words."""
SAID = ("reason", "wording", "action", "owner", "text", "changed", "why")


@dataclass
class Planted:
    """programme: with planted words in the cohort COHORT; words: each of them → where it stands."""

    programme: Programme
    words: dict[str, str]


class _Planter:
    def __init__(self) -> None:
        self.words: dict[str, str] = {}
        self.ids: dict[str, str] = {}

    def word(self, where: str) -> str:
        made = f"{STEM}{len(self.words):05d}"
        self.words[made] = where
        return made

    def person(self, known: str) -> str:
        if known and known not in self.ids:
            self.ids[known] = self.word("id")
        return self.ids.get(known, "")

    def column(self, values: "pd.Series[Any]", column: Column, declared: Table) -> "pd.Series[Any]":
        where = f"{declared.name}.{column.name}"
        if _holds_people(column):
            return values.map(lambda each: tuple(map(self.person, each)) if column.kind == "ids" else self.person(each))
        if column.name == "email":
            return values.map(lambda each: f"{self.word(where)}@example.org" if each else "")
        if column.kind == "text" and column.name not in NOT_PLANTED:
            return values.map(lambda each: self.word(where) if each else "")
        if column.name == "common_ground":
            return values.map(lambda each: tuple(self.word(where) for _ in each))
        return values

    def said(self, known: Any, name: str = "") -> Any:
        """Choices as JSON with people and free texts replaced."""
        if isinstance(known, dict):
            return {self.ids.get(key, key): self.said(value, key) for key, value in known.items()}
        if isinstance(known, list):
            return [self.said(each, name) for each in known]
        if isinstance(known, str) and known:
            return self.ids.get(known) or (self.word(name) if name in SAID else known)
        return known


def planted_programme(folder: Path) -> Planted:
    """The sample in this folder; of the cohort COHORT all people have other ids, names, mails and texts."""
    programme, planter = sample_programme(folder), _Planter()
    vault = open_vault(programme.vault)
    kept = {step: json.loads(vault.choices(COHORT, step).choices.model_dump_json()) for step in STEPS}
    tables = vault.tables(COHORT)
    changed = {each.name: _planted(tables[each.name], each, planter) for each in TABLES if each.name != "topics"}
    vault.store({COHORT: changed}, now=dt.datetime.now(dt.UTC))
    for step, choices in kept.items():
        _keep(vault, step, planter.said({**choices, **WRITTEN.get(step, {})}))
    return Planted(programme, planter.words)


def _planted(frame: pd.DataFrame, declared: Table, planter: _Planter) -> pd.DataFrame:
    return pd.DataFrame({each.name: planter.column(frame[each.name], each, declared) for each in declared.columns})


def _holds_people(column: Column) -> bool:
    return column.kind in ("id", "ids") and column.name.endswith(("person_id", "other_id", "mentor_id", "mentee_id",
        "manager_id", "line_ids", "manager_ids", "by_ids"))  # fmt: skip


def _keep(vault: Vault, step: str, choices: dict[str, Any]) -> None:
    made, known = STEPS[step].model_validate(choices), vault.choices(COHORT, step)
    if isinstance(made, Charter) and made.locked:
        made = made.model_copy(update={"locked": charter_hash(made)})
    vault.save_choices(COHORT, step, made, expected_version=known.version, now=dt.datetime.now(dt.UTC))

"""Everything that people wrote in a cohort in their own words, wherever it is kept."""

import json
from collections.abc import Iterator
from typing import Any

from reverse_mentoring.store.schema import COMPANY_TABLES
from reverse_mentoring.store.vault import Vault
from reverse_mentoring.words.tables import TABLES

PUBLIC = ("charter",)
"""Steps whose words are meant for everybody."""


def free_texts(vault: Vault, cohort: str) -> frozenset[str]:
    """Every text of the cohort's tables, and every text of its steps, also of versions that hold no more.

    Neither the roster nor topics, which nobody writes about himself or herself.
    """
    stored, found = vault.tables(cohort), set[str]()
    for declared in TABLES:
        if declared.name not in COMPANY_TABLES:
            columns = [column.name for column in declared.columns if column.kind in ("text", "texts")]
            found |= set(_texts(stored[declared.name][columns].to_dict("list")))
    for step, choices in vault.every_choice(cohort):
        found |= set(_texts(json.loads(choices))) if step not in PUBLIC else set()
    return frozenset(found - {""})


def _texts(said: Any) -> Iterator[str]:
    if isinstance(said, str):
        yield said
    elif isinstance(said, dict | list | tuple):
        for each in said.values() if isinstance(said, dict) else said:
            yield from _texts(each)

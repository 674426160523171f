"""The sample programme many times over: one company in which each cohort of the sample stands as often as wanted.

Every copy has people of its own, with ids that begin with its number; names, answers, days and decisions are those of
the sample.
"""

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from command_line import programme, said
from growing_programmes import renamed
from large_cohorts import Tables, write_tables
from reverse_mentoring.run.demo import sample_programme
from reverse_mentoring.run.places import sample
from reverse_mentoring.store.vault import open_vault
from reverse_mentoring.words.steps import STEPS
from vault_samples import NOW

COHORTS = ("2025-autumn", "2026-spring", "2026-autumn")
"""Of the sample: about to close, in the middle, about to begin."""


def copied_sample(folder: Path, copies: int) -> Path:
    """The programme's folder, its input stored and decided as in the sample."""
    vault = open_vault(sample_programme(folder / "sample").vault)
    tables = {name: _as_written(vault.tables(name)) for name in ("", *COHORTS)}
    prefixes = [f"{copy:03}-" for copy in range(1, copies + 1)]
    home = programme(folder / "programme", {}, "".join(_settings(copies)))
    rosters = [renamed(tables[""], prefix)["roster"] for prefix in prefixes]
    write_tables({"roster": pd.concat(rosters, ignore_index=True)}, home / "input")
    for copy, prefix in enumerate(prefixes, start=1):
        for cohort in COHORTS:
            own = {name: table for name, table in tables[cohort].items() if name != "roster"}
            write_tables(renamed(own, prefix), home / "input" / _name(cohort, copy))
    taken_in = said("import", "--programme", home)
    assert taken_in.exit_code == 0, taken_in.output
    _decide(home, set(tables[""]["roster"]["person_id"]), copies)
    return home


def names(copies: int) -> list[str]:
    """The cohorts, the three kinds in turn."""
    return [_name(cohort, copy) for copy in range(1, copies + 1) for cohort in COHORTS]


def _name(cohort: str, copy: int) -> str:
    return f"{cohort}-{copy:03}"


def _as_written(tables: Tables) -> Tables:
    """Those in which something stands, as people write them into files."""
    found = {name: table for name, table in tables.items() if len(table)}
    said_yes = {name: table.select_dtypes("boolean").columns for name, table in found.items()}
    return {name: table.assign(**{c: table[c].map({True: "yes", False: "no"}).astype("object") for c in said_yes[name]})
            for name, table in found.items()}  # fmt: skip


def _settings(copies: int) -> Iterator[str]:
    """The sample's, with a section for each copy of a cohort."""
    head, *sections = re.split(r"(?m)^(?=\[cohorts\.)", (sample() / "programme.toml").read_text("utf-8"))
    yield head
    for section in sections:
        for copy in range(1, copies + 1):
            yield re.sub(r'^\[cohorts\."([^"]+)"\]', lambda found, copy=copy: f'[cohorts."{_name(found[1], copy)}"]',
                         section) + "\n"  # fmt: skip


def _decide(home: Path, people: set[str], copies: int) -> None:
    vault = open_vault(home / "programme.db", now=NOW)
    for path in sorted((sample() / "choices").glob("*/*.json")):
        for copy in range(1, copies + 1):
            decided = _mapped(json.loads(path.read_bytes()), partial(_own, people=people, copy=copy))
            choices, cohort = STEPS[path.stem].model_validate(decided), _name(path.parent.name, copy)
            vault.save_choices(cohort, path.stem, choices, expected_version=0, now=NOW)


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    """The same JSON with every text changed."""
    if isinstance(value, dict):
        return {change(key): _mapped(each, change) for key, each in value.items()}
    if isinstance(value, list):
        return [_mapped(each, change) for each in value]
    return change(value) if isinstance(value, str) else value


def _own(text: str, *, people: set[str], copy: int) -> str:
    return f"{copy:03}-{text}" if text in people else text

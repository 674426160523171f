"""Host questions, answered once: which programme, which cohort, which day, where results go.

JupyterLab, Voila and Papermill run the same cells. Voila passes ?cohort= in QUERY_STRING; Papermill sets the
parameters; otherwise the newest cohort of the programme that the command line named is opened.
"""

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlencode

from reverse_mentoring.store.cohorts import Tables, cohort_names, load_cohort
from reverse_mentoring.store.programme import Programme, find
from reverse_mentoring.store.vault import Vault, open_vault
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.problems import Refused
from reverse_mentoring.words.settings import Settings

PROGRAMME_VARIABLE = "REVERSE_MENTORING_PROGRAMME"
"""Environment variable with the programme folder, set by the command line for the kernels that it starts."""
FIRST_COHORT = "first-cohort"
"""Begun on screen in a programme that has no cohort yet."""
NOTEBOOKS = {
    "gap_analysis": ("01_gap_analysis.ipynb", "Gap analysis"),
    "matching": ("02_matching.ipynb", "Matching"),
    "agreements": ("03_agreements.ipynb", "Agreements"),
    "review": ("04_review.ipynb", "Review"),
}


@dataclass(frozen=True)
class Opened:
    """A cohort with its vault. tables: what the vault held of it then. results: where batch writes files; None when a
    person decides. addresses: whether this host can open another notebook by a link. room: whether the page is for the
    projector. mode: what the address asks the review to look at, "" for nothing."""

    programme: Programme
    vault: Vault
    cohort: Cohort
    tables: Tables
    results: Path | None
    addresses: bool
    room: bool = False
    mode: str = ""

    def address(self, step: str, cohort: str = "") -> str:
        """The link to a step of a cohort; empty where the host knows no links."""
        if not self.addresses:
            return ""
        return f"{NOTEBOOKS[step][0]}?{urlencode({'cohort': cohort or self.cohort.name})}"

    @property
    def output(self) -> Path:
        """Where files go: as batch says, else runs/<cohort>/<day> of the programme."""
        return self.results or self.programme.runs / self.cohort.name / self.cohort.as_of.isoformat()


def open_cohort(programme: str = "", cohort: str = "", as_of: str = "", results: str = "") -> Opened:
    """The cohort asked for. as_of: ISO date; results: folder for files.

    Refused with a sentence if there is no such programme or cohort, or the day is no date.
    """
    found = find(Path(programme or os.environ.get(PROGRAMME_VARIABLE, "") or Path.cwd()))
    settings, vault = found.settings(), open_vault(found.vault)
    query = parse_qs(os.environ.get("QUERY_STRING", ""))
    name = cohort or "".join(query.get("cohort", [])[:1]) or _newest(vault, settings)
    _begin(vault, name, settings)
    day = _day(as_of) or settings.as_of or dt.datetime.now().astimezone().date()
    tables = vault.tables(name)
    return Opened(
        found,
        vault,
        load_cohort(vault, name, settings, day, tables=tables),
        tables,
        Path(results) if results else None,
        room=query.get("face", [""])[0] == "room",
        mode=query.get("mode", [""])[0],
        addresses="voila" in os.environ.get("SERVER_SOFTWARE", ""),
    )


def _newest(vault: Vault, settings: Settings) -> str:
    """The cohort that starts last; without dates in programme.toml the last by name; a first one if there is none."""
    names = sorted(
        {*cohort_names(vault), *settings.cohorts}, key=lambda n: (settings.cohort(n).start or dt.date.min, n)
    )
    return names[-1] if names else FIRST_COHORT


def _begin(vault: Vault, name: str, settings: Settings) -> None:
    """A cohort that programme.toml names, or the very first one, needs no files: a workshop can begin with hands."""
    names = cohort_names(vault)
    if name not in names and (name in settings.cohorts or (name == FIRST_COHORT and not names)):
        vault.store({name: {}}, now=dt.datetime.now(dt.UTC), note="begun on screen")


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused(f"“{text}” is not a date. Write it as 2026-11-21.") from None

"""Input files into the vault: everything of a programme, or of one cohort, whole or not at all."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from reverse_mentoring.store.files import table_files
from reverse_mentoring.store.fingerprints import rows_of
from reverse_mentoring.store.headers import HeaderMapping, HeaderQuestion
from reverse_mentoring.store.programme import Programme
from reverse_mentoring.store.reading import Reading, read_folder
from reverse_mentoring.store.schema import COMPANY
from reverse_mentoring.store.taken_in import TakenIn, mark, remember
from reverse_mentoring.store.vault import Vault
from reverse_mentoring.words.problems import InputProblems, Problem, Refused
from reverse_mentoring.words.tables import CONSENTS, table

COMPANY_TABLES = ("roster", "topics")


@dataclass(frozen=True)
class Found:
    """What lies in input/: cohort → reading; "" for the files of the whole company in input/ itself.

    programme: whose input it is, None for files that lie elsewhere; headers: those that somebody has confirmed;
    dropped: tables that may not be kept any more, storing empties them; stored: of these all is stored already.
    """

    readings: Mapping[str, Reading]
    programme: Programme | None = None
    headers: HeaderMapping = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()
    stored: frozenset[str] = frozenset()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All of them, each file named with its folder."""
        own = tuple(
            Problem(_place(cohort, problem.file), problem.row, problem.column, problem.what, problem.remedy)
            for cohort, reading in self.readings.items()
            for problem in reading.problems
        )
        company = self.readings[COMPANY].tables if COMPANY in self.readings else ()
        return own + tuple(
            Problem(name, None, "", "This table is of one cohort, not of the company.", "Move it to input/<cohort>/.")
            for name in company
            if name not in COMPANY_TABLES
        )

    @property
    def questions(self) -> tuple[HeaderQuestion, ...]:
        return tuple(dict.fromkeys(q for reading in self.readings.values() for q in reading.questions))

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(f"{cohort}: {note}" if cohort else note for cohort, r in self.readings.items() for note in r.notes)


def cohort_folders(programme: Programme) -> list[str]:
    """The names of the cohorts that have a folder in input/."""
    if not programme.input.is_dir():
        return []
    return sorted(path.name for path in programme.input.iterdir() if path.is_dir() and not path.name.startswith("."))


def confirmed_headers(vault: Vault | None, mapping: HeaderMapping | None) -> HeaderMapping:
    """How headers are to be read: as confirmed now, else as the vault remembers it."""
    return {**(vault.mapping() if vault else {}), **(mapping or {})}


def read_input(
    programme: Programme,
    vault: Vault,
    cohorts: Sequence[str],
    *,
    mapping: HeaderMapping | None = None,
    company: Reading | None = None,
) -> Found:
    """The company's files and those of these cohorts; nothing is stored.

    mapping: headers confirmed now, beside those remembered in the vault. company: its files, if they were read before.
    """
    settings, confirmed = programme.settings(), confirmed_headers(vault, mapping)
    readings: dict[str, Reading] = {}
    known: dict[str, pd.DataFrame | None] = dict.fromkeys(COMPANY_TABLES)
    if company or _has_tables(programme.input):
        readings[COMPANY] = company or read_folder(programme.input, settings, mapping=confirmed)
        known = {name: readings[COMPANY].tables.get(name) for name in COMPANY_TABLES}
    for cohort in cohorts:
        if not cohort.isprintable():
            raise Refused(f"The folder name {cohort!r} holds a line break or the like. Rename the folder.")
        folder = programme.input / cohort
        if folder.is_dir() and cohort in cohort_folders(programme):
            readings[cohort] = read_folder(
                folder, settings, mapping=confirmed, roster=known["roster"], topics=known["topics"]
            )
    dropped = frozenset() if settings.special_topics else frozenset({CONSENTS.name})
    return Found(readings, programme, confirmed, dropped)


def store_input(found: Found, vault: Vault, *, now: dt.datetime) -> list[str]:
    """Stores what was read and differs from what is there, and returns the cohorts that changed ("" = company).

    InputProblems, with all of them, if there is a single one; then nothing is stored.
    """
    if found.problems:
        raise InputProblems(found.problems)
    changed = {
        cohort: tables
        for cohort, reading in found.readings.items()
        if cohort not in found.stored
        and (tables := _to_store(vault, cohort, reading.tables, dropped=found.dropped)) is not None
    }
    if changed:
        vault.store(changed, now=now, note="import")
    if found.programme:
        _remember(found, found.programme, vault)
    return list(changed)


def _remember(found: Found, programme: Programme, vault: Vault) -> None:
    cohorts = [cohort for cohort in found.readings if cohort != COMPANY]
    rows, notes = rows_of(vault, (COMPANY, *cohorts)), {each: len(of.notes) for each, of in found.readings.items()}
    taken_in = {
        cohort: TakenIn(
            mark(programme, cohort, rows=rows, headers=found.headers), notes[cohort] + notes.get(COMPANY, 0)
        )
        for cohort in cohorts
    }
    remember(vault, taken_in)


def kept(found: Found, vault: Vault) -> tuple[str, ...]:
    """A sentence for each cohort of which the vault has tables that lie in no file any more: they stay in force."""
    said = []
    for cohort, reading in found.readings.items():
        stored = vault.tables(cohort) if cohort != COMPANY else {}
        names = [name for name, frame in stored.items() if len(frame) and name not in reading.tables]
        names = [name for name in names if name not in (*COMPANY_TABLES, *found.dropped)]
        if names:
            said.append(f"{cohort}: kept as imported before, there is no file any more: {', '.join(names)}.")
    return tuple(said)


def _to_store(
    vault: Vault, cohort: str, tables: Mapping[str, pd.DataFrame], *, dropped: frozenset[str]
) -> dict[str, pd.DataFrame] | None:
    """The tables read and those to be emptied; None where all of it is stored already."""
    if cohort != COMPANY and cohort not in vault.cohorts():
        return dict(tables)
    stored = vault.tables(cohort)
    emptied = {name: table(name).empty() for name in sorted(dropped) if len(stored[name])}
    same = all(_same(stored[name], frame, list(table(name).key)) for name, frame in tables.items())
    return None if same and not emptied else {**tables, **emptied}


def _same(stored: pd.DataFrame, read: pd.DataFrame, key: list[str]) -> bool:
    if len(stored) != len(read):
        return False
    return stored.sort_values(key, ignore_index=True).equals(read.sort_values(key, ignore_index=True))


def _has_tables(folder: Path) -> bool:
    return folder.is_dir() and bool(table_files(folder))


def _place(cohort: str, file: str) -> str:
    return f"{cohort}/{file}" if cohort and file != cohort else file

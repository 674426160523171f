"""What is kept too long, counted, and deleted: rows of the vault, versions of choices, input files, papers.

Files go first and the vault last: the vault tells when a cohort was over, so that a stopped run is completed by the
next one. What was released stays; the audit log and the charter stay.
"""

import datetime as dt
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import sqlalchemy as sa

from reverse_mentoring.decide.review.keeping import ANSWERS, Term, What, end_of, terms
from reverse_mentoring.store import audit
from reverse_mentoring.store.cohorts import load_cohort
from reverse_mentoring.store.databases import database
from reverse_mentoring.store.files import table_files
from reverse_mentoring.store.gathering import Gathering
from reverse_mentoring.store.person_choices import without_people
from reverse_mentoring.store.person_rows import about_columns, rebuild
from reverse_mentoring.store.programme import Programme
from reverse_mentoring.store.schema import CHOICE_HEADS, CHOICES, COMPANY, METADATA, PERSONS
from reverse_mentoring.store.vault import Vault, _forget_unmentioned, _transaction
from reverse_mentoring.words.choices import AgreementChoices

KEPT_STEPS = ("charter",)
"""Choices that are about no participant."""


@dataclass(frozen=True)
class Due:
    """What of one cohort ("" = the company's roster) is kept too long. rows: (table, count), versions: saved choices
    that are rewritten or deleted; files: to be deleted; shared: files that also hold what is not due."""

    cohort: str
    term: Term
    rows: tuple[tuple[str, int], ...]
    versions: int
    files: tuple[Path, ...]
    shared: tuple[Path, ...]


def due(programme: Programme, vault: Vault, *, as_of: dt.date) -> tuple[Due, ...]:
    """Everything that is to go by this day, by cohort; empty = nothing is overdue."""
    ends = {cohort: _end(programme, vault, cohort, as_of) for cohort in _cohorts(programme, vault)}
    settings = programme.settings().retention
    found = [
        _due(programme, vault, cohort, term)
        for cohort, end in ends.items() if end
        for term in terms(end, settings) if term.since <= as_of
    ]  # fmt: skip
    company = [term for end in ends.values() for term in (terms(end, settings) if end else ()) if term.what == "pairs"]
    if company and len(company) == len(ends) and (last := max(company, key=lambda term: term.since)).since <= as_of:
        found.append(_due(programme, vault, COMPANY, last))
    return tuple(each for each in found if each.rows or each.versions or each.files)


def unknown_ends(programme: Programme, vault: Vault, *, as_of: dt.date) -> list[str]:
    """The cohorts of which nobody can say when they are over."""
    return [cohort for cohort in vault.cohorts() if _end(programme, vault, cohort, as_of) is None]


def delete(programme: Programme, overdue: Sequence[Due], *, now: dt.datetime) -> None:
    """Deletes what is due, files first; each cohort's rows whole or not at all, with an entry in the audit log."""
    for each in overdue:
        for path in each.files:
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
        _drop_if_empty(programme.input / each.cohort)
    for each in overdue:
        with _transaction(database(programme.vault).write) as connection:
            for source in _tables(each.cohort, each.term.what):
                connection.execute(sa.delete(source).where(source.c.cohort == each.cohort))
            _forget_choices(connection, each.cohort, each.term.what)
            _forget_unmentioned(connection)
            rows = sum(count for _, count in each.rows)
            detail = f"{each.term.what}: rows {rows}, versions {each.versions}, files {len(each.files)}"
            audit.append(connection, "retention", cohort=each.cohort, detail=detail, now=now)
    rebuild(programme.vault)


def _drop_if_empty(folder: Path) -> None:
    """A folder of a cohort without any file would be a problem of the next import."""
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _cohorts(programme: Programme, vault: Vault) -> list[str]:
    """Those of the vault, and those that are planned."""
    return sorted({*vault.cohorts(), *programme.settings().cohorts})


def _end(programme: Programme, vault: Vault, cohort: str, as_of: dt.date) -> dt.date | None:
    if cohort not in vault.cohorts():
        return None
    settings = programme.settings()
    agreed = cast(AgreementChoices, vault.choices(cohort, "agreements").choices)
    return end_of(load_cohort(vault, cohort, settings, as_of), agreed.rhythm or settings.rhythm)


def _due(programme: Programme, vault: Vault, cohort: str, term: Term) -> Due:
    with _transaction(vault._read) as connection:
        counts = {source.name: _count(connection, source, cohort) for source in _tables(cohort, term.what)}
        versions = sum(1 for _ in _changed(connection, cohort, term.what))
    files, shared = _files(programme, cohort, term.what)
    rows = tuple((name, count) for name, count in counts.items() if count)
    return Due(cohort, term, rows, versions, files, shared)


def _count(connection: sa.Connection, source: sa.Table, cohort: str) -> int:
    here = sa.select(sa.func.count()).select_from(source).where(source.c.cohort == cohort)
    return connection.scalar(here) or 0


def _tables(cohort: str, what: What) -> list[sa.Table]:
    """Every table about people, by its link to persons: answers, or all others."""
    about = [source for source in METADATA.sorted_tables if source is not PERSONS and about_columns(source)]
    if cohort == COMPANY:
        return [source for source in about if source.name == "roster"]
    return [source for source in about if (source.name in ANSWERS) == (what == "answers")]


def _changed(connection: sa.Connection, cohort: str, what: What) -> Iterator[tuple[sa.Row[tuple[object, ...]], str]]:
    """The versions that change, each with its new text; "" = it goes."""
    heads = {head.step: head.version for head in connection.execute(
        sa.select(CHOICE_HEADS).where(CHOICE_HEADS.c.cohort == cohort))}  # fmt: skip
    names = {*ANSWERS} if what == "answers" else {"pairs", *(source.name for source in _tables(cohort, what))}
    for row in connection.execute(sa.select(CHOICES).where(CHOICES.c.cohort == cohort)).all():
        if row.step in KEPT_STEPS:
            continue
        goes = what == "pairs" and row.version != heads.get(row.step)
        text = "" if goes else without_people(row.choices, names)
        if text != row.choices or (what == "pairs" and row.parent):
            yield row, text


def _forget_choices(connection: sa.Connection, cohort: str, what: What) -> None:
    for row, text in list(_changed(connection, cohort, what)):
        this = [CHOICES.c[name] == getattr(row, name) for name in ("cohort", "step", "version")]
        if not text:
            connection.execute(sa.delete(CHOICES).where(*this))
        else:
            parent = row.parent if what == "answers" else 0
            connection.execute(sa.update(CHOICES).where(*this).values(choices=text, parent=parent))


def _files(programme: Programme, cohort: str, what: What) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Files that go with it, and input files that also hold other tables."""
    names = {source.name for source in _tables(cohort, what)}
    folder = programme.input / cohort
    whole, shared = list[Path](), list[Path]()
    for path in table_files(folder) if folder.is_dir() else ():
        gathered = Gathering("iso", {})
        gathered.add(path)
        held = {sheet.table for sheet in gathered.sheets}
        if held and held <= names:
            whole.append(path)
        elif held & names:
            shared.append(path)
    papers = [programme.runs / cohort] if what == "pairs" and cohort and (programme.runs / cohort).is_dir() else []
    copies = sorted(programme.folder.glob(f"{programme.vault_file.stem}.form-*{programme.vault_file.suffix}"))
    return (*whole, *papers, *copies), tuple(shared)

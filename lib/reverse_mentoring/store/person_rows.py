"""One person out of a vault: rows about the person, mentions in other rows, and the history of choices.

Tables are found by their links to `persons`, columns by their declared kinds, so that a new table is covered from the
day on which it is declared. All of it is one transaction; the preview is the same transaction, taken back.
"""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from reverse_mentoring.store import audit
from reverse_mentoring.store.address import Where
from reverse_mentoring.store.databases import database
from reverse_mentoring.store.migrations import MIGRATIONS
from reverse_mentoring.store.own_topics import MENTIONS as TOPIC_MENTIONS
from reverse_mentoring.store.person_choices import sealed_naming, without_person
from reverse_mentoring.store.person_words import Person
from reverse_mentoring.store.schema import (
    AUDIT,
    CHOICE_HEADS,
    CHOICES,
    COHORTS,
    COMPANY,
    DATA,
    MAPPINGS,
    META,
    METADATA,
    PERSON_COLUMNS,
    PERSONS,
)
from reverse_mentoring.store.vault import _transaction
from reverse_mentoring.words.columns import Kind
from reverse_mentoring.words.tables import TABLES, TOPICS

WITHOUT_TEXTS = (META, COHORTS, PERSONS, AUDIT, CHOICES, CHOICE_HEADS, MAPPINGS)
"""Tables whose rows are not gone through for mentions: nothing personal in them, or handled on their own."""
_AS_TEXT: dict[Kind, Kind] = {"id": "text", "ids": "texts", "text": "text", "texts": "texts"}
"""Ids of topics may hold words: they are gone through like texts, everywhere alike."""
LATEST_FORM = len(MIGRATIONS) + 1
Row = Mapping[Any, Any]


@dataclass(frozen=True, order=True)
class Change:
    """What an erasure does to one table of one cohort ("" = the company): rows gone, rows in which something was
    taken out. For choices the table is named “choices: <step>”, and rows are versions."""

    cohort: str
    table: str
    gone: int
    changed: int


class _TakenBack(Exception):
    """Ends a preview: nothing of it stays."""


def about_columns(source: sa.Table) -> list[str]:
    """The columns that say whom a row is about: those linked to persons."""
    return [column.name for column in source.c if column.references(PERSONS.c.person_id)]


def mention_columns(name: str) -> list[str]:
    """The columns of a declared table that mention people whom the row is not about, as manager_id does."""
    topics = {column for table, column in TOPIC_MENTIONS if table == name} | {TOPICS.key[0]}
    declared = next(each for each in TABLES if each.name == name)
    ids = [column.name for column in declared.columns if column.kind in ("id", "ids")]
    return [column for column in ids if column not in topics and column not in PERSON_COLUMNS]


def preview(where: Where, person: Person, *, now: dt.datetime) -> tuple[Change, ...]:
    """What erase would do; the vault stays as it is."""
    found: tuple[Change, ...] = ()
    with suppress(_TakenBack), _transaction(database(where).write) as connection:
        found = _erase(connection, person, now)
        raise _TakenBack
    return found


def erase(where: Where, person: Person, *, now: dt.datetime) -> tuple[Change, ...]:
    """Takes the person out of this vault, whole or not at all; one entry in its audit log, without id."""
    with _transaction(database(where).write) as connection:
        return _erase(connection, person, now)


def rebuild(where: Where) -> None:
    """Writes the database anew, so that nothing deleted is left of what the program can reach.

    While another program reads, something may stay until the next time.
    """
    database(where).rebuild()


def knows(where: Where, person_id: str) -> bool:
    """Whether the vault has rows about this person."""
    with _transaction(database(where).read) as connection:
        return bool(connection.scalar(sa.select(PERSONS.c.person_id).where(PERSONS.c.person_id == person_id)))


def sealed_charters(where: Where, person: Person) -> list[str]:
    """The cohorts whose charter, sealed and in force, names this person: the facilitator has to change it first."""
    in_force = [CHOICES.c[key.name] == key for key in CHOICE_HEADS.c]
    current = sa.select(CHOICES.c.cohort, CHOICES.c.choices).where(*in_force, CHOICES.c.step == "charter")
    with _transaction(database(where).read) as connection:
        return sorted(cohort for cohort, text in connection.execute(current) if sealed_naming(text, person))


def left_in(where: Where, person: Person) -> Iterator[str]:
    """“table (3 rows)” for each table of a vault, or of any SQLite file, in which the person still stands."""
    for name, columns, found in database(where).contents():
        ids = [place for place, column in enumerate(columns) if column in PERSON_COLUMNS]
        count = sum(_stands_in(row, ids, person) for row in found)
        if count:
            yield f"{name} ({count} row{'' if count == 1 else 's'})"


def _stands_in(row: tuple[Any, ...], ids: list[int], person: Person) -> bool:
    if any(row[place] == person.person_id for place in ids):
        return True
    return any(person.found_in(value) for value in row if isinstance(value, str))


def _erase(connection: sa.Connection, person: Person, now: dt.datetime) -> tuple[Change, ...]:
    gone, changed = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for source in METADATA.sorted_tables:
        gone.update(_forget_rows(connection, source, person))
    for source in METADATA.sorted_tables:
        if source not in WITHOUT_TEXTS:
            changed.update(_forget_mentions(connection, source, person))
    changed.update(_forget_choices(connection, person))
    gone.update(_forget_headers(connection, person))
    known = connection.execute(sa.delete(PERSONS).where(PERSONS.c.person_id == person.person_id)).rowcount
    places = sorted({*gone, *changed})
    if known or places:
        rows = sum(gone.values())
        detail = f"rows {rows}, changed {sum(changed.values())}"
        audit.append(connection, "erase person", cohort=COMPANY, detail=detail, now=now)
    return tuple(Change(*place, gone[place], changed[place]) for place in places)


def _forget_rows(connection: sa.Connection, source: sa.Table, person: Person) -> Iterator[tuple[str, str]]:
    """One (cohort, table) for each row about the person, which is deleted."""
    columns = about_columns(source)
    if not columns:
        return
    here = sa.or_(*(source.c[column] == person.person_id for column in columns))
    cohort = source.c.cohort if "cohort" in source.c else sa.literal(COMPANY)
    yield from ((each, source.name) for each in connection.scalars(sa.select(cohort).where(here)))
    connection.execute(sa.delete(source).where(here))


def _forget_mentions(connection: sa.Connection, source: sa.Table, person: Person) -> Iterator[tuple[str, str]]:
    """One (cohort, table) for each other row that named the person; what named the person is taken out."""
    kinds = _kinds(source)
    for row in map(dict, connection.execute(sa.select(source)).mappings().all()):
        new = {**row, **{name: _without(row[name], kind, person) for name, kind in kinds.items() if row[name]}}
        if new != row:
            _put(connection, source, row, new)
            yield row.get("cohort", COMPANY), source.name


def _put(connection: sa.Connection, source: sa.Table, row: Row, new: Row) -> None:
    """The new row in the old one's place; where a row with that key is there already, that one stays."""
    key = [column.name for column in source.primary_key] or list(new)
    connection.execute(sa.delete(source).where(*(source.c[name] == row[name] for name in key)))
    same = sa.select(sa.literal(1)).where(*(source.c[name] == new[name] for name in key)).select_from(source)
    if not connection.scalar(same):
        connection.execute(sa.insert(source).values(**new))


def _kinds(source: sa.Table) -> dict[str, Kind]:
    """Column → what it holds, of those in which somebody can be named."""
    if source.name in DATA:
        declared = next(each for each in TABLES if each.name == source.name)
        mentions = mention_columns(source.name)
        kinds = {column.name: column.kind if column.name in mentions else _AS_TEXT.get(column.kind)
                 for column in declared.columns if column.name not in PERSON_COLUMNS}  # fmt: skip
        return {name: kind for name, kind in kinds.items() if kind}
    fixed = {*about_columns(source), "cohort"}
    return {column.name: "text" for column in source.c if isinstance(column.type, sa.Text) and column.name not in fixed}


def _without(value: str, kind: Kind, person: Person) -> str:
    if kind == "id":
        return "" if value == person.person_id or person.found_in(value) else value
    if kind in ("ids", "texts") or value[:1] in ("{", "["):
        try:
            said = json.loads(value)
        except ValueError:
            return person.without(value)
        kept = _without_in(said, kind, person)
        return value if kept == said else json.dumps(kept, ensure_ascii=False)
    return person.without(value)


def _without_in(value: Any, kind: Kind, person: Person) -> Any:
    if isinstance(value, list):
        return [_without_in(each, kind, person) for each in value if kind != "ids" or each != person.person_id]
    if isinstance(value, dict):
        return {name: _without_in(each, kind, person) for name, each in value.items()}
    return person.without(value) if isinstance(value, str) and kind != "ids" else value


def _forget_choices(connection: sa.Connection, person: Person) -> Iterator[tuple[str, str]]:
    """One (cohort, “choices: step”) for each version that is rewritten."""
    for row in connection.execute(sa.select(CHOICES)).mappings().all():
        text = without_person(row["step"], row["choices"], person)
        if text != row["choices"]:
            this = [CHOICES.c[name] == row[name] for name in ("cohort", "step", "version")]
            connection.execute(sa.update(CHOICES).where(*this).values(choices=text))
            yield row["cohort"], f"choices: {row['step']}"


def _forget_headers(connection: sa.Connection, person: Person) -> Iterator[tuple[str, str]]:
    """Remembered headers that name the person."""
    for row in connection.execute(sa.select(MAPPINGS)).mappings().all():
        if any(person.found_in(str(each)) for each in row.values()):
            this = [MAPPINGS.c[name] == row[name] for name in ("file", "header")]
            connection.execute(sa.delete(MAPPINGS).where(*this))
            yield COMPANY, MAPPINGS.name

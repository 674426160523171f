"""A whole vault copied to another database: from a file to a server, back again, or as a backup.

What was written is read again in the same transaction and compared; if one table differs, nothing was copied.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from reverse_mentoring.store import audit
from reverse_mentoring.store.address import Where
from reverse_mentoring.store.databases import Database, database
from reverse_mentoring.store.migrations import MIGRATIONS, make_tables
from reverse_mentoring.store.schema import COMPANY, META, METADATA
from reverse_mentoring.store.vault import _transaction
from reverse_mentoring.words.problems import Refused

COPIED = "copy vault"
_AT_ONCE = 1000


@dataclass(frozen=True)
class Copied:
    """One table, equal on both sides. hash: SHA-256 of its rows in the order of their texts."""

    table: str
    rows: int
    hash: str


def copy(source: Where, target: Where, *, now: dt.datetime) -> tuple[Copied, ...]:
    """Copies every table, whole or not at all; the copy's audit log goes on with one entry. Returns what was copied.

    source: a vault in today's form; it stays as it is. Refused if the target holds anything.
    """
    into = database(target)
    into.prepare()
    with _transaction(database(source).read) as old, _transaction(into.write) as new:
        copied = _copied(old, new, into)
        audit.append(new, COPIED, cohort=COMPANY, detail=f"rows {sum(each.rows for each in copied)}", now=now)
    return copied


def back_up(source: Where, target: Path) -> None:
    """The same as a new file, its audit log to the letter that of the source; refused if the file exists."""
    if target.exists():
        raise Refused(f"{target} exists already; give the backup another name.")
    into = database(target)
    into.prepare()
    with _transaction(database(source).read) as old, _transaction(into.write) as new:
        _copied(old, new, into)


def _copied(old: sa.Connection, new: sa.Connection, into: Database) -> tuple[Copied, ...]:
    if sa.inspect(new).get_table_names():
        raise Refused(f"{into.name} holds something already. Nothing was copied; name an empty database or a new file.")
    form = old.execute(sa.select(META.c.schema_version)).scalar_one()
    if form != len(MIGRATIONS) + 1:
        raise Refused(f"The vault has form {form}, not today's. Nothing was copied; open it with this program first.")
    make_tables(new, into, version=form)
    return tuple(_table_copied(old, new, table) for table in METADATA.sorted_tables if table is not META)


def _table_copied(old: sa.Connection, new: sa.Connection, table: sa.Table) -> Copied:
    rows = [dict(row) for row in old.execute(sa.select(table)).mappings()]
    for first in range(0, len(rows), _AT_ONCE):
        new.execute(sa.insert(table), rows[first : first + _AT_ONCE])
    wanted = Copied(table.name, len(rows), _hash([tuple(row.values()) for row in rows]))
    written = [tuple(row) for row in new.execute(sa.select(table))]
    if Copied(table.name, len(written), _hash(written)) != wanted:
        raise Refused(f"Table {table.name} did not come out the same. Nothing was copied.")
    return wanted


def _hash(rows: Sequence[tuple[Any, ...]]) -> str:
    """Of these rows, in whatever order a database gives them."""
    return hashlib.sha256("\n".join(sorted(json.dumps(row) for row in rows)).encode()).hexdigest()

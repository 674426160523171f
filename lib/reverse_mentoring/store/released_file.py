"""Reads released.db: all that was ever released of a programme, and nothing else of it.

Imports neither the vault nor anything that can reach it: the managers' window uses this module alone. The file never
changes while it is read, since each new one takes the place of the old; docs/released-file.md has its tables.
"""

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path

from reverse_mentoring.words.problems import Refused
from reverse_mentoring.words.release import Cell, Release, Round

APPLICATION_ID = 0x524D656E
"""“RMen” in the file's header: it is a file of releases, and of this program."""
FORM = 1
"""Which tables and columns the file has (user_version in its header)."""
COLUMNS = 'kind, item, grouping, "group", n, value, low, high, text'
"""Of a cell, in the order of words.release.Cell."""


def read_releases(path: Path) -> tuple[Release, ...]:
    """Every release in this file, by cohort and round; () if there is no file, as long as nothing was released.

    dropped is always empty: the file does not say why a cell is not shown. Refused if the file is no such file, is
    damaged, or was written by a newer version of this program.
    """
    if not path.exists():
        return ()
    try:
        with closing(_opened(path)) as connection:
            _refuse_others(connection, path.name)
            heads = connection.execute("SELECT * FROM releases ORDER BY cohort, round").fetchall()
            return tuple(_release(connection, head) for head in heads)
    except (sqlite3.DatabaseError, TypeError, ValueError):
        raise Refused(f"{path.name} is damaged, or is no file of releases. Put it back from a backup.") from None


def _opened(path: Path) -> sqlite3.Connection:
    """Read only, without a journal or a lock beside the file."""
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    connection.execute("PRAGMA trusted_schema=OFF")
    return connection


def _refuse_others(connection: sqlite3.Connection, name: str) -> None:
    (kind,), (form,) = (connection.execute(f"PRAGMA {what}").fetchone() for what in ("application_id", "user_version"))
    if kind != APPLICATION_ID:
        raise Refused(f"{name} is a database, but no file of releases.")
    if form != FORM:
        raise Refused(f"{name} was written by another version of this program (form {form}, this one reads {FORM}).")


def _release(connection: sqlite3.Connection, head: tuple[str, int, str, str, str, str, int]) -> Release:
    cohort, number, name, first, last, organisation, least = head
    here = "WHERE cohort = ? AND round = ? ORDER BY position"
    cells = connection.execute(f"SELECT {COLUMNS} FROM cells {here}", (cohort, number))
    comments = connection.execute(f"SELECT text FROM comments {here}", (cohort, number))
    return Release(
        organisation=organisation,
        cohort=cohort,
        round=Round(number, name, dt.date.fromisoformat(first), dt.date.fromisoformat(last)),
        least=least,
        cells=tuple(Cell(*row) for row in cells),
        comments=tuple(text for (text,) in comments),
    )

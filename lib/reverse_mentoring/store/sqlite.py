"""A vault in a file (SQLite): how it is opened, snapshot, emptied of deleted text, and examined.

Two engines, because SQLAlchemy's own transactions on SQLite lose updates without BEGIN IMMEDIATE, and with it an
idle reader would lock out every writer. No connection is kept open: nothing is shared with a forked kernel, and the
write-ahead log shrinks as soon as nobody uses the file.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from reverse_mentoring.store.places import unsafe_place
from reverse_mentoring.words.problems import Refused

_WAIT_SECONDS = 20.0
_SETTINGS = ("foreign_keys=ON", "synchronous=FULL", "secure_delete=ON", "trusted_schema=OFF")
_ENDS = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True)
class SqliteFile:
    """The database in this file. Its methods are those of databases.Database."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def write(self) -> sa.Engine:
        """Transactions that take the write lock at once, and wait for it up to 20 seconds."""
        return _engine(self.path, mode="rw", begin="BEGIN IMMEDIATE")

    @property
    def read(self) -> sa.Engine:
        """Transactions that see one consistent state, cannot change anything, and hinder no writer."""
        return _engine(self.path, mode="ro", begin="BEGIN")

    @property
    def files(self) -> tuple[Path, ...]:
        """The file, and those that SQLite may lay beside it."""
        return tuple(self.path.with_name(self.path.name + end) for end in _ENDS)

    @property
    def erased_from(self) -> str:
        return "the vault: every row, and every byte of its files after it was written anew"

    def exists(self) -> bool:
        return self.path.exists()

    def prepare(self) -> None:
        """An empty file that only its owner may read, if there is none, for readers and one writer at the same time.

        Refused in a synced or network folder, and on a file system that cannot.
        """
        warning = unsafe_place(self.path.parent)
        if warning:
            raise Refused(warning)
        create_file(self.path)
        _use_write_ahead_log(self.path)

    def keep_copy(self, version: int) -> None:
        """A copy `<name>.form-<version>.db` beside the file; it replaces an older one."""
        copy = self.path.with_name(f"{self.path.stem}.form-{version}{self.path.suffix}")
        copy.unlink(missing_ok=True)
        self.snapshot(copy)

    def snapshot(self, target: Path) -> None:
        """A complete copy of the database as one new file, also while others write (a plain copy would lose rows)."""
        if target.exists():
            raise Refused(f"{target} exists already; give the backup another name.")
        create_file(target)
        try:
            with closing(_connection(self.path, mode="ro")) as connection:
                connection.execute("VACUUM INTO ?", (str(target),))
        except sqlite3.DatabaseError as error:
            target.unlink()
            raise Refused(f"The backup could not be written ({error}).") from None

    def forget_deleted(self) -> None:
        """Moves the write-ahead log into the file and empties it, so that deleted text is gone from both.

        While another program reads, or if the disk is full, it stays until the next time.
        """
        with suppress(sqlite3.OperationalError), closing(_connection(self.path, mode="rw")) as connection:
            connection.execute("PRAGMA busy_timeout=0")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def rebuild(self) -> None:
        """Writes the database anew, so that nothing deleted is left in the file or the write-ahead log.

        While another program reads, the log stays until the next time.
        """
        with suppress(sqlite3.OperationalError), closing(_connection(self.path, mode="rw")) as connection:
            connection.execute("VACUUM")
        self.forget_deleted()

    def contents(self) -> Iterator[tuple[str, list[str], Iterable[tuple[Any, ...]]]]:
        """(table, columns, rows) of every table, also of a file that is no vault."""
        with closing(_connection(self.path, mode="ro")) as connection:
            tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for name in tables:
                found = connection.execute(f'SELECT * FROM "{name}"')
                yield name, [column[0] for column in found.description], found

    def faults(self) -> list[str]:
        """A sentence for each kind of damage that SQLite finds in the file; empty = none."""
        # Not through the read-only engine: opened with mode=ro, SQLite 3.40 does not look at the CHECKs.
        try:
            with closing(_connection(self.path, mode="rw")) as connection:
                connection.execute("PRAGMA query_only=ON")
                found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
                orphans = len(connection.execute("PRAGMA foreign_key_check").fetchall())
        except sqlite3.DatabaseError as error:
            return [f"The database file is damaged: {error}."]
        sentences = [f"The database file is damaged: {what}." for what in found if what != "ok"]
        if orphans:
            sentences.append(f"{orphans} rows belong to a person or cohort that does not exist.")
        return sentences

    def make_append_only(self, connection: sa.Connection, table: str) -> None:
        """From now on the database itself refuses to change or remove rows of this table."""
        for verb in ("UPDATE", "DELETE"):
            connection.exec_driver_sql(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'the {table} table only grows'); END"
            )


def create_file(path: Path) -> None:
    """An empty file that only its owner may read; left alone if there is one already."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    if os.name == "posix":
        path.chmod(0o600)


def form_of(path: Path) -> int | None:
    """The form of a vault file; None where it is a database of another kind, or none."""
    try:
        with closing(_connection(path, mode="ro")) as connection:
            return int(connection.execute("SELECT schema_version FROM meta").fetchone()[0])
    except (sqlite3.DatabaseError, TypeError):
        return None


def _use_write_ahead_log(path: Path) -> None:
    try:
        with closing(_connection(path, mode="rw")) as connection:
            mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
            if mode != "wal":
                mode = connection.execute("PRAGMA journal_mode=WAL").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise Refused(f"{path.name} cannot be opened as a database ({error}).") from None
    if mode != "wal":
        raise Refused(f"{path.parent} cannot hold a database that two windows use; choose a local folder.")


def _connection(path: Path, *, mode: str) -> sqlite3.Connection:
    address = f"{path.resolve().as_uri()}?mode={mode}"
    connection = sqlite3.connect(address, uri=True, timeout=_WAIT_SECONDS, isolation_level=None)
    try:
        for setting in _SETTINGS:
            connection.execute(f"PRAGMA {setting}")
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


def _engine(path: Path, *, mode: str, begin: str) -> sa.Engine:
    engine = sa.create_engine(
        "sqlite+pysqlite://",
        creator=lambda: _connection(path, mode=mode),
        poolclass=sa.NullPool,
        hide_parameters=True,
    )
    sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine

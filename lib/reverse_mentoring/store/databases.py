"""Where a vault lies, and what it needs of the database there: a file (sqlite) or a server (postgres), by one set of
methods. Everything else of the vault is the same on both."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

import sqlalchemy as sa

from reverse_mentoring.store.address import Where
from reverse_mentoring.store.postgres import ServerDatabase
from reverse_mentoring.store.sqlite import SqliteFile


class Database(Protocol):
    """One database, opened anew for each transaction."""

    @property
    def name(self) -> str:
        """How a sentence names it; never with a password."""

    @property
    def write(self) -> sa.Engine:
        """Transactions of which only one runs at a time; the others wait up to 20 seconds."""

    @property
    def read(self) -> sa.Engine:
        """Transactions that see one consistent state, cannot change anything, and hinder no writer."""

    @property
    def files(self) -> tuple[Path, ...]:
        """The files of this machine in which it lies."""

    @property
    def erased_from(self) -> str:
        """What an erasure reaches, for the certificate."""

    def exists(self) -> bool:
        """Whether there is anything to open."""

    def prepare(self) -> None:
        """Makes ready what a vault needs; refused where none may be."""

    def keep_copy(self, version: int) -> None:
        """Lays a copy aside before the vault's form changes, where that is the program's to do."""

    def snapshot(self, target: Path) -> None:
        """A complete copy as a new SQLite file; refused if it exists."""

    def forget_deleted(self) -> None:
        """What must be done after rows were replaced, so that the old ones are gone."""

    def rebuild(self) -> None:
        """The same after an erasure: written anew."""

    def contents(self) -> Iterator[tuple[str, list[str], Iterable[tuple[Any, ...]]]]:
        """(table, columns, rows) of every table."""

    def faults(self) -> list[str]:
        """A sentence for each kind of damage; empty = none."""

    def make_append_only(self, connection: sa.Connection, table: str) -> None:
        """From now on the database itself refuses to change or remove rows of this table."""


def database(where: Where) -> Database:
    """The database there."""
    return SqliteFile(where) if isinstance(where, Path) else ServerDatabase(where)

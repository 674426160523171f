"""A vault in a database on a PostgreSQL server: how it is reached, locked, examined, and what its errors mean.

Writers of one vault queue up at an advisory lock, which is what SQLite's BEGIN IMMEDIATE gives: nobody's update is
lost, the audit log stays one chain, and no transaction has to be repeated. No connection is kept open, as on SQLite.
What the server says of an error may hold values of a row: only what cannot becomes part of a sentence.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from reverse_mentoring.store.address import PASSWORD_PLACES, Address
from reverse_mentoring.store.schema import AUDIT, METADATA
from reverse_mentoring.words.problems import Refused

if TYPE_CHECKING:
    import psycopg

_LOCK = 0x52_4D_56  # any number that others do not take
_BEGIN = (
    "SET LOCAL lock_timeout = '20s'",
    # Whoever is cut off in the middle of writing must not keep the others out.
    "SET LOCAL idle_in_transaction_session_timeout = '60s'",
    f"SELECT pg_advisory_xact_lock({_LOCK}, hashtext(coalesce(current_schema(), '')))",
)
_CONNECTION = {"connect_timeout": 10, "application_name": "reverse-mentoring", "client_encoding": "utf8"}
_REMEDIES = {
    "password": f"The password is missing or wrong: put it into {PASSWORD_PLACES}, or give the whole address in "
    "REVERSE_MENTORING_DATABASE.",
    "does not exist": "The database or the role is not there: look at the address, or ask whoever runs the server.",
    "pg_hba.conf": "The server lets nobody in from here under this role, or only encrypted: ask whoever runs it.",
    "certificate": "The server's certificate cannot be trusted: name the authority's file with sslrootcert=FILE.",
    "SSL": "The server and this machine do not agree on encryption: ask whoever runs the server.",
}
"""Part of what the server says when a connection fails → what to do."""


@dataclass(frozen=True)
class ServerDatabase:
    """The database at this address. Its methods are those of databases.Database."""

    address: Address

    @property
    def name(self) -> str:
        return self.address.name

    @property
    def write(self) -> sa.Engine:
        """Transactions of which only one runs at a time; the others wait up to 20 seconds."""
        engine = self._engine(isolation_level="READ COMMITTED")
        sa.event.listen(engine, "begin", _queue_up)
        return engine

    @property
    def read(self) -> sa.Engine:
        """Transactions that see one consistent state, cannot change anything, and hinder no writer."""
        engine = self._engine(isolation_level="REPEATABLE READ")
        return engine.execution_options(postgresql_readonly=True)

    @property
    def files(self) -> tuple[Path, ...]:
        return ()

    @property
    def erased_from(self) -> str:
        return (
            "the vault: every row. Not what the database server keeps besides: its log of changes (WAL), dumps and "
            "copies are in the hands of whoever runs it"
        )

    def exists(self) -> bool:
        return True

    def prepare(self) -> None:
        """The operator has made the database; its tables come with the first form."""

    def keep_copy(self, version: int) -> None:
        """None: dumps of the database are the operator's, and the change of form is one transaction."""

    def snapshot(self, target: Path) -> None:
        """The rows as a new SQLite file."""
        from reverse_mentoring.store.copying import back_up

        back_up(self.address, target)

    def forget_deleted(self) -> None:
        """Nothing: the server clears away by itself what was deleted."""

    def rebuild(self) -> None:
        """Writes the tables anew, where this role owns them; while somebody reads, it stays until the next time."""
        with suppress(Refused), self._engine(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.exec_driver_sql("SET lock_timeout = '5s'")
            for table in METADATA.sorted_tables:
                connection.exec_driver_sql(f"VACUUM (FULL) {table.name}")

    def contents(self) -> Iterator[tuple[str, list[str], Iterable[tuple[Any, ...]]]]:
        """(table, columns, rows) of every table in the schema."""
        with self.read.begin() as connection:
            for name in sa.inspect(connection).get_table_names():
                found = connection.execute(sa.select(sa.text("*")).select_from(sa.table(name)))
                yield name, list(found.keys()), map(tuple, found)

    def faults(self) -> list[str]:
        """A sentence for each rule that is missing or that rows break; empty = none. Damaged pages the server finds."""
        with self.read.begin() as connection:
            return [*_missing_rules(connection), *_broken_rules(connection)]

    def make_append_only(self, connection: sa.Connection, table: str) -> None:
        """From now on the database itself refuses to change or remove rows of this table."""
        connection.exec_driver_sql(
            f"CREATE FUNCTION {table}_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION "
            f"'the {table} table only grows' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        for name, when, each in (("row", "UPDATE OR DELETE", "ROW"), ("whole", "TRUNCATE", "STATEMENT")):
            connection.exec_driver_sql(
                f"CREATE TRIGGER {table}_no_{name} BEFORE {when} ON {table} "
                f"FOR EACH {each} EXECUTE FUNCTION {table}_only_grows()"
            )

    def _engine(self, *, isolation_level: str) -> sa.Engine:
        url = self.address.url
        given: dict[str, Any] = {name: value for name, value in _CONNECTION.items() if name not in url.query}
        try:
            engine = sa.create_engine(
                url, poolclass=sa.NullPool, hide_parameters=True, connect_args=given, isolation_level=isolation_level
            )
        except ModuleNotFoundError:
            raise Refused(
                f'The vault is {self.name}, which needs the extra “postgres”: pip install "reverse-mentoring[postgres]"'
            ) from None
        sa.event.listen(engine, "connect", _refuse_other_encodings)
        sa.event.listen(engine, "handle_error", _in_words(self.name))
        return engine


def _queue_up(connection: sa.Connection) -> None:
    for statement in _BEGIN:
        connection.exec_driver_sql(statement)


def _refuse_other_encodings(connection: Any, _: object) -> None:
    found = connection.driver_connection if hasattr(connection, "driver_connection") else connection
    encoding = found.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise Refused(f"The database of the vault keeps text as {encoding}. Make one with ENCODING 'UTF8'.")


def _in_words(name: str) -> Callable[[sa.engine.ExceptionContext], None]:
    """Turns what the driver raises into a sentence without values and passwords."""

    def refuse(context: sa.engine.ExceptionContext) -> None:
        if context.sqlalchemy_exception is not None:
            error: Any = context.original_exception
            raise Refused(_sentence(error, name, connected=context.connection is not None)) from None

    return refuse


def _sentence(error: "psycopg.Error", name: str, *, connected: bool) -> str:
    state, said = error.sqlstate or "", error.diag.message_primary or ""
    if not connected:
        remedy = next((remedy for part, remedy in _REMEDIES.items() if part in str(error)), "")
        return f"The vault is {name}, which cannot be reached. {remedy or 'Does the server run, and is this its name?'}"
    if state.startswith("23"):
        return f"A value does not fit into its table ({said}). Nothing was stored."
    if state == "42501":
        return f"The database says: {said}. This role may not do that; ask whoever runs the database of the vault."
    if state == "55P03":
        return "Somebody else has been writing into the vault for 20 seconds. Nothing was stored; try again."
    if "NUL" in str(error):
        return "A text holds the character NUL, which PostgreSQL cannot keep. Nothing was stored; take it out."
    return f"The vault could not be used ({type(error).__name__} {state}). Nothing was stored; try again."


def _missing_rules(connection: sa.Connection) -> Iterator[str]:
    """What must be in force and is not: links, checks, and that the audit log only grows."""
    rules = sa.inspect(connection)
    checks, links = ({table: each for (_, table), each in found.items()}
                     for found in (rules.get_multi_check_constraints(), rules.get_multi_foreign_keys()))  # fmt: skip
    for table in METADATA.sorted_tables:
        wanted = {each.name for each in _checks(table)}
        known = {each["name"] for each in checks.get(table.name, ())}
        if not wanted <= known or len(links.get(table.name, ())) < len(table.foreign_keys):
            yield f"The database is changed: table {table.name} lacks rules that its rows must keep."
    enabled = "SELECT count(*) FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND tgenabled = 'O' AND NOT tgisinternal"
    if connection.exec_driver_sql(enabled, (AUDIT.name,)).scalar_one() < 2:
        yield "The database is changed: the audit log can be altered, for its triggers are missing."


def _broken_rules(connection: sa.Connection) -> Iterator[str]:
    orphans = 0
    for table in METADATA.sorted_tables:
        broken = [sa.not_(each.sqltext) for each in _checks(table)]
        alone = [~sa.exists().where(link.column == link.parent).correlate(table) for link in table.foreign_keys]
        counts = [sa.func.count().filter(each) for each in (*broken, *alone)]
        found = connection.execute(sa.select(*counts).select_from(table)).one() if counts else ()
        if any(found[: len(broken)]):
            yield f"The database is damaged: CHECK constraint failed in {table.name}."
        orphans += sum(found[len(broken) :])
    if orphans:
        yield f"{orphans} rows belong to a person or cohort that does not exist."


def _checks(table: sa.Table) -> list[sa.CheckConstraint]:
    return [each for each in table.constraints if isinstance(each, sa.CheckConstraint)]

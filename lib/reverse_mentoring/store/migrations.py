"""The vault's form through the years: each change is a function, applied once, whole or not at all.

A new vault is made in today's form. An older file is copied beside itself first, then each missing step runs in a
transaction of its own that also writes the new number: a step that is interrupted leaves the form before it. The same
steps run on PostgreSQL, where the first vaults had form 5.
"""

import datetime as dt
from collections.abc import Callable, Sequence

import sqlalchemy as sa

from reverse_mentoring.store import at_launch, audit
from reverse_mentoring.store.databases import Database
from reverse_mentoring.store.schema import AUDIT, COHORTS, COMPANY, META, METADATA
from reverse_mentoring.words.problems import Refused

Migration = Callable[[sa.Connection], None]


def _papers(connection: sa.Connection) -> None:
    """Form 2: what pairs write down, calendars that were issued, and who appraises whom."""
    names = ("sides", "goal_plans", "training", "signoffs", "issued_calendars", "agreement_texts")
    METADATA.create_all(connection, tables=[METADATA.tables[name] for name in names])
    connection.execute(sa.text("ALTER TABLE roster ADD COLUMN appraised_by_ids TEXT NOT NULL DEFAULT '[]'"))


def _reviews(connection: sa.Connection) -> None:
    """Form 3: the quarter and closing forms, levels asked again, focus groups."""
    names = ("quarters", "closings", "progress", "focus_notes")
    METADATA.create_all(connection, tables=[METADATA.tables[name] for name in names])


def _launches(connection: sa.Connection) -> None:
    """Form 4: departments and levels as they were at launch; of running cohorts as the roster has them now."""
    METADATA.create_all(connection, tables=[METADATA.tables[name] for name in ("at_launch", "promised")])
    at_launch.keep(connection)


def _consents(connection: sa.Connection) -> None:
    """Form 5: who volunteers for a sensitive topic, with the day, in a table of its own.

    The offers that stood in the sign-ups are not taken over: nothing says when, or that, they were given as a consent,
    and a consent must be shown. Whoever still wants to volunteer consents anew.
    """
    METADATA.create_all(connection, tables=[METADATA.tables["consents"]])
    connection.execute(sa.text("ALTER TABLE signups DROP COLUMN offers_sensitive_topics"))


def _taken_in(connection: sa.Connection) -> None:
    """Form 6: which input was stored, so that a run need not read it again."""
    METADATA.create_all(connection, tables=[METADATA.tables["taken_in"]])


MIGRATIONS: tuple[Migration, ...] = (_papers, _reviews, _launches, _consents, _taken_in)
"""The first one leads from form 1 to form 2, and so on. A change in words.tables or schema needs one here."""


def bring_up_to_date(database: Database, *, migrations: Sequence[Migration] = MIGRATIONS, now: dt.datetime) -> None:
    """Creates the tables in an empty database, or takes the missing steps; refuses a vault newer than the program.

    Before the first step a file is copied to `<name>.form-<old>.db` beside it (this replaces an older copy).
    """
    latest = len(migrations) + 1
    with database.read.begin() as connection:
        is_new = not sa.inspect(connection).get_table_names()
        version = latest if is_new else _version(connection, database)
    if version > latest:
        raise Refused(
            f"{database.name} was written by a newer version of this program (form {version}, this one knows "
            f"{latest}). Install that version; nothing was changed."
        )
    if is_new:
        _create(database, version=latest, now=now)
    elif version < latest:
        database.keep_copy(version)
    for number, migration in enumerate(migrations[version - 1 :], start=version + 1):
        _take(database, migration, to=number, now=now)
    if version < latest:
        database.forget_deleted()


def make_tables(connection: sa.Connection, database: Database, *, version: int) -> None:
    """All tables in today's form, without rows but the form's number."""
    METADATA.create_all(connection, checkfirst=False)
    database.make_append_only(connection, AUDIT.name)
    connection.execute(sa.insert(META).values(schema_version=version))


def _create(database: Database, *, version: int, now: dt.datetime) -> None:
    """A new vault, unless another process has made it since we looked."""
    with database.write.begin() as connection:
        if sa.inspect(connection).get_table_names():
            return
        make_tables(connection, database, version=version)
        connection.execute(sa.insert(COHORTS).values(name=COMPANY, created_at=now.isoformat(timespec="seconds")))
        audit.append(connection, "create vault", cohort=COMPANY, detail=f"form {version}", now=now)


def _version(connection: sa.Connection, database: Database) -> int:
    if not sa.inspect(connection).has_table(META.name):
        raise Refused(f"{database.name} is a database, but not the vault of a programme.")
    return int(connection.execute(sa.select(META.c.schema_version)).scalar_one())


def _take(database: Database, migration: Migration, *, to: int, now: dt.datetime) -> None:
    """One step, unless another process has taken it since we looked."""
    with database.write.begin() as connection:
        if connection.execute(sa.select(META.c.schema_version)).scalar_one() >= to:
            return
        migration(connection)
        connection.execute(sa.update(META).values(schema_version=to))
        audit.append(connection, "migrate vault", cohort=COMPANY, detail=f"form {to}", now=now)

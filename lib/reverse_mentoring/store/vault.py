"""The vault: everything a programme knows of its people, in one database: a file of the facilitator's machine, or
one on a server that several share.

Writing happens in short transactions, whole or not at all, each with an entry in the audit log. What two people
may edit at the same time (the choices) carries a version; a stale save is refused, never silently lost.
"""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import sqlalchemy as sa

from reverse_mentoring.store import at_launch, audit, choice_rows, rows
from reverse_mentoring.store.address import Where
from reverse_mentoring.store.choice_rows import Saved
from reverse_mentoring.store.databases import database
from reverse_mentoring.store.kept_tables import tables_of
from reverse_mentoring.store.migrations import MIGRATIONS, Migration, bring_up_to_date
from reverse_mentoring.store.schema import (
    AUDIT,
    CHOICE_HEADS,
    CHOICES,
    COHORTS,
    COMPANY,
    DATA,
    MAPPINGS,
    PERSONS,
    person_columns,
)
from reverse_mentoring.words.choices import Choices
from reverse_mentoring.words.columns import Table
from reverse_mentoring.words.problems import Refused
from reverse_mentoring.words.steps import STEPS
from reverse_mentoring.words.tables import TABLES, table

PAIRING_STEPS = ("matching", "review")
"""The steps in which pairs come about."""


def open_vault(
    where: Where, *, migrations: tuple[Migration, ...] = MIGRATIONS, now: dt.datetime | None = None
) -> "Vault":
    """The vault in this file or database, created or brought up to today's form if need be; only its owner may read
    the file.

    Refused: in a synced or network folder, if written by a newer program, if the database is not a vault.
    """
    found = database(where)
    found.prepare()
    with _refusals():
        bring_up_to_date(found, migrations=migrations, now=now or dt.datetime.now(dt.UTC))
    return Vault(where)


class Vault:
    """Use open_vault. Nothing stays open between calls, so a Vault may be used from several threads."""

    def __init__(self, where: Where) -> None:
        self._where = where.absolute() if isinstance(where, Path) else where
        self._database = database(where)
        self._write = self._database.write
        self._read = self._database.read

    def cohorts(self) -> list[str]:
        """The names of the cohorts, in alphabetical order."""
        with _transaction(self._read) as connection:
            names = connection.scalars(sa.select(COHORTS.c.name).where(COHORTS.c.name != COMPANY))
            return sorted(names)

    def store(self, tables: Mapping[str, Mapping[str, pd.DataFrame]], *, now: dt.datetime, note: str = "") -> None:
        """Replaces these tables of these cohorts, all of them or, if anything is refused, none.

        tables: cohort → table name → frame as in words.tables; cohort "" for the whole company, which has only
        roster and topics. New cohorts are created. note: how it came here, for the audit log; nothing personal.
        """
        with _transaction(self._write) as connection:
            for cohort, frames in tables.items():
                _add_cohort(connection, cohort, now)
                for name, frame in frames.items():
                    _replace(connection, table(name), cohort, frame)
                counts = ", ".join(f"{name} {len(frame)}" for name, frame in frames.items())
                detail = f"{note}: {counts}" if note else counts
                audit.append(connection, "store", cohort=cohort, detail=detail, now=now)
            at_launch.keep(connection, tables)
            _forget_unmentioned(connection)
        self._database.forget_deleted()

    def tables(self, cohort: str) -> dict[str, pd.DataFrame]:
        """Every declared table of this cohort, tidy and ordered by key; empty where nothing was stored.

        roster: the cohort's own if it has one, else the company's. topics: the company's and the cohort's.
        """
        with _transaction(self._read) as connection:
            found = tables_of(connection, self._where, cohort)
            company = tables_of(connection, self._where, COMPANY)
        if found["roster"].empty:
            found["roster"] = company["roster"]
        others = company["topics"][~company["topics"]["topic_id"].isin(found["topics"]["topic_id"])]
        if len(others):
            found["topics"] = pd.concat([found["topics"], others]).sort_values("topic_id", ignore_index=True)
        return found

    def pairs_of_others(self, cohort: str) -> list[tuple[str, str]]:
        """(mentor_id, mentee_id) of every pair of the other cohorts, each once, by ids: imported, decided or paired
        anew there."""
        pairs, current = DATA["pairs"].c, [CHOICES.c[key.name] == key for key in CHOICE_HEADS.c]
        imported = sa.select(pairs.mentor_id, pairs.mentee_id).where(pairs.cohort != cohort)
        # Of long reviews only those are read that hold a new pair.
        telling = (CHOICES.c.step == "matching") | CHOICES.c.choices.contains('"repaired":[{')
        decided = sa.select(CHOICES.c.choices).where(*current, telling, CHOICES.c.cohort != cohort)
        with _transaction(self._read) as connection:
            known = {(row.mentor_id, row.mentee_id) for row in connection.execute(imported)}
            said = [json.loads(text) for text in connection.scalars(decided)]
        known |= {(mentor, mentee) for each in said for mentor, mentee in each.get("final") or ()}
        return sorted(
            known | {(each["mentor_id"], each["mentee_id"]) for one in said for each in one.get("repaired", ())}
        )

    def at_launch(self, cohort: str) -> pd.DataFrame:
        """Where people were when they first came into a pair: person_id, department, level (“” = not known)."""
        with _transaction(self._read) as connection:
            return at_launch.people(connection, cohort)

    def promised(self, cohort: str, group_at_least: int, *, now: dt.datetime) -> int:
        """The smallest group that was in force when the cohort had its first pairs.

        group_at_least: in force today; kept the first time that this is asked of a cohort with pairs, given back where
        there are none yet.
        """
        with _transaction(self._read) as connection:
            kept, open_ = at_launch.promised(connection, cohort), at_launch.launched(connection, cohort)
        if kept is not None or not open_:
            return kept or group_at_least
        with _transaction(self._write) as connection:
            if at_launch.promise(connection, cohort, group_at_least):
                detail = f"groups of {group_at_least} or more"
                audit.append(connection, "promise", cohort=cohort, detail=detail, now=now)
            return at_launch.promised(connection, cohort) or group_at_least

    def choices(self, cohort: str, step: str) -> Saved:
        """What was last decided in this step (a key of words.steps.STEPS); the defaults if nothing was."""
        with _transaction(self._read) as connection:
            return choice_rows.saved(connection, cohort, step)

    def save_choices(self, cohort: str, step: str, choices: Choices, *, expected_version: int, now: dt.datetime) -> int:
        """Keeps these choices as a new version and returns its number.

        expected_version: the version that the person saw when deciding (Saved.version). Overtaken, which is refused,
        if somebody else has saved or undone since.
        """
        if not isinstance(choices, STEPS[step]):
            raise TypeError(f"{type(choices).__name__} are not the choices of step {step}")
        with _transaction(self._write) as connection:
            head = choice_rows.refuse_overtaken(connection, cohort, step, expected=expected_version)
            _known(connection, cohort)
            version = choice_rows.latest(connection, cohort, step) + 1
            new = {"cohort": cohort, "step": step, "version": version, "parent": head}
            made = {"choices": choices.model_dump_json(), "made_at": now.isoformat(timespec="seconds")}
            connection.execute(sa.insert(CHOICES).values(**new, **made))
            choice_rows.move_head(connection, cohort, step, version)
            if step in PAIRING_STEPS:
                at_launch.keep(connection, [cohort])
            audit.append(connection, "save choices", cohort=cohort, detail=f"{step} version {version}", now=now)
        return version

    def undo(self, cohort: str, step: str, *, now: dt.datetime, expected_version: int | None = None) -> Saved | None:
        """Goes back to the choices before the last decision and returns them; None if there was no decision.

        The undone version stays in the history. expected_version: the one that the person sees; as in save_choices.
        """
        with _transaction(self._write) as connection:
            head = choice_rows.head(connection, cohort, step)
            if expected_version is not None:
                choice_rows.refuse_overtaken(connection, cohort, step, expected=expected_version)
            if not head:
                return None
            parent = connection.execute(choice_rows.version_of(cohort, step, head)).one().parent
            choice_rows.move_head(connection, cohort, step, parent)
            audit.append(connection, "undo choices", cohort=cohort, detail=f"{step} version {head}", now=now)
        return self.choices(cohort, step)

    def history(self, cohort: str, step: str) -> pd.DataFrame:
        """Every version ever saved in this step: version, parent (0 = the defaults), made_at (ISO text),
        current (whether it holds now); oldest first."""
        with _transaction(self._read) as connection:
            head = choice_rows.head(connection, cohort, step)
            made = connection.execute(choice_rows.versions(cohort, step)).all()
        found = [(row.version, row.parent, row.made_at, row.version == head) for row in made]
        return pd.DataFrame(found, columns=["version", "parent", "made_at", "current"])

    def every_choice(self, cohort: str) -> list[tuple[str, str]]:
        """(step, choices as JSON) of every version ever saved of this cohort."""
        with _transaction(self._read) as connection:
            wanted = sa.select(CHOICES.c.step, CHOICES.c.choices).where(CHOICES.c.cohort == cohort)
            return [(step, text) for step, text in connection.execute(wanted)]

    def remember_mapping(self, file: str, mapping: Mapping[str, str], *, now: dt.datetime) -> None:
        """Keeps how the headers of this input file are to be read: header → our column, "" = not stored."""
        with _transaction(self._write) as connection:
            connection.execute(sa.delete(MAPPINGS).where(MAPPINGS.c.file == file))
            for header, column in mapping.items():
                connection.execute(sa.insert(MAPPINGS).values(file=file, header=header, column=column))
            audit.append(connection, "remember headers", cohort=COMPANY, detail=f"{len(mapping)} headers", now=now)

    def mapping(self) -> dict[str, dict[str, str]]:
        """The remembered readings of headers: file → header → our column, "" = not stored."""
        remembered: dict[str, dict[str, str]] = {}
        with _transaction(self._read) as connection:
            for row in connection.execute(sa.select(MAPPINGS).order_by(MAPPINGS.c.file, MAPPINGS.c.header)):
                remembered.setdefault(row.file, {})[row.header] = row.column
        return remembered

    def backup(self, path: Path) -> None:
        """A complete copy of the vault as this new SQLite file, also while others work; refused if it exists."""
        self._database.snapshot(path)

    @contextmanager
    def recorded(self, action: str, *, cohort: str, now: dt.datetime) -> Iterator[list[str]]:
        """For what is done outside of the vault: one entry in the audit log if the block succeeds, none if not.

        The block appends what to note: counts, versions and hashes only. Nobody else writes into the vault meanwhile.
        """
        details: list[str] = []
        with _transaction(self._write) as connection:
            yield details
            audit.append(connection, action, cohort=cohort, detail=", ".join(details), now=now)

    def log(self, action: str) -> list[tuple[str, str]]:
        """(cohort, detail) of every entry of the audit log about this action, oldest first."""
        wanted = sa.select(AUDIT.c.cohort, AUDIT.c.detail).where(AUDIT.c.action == action).order_by(AUDIT.c.number)
        with _transaction(self._read) as connection:
            return [(cohort, detail) for cohort, detail in connection.execute(wanted)]

    def check_audit(self) -> list[str]:
        """A sentence for each sign of damage or of somebody changing the file by hand; empty = intact."""
        with _transaction(self._read) as connection:
            return [*self._database.faults(), *audit.broken_links(connection)]


@contextmanager
def _refusals() -> Iterator[None]:
    """What the database refuses becomes a sentence without the values."""
    try:
        yield
    except Refused as refusal:  # whatever is behind it may hold values
        raise refusal from None
    except sa.exc.IntegrityError as error:
        raise Refused(f"A value does not fit into its table ({error.orig}). Nothing was stored.") from None
    except sa.exc.DatabaseError as error:
        raise Refused(f"The vault could not be used ({error.orig}). Nothing was stored; try again.") from None


@contextmanager
def _transaction(engine: sa.Engine) -> Iterator[sa.Connection]:
    with _refusals(), engine.begin() as connection:
        yield connection


def _add_cohort(connection: sa.Connection, cohort: str, now: dt.datetime) -> None:
    if not connection.execute(sa.select(COHORTS).where(COHORTS.c.name == cohort)).first():
        connection.execute(sa.insert(COHORTS).values(name=cohort, created_at=now.isoformat(timespec="seconds")))


def _known(connection: sa.Connection, cohort: str) -> None:
    if not connection.execute(sa.select(COHORTS).where(COHORTS.c.name == cohort)).first():
        raise Refused(f"There is no cohort {cohort} in the vault; import it first.")


def _replace(connection: sa.Connection, declared: Table, cohort: str, frame: pd.DataFrame) -> None:
    target = DATA[declared.name]
    connection.execute(sa.delete(target).where(target.c.cohort == cohort))
    found = rows.rows(frame, declared)
    people = {row[column] for column in person_columns(declared) for row in found}
    new = people - set(connection.scalars(sa.select(PERSONS.c.person_id)))
    if new:
        connection.execute(sa.insert(PERSONS), [{"person_id": person} for person in sorted(map(str, new))])
    if found:
        connection.execute(sa.insert(target), [{"cohort": cohort, **row} for row in found])


def _forget_unmentioned(connection: sa.Connection) -> None:
    """Removes the ids of people about whom no row is left."""
    about = [sa.select(DATA[each.name].c[column]) for each in TABLES for column in person_columns(each)]
    connection.execute(sa.delete(PERSONS).where(PERSONS.c.person_id.not_in(sa.union(*about))))

"""Whether anything stored of a cohort is other than it was: one look at the vault for all cohorts, nothing loaded."""

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

import sqlalchemy as sa

from reverse_mentoring.store.address import Where
from reverse_mentoring.store.audit import RELEASED
from reverse_mentoring.store.databases import database
from reverse_mentoring.store.schema import CHOICE_HEADS, COHORTS, COMPANY, DATA
from reverse_mentoring.store.vault import Vault, _transaction
from reverse_mentoring.words.choices import IdPair
from reverse_mentoring.words.settings import Settings

_TAKING_PART = ("signups", "ratings")


@dataclass(frozen=True)
class Fingerprints:
    """What is stored, as SHA-256 by cohort ("" for the company); decided: which versions of choices hold; people: who
    signed up or rated; pairs: every pair of any cohort; released: what managers were shown, as the audit log has it."""

    tables: dict[str, str] = field(default_factory=dict)
    decided: dict[str, str] = field(default_factory=dict)
    people: dict[str, frozenset[str]] = field(default_factory=dict)
    pairs: tuple[IdPair, ...] = ()
    released: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, cohort: str) -> str:
        """One hash of what the vault holds for this cohort: its own, the company's, what was released of it, and pairs
        elsewhere of two people who both take part here."""
        people = self.people.get(cohort, frozenset())
        earlier = [pair for pair in self.pairs if people.issuperset(pair)]
        return _hash(self.tables.get(COMPANY, ""), self.tables.get(cohort, ""), self.released.get(cohort, ()), earlier)

    def beside(self, cohort: str, settings: Settings) -> str:
        """One hash of the cohorts that may have started before this one: the quarter and the close stand beside them.

        Without a start in programme.toml a cohort may have started before any other.
        """
        start = settings.cohort(cohort).start or dt.date.max
        others = [name for name in sorted(self.tables) if name not in (cohort, COMPANY)]
        before = [name for name in others if (settings.cohort(name).start or dt.date.min) < start]
        return _hash([(name, self.tables[name], self.decided.get(name, "")) for name in before])


def as_it_lies(where: Where) -> Vault | None:
    """The vault there, not made and not brought up to today's form; None if there is none, or only the empty file of
    a first start that was killed."""
    if not database(where).exists():
        return None
    vault = Vault(where)
    with _transaction(vault._read) as connection:
        return vault if sa.inspect(connection).has_table(COHORTS.name) else None


def fingerprints(vault: Vault) -> Fingerprints:
    """Of everything that the vault holds now."""
    with _transaction(vault._read) as connection:
        tables, people = _tables(connection)
        heads = connection.execute(sa.select(CHOICE_HEADS).order_by(*CHOICE_HEADS.c)).mappings().all()
    decided = {cohort: _hash([dict(row) for row in heads if row["cohort"] == cohort]) for cohort in tables}
    released: dict[str, tuple[str, ...]] = {}
    for cohort, detail in vault.log(RELEASED):
        released[cohort] = (*released.get(cohort, ()), detail)
    return Fingerprints(tables, decided, people, tuple(vault.pairs_of_others(COMPANY)), released)


def rows_of(vault: Vault, cohorts: Collection[str]) -> dict[str, str]:
    """Fingerprints.tables of these cohorts only."""
    with _transaction(vault._read) as connection:
        return _tables(connection, only=cohorts)[0]


def _tables(
    connection: sa.Connection, *, only: Collection[str] | None = None
) -> tuple[dict[str, str], dict[str, frozenset[str]]]:
    """The hashes of the rows of each cohort, and its people."""
    hashes: dict[str, hashlib._Hash] = {}
    people: dict[str, set[str]] = {}
    for name in DATA:
        for cohort, row in _rows(connection, name, only=only):
            hashes.setdefault(cohort, hashlib.sha256()).update(f"{name}{row}\n".encode())
            if name in _TAKING_PART:
                people.setdefault(cohort, set()).add(str(row[0]))
    hashed = {cohort: each.hexdigest() for cohort, each in hashes.items()}
    return hashed, {cohort: frozenset(each) for cohort, each in people.items()}


def _rows(
    connection: sa.Connection, name: str, *, only: Collection[str] | None
) -> Iterator[tuple[str, tuple[object, ...]]]:
    """(cohort, values) of every row of a table, in the order of its values; the person first where there is one."""
    whose = DATA[name].c.cohort
    columns = [column for column in DATA[name].c if column.name != "cohort"]
    columns.sort(key=lambda column: column.name != "person_id")
    wanted = sa.select(whose, *columns).order_by(whose, *columns)
    for row in connection.execute(wanted if only is None else wanted.where(whose.in_(only))):
        yield row[0], tuple(row[1:])


def _hash(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

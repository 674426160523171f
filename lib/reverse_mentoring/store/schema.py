"""The vault's tables, made from the declarations in words.tables, so that a column is declared once.

Each declared table becomes one vault table with a column `cohort` in front; cohort "" is the whole company
and holds only the roster and the topics. Dates are ISO text, lists are JSON text, yes/no is 1/0, nothing said is
"" for text and NULL for everything else. Every person that any row is about stands once in `persons`; erasing
that row erases all rows about the person.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from reverse_mentoring.words.columns import Column, Kind, Table
from reverse_mentoring.words.disclosure import GROUP_FLOOR
from reverse_mentoring.words.tables import TABLES

COMPANY = ""
"""The cohort under which the whole company's roster and topics are kept."""
COMPANY_TABLES = ("roster", "topics")
PERSON_COLUMNS = ("person_id", "other_id", "mentor_id", "mentee_id")
"""Columns that say whom a row is about; manager_id and the like only mention somebody."""

METADATA = sa.MetaData()

# PostgreSQL: texts in the order of their letters' numbers, as SQLite and Python have them, whatever the server's
# language; whole numbers as large as SQLite's.
_TEXT: sa.types.TypeEngine[str] = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_WHOLE: sa.types.TypeEngine[int] = sa.Integer().with_variant(sa.BigInteger(), "postgresql")
_NUMBER: sa.types.TypeEngine[Any] = sa.Double().with_variant(sa.REAL(), "sqlite")
_TYPES: dict[Kind, sa.types.TypeEngine[Any]] = {
    "id": _TEXT, "text": _TEXT, "choice": _TEXT, "ids": _TEXT, "texts": _TEXT,
    "whole": _WHOLE, "number": _NUMBER, "date": _TEXT, "yes_no": _WHOLE,
}  # fmt: skip
_NULLABLE: tuple[Kind, ...] = ("whole", "number", "date", "yes_no")


def person_columns(declared: Table) -> list[str]:
    """The columns of this table that say whom a row is about."""
    return [name for name in declared.column_names if name in PERSON_COLUMNS]


def _cohort_column(*, primary_key: bool = True) -> sa.Column[str]:
    return sa.Column("cohort", _TEXT, sa.ForeignKey("cohorts.name"), primary_key=primary_key, nullable=False)


def _column(column: Column, declared: Table) -> sa.Column[object]:
    is_key, is_person = column.name in declared.key, column.name in PERSON_COLUMNS
    links = [sa.ForeignKey("persons.person_id", ondelete="CASCADE")] if is_person else []
    return sa.Column(
        column.name,
        _TYPES[column.kind],
        *links,
        primary_key=is_key,
        autoincrement=False,
        nullable=column.kind in _NULLABLE and not is_key,
        index=is_person,
    )


def _rules(column: Column, declared: Table) -> Iterator[sa.CheckConstraint]:
    """What the declaration says of a value, as checks named table_column for the sentence when one fails."""
    value = sa.column(column.name, _TYPES[column.kind])
    rules: list[sa.ColumnElement[bool]] = []
    if column.choices:
        rules.append(value.in_([*([] if column.required else [""]), *column.choices]))
    if column.low is not None:
        rules.append(value >= _bound(column.low, column.kind))
    if column.high is not None:
        rules.append(value <= _bound(column.high, column.kind))
    if column.kind == "yes_no":
        rules.append(value.in_([0, 1]))
    if rules:
        yield sa.CheckConstraint(sa.and_(*rules), name=f"{declared.name}_{column.name}")


def _bound(limit: float, kind: Kind) -> float:
    return int(limit) if kind == "whole" else limit


def _vault_table(declared: Table) -> sa.Table:
    checks = [check for column in declared.columns for check in _rules(column, declared)]
    if declared.name not in COMPANY_TABLES:
        checks.append(sa.CheckConstraint(sa.column("cohort", sa.Text) != COMPANY, name=f"{declared.name}_cohort"))
    columns = [_column(column, declared) for column in declared.columns]
    return sa.Table(declared.name, METADATA, _cohort_column(), *columns, *checks, sqlite_strict=True)


def _own_table(name: str, *parts: sa.schema.SchemaItem) -> sa.Table:
    return sa.Table(name, METADATA, *parts, sqlite_strict=True)


META = _own_table("meta", sa.Column("schema_version", _WHOLE, primary_key=True, autoincrement=False))
COHORTS = _own_table(
    "cohorts", sa.Column("name", _TEXT, primary_key=True), sa.Column("created_at", _TEXT, nullable=False)
)
PERSONS = _own_table(
    "persons",
    sa.Column("person_id", _TEXT, primary_key=True),
    sa.CheckConstraint(sa.column("person_id", sa.Text) != "", name="persons_person_id"),
)
DATA: dict[str, sa.Table] = {declared.name: _vault_table(declared) for declared in TABLES}
"""Name of a declared table → its table in the vault."""

CHOICES = _own_table(
    "choices",
    _cohort_column(),
    sa.Column("step", _TEXT, primary_key=True),
    sa.Column("version", _WHOLE, primary_key=True, autoincrement=False),
    sa.Column("parent", _WHOLE, nullable=False),
    sa.Column("choices", _TEXT, nullable=False),
    sa.Column("made_at", _TEXT, nullable=False),
)
CHOICE_HEADS = _own_table(
    "choice_heads",
    _cohort_column(),
    sa.Column("step", _TEXT, primary_key=True),
    sa.Column("version", _WHOLE, nullable=False),
)
MAPPINGS = _own_table(
    "mappings",
    sa.Column("file", _TEXT, primary_key=True),
    sa.Column("header", _TEXT, primary_key=True),
    sa.Column("column", _TEXT, nullable=False),
)
ISSUED_CALENDARS = _own_table(
    "issued_calendars",
    _cohort_column(),
    sa.Column("uid", _TEXT, primary_key=True),
    *(
        sa.Column(name, _TEXT, sa.ForeignKey("persons.person_id", ondelete="CASCADE"), nullable=False, index=True)
        for name in ("mentor_id", "mentee_id")
    ),
    *(sa.Column(name, _WHOLE, nullable=False) for name in ("number", "sequence", "cancelled")),
    *(sa.Column(name, _TEXT, nullable=False) for name in ("content", "start", "end", "summary", "stamp")),
    sa.CheckConstraint(sa.column("cancelled", sa.Integer).in_([0, 1]), name="issued_calendars_cancelled"),
)
AGREEMENT_TEXTS = _own_table(
    "agreement_texts",
    _cohort_column(),
    *(
        sa.Column(
            name,
            _TEXT,
            sa.ForeignKey("persons.person_id", ondelete="CASCADE"),
            primary_key=True,
            nullable=False,
            index=True,
        )
        for name in ("mentor_id", "mentee_id")
    ),
    sa.Column("fingerprint", _TEXT, primary_key=True),
    sa.Column("content", _TEXT, nullable=False),
    sa.Column("made_at", _TEXT, nullable=False),
)
"""Texts of learning agreements that somebody confirmed, as JSON, under their fingerprints."""
AT_LAUNCH = _own_table(
    "at_launch",
    _cohort_column(),
    sa.Column(
        "person_id", _TEXT, sa.ForeignKey("persons.person_id", ondelete="CASCADE"), primary_key=True, nullable=False,
        index=True,
    ),
    *(sa.Column(name, _TEXT, nullable=False) for name in ("department", "level")),
)  # fmt: skip
"""Department and level of each person on the day on which he or she first came into a pair of the cohort."""
PROMISED = _own_table(
    "promised",
    _cohort_column(),
    sa.Column("group_at_least", _WHOLE, nullable=False),
    sa.CheckConstraint(sa.column("group_at_least", sa.Integer) >= GROUP_FLOOR, name="promised_group_at_least"),
)
"""The smallest group in force when the cohort had its first pairs."""
TAKEN_IN = _own_table(
    "taken_in",
    _cohort_column(),
    sa.Column("mark", _TEXT, nullable=False),
    sa.Column("notes", _WHOLE, nullable=False),
)
"""The input that was last stored of each cohort, as a hash, and how many notes there were on how it was read."""
AUDIT = _own_table(
    "audit",
    sa.Column("number", _WHOLE, primary_key=True, autoincrement=False),
    *(sa.Column(name, _TEXT, nullable=False) for name in ("at", "action", "cohort", "detail")),
    *(sa.Column(name, _TEXT, nullable=False) for name in ("previous_hash", "hash")),
)

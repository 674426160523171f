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

_NUMBER: sa.types.TypeEngine[Any] = sa.Double().with_variant(sa.REAL(), "sqlite")
_TYPES: dict[Kind, sa.types.TypeEngine[Any]] = {
    "id": sa.Text(), "text": sa.Text(), "choice": sa.Text(), "ids": sa.Text(), "texts": sa.Text(),
    "whole": sa.Integer(), "number": _NUMBER, "date": sa.Text(), "yes_no": sa.Integer(),
}  # fmt: skip
_NULLABLE: tuple[Kind, ...] = ("whole", "number", "date", "yes_no")


def person_columns(declared: Table) -> list[str]:
    """The columns of this table that say whom a row is about."""
    return [name for name in declared.column_names if name in PERSON_COLUMNS]


def _cohort_column(*, primary_key: bool = True) -> sa.Column[str]:
    return sa.Column("cohort", sa.Text, sa.ForeignKey("cohorts.name"), primary_key=primary_key, nullable=False)


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


META = _own_table("meta", sa.Column("schema_version", sa.Integer, primary_key=True, autoincrement=False))
COHORTS = _own_table(
    "cohorts", sa.Column("name", sa.Text, primary_key=True), sa.Column("created_at", sa.Text, nullable=False)
)
PERSONS = _own_table(
    "persons",
    sa.Column("person_id", sa.Text, primary_key=True),
    sa.CheckConstraint(sa.column("person_id", sa.Text) != "", name="persons_person_id"),
)
DATA: dict[str, sa.Table] = {declared.name: _vault_table(declared) for declared in TABLES}
"""Name of a declared table → its table in the vault."""

CHOICES = _own_table(
    "choices",
    _cohort_column(),
    sa.Column("step", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("parent", sa.Integer, nullable=False),
    sa.Column("choices", sa.Text, nullable=False),
    sa.Column("made_at", sa.Text, nullable=False),
)
CHOICE_HEADS = _own_table(
    "choice_heads",
    _cohort_column(),
    sa.Column("step", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
)
MAPPINGS = _own_table(
    "mappings",
    sa.Column("file", sa.Text, primary_key=True),
    sa.Column("header", sa.Text, primary_key=True),
    sa.Column("column", sa.Text, nullable=False),
)
ISSUED_CALENDARS = _own_table(
    "issued_calendars",
    _cohort_column(),
    sa.Column("uid", sa.Text, primary_key=True),
    *(
        sa.Column(name, sa.Text, sa.ForeignKey("persons.person_id", ondelete="CASCADE"), nullable=False, index=True)
        for name in ("mentor_id", "mentee_id")
    ),
    *(sa.Column(name, sa.Integer, nullable=False) for name in ("number", "sequence", "cancelled")),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("content", "start", "end", "summary", "stamp")),
    sa.CheckConstraint(sa.column("cancelled", sa.Integer).in_([0, 1]), name="issued_calendars_cancelled"),
)
AGREEMENT_TEXTS = _own_table(
    "agreement_texts",
    _cohort_column(),
    *(
        sa.Column(
            name,
            sa.Text,
            sa.ForeignKey("persons.person_id", ondelete="CASCADE"),
            primary_key=True,
            nullable=False,
            index=True,
        )
        for name in ("mentor_id", "mentee_id")
    ),
    sa.Column("fingerprint", sa.Text, primary_key=True),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("made_at", sa.Text, nullable=False),
)
"""Texts of learning agreements that somebody confirmed, as JSON, under their fingerprints."""
AT_LAUNCH = _own_table(
    "at_launch",
    _cohort_column(),
    sa.Column(
        "person_id", sa.Text, sa.ForeignKey("persons.person_id", ondelete="CASCADE"), primary_key=True, nullable=False,
        index=True,
    ),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("department", "level")),
)  # fmt: skip
"""Department and level of each person on the day on which he or she first came into a pair of the cohort."""
PROMISED = _own_table(
    "promised",
    _cohort_column(),
    sa.Column("group_at_least", sa.Integer, nullable=False),
    sa.CheckConstraint(sa.column("group_at_least", sa.Integer) >= GROUP_FLOOR, name="promised_group_at_least"),
)
"""The smallest group in force when the cohort had its first pairs."""
AUDIT = _own_table(
    "audit",
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("at", "action", "cohort", "detail")),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("previous_hash", "hash")),
)

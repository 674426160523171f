"""Everything that the vault and the choices hold about one person, for that person (Art. 15 and 20 GDPR).

Left out, for the rights of others (Art. 15 (4)): what partners and others answered, wished or set as a goal of their
own; who asked for another partner, or not to be paired; the facilitator's words about a pair (notes, reasons), which
may hold what the partner said. Of a partner stands the id, and the name where it stands in a paper of the pair.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from reverse_mentoring.store.address import Where
from reverse_mentoring.store.databases import database
from reverse_mentoring.store.person_choices import COLUMNS
from reverse_mentoring.store.person_rows import WITHOUT_TEXTS, about_columns, mention_columns
from reverse_mentoring.store.person_words import Person
from reverse_mentoring.store.schema import CHOICE_HEADS, CHOICES, DATA, METADATA, PERSON_COLUMNS
from reverse_mentoring.store.vault import _transaction
from reverse_mentoring.words.columns import Column
from reverse_mentoring.words.privacy import WhoSees
from reverse_mentoring.words.problems import Refused
from reverse_mentoring.words.tables import TABLES

LEFT_OUT = (
    "What the partner of a pair and others answered, wished or set as a goal of their own: it is theirs.",
    "Who would like, or would not like, to be paired with this person, and who asked for another partner.",
    "What the facilitator wrote about a pair in his or her own words (notes, reasons): it may hold what the partner "
    "said. Ask the facilitator about it.",
    "The files in input/ and the papers in runs/: they hold the same data. The audit log: it names nobody.",
)
_BOTH_ROLES = {"mentor", "mentee"}
_OWN_PAPERS = ("sides", "goals", "trained", "signed", "confirmed", "entries")
"""Fields of choices whose items are shown whole; of others what is not free text."""
_SHOWN_PAIRS = ("final", "accepted", "pins", "draft")
"""Lists of pairs that tell nothing of what the other of the two said."""
_FOR_THE_PAIR = ("agreement_texts", "issued_calendars")
Row = Mapping[Any, Any]


@dataclass(frozen=True)
class Field:
    """One value as it is stored. who_sees: its label in words."""

    name: str
    meaning: str
    value: str
    who_sees: str


@dataclass(frozen=True)
class Record:
    """One row, or one decision of a facilitator. table: “ratings”, or “choices: matching, final”."""

    cohort: str
    table: str
    about: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class PersonalData:
    """What is held about one person. mentions: where others' rows or texts name the person, counted."""

    person_id: str
    records: tuple[Record, ...]
    mentions: tuple[str, ...]
    left_out: tuple[str, ...] = LEFT_OUT


def personal_data(vault: Where, person: Person) -> PersonalData:
    """Everything about this person, by cohort and table. Refused if the vault does not know the id."""
    with _transaction(database(vault).read) as connection:
        records = [each for source in METADATA.sorted_tables for each in _rows(connection, source, person)]
        records = sorted([*records, *_decisions(connection, person)], key=lambda each: each.cohort)
        mentions = tuple(_mentions(connection, person))
    if not records:
        raise Refused("The vault holds nothing about this id. Is it written as in the roster?")
    return PersonalData(person.person_id, tuple(records), mentions)


def _rows(connection: sa.Connection, source: sa.Table, person: Person) -> Iterator[Record]:
    columns = about_columns(source)
    if not columns or source.name == "persons":
        return
    here = sa.or_(*(source.c[column] == person.person_id for column in columns))
    for row in connection.execute(sa.select(source).where(here).order_by(*source.c)).mappings():
        if _is_own(row, person.person_id):
            about, fields = _described(source, row, person.person_id)
            yield Record(str(row.get("cohort", "")), source.name, about, fields)


def _is_own(row: Row, person_id: str) -> bool:
    """Whether it is about the person and not somebody else's words."""
    if row.get("person_id") not in (None, person_id):
        return False
    said_by = row.get("who", row.get("whose"))
    return said_by in (None, "", "both", _role(row, person_id))


def _role(row: Row, person_id: str) -> str:
    return "mentor" if row.get("mentor_id") == person_id else "mentee"


def _described(source: sa.Table, row: Row, person_id: str) -> tuple[str, tuple[Field, ...]]:
    if source.name not in DATA:
        sees = WhoSees.PAIR if source.name in _FOR_THE_PAIR else WhoSees.FACILITATOR
        shown = {name: value for name, value in row.items() if name != "cohort"}
        return source.name.replace("_", " "), tuple(_fields(shown, sees))
    declared = next(each for each in TABLES if each.name == source.name)
    kept = (column for column in declared.columns if not _tells_of_the_other(column, row, person_id))
    fields = (Field(column.name, column.meaning, text, column.who_sees.value)
              for column in kept if (text := _text(row[column.name], column)))  # fmt: skip
    return declared.meaning, tuple(fields)


def _tells_of_the_other(column: Column, row: Row, person_id: str) -> bool:
    """Whether this says that the other of the two did something, as cancelled_by does."""
    about_one = set(column.choices) >= _BOTH_ROLES and column.name not in ("who", "whose") and "mentor_id" in row
    return about_one and row[column.name] not in (None, "", "both", _role(row, person_id))


def _text(value: Any, column: Column) -> str:
    if value in (None, ""):
        return ""
    if column.kind in ("ids", "texts"):
        return "; ".join(json.loads(value))
    return ("yes" if value else "no") if column.kind == "yes_no" else str(value)


def _fields(said: Mapping[str, Any], sees: WhoSees) -> Iterator[Field]:
    """Fields without a declaration; what is nested stands under its path."""
    for name, value in said.items():
        inner = _parsed(value)
        if isinstance(inner, dict):
            yield from _fields({f"{name}: {key}": each for key, each in inner.items()}, sees)
        elif isinstance(inner, list) and any(isinstance(each, dict) for each in inner):
            yield from _fields({f"{name} {number}": each for number, each in enumerate(inner, 1)}, sees)
        elif isinstance(inner, list):
            yield Field(name, "", "; ".join(map(str, inner)), sees.value)
        elif inner not in (None, ""):
            yield Field(name, "", str(inner), sees.value)


def _parsed(value: Any) -> Any:
    try:
        return json.loads(value) if isinstance(value, str) and value[:1] in ("{", "[") else value
    except ValueError:
        return value


def _decisions(connection: sa.Connection, person: Person) -> list[Record]:
    """What was decided about the person in each step, each once, with since when and whether it still holds."""
    heads = {(head.cohort, head.step): head.version for head in connection.execute(sa.select(CHOICE_HEADS))}
    found: dict[tuple[str, str, str], tuple[dict[str, Any], str, bool]] = {}
    for row in connection.execute(sa.select(CHOICES).order_by(CHOICES.c.cohort, CHOICES.c.step, CHOICES.c.version)):
        holds = heads.get((row.cohort, row.step)) == row.version
        for field, item in _items(json.loads(row.choices), person.person_id):
            key = (row.cohort, f"choices: {row.step}, {field}", json.dumps(item, sort_keys=True))
            since = found[key][1] if key in found else row.made_at
            found[key] = (item, since, holds or (key in found and found[key][2]))
    return [
        Record(cohort, table, "decided by the facilitator", tuple(_fields(
            {**item, "decided": since, "still holds": "yes" if holds else "no"}, WhoSees.FACILITATOR)))
        for (cohort, table, _), (item, since, holds) in found.items()
    ]  # fmt: skip


def _items(version: Mapping[str, Any], person_id: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for field, value in version.items():
        for each in value if isinstance(value, list) else ():
            if isinstance(each, list) and person_id in each and field in _SHOWN_PAIRS:
                yield field, dict(zip(("mentor_id", "mentee_id"), each, strict=False))
            elif isinstance(each, dict) and (item := _own_item(field, each, person_id)):
                yield field, item
        if field == "capacity" and person_id in value:
            yield field, {"places": value[person_id]}


def _own_item(field: str, item: dict[str, Any], person_id: str) -> dict[str, Any]:
    row = item.get(COLUMNS, item)
    if person_id not in [row.get(column) for column in PERSON_COLUMNS] or not _is_own(row, person_id):
        return {}
    if field in _OWN_PAPERS:
        return {**({"table": item["table"]} if "table" in item else {}), **row}
    own_words = row.get("released", {}).get(_role(row, person_id))
    shown = {"wording": own_words} if own_words else {}
    told = ("mentor_id", "mentee_id", "person_id", "state", "on", "starts", "number", "kind", "rule", "level")
    return {name: value for name, value in row.items() if name in told} | shown


def _mentions(connection: sa.Connection, person: Person) -> Iterator[str]:
    """How often others' rows name the person, and in how many texts the name stands."""
    texts = 0
    for source in METADATA.sorted_tables:
        if source in WITHOUT_TEXTS:
            continue
        about, mentions = about_columns(source), mention_columns(source.name) if source.name in DATA else []
        others = [row for row in connection.execute(sa.select(source)).mappings()
                  if person.person_id not in [row[column] for column in about]]  # fmt: skip
        for column in mentions:
            count = sum(person.person_id in (row[column], *_listed(row[column])) for row in others)
            if count:
                yield f"{source.name}: {count} row{'' if count == 1 else 's'} of others name this person as {column}"
        texts += sum(_names(row.values(), person) for row in others)
    texts += sum(
        _names(_strings(json.loads(each)), person) for each in connection.scalars(sa.select(CHOICES.c.choices))
    )
    if texts:
        yield f"other rows and saved versions in whose texts the name, the id or the address stands: {texts}"


def _listed(value: Any) -> list[Any]:
    parsed = _parsed(value)
    return parsed if isinstance(parsed, list) else []


def _names(values: Any, person: Person) -> bool:
    return any(person.without(each) != each for each in values if isinstance(each, str) and each != person.person_id)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
    elif isinstance(value, str):
        yield value

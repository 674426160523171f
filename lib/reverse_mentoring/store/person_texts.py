"""The texts that go with a person: a file that quotes one of them is about the person, though it names nobody."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from reverse_mentoring.store.address import Where
from reverse_mentoring.store.databases import database
from reverse_mentoring.store.person_choices import without_person
from reverse_mentoring.store.person_rows import WITHOUT_TEXTS, about_columns
from reverse_mentoring.store.person_words import Person
from reverse_mentoring.store.schema import CHOICES, METADATA
from reverse_mentoring.store.vault import _transaction

SHORTEST = 16
"""Letters from which a text is long enough to be nobody else's by chance."""


def own_texts(vault: Where, person: Person) -> tuple[str, ...]:
    """Every text in decisions about the person, and in rows about his or her pairs, that stands in nothing that stays;
    spaces single, lower case."""
    own, others = set[str](), set[str]()
    with _transaction(database(vault).read) as connection:
        for source in METADATA.sorted_tables:
            about = about_columns(source)
            for row in connection.execute(sa.select(source)).mappings() if source not in WITHOUT_TEXTS else ():
                is_own = person.person_id in [row[column] for column in about]
                (own if is_own and "mentor_id" in about else others).update(_strings(list(row.values())))
        for step, text in connection.execute(sa.select(CHOICES.c.step, CHOICES.c.choices)):
            kept = set(_strings(json.loads(without_person(step, text, person))))
            own |= set(_strings(json.loads(text))) - kept
            others |= kept
    return tuple(sorted(each for each in own - others if len(each) >= SHORTEST and " " in each))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _strings(each)
    elif isinstance(value, str) and value[:1] in ("{", "["):
        try:
            yield from _strings(json.loads(value))
        except ValueError:
            yield squeezed(value)
    elif isinstance(value, str):
        yield squeezed(value)


def squeezed(text: str) -> str:
    """The text as it is compared: spaces single, lower case."""
    return " ".join(text.split()).lower()

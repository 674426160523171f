"""Who a person is, from all places where the programme knows names: the vault, kept texts and the input files."""

import json
from collections.abc import Iterable, Iterator, Sequence

import sqlalchemy as sa

from reverse_mentoring.store.address import Where
from reverse_mentoring.store.databases import database
from reverse_mentoring.store.files import table_files
from reverse_mentoring.store.headers import HeaderMapping
from reverse_mentoring.store.importing import cohort_folders
from reverse_mentoring.store.person_input import Known, people_in
from reverse_mentoring.store.person_words import Person, person_among
from reverse_mentoring.store.programme import Programme
from reverse_mentoring.store.schema import AGREEMENT_TEXTS, DATA, PERSONS
from reverse_mentoring.store.vault import _transaction


def known_person(
    programme: Programme,
    person_id: str,
    *,
    mapping: HeaderMapping,
    names: Sequence[str] = (),
    mails: Sequence[str] = (),
) -> Person:
    """The person with every name and address under which the programme knows this id, beside those given.

    Names that somebody else has, too, are marked as shared. Somebody whom nothing knows has the given ones only.
    """
    people = [*_in_vault(programme.vault), *_in_input(programme, mapping)]
    own = [each for each in people if each.person_id == person_id]
    others = [each for each in people if each.person_id != person_id]
    return person_among(
        person_id,
        names=[*names, *(each.name for each in own)],
        mails=[*mails, *(each.mail for each in own)],
        others={text for each in others for text in (each.name, each.mail) if text},
        other_ids={each.person_id for each in others},
    )


def _in_vault(where: Where) -> Iterator[Known]:
    roster, texts = DATA["roster"].c, AGREEMENT_TEXTS.c
    with _transaction(database(where).read) as connection:
        yield from (Known(person, "", "") for person in connection.scalars(sa.select(PERSONS.c.person_id)))
        for person, name, mail in connection.execute(sa.select(roster.person_id, roster.name, roster.email)):
            yield Known(person, name, mail)
        for mentor, mentee, content in connection.execute(sa.select(texts.mentor_id, texts.mentee_id, texts.content)):
            said = json.loads(content)
            yield Known(mentor, said.get("mentor_name", ""), "")
            yield Known(mentee, said.get("mentee_name", ""), "")


def _in_input(programme: Programme, mapping: HeaderMapping) -> Iterable[Known]:
    folders = [programme.input, *(programme.input / cohort for cohort in cohort_folders(programme))]
    for folder in folders:
        for path in table_files(folder) if folder.is_dir() else ():
            yield from people_in(path, mapping)

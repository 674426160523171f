"""One person's data, written down for that person."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from reverse_mentoring.present.person_page import write_person
from reverse_mentoring.store.person_export import personal_data
from reverse_mentoring.store.person_files import EXPORTS
from reverse_mentoring.store.person_known import known_person
from reverse_mentoring.store.programme import Programme
from reverse_mentoring.store.vault import open_vault


@dataclass(frozen=True)
class Written:
    """paths: the page and the JSON file; count: records in each."""

    paths: tuple[Path, Path]
    count: int


def export_person(programme: Programme, person_id: str, folder: Path | None, *, now: dt.datetime) -> Written:
    """Writes everything about this person into the folder (exports/ of the programme if None).

    Refused if the vault holds nothing about the id.
    """
    mapping = open_vault(programme.vault).mapping()
    data = personal_data(programme.vault, known_person(programme, person_id, mapping=mapping))
    paths = write_person(folder or programme.folder / EXPORTS, data, day=now.astimezone().date())
    return Written(paths, len(data.records))

"""What to read for “check”: a programme, one cohort's folder, or a single file."""

from pathlib import Path

from reverse_mentoring.store.headers import HeaderMapping
from reverse_mentoring.store.importing import Found, cohort_folders, read_input
from reverse_mentoring.store.programme import SETTINGS_FILE, find
from reverse_mentoring.store.reading import read_file, read_folder
from reverse_mentoring.store.vault import open_vault
from reverse_mentoring.words.settings import Settings


def read(what: Path, programme_folder: Path, mapping: HeaderMapping | None) -> Found:
    """Everything that lies there; nothing is stored. Outside of a programme the default settings hold."""
    if (what / SETTINGS_FILE).is_file():
        programme = find(what)
        return read_input(programme, open_vault(programme.vault), cohort_folders(programme), mapping=mapping)
    settings, roster, topics = Settings(), None, None
    if (programme_folder / SETTINGS_FILE).is_file():
        programme = find(programme_folder)
        company = read_input(programme, open_vault(programme.vault), (), mapping=mapping).readings.get("")
        settings = programme.settings()
        roster, topics = (company.tables.get(name) if company else None for name in ("roster", "topics"))
    reader = read_folder if what.is_dir() else read_file
    return Found({what.name: reader(what, settings, mapping=mapping, roster=roster, topics=topics)})

"""Input folders written from small text tables, for the tests of reading."""

from pathlib import Path

from reverse_mentoring.store.reading import Reading, read_folder
from reverse_mentoring.words.settings import Settings

BY_LEVEL = Settings(mentor_levels=("L1",), mentee_levels=("L5",))
ROSTER = """
person_id | name       | level | manager_id
S1        | Ada Ferrer | L5    |
S2        | Bo Lindt   | L5    | S1
J1        | Cy Okafor  | L1    | S2
J2        | Di Šimić   | L1    | S2
"""
RATINGS = """
person_id | topic_id      | importance | proficiency
S1        | ai_assistants | 5          | 2
J1        | ai_assistants |            | 5
"""


def written(folder: Path, **tables: str) -> Path:
    """A folder with one CSV file per table; cells of the text tables are separated by bars."""
    for name, text in tables.items():
        rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
        lines = [",".join(f'"{cell}"' if "," in cell else cell for cell in row) for row in rows]
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def read(folder: Path, settings: Settings = BY_LEVEL, **tables: str) -> Reading:
    """What reading a folder with these tables gives; the roster above unless there is another."""
    return read_folder(written(folder, **({"roster": ROSTER} | tables)), settings)


def sentences(reading: Reading) -> list[str]:
    """The problems as a person reads them."""
    return [str(problem) for problem in reading.problems]

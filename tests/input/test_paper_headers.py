"""Lists of trainings and signatures as other people keep them."""

from pathlib import Path

import pytest

from input_folders import ROSTER, written
from reverse_mentoring.store.headers import header_words, normal
from reverse_mentoring.store.reading import read_folder
from reverse_mentoring.words.settings import Settings

READER = Settings(mentor_levels=("L1",), mentee_levels=("L5",), dates="day-first")


@pytest.mark.parametrize(
    ("name", "table", "text"),
    [
        ("Schulungsnachweis", "training", "Personalnummer | Schulung | geschult am\nJ1 | Mentorin | 02.11.2026"),
        ("formations", "training", "matricule | formation | suivie le\nJ1 | mentor | 02/11/2026"),
        ("training record", "training", "employee id | course | completion date\nJ1 | mentor | 02/11/2026"),
        ("Unterschriften", "signoffs", "Mentor | Mentee | unterschrieben von | Datum\nJ1 | S1 | mentee | 02.11.2026"),
        ("signatures", "signoffs", "mentor | mentoré | signé par | signé le\nJ1 | S1 | mentee | 02/11/2026"),
    ],
)
def test_lists_of_other_people_are_read(tmp_path: Path, name: str, table: str, text: str) -> None:
    """German, French and English names of file and columns give the table without a question."""
    folder = written(tmp_path, roster=ROSTER, **{name: text})

    reading = read_folder(folder, READER)
    assert (reading.problems, reading.questions) == ((), ())
    assert [str(value) for value in reading.tables[table].iloc[0]][-1] == "2026-11-02 00:00:00"
    assert reading.tables[table].iloc[0, 0] == "J1"


@pytest.mark.parametrize(
    ("table", "header", "column"),
    [("sides", "durée", "minutes"), ("sides", "limites", "limits"), ("goal_plans", "échéance", "due")],
)
def test_french_forms_are_known(table: str, header: str, column: str) -> None:
    """The two forms of a pair can be kept in French."""
    assert header_words().columns[table][normal(header)] == column

"""Headers of other systems: synonyms, questions, mappings, wide exports."""

import json
from pathlib import Path

import pytest

from input_folders import BY_LEVEL, RATINGS, ROSTER, read, sentences, written
from reverse_mentoring.store.headers import HeaderQuestion, header_words, read_mapping
from reverse_mentoring.store.reading import read_folder
from reverse_mentoring.words.problems import Refused

ODD = "Persn Code | name\nA | Ada"


def test_headers_of_other_systems_are_known() -> None:
    """German, English and French headers, in any case and spacing, and first with last name."""
    columns = header_words().columns["roster"]

    assert [columns[h] for h in ("personalnummer", "employeeid", "matricule")] == ["person_id"] * 3


def test_first_and_last_name_make_a_name(tmp_path: Path) -> None:
    """A roster with the name in two columns is joined."""
    reading = read(tmp_path, roster="Personal-Nr. | Nachname | Vorname\n1 | Müller | Zoë")

    assert reading.tables["roster"]["name"].tolist() == ["Zoë Müller"]


def test_a_likely_header_is_asked_and_not_taken(tmp_path: Path) -> None:
    """A near miss becomes a question; until somebody confirms it, the column is not read."""
    reading = read(tmp_path, roster=ROSTER.replace("level", "levle"))

    assert reading.questions == (HeaderQuestion("roster.csv", "levle", "level"),)
    assert reading.tables["roster"]["level"].tolist() == [""] * 4


def test_a_missing_column_names_the_nearest_header(tmp_path: Path) -> None:
    """Without a required column the table is not read; the remedy names the likeliest header."""
    [problem] = read(tmp_path, roster=ODD).problems

    assert (problem.row, problem.column, problem.what) == (1, "person_id", "The column is missing.")
    assert "“Persn Code”" in problem.remedy


def test_columns_that_are_not_ours_are_not_stored_and_said(tmp_path: Path) -> None:
    """What nobody needs is not kept."""
    reading = read(tmp_path, roster="person_id | name | Salary\nA | Ada | 100")

    assert "Salary" not in reading.tables["roster"]
    assert "roster.csv: not stored: “Salary”." in reading.notes


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("map.toml", '["people.csv"]\n"(table)" = "roster"\n"Persn Code" = "person_id"\n'),
        ("map.json", json.dumps({"people.csv": {"(table)": "roster", "Persn Code": "person_id"}})),
        ("map.csv", "file,header,column\npeople.csv,,roster\npeople.csv,Persn Code,person_id\n"),
    ],
)
def test_a_mapping_file_settles_tables_and_headers(tmp_path: Path, name: str, text: str) -> None:
    """TOML, JSON and CSV say the same; the mapping used comes back in the same form."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    mapping = read_mapping(tmp_path / name)
    folder = tmp_path / "input"
    folder.mkdir()
    reading = read_folder(written(folder, people=ODD), BY_LEVEL, mapping=mapping)

    assert reading.tables["roster"]["person_id"].tolist() == ["A"]
    assert reading.mapping["people.csv"] == {"(table)": "roster", "Persn Code": "person_id", "name": "name"}


def test_a_mapping_to_no_column_is_a_problem(tmp_path: Path) -> None:
    """A slip in the mapping is named, not ignored."""
    reading = read_folder(written(tmp_path, roster=ROSTER), BY_LEVEL, mapping={"roster": {"level": "grade"}})

    assert "no column of roster" in reading.problems[0].what


def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path) -> None:
    """One sentence says how a mapping is written."""
    (tmp_path / "map.json").write_text("[1, 2", encoding="utf-8")
    with pytest.raises(Refused, match="not a header mapping"):
        read_mapping(tmp_path / "map.json")


LONG_QUESTION = "Where are you today? 1 never done · 2 with help · 3 alone, routine · 4 alone, new cases [{}"
WIDE = [
    ("importance: Everyday AI assistants", "proficiency: Everyday AI assistants"),
    ("Everyday AI assistants - Wichtigkeit", "Everyday AI assistants - Können"),
    ("importance_ai_assistants", "proficiency_ai_assistants"),
    ("How important is this topic for what you must decide [Everyday AI assistants]",
     LONG_QUESTION.format("Everyday AI ass")),
]  # fmt: skip


@pytest.mark.parametrize("headers", WIDE)
def test_wide_answers_become_one_row_per_person_and_topic(tmp_path: Path, headers: tuple[str, str]) -> None:
    """Form exports are the same ratings in another shape, also with long or cut headers."""
    wide = f"Employee ID | {headers[0]} | {headers[1]}\nS1 | 5 | 2\nJ1 |  | 5 could teach it"
    long = read(tmp_path, ratings=RATINGS).tables["ratings"]
    (tmp_path / "ratings.csv").unlink()
    reading = read(tmp_path, ratings_wide=wide)

    assert sentences(reading) == []
    assert reading.tables["ratings"].equals(long)


def test_a_wide_header_may_bring_an_own_topic(tmp_path: Path) -> None:
    """A topic in brackets that nobody knows is created with that name."""
    reading = read(tmp_path, ratings="person_id | importance [Robot care] | proficiency [Robot care]\nS1 | 5 | 2")

    assert reading.tables["ratings"]["topic_id"].tolist() == ["robot_care"]
    assert reading.tables["topics"]["name"].tolist() == ["Robot care"]


def test_a_problem_in_a_wide_table_names_the_header_as_it_stands(tmp_path: Path) -> None:
    """The person who corrects it looks for that header."""
    [problem] = read(tmp_path, ratings="person_id | importance [X] | proficiency [X]\nS1 | 8 | 2").problems

    assert (problem.row, problem.column) == (2, "importance [X]")

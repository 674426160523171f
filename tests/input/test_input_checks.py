"""What only shows when rows and tables are seen together."""

from pathlib import Path

from input_folders import BY_LEVEL, RATINGS, ROSTER, read, sentences, written
from reverse_mentoring.store.reading import read_file, read_folder
from reverse_mentoring.words.settings import Settings
from reverse_mentoring.words.tables import TABLES

PAIRS = "mentor_id | mentee_id\nJ1 | S1"


def test_a_roster_and_ratings_are_enough(tmp_path: Path) -> None:
    """Two files give two tidy tables exactly as declared, without a problem."""
    reading = read(tmp_path, ratings=RATINGS)

    assert sentences(reading) == []
    for declared in TABLES:
        if declared.name in reading.tables:
            assert reading.tables[declared.name].dtypes.equals(declared.empty().dtypes)
            assert tuple(reading.tables[declared.name].columns) == declared.column_names


def test_each_stranger_is_one_problem_with_all_rows(tmp_path: Path) -> None:
    """Somebody outside of the roster is named once, with every row."""
    answers = RATINGS + "X9 | low_code | 4 | 2\nX9 | ai_assistants | 4 | 2"
    assert sentences(read(tmp_path, ratings=answers)) == [
        "ratings.csv, row 4, column person_id: “X9” is nobody in the roster (in rows 4 and 5). "
        "Correct the id, or add the person to the roster."
    ]


def test_ids_that_a_spreadsheet_spoiled_are_recognised(tmp_path: Path) -> None:
    """7 where the roster says 007: the remedy asks for it."""
    roster = ROSTER.replace("S1", "007")
    [problem] = read(tmp_path, roster=roster, conflicts="person_id | other_id\nJ1 | 7").problems

    assert problem.remedy == "Is “007” meant?"


def test_ids_of_another_kind_are_one_problem(tmp_path: Path) -> None:
    """If nobody is found, that is one cause and not a hundred."""
    answers = "person_id | topic_id | proficiency\na@x | low_code | 3\nb@x | low_code | 3\nc@x | low_code | 3"
    [problem] = read(tmp_path, ratings=answers).problems

    assert problem.what == "None of the 3 people named here is in the roster."


def test_a_known_roster_serves_a_folder_without_one(tmp_path: Path) -> None:
    """The company's roster may lie elsewhere."""
    roster = read(tmp_path).tables["roster"]
    (tmp_path / "roster.csv").unlink()
    written(tmp_path, ratings=RATINGS)

    assert not read_folder(tmp_path, BY_LEVEL, roster=roster).problems
    assert "There is no roster." in sentences(read_folder(tmp_path, BY_LEVEL))[0]
    assert not read_file(tmp_path / "ratings.csv", BY_LEVEL).problems


def test_reporting_circles_are_named_once(tmp_path: Path) -> None:
    """A circle of managers is a problem with its ids, whatever the order of rows."""
    reading = read(tmp_path, roster="person_id | name | manager_id\nB | Bo | C\nC | Cy | A\nA | Ada | B\nD | Di | D")

    assert [(p.row, p.column) for p in reading.problems] == [(4, "manager_id"), (5, "manager_id")]
    assert reading.problems[0].what.startswith("A → B → C → A:")


def test_managers_outside_of_the_file_and_several_tops_are_fine_and_said(tmp_path: Path) -> None:
    """Orphans and roots are notes."""
    reading = read(tmp_path, roster="person_id | name | manager_id\nA | Ada | S006\nB | Bo | S006\nC | Cy |\nD | Di |")

    assert not reading.problems
    assert "S006 is named as manager in 2 rows but is nobody in this file." in reading.notes
    assert any(note.startswith("2 people have no manager: C, D.") for note in reading.notes)


def test_repeated_rows_are_read_once_and_contradictions_are_problems(tmp_path: Path) -> None:
    """The same twice is a note; two answers to one question must be settled."""
    same, other = "J1 | ai_assistants |  | 5\n", "S1 | ai_assistants | 5 | 3\n"
    reading = read(tmp_path, ratings=RATINGS + same + other)

    assert len(reading.tables["ratings"]) == 2
    assert [(p.row, p.column) for p in reading.problems] == [(5, "proficiency")]
    assert "ratings.csv: row 4 repeats an earlier row word for word; read once." in reading.notes


def test_silence_is_no_mistake(tmp_path: Path) -> None:
    """Rows without an answer are left out and counted."""
    reading = read(tmp_path, ratings=RATINGS + "J2 | ai_assistants | |\nS2 | ai_assistants | 4 |")

    assert not reading.problems
    assert reading.tables["ratings"]["person_id"].tolist() == ["S1", "J1"]
    assert "1 rating without any answer left out." in reading.notes


def test_topics_are_found_by_id_and_name_and_own_ones_created(tmp_path: Path) -> None:
    """Catalogue topics may be called by name; others are the programme's own; likely slips are said."""
    answers = "person_id | topic_id | proficiency\nS1 | Everyday AI assistants | 3\nS1 | T01 | 3\nS1 | ai_asistants | 3"
    reading = read(tmp_path, ratings=answers)

    assert reading.tables["ratings"]["topic_id"].tolist() == ["ai_assistants", "T01", "ai_asistants"]
    assert reading.tables["topics"]["topic_id"].tolist() == ["T01", "ai_asistants"]
    assert any("looks like the topic “ai_assistants”" in note for note in reading.notes)


def test_sensitive_topics_are_never_rated(tmp_path: Path) -> None:
    """They are offered by volunteers; one problem per topic."""
    [problem] = read(
        tmp_path, ratings=RATINGS + "S1 | neurodiversity | 3 | 2\nS2 | Neurodiversity at work | 3 | 2"
    ).problems

    assert (problem.row, problem.column) == (4, "topic_id")
    assert "(in rows 4 and 5)" in problem.what


def test_roles_that_nothing_tells_are_a_problem(tmp_path: Path) -> None:
    """Without sign-ups and without levels in programme.toml the remedy says what to set."""
    [problem] = read(tmp_path, Settings(), ratings=RATINGS).problems

    assert "mentor_levels and mentee_levels in programme.toml" in problem.remedy
    assert "L1, L5" in problem.remedy


def test_a_sign_up_whose_level_gives_no_role_is_named(tmp_path: Path) -> None:
    """The role may be empty only where the level tells it."""
    reading = read(tmp_path, roster=ROSTER.replace("L1", "L3"), signups="person_id | role\nS1 |\nJ1 |\nJ2 | mentor")

    assert [(p.row, p.column) for p in reading.problems if p.file == "signups.csv"] == [(3, "role")]


def test_sessions_belong_to_pairs(tmp_path: Path) -> None:
    """A session of two people who are no pair is a problem; where they stand the other way round, that is said."""
    sessions = "mentor_id | mentee_id | number | planned_on | status\n"
    rows = "J1 | S1 | 1 | 2026-05-04 | held\nS1 | J1 | 2 | 2026-05-25 | held\nJ2 | S1 | 1 | 2026-05-04 | held"
    problems = read(tmp_path, pairs=PAIRS, sessions=sessions + rows).problems

    assert [problem.row for problem in problems] == [3, 4]
    assert problems[0].remedy == "The two stand the other way round."


def test_nobody_stands_on_both_sides_and_nothing_ends_before_it_begins(tmp_path: Path) -> None:
    """Pairs with oneself and dates in the wrong order are named."""
    reading = read(
        tmp_path,
        preferences="person_id | other_id | rank\nJ1 | J1 | 1",
        pairs="mentor_id | mentee_id | started | ended\nJ1 | S1 | 2026-05-04 | 2026-04-01",
    )

    assert [(p.file, p.row, p.column) for p in reading.problems] == [
        ("pairs.csv", 2, "ended"),
        ("preferences.csv", 2, "other_id"),
    ]


def test_one_cause_in_many_rows_is_one_problem(tmp_path: Path) -> None:
    """The same bad value is said once, with its rows."""
    answers = "person_id | topic_id | proficiency\nS1 | low_code | 9\nJ1 | low_code | 9\nJ2 | low_code | 9"

    assert sentences(read(tmp_path, ratings=answers)) == [
        "ratings.csv, row 2, column proficiency: “9” is not a whole number from 1 to 5. "
        "The same in rows 3 and 4. Correct it or leave the cell empty."
    ]

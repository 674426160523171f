"""Forms and lists of the review as other systems export them."""

from pathlib import Path

import pandas as pd
import pytest

from input_folders import ROSTER, read, sentences, written
from reverse_mentoring.store.content import instruments
from reverse_mentoring.store.headers import header_words, normal
from reverse_mentoring.store.reading import Reading, read_folder
from reverse_mentoring.words.settings import Settings
from reverse_mentoring.words.tables import table

READER = Settings(mentor_levels=("L1",), mentee_levels=("L5",), dates="day-first")
PAIRS = "mentor_id | mentee_id\nJ1 | S1"
QUARTER = "mentor_id | mentee_id | who | answered_on"


def reviewed(folder: Path, **tables: str) -> Reading:
    """What is read beside a roster and one pair."""
    return read(folder, pairs=PAIRS, **tables)


@pytest.mark.parametrize(
    ("name", "kind", "text"),
    [
        ("Quartalsbogen", "quarters", "Mentor | Mentee | Rolle | Datum | q1\nJ1 | S1 | Mentee | 02.11.2026 | 4"),
        ("formulaire trimestriel", "quarters", "mentor | mentoré | rôle | répondu le | q1\nJ1|S1|mentoré|02/11/2026|4"),
        ("close form", "closings", "mentor | mentee | who | submitted | c5\nJ1 | S1 | mentee | 02/11/2026 | end"),
        ("Nachbefragung", "progress", "Personalnummer | Thema | Können | Datum\nJ1 | ai_assistants | 4 | 02.11.2026"),
        ("focus groups", "focus_notes", "group | day | code | count\nmentors | 02/11/2026 | time | 5"),
        ("Fokusgruppe", "focus_notes", "Gruppe | Tag | Thema | Art\nMentoren | 02.11.2026 | Zeit | hinderlich"),
    ],
)
def test_exports_of_the_review_are_read(tmp_path: Path, name: str, kind: str, text: str) -> None:
    """German, French and English names of file and columns give the table without a question."""
    reading = read_folder(written(tmp_path, roster=ROSTER, pairs=PAIRS, **{name: text}), READER)
    days = reading.tables[kind].select_dtypes("datetime").to_numpy().ravel()

    assert (reading.problems, reading.questions) == ((), ())
    assert pd.to_datetime(days).strftime("%Y-%m-%d").tolist() == ["2026-11-02"]


@pytest.mark.parametrize("item", ["item_id", "text"])
def test_every_question_is_known_as_a_header(item: str) -> None:
    """By its number and by its wording, each leads to the column that keeps its answer."""
    asked = instruments().query("form != 'gap' and column != ''")
    kept = [(*row["column"].split("."), row[item]) for row in asked.to_dict("records")]

    assert len(kept) == 27
    assert [(t, header_words().columns[t][normal(header)]) for t, _, header in kept] == [(t, c) for t, c, _ in kept]


def test_every_answer_of_a_form_has_its_question() -> None:
    """The columns that are not about who and when are asked for in instruments.csv, each once."""
    about = {"mentor_id", "mentee_id", "who", "answered_on"}
    columns = {f"{n}.{c}" for n in ("pulses", "quarters", "closings") for c in table(n).column_names if c not in about}
    asked = [column for column in instruments()["column"] if column.split(".")[0] in ("pulses", "quarters", "closings")]

    assert sorted(asked) == sorted(columns)


def test_a_row_without_any_answer_is_left_out_and_said(tmp_path: Path) -> None:
    """A prefilled form holds everybody; who did not answer is silent, not a mistake, even where no day was given."""
    reading = reviewed(tmp_path, quarters=f"{QUARTER} | q1\nJ1 | S1 | mentor | |\nJ1 | S1 | mentee | 2026-08-01 | 3")

    assert sentences(reading) == []
    assert reading.tables["quarters"]["who"].tolist() == ["mentee"]
    assert "quarters.csv: 1 row without any answer left out." in reading.notes


def test_an_answer_without_a_day_is_a_problem_in_its_row(tmp_path: Path) -> None:
    """The row number is that of the file, although silent rows were left out before."""
    [problem] = reviewed(tmp_path, quarters=f"{QUARTER} | q1\nJ1 | S1 | mentor | |\nJ1 | S1 | mentee | | 3").problems

    assert (problem.row, problem.column, problem.what) == (3, "answered_on", "The cell is empty.")


@pytest.mark.parametrize("kind", ["quarters", "closings"])
def test_answers_of_people_who_are_no_pair_are_a_problem(tmp_path: Path, kind: str) -> None:
    """As with sessions and pulses."""
    [problem] = reviewed(tmp_path, **{kind: f"{QUARTER} | again\nJ2 | S2 | mentor | 2026-08-01 | 1"}).problems

    assert problem.what == "“J2” and “S2” are no pair of the pairs file."


def test_levels_and_themes_of_nobody_are_problems(tmp_path: Path) -> None:
    """People must be in the roster, and a note of a focus group names the group."""
    progress = "person_id | topic_id | proficiency | rated_on\nJ9 | ai_assistants | 3 | 2026-08-01"
    notes = "group | held_on | theme\n | 2026-08-01 | time"
    found = sentences(reviewed(tmp_path, progress=progress, focus_notes=notes))

    assert [sentence.split(":")[0] for sentence in found] == [
        "focus_notes.csv, row 2, column group",
        "progress.csv, row 2, column person_id",
    ]


def test_a_note_helps_unless_it_says_otherwise(tmp_path: Path) -> None:
    """An empty kind is no missing key."""
    notes = "group | held_on | theme | kind\nmentors | 2026-08-01 | time | \nmentors | 2026-08-01 | time | barrier"

    assert reviewed(tmp_path, focus_notes=notes).tables["focus_notes"]["kind"].tolist() == ["helps", "hinders"]


def test_the_gap_questionnaire_answered_again_is_progress(tmp_path: Path) -> None:
    """The same wide export as for the ratings, in a file named progress; blanks are silence."""
    asked = ("importance: Everyday AI assistants", "proficiency: Everyday AI assistants", "proficiency: Digital lab")
    head = " | ".join(("person_id", "timestamp", *asked))
    reading = reviewed(tmp_path, progress=f"{head}\nS1 | 2026-08-01 | 5 | 4 | \nJ1 | 2026-08-02 | | 5 | 2")

    assert sentences(reading) == []
    assert reading.tables["progress"].astype(str).to_numpy().tolist() == [
        ["S1", "ai_assistants", "4", "2026-08-01"],
        ["J1", "ai_assistants", "5", "2026-08-02"],
        ["J1", "lab_digitalisation", "2", "2026-08-02"],
    ]


def test_sensitive_topics_are_not_asked_again(tmp_path: Path) -> None:
    """What is never rated is not rated afterwards either."""
    progress = "person_id | topic_id | proficiency | rated_on\nS1 | neurodiversity | 3 | 2026-08-01"
    [problem] = reviewed(tmp_path, progress=progress).problems

    assert "sensitive topic" in problem.what

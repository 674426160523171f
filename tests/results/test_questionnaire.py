"""The questionnaire as XLSX and as XLSForm: what people fill in is read back as ratings."""

import csv
import re
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from input_folders import ROSTER, read, sentences, written
from reverse_mentoring.present.questionnaire import SHEETS, START, questionnaire_xlsx, xlsform
from reverse_mentoring.store.content import catalogue
from reverse_mentoring.store.reading import Reading

TOPICS = ("ai_assistants", "ai_risk", "current_regulation", "ethnicity_experience")
MENTOR, MENTEE = SHEETS


@pytest.fixture
def topics() -> pd.DataFrame:
    """Three topics, one of our own with a short id and a hyphen, and a sensitive one."""
    own = {"topic_id": "q-1", "name": "Our own product", "definition": "${role}", "sensitive": False}
    listed = catalogue()
    return pd.concat([listed[listed["topic_id"].isin(TOPICS)], pd.DataFrame([own])], ignore_index=True)


def ratings(reading: Reading) -> set[tuple[object, ...]]:
    """(person, topic, importance, proficiency, want, give); None where nothing was said."""
    rows = reading.tables["ratings"].astype(object).itertuples(index=False, name=None)
    return {tuple(None if pd.isna(value) else value for value in row) for row in rows}


def filled_in(path: Path, sheet: str, person: str, answers: dict[str, tuple[object, ...]]) -> None:
    """The questionnaire filled in by hand, answers by topic_id."""
    book = openpyxl.load_workbook(path)
    book[START]["B3"] = person
    for row in book[sheet].iter_rows(min_row=4):
        for cell, answer in zip(row[2:], answers.get(str(row[-1].value), ()), strict=False):
            cell.value = answer
    book.save(path)


def calculated(path: Path, person: str) -> None:
    """What a spreadsheet program stores: the personnel number where the formulas stand."""
    book = openpyxl.load_workbook(path)
    for name in SHEETS:
        for row in book[name].iter_rows(min_row=4):
            row[-2].value = person
    book.save(path)


def own_topics_file(folder: Path) -> Path:
    return written(folder, topics="topic_id | name\nq-1 | Our own product")


def test_two_filled_in_questionnaires_are_read_as_ratings(tmp_path: Path, topics: pd.DataFrame) -> None:
    """One file per person, one sheet filled in; the other sheet and empty lines say nothing."""
    for person, sheet, answers in (
        ("S1", MENTEE, {"ai_risk": (5, 2, "yes"), "q-1": (4, 3, "no")}),
        ("J1", MENTOR, {"ai_risk": (5, "yes")}),
    ):
        path = tmp_path / f"ratings_{person}.xlsx"
        questionnaire_xlsx(path, topics)
        filled_in(path, sheet, person, answers)
        calculated(path, person)
    reading = read(own_topics_file(tmp_path))

    assert sentences(reading) == []
    assert ratings(reading) == {
        ("S1", "ai_risk", 5, 2, True, None),
        ("S1", "q-1", 4, 3, False, None),
        ("J1", "ai_risk", None, 5, None, True),
    }


def test_questionnaire_has_drop_downs_anchors_and_no_sensitive_topic(tmp_path: Path, topics: pd.DataFrame) -> None:
    """Levels 1–5 and yes/no; what the levels mean stands above; sensitive topics are never rated."""
    questionnaire_xlsx(tmp_path / "q.xlsx", topics)
    book = openpyxl.load_workbook(tmp_path / "q.xlsx")

    assert book.sheetnames == [START, MENTOR, MENTEE]
    for name, items in SHEETS.items():
        sheet = book[name]
        assert [cell.value for cell in sheet["A"][3:]] == [
            "Everyday AI assistants", "AI limits and responsible use", "Rules as they are today", "Our own product",
        ]  # fmt: skip
        assert "5 could teach it" in sheet["A1"].value
        assert [rule.formula1 for rule in sheet.data_validations.dataValidation] == [
            '"yes,no"' if item in ("want", "give") else '"1,2,3,4,5"' for item in items
        ]


def sheet_rows(path: Path, name: str) -> list[dict[str, str]]:
    header, *rows = openpyxl.load_workbook(path)[name].iter_rows(values_only=True)
    return [{str(k): v or "" for k, v in zip(header, row, strict=True)} for row in rows]


def test_xlsform_has_the_three_sheets_that_form_tools_expect(tmp_path: Path, topics: pd.DataFrame) -> None:
    """Every list that is asked from exists, names are unique and allowed in XML, roles decide what is asked."""
    xlsform(tmp_path / "f.xlsx", topics)
    survey, choices, settings = (sheet_rows(tmp_path / "f.xlsx", name) for name in ("survey", "choices", "settings"))
    names, lists = [row["name"] for row in survey], {row["list_name"] for row in choices}

    assert {row["type"].split()[1] for row in survey if " " in row["type"]} == lists
    assert len(names) == len(set(names)) == 3 + 4 * 4
    assert all(re.fullmatch(r"[a-z]\w*", name, re.ASCII) for name in names)
    assert {row["name"]: row["relevant"] for row in survey}["give__ai_risk"] == "${role} = 'mentor'"
    assert [row["name"] for row in survey if row["required"] == "yes"] == ["person_id", "role"]
    assert not any("${" in row["label"] + row["hint"] for row in survey)
    assert [row["label"] for row in choices if row["list_name"] == "proficiency"][3] == "4 – alone, new cases"
    assert settings == [
        {"form_title": "Reverse mentoring: questionnaire", "form_id": "reverse_mentoring", "version": "1"}
    ]


def exported(path: Path, form: Path, *, by: str, separator: str) -> None:
    """What KoboToolbox exports of two people's answers; by: “name” (XML names and values) or “label”."""
    survey = [row for row in sheet_rows(form, "survey") if row["type"] != "note"]
    labels = {(row["list_name"], row["name"]): row[by] for row in sheet_rows(form, "choices")}
    given = [
        {"person_id": "S1", "role": "mentee", "importance__ai_risk": "5", "proficiency__ai_risk": "2",
         "want__ai_risk": "yes", "importance__q_1": "4", "proficiency__q_1": "4"},
        {"person_id": "J1", "role": "mentor", "proficiency__ai_risk": "4", "give__ai_risk": "no"},
    ]  # fmt: skip
    lines = [["start", "end", *(row[by] for row in survey), "_id", "_uuid", "_submission_time", "_index"]]
    for place, answers in enumerate(given):
        cells = [
            labels.get((row["type"].rpartition(" ")[2], answers.get(row["name"], "")), answers.get(row["name"], ""))
            for row in survey
        ]
        time = "2026-10-01T09:00:00.000+02:00"
        lines.append([time, time, *cells, str(9000 + place), "ab-cd", time, str(place + 1)])
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out, delimiter=separator).writerows(lines)


@pytest.mark.parametrize("by", ["name", "label"])
def test_export_of_a_form_tool_is_read_as_ratings(tmp_path: Path, topics: pd.DataFrame, by: str) -> None:
    """With semicolons and a tool's own columns, by XML names or by labels; answers of two people."""
    xlsform(tmp_path / "form.xlsx", topics)
    exported(tmp_path / "ratings.csv", tmp_path / "form.xlsx", by=by, separator=";")
    (tmp_path / "form.xlsx").unlink()
    reading = read(own_topics_file(tmp_path))

    assert sentences(reading) == []
    assert ratings(reading) == {
        ("S1", "ai_risk", 5, 2, True, None),
        ("S1", "q-1", 4, 4, None, None),
        ("J1", "ai_risk", None, 4, None, False),
    }


def test_columns_named_with_one_line_below_are_read_too(tmp_path: Path) -> None:
    """importance_ai_assistants, as somebody may name it in a form of his or her own."""
    header = "person_id | importance_ai_assistants | proficiency_ai_assistants | want_ai_assistants"
    reading = read(tmp_path, roster=ROSTER, ratings=f"{header}\nS1 | 5 | 2 | yes")

    assert ratings(reading) == {("S1", "ai_assistants", 5, 2, True, None)}


def test_questionnaires_repeat_themselves(tmp_path: Path, topics: pd.DataFrame) -> None:
    """The same topics give the same bytes."""
    for write in (questionnaire_xlsx, xlsform):
        for name in ("a.xlsx", "b.xlsx"):
            write(tmp_path / name, topics)

        assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()

"""Forms for sides and goals: what people fill in is read back; nobody's form holds the other's answers."""

import csv
import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from input_folders import read, sentences
from reverse_mentoring.decide.agreements.goal_plans import goal_plans
from reverse_mentoring.decide.agreements.negotiation import sides
from reverse_mentoring.present.side_forms import Form, goals_form, question_list, side_form
from reverse_mentoring.words.papers import LEVELS
from side_samples import ENGLISH, GERMAN, PAIR, goal, side, two, typed

ROSTER = """
person_id | name | level
J1        | Ana  | L1
S1        | José | L5
"""
COHORT = two()
MENTOR = side(
    "mentor",
    gain="=1+1",
    offer="Łuczak <b>",
    limits="pay; health",
    minutes=45,
    weeks_between=2,
    topics=("ai_assistants", "belonging_respect"),
    hour="10:00",
    mode="in person",
    confidentiality="strict",
)
MENTEE = side("mentee", gain="SECRET of José", mode="both", confidentiality="open topics")
WRITTEN = {PAIR: {"mentor": MENTOR, "mentee": MENTEE}}
GOAL = goal(2, goal="=run it", whose="mentee", topic_id="belonging_respect", programme_goal="Use it", weight=3,
            due=dt.date(2027, 5, 1), **dict.fromkeys(LEVELS, "x"))  # fmt: skip
BOTH = pytest.mark.parametrize("words", [ENGLISH, GERMAN], ids=["en", "de"])


def filled_in(path: Path, answers: dict[str, Any], *, row: int = 3) -> None:
    """What a person types below the headers named."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    headers = {cell.value: cell.column for cell in sheet[2]}
    for header, answer in answers.items():
        sheet.cell(row, headers[header]).value = answer
    book.save(path)


def read_back(folder: Path, table: str) -> Any:
    """The table as an import would store it; no problem may have been found."""
    reading = read(folder, roster=ROSTER)
    assert sentences(reading) == []
    return reading.tables[table]


@BOTH
def test_what_stands_in_both_forms_is_read_back(tmp_path: Path, words: dict[str, str]) -> None:
    """Written before, whatever the characters: the same sides after an import."""
    for who in ("mentor", "mentee"):
        side_form(tmp_path / f"side_form_{who}.xlsx", Form(COHORT, words, WRITTEN), [PAIR], who=who)

    assert sides(two(sides=read_back(tmp_path, "sides").to_dict("records")), typed()) == WRITTEN


@BOTH
def test_answers_typed_into_the_form_are_read(tmp_path: Path, words: dict[str, str]) -> None:
    """By the drop-downs' words and with a time cell; an untouched form says nothing."""
    for who in ("mentor", "mentee"):
        side_form(tmp_path / f"side_form_{who}.xlsx", Form(COHORT, words), [PAIR], who=who)
    typed_in = {"minutes": 90, "hour": dt.time(10, 30), "topics": "Belonging & respect",
                "mode": words["side.form.choice.remote"]}  # fmt: skip
    answers = {words[f"side.header.{name}"]: value for name, value in typed_in.items()}
    filled_in(tmp_path / "side_form_mentor.xlsx", answers)

    found = sides(two(sides=read_back(tmp_path, "sides").to_dict("records")), typed())
    said = side("mentor", minutes=90, hour="10:30:00", topics=("belonging_respect",), mode="remote")
    assert found == {PAIR: {"mentor": said}}


def test_a_form_holds_nothing_of_the_other_side(tmp_path: Path) -> None:
    """Not in a cell, not in a hidden part of the file."""
    side_form(tmp_path / "a.xlsx", Form(COHORT, ENGLISH, WRITTEN), [PAIR], who="mentor")

    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    assert b"SECRET" not in content
    assert b"Luczak" not in content
    assert "Łuczak".encode() in content


def test_form_has_drop_downs_for_mode_and_confidentiality(tmp_path: Path) -> None:
    """And limits for numbers, on the rows of the people."""
    side_form(tmp_path / "a.xlsx", Form(COHORT, ENGLISH), [PAIR], who="mentee")
    rules = openpyxl.load_workbook(tmp_path / "a.xlsx")["sides"].data_validations.dataValidation

    assert [rule.formula1 for rule in rules if rule.type == "list"] == [
        '"in person,remote,both"',
        '"strict,own learning,open topics"',
    ]
    assert [(rule.formula1, rule.formula2) for rule in rules if rule.type == "whole"] == [("1", "8"), ("15", "180")]


@BOTH
def test_export_with_the_listed_questions_is_read(tmp_path: Path, words: dict[str, str]) -> None:
    """The questions as headers of a form tool's CSV, in either language."""
    questions = [line.split(". ", 1)[1] for line in question_list(words).splitlines() if line[:1].isdigit()]
    said = ["J1", "S1", "mentor", "gain", "ai_assistants", "offer", "pay", "2", "45", "10:00", "online", "strict"]
    with (tmp_path / "sides.csv").open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out, delimiter=";").writerows([questions, said])

    stored = read_back(tmp_path, "sides").iloc[0].to_dict()
    assert list(stored.values()) == [*said[:4], ("ai_assistants",), "offer", "pay", 2, 45, "10:00", "remote", "strict"]


@BOTH
def test_goals_are_read_back_and_empty_rows_are_no_mistake(tmp_path: Path, words: dict[str, str]) -> None:
    """Three rows a pair: one was written before, one is typed in, one stays empty."""
    path = tmp_path / "goals_form.xlsx"
    goals_form(path, Form(COHORT, words, goals={PAIR: (GOAL,)}), [PAIR])
    typed_in = {"goal": "Show it", "topic_id": "everyday AI assistants", "due": dt.date(2027, 4, 1),
                "whose": words["goal.form.choice.both"], "hoped": "twice"}  # fmt: skip
    filled_in(path, {words[f"goal.header.{name}"]: value for name, value in typed_in.items()})

    first = goal(1, goal="Show it", topic_id="ai_assistants", due=dt.date(2027, 4, 1), hoped="twice")
    found = goal_plans(two(goal_plans=read_back(tmp_path, "goal_plans").to_dict("records")), typed())
    assert found == {PAIR: (first, GOAL)}


def test_goals_form_offers_topics_and_the_programmes_goals(tmp_path: Path) -> None:
    """From a sheet of their own, however long they are."""
    goals_form(tmp_path / "a.xlsx", Form(COHORT, ENGLISH, programme_goals=("Use it",)), [PAIR])
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    listed = {rule.formula1 for rule in book["goal_plans"].data_validations.dataValidation}

    assert {"'Lists'!$A$2:$A$3", "'Lists'!$B$2:$B$2", '"mentor,mentee,both"'} <= listed
    assert [[cell.value for cell in column] for column in book["Lists"].columns] == [
        [ENGLISH["goal.header.topic_id"], "Belonging & respect", "Everyday AI assistants"],
        [ENGLISH["goal.header.programme_goal"], "Use it", None],
    ]


def test_forms_repeat_themselves(tmp_path: Path) -> None:
    """The same content gives the same bytes."""
    form = Form(COHORT, ENGLISH, WRITTEN, {PAIR: (GOAL,)})
    for name in ("a", "b"):
        side_form(tmp_path / f"{name}.xlsx", form, [PAIR], who="mentor")
        goals_form(tmp_path / f"{name}_goals.xlsx", form, [PAIR])

    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert (tmp_path / "a_goals.xlsx").read_bytes() == (tmp_path / "b_goals.xlsx").read_bytes()

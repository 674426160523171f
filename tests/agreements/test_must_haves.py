"""What no agreement may lack, and an organisation's own texts for its clauses."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from reverse_mentoring.decide.agreements.must_haves import ALWAYS, WHERE_SENSITIVE, missing_clauses, unknown_fields
from reverse_mentoring.store.content import clauses, languages, messages
from reverse_mentoring.store.own_clauses import choice_texts, with_own_clauses
from reverse_mentoring.words.agreements import Clause
from reverse_mentoring.words.problems import InputProblems

WORDS = messages()
Row = dict[str, str]


def _clauses(language: str = "en") -> list[Clause]:
    rows = clauses(messages(language)).to_dict("records")
    return [Clause(row["clause_id"], row["section"], row["default_text"], True) for row in rows]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("clause_id", [*ALWAYS, *WHERE_SENSITIVE])
def test_each_missing_clause_is_one_sentence_with_its_reason(clause_id: str, language: str) -> None:
    """Whatever is left out, or empty, is named by its heading, and why it matters is said."""
    words, whole = messages(language), _clauses(language)
    without = [clause for clause in whole if clause.clause_id != clause_id]
    empty = [*without, Clause(clause_id, "", "  ", True)]

    for left in (without, empty):
        (sentence,) = missing_clauses(left, sensitive=True, words=words)
        assert f"{words[f'section.{clause_id}']}" in sentence
        assert sentence.endswith(words[f"clause.{clause_id}.why"])
    assert missing_clauses(whole, sensitive=True, words=words) == ()


def test_care_is_asked_for_only_where_a_topic_is_sensitive() -> None:
    """The clause on care may lack otherwise."""
    without = [clause for clause in _clauses() if clause.clause_id != "C9"]

    assert missing_clauses(without, sensitive=False, words=WORDS) == ()


def test_a_field_that_nobody_fills_is_named() -> None:
    """A clause with an unknown field is there, but not ready."""
    changed = [Clause("C2", "Voluntary", "Both {mentor} and {partner}.", True)]
    rest = [clause for clause in _clauses() if clause.clause_id != "C2"]

    (sentence,) = missing_clauses([*rest, *changed], sensitive=True, words=WORDS)
    assert "“Voluntary” names {partner}" in sentence
    assert unknown_fields("{mentor} {a} {b} {a}") == ("a", "b")


def _own(folder: Path, change: Callable[[list[Row]], list[Row]], *, without_column: str = "") -> Path:
    """The workbook's clauses as somebody changed them, in a file of the organisation's."""
    rows = change([{str(name): text for name, text in row.items()} for row in clauses().to_dict("records")])
    names = [name for name in ("clause_id", "section", "default_text", "must", "choices") if name != without_column]
    path = folder / "clauses.csv"
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, names, extrasaction="ignore", restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def _with(clause_id: str, text: str) -> Callable[[list[Row]], list[Row]]:
    def change(rows: list[Row]) -> list[Row]:
        return [{**row, "default_text": text} if row["clause_id"] == clause_id else row for row in rows]

    return change


def test_own_texts_stand_instead_of_those_of_the_workbook(tmp_path: Path) -> None:
    """Text and heading are the organisation's; everything else stays as it was."""
    words = with_own_clauses(WORDS, _own(tmp_path, _with("C2", "Both of us chose this, {mentor} and {mentee}.")))

    assert words["clause.C2"] == "Both of us chose this, {mentor} and {mentee}."
    assert {key for key in WORDS if words[key] != WORDS[key]} <= {
        "clause.C2", "clause.C1.gain", "clause.C7.while_paired", "clause.C11.weekly", "clause.C12.no_preparation"
    }  # fmt: skip
    assert clauses(words)["default_text"][1] == words["clause.C2"]


def test_own_texts_are_read_as_a_german_spreadsheet_saves_them(tmp_path: Path) -> None:
    """Semicolons, Windows-1252 and texts with commas."""
    path = _own(tmp_path, _with("C2", "Beide, {mentor} und {mentee}, können jederzeit aufhören."))
    rows = list(csv.reader(path.read_text("utf-8").splitlines()))
    lines = [";".join(cell.replace(";", ",").replace("−", "-") for cell in row) for row in rows]
    path.write_text("\n".join(lines), "cp1252")

    assert with_own_clauses(WORDS, path)["clause.C2"] == "Beide, {mentor} und {mentee}, können jederzeit aufhören."


def test_an_own_text_holds_for_every_choice_but_weakens_no_confidentiality(tmp_path: Path) -> None:
    """A weekly pair reads the own logistics; a strict pair the strict text, unless the file has one."""
    own = _own(tmp_path, lambda rows: _with("C3", "Ours.")(_with("C11", "Each {cadence}. week.")(rows)))
    words = with_own_clauses(WORDS, own)
    strict: Row = {"clause_id": "C3.strict", "section": "", "default_text": "Not a word."}
    stricter = with_own_clauses(WORDS, _own(tmp_path, lambda rows: [*rows, strict]))

    assert words["clause.C11.weekly"] == "Each {cadence}. week."
    assert words["clause.C3.strict"] == WORDS["clause.C3.strict"]
    assert stricter["clause.C3.strict"] == "Not a word."
    assert stricter["section.C3"] == WORDS["section.C3"]


@pytest.mark.parametrize(
    ("change", "row", "column", "says"),
    [
        (
            lambda rows: rows[:5] + rows[6:],
            None,
            "clause_id",
            "The clause C6 “No retaliation” is missing: what was said",
        ),
        (_with("C6", " "), 7, "default_text", "The text of C6 is empty"),
        (_with("C6", "See {law}."), 7, "default_text", "{law} is no field"),
        (_with("C15", "All of it, never {never_seen}."), 16, "default_text", "{seen} is missing in C15"),
        (lambda rows: [*rows, {**rows[0], "clause_id": "C99"}], 20, "clause_id", "“C99” is no clause"),
        (lambda rows: [*rows, {**rows[0], "clause_id": "C6.why"}], 20, "clause_id", "“C6.why” is no clause"),
        (lambda rows: [*rows, rows[0]], 20, "clause_id", "“C1” stands here twice"),
    ],
)
def test_each_slip_in_own_clauses_is_a_problem_with_its_place(
    tmp_path: Path, change: Callable[[list[Row]], list[Row]], row: int | None, column: str, says: str
) -> None:
    """File, row, column and remedy; the row counts as the spreadsheet does."""
    with pytest.raises(InputProblems) as refused:
        with_own_clauses(WORDS, _own(tmp_path, change))

    (problem,) = refused.value.problems
    assert (problem.file, problem.row, problem.column) == ("clauses.csv", row, column)
    assert problem.what.startswith(says)
    assert problem.remedy


def test_all_slips_are_told_at_once(tmp_path: Path) -> None:
    """Two empty texts and an unknown field are three problems."""
    own = _own(tmp_path, lambda rows: _with("C4", "")(_with("C6", "")(_with("C8", "{x}")(rows))))

    with pytest.raises(InputProblems) as refused:
        with_own_clauses(WORDS, own)

    assert [problem.row for problem in refused.value.problems] == [5, 7, 9]


def test_a_lacking_column_is_named(tmp_path: Path) -> None:
    """Without the texts nothing else is worth saying."""
    with pytest.raises(InputProblems) as refused:
        with_own_clauses(WORDS, _own(tmp_path, lambda rows: rows, without_column="default_text"))

    assert [(problem.row, problem.column) for problem in refused.value.problems] == [(1, "default_text")]


def test_the_guide_lists_the_texts_of_further_choices() -> None:
    """docs/languages.md names every id that an own file may use beside the clauses."""
    guide = (Path(__file__).parents[2] / "docs" / "languages.md").read_text("utf-8")

    assert [choice for choice in choice_texts(WORDS) if f"`{choice}`" not in guide] == []

"""An organisation's own texts for the clauses of the learning agreement: clauses.csv in its programme folder."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from reverse_mentoring.decide.agreements.must_haves import ALWAYS, WHERE_SENSITIVE, lost_fields, unknown_fields
from reverse_mentoring.store.files import RawTable, raw_tables
from reverse_mentoring.store.headers import normal
from reverse_mentoring.words.problems import InputProblems, Problem, every_place

_ID, _SECTION, _TEXT = "clause_id", "section", "default_text"
NEEDED = (_ID, _SECTION, _TEXT)
_OTHER_CHOICES_STAY = ("C3", "C4", "C8", "C15")
"""Clauses whose further messages are no texts of the whole clause, or must stay with the choice."""
_FROM_THE_WORKBOOK = "Start from the clauses that the workbook brings."


@dataclass(frozen=True)
class _Row:
    number: int
    clause_id: str
    section: str
    text: str


def with_own_clauses(words: Mapping[str, str], path: Path) -> dict[str, str]:
    """The messages with the organisation's own clauses in place of those of the workbook.

    path: CSV or XLSX with the columns of store.content.clauses, in the language of words; must and choices are not
    read: what may not be missing is not the file's to say. Beside the clauses a row may give the text of another
    choice: C3.strict, C7.while_paired and so on (docs/languages.md lists them).
    An own text holds for the other choices too where they have no row, except for the other strengths of
    confidentiality: those keep the workbook's texts, so that nobody gets a weaker one than was chosen.
    Raises InputProblems with every unknown, doubled, missing or empty clause, unknown field and, in C15, lost field.
    """
    found = raw_tables(path, [normal(name) for name in NEEDED])
    problems = list(found.problems)
    rows: list[_Row] = []
    for table in found.tables[:1]:
        lost = [name for name in NEEDED if name not in table.headers]
        problems += [Problem(path.name, table.header_row, name, "There is no such column.", "Add it.") for name in lost]
        rows = [] if lost else list(_rows(table))
    if not problems:
        problems = [*_row_problems(path.name, rows, words), *_lacking(path.name, rows, words)]
    if problems:
        raise InputProblems(problems, said=every_place(problems))
    return {**words, **_own_texts(rows, words)}


def _own_texts(rows: list[_Row], words: Mapping[str, str]) -> dict[str, str]:
    """The messages that the file replaces."""
    texts = {row.clause_id: row.text for row in rows}
    for choice in choice_texts(words):
        clause_id = choice.partition(".")[0]
        if choice not in texts and clause_id not in _OTHER_CHOICES_STAY:
            texts[choice] = texts[clause_id]
    sections = {f"section.{row.clause_id}": row.section for row in rows if row.section and "." not in row.clause_id}
    return {**{f"clause.{clause_id}": text for clause_id, text in texts.items()}, **sections}


def _rows(table: RawTable) -> Iterator[_Row]:
    places = [table.headers.index(name) for name in NEEDED]
    for number, cells in zip(table.rows.tolist(), table.each_row, strict=True):
        clause_id, section, text = (" ".join(str(cells[place]).split()) for place in places)
        yield _Row(number, clause_id, section, text)


def _row_problems(file: str, rows: list[_Row], words: Mapping[str, str]) -> Iterator[Problem]:
    seen = set[str]()
    for row in rows:
        whole = row.clause_id in ALWAYS + WHERE_SENSITIVE
        if not whole and row.clause_id not in choice_texts(words):
            what = f"“{row.clause_id}” is no clause of the learning agreement."
            yield Problem(file, row.number, _ID, what, f"Known: {', '.join((*ALWAYS, *WHERE_SENSITIVE))}.")
        elif row.clause_id in seen:
            yield Problem(file, row.number, _ID, f"“{row.clause_id}” stands here twice.", "Keep one of the rows.")
        elif not row.text:
            yield Problem(file, row.number, _TEXT, f"The text of {row.clause_id} is empty.", _FROM_THE_WORKBOOK)
        seen.add(row.clause_id)
        for name in unknown_fields(row.text):
            yield Problem(file, row.number, _TEXT, f"{{{name}}} is no field that the workbook can fill.", "Correct it.")
        for name in lost_fields(row.clause_id, row.text) if row.text else ():
            remedy = "The workbook fills it with what it really shows; put it back."
            yield Problem(file, row.number, _TEXT, f"{{{name}}} is missing in {row.clause_id}.", remedy)


def _lacking(file: str, rows: list[_Row], words: Mapping[str, str]) -> Iterator[Problem]:
    there = {row.clause_id for row in rows}
    for clause_id in ALWAYS + WHERE_SENSITIVE:
        if clause_id not in there:
            section, why = words[f"section.{clause_id}"], words[f"clause.{clause_id}.why"]
            what = f"The clause {clause_id} “{section}” is missing: {why}"
            yield Problem(file, None, _ID, what, _FROM_THE_WORKBOOK)


def choice_texts(words: Mapping[str, str]) -> tuple[str, ...]:
    """The ids of the texts that stand for another choice within a clause, such as C3.strict."""
    whole = ALWAYS + WHERE_SENSITIVE
    keys = (key.removeprefix("clause.") for key in words if key.startswith("clause.C") and key.count(".") == 2)
    return tuple(key for key in keys if key.split(".")[0] in whole and not key.endswith(".why"))

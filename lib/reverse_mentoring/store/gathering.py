"""From files to typed tables: which sheet is which table, which header which column; everything found is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reverse_mentoring.store.blank_rows import answered
from reverse_mentoring.store.cells import Answers, answers
from reverse_mentoring.store.files import RawTable, raw_tables
from reverse_mentoring.store.headers import (
    NAME_PARTS,
    TABLE_OF_FILE,
    HeaderMapping,
    HeaderQuestion,
    Matched,
    Words,
    header_words,
    match_headers,
    nearest_header,
    normal,
    table_of,
)
from reverse_mentoring.store.own_topics import Topics
from reverse_mentoring.store.typed import Cells, TypedTable, long_table, wide_answers
from reverse_mentoring.store.wide import QUESTIONS, WideColumn, WideHeaders
from reverse_mentoring.words.columns import Table
from reverse_mentoring.words.figures import few_of
from reverse_mentoring.words.problems import Problem
from reverse_mentoring.words.tables import TABLES, table

WIDE = ("ratings", "progress")
"""Tables that may come as one column per question and topic."""
BESIDE = ("person_id", "rated_on")
"""What such an export says once for all topics."""
_TABLE_NAMES = ", ".join(each.name for each in TABLES)
_SHOWN = 12
_ADD = "Add it, or say in a mapping file which header it is."


@dataclass(frozen=True)
class Sheet:
    """A raw table with the name of its file and of the declared table it was recognised as."""

    file: str
    table: str
    raw: RawTable


@dataclass
class Gathering:
    """What one reading has found so far. dates: as in settings; incomplete: tables that could not be read whole;
    left_out: tables whose files and sheets are not opened → why, as a sentence."""

    dates: str
    mapping: HeaderMapping
    words: Words = field(default_factory=header_words)
    answers: Answers = field(default_factory=answers)
    sheets: list[Sheet] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    questions: list[HeaderQuestion] = field(default_factory=list)
    used: dict[str, dict[str, str]] = field(default_factory=dict)
    incomplete: set[str] = field(default_factory=set)
    left_out: Mapping[str, str] = field(default_factory=dict)

    def add(self, path: Path) -> None:
        """Opens the file and keeps its tables; a file that belongs to no table is only noted."""
        given = self.mapping.get(path.name, {}).get(TABLE_OF_FILE, "")
        if given and given not in {each.name for each in TABLES}:
            what = f"The mapping names the table “{given}”, which there is not."
            self.problems.append(Problem(path.name, None, "", what, f"Name one of {_TABLE_NAMES}."))
            return
        if (by_name := given or table_of(path.stem, self.words)) in self.left_out:
            self.notes.append(f"{path.name} is not read. {self.left_out[by_name]}")
            return
        confirmed = {normal(header) for headers in self.mapping.values() for header in headers}
        found = raw_tables(path, self.words.known | confirmed)
        named = self._named(path, given, found.tables)
        if not named and not given and not table_of(path.stem, self.words):
            self.notes.append(
                f"{path.name} is not read: its name is none of {_TABLE_NAMES}. A mapping can name its table."
            )
            return
        self.notes += [f"{s.raw.file} is not read. {self.left_out[s.table]}" for s in named if s.table in self.left_out]
        self.sheets += [sheet for sheet in named if sheet.table not in self.left_out]
        self.problems += found.problems
        self.notes += found.notes
        if not found.tables:
            self.incomplete.add(given or table_of(path.stem, self.words))

    def _named(self, path: Path, given: str, raws: Sequence[RawTable]) -> list[Sheet]:
        by_file = given or table_of(path.stem, self.words)
        by_sheet = [(raw, table_of(raw.sheet, self.words)) for raw in raws]
        if given or len(raws) == 1 or not any(name for _, name in by_sheet):
            if not by_file and len(raws) == 1:
                by_file = by_sheet[0][1]
            best = max(raws, key=lambda raw: self._known(raw, by_file), default=None) if by_file else None
            by_sheet = [(raw, by_file if raw is best else "") for raw in raws]
        if any(name for _, name in by_sheet):
            self.notes += [f"{raw.file} is not read: it is no table of ours." for raw, name in by_sheet if not name]
        return [Sheet(path.name, name, raw) for raw, name in by_sheet if name]

    def _known(self, raw: RawTable, name: str) -> int:
        return sum(normal(header) in self.words.columns[name] for header in raw.headers)

    def typed(self, sheet: Sheet, topics: Topics) -> TypedTable | None:
        """The sheet as its declared table, or None where columns are missing; problems, notes, questions are kept."""
        declared, raw = table(sheet.table), sheet.raw
        confirmed = self._confirmed(sheet, declared)
        matched = match_headers(raw.file, raw.headers, declared, words=self.words, confirmed=confirmed)
        wide = self._wide(raw, declared, matched, topics, confirmed)
        self._tell(sheet, matched, wide)
        if self._missing(sheet, declared, matched, wide):
            return None
        raw, blank = answered(raw, declared, matched.positions)
        self.notes += blank
        cells = Cells(raw, dates=self.dates, words=self.answers)
        if wide:
            result = wide_answers(cells, declared, _beside(matched.positions), wide)
        else:
            result = long_table(cells, declared, matched.positions)
        self.problems += cells.problems
        return result

    def _wide(
        self, raw: RawTable, declared: Table, matched: Matched, topics: Topics, confirmed: Mapping[str, str]
    ) -> list[WideColumn]:
        """The columns of a wide export of one of the tables about topics; none for a long one."""
        if declared.name not in WIDE or "topic_id" in matched.positions:
            return []
        found = WideHeaders(topics.known, self.words).columns(raw.headers, confirmed)
        return [each for each in found if each.question in declared.column_names]

    def _confirmed(self, sheet: Sheet, declared: Table) -> Mapping[str, str]:
        """The mapping for this file; a column that the table does not have is a problem."""
        given = {**self.mapping.get(sheet.table, {}), **self.mapping.get(sheet.file, {})}
        given = {header: column for header, column in given.items() if header != TABLE_OF_FILE}
        known = {"", *declared.column_names, *NAME_PARTS}
        for header, column in given.items():
            if column not in known and column.partition(":")[0].strip() not in QUESTIONS.values():
                what = f"The mapping reads this header as “{column}”, which is no column of {declared.name}."
                remedy = f"Name one of {', '.join(declared.column_names)}."
                self.problems.append(Problem(sheet.raw.file, sheet.raw.header_row, header, what, remedy))
        return {h: c for h, c in given.items() if c in known or declared.name in WIDE}

    def _tell(self, sheet: Sheet, matched: Matched, wide: Sequence[WideColumn]) -> None:
        """Keeps what was read as what, what is asked, and what is left out."""
        raw = sheet.raw
        used = {raw.headers[place]: column for column, place in matched.positions.items()}
        if wide:
            used = {h: c for h, c in used.items() if c in BESIDE}
            used |= {each.header: f"{each.question}:{each.topic}" for each in wide}
        asked = [question for question in matched.questions if question.header not in used]
        self.questions += asked
        self.used.setdefault(sheet.file, {}).update(used)
        if given := self.mapping.get(sheet.file, {}).get(TABLE_OF_FILE):
            self.used[sheet.file][TABLE_OF_FILE] = given
        left = [h for h in raw.headers if h and h not in used and h not in {question.header for question in asked}]
        if left:
            self.notes.append(f"{raw.file}: not stored: {few_of([f'“{h}”' for h in left], most=_SHOWN)}.")
        if not len(raw.rows):
            self.notes.append(f"{raw.file} has a header but no rows.")

    def _missing(self, sheet: Sheet, declared: Table, matched: Matched, wide: Sequence[WideColumn]) -> bool:
        """Whether a column that cannot be done without is absent; each is a problem that names the nearest header."""
        there = {*matched.positions, *(("topic_id", "proficiency") if wide else ())}
        if any(part in there for part in NAME_PARTS):
            there.add("name")
        absent = [column.name for column in declared.columns if column.required and column.name not in there]
        for column in absent:
            near = nearest_header(column, matched.unread, self.words.columns[declared.name])
            remedy = f"Is it “{near}”? Then confirm that, or say so in a mapping file." if near else _ADD
            raw = sheet.raw
            self.problems.append(Problem(raw.file, raw.header_row, column, "The column is missing.", remedy))
        if absent:
            self.incomplete.add(declared.name)
        return bool(absent)


def _beside(positions: Mapping[str, int]) -> dict[str, int]:
    return {column: place for column, place in positions.items() if column in BESIDE}

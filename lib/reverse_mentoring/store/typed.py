"""A raw table as a declared one: values in their dtypes, each row with the place in the file it came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from reverse_mentoring.store.cells import Answers, Bad, Values, all_cleaned, as_values, nothing, values
from reverse_mentoring.store.files import RawTable
from reverse_mentoring.store.headers import NAME_PARTS
from reverse_mentoring.store.texts import Mask, Texts
from reverse_mentoring.store.wide import WideColumn
from reverse_mentoring.words.columns import Column, Table
from reverse_mentoring.words.problems import Problem

IF_EMPTY: Mapping[tuple[str, str], str | int] = {
    ("signups", "capacity"): 1,
    ("tallies", "question"): "proficiency",
    ("pairs", "state"): "active",
    ("goals", "weight"): 1,
    ("goals", "who"): "both",
    ("focus_notes", "kind"): "helps",
}
"""What an empty cell stands for, as words.tables says."""
_SHOWN_ROWS = 8
_MOST_PROBLEMS = 50


@dataclass(frozen=True)
class TypedTable:
    """A table as declared. files, lines: where each row of frame stands; headers: (file, column) → header as it
    stands."""

    declared: Table
    frame: pd.DataFrame
    files: npt.NDArray[np.object_]
    lines: npt.NDArray[np.intp]
    headers: Mapping[tuple[str, str], str]

    def problem(self, position: int, column: str, what: str, remedy: str = "") -> Problem:
        """A problem with the cell in that row of the frame (0 for the first) and that declared column."""
        file, row = self.files[position], int(self.lines[position])
        return Problem(file, row, self.headers.get((file, column), column), what, remedy)

    def kept(self, mask: Mask) -> "TypedTable":
        """The rows for which the mask is true."""
        if mask.all():
            return self
        frame = self.frame[mask].reset_index(drop=True)
        return replace(self, frame=frame, files=self.files[mask], lines=self.lines[mask])

    def with_column(self, name: str, column: Values) -> "TypedTable":
        """The same table with other values in one column."""
        return replace(self, frame=self.frame.assign(**{name: column}))

    def rows(self, mask: Mask) -> list[int]:
        """The spreadsheet rows for which the mask is true."""
        return self.lines[mask].tolist()


def joined(tables: Sequence[TypedTable]) -> TypedTable:
    """Several files of one kind as one table, in the order given."""
    if len(tables) == 1:
        return tables[0]
    headers = {place: header for each in tables for place, header in each.headers.items()}
    return TypedTable(
        tables[0].declared,
        pd.concat([each.frame for each in tables], ignore_index=True),
        np.concatenate([each.files for each in tables]),
        np.concatenate([each.lines for each in tables]),
        headers,
    )


def in_rows(rows: Sequence[int]) -> str:
    """“row 7”, “rows 7, 9 and 12”, “rows 7, 9, … (312 rows)”."""
    if len(rows) == 1:
        return f"row {rows[0]}"
    if len(rows) > _SHOWN_ROWS:
        return f"rows {', '.join(map(str, rows[:3]))}, … ({len(rows):,} rows)"
    return f"rows {', '.join(map(str, rows[:-1]))} and {rows[-1]}"


class Cells:
    """Reads columns of one raw table and collects what is wrong with their cells.

    dates: iso, day-first, month-first; words: cells.answers().
    """

    def __init__(self, raw: RawTable, *, dates: str, words: Answers) -> None:
        self.raw, self.problems = raw, list[Problem]()
        self._dates, self._words = dates, words

    def column(self, texts: Texts, column: Column, header: str) -> Values:
        """The values of one column; bad cells come back as missing and are added to problems, a cause once."""
        plain = all_cleaned(texts.kinds)
        read, bad = values(plain, column, dates=self._dates, words=self._words)
        causes = dict[tuple[str, str], list[str]]()
        for text, wrong in bad.items():
            causes.setdefault((wrong.cause or text, wrong.remedy), []).append(text)
        found = []
        for same in causes.values():
            here = np.isin(texts.kind_of, [number for number, text in enumerate(plain) if text in same])
            found.append(self._problem(self.raw.rows[here].tolist(), bad[same[0]], header))
        self.problems += found[:_MOST_PROBLEMS]
        if len(found) > _MOST_PROBLEMS:
            rest = f"{len(found) - _MOST_PROBLEMS:,} more kinds of value in this column cannot be read."
            self.problems.append(Problem(self.raw.file, None, header, rest, "Is it the right column?"))
        return read.take(texts.kind_of)

    def _problem(self, rows: list[int], bad: Bad, header: str) -> Problem:
        more = f" The same in {in_rows(rows[1:])}." if len(rows) > 1 else ""
        return Problem(self.raw.file, rows[0], header, bad.what + more, bad.remedy)


def long_table(cells: Cells, declared: Table, positions: Mapping[str, int]) -> TypedTable:
    """The raw table with the declared columns. positions: column → place; absent columns are empty."""
    raw, columns, headers = cells.raw, {}, {}
    for column in declared.columns:
        if column.name in positions:
            texts, header = raw.columns[positions[column.name]], raw.headers[positions[column.name]]
        elif column.name == "name" and any(part in positions for part in NAME_PARTS):
            texts, header = _full_name(raw, positions), "name"
        else:
            continue
        columns[column.name] = cells.column(texts, _answered(declared, column), header)
        headers[raw.file, column.name] = header
    return _table(raw, declared, columns, headers)


def wide_answers(cells: Cells, declared: Table, beside: Mapping[str, int], answers: Sequence[WideColumn]) -> TypedTable:
    """Wide answers as one row per person and topic. beside: columns said once for all topics → their places."""
    raw = cells.raw
    once = {name: cells.column(raw.columns[at], declared.column(name), raw.headers[at]) for name, at in beside.items()}
    parts, headers = [], {(raw.file, name): raw.headers[at] for name, at in beside.items()}
    for topic in dict.fromkeys(each.topic for each in answers):
        part = {**once, "topic_id": as_values([topic] * len(raw.rows), "id")}
        for each in (each for each in answers if each.topic == topic):
            column = _answered(declared, declared.column(each.question))
            part[each.question] = cells.column(raw.columns[each.position], column, each.header)
            headers.setdefault((raw.file, each.question), each.header)
        parts.append(pd.DataFrame(part))
    columns = {str(name): values.array for name, values in pd.concat(parts).items()}
    return _table(raw, declared, columns, headers)


def _answered(declared: Table, column: Column) -> Column:
    """Nobody must answer every question: an empty level is non-response, and an empty goal in a prefilled form a goal
    that was not set; neither is a mistake."""
    optional = (("ratings", "proficiency"), ("progress", "proficiency"), ("goal_plans", "goal"))
    return replace(column, required=False) if (declared.name, column.name) in optional else column


def _full_name(raw: RawTable, positions: Mapping[str, int]) -> Texts:
    parts = [raw.columns[positions[part]] for part in NAME_PARTS if part in positions]
    return (
        parts[0]
        if len(parts) == 1
        else Texts.of([" ".join(names) for names in zip(*(p.each for p in parts), strict=True)])
    )


def _table(
    raw: RawTable, declared: Table, columns: Mapping[str, Values], headers: dict[tuple[str, str], str]
) -> TypedTable:
    """columns: the values read, for all rows of the file once or several times over; those that the file has not are
    empty."""
    size = len(next(iter(columns.values())))
    nowhere = np.zeros(size, dtype=np.intp)
    filled = {
        column.name: columns[column.name]
        if column.name in columns
        else as_values([nothing(column)], column.kind).take(nowhere)
        for column in declared.columns
    }
    for (table, name), value in IF_EMPTY.items():
        if table == declared.name:
            values = pd.Series(filled[name])
            filled[name] = (values.replace("", value) if isinstance(value, str) else values.fillna(value)).array
    files, lines = np.array([raw.file], dtype=object).take(nowhere), np.tile(raw.rows, size // max(len(raw.rows), 1))
    return TypedTable(declared, pd.DataFrame(filled, copy=False), files, lines, headers)

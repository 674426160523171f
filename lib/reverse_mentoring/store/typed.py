"""A raw table as a declared one: values in their dtypes, each row with the place in the file it came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from reverse_mentoring.store.cells import Answers, Bad, cleaned, nothing, values
from reverse_mentoring.store.files import RawTable
from reverse_mentoring.store.headers import NAME_PARTS
from reverse_mentoring.store.wide import WideColumn
from reverse_mentoring.words.columns import DTYPES, Column, Table
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
    """A table as declared. places: file and row of each row of frame; headers: (file, column) → header as it stands."""

    declared: Table
    frame: pd.DataFrame
    places: pd.DataFrame
    headers: Mapping[tuple[str, str], str]

    def problem(self, position: int, column: str, what: str, remedy: str = "") -> Problem:
        """A problem with the cell in that row of the frame (0 for the first) and that declared column."""
        file, row = str(self.places["file"].iloc[position]), int(self.places["row"].iloc[position])
        return Problem(file, row, self.headers.get((file, column), column), what, remedy)

    def kept(self, mask: "pd.Series[bool]") -> "TypedTable":
        """The rows for which the mask is true."""
        return (
            self
            if mask.all()
            else replace(
                self,
                frame=self.frame[mask].reset_index(drop=True),
                places=self.places[mask].reset_index(drop=True),
            )
        )

    def with_column(self, name: str, column: pd.Series) -> "TypedTable":
        """The same table with other values in one column."""
        kind = self.declared.column(name).kind
        return replace(self, frame=self.frame.assign(**{name: column.astype(DTYPES[kind])}))  # type: ignore[call-overload]

    def rows(self, mask: "pd.Series[bool]") -> list[int]:
        """The spreadsheet rows for which the mask is true."""
        return [int(row) for row in self.places["row"][mask]]


def joined(tables: Sequence[TypedTable]) -> TypedTable:
    """Several files of one kind as one table, in the order given."""
    if len(tables) == 1:
        return tables[0]
    headers = {place: header for each in tables for place, header in each.headers.items()}
    return TypedTable(
        tables[0].declared,
        pd.concat([each.frame for each in tables], ignore_index=True),
        pd.concat([each.places for each in tables], ignore_index=True),
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

    def column(self, texts: pd.Series, column: Column, header: str) -> pd.Series:
        """The values of one column; bad cells come back as missing and are added to problems, a cause once."""
        kind_of, kinds = pd.factorize(texts.to_numpy(dtype=object))
        plain = [cleaned(text) for text in kinds]
        read, bad = values(plain, column, dates=self._dates, words=self._words)
        causes = dict[tuple[str, str], list[str]]()
        for text, wrong in bad.items():
            causes.setdefault((wrong.cause or text, wrong.remedy), []).append(text)
        found = []
        for same in causes.values():
            here = np.isin(kind_of, [number for number, text in enumerate(plain) if text in same])
            found.append(self._problem(texts.index[here], bad[same[0]], header))
        self.problems += found[:_MOST_PROBLEMS]
        if len(found) > _MOST_PROBLEMS:
            rest = f"{len(found) - _MOST_PROBLEMS:,} more kinds of value in this column cannot be read."
            self.problems.append(Problem(self.raw.file, None, header, rest, "Is it the right column?"))
        return pd.Series(read.array.take(kind_of), texts.index)

    def _problem(self, places: "pd.Index[int]", bad: Bad, header: str) -> Problem:
        rows = [int(row) for row in places]
        more = f" The same in {in_rows(rows[1:])}." if len(rows) > 1 else ""
        return Problem(self.raw.file, rows[0], header, bad.what + more, bad.remedy)


def long_table(cells: Cells, declared: Table, positions: Mapping[str, int]) -> TypedTable:
    """The raw table with the declared columns. positions: column → place; absent columns are empty."""
    raw, columns, headers = cells.raw, {}, {}
    for column in declared.columns:
        if column.name in positions:
            texts, header = raw.cells[positions[column.name]], raw.headers[positions[column.name]]
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
    once = {name: cells.column(raw.cells[at], declared.column(name), raw.headers[at]) for name, at in beside.items()}
    parts, headers = [], {(raw.file, name): raw.headers[at] for name, at in beside.items()}
    for topic in dict.fromkeys(each.topic for each in answers):
        part = {**once, "topic_id": pd.Series(topic, raw.cells.index, dtype="str")}
        for each in (each for each in answers if each.topic == topic):
            column = _answered(declared, declared.column(each.question))
            part[each.question] = cells.column(raw.cells[each.position], column, each.header)
            headers.setdefault((raw.file, each.question), each.header)
        parts.append(pd.DataFrame(part))
    columns = {str(name): values for name, values in pd.concat(parts).items()}
    return _table(raw, declared, columns, headers)


def _answered(declared: Table, column: Column) -> Column:
    """Nobody must answer every question: an empty level is non-response, and an empty goal in a prefilled form a goal
    that was not set; neither is a mistake."""
    optional = (("ratings", "proficiency"), ("progress", "proficiency"), ("goal_plans", "goal"))
    return replace(column, required=False) if (declared.name, column.name) in optional else column


def _full_name(raw: RawTable, positions: Mapping[str, int]) -> pd.Series:
    parts = [raw.cells[positions[part]] for part in NAME_PARTS if part in positions]
    return parts[0] if len(parts) == 1 else parts[0] + " " + parts[1]


def _table(
    raw: RawTable, declared: Table, columns: Mapping[str, pd.Series], headers: dict[tuple[str, str], str]
) -> TypedTable:
    """columns: the values read, each with its row of the file as index; those that the file has not are empty."""
    rows = next(iter(columns.values())).index.to_numpy(dtype=np.int64)
    places, nowhere = pd.DataFrame({"file": raw.file, "row": rows}), np.zeros(len(rows), dtype=np.intp)
    frame = pd.DataFrame({
        column.name: columns[column.name].array if column.name in columns
        else pd.Series([nothing(column)], dtype=DTYPES[column.kind]).array.take(nowhere)
        for column in declared.columns
    })  # fmt: skip
    for (table, name), value in IF_EMPTY.items():
        if table == declared.name:
            frame[name] = frame[name].replace("", value) if isinstance(value, str) else frame[name].fillna(value)
    return TypedTable(declared, frame, places, headers)

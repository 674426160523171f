"""Tables out of CSV and XLSX files, as text, with the row numbers of the spreadsheet; nothing is interpreted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from reverse_mentoring.store.csv_files import Rows, csv_rows
from reverse_mentoring.store.cut_tables import CutTable
from reverse_mentoring.store.headers import normal
from reverse_mentoring.store.limits import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Unreadable
from reverse_mentoring.store.texts import Mask, Numbers, Texts
from reverse_mentoring.store.xlsx_files import OLD_OFFICE, xlsx_rows
from reverse_mentoring.words.problems import Problem

TABLE_SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls")
EXPLANATION = "readme.txt"
"""Lies beside the input and explains it (store.programme); no table of anybody's."""
_HEADER_LINES = 15


@dataclass(frozen=True)
class RawTable:
    """One table as it stands in a file.

    columns: one per header; rows that are wholly empty are left out. rows: the number that the spreadsheet shows for
    each of them. sheet: the sheet's name, “” for CSV. header_row: where headers stand.
    """

    file: str
    sheet: str
    header_row: int
    headers: tuple[str, ...]
    columns: tuple[Texts, ...]
    rows: Numbers

    @property
    def each_row(self) -> list[tuple[str, ...]]:
        """The cells of each row."""
        return list(zip(*(column.each for column in self.columns), strict=True))


@dataclass(frozen=True)
class Found:
    """What a file holds: its tables (a CSV one, an XLSX one per sheet with content), problems, notes."""

    tables: tuple[RawTable, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


def table_files(folder: Path) -> list[Path]:
    """The files of a folder that may hold tables, by name; neither hidden nor temporary ones nor the explanation."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.suffix.lower() in TABLE_SUFFIXES)
    return [path for path in files if not path.name.startswith((".", "~$")) and path.name.lower() != EXPLANATION]


def raw_tables(path: Path, known_headers: Collection[str]) -> Found:
    """Every table in the file. Never raises for what the file holds: it comes back as a Problem instead.

    known_headers: headers in the form of headers.normal; the line above data that has most of them is the header.
    """
    try:
        data = _contents(path)
        if _is_workbook(path, data):
            return _found(path.name, xlsx_rows(data), known_headers, ())
        rows, notes = csv_rows(data, known_headers, name=path.name)
        return _found(path.name, {"": rows}, known_headers, notes)
    except Unreadable as refusal:
        return Found(problems=(Problem(path.name, refusal.row, "", refusal.what, refusal.remedy),))


def _contents(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unreadable(
                f"The file is larger than {MOST_BYTES // 1_000_000} MB.", "Export only the columns needed."
            )
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(
            f"The file cannot be opened ({error.strerror}).", "Close it elsewhere or check its rights."
        ) from error
    if not data.strip():
        raise Unreadable("The file is empty.", "Export it again.")
    return data


def _is_workbook(path: Path, data: bytes) -> bool:
    return data.startswith((b"PK\x03\x04", OLD_OFFICE)) or path.suffix.lower() in (".xlsx", ".xlsm", ".xls")


def _found(file: str, sheets: Mapping[str, Rows], known: Collection[str], notes: tuple[str, ...]) -> Found:
    tables, problems = [], list[Problem]()
    for sheet, rows in sheets.items():
        if not any(any(map(str.strip, row)) for row in rows):
            continue
        label = f"{file}, sheet {sheet}" if len(sheets) > 1 else file
        table, wide_rows = _raw_table((label, sheet), rows, known)
        tables.append(table)
        problems += wide_rows
    if not tables:
        raise Unreadable("There is nothing in the file.", "Export it again.")
    return Found(tuple(tables), tuple(problems), notes)


def header_line(rows: Rows, known: Collection[str]) -> int:
    """Position of the header: most known headers, then most cells filled, then the first of the first lines."""
    scores = [
        (len({normal(cell) for cell in row}.intersection(known)), sum(bool(cell.strip()) for cell in row))
        for row in rows[:_HEADER_LINES]
    ]
    return max(range(len(scores)), key=lambda i: (scores[i], -i)) if scores else 0


def _raw_table(label: tuple[str, str], rows: Rows, known: Collection[str]) -> tuple[RawTable, list[Problem]]:
    if len(rows) > MOST_ROWS or _widest(rows) > MOST_COLUMNS:
        raise Unreadable(f"The table has more than {MOST_ROWS:,} rows or {MOST_COLUMNS:,} columns.", "Split it.")
    file, sheet = label
    header = header_line(rows, known)
    headers = _trimmed([" ".join(cell.split()) for cell in rows[header]])
    columns, too_wide = _columns(rows, header + 1, len(headers))
    numbers = np.arange(header + 2, len(rows) + 1)
    there = _filled(columns[:1], len(numbers))
    if not there.all() and not (there := _filled(columns, len(numbers))).all():
        columns, numbers = [column.kept(there) for column in columns], numbers[there]
    problems = _too_wide(file, [header + 2 + place for place in too_wide], len(headers))
    return RawTable(file, sheet, header + 1, tuple(headers), tuple(columns), numbers), problems


def _widest(rows: Rows) -> int:
    return rows.width if isinstance(rows, CutTable) else max(map(len, rows))


def _columns(rows: Rows, first: int, width: int) -> tuple[list[Texts], list[int]]:
    """So many columns from that row on, filled up with nothing; and which of these rows have more cells."""
    if isinstance(rows, CutTable):
        columns = [rows.column(place, first) for place in range(rows.width)]
        return columns[:width], np.flatnonzero(_filled(columns[width:], len(rows) - first)).tolist()
    body = rows[first:]
    wider = [place for place, row in enumerate(body) if len(row) > width and any(map(str.strip, row[width:]))]
    fitted = [row if len(row) == width else [*row[:width], *[""] * (width - len(row))] for row in body]
    return [Texts.of(texts) for texts in (zip(*fitted, strict=True) if fitted else [()] * width)], wider


def _filled(columns: Sequence[Texts], rows: int) -> Mask:
    """The rows in which something stands in any of these columns."""
    return np.logical_or.reduce([np.zeros(rows, dtype=np.bool_), *(column.filled for column in columns)])


def _too_wide(file: str, rows: Sequence[int], width: int) -> list[Problem]:
    if not rows:
        return []
    more = f" The same in {len(rows) - 1:,} more rows." if len(rows) > 1 else ""
    what = f"The row has more cells than the header, which has {width}.{more}"
    remedy = "Put a value that contains the separator in quotation marks; in a spreadsheet, give the column a header."
    return [Problem(file, rows[0], "", what, remedy)]


def _trimmed(headers: list[str]) -> list[str]:
    while headers and not headers[-1]:
        headers.pop()
    return headers

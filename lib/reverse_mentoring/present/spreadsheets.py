"""Spreadsheets out: XLSX and CSV that are safe to open, equal to the byte for equal content, and whole or absent."""

import csv
import datetime as dt
import io
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from reverse_mentoring.words.problems import Refused

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

CREATED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
"""Stands in every XLSX as its date of creation, so that equal content makes equal files."""
HEADER = {"bold": True, "bg_color": "#E8EEF4", "bottom": 1, "valign": "top", "text_wrap": True}
_NARROWEST, _WIDEST, _LONGEST_TEXT, _LINE_HEIGHT, _HIGHEST = 8, 60, 32_767, 15, 409
_FORMULA_START = re.compile(r"(?:^|(?<=[;\t\n]))(?=[=+\-@＝＋－＠])|^(?=[\t\n])")


def xlsx_file(
    path: Path,
    sheets: Mapping[str, pd.DataFrame],
    *,
    widths: Mapping[str, int] | None = None,
    notes: Mapping[str, str] | None = None,
    one_page_wide: bool = False,
) -> None:
    """Writes one XLSX with a sheet per frame: bold frozen header with filters; no cell becomes a formula or link.

    sheets: sheet name (≤ 31 characters) → frame. Tuples are joined by “; ”, dates are dates, yes/no are words,
    missing values are empty. notes: sheet name → a sentence above the header. widths: column name → characters,
    else as wide as the content. one_page_wide: for wide sheets: printed across, all columns on each page; the first
    column stays in view. Written beside and renamed; Refused if the file is open elsewhere.
    """
    with xlsx_workbook(path) as book:
        for name, frame in sheets.items():
            sheet = book.add_worksheet(name)
            _fill(book, sheet, frame, widths=widths or {}, note=(notes or {}).get(name, ""))
            if one_page_wide:
                sheet.set_landscape()
                sheet.set_paper(9)  # A4
                sheet.fit_to_pages(1, 0)
                header = 1 if notes and name in notes else 0
                sheet.repeat_rows(header)
                sheet.freeze_panes(header + 1, 1)


def csv_file(path: Path, frame: pd.DataFrame) -> None:
    """Writes the frame as CSV: UTF-8 without mark, commas, one line feed a row, ISO dates, tuples joined by “;”.

    Text that a spreadsheet would take for a formula gets a leading '. Missing values are empty. Floats stand as
    they are: round them first. Written beside and renamed; Refused if the file is open elsewhere.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([_harmless(str(name)) for name in frame.columns])
    writer.writerows([_csv_cell(value) for value in row] for row in frame.itertuples(index=False, name=None))
    put_file(path, text.getvalue().encode())


@contextmanager
def xlsx_workbook(path: Path) -> Iterator["Workbook"]:
    """A workbook to fill, with the safe options and a fixed date; it appears at path only when it is whole."""
    from xlsxwriter import Workbook

    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    content = io.BytesIO()
    book = Workbook(content, safe)
    book.set_properties({"created": CREATED})
    yield book
    book.close()
    put_file(path, content.getvalue())


def put_file(path: Path, content: bytes) -> None:
    """Puts the content at path, whole or not at all. Refused if another program keeps the file open."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except PermissionError as problem:
        remedy = "Close it where it is open; else check the rights of its folder."
        raise Refused(f"{path.name} cannot be written. {remedy}") from problem
    finally:
        beside.unlink(missing_ok=True)


def _fill(book: "Workbook", sheet: "Worksheet", frame: pd.DataFrame, *, widths: Mapping[str, int], note: str) -> None:
    header = 1 if note else 0
    if note:
        sheet.write_string(0, 0, note, book.add_format({"italic": True}))
    bold, styles, lines = book.add_format(HEADER), _styles(book), [1] * (len(frame) + 1)
    for at, name in enumerate(map(str, frame.columns)):
        values = [_plain(value, "; ") for value in frame.iloc[:, at]]
        width = widths.get(name) or _width([name, *values])
        sheet.set_column(at, at, width)
        sheet.write_string(header, at, name, bold)
        for row, value in enumerate(values, start=header + 1):
            _write(sheet, (row, at), value, styles.get(type(value), styles[str]))
        lines = [max(so_far, _lines(value, width)) for so_far, value in zip(lines, [name, *values], strict=True)]
    for row, count in enumerate(lines, start=header):
        if count > 1:
            sheet.set_row(row, min(count * _LINE_HEIGHT, _HIGHEST))
    sheet.freeze_panes(header + 1, 0)
    if len(frame.columns):
        sheet.autofilter(header, 0, header + len(frame), len(frame.columns) - 1)


def _styles(book: "Workbook") -> "dict[type, Format]":
    day, moment = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
    return {
        str: book.add_format({"valign": "top", "text_wrap": True}),
        dt.date: book.add_format({"valign": "top", "align": "left", "num_format": day}),
        dt.datetime: book.add_format({"valign": "top", "align": "left", "num_format": moment}),
    }


def _write(sheet: "Worksheet", cell: tuple[int, int], value: Any, style: "Format") -> None:
    if value is None:
        return
    if isinstance(value, dt.date):
        sheet.write_datetime(*cell, value, style)
    elif isinstance(value, str):
        sheet.write_string(*cell, value[:_LONGEST_TEXT], style)
    else:
        sheet.write_number(*cell, value, style)


def _width(values: list[Any]) -> int:
    """Characters that hold the longest line, within reason."""
    longest = max((len(line) for value in values for line in str(value).splitlines()), default=0)
    return min(max(longest + 2, _NARROWEST), _WIDEST)


def _lines(value: Any, width: int) -> int:
    """Lines that a text takes in a column so wide; LibreOffice leaves rows as high as the file says."""
    if not isinstance(value, str) or not value:
        return 1
    return sum(max(1, -(-len(line) // width)) for line in value.splitlines())


def _plain(value: Any, joint: str) -> Any:
    """The value as str, int, float, date, datetime or None."""
    if isinstance(value, (tuple, list)):
        return joint.join(map(str, value))
    if pd.isna(value) or value in (float("inf"), float("-inf")):
        return None
    if pd.api.types.is_bool(value):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        moment = dt.datetime.fromisoformat(value.replace(tzinfo=None).isoformat(timespec="seconds"))
        return moment.date() if moment.time() == dt.time() else moment
    return value if isinstance(value, (str, dt.date)) or pd.api.types.is_number(value) else str(value)


def _csv_cell(value: Any) -> str:
    plain = _plain(value, ";")
    if plain is None:
        return ""
    if isinstance(plain, dt.date):
        return plain.isoformat()
    return _harmless(plain) if isinstance(plain, str) else str(plain)


def _harmless(text: str) -> str:
    """The text with ' wherever a spreadsheet, splitting at commas or semicolons, would see a formula begin.

    A carriage return becomes a line feed: unquoted by csv, it would begin a new row.
    """
    return _FORMULA_START.sub("'", text.replace("\r\n", "\n").replace("\r", "\n"))

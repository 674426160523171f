"""Rows of the sheets of an XLSX workbook, as text. A file that would fill the memory is refused before it is read."""

import datetime as dt
import io
import re
import zipfile
import zlib
from typing import IO

from reverse_mentoring.store.limits import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, MOST_UNPACKED, Unreadable

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
UNCALCULATED = "#FORMULA!"
"""Stands in a cell whose formula has no stored result; see cells.ERRORS."""
_SAVE_AGAIN = "Open it in the spreadsheet program and save it as “Excel workbook (.xlsx)” again."
_REFERENCE = r"""r\s*=\s*["']([A-Za-z]{1,3}[0-9]{1,7})["']"""
_DIGITS = b"0123456789"


def xlsx_rows(data: bytes) -> dict[str, list[list[str]]]:
    """Sheet name → its rows from A1 on, as text: whole numbers without “.0”, dates as 2026-11-21.

    Cells with a formula error hold it (“#N/A”), those without a stored result UNCALCULATED.
    Unreadable: old .xls, password, no workbook, or more than limits allow.
    """
    if data.startswith(OLD_OFFICE):
        raise _old_office(data)
    marks = _checked_parts(data)
    sheets = _sheets(data)
    for name, part in _sheet_parts(data).items():
        for row, column, mark in marks.get(part, ()):
            if name in sheets:
                _write(sheets[name], (row, column), mark)
    return sheets


def _old_office(data: bytes) -> Unreadable:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Unreadable("The workbook is protected by a password.", "Save it without a password and try again.")
    return Unreadable("This is an old Excel file (.xls).", _SAVE_AGAIN)


def _checked_parts(data: bytes) -> dict[str, list[tuple[int, int, str]]]:
    """Part of the zip → cells to mark (row, column, text). Measures what really unpacks, whatever the header says."""
    marks, total = {}, 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for part in archive.infolist():
                if part.flag_bits & 1:
                    raise Unreadable("The workbook is protected by a password.", "Save it without and try again.")
                part.file_size = 2 * MOST_UNPACKED
                with archive.open(part) as stream:
                    content = _up_to(stream, MOST_UNPACKED - total)
                total += len(content)
                if "worksheets/" in part.filename and part.filename.endswith(".xml"):
                    _check_size(content)
                    marks[part.filename.lstrip("/")] = _marks(content)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, zlib.error) as error:
        raise Unreadable("The file is not a readable Excel workbook.", _SAVE_AGAIN) from error
    return marks


def _up_to(stream: IO[bytes], most: int) -> bytes:
    content = stream.read(most + 1)
    if len(content) > most:
        raise Unreadable(
            f"The workbook unpacks to more than {MOST_UNPACKED // 1_000_000} MB.", "Export only the columns needed."
        )
    return content


def _check_size(sheet: bytes) -> None:
    """Refuse values far away from the rest: reading needs memory for every cell in between."""
    cell, row = _tag(sheet, "c"), _tag(sheet, "row")
    filled = re.findall(rf"{cell}\s(?:[^>]*?\s)?{_REFERENCE}[^>]*(?<!/)>".encode(), sheet)
    columns = max(map(_column_number, {place.rstrip(_DIGITS) for place in filled}), default=1)
    rows = max(map(_row_number, {place[-7:] for place in filled}), default=1)
    numbered = re.findall(rf"""{row}\s[^>]*?\br\s*=\s*["']([0-9]+)""".encode(), sheet)
    below = max(map(int, numbered), default=1)
    if below > rows and re.search(rf"{cell}(?![^>]*\sr\s*=)[\s>]".encode(), sheet):
        rows = below
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        raise Unreadable(
            f"The sheet reaches to row {rows:,} and column {columns:,}; at most {MOST_ROWS:,} rows and "
            f"{MOST_COLUMNS:,} columns are read.",
            "Delete what stands far below or to the right of the table, and save.",
        )


def _tag(sheet: bytes, name: str) -> str:
    """The beginning of an element, with the prefix that this sheet's elements carry."""
    root = re.search(rb"<(\w+:)?worksheet\b", sheet)
    return f"<{(root[1] or b'').decode() if root else ''}{name}"


def _column_number(place: bytes) -> int:
    number = 0
    for letter in place.upper().rstrip(_DIGITS):
        number = number * 26 + letter - 64
    return number


def _row_number(place: bytes) -> int:
    return int(place.lstrip(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"))


def _marks(sheet: bytes) -> list[tuple[int, int, str]]:
    """Row, column and text of cells that hold an error or a formula without a stored result."""
    cell, formula, value = _tag(sheet, "c"), _tag(sheet, "f"), _tag(sheet, "v")
    found = list[tuple[bytes, str]]()
    if re.search(rb"""["']e["']""", sheet):
        inside = f"(?:(?!{cell.replace('<', '</')}>).)*?"
        errors = rf"""{cell}(\s[^>]*\bt\s*=\s*["']e["'][^>]*)(?<!/)>{inside}{value}>([^<]*)""".encode()
        found += [(attributes, text.decode("utf-8", "replace")) for attributes, text in re.findall(errors, sheet, re.S)]
    if formula.encode() in sheet:
        end, nothing = formula.replace("<", "</"), rf"{value}>\s*{value.replace('<', '</')}>|{value}\s*/>"
        empty = (
            rf"{cell}(\s[^>]*)>\s*{formula}\b[^<]*(?:{end}>)?\s*(?:{nothing})?\s*{cell.replace('<', '</')}>".encode()
        )
        found += [(attributes, UNCALCULATED) for attributes in re.findall(empty, sheet)]
    places = [(re.search(rb"\s" + _REFERENCE.encode(), attributes), text) for attributes, text in found]
    return [(_row_number(place[1]), _column_number(place[1]), text) for place, text in places if place]


def _write(rows: list[list[str]], place: tuple[int, int], text: str) -> None:
    row, column = place
    rows.extend([] for _ in range(row - len(rows)))
    cells = rows[row - 1]
    cells.extend("" for _ in range(column - len(cells)))
    cells[column - 1] = cells[column - 1] or text


def _sheets(data: bytes) -> dict[str, list[list[str]]]:
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return {
            name: [
                [_text(cell) for cell in row] for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            ]
            for name in book.sheet_names
        }
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic inside the reader is not an Exception
        raise Unreadable("The file is not a readable Excel workbook.", _SAVE_AGAIN) from error


def _text(cell: object) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else format(cell, ".15g")
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time(0) else cell.isoformat(" ", "seconds")
    return cell.isoformat() if isinstance(cell, (dt.date, dt.time)) else str(cell)


def _sheet_parts(data: bytes) -> dict[str, str]:
    """Sheet name → its part in the zip, as the workbook and its relations say."""
    from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            book = fromstring(archive.read("xl/workbook.xml"))
            relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except Exception as error:
        raise Unreadable("The file is not a readable Excel workbook.", _SAVE_AGAIN) from error
    targets = {each.get("Id"): str(each.get("Target")) for each in relations}
    parts = {}
    for sheet in book.iter():
        target = next((targets.get(value) for key, value in sheet.items() if key.endswith("}id")), None)
        if sheet.tag.endswith("}sheet") and target:
            parts[str(sheet.get("name"))] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return parts

"""Empty input files to fill in: one XLSX per table, with drop-downs and a sheet that explains every column."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from reverse_mentoring.present.spreadsheets import HEADER, xlsx_workbook
from reverse_mentoring.words.columns import Column, Table
from reverse_mentoring.words.tables import TABLES

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

ROWS = 1_000
"""So many rows carry the drop-downs."""
EXPLANATION = "How to fill in"
_LONGEST_DROP_DOWN, _LONGEST_HINT = 11, 255
_REQUIRED = {**HEADER, "bg_color": "#FCE8C8"}


def write_templates(folder: Path) -> tuple[Path, ...]:
    """Writes roster.xlsx, signups.xlsx … into the folder (made if need be) and gives their paths.

    The first sheet has the plain column names as its header, required ones in another colour, and nothing below;
    the second says for each column what it means, what is allowed and whether it is required.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(_write_template(folder / f"{table.name}.xlsx", table) for table in TABLES)


def allowed(column: Column) -> str:
    """What may stand in the column, in words."""
    if column.choices:
        return " / ".join(column.choices)
    if column.kind == "whole":
        return f"whole number from {column.low:g} to {column.high:g}" if column.high is not None else "whole number"
    return {
        "id": "an id, as text",
        "ids": "ids, separated by ;",
        "text": "text",
        "texts": "words, separated by ;",
        "number": "number",
        "date": "date, as 2026-11-21",
        "yes_no": "yes / no",
    }[column.kind]


def _write_template(path: Path, table: Table) -> Path:
    with xlsx_workbook(path) as book:
        _fill_in_sheet(book, book.add_worksheet(table.name), table)
        _explain(book, book.add_worksheet(EXPLANATION), table)
    return path


def _fill_in_sheet(book: "Workbook", sheet: "Worksheet", table: Table) -> None:
    usual, required = book.add_format(HEADER), book.add_format(_REQUIRED)
    as_text, as_day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
    for at, column in enumerate(table.columns):
        style = {"date": as_day, "whole": None, "number": None}.get(column.kind, as_text)
        sheet.set_column(at, at, max(len(column.name) + 4, 12), style)
        sheet.write_string(0, at, column.name, required if column.required else usual)
        sheet.data_validation(1, at, ROWS, at, _rule(column))
    sheet.freeze_panes(1, 0)


def _explain(book: "Workbook", sheet: "Worksheet", table: Table) -> None:
    bold, wrapped = book.add_format(HEADER), book.add_format({"text_wrap": True, "valign": "top"})
    lines = [("Column", "Meaning", "Allowed", "Required")]
    lines += [(c.name, c.meaning, allowed(c), "required" if c.required else "may stay empty") for c in table.columns]
    for row, line in enumerate(lines):
        for at, text in enumerate(line):
            sheet.write_string(row, at, text, wrapped if row else bold)
    sheet.write_string(len(lines) + 1, 0, f"{table.meaning}. A row is told by: {', '.join(table.key)}.")
    for at, width in enumerate((26, 60, 40, 16)):
        sheet.set_column(at, at, width)
    sheet.freeze_panes(1, 0)


def _rule(column: Column) -> dict[str, Any]:
    """What Excel lets into the cells of a column, and the hint it shows there."""
    hint = f"{column.meaning}. {allowed(column)}" + (" (required)" if column.required else "")
    shown = {"input_title": column.name, "input_message": hint[:_LONGEST_HINT], "error_title": column.name}
    return {**shown, "error_message": f"Allowed: {allowed(column)}"[:_LONGEST_HINT], **_limits(column)}


def _limits(column: Column) -> dict[str, Any]:
    if column.choices or column.kind == "yes_no":
        return {"validate": "list", "source": list(column.choices or ("yes", "no"))}
    if column.kind != "whole" or column.low is None or column.high is None:
        return {"validate": "any"}
    low, high = int(column.low), int(column.high)
    if high - low < _LONGEST_DROP_DOWN:
        return {"validate": "list", "source": [str(number) for number in range(low, high + 1)]}
    return {"validate": "integer", "criteria": "between", "minimum": low, "maximum": high}

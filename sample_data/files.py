"""Tables as files, byte for byte the same each time."""

import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import xlsxwriter

WRITTEN = dt.datetime(2026, 10, 20, tzinfo=dt.UTC)


def write_csv(path: Path, frame: pd.DataFrame, *, separator: str = ",", encoding: str = "utf-8") -> None:
    """Writes the table as CSV with a header line, ISO dates and line feeds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = frame.to_csv(index=False, sep=separator, lineterminator="\n", date_format="%Y-%m-%d")
    path.write_bytes(text.encode(encoding))


def write_xlsx(path: Path, frame: pd.DataFrame, *, sheet: str, above: Sequence[str] = ()) -> None:
    """Writes the table as one sheet: text, number and date cells; above: lines before the header."""
    path.parent.mkdir(parents=True, exist_ok=True)
    memory = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(memory, plain) as book:
        book.set_properties({"created": WRITTEN})
        page, day = book.add_worksheet(sheet), book.add_format({"num_format": "yyyy-mm-dd"})
        for row, line in enumerate(above):
            page.write_string(row, 0, line)
        rows = [list(frame.columns), *frame.astype(object).where(frame.notna(), None).to_numpy().tolist()]
        for row, cells in enumerate(rows, start=len(above)):
            for column, value in enumerate(cells):
                page.write(row, column, value, day if isinstance(value, dt.date) else None)
    path.write_bytes(memory.getvalue())

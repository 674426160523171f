"""Rows of a CSV file: encoding and separator are found, not asked."""

import csv
import io
import re
from collections.abc import Collection, Sequence

from reverse_mentoring.store.cut_tables import cut
from reverse_mentoring.store.headers import normal
from reverse_mentoring.store.limits import Unreadable

SEPARATORS = (",", ";", "\t", "|")
Rows = Sequence[Sequence[str]]
_SAMPLE, _SAMPLE_SIGNS = 60, 100_000
_PREVIEW = 5


def csv_rows(data: bytes, known_headers: Collection[str], *, name: str) -> tuple[Rows, tuple[str, ...]]:
    """All rows as text, and notes. Unreadable if it is no text or a quotation mark is left open.

    The separator is the one under which most of known_headers (form: headers.normal) stand in one line; then the
    one that gives most columns, then the one under which rows are as long as each other.
    """
    text, note = _text(data, name)
    separator = _separator(text, known_headers)
    return _rows(text, separator), note


def _text(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            text, note = data.decode("utf-16"), tuple[str, ...]()
        else:
            text, note = _bytes_as_text(data, name)
    except UnicodeDecodeError:
        text, note = "\0", ()
    if "\0" in text:
        raise Unreadable("The file is not a text table.", "Save it as “CSV UTF-8” or as XLSX.")
    return text, note


def _bytes_as_text(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        text = data.decode("cp1252")
    seen = ", ".join(f"“{word}”" for word in _telling_words(text))
    return text, (f"{name} is not UTF-8; it was read as Windows-1252. Are these right: {seen}?",)


def _telling_words(text: str) -> list[str]:
    """A few words that together show most of the letters that a wrong encoding would spoil."""
    words, shown = list[str](), set[str]()
    for word in re.findall(r"[^\W\d_]+", text):
        if not word.isascii() and not shown.issuperset(c for c in word if not c.isascii()):
            shown.update(word)
            words.append(word)
    return sorted(words, key=len, reverse=True)[:_PREVIEW] or re.findall(r"\S*[^\x00-\x7f]\S*", text)[:1]


def _separator(text: str, known: Collection[str]) -> str:
    absent = [separator for separator in SEPARATORS if separator not in text]
    tried = [separator for separator in SEPARATORS if separator not in absent[1:]]
    return max(tried, key=lambda separator: _plausibility(text, separator, known))


def _plausibility(text: str, separator: str, known: Collection[str]) -> tuple[int, int, int]:
    """How well the separator explains the first lines: known headers, columns of that line, rows of that length."""
    rows = []
    reader = csv.reader(io.StringIO(text[:_SAMPLE_SIGNS], newline=""), delimiter=separator)
    try:
        rows = [row for row, _ in zip(reader, range(_SAMPLE), strict=False) if row]
    except csv.Error:
        return 0, 0, 0
    scores = [(len({normal(cell) for cell in row}.intersection(known)), len(row)) for row in rows[:15]]
    if not scores:
        return 0, 0, 0
    count, width = max(scores)
    return count, width, sum(len(row) == width for row in rows)


def _rows(text: str, separator: str) -> Rows:
    """Strict first, because only that tells an open quotation mark; then as lenient as spreadsheets are."""
    if simple := cut(text, separator):
        return simple
    try:
        return _parsed(text, separator, strict=True)
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            raise Unreadable(
                "A quotation mark is opened and never closed.",
                'Look for a single " in the file, or save it again from the spreadsheet.',
            ) from error
    try:
        return _parsed(text, separator, strict=False)
    except csv.Error as error:
        raise Unreadable(f"The file is not a table ({error}).", "Save it again as “CSV UTF-8” or as XLSX.") from error


def _parsed(text: str, separator: str, *, strict: bool) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict))

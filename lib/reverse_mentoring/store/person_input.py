"""One person out of the facilitator's own CSV files: rows about the person go, mentions are taken out, every other
byte stays. Workbooks are not written: it is said where in them the person stands.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reverse_mentoring.store.cells import cleaned
from reverse_mentoring.store.csv_files import Rows, _separator
from reverse_mentoring.store.gathering import Gathering, Sheet
from reverse_mentoring.store.headers import NAME_PARTS, HeaderMapping, header_words, match_headers, normal
from reverse_mentoring.store.limits import Unreadable
from reverse_mentoring.store.person_rows import mention_columns
from reverse_mentoring.store.person_words import Person
from reverse_mentoring.store.schema import PERSON_COLUMNS
from reverse_mentoring.store.typed import in_rows
from reverse_mentoring.store.xlsx_files import xlsx_rows
from reverse_mentoring.words.tables import table

CSV_SUFFIXES = (".csv", ".tsv", ".txt")
_BETWEEN = re.compile(r"\s*[;,|]\s*")


@dataclass(frozen=True)
class Known:
    """Somebody in a roster."""

    person_id: str
    name: str
    mail: str


@dataclass(frozen=True)
class Edited:
    """A CSV file without the person. gone, changed: row numbers as a spreadsheet shows them."""

    content: bytes
    gone: tuple[int, ...]
    changed: tuple[int, ...]

    @property
    def where(self) -> str:
        """“rows 3 and 7 go; row 12 is changed”."""
        parts = [f"{in_rows(self.gone)} {'goes' if len(self.gone) == 1 else 'go'}"] if self.gone else []
        if self.changed:
            parts.append(f"{in_rows(self.changed)} {'is' if len(self.changed) == 1 else 'are'} changed")
        return "; ".join(parts)


def people_in(path: Path, mapping: HeaderMapping) -> Iterator[Known]:
    """Everybody in the rosters of this input file, whichever way it writes names."""
    for sheet in _sheets(path, mapping):
        if sheet.table == "roster":
            places = _places(sheet, mapping)
            for cells in sheet.raw.each_row:
                written = ("name",) if "name" in places else NAME_PARTS
                parts = [cells[places[part]] for part in written if part in places]
                mail = cells[places["email"]] if "email" in places else ""
                person = cells[places["person_id"]] if "person_id" in places else ""
                yield Known(cleaned(person), cleaned(" ".join(parts)), cleaned(mail))


def edited(path: Path, person: Person, mapping: HeaderMapping) -> Edited | None:
    """The CSV file without this person; None if it is no table of ours, or the person does not stand in it."""
    if path.suffix.lower() not in CSV_SUFFIXES:
        return None
    sheets = _sheets(path, mapping)
    if len(sheets) != 1:
        return None
    text, encoding = _decoded(path.read_bytes())
    found = _edited(text, sheets[0], _places(sheets[0], mapping), person)
    if not (found and (found[1] or found[2])):
        return None
    return Edited(found[0].encode(encoding), tuple(found[1]), tuple(found[2]))


def rows_of_workbook(path: Path, person: Person) -> list[str]:
    """“sheet Ratings, rows 3 and 7” for each sheet of an XLSX file in which the person stands; Unreadable if it
    cannot be read."""
    said = []
    for sheet, rows in xlsx_rows(path.read_bytes()).items():
        quiet = _id_places(rows)
        numbers = [number for number, row in enumerate(rows, 1) if _names(row, person, quiet)]
        if numbers:
            said.append(f"sheet {sheet}, {in_rows(numbers)}")
    return said


def id_cells_in(rows: Rows, person: Person) -> bool:
    """Whether the id stands in a column of ids of this table."""
    places = _id_places(rows)
    return any(person.person_id in _BETWEEN.split(row[place]) for row in rows for place in places if place < len(row))


def _names(row: Sequence[str], person: Person, places: Sequence[int]) -> bool:
    if any(map(person.found_in, row)):
        return True
    return any(person.person_id in _BETWEEN.split(row[place]) for place in places if place < len(row))


def _id_places(rows: Rows) -> list[int]:
    """The columns for ids, by the headers in the first lines."""
    words = header_words()
    ids = {header for columns in words.columns.values() for header, column in columns.items()
           if column in PERSON_COLUMNS or column.endswith(("manager_id", "_ids"))}  # fmt: skip
    return sorted({place for row in rows[:15] for place, cell in enumerate(row) if normal(cell) in ids})


def _sheets(path: Path, mapping: HeaderMapping) -> list[Sheet]:
    gathered = Gathering("iso", mapping)
    gathered.add(path)
    return gathered.sheets


def _places(sheet: Sheet, mapping: HeaderMapping) -> dict[str, int]:
    """Column → its place in the file, as the import reads it."""
    declared = table(sheet.table)
    confirmed = {**mapping.get(sheet.table, {}), **mapping.get(sheet.file, {})}
    matched = match_headers(sheet.file, sheet.raw.headers, declared, words=header_words(), confirmed=confirmed)
    return dict(matched.positions)


def _decoded(data: bytes) -> tuple[str, str]:
    """Text and encoding, so that encoding it again gives the same bytes. Unreadable if it is no text."""
    marks = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
    for encoding in (marks[data[:2]],) if data[:2] in marks else ("utf-8", "cp1252"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise Unreadable("The file is not a text table.", "Change it yourself.")


def _edited(text: str, sheet: Sheet, places: dict[str, int], person: Person) -> tuple[str, list[int], list[int]] | None:
    """The text without the person, the rows that went and those that changed; None if it is no table."""
    known = header_words().known | {normal(header) for header in sheet.raw.headers}
    separator = _separator(text.lstrip("\ufeff"), known)
    about = [places[column] for column in PERSON_COLUMNS if column in places]
    mentions = [places[column] for column in mention_columns(sheet.table) if column in places]
    kept, gone, changed = list[str](), list[int](), list[int]()
    try:
        for number, (cells, raw) in enumerate(_records(text, separator), 1):
            below = number > sheet.raw.header_row
            if below and any(_is(cells, place, person) for place in about):
                gone.append(number)
                continue
            new = [_cell(cell, person, of_ids=below and place in mentions) for place, cell in enumerate(cells)]
            if new != cells and number != sheet.raw.header_row:
                changed.append(number)
                raw = _record(raw, (cells, new), separator)
            kept.append(raw)
    except csv.Error:
        return None
    return "".join(kept), gone, changed


def _is(cells: Sequence[str], place: int, person: Person) -> bool:
    return place < len(cells) and cleaned(cells[place]) == person.person_id


def _cell(cell: str, person: Person, *, of_ids: bool) -> str:
    """The cell without the person: an id among ids goes, a sentence that names the person is replaced."""
    if of_ids:
        ids = [each for each in _BETWEEN.split(cell) if cleaned(each)]
        kept = [each for each in ids if cleaned(each) != person.person_id and not person.found_in(each)]
        return cell if kept == ids else "; ".join(each.strip() for each in kept)
    return person.without(cell)


def _records(text: str, separator: str) -> Iterator[tuple[list[str], str]]:
    """Each record as its cells and as it stands in the file, line break included."""
    lines = list(io.StringIO(text, newline=""))
    strict = _is_strict(lines, separator)
    reader, start = csv.reader(iter(lines), delimiter=separator, strict=strict), 0
    for cells in reader:
        yield cells, "".join(lines[start : reader.line_num])
        start = reader.line_num


def _is_strict(lines: Sequence[str], separator: str) -> bool:
    """Whether the file keeps to the rules of quotation; the reader of the import tries that first, too."""
    try:
        for _ in csv.reader(iter(lines), delimiter=separator, strict=True):
            pass
    except csv.Error:
        return False
    return True


def _record(raw: str, cells: tuple[list[str], list[str]], separator: str) -> str:
    """The record with its new cells in the place of the old ones; the others as they stand."""
    old, new = cells
    body = raw.rstrip("\r\n")
    pieces = _pieces(body, separator)
    if [_unquoted(piece) for piece in pieces] != old:
        # quotation of another kind: the whole record is written anew
        return separator.join(_quoted(cell, '"', separator) for cell in new) + raw[len(body) :]
    written = [piece if was == now else _quoted(now, piece, separator)
               for piece, was, now in zip(pieces, old, new, strict=True)]  # fmt: skip
    return separator.join(written) + raw[len(body) :]


def _pieces(body: str, separator: str) -> list[str]:
    """The cells of a record with their quotation marks."""
    pieces, place, edge = [], 0, re.escape(separator)
    cell = re.compile(rf'(?:"(?:[^"]|"")*"[^{edge}]*|[^{edge}]*)(?P<more>{edge})?', re.DOTALL)
    while found := cell.match(body, place):
        more = found["more"] is not None
        pieces.append(found[0][: -len(separator)] if more else found[0])
        place = found.end()
        if not more:
            break
    return pieces


def _unquoted(piece: str) -> str:
    if not piece.startswith('"'):
        return piece
    inside, _, after = piece[1:].rpartition('"')
    return inside.replace('""', '"') + after


def _quoted(cell: str, piece: str, separator: str) -> str:
    if piece.startswith('"') or any(each in cell for each in (separator, '"', "\r", "\n")):
        return '"' + cell.replace('"', '""') + '"'
    return cell

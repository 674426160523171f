"""Which header of a file is which declared column: by name, by known synonyms, as a person confirmed; else asked."""

import csv
import difflib
import json
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from reverse_mentoring.store.content import header_synonyms, instruments
from reverse_mentoring.words.columns import Table
from reverse_mentoring.words.problems import Refused
from reverse_mentoring.words.tables import TABLES

HeaderMapping = Mapping[str, Mapping[str, str]]
"""File or table name → header → column; an empty column leaves the header out. The header TABLE_OF_FILE names
the table of a file whose name does not."""
TABLE_OF_FILE = "(table)"
NAME_PARTS = ("given_name", "family_name")
"""Read from a roster without a full name, and joined to one."""
_LIKELY, _ALIKE = 0.75, 0.4


@dataclass(frozen=True)
class HeaderQuestion:
    """Is this header that column? A person answers; until then the header is not read."""

    file: str
    header: str
    suggestion: str


@dataclass(frozen=True)
class Words:
    """How files call tables and columns. columns: table → normal header → column; tables: normal name → table."""

    columns: Mapping[str, Mapping[str, str]]
    tables: Mapping[str, str]

    @cached_property
    def known(self) -> frozenset[str]:
        """Every header known for any table, in normal form."""
        return frozenset(header for columns in self.columns.values() for header in columns)


@dataclass(frozen=True)
class Matched:
    """positions: column → its place in the file; questions; unread: headers that are not stored."""

    positions: Mapping[str, int]
    questions: tuple[HeaderQuestion, ...]
    unread: tuple[str, ...]


def normal(text: str) -> str:
    """The text without case, spaces and punctuation, for comparing: “Person ID” and “person_id” are the same."""
    bare = text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()
    return bare if bare.isalnum() else "".join(filter(str.isalnum, bare))


@cache
def header_words() -> Words:
    """Column names, the synonyms that come with the workbook, and the numbers and wordings of our own questions; names
    win over synonyms, own over common ones."""
    synonyms = list(header_synonyms()[["table", "column", "header"]].itertuples(index=False, name=None))
    synonyms += _questions_asked()
    columns = {}
    for each in TABLES:
        found = dict[str, str]()
        names = {*each.column_names, *(NAME_PARTS if each.name == "roster" else ())}
        for scope in ("*", each.name):
            found.update({normal(h): column for t, column, h in synonyms if t == scope and column in names})
        columns[each.name] = found | {normal(name): name for name in names}
    tables = {normal(header): name for name, column, header in synonyms if not column}
    return Words(columns, tables | {normal(each.name): each.name for each in TABLES})


def _questions_asked() -> list[tuple[str, str, str]]:
    """(table, column, header) of every question of the reviews: its number (q1) and its wording as a form shows it."""
    asked = instruments()
    asked = asked[(asked["form"] != "gap") & (asked["column"] != "")]
    return [
        (kept.partition(".")[0], kept.partition(".")[2], header)
        for kept, number, text in asked[["column", "item_id", "text"]].itertuples(index=False, name=None)
        for header in (number, text)
    ]


def table_of(name: str, words: Words) -> str:
    """The table that a file or sheet name speaks of (“roster 2026”, “ratings_wide”, “Mitarbeiter”), or “”."""
    pieces = re.split(r"[^\w]+|_", name)
    beginnings = ["".join(pieces[:count]) for count in range(len(pieces), 0, -1)]
    return next((words.tables[normal(each)] for each in beginnings if normal(each) in words.tables), "")


def match_headers(
    file: str, headers: Sequence[str], declared: Table, *, words: Words, confirmed: Mapping[str, str]
) -> Matched:
    """Which header is which column of the table. A column is read once: as confirmed, else by name, else by synonym."""
    known = words.columns[declared.name]
    settled = {normal(header): column for header, column in confirmed.items()}
    guesses = [_column(header, known, settled) for header in headers]
    positions = dict[str, int]()
    for place, (rank, column) in sorted(enumerate(guesses), key=lambda each: (each[1][0], each[0])):
        if rank < _NONE and column and column not in positions:
            positions[column] = place
    unread = [h for place, h in enumerate(headers) if h and place not in positions.values()]
    open_columns = {header: column for header, column in known.items() if column not in positions}
    asked = [h for h in unread if normal(h) not in settled and normal(h) not in known]
    return Matched(positions, _questions(file, asked, open_columns), tuple(unread))


_CONFIRMED, _BY_NAME, _BY_SYNONYM, _NONE = range(4)


def _column(header: str, known: Mapping[str, str], settled: Mapping[str, str]) -> tuple[int, str]:
    text = normal(header)
    if text in settled:
        return _CONFIRMED, settled[text]
    bare = normal(re.sub(r"\([^)]*\)|\[[^\]]*\]|^\s*(your|my|ihre?|deine?|meine?|votre)\s", "", header.casefold()))
    column = known.get(text) or known.get(bare, "")
    if not column:
        return _NONE, ""
    return (_BY_NAME if text == normal(column) else _BY_SYNONYM), column


def _questions(file: str, headers: Iterable[str], open_columns: Mapping[str, str]) -> tuple[HeaderQuestion, ...]:
    questions, suggested = [], set[str]()
    for header in headers:
        nearest = difflib.get_close_matches(normal(header), list(open_columns), n=1, cutoff=_LIKELY)
        if nearest and open_columns[nearest[0]] not in suggested:
            suggested.add(open_columns[nearest[0]])
            questions.append(HeaderQuestion(file, header, open_columns[nearest[0]]))
    return tuple(questions)


def nearest_header(column: str, unread: Sequence[str], words: Mapping[str, str]) -> str:
    """The header that most resembles a column or one of its synonyms; “” if none does."""
    names = [header for header, each in words.items() if each == column]
    likeness = {
        header: max(difflib.SequenceMatcher(None, normal(header), name).ratio() for name in names) for header in unread
    }
    best = max(likeness, key=lambda header: likeness[header], default="")
    return best if best and likeness[best] >= _ALIKE else ""


def read_mapping(path: Path) -> dict[str, dict[str, str]]:
    """The header mapping in a TOML, JSON or CSV file. Refused if it is none.

    TOML and JSON: one table per file or table name, header = column; a plain text instead names the file's table.
    CSV: columns file, header, column; without a header the row names the file's table.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix.lower() == ".csv":
            return _from_rows(list(csv.DictReader(text.splitlines(), restval="")))
        data = tomllib.loads(text) if path.suffix.lower() == ".toml" else json.loads(text)
        return {str(file): _headers(value) for file, value in dict(data).items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise Refused(
            f"{path.name} is not a header mapping: for each file, write header = column, "
            'for example ["ratings.csv"] and "Employee no" = "person_id" in TOML.'
        ) from error


def _headers(value: object) -> dict[str, str]:
    if isinstance(value, str):
        return {TABLE_OF_FILE: value}
    return {str(header): str(column) for header, column in dict(value).items()}  # type: ignore[call-overload]


def _from_rows(rows: Iterable[Mapping[str, str]]) -> dict[str, dict[str, str]]:
    mapping = dict[str, dict[str, str]]()
    for row in rows:
        mapping.setdefault(row["file"], {})[row["header"] or TABLE_OF_FILE] = row["column"]
    return mapping

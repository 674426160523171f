"""From the text of a cell to its value, or to a sentence that says what is wrong with it."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal
from zoneinfo import available_timezones

import numpy as np
import pandas as pd

from reverse_mentoring.store.content import answer_words
from reverse_mentoring.store.dates import day
from reverse_mentoring.store.xlsx_files import UNCALCULATED
from reverse_mentoring.words.columns import DTYPES, Column, Kind

ERRORS = frozenset({"#N/A", "#NV", "#REF!", "#BEZUG!", "#DIV/0!", "#VALUE!", "#WERT!", "#NAME?", "#NUM!", "#ZAHL!",
                    "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"})  # fmt: skip
Answers = Mapping[str, frozenset[str]]
Values = Any
"""An array of numpy or pandas, in the dtype of its column (words.columns)."""
_JOINERS = "\u200c\u200d"  # parts of words in Persian, Hindi and emoji
_ANCHORED = re.compile(r"([1-5])\s*(?:[-–—:.=)]\s*|\s)(?=[^\W\d])\D*")
_WHOLE = re.compile(r"([+-]?\d{1,15})(?:[.,]0+)?")
_HOURS = re.compile(
    r"(\d{1,2})(?:[:.h](\d{2}))?\s*(?:h|uhr)?\s*(?:-|–|—|to|bis)\s*(\d{1,2})(?:[:.h](\d{2}))?\s*(?:h|uhr)?"
)


@dataclass(frozen=True)
class Bad:
    """A text that is no value: what is wrong, the remedy, and where known the cause that other cells share."""

    what: str
    remedy: str = ""
    cause: str = ""


@cache
def answers() -> Answers:
    """What people write (lower case) → the choices it can stand for."""
    words, found = answer_words(), dict[str, set[str]]()
    for answer, value in zip(words["answer"].tolist(), words["value"].tolist(), strict=True):
        found.setdefault(answer, set()).add(value)
    return {answer: frozenset(values) for answer, values in found.items()}


def cleaned(text: str) -> str:
    """The text composed (NFC), without control and invisible characters, single spaces, nothing around it."""
    composed = unicodedata.normalize("NFC", text)
    if composed.isprintable():
        return " ".join(composed.split())
    shown = "".join(c if _shown(c) else " " if c.isspace() else "" for c in composed)
    return " ".join(shown.split())


def all_cleaned(texts: Sequence[str]) -> list[str]:
    """Each of them cleaned; one look at all tells whether there is anything to clean."""
    whole = f"|{'|'.join(texts)}|"
    if whole.isascii() and whole.isprintable() and not any(gap in whole for gap in ("  ", "| ", " |")):
        return list(texts)
    return list(map(cleaned, texts))


def _shown(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp")


def values(texts: Sequence[str], column: Column, *, dates: str, words: Answers) -> tuple[Values, dict[str, Bad]]:
    """The values of these texts in the column's dtype, missing where empty or bad; and what is wrong with bad ones.

    texts: as cleaned() gives them. dates: iso, day-first or month-first.
    """
    read = _reader(column, dates, words)
    results = [read(text) if text and text[0] != "#" else _unusual(text, column, read) for text in texts]
    bad = {text: result for text, result in zip(texts, results, strict=True) if isinstance(result, Bad)}
    empty = nothing(column)
    kept = [empty if result is None or (bad and isinstance(result, Bad)) else result for result in results]
    return as_values(kept, column.kind), bad


def as_values(listed: Sequence[Any], kind: Kind) -> Values:
    """A column of a table of words.tables, as what its frame holds."""
    if kind in ("ids", "texts"):
        return np.fromiter(listed, dtype=object, count=len(listed))
    return pd.array(listed, dtype=DTYPES[kind])  # type: ignore[call-overload]


def nothing(column: Column) -> tuple[()] | Literal[""] | None:
    """What stands in this column where nothing was said."""
    return () if column.kind in ("ids", "texts") else "" if DTYPES[column.kind] == "str" else None


def _unusual(text: str, column: Column, read: Callable[[str], Any]) -> Any:
    """What an empty text, or one that begins like an error, stands for."""
    if not text:
        return (
            Bad("The cell is empty.", f"Fill it in ({column.meaning}), or delete the row.") if column.required else None
        )
    if text.startswith("#") and text.upper() in ERRORS:
        return Bad(f"“{text}” is an error of a formula.", "Correct the formula or type the value.")
    if text == UNCALCULATED:
        return Bad("The formula has no stored result.", "Open the file in the spreadsheet program and save it.")
    return read(text)


def _reader(column: Column, dates: str, words: Answers) -> Callable[[str], Any]:
    special: dict[str, Callable[[], Callable[[str], Any]]] = {
        "time_zone": _time_zone_reader,
        "availability": lambda: _hours,
        "languages": lambda: _languages,
        "rank": lambda: lambda text: _rank(text, words),
    }
    if column.name in special:
        return special[column.name]()
    readers: dict[str, Callable[[str], Any]] = {
        "whole": lambda text: _whole(text, column),
        "number": _number,
        "date": lambda text: _date(text, dates),
        "yes_no": lambda text: _yes_no(text, words),
        "choice": lambda text: _choice(text, column, words),
        "ids": _several,
        "texts": _several,
    }
    return readers.get(column.kind, str)


def _whole(text: str, column: Column) -> int | Bad:
    match = _WHOLE.fullmatch(text.replace("−", "-").replace(" ", ""))
    if not match and (column.low, column.high) == (1, 5):
        match = _ANCHORED.fullmatch(text)
    low, high = column.low, column.high
    if match and (low is None or low <= int(match[1])) and (high is None or int(match[1]) <= high):
        return int(match[1])
    limits = f" from {_signed(low)} to {_signed(high)}" if low is not None and high is not None else ""
    return Bad(f"“{text}” is not a whole number{limits}.", "Correct it or leave the cell empty.")


def _signed(limit: float) -> str:
    return f"{limit:,.0f}".replace("-", "−")


def _number(text: str) -> float | Bad:
    bare = re.sub(r"[\s'’]", "", text).replace("−", "-").removesuffix("%")
    if re.fullmatch(r"[+-]?[1-9]\d{0,2},\d{3}", bare):
        return Bad(f"“{text}” can be read in two ways.", "Write it without a separator of thousands.")
    if "," in bare and "." in bare:
        thousands = min(",", ".", key=bare.rfind)
        bare = bare.replace(thousands, "")
    bare = bare.replace(",", ".")
    if re.fullmatch(r"[+-]?(\d{1,15}(\.\d*)?|\.\d+)([eE][+-]?\d{1,2})?", bare):
        return float(bare)
    return Bad(f"“{text}” is not a number.", "Correct it.")


def _date(text: str, dates: str) -> object:
    found = day(text, order=dates)
    return found if not isinstance(found, tuple) else Bad(*found)


def _key(text: str) -> str:
    return " ".join(text.casefold().split())


def _yes_no(text: str, words: Answers) -> bool | Bad:
    meant = words.get(_key(text), frozenset()) & {"yes", "no"}
    if len(meant) != 1:
        return Bad(f"“{text}” is neither yes nor no.", "Write yes, no or nothing.")
    return "yes" in meant


def _choice(text: str, column: Column, words: Answers) -> str | Bad:
    if _key(text) in column.choices:
        return _key(text)
    meant = words.get(_key(text), frozenset()) & set(column.choices)
    if len(meant) == 1:
        return next(iter(meant))
    return Bad(f"“{text}” is none of {', '.join(column.choices)}.", "Write one of these.")


def _several(text: str) -> tuple[str, ...]:
    pieces = map(str.strip, text.replace(",", ";").replace("|", ";").split(";"))
    return tuple(dict.fromkeys(filter(None, pieces)))


def _languages(text: str) -> tuple[str, ...]:
    pieces = (piece.strip() for piece in re.split(r"[;,|/]", text))
    return tuple(dict.fromkeys(piece.casefold() if len(piece) <= 3 else piece for piece in pieces if piece))


@cache
def _zones() -> Mapping[str, str]:
    return {zone.casefold(): zone for zone in available_timezones()}


def _time_zone_reader() -> Callable[[str], str | Bad]:
    zones = _zones()

    def time_zone(text: str) -> str | Bad:
        known = zones.get(text.casefold().replace(" ", "_"))
        return known or Bad(f"“{text}” is not the name of a time zone.", "Write it as Europe/Zurich.")

    return time_zone


def _hours(text: str) -> str | Bad:
    match = _HOURS.fullmatch(text.casefold())
    times = [int(number or 0) for number in match.groups()] if match else []
    if times and times[0] < 24 and times[2] <= 24 and times[1] < 60 and times[3] < 60:
        return "{:02}:{:02}-{:02}:{:02}".format(*times)
    return Bad(f"“{text}” is not a span of hours.", "Write it as 09:00-17:00.")


def _rank(text: str, words: Answers) -> str | Bad:
    if "no" in words.get(_key(text), ()) and text != "0":
        return "no"
    number = text.removesuffix(".").removesuffix(".0")
    if number.isascii() and number.isdecimal() and 1 <= int(number[:9]) < 1000 and len(number) < 9:
        return str(int(number))
    return Bad(f"“{text}” is neither a rank nor “no”.", "Write 1 for the first choice, 2 for the second …, or no.")

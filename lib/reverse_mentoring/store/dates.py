"""Dates as people and programs write them; day and month are never guessed."""

import datetime as dt
import re

_TIME = r"(?:[T ,]\s*\d{1,2}:\d{2}.*)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-./])(\d{{1,2}})\2(\d{{1,2}}){_TIME}|(\d{{4}})(\d{{2}})(\d{{2}})")
_YEAR_LAST = re.compile(rf"(\d{{1,2}})\s*[-./ ]\s*(\d{{1,2}})\s*[-./ ]\s*(\d{{4}}){_TIME}")
_SHORT_YEAR = re.compile(rf"\d{{1,2}}\s*[-./ ]\s*\d{{1,2}}\s*[-./ ]\s*\d{{2}}{_TIME}")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_NAMED = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|\.)?[ -]([a-z]{3,9})\.?[ ,-]+(\d{4})|([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})"
)
_REMEDY = 'Say in programme.toml how dates are written: dates = "day-first" or dates = "month-first".'
_AS_ISO = "Write it as 2026-11-21."
Refusal = tuple[str, str, str]
"""What is wrong, the remedy, the cause that other cells share (“” if none)."""


def day(text: str, *, order: str) -> dt.date | Refusal:
    """The day that the text names, or why not. order: iso, day-first, month-first; year first is always understood."""
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, number = (int(each) for each in (match.group(1, 3, 4) if match[1] else match.group(5, 6, 7)))
        return _day(text, (year, month, number))
    if match := _YEAR_LAST.fullmatch(text):
        return _in_order(text, (int(match[1]), int(match[2]), int(match[3])), order)
    if _SHORT_YEAR.fullmatch(text):
        return f"“{text}” has a year of two digits.", "Write all four, as 2026-11-21.", ""
    if (match := _NAMED.fullmatch(text.casefold())) and (month := _month(match[2] or match[4])):
        return _day(text, (int(match[3] or match[6]), month, int(match[1] or match[5])))
    return f"“{text}” is not a date.", _AS_ISO, ""


def _month(name: str) -> int:
    """1 to 12 for an English name of at least three letters; 0 if it is none."""
    return next((number for number, each in enumerate(_MONTHS, start=1) if each.startswith(name)), 0)


def _in_order(text: str, numbers: tuple[int, int, int], order: str) -> dt.date | Refusal:
    first, second, year = numbers
    if order == "day-first":
        return _day(text, (year, second, first))
    if order == "month-first":
        return _day(text, (year, first, second))
    if 1 <= first <= 12 and 1 <= second <= 12 and first != second:
        return f"“{text}” can be {_named(first, second)} or {_named(second, first)}.", _REMEDY, "order of day and month"
    return f"“{text}” is not written year first.", _REMEDY, "order of day and month"


def _named(number: int, month: int) -> str:
    return f"{number} {_MONTHS[month - 1].title()}"


def _day(text: str, numbers: tuple[int, int, int]) -> dt.date | Refusal:
    year, month, number = numbers
    try:
        if year >= 1900:
            return dt.date(year, month, number)
    except ValueError:
        pass
    return f"“{text}” is not a day of the calendar.", _AS_ISO, ""

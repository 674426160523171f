"""How papers are worded: fields filled in, lists and dates as the language writes them.

words: the messages of one language (store.content.messages).
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping, Sequence

_FIELD = re.compile(r"\{(\w+)\}")


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with every {field} replaced once; braces within a value stay as they are.

    A field that values does not know stays too: must_haves.unknown_fields says which.
    """
    return _FIELD.sub(lambda found: values.get(found[1], found[0]), text)


def closed(name: str) -> str:
    """The name, to stand before figures: after one written from right to left comes a mark (U+200E) that nobody sees.

    Without it “10:00 for <name>; 16:00 for …” is shown with the two hours in each other's place.
    """
    last = next((unicodedata.bidirectional(letter) for letter in reversed(name) if letter.isalpha()), "")
    return f"{name}\u200e" if last in ("R", "AL") else name


def fields(text: str) -> tuple[str, ...]:
    """The names of the {fields} of a text, each once, in their order."""
    return tuple(dict.fromkeys(_FIELD.findall(text)))


def listed(items: Sequence[str], *, words: Mapping[str, str]) -> str:
    """“Ana, Ben and Cy”; “” for no items."""
    if len(items) < 2:
        return "".join(items)
    return filled(words["agreement.list"], {"most": ", ".join(items[:-1]), "last": items[-1]})


def long_date(day: dt.date, *, words: Mapping[str, str]) -> str:
    """“1 November 2026”, “1. November 2026”, in the language of words."""
    month = words[f"date.month.{day.month}"]
    return filled(words["date.long"], {"day": str(day.day), "month": month, "year": str(day.year)})


def short_date(day: dt.date, *, words: Mapping[str, str]) -> str:
    """“Mon 2 Nov 2026”, “Mo, 2. Nov. 2026”."""
    weekday, month = words[f"date.short_weekday.{day.isoweekday()}"], words[f"date.short_month.{day.month}"]
    values = {"weekday": weekday, "day": str(day.day), "month": month, "year": str(day.year)}
    return filled(words["date.short"], values)


def weekday(day: dt.date, *, words: Mapping[str, str]) -> str:
    """“Monday”, “Montag”."""
    return words[f"date.weekday.{day.isoweekday()}"]

"""Days as people read them, in English; whatever the machine's language."""

import datetime as dt
from typing import Any

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip


def in_words(day: dt.date | None) -> str:
    """“4 May 2026”; “an unknown day” for None."""
    return "an unknown day" if day is None else f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def in_words_or_empty(day: Any) -> str:
    """The same; “” where there is no day (None, NaT)."""
    return in_words(day) if isinstance(day, dt.date) and day == day else ""

"""Days as people read them."""

import datetime as dt


def in_words(day: dt.date) -> str:
    """“4 May 2026”."""
    return f"{day.day} {day:%B %Y}"

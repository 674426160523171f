"""Single wishes of two sides compared: hours on two clocks, strengths of confidentiality, lists of limits."""

import re
from collections.abc import Iterable, Sequence

from reverse_mentoring.decide.matching.hours import DAY
from reverse_mentoring.words.papers import Confidentiality

STRICTEST_FIRST: tuple[Confidentiality, ...] = ("strict", "own learning", "open topics")
_HOUR = re.compile(r"\s*(\d{1,2})(?:[:.h](\d{2})(?::00)?)?\s*(h|uhr|am|pm)?\.?\s*")


def clock(hour: str) -> int | None:
    """“10:00”, “9.30”, “14 Uhr”, “2 pm” as minutes after midnight; None for anything else."""
    found = _HOUR.fullmatch(hour.casefold())
    if not found:
        return None
    hours, minutes, half = int(found[1]), int(found[2] or 0), found[3] or ""
    if half in ("am", "pm"):
        hours = hours % 12 + (12 if half == "pm" else 0)
    return hours * 60 + minutes if hours < 24 and minutes < 60 else None


def shown_hour(minute: int) -> str:
    """Minutes after midnight as “09:05”, also where they run into the day before or after."""
    return f"{minute % DAY // 60:02}:{minute % 60:02}"


def same_hour(one: str, other: str, apart: int | None) -> bool:
    """Whether both mean the same moment; where an hour cannot be read, whether they wrote the same.

    apart: minutes that the other's clock is ahead; None where not known: then taken as one clock.
    """
    here, there = clock(one), clock(other)
    if here is None or there is None:
        return one.strip().casefold() == other.strip().casefold()
    return (there - here - (apart or 0)) % DAY == 0


def hours_here(one: str, other: str, apart: int | None) -> tuple[str, str]:
    """Both hours as HH:MM on the one's clock; “” for an hour that cannot be read, or put on that clock."""
    here, there = clock(one), clock(other)
    mine = "" if here is None else shown_hour(here)
    if there is None or apart is None:
        return mine, mine if there is not None and there == here else ""
    return mine, shown_hour(there - apart)


def stricter(said: Sequence[Confidentiality], usual: Confidentiality) -> Confidentiality:
    """The strictest of what both said; a single wish counts beside what is usual."""
    return min(said if len(said) == 2 else [*said, usual], key=STRICTEST_FIRST.index)


def items(text: str) -> tuple[str, ...]:
    """What a person listed, one item a line or separated by semicolons; each once."""
    pieces = (piece.strip().rstrip(".") for piece in re.split(r"[;\n]", text))
    return union(piece for piece in pieces if piece)


def union(listed: Iterable[str]) -> tuple[str, ...]:
    """Each item once, whatever its case, in the order of first mention."""
    first = dict[str, str]()
    for item in listed:
        first.setdefault(item.casefold(), item)
    return tuple(first.values())

"""What a pair's sessions are about, how many there are, and how often the pair meets."""

import math
import re
from collections.abc import Mapping, Sequence

import pandas as pd

from reverse_mentoring.words.choices import IdPair
from reverse_mentoring.words.settings import RhythmSettings

OwnTerms = tuple[int | None, int | None, str]
"""(weeks between sessions, minutes, hour as 10:00 in the mentor's local time); None and “” = as everybody."""
SHORT_PROGRAMME = ("1", "2", "4", "10", "15", "17")
"""The six model sessions that make a course: contract, goals, first topic, half-time check, transfer, close."""
_HOUR = re.compile(r"\s*([01]?\d|2[0-3])[:.]([0-5]\d)\s*")


def own_rhythms(rhythm: RhythmSettings, terms: Mapping[IdPair, OwnTerms]) -> dict[IdPair, RhythmSettings]:
    """How often each of these pairs meets: the common rhythm, with what the two agreed instead.

    An hour that cannot be read as a time counts as not said.
    """
    return {pair: _own(rhythm, *said) for pair, said in terms.items()}


def session_count(rhythm: RhythmSettings) -> int:
    """How many sessions: as set, else as many as fit (17 at every three weeks for twelve months); at least one."""
    return rhythm.sessions or max(1, rhythm.months * 52 // (12 * rhythm.weeks_between))


def course_months(rhythm: RhythmSettings) -> int:
    """Months until the last session: those of the cohort, or more where so many sessions take longer."""
    return max(rhythm.months, math.ceil(session_count(rhythm) * rhythm.weeks_between * 12 / 52))


def plan_rows(plan: pd.DataFrame, count: int) -> list[dict[str, str]]:
    """The model sessions shortened or stretched to count, in their order.

    Six are the short programme. Otherwise first meeting, goals and good ending always stay; Check sessions as many
    as fit (one from four sessions, all three from twelve), the middle one first; the others are thinned out or
    repeated evenly, with the number of the turn behind the title.
    """
    rows = [{str(column): str(text) for column, text in row.items()} for row in plan.to_dict("records")]
    short = [row for row in rows if row["session"] in SHORT_PROGRAMME]
    if count == len(SHORT_PROGRAMME) == len(short):
        return short
    kept = _kept([row["phase"] for row in rows], count)
    others = [index for index, row in enumerate(rows) if row["phase"] not in ("Contract", "Check", "Close")]
    free = count - len(kept)
    repeats = dict.fromkeys(kept, 1)
    for place, index in enumerate(others):
        repeats[index] = math.ceil((place + 1) * free / len(others)) - math.ceil(place * free / len(others))
    return [_repeated(rows[index], turn) for index in sorted(repeats) for turn in range(1, repeats[index] + 1)]


def minute_of_day(hour: str) -> int | None:
    """“10:00” as minutes after midnight; None where it is not a time."""
    found = _HOUR.fullmatch(hour)
    return int(found[1]) * 60 + int(found[2]) if found else None


def _own(rhythm: RhythmSettings, weeks: int | None, minutes: int | None, hour: str) -> RhythmSettings:
    said = {"weeks_between": weeks, "minutes": minutes, "hour": hour if minute_of_day(hour) is not None else None}
    return rhythm.model_copy(update={name: value for name, value in said.items() if value is not None})


def _kept(phases: Sequence[str], count: int) -> list[int]:
    contract, checks, close = (
        [index for index, phase in enumerate(phases) if phase == name] for name in ("Contract", "Check", "Close")
    )
    middle_first = sorted(checks, key=lambda index: (abs(index - (len(phases) - 1) / 2), index))
    return [*contract[:1], *close, *contract[1:], *middle_first[: max(1, count // 3 - 1)]][:count]


def _repeated(row: Mapping[str, str], turn: int) -> dict[str, str]:
    return {**row, "title": f"{row['title']} ({turn})"} if turn > 1 else dict(row)

"""What was ticked off the list of attention, and for how long that holds.

A tick says “I have dealt with what I saw”, so it holds for what was seen, and not for ever: after
settings.review.ticked_off_days the sign comes back if it is still there; at once if it has become worse, or if it is
about something new (another wish for a call, another low answer, two other sessions missed).
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence

import pandas as pd

from reverse_mentoring.words.reviewing import Ticked

ABOUT_AN_EVENT = ("R5", "R6", "R10", "R11")
"""Rules whose sentence says what happened and when, and does not grow from day to day."""
MISSED = "The last two planned sessions"


def ticks(alarms: pd.DataFrame, *, on: dt.date) -> tuple[Ticked, ...]:
    """These alarms (columns of attention.attention) as ticked off on this day."""
    return tuple(
        Ticked(mentor_id=row["mentor_id"], mentee_id=row["mentee_id"], rule=row["rule"], level=row["level"], on=on,
               seen=_seen(row["rule"], row["why"]))
        for row in alarms.to_dict("records")
    )  # fmt: skip


def still_open(alarms: pd.DataFrame, ticked: Sequence[Ticked], *, today: dt.date, days: int) -> pd.DataFrame:
    """The alarms that no tick covers, in their order. days: how long a tick holds; ticks of later days count not."""
    fresh = [each for each in ticked if 0 <= (today - each.on).days < days]
    rows = zip(alarms["rule"], alarms["mentor_id"], alarms["mentee_id"], alarms["level"], alarms["why"], strict=True)
    open_ = [not _covered(_matching(fresh, rule, (mentor, mentee)), level, _seen(rule, why))
             for rule, mentor, mentee, level, why in rows]  # fmt: skip
    return alarms[pd.Series(open_, index=alarms.index, dtype=bool)]


def _matching(ticked: Iterable[Ticked], rule: str, ids: tuple[str, str]) -> list[Ticked]:
    return [each for each in ticked if each.rule == rule and each.ids == ids]


def _covered(ticked: list[Ticked], level: str, seen: str) -> bool:
    return any(each.seen == seen and (each.level == "red" or level == "amber") for each in ticked)


def _seen(rule: str, why: str) -> str:
    """What the sign was about, as a hash: a private answer stands in no other place than its table."""
    event = rule in ABOUT_AN_EVENT or why.startswith(MISSED)
    return hashlib.sha256(why.encode()).hexdigest()[:16] if event else ""

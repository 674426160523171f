"""The end of a pair, without fault: the five ways to end, when to use which, and what speaks against one.

Why a pair ended is private. No function here is given the reason's text to show; tables know state and day only.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd

from reverse_mentoring.decide.review.review import PAIR, active
from reverse_mentoring.words.choices import IdPair
from reverse_mentoring.words.days import in_words
from reverse_mentoring.words.reviewing import Ending, EndState
from reverse_mentoring.words.settings import RhythmSettings

END_STATES: Mapping[EndState, str] = {
    "completed": "The planned time is over and the two have met.",
    "completed early": "Both have reached what they wanted before the planned end.",
    "ended": "It ends before that, through nobody's fault: no time, other tasks, or the two do not suit each other.",
    "withdrawn": "One of the two does not want to take part any more; nobody has to say why.",
    "left": "One of the two has left the organisation.",
}
"""State → when to use it."""
HELD_ENOUGH = 0.5
"""Share of the sessions due that a pair held at least to be called completed at its planned end."""
Suggestion = tuple[IdPair, EndState, str]
"""(ids, state, why), why as a sentence without names."""


def may_end(pairs: pd.DataFrame, ending: Ending, *, today: dt.date) -> tuple[str, ...]:
    """What speaks against this ending, as sentences; empty = nothing. pairs: review.pairs_under_review.

    A day still to come is allowed: the ending holds from that day on.
    """
    row = pairs[(pairs["mentor_id"] == ending.mentor_id) & (pairs["mentee_id"] == ending.mentee_id)]
    if row.empty:
        return ("These two are not a pair of this cohort.",)
    pair = row.iloc[0]
    if pair["state"] != "active":
        since = f" since {in_words(pair['ended'])}" if pd.notna(pair["ended"]) else ""
        return (f"This pair is over{since} ({pair['state']}). Take that ending back before you write another.",)
    return _too_early(pair["started"].date(), ending, today)


def _too_early(started: dt.date, ending: Ending, today: dt.date) -> tuple[str, ...]:
    """A pair that has not begun may fall through, but not be completed."""
    if ending.on >= started:
        return ()
    if started <= today:
        return (f"The pair started on {in_words(started)}; it cannot have ended before that.",)
    if ending.state in ("completed", "completed early"):
        return (f"The pair starts on {in_words(started)} only; before that nothing is completed.",)
    return ()


def completed_by(
    pairs: pd.DataFrame, held: pd.DataFrame, *, rhythm: RhythmSettings, today: dt.date
) -> tuple[Suggestion, ...]:
    """The pairs that go on although their planned time is over, in the order of pairs: ids, the state that fits, why.

    held: review.sessions_held of these pairs. completed where half of the sessions due or more were held, or no
    attendance was recorded; else ended. The other states are for people to tell: nothing here could know them.
    """
    rows = active(pairs).merge(held[[*PAIR, "held", "due", "recorded"]], on=PAIR, how="left")
    rows["planned_end"] = rows["started"] + _planned_time(rhythm)
    over = rows[rows["planned_end"] <= pd.Timestamp(today)]
    return tuple(((row["mentor_id"], row["mentee_id"]), *_at_the_end(row)) for row in over.to_dict("records"))


def closing_table(pairs: pd.DataFrame) -> pd.DataFrame:
    """One row per pair that is over, the latest first, without its reason: mentor_id, mentee_id, state; started, ended
    (dates; ended is None where the day is not known), weeks (whole weeks from start to end, Int64, NA)."""
    over = pairs[pairs["state"] != "active"].sort_values(["ended", *PAIR], ascending=[False, True, True])
    weeks = ((over["ended"] - over["started"]).dt.days // 7).astype("Int64")
    table = over[[*PAIR, "state"]].assign(**{side: _dates(over[side]) for side in ("started", "ended")}, weeks=weeks)
    return table.reset_index(drop=True)


def _dates(days: "pd.Series[pd.Timestamp]") -> "pd.Series[Any]":
    return pd.Series([day.date() if pd.notna(day) else None for day in days], days.index, dtype=object)


def _planned_time(rhythm: RhythmSettings) -> pd.DateOffset:
    if rhythm.sessions:
        return pd.DateOffset(weeks=rhythm.weeks_between * (rhythm.sessions - 1))
    return pd.DateOffset(months=rhythm.months)


def _at_the_end(row: Mapping[Any, Any]) -> tuple[EndState, str]:
    over = f"the planned time was over on {in_words(row['planned_end'])}"
    if not row["recorded"]:
        return "completed", f"No attendance is recorded; {over}."
    enough = row["held"] > 0 and row["held"] >= HELD_ENOUGH * row["due"]
    return ("completed" if enough else "ended"), f"{row['held']} of {row['due']} sessions due were held; {over}."

"""Pairs end without fault: what speaks against an ending, which word fits, and the table of those that are over."""

import datetime as dt
from typing import Any, get_args

import pandas as pd
import pytest

from reverse_mentoring.decide.review.endings import END_STATES, closing_table, completed_by, may_end
from reverse_mentoring.decide.review.review import sessions_held
from reverse_mentoring.words.reviewing import Ending, EndState
from reverse_mentoring.words.settings import RhythmSettings
from review_cohorts import START, Row, day, healthy, ids, reviewed, session

YEAR = RhythmSettings()
SECRET = "planted-reason-3318"


def ending(state: str = "ended", on: dt.date = START, pair: int = 1) -> Ending:
    return Ending.model_validate({**ids(pair), "state": state, "on": on, "reason": SECRET})


def against(row: Row, given: Ending, today: dt.date = START) -> tuple[str, ...]:
    pairs = reviewed({"pairs": [{**ids(1), **row}]}, as_of=today)[1]
    return may_end(pairs, given, today=today)


def test_every_way_to_end_says_when_it_fits() -> None:
    """The five states of an ending, each with one line; active is none."""
    assert set(END_STATES) == set(get_args(EndState))


@pytest.mark.parametrize(
    ("row", "given", "today", "said"),
    [
        ({"started": START}, ending(on=day(3)), day(3), ""),
        ({"started": START}, ending(on=day(4)), day(3), ""),
        ({"started": START}, ending(pair=2), START, "not a pair of this cohort"),
        ({"started": START, "state": "withdrawn", "ended": day(2)}, ending(), day(3),
         "This pair is over since 23 March 2026 (withdrawn)."),
        ({"started": START, "state": "left"}, ending(), day(3), "This pair is over (left)."),
        ({"started": START, "ended": day(2)}, ending(), day(3), "This pair is over since 23 March 2026 (ended)."),
        ({"started": day(2)}, ending(on=START), day(3), "The pair started on 23 March 2026"),
        ({"started": day(3)}, ending("withdrawn", on=day(2)), day(2), ""),
        ({"started": day(3)}, ending("completed", on=day(2)), day(2), "before that nothing is completed"),
    ],
)  # fmt: skip
def test_what_speaks_against_an_ending(row: Row, given: Ending, today: dt.date, said: str) -> None:
    """Strangers, pairs that are over and days before the start; a pair that has not begun may still fall through.

    No sentence repeats the reason.
    """
    found = against(row, given, today)

    assert (said in " ".join(found)) if said else found == ()
    assert SECRET not in " ".join(found)


def suggested(held: int, missed: int, *, rhythm: RhythmSettings = YEAR, today: dt.date) -> Any:
    rows = healthy(pairs=1) | {
        "sessions": [session(1, n, "held" if n <= held else "missed") for n in range(1, held + missed + 1)]
    }
    there, pairs = reviewed(rows, as_of=today)
    return completed_by(pairs, sessions_held(there, pairs), rhythm=rhythm, today=today)


def test_a_pair_whose_time_is_over_is_worth_closing() -> None:
    """Completed from half of the sessions due on, else ended; before the planned end nothing is suggested."""
    end = dt.date(2027, 3, 2)

    assert suggested(9, 8, today=end - dt.timedelta(1)) == ()
    assert suggested(9, 8, today=end) == ((
        ("M1", "N1"), "completed", "9 of 17 sessions due were held; the planned time was over on 2 March 2027.",
    ),)  # fmt: skip
    assert [state for _, state, _ in suggested(8, 9, today=end)] == ["ended"]


def test_without_attendance_the_plan_counts() -> None:
    """Nothing recorded is no proof that nothing was held, and the sentence says so."""
    ((_, state, why),) = suggested(0, 0, today=dt.date(2027, 3, 2))

    assert state == "completed"
    assert why.startswith("No attendance is recorded")


def test_a_short_programme_ends_with_its_last_session() -> None:
    """Six sessions three weeks apart take fifteen weeks."""
    short = RhythmSettings(sessions=6)

    assert suggested(6, 0, rhythm=short, today=day(6) - dt.timedelta(1)) == ()
    assert len(suggested(6, 0, rhythm=short, today=day(6))) == 1


def test_pairs_that_are_over_stand_latest_first() -> None:
    """With state, days and whole weeks, for all that is known; those that go on are not there."""
    rows = [{**ids(1), "started": START, "state": "completed", "ended": day(3)},
            {**ids(2), "started": START, "state": "left"},
            {**ids(3), "started": START, "state": "withdrawn", "ended": day(4) + dt.timedelta(6)},
            {**ids(4), "started": START}]  # fmt: skip
    table = closing_table(reviewed({"pairs": rows}, as_of=day(6))[1])

    assert table["mentor_id"].tolist() == ["M3", "M1", "M2"]
    assert table["ended"].tolist() == [day(4) + dt.timedelta(6), day(3), None]
    assert [None if pd.isna(weeks) else int(weeks) for weeks in table["weeks"]] == [9, 6, None]
    assert closing_table(reviewed({"pairs": rows[3:]})[1]).empty

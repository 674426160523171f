"""What the clocks of two places mean: warnings in the weeks in which they differ, and the hour at the other place."""

import datetime as dt
from dataclasses import replace

from agreement_samples import cohort_of, person
from reverse_mentoring.decide.agreements.clock_notes import with_clock_notes
from reverse_mentoring.decide.agreements.schedule import schedules
from reverse_mentoring.decide.agreements.wording import short_date
from reverse_mentoring.store.content import messages, session_plan
from reverse_mentoring.words.settings import RhythmSettings

PLAN = session_plan()
WORDS = {
    **messages(),
    "calendar.clocks": "{hour} {place}, {other_hour} {other_place}, {usual_hour}",
    "calendar.clocks_moved": "moved: {other_hour}, {usual_hour}",
}


def test_weeks_in_which_the_clocks_differ_are_warned() -> None:
    """In March and autumn the United States change clocks before Europe: those sessions say so, no others."""
    cohort = cohort_of(
        person("M1", "mentor"), person("E1", "mentee", site="Boston"),
        person("E2", "mentee", site="Singapore", time_zone=""),
        settings={"cohorts": {"2026-autumn": {"start": "2027-02-01"}}},
    )  # fmt: skip
    planned = schedules(cohort, [("M1", "E1"), ("M1", "E2")], RhythmSettings(weeks_between=1), plan=PLAN, holidays={})

    noted = with_clock_notes(cohort, planned, words=WORDS)

    warned = {each.start.date() for each in noted["M1", "E1"] if each.note}
    gaps = [(dt.date(2027, 3, 14), dt.date(2027, 3, 28)), (dt.date(2027, 10, 31), dt.date(2027, 11, 7))]
    assert warned == {
        each.start.date() for each in noted["M1", "E1"] if any(a <= each.start.date() < b for a, b in gaps)
    }
    assert len(warned) == 3
    assert next(each.note for each in noted["M1", "E1"] if each.note) == "15:00 Basel, 10:00 Boston, 09:00"
    assert not any(each.note for each in noted["M1", "E2"])
    assert [replace(each, note="", there="") for each in noted["M1", "E1"]] == list(planned["M1", "E1"])


def test_clocks_that_stay_apart_are_warned_once() -> None:
    """Singapore keeps its clock all year: one warning in autumn, one in spring, and the other hour every time."""
    cohort = cohort_of(person("M1", "mentor", site="Singapore"), person("E1", "mentee"))
    planned = schedules(cohort, [("M1", "E1")], RhythmSettings(hour="16:00"), plan=PLAN, holidays={})

    (noted,) = with_clock_notes(cohort, planned, words=WORDS).values()

    notes = {each.start.date(): each.note for each in noted if each.note}
    summer = next(each.start.date() for each in noted if each.start.date() >= dt.date(2027, 3, 28))
    assert notes == {summer: "moved: 10:00, 09:00"}
    assert [each.there for each in noted] == [
        f"{'10' if each.start.date() >= summer else '09'}:00 in Basel" for each in noted
    ]


def test_the_other_day_is_told_with_the_other_hour() -> None:
    """Evening in Boston is the next morning in Singapore."""
    cohort = cohort_of(person("M1", "mentor", site="Boston", availability="07:00-22:00"),
                       person("E1", "mentee", site="Singapore"))  # fmt: skip
    planned = schedules(cohort, [("M1", "E1")], RhythmSettings(hour="21:00", sessions=6), plan=PLAN, holidays={})

    (first, *_), = with_clock_notes(cohort, planned, words=WORDS).values()  # fmt: skip

    assert f"{first.start:%H:%M}" == "21:00"
    assert first.there == f"{short_date(first.start.date() + dt.timedelta(days=1), words=WORDS)}, 10:00 in Singapore"

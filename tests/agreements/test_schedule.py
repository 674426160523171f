"""The dates of the sessions."""

import datetime as dt
from collections import defaultdict
from itertools import combinations, pairwise, product
from random import Random
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreement_samples import cohort_of, person
from reverse_mentoring.decide.agreements.schedule import outside_working_hours, people, schedules
from reverse_mentoring.decide.agreements.session_plan import course_months, own_rhythms, plan_rows, session_count
from reverse_mentoring.present.public_holidays import public_holidays
from reverse_mentoring.store.content import session_plan
from reverse_mentoring.words.choices import IdPair
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.settings import RhythmSettings

PLAN = session_plan()
Case = tuple[Cohort, list[IdPair]]
Closed = dict[dt.date, str]
PLACES = st.sampled_from(["Basel", "Boston", "Singapore", ""])
HOURS = st.sampled_from(["", "09:00-17:00", "07:30-15:30", "13:00-21:00", "10:00-10:45"])
RHYTHMS = st.builds(
    RhythmSettings,
    weeks_between=st.integers(1, 8),
    months=st.integers(1, 6),
    minutes=st.sampled_from([15, 60, 90]),
    hour=st.sampled_from(["00:00", "08:30", "10:00", "16:00", "23:30"]),
)
CLOSED = st.dictionaries(st.dates(dt.date(2026, 11, 1), dt.date(2027, 12, 31)), st.just("A holiday"), max_size=25)


@st.composite
def cohorts_and_pairs(draw: st.DrawFn) -> Case:
    """Up to four mentors and three mentees anywhere, and any pairs of them."""
    mentors, mentees = (
        [f"{role}{n}" for n in range(draw(st.integers(1, most)))] for role, most in (("M", 4), ("E", 3))
    )
    roles = [(each, "mentor") for each in mentors] + [(each, "mentee") for each in mentees]
    folk = [person(each, role, site=draw(PLACES), availability=draw(HOURS)) for each, role in roles]
    pairs = draw(st.lists(st.sampled_from(list(product(mentors, mentees))), unique=True, min_size=1))
    start = draw(st.dates(dt.date(2026, 11, 1), dt.date(2027, 3, 31)))
    return cohort_of(*folk, settings={"cohorts": {"2026-autumn": {"start": start}}}), pairs


@settings(deadline=None, max_examples=20)
@given(cohorts_and_pairs(), RHYTHMS, CLOSED, CLOSED)
def test_nobody_meets_on_a_day_off_or_in_two_sessions_at_once(
    case: Case, rhythm: RhythmSettings, swiss: Closed, american: Closed
) -> None:
    """Whatever the people, rhythm and holidays: no weekend, no holiday of either country, no two at once."""
    cohort, pairs = case
    holidays = {"CH": swiss, "US": american}

    planned = schedules(cohort, pairs, rhythm, plan=PLAN, holidays=holidays)

    folk = people(cohort, [each for pair in pairs for each in pair])
    diary = defaultdict(list)
    for pair, sessions in planned.items():
        assert [each.number for each in sessions] == list(range(1, session_count(rhythm) + 1))
        for each, person_id in product(sessions, pair):
            day = each.start.astimezone(folk[person_id].zone or each.start.tzinfo).date()
            assert day.weekday() < 5
            assert not any(day in holidays.get(folk[other].country, {}) for other in pair)
            diary[person_id].append((each.start.astimezone(dt.UTC), each.end.astimezone(dt.UTC)))
    for spans in diary.values():
        assert all(a_end <= b_start for (_, a_end), (b_start, _) in pairwise(sorted(spans)))


@settings(deadline=None, max_examples=8)
@given(cohorts_and_pairs(), RHYTHMS, st.randoms())
def test_the_hour_stands_still_and_the_order_of_rows_does_not_matter(
    case: Case, rhythm: RhythmSettings, random: Random
) -> None:
    """Clock changes do not move the mentor's hour or stretch a session; shuffled pairs give the same dates."""
    cohort, pairs = case
    shuffled = random.sample(pairs, len(pairs))

    planned = schedules(cohort, pairs, rhythm, plan=PLAN, holidays={})

    assert planned == schedules(cohort, shuffled, rhythm, plan=PLAN, holidays={})
    for sessions in planned.values():
        assert len({each.start.time() for each in sessions}) == 1
        assert {each.end.astimezone(dt.UTC) - each.start.astimezone(dt.UTC) for each in sessions} == {
            dt.timedelta(minutes=rhythm.minutes)
        }
        assert min(each.start.date() for each in sessions) >= cohort.start


def test_seventeen_sessions_fit_into_twelve_months() -> None:
    """Every three weeks for a year, around the real holidays of Switzerland and the United States."""
    mentors = [person(f"M{n}", "mentor", site=site) for n, site in enumerate(["Basel", "Boston", "Singapore"])]
    cohort = cohort_of(*mentors, person("E1", "mentee"), person("E2", "mentee", site="Boston"))
    holidays = public_holidays(["CH", "US", "SG"], [2026, 2027])
    pairs = list(product(["M0", "M1", "M2"], ["E1", "E2"]))

    planned = schedules(cohort, pairs, RhythmSettings(), plan=PLAN, holidays=holidays)

    assert {len(sessions) for sessions in planned.values()} == {17}
    assert max(sessions[-1].end.date() for sessions in planned.values()) <= dt.date(2027, 11, 9)
    assert [each.title for each in planned["M0", "E1"]] == PLAN["title"].tolist()
    moved = [each for sessions in planned.values() for each in sessions if each.moved_from]
    assert moved
    assert all(each.holiday and each.moved_from < each.start.date() for each in moved)


def test_a_session_lies_in_the_hours_that_both_work() -> None:
    """Basel and Boston share 15:00 to 17:00 in Basel: the hour nearest to the usual ten o'clock."""
    cohort = cohort_of(person("M1", "mentor"), person("E1", "mentee", site="Boston"))

    sessions = schedules(cohort, [("M1", "E1")], RhythmSettings(), plan=PLAN, holidays={})["M1", "E1"]

    folk = people(cohort, ["M1", "E1"])
    assert {f"{each.start:%H:%M}" for each in sessions} == {"15:00"}
    assert outside_working_hours(folk["M1"], folk["E1"], sessions) == 0


def test_without_shared_hours_the_usual_hour_stands_and_is_counted() -> None:
    """Boston and Singapore share no working hour: ten o'clock of the mentor, all seventeen outside."""
    cohort = cohort_of(person("M1", "mentor", site="Boston"), person("E1", "mentee", site="Singapore"))

    sessions = schedules(cohort, [("M1", "E1")], RhythmSettings(), plan=PLAN, holidays={})["M1", "E1"]

    folk = people(cohort, ["M1", "E1"])
    assert f"{sessions[0].start:%H:%M %Z}" == "10:00 EST"
    assert outside_working_hours(folk["M1"], folk["E1"], sessions) == 17


def test_another_pair_does_not_move_the_dates_of_those_that_stand() -> None:
    """A pair that is added later leaves the calendars of strangers as they are."""
    cohort = cohort_of(*(person(f"M{n}", "mentor") for n in range(3)), *(person(f"E{n}", "mentee") for n in range(3)))
    two, three = [("M0", "E0"), ("M2", "E2")], [("M0", "E0"), ("M1", "E1"), ("M2", "E2")]

    before = schedules(cohort, two, RhythmSettings(), plan=PLAN, holidays={})
    after = schedules(cohort, three, RhythmSettings(), plan=PLAN, holidays={})

    assert all(after[pair] == before[pair] for pair in two)


def test_dates_that_the_attendance_names_stand_and_the_rhythm_goes_on_from_there() -> None:
    """A running pair keeps its planned dates, even on a holiday; later sessions follow the last of them."""
    ids = {"mentor_id": "M1", "mentee_id": "E1"}
    held = [
        {**ids, "number": n, "planned_on": day, "status": "held"} for n, day in ((1, "2026-09-01"), (2, "2026-10-06"))
    ]
    cohort = cohort_of(
        person("M1", "mentor"), person("E1", "mentee"), sessions=held, pairs=[{**ids, "started": "2026-09-01"}]
    )
    closed = {"CH": {dt.date(2026, 10, 6): "A holiday"}}

    days = [
        each.start.date()
        for each in schedules(cohort, [("M1", "E1")], RhythmSettings(), plan=PLAN, holidays=closed)["M1", "E1"]
    ]

    assert days[:2] == [dt.date(2026, 9, 1), dt.date(2026, 10, 6)]
    assert dt.timedelta(weeks=3) <= days[2] - days[1] < dt.timedelta(weeks=4)
    assert all(later - earlier == dt.timedelta(weeks=3) for earlier, later in pairwise(days[2:]))


def test_a_shorter_or_longer_course_keeps_beginning_checks_and_ending() -> None:
    """Any number of sessions: exactly so many, plan order, first meeting first, good ending last, checks from four."""
    for count in range(1, 60):
        rows = plan_rows(PLAN, count)

        assert len(rows) == count
        assert rows[0]["phase"] == "Contract"
        assert count == 1 or rows[-1]["phase"] == "Close"
        assert [int(row["session"]) for row in rows] == sorted(int(row["session"]) for row in rows)
        checks = [row["session"] for row in rows if row["phase"] == "Check"]
        assert len(checks) == len(set(checks)) == (0 if count < 4 else min(3, max(1, count // 3 - 1)))


def test_the_short_programme_has_the_six_sessions_that_matter() -> None:
    """Contract, goals, first topic, half-time check, transfer, close; every three weeks, whatever the months say."""
    rhythm = RhythmSettings(sessions=6)
    cohort = cohort_of(person("M1", "mentor"), person("E1", "mentee"))

    sessions = schedules(cohort, [("M1", "E1")], rhythm, plan=PLAN, holidays={})["M1", "E1"]

    assert [each.title for each in sessions] == [
        "Meeting as two people", "Goals", "First topic: show",
        "Half-time review", "What others should know", "Good ending",
    ]  # fmt: skip
    assert {later.start.date() - earlier.start.date() for earlier, later in pairwise(sessions)} == {
        dt.timedelta(weeks=3)
    }
    assert [each["session"] for each in plan_rows(PLAN.head(9), 6)] == ["1", "2", "3", "5", "6", "8"]


def test_a_course_lasts_as_long_as_its_sessions_need() -> None:
    """As many as fit stay within the months; more that were asked for take longer, fewer leave time."""
    assert course_months(RhythmSettings()) == 12
    assert course_months(RhythmSettings(sessions=6)) == 12
    assert course_months(RhythmSettings(sessions=60, weeks_between=8)) == 111


def test_what_a_pair_agreed_goes_before_the_common_rhythm() -> None:
    """One pair meets every other week at two for 45 minutes; the other, which said nothing readable, as everybody."""
    everybody = [person("M1", "mentor"), person("M2", "mentor"), person("E1", "mentee"), person("E2", "mentee")]
    own, usual = ("M1", "E1"), ("M2", "E2")
    rhythms = own_rhythms(RhythmSettings(), {own: (2, 45, "14.00"), usual: (None, None, "after lunch")})

    planned = schedules(cohort_of(*everybody), [own, usual], rhythms, plan=PLAN, holidays={})

    facts = {
        pair: (
            len(each),
            f"{each[0].start:%H:%M}",
            each[0].end - each[0].start,
            each[1].start.date() - each[0].start.date(),
        )
        for pair, each in planned.items()
    }
    assert facts == {
        own: (26, "14:00", dt.timedelta(minutes=45), dt.timedelta(weeks=2)),
        usual: (17, "10:00", dt.timedelta(minutes=60), dt.timedelta(weeks=3)),
    }
    assert planned == schedules(cohort_of(*everybody), [own, usual], {own: rhythms[own]}, plan=PLAN, holidays={})


@pytest.mark.slow
def test_five_hundred_pairs_are_planned_in_seconds() -> None:
    """Three continents, holidays and two mentors for each mentee: well under what a click may take."""
    sites = ["Basel", "Boston", "Singapore"]
    mentors = [person(f"M{n}", "mentor", site=sites[n % 3]) for n in range(500)]
    cohort = cohort_of(*mentors, *(person(f"E{n}", "mentee", site=sites[n % 2]) for n in range(250)))
    holidays = public_holidays(["CH", "US", "SG"], [2026, 2027])
    begun = perf_counter()

    planned = schedules(
        cohort, [(f"M{n}", f"E{n % 250}") for n in range(500)], RhythmSettings(), plan=PLAN, holidays=holidays
    )

    assert sum(map(len, planned.values())) == 8500
    assert perf_counter() - begun < 5


def test_weekdays_are_spread() -> None:
    """Fifty pairs meet on all five working days."""
    cohort = cohort_of(*(person(f"M{n}", "mentor") for n in range(50)), person("E1", "mentee"), person("E2", "mentee"))
    pairs = [(f"M{n}", f"E{1 + n % 2}") for n in range(50)]

    planned = schedules(cohort, pairs, RhythmSettings(months=1), plan=PLAN, holidays={})

    starts = [sessions[0].start for sessions in planned.values()]
    assert {start.weekday() for start in starts} == {0, 1, 2, 3, 4}
    assert all(a != b for a, b in combinations([planned[pair][0].start for pair in pairs if pair[1] == "E1"], 2))

"""The dates of the sessions: every few weeks, within working hours, around holidays, nobody in two at once."""

import datetime as dt
import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import product
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pandas as pd

from reverse_mentoring.decide.agreements.session_plan import minute_of_day, plan_rows, session_count
from reverse_mentoring.decide.matching.hours import working_minutes
from reverse_mentoring.words.agreements import PlannedSession
from reverse_mentoring.words.choices import IdPair
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.settings import RhythmSettings

Holidays = Mapping[str, Mapping[dt.date, str]]
"""Country code → day → name of the public holiday."""
Span = tuple[dt.datetime, dt.datetime]
Minutes = tuple[int, int]
"""Start and end of a session in minutes of UTC since 1970: quick to compare."""
_ONE_DAY = dt.timedelta(days=1)
_CANDIDATE_EVERY = 30  # minutes between the hours that are tried


Rhythms = Mapping[IdPair, RhythmSettings]
"""Pair → how often it meets (session_plan.own_rhythms)."""


def schedules(
    cohort: Cohort, pairs: Iterable[IdPair], rhythm: RhythmSettings | Rhythms, *, plan: pd.DataFrame, holidays: Holidays
) -> dict[IdPair, tuple[PlannedSession, ...]]:
    """The sessions of every pair, in time order and numbered from 1; nobody is ever in two at once.

    rhythm: one for all, or that of each pair (programme.toml's where a pair has none).
    plan: the model sessions (store.content.session_plan). A pair begins on or within a week after its own start,
    else the cohort's; a date that the attendance table names already stands. Each pair keeps one weekday and one
    hour of the mentor's local time; a session on a weekend or a holiday of either site's country moves to the next
    free day. The weekday comes from the ids, so that a new pair does not move the others.
    """
    wanted = sorted(set(pairs))
    own = dict.fromkeys(wanted, rhythm) if isinstance(rhythm, RhythmSettings) else rhythm
    everybody = people(cohort, {person for pair in wanted for person in pair})
    begins, known = _begins(cohort), _known_dates(cohort)
    contents = cache(lambda count: plan_rows(plan, count))
    taken: dict[str, list[Minutes]] = defaultdict(list)
    planned = {}
    for pair in wanted:
        beat = own.get(pair, cohort.settings.rhythm)
        couple = Couple(everybody[pair[0]], everybody[pair[1]], beat.minutes, holidays)
        days = _Days(begins.get(pair, cohort.start), beat.weeks_between, session_count(beat), known.get(pair, {}))
        usual = minute_of_day(beat.hour) or 0
        places = _places(couple, days, taken[pair[0]] + taken[pair[1]], usual=usual, turn=_turn(pair))
        planned[pair] = tuple(_sessions(couple, contents(days.count), places))
        for person in pair:
            taken[person] += [place.minutes for place in places]
    return planned


@dataclass(frozen=True)
class Person:
    """When somebody can meet: zone is None where unknown; hours in local minutes after midnight; place: the site,
    else the city of the time zone."""

    zone: ZoneInfo | None
    hours: tuple[int, int]
    country: str
    place: str = ""

    def at_work(self, span: Span, zone: dt.tzinfo) -> bool:
        """Whether the span lies within the person's working hours; zone serves where the own is unknown."""
        start, end = (moment.astimezone(self.zone or zone) for moment in span)
        opens, closes = self.hours
        return start.date() == end.date() and opens <= _of_day(start) and _of_day(end) <= closes


@lru_cache(maxsize=50_000)
def _span(day: dt.date, minute: int, length: int, zone: dt.tzinfo) -> Span:
    start = dt.datetime.combine(day, dt.time(minute // 60, minute % 60), zone).astimezone(dt.UTC)
    return start.astimezone(zone), (start + dt.timedelta(minutes=length)).astimezone(zone)


@dataclass(frozen=True)
class Couple:
    """Mentor and mentee with the days on which either site is closed."""

    mentor: Person
    mentee: Person
    minutes: int
    holidays: Holidays

    @property
    def zone(self) -> dt.tzinfo:
        """The mentor's time zone, else the mentee's, else UTC."""
        return self.mentor.zone or self.mentee.zone or dt.UTC

    @cached_property
    def closed(self) -> dict[dt.date, str]:
        """Day → holiday, of both countries."""
        return {**self.holidays.get(self.mentee.country, {}), **self.holidays.get(self.mentor.country, {})}

    def span(self, day: dt.date, minute: int) -> Span:
        """A session that starts so many minutes into that day, local time of the mentor."""
        return _span(day, minute, self.minutes, self.zone)

    def closed_days(self, start: dt.datetime) -> list[str]:
        """Why the two cannot meet then: the holiday, or “” for a weekend; empty = both are at work."""
        days = sorted({start.date(), start.astimezone(self.mentee.zone or self.zone).date()})
        return [self.closed.get(day, "") for day in days if day in self.closed or day.weekday() >= 5]

    def at_work(self, span: Span) -> bool:
        """Whether both are within their working hours."""
        return self.mentor.at_work(span, self.zone) and self.mentee.at_work(span, self.zone)

    def hours(self, days: Sequence[dt.date], usual: int) -> list[int]:
        """Minutes of the day to meet at: those within both people's hours on most days first, then by distance."""
        opens, closes = self.mentor.hours
        last = closes - self.minutes
        tried = {minute for minute in (*range(opens, last + 1, _CANDIDATE_EVERY), usual) if opens <= minute <= last}
        alike = self._days_by_offsets(days)
        fitting = {
            minute: sum(len(same) for same in alike if self.at_work(self.span(same[0], minute)))
            for minute in tried or {usual}
        }
        return sorted(fitting, key=lambda minute: (-fitting[minute], abs(minute - usual), minute))

    def _days_by_offsets(self, days: Sequence[dt.date]) -> list[list[dt.date]]:
        """The days in groups between which no clock changes, so that one of each answers for the others."""
        groups: dict[tuple[dt.timedelta | None, ...], list[dt.date]] = defaultdict(list)
        for day in days:
            noon, zones = self.span(day, 12 * 60)[0], (self.mentor.zone, self.mentee.zone)
            groups[tuple(noon.astimezone(zone or self.zone).utcoffset() for zone in zones)].append(day)
        return list(groups.values())


@dataclass(frozen=True)
class _Days:
    begin: dt.date
    weeks_between: int
    count: int
    known: Mapping[int, dt.date]

    def on(self, weekday: int) -> list[dt.date]:
        """The dates that stand already; after them, those that the rhythm gives for that weekday."""
        first = self.begin + dt.timedelta(days=(weekday - self.begin.weekday()) % 7)
        regular = {n: first + dt.timedelta(weeks=(n - 1) * self.weeks_between) for n in range(1, self.count + 1)}
        last = max((number for number in self.known if number in regular), default=None)
        late = math.ceil((self.known[last] - regular[last]).days / 7) if last else 0
        shifted = {n: day + dt.timedelta(weeks=late) if n > (last or 0) else day for n, day in regular.items()}
        return [self.known.get(number, day) for number, day in shifted.items()]


@dataclass(frozen=True)
class _Place:
    wanted: dt.date
    start: dt.datetime
    end: dt.datetime
    clashed: bool

    @property
    def minutes(self) -> Minutes:
        return _minutes((self.start, self.end))


def _places(couple: Couple, days: _Days, taken: list[Minutes], *, usual: int, turn: int) -> list[_Place]:
    """Where the sessions of one pair lie: the best hour and weekday at which neither is taken on any date."""
    hours = couple.hours(days.on(turn), usual)
    weekdays = [(turn + step) % 5 for step in range(5)]
    tries = (_settled(couple, days, taken, minute=m, weekday=w) for m, w in product(hours, weekdays))
    first = next(tries)
    if not any(place.clashed for place in first):
        return first
    return next((places for places in tries if not any(place.clashed for place in places)), first)


def _settled(couple: Couple, days: _Days, taken: list[Minutes], *, minute: int, weekday: int) -> list[_Place]:
    """One place a session; clashed only where others' sessions were in the way, not holidays or the pair's own."""
    places: list[_Place] = []
    own: list[Minutes] = []
    standing = set(days.known.values())
    for wanted in days.on(weekday):
        day, clashed = wanted, False
        while True:
            start, end = couple.span(day, minute)
            others, twice = (_overlaps(_minutes((start, end)), spans) for spans in (taken, own))
            if not others and not twice and (day in standing or not couple.closed_days(start)):
                break
            day, clashed = day + _ONE_DAY, clashed or others
        places.append(_Place(wanted, start, end, clashed))
        own.append(places[-1].minutes)
    return places


def _minutes(span: Span) -> Minutes:
    start, end = (int(moment.timestamp()) // 60 for moment in span)
    return start, end


def _overlaps(span: Minutes, others: Iterable[Minutes]) -> bool:
    start, end = span
    return any(start < other_end and other_start < end for other_start, other_end in others)


def _sessions(couple: Couple, contents: list[dict[str, str]], places: list[_Place]) -> Iterator[PlannedSession]:
    for number, (row, place) in enumerate(zip(contents, places, strict=True), 1):
        moved = place.wanted if place.wanted != place.start.date() else None
        reasons = couple.closed_days(couple.span(place.wanted, _of_day(place.start))[0]) if moved else []
        yield PlannedSession(
            number, row["title"], row["phase"], row["agenda_60_min"], row["before_mentor"], row["before_mentee"],
            row["output"], place.start, place.end, moved, next((reason for reason in reasons if reason), ""),
        )  # fmt: skip


def outside_working_hours(mentor: Person, mentee: Person, sessions: Iterable[PlannedSession]) -> int:
    """How many of the sessions lie outside the working hours of either."""
    spans = [(session.start, session.end) for session in sessions]
    return sum(not all(person.at_work(span, span[0].tzinfo or dt.UTC) for person in (mentor, mentee)) for span in spans)


def people(cohort: Cohort, ids: Iterable[str]) -> dict[str, Person]:
    """person_id → time zone, working hours and country of the site; the usual day where nothing is known."""
    wanted = set(ids)
    roster = cohort.roster[cohort.roster["person_id"].isin(wanted)]
    signed = dict(zip(cohort.participants["person_id"], cohort.participants["availability"], strict=True))
    countries = cohort.settings.site_countries
    known = {
        person: Person(
            _zone(zone), working_minutes(signed.get(person, "")), countries.get(site, ""), site or _city(zone)
        )
        for person, zone, site in zip(roster["person_id"], roster["time_zone"], roster["site"], strict=True)
    }
    return {person: known.get(person) or Person(None, working_minutes(""), "") for person in wanted}


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def _begins(cohort: Cohort) -> dict[IdPair, dt.date]:
    rows = cohort.pairs[cohort.pairs["started"].notna()]
    return {
        (mentor, mentee): started.date()
        for mentor, mentee, started in zip(rows["mentor_id"], rows["mentee_id"], rows["started"], strict=True)
    }


def _known_dates(cohort: Cohort) -> dict[IdPair, dict[int, dt.date]]:
    known: dict[IdPair, dict[int, dt.date]] = defaultdict(dict)
    rows = cohort.sessions[cohort.sessions["planned_on"].notna()]
    for mentor, mentee, number, day in rows[["mentor_id", "mentee_id", "number", "planned_on"]].itertuples(index=False):
        known[mentor, mentee][int(number)] = day.date()
    return known


def _turn(pair: IdPair) -> int:
    """0–4: the pair's weekday, Monday first."""
    return hashlib.sha256("\n".join(pair).encode()).digest()[0] % 5


def _of_day(moment: dt.datetime) -> int:
    return moment.hour * 60 + moment.minute

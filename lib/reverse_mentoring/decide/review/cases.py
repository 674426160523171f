"""Each active pair with everything that the rules of attention look at, as plain data."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from reverse_mentoring.decide.matching.reporting import ReportingLines
from reverse_mentoring.decide.review.answer_checks import about_sessions
from reverse_mentoring.decide.review.review import ITEMS, PAIR, active, attendance, goal_levels, id_pairs
from reverse_mentoring.words.choices import IdPair
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.days import in_words
from reverse_mentoring.words.settings import ReviewSettings, RhythmSettings

DAYS_TO_ANSWER = 7
"""A pulse that is not answered within so many days of a session counts as silence."""
SIDES = {"mentee": "The mentee (senior)", "mentor": "The mentor (junior)"}
"""In the order in which the two are called."""


class Finding(NamedTuple):
    """What a rule says of a pair. side: “mentee” or “mentor”, the one to call first."""

    level: str
    why: str
    side: str = "mentee"


class Meeting(NamedTuple):
    """A session that was due; held_on None: it did not take place. called_off_by: mentor, mentee, both, or nobody."""

    due_on: dt.date
    held_on: dt.date | None
    called_off_by: str = ""


class Answer(NamedTuple):
    """One pulse of one person; points: item → 1–5, answered items only; met: said to have taken place; about: number
    of the session before it, if one is known."""

    on: dt.date
    points: dict[str, int]
    call: bool
    met: bool
    about: int | None = None


class Goal(NamedTuple):
    """Where a goal stands, −2 … +2."""

    number: int
    level: int


@dataclass(frozen=True)
class Case:
    """One active pair on one day.

    elapsed: share of the planned time that has passed (1 and more: over). meetings, and answers of each side: oldest
    first. asked_from: sessions from this day on were followed by a pulse (None: the cohort has none).
    keeps: what the cohort keeps records of (sessions, agreements, goals): a rule is silent about the rest.
    """

    ids: IdPair
    today: dt.date
    started: dt.date
    cadence: int
    elapsed: float
    thresholds: ReviewSettings
    keeps: frozenset[str]
    agreed: bool
    meetings: tuple[Meeting, ...]
    answers: dict[str, tuple[Answer, ...]]
    asked_from: dt.date | None
    goals: tuple[Goal, ...]
    changes: tuple[Finding, ...]

    @property
    def days_held(self) -> tuple[dt.date, ...]:
        """The days of the sessions that took place, oldest first."""
        return tuple(sorted(meeting.held_on for meeting in self.meetings if meeting.held_on))

    @property
    def silence(self) -> int:
        """Days since the last session held, or since the planned start where there was none."""
        return (self.today - max((self.started, *self.days_held))).days

    @property
    def called_off_by(self) -> str:
        """Who called off the last session due, if it was called off: mentor, mentee, both; else empty."""
        return "" if not self.meetings or self.meetings[-1].held_on else self.meetings[-1].called_off_by

    def last_two(self, side: str) -> tuple[Answer, ...]:
        """The last answers of a side that rate a session, two at most; of several on one session the last."""
        rated = [answer for answer in self.answers[side] if answer.points]
        last_on = {answer.about or answer.on: answer for answer in rated}
        return tuple(last_on.values())[-2:]

    def person(self, side: str) -> str:
        """The person_id of a side."""
        return self.ids[0] if side == "mentor" else self.ids[1]


def cases(cohort: Cohort, pairs: pd.DataFrame, *, rhythm: RhythmSettings | None = None) -> list[Case]:
    """The active ones of pairs (see review.pairs_under_review), in their order; rhythm: as agreed, else as set."""
    agreed_rhythm = rhythm or cohort.settings.rhythm
    going_on = active(pairs)
    meetings, pulses, goals = _meetings(cohort, going_on), _answers(cohort, pairs), _goals(cohort)
    changes, keeps, asked_from = structural_changes(cohort, going_on), records(cohort, pairs), _asked_from(cohort)
    planned_end = going_on["started"] + pd.DateOffset(months=agreed_rhythm.months)
    return [
        Case(
            ids=ids, today=cohort.as_of, started=started.date(), cadence=7 * int(weeks),
            elapsed=(cohort.as_of - started.date()).days / (end - started).days, thresholds=cohort.settings.review,
            keeps=keeps, agreed=bool(agreed), meetings=tuple(meetings[ids]),
            answers={side: tuple(pulses[ids, side]) for side in SIDES}, asked_from=asked_from,
            goals=tuple(goals[ids]), changes=tuple(changes[ids]),
        )
        for ids, started, end, agreed, weeks in zip(
            id_pairs(going_on), going_on["started"], planned_end, going_on["agreed"],
            going_on["weeks_between"].fillna(agreed_rhythm.weeks_between), strict=True
        )
    ]  # fmt: skip


def records(cohort: Cohort, pairs: pd.DataFrame) -> frozenset[str]:
    """What has been recorded of anybody so far, of: sessions, pulses, goals, agreements."""
    today = pd.Timestamp(cohort.as_of)
    kept = {
        "sessions": cohort.sessions["planned_on"] <= today,
        "pulses": cohort.pulses["answered_on"] <= today,
        "goals": cohort.goals["reviewed_on"] <= today,
        "agreements": pairs["agreed"],
    }
    return frozenset(name for name, there in kept.items() if there.any())


def structural_changes(cohort: Cohort, pairs: pd.DataFrame) -> dict[IdPair, list[Finding]]:
    """What in today's roster stands against each pair: reporting lines, leavers, one team. Nothing: no entry."""
    found: dict[IdPair, list[Finding]] = defaultdict(list)
    mentors, mentees = pairs["mentor_id"].tolist(), pairs["mentee_id"].tolist()
    both_sides = cohort.roster[cohort.roster["person_id"].isin({*mentors, *mentees})]
    lines, people = ReportingLines(cohort.roster), both_sides.set_index("person_id").to_dict("index")
    apart = set(zip(cohort.conflicts["person_id"], cohort.conflicts["other_id"], strict=True))
    in_line = lines.same_line(mentors, mentees).diagonal() if len(pairs) else ()
    for (mentor, mentee), same_line in zip(id_pairs(pairs), in_line, strict=True):
        both = {"mentee": people.get(mentee), "mentor": people.get(mentor)}
        found[mentor, mentee] += [finding for side in SIDES for finding in _leaving(side, both[side], cohort.as_of)]
        if same_line:
            found[mentor, mentee].append(Finding("red", "A reporting line, direct or longer, now links the two."))
        if _dotted(lines, (mentor, both["mentor"]), (mentee, both["mentee"])):
            found[mentor, mentee].append(Finding("red", "A dotted reporting line now links the two."))
        if _appraises((mentor, both["mentor"]), (mentee, both["mentee"])):
            found[mentor, mentee].append(Finding("red", "One of the two now appraises the other or decides the pay."))
        if (mentor, mentee) in apart or (mentee, mentor) in apart:
            found[mentor, mentee].append(Finding("red", "A conflict between the two is on record."))
        if cohort.settings.rules.same_team == "forbid" and _one_team(both["mentor"], both["mentee"]):
            found[mentor, mentee].append(Finding("amber", "The two are now in the same team."))
    return found


def _leaving(side: str, person: dict[Any, Any] | None, today: dt.date) -> list[Finding]:
    other = "mentor" if side == "mentee" else "mentee"
    if person is None:
        return [Finding("red", f"{SIDES[side]} is not in the roster any more.", other)]
    if pd.isna(person["left_date"]):
        return []
    day = person["left_date"].date()
    if day < today:
        return [Finding("red", f"{SIDES[side]} left the organisation on {in_words(day)}.", other)]
    return [Finding("amber", f"{SIDES[side]} leaves the organisation on {in_words(day)}.", other)]


def _dotted(lines: ReportingLines, *two: tuple[str, dict[Any, Any] | None]) -> bool:
    """One of the two reports by a dotted line to the other, or to somebody below the other."""
    for (_, person), (other_id, _) in (two, two[::-1]):
        bosses = person["dotted_line_ids"] if person else ()
        if other_id in bosses or (bosses and lines.above([other_id], bosses).any()):
            return True
    return False


def _appraises(*two: tuple[str, dict[Any, Any] | None]) -> bool:
    """One of the two is named as appraising the other."""
    return any(person and other_id in person["appraised_by_ids"] for (_, person), (other_id, _) in (two, two[::-1]))


def _one_team(first: dict[Any, Any] | None, second: dict[Any, Any] | None) -> bool:
    return bool(first and second and first["team"] and first["team"] == second["team"])


def _meetings(cohort: Cohort, pairs: pd.DataFrame) -> dict[IdPair, list[Meeting]]:
    found: dict[IdPair, list[Meeting]] = defaultdict(list)
    number = [*PAIR, "number"]
    rows = attendance(cohort, pairs).merge(cohort.sessions[[*number, "cancelled_by"]], on=number, how="left")
    columns = (rows["due_on"], rows["held"], rows["held_on"], rows["cancelled_by"])
    for ids, due_on, held, held_on, by in zip(id_pairs(rows), *columns, strict=True):
        found[ids].append(Meeting(due_on.date(), held_on.date(), "") if held else Meeting(due_on.date(), None, by))
    return found


def _answers(cohort: Cohort, pairs: pd.DataFrame) -> dict[tuple[IdPair, str], list[Answer]]:
    found: dict[tuple[IdPair, str], list[Answer]] = defaultdict(list)
    for row in about_sessions(cohort, pairs).to_dict("records"):
        points = {item: int(row[item]) for item in ITEMS if pd.notna(row[item])}
        call = bool(row["call"]) if pd.notna(row["call"]) else False
        ids = row["mentor_id"], row["mentee_id"]
        about = int(row["number"]) if pd.notna(row["number"]) else None
        found[ids, row["who"]].append(Answer(row["answered_on"].date(), points, call, row["met"] == "held", about))
    return found


def _goals(cohort: Cohort) -> dict[IdPair, list[Goal]]:
    found: dict[IdPair, list[Goal]] = defaultdict(list)
    levels = goal_levels(cohort)
    for ids, number, level in zip(id_pairs(levels), levels["number"], levels["level"], strict=True):
        found[ids].append(Goal(int(number), int(level)))
    return found


def _asked_from(cohort: Cohort) -> dt.date | None:
    first = cohort.pulses["answered_on"].min()
    return None if pd.isna(first) else first.date() - dt.timedelta(DAYS_TO_ANSWER)

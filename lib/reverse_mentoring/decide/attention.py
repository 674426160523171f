"""Step 4, whom to call: rules that look at one pair and say what is worth a look (amber) or a call today (red).

Thresholds are relative to the agreed cadence and come from [review] in programme.toml; where each rule comes from
stands in content/risk_rules.csv. A rule is silent about what the cohort keeps no record of (evidence.not_recorded
says so). To add one, write the function that answers for a case and append it to RULES.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pandas as pd

from reverse_mentoring.decide.cases import DAYS_TO_ANSWER, SIDES, Answer, Case, Finding, cases, in_words
from reverse_mentoring.decide.review import ITEMS
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.settings import RhythmSettings

COLUMNS = ["rule", "level", "mentor_id", "mentee_id", "why", "first_action", "person_id"]
MEETING_RULES = ("R1", "R2", "R3")
"""The rules by which a pair does not meet as agreed."""
_SEVERITY = {"red": 0, "amber": 1}


@dataclass(frozen=True)
class Rule:
    """A sign that a pair may need help, and what to do first."""

    rule_id: str
    first_action: str
    findings: Callable[[Case], list[Finding]]


def attention(cohort: Cohort, pairs: pd.DataFrame, *, rhythm: RhythmSettings | None = None) -> pd.DataFrame:
    """Whom to call: at most one row per rule and active pair; red before amber, then the longest silence first.

    rule (R1 …), level (“red”, “amber”), mentor_id, mentee_id, why (sentences without names), first_action,
    person_id (whom to call first). pairs: see review.pairs_under_review; rhythm: as agreed in step 3, else as set.
    For the facilitator only: why may quote a private answer, which the partner must never see.
    """
    rows = [
        (_SEVERITY[worst.level], -case.silence, rule.rule_id, case, rule.first_action, worst, why)
        for case in cases(cohort, pairs, rhythm=rhythm)
        for rule in RULES
        for worst, why in _merged(rule.findings(case))
    ]
    rows.sort(key=lambda row: (row[0], row[1], row[3].ids, int(row[2][1:])))
    return pd.DataFrame(
        [(rule, worst.level, *case.ids, why, action, case.person(worst.side))
         for _, _, rule, case, action, worst, why in rows],
        columns=COLUMNS, dtype="str",
    )  # fmt: skip


def _merged(findings: list[Finding]) -> list[tuple[Finding, str]]:
    """The worst finding with the sentences of all, or nothing."""
    ordered = sorted(findings, key=lambda finding: _SEVERITY[finding.level])
    return [(ordered[0], " ".join(finding.why for finding in ordered))] if ordered else []


def _no_session(case: Case) -> list[Finding]:
    late = case.silence / case.cadence
    last_two = case.meetings[-2:]
    if len(last_two) == 2 and not any(meeting.held_on for meeting in last_two):
        days = " and ".join(in_words(meeting.due_on) for meeting in last_two)
        return [Finding("red", f"The last two planned sessions did not take place ({days}).")]
    if not case.days_held or late <= case.thresholds.late_amber:
        return []
    why = f"The last session was {case.silence} days ago; one every {case.cadence} days is agreed."
    return [Finding("red" if late > case.thresholds.late_red else "amber", why)]


def _never_started(case: Case) -> list[Finding]:
    """Amber one cadence after the planned start, red after five thirds of it (21 and 35 days at three weeks)."""
    said_so = any(answer.met for given in case.answers.values() for answer in given)
    if case.days_held or said_so or "sessions" not in case.keeps or case.silence <= case.cadence:
        return []
    level = "red" if 3 * case.silence > 5 * case.cadence else "amber"
    return [Finding(level, f"No session has taken place, {case.silence} days after the planned start.")]


def _attendance(case: Case) -> list[Finding]:
    due, held = len(case.meetings), len(case.days_held)
    if due < 3 or held / due >= case.thresholds.attendance_amber:
        return []
    level = "red" if held / due < case.thresholds.attendance_red else "amber"
    return [Finding(level, f"{held} of {due} sessions due were held.")]


def _no_reply(case: Case) -> list[Finding]:
    silent = {side: _unanswered(case, case.answers[side]) for side in SIDES}
    if min(silent.values()) >= 2:
        return [Finding("red", f"Neither has answered the pulse after the last {min(silent.values())} sessions.")]
    found = []
    for side, count in silent.items():
        if count >= 2:
            why = f"{SIDES[side]} has not answered the pulse after the last {count} sessions."
            found.append(Finding("red" if count >= 3 else "amber", why, side))
    return found


def _unanswered(case: Case, given: tuple[Answer, ...]) -> int:
    """Sessions held since the last answer, without those so fresh that the answer may still come."""
    if case.asked_from is None:
        return 0
    latest = max((answer.on for answer in given), default=dt.date.min)
    answered_by = case.today - dt.timedelta(DAYS_TO_ANSWER)
    return sum(case.asked_from <= day <= answered_by and day > latest for day in case.days_held)


def _current(case: Case, given: tuple[Answer, ...]) -> Iterable[Answer]:
    """The answers that still count: the latest, and all of the last two cadences."""
    since = case.today - dt.timedelta(2 * case.cadence)
    return (answer for answer in given if answer is given[-1] or answer.on >= since)


def _unsafe(case: Case) -> list[Finding]:
    found = []
    for side, given in case.answers.items():
        low = min((a for a in _current(case, given) if "say" in a.points), key=lambda a: a.points["say"], default=None)
        if low and low.points["say"] <= case.thresholds.safety_amber:
            level = "red" if low.points["say"] <= case.thresholds.safety_red else "amber"
            why = f"{SIDES[side]} answered {low.points['say']} of 5 to “{ITEMS['say']}” on {in_words(low.on)}."
            found.append(Finding(level, why, side))
    return found


def _drop(case: Case) -> list[Finding]:
    """Between the last two answers of one person: two points on any statement, or any fall to 1.

    Answers are whole numbers, so the milder sign of risk_rules.csv (1.5 on the mean of three) never comes first.
    """
    found = []
    for side, given in case.answers.items():
        before, now = (given[-2].points, given[-1].points) if len(given) >= 2 else ({}, {})
        falls = {item: before[item] - now[item] for item in ITEMS if item in before and item in now}
        deep = [item for item, fall in falls.items() if fall >= 2 or (fall > 0 and now[item] == 1)]
        if deep:
            item = max(deep, key=lambda each: falls[each])
            why = f"{SIDES[side]} went from {before[item]} to {now[item]} on “{ITEMS[item]}”."
            found.append(Finding("red", why, side))
    return found


def _no_goal(case: Case) -> list[Finding]:
    lacks = [
        name
        for name, there in (("agreement", case.agreed), ("goal", bool(case.goals)))
        if not there and f"{name}s" in case.keeps
    ]
    due = len(case.meetings)
    if not lacks or due < 2:
        return []
    return [Finding("red" if due >= 4 else "amber", f"No {' and no '.join(lacks)} on record after {due} sessions due.")]


def _stuck(case: Case) -> list[Finding]:
    stuck = [goal.number for goal in case.goals if goal.level == -2]
    if not stuck or case.elapsed < 1 / 2:
        return []
    level, time = ("red", "three quarters") if case.elapsed >= 3 / 4 else ("amber", "half")
    which = ("Goal " if len(stuck) == 1 else "Goals ") + ", ".join(map(str, stuck))
    return [Finding(level, f"{which} still at level −2 after {time} of the time.")]


def _changed(case: Case) -> list[Finding]:
    return list(case.changes)


def _call(case: Case) -> list[Finding]:
    asked = {side: [a.on for a in _current(case, given) if a.call] for side, given in case.answers.items()}
    return [
        Finding("red", f"{SIDES[side]} asked for a call on {in_words(max(days))}.", side)
        for side, days in asked.items()
        if days
    ]


RULES: tuple[Rule, ...] = (
    Rule("R1", "Call the mentee (senior) first: the senior's calendar is the usual cause.", _no_session),
    Rule("R2", "Offer to place the first date in both calendars.", _never_started),
    Rule("R3", "Plan the rhythm anew with both.", _attendance),
    Rule("R4", "Write a personal message, not a reminder.", _no_reply),
    Rule("R5", "Call this person in private this week; never tell the partner.", _unsafe),
    Rule("R6", "Ask an open question; no diagnosis.", _drop),
    Rule("R8", "Offer a 30-minute goal session for three.", _no_goal),
    Rule("R9", "Rewrite the goal together; this is not failure.", _stuck),
    Rule("R10", "Pause the pair; re-pair where a conflict of interest or a departure stands in the way.", _changed),
    Rule("R11", "Contact this person within two working days; never tell the partner.", _call),
)

"""The rules of attention that look at one pair: R1–R11, with what to do and what to say first.

The texts are those of content/risk_rules.csv, which also names the basis of each (a test holds the two together).
A rule is silent about what the cohort keeps no record of (evidence.not_recorded says so). Its sentences name nobody.
To add one, write the function that answers for a case and append it to RULES.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from reverse_mentoring.decide.review.cases import DAYS_TO_ANSWER, SIDES, Answer, Case, Finding
from reverse_mentoring.decide.review.review import ITEMS
from reverse_mentoring.words.days import in_words

GAINS = ("worth", "both", "next")
"""The statements of the pulse on what somebody gets out of it; the fourth is about speaking openly."""
LITTLE = 2
"""An answer of so much or less to “we both learned something”, twice, is red."""


@dataclass(frozen=True)
class Rule:
    """A sign that a pair may need help, what to do first and a first sentence to say or write."""

    rule_id: str
    first_action: str
    first_sentence: str
    findings: Callable[[Case], list[Finding]]


def _no_session(case: Case) -> list[Finding]:
    late = case.silence / case.cadence
    last_two = case.meetings[-2:]
    off, first = _called_off(case)
    if len(last_two) == 2 and not any(meeting.held_on for meeting in last_two):
        days = " and ".join(in_words(meeting.due_on) for meeting in last_two)
        return [Finding("red", f"The last two planned sessions did not take place ({days}).{off}", first)]
    if not case.days_held or late <= case.thresholds.late_amber:
        return []
    why = f"The last session was {case.silence} days ago; one every {case.cadence} days is agreed.{off}"
    return [Finding("red" if late > case.thresholds.late_red else "amber", why, first)]


def _called_off(case: Case) -> tuple[str, str]:
    """A sentence on who called off the last session, if anybody did, and the side to call first: that one."""
    by = case.called_off_by
    if not by:
        return "", "mentee"
    who = "Both" if by == "both" else SIDES[by]
    return f" {who} called off the last one.", "mentor" if by == "mentor" else "mentee"


def _never_started(case: Case) -> list[Finding]:
    limits = case.thresholds
    said_so = any(answer.met for given in case.answers.values() for answer in given)
    if case.days_held or said_so or "sessions" not in case.keeps or case.silence <= limits.start_amber * case.cadence:
        return []
    level = "red" if case.silence > limits.start_red * case.cadence else "amber"
    return [Finding(level, f"No session has taken place, {case.silence} days after the planned start.")]


def _attendance(case: Case) -> list[Finding]:
    due, held = len(case.meetings), len(case.days_held)
    if due < 3 or held / due >= case.thresholds.attendance_amber:
        return []
    off, first = _called_off(case)
    level = "red" if held / due < case.thresholds.attendance_red else "amber"
    return [Finding(level, f"{held} of {due} sessions due were held.{off}", first)]


def _no_reply(case: Case) -> list[Finding]:
    """One side alone is never red: many read the questionnaire and mean to answer next time."""
    silent = {side: _unanswered(case, case.answers[side]) for side in SIDES}
    if min(silent.values()) >= case.thresholds.silent_red:
        return [Finding("red", f"Neither has answered the pulse after the last {min(silent.values())} sessions.")]
    return [
        Finding("amber", f"{SIDES[side]} has not answered the pulse after the last {count} sessions.", side)
        for side, count in silent.items()
        if count >= case.thresholds.silent_amber
    ]


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
    """Between the last two answers of one person. One item goes up and down by chance; two at once, or 1, seldom."""
    found = []
    for side in SIDES:
        before, now = ([answer.points for answer in case.last_two(side)] + [{}, {}])[:2]
        falls = {item: before[item] - now[item] for item in ITEMS if item in before and item in now}
        low = [item for item, fall in falls.items() if fall > 0 and now[item] == 1]
        deep = [item for item, fall in falls.items() if fall >= case.thresholds.drop or item in low]
        if deep:
            told = " and ".join(f"from {before[item]} to {now[item]} on “{ITEMS[item]}”" for item in deep)
            level = "red" if low or len(deep) >= 2 else "amber"
            found.append(Finding(level, f"{SIDES[side]} went {told}.", side))
    return found


def _one_sided(case: Case) -> list[Finding]:
    """One of the two gets much less out of it than the other, or learns little, twice in a row."""
    lately = {side: case.last_two(side) for side in SIDES if len(case.last_two(side)) == 2}
    found = [
        Finding("red", f"{SIDES[side]} answered {LITTLE} or less to “{ITEMS['both']}” twice in a row.", side)
        for side, given in lately.items()
        if all(answer.points.get("both", 5) <= LITTLE for answer in given)
    ]
    means = {side: mean for side, given in lately.items() if (mean := _gain(given)) is not None}
    if len(means) < 2 or abs(means["mentor"] - means["mentee"]) < case.thresholds.one_sided:
        return found
    lower, higher = sorted(means, key=lambda side: means[side])
    other = SIDES[higher][0].lower() + SIDES[higher][1:]
    why = f"{SIDES[lower]} gives {means[lower]:.1f} of 5 on average over two pulses, {other} {means[higher]:.1f}."
    return [*found, Finding("amber", why, lower)]


def _gain(given: Iterable[Answer]) -> float | None:
    points = [answer.points[item] for answer in given for item in GAINS if item in answer.points]
    return sum(points) / len(points) if points else None


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
    Rule("R1", "Call the one who called off the last session, else the mentee (senior): the senior's calendar is the "
         "usual cause.",
         "I see that the two of you have not met for a while, as happens in busy weeks. Which day in the next "
         "fortnight would suit you?", _no_session),
    Rule("R2", "Offer to place the first date in both calendars.",
         "I am looking forward to your first session. May I place a first date in both calendars, and which days suit "
         "you?", _never_started),
    Rule("R3", "Plan the rhythm anew with both.",
         "Some of your sessions had to give way. Would another day, or a longer time between sessions, fit your weeks "
         "better?", _attendance),
    Rule("R4", "Write a personal message, not a reminder.",
         "I wonder how the two of you are getting on. A line is enough, and I am just as glad of a short call.",
         _no_reply),
    Rule("R5", "Call this person in private this week; never tell the partner.",
         "I would like to hear how the sessions are for you. Nobody else knows of this call, and I pass nothing on "
         "without asking you.", _unsafe),
    Rule("R6", "Ask an open question; no diagnosis.",
         "How were the last sessions for you? I would like to hear it in your own words.", _drop),
    Rule("R7", "Add “what I can offer you” to the next agenda.",
         "What would make the next sessions more worth your time, and what would you like to bring to them?",
         _one_sided),
    Rule("R8", "Offer a 30-minute goal session for three.",
         "Shall the three of us take half an hour to write down what you want to reach? I bring examples.", _no_goal),
    Rule("R9", "Rewrite the goal together; this is not failure.",
         "Goals may change on the way. Shall we look together whether yours still fits, and rewrite it if not?",
         _stuck),
    Rule("R10", "Pause the pair; re-pair where a conflict of interest or a departure stands in the way.",
         "Something around your pair has changed, and nobody has done anything wrong. Could we talk before you meet "
         "next?", _changed),
    Rule("R11", "Contact this person within two working days; never tell the partner.",
         "You asked me to get in touch, and I am glad that you did. When can you talk undisturbed, today or tomorrow?",
         _call),
)  # fmt: skip

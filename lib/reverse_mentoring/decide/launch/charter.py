"""The programme charter: what is still open, its seal at launch, and changes afterwards.

A charter is locked by the SHA-256 of its contents. That shows an accidental or quiet change; it is no signature, since
whoever can write the vault can also write a new hash. After launch every change needs a written reason and becomes a
version of its own, so that success is judged by what was promised and not by what came out.
"""

import calendar
import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from reverse_mentoring.decide.evidence.measures import measure
from reverse_mentoring.words.charter import Charter, CharterGoal, Whose
from reverse_mentoring.words.days import in_words
from reverse_mentoring.words.problems import Refused

SEAL = frozenset({"locked", "locked_on", "change_reason"})
"""Fields about the lock itself; everything else is content."""
OUTCOMES: dict[Whose, str] = {
    "mentors": "mentors (junior)",
    "mentees": "mentees (senior)",
    "organisation": "organisation",
}
GOALS_EACH = 3
"""At most so many goals for mentors, mentees and the organisation each."""
EXAMPLE_MONTHS = 6
_NAMES = {
    "why": "Why", "sponsor": "Sponsor", "sponsor_learns": "The sponsor learns first",
    "eligibility": "Who may take part", "months": "Months", "weeks_between": "Weeks between sessions",
    "facilitator": "Facilitator", "programme_manager": "Programme manager",
}  # fmt: skip
_GOAL_NAMES = {
    "whose": "whose", "metric": "what is measured", "direction": "direction",
    "smallest_useful_change": "smallest useful change", "unit": "unit", "share": "share", "population": "among whom",
    "evidence": "evidence", "due": "by when", "measure": "shown by",
}  # fmt: skip


def missing(charter: Charter) -> tuple[str, ...]:
    """What must be settled before launch, as sentences; empty = the charter can be locked."""
    open_points = []
    if not charter.why.strip():
        open_points.append("Say why this programme exists: which problem would go on without it?")
    if not charter.sponsor.strip():
        open_points.append("Name the sponsor who stands up for it.")
    open_points += [
        f"Say what the {name} will have gained at the end."
        for whose, name in OUTCOMES.items()
        if not charter.outcomes.get(whose, "").strip()
    ]
    if not charter.goals:
        open_points.append("Set at least one goal that can be measured.")
    return (*open_points, *(_open_in(number, goal) for number, goal in enumerate(charter.goals, 1) if _lacks(goal)))


def advice(charter: Charter) -> tuple[str, ...]:
    """What would make the charter stronger, as sentences; nothing here stops the launch."""
    said = []
    if not charter.sponsor_learns:
        said.append("A sponsor who is a mentee (senior) first gives the others leave to learn.")
    if not charter.eligibility.strip():
        said.append("Nobody can see yet who may take part.")
    said += [
        f"Nobody is named as {name}."
        for name, who in (("facilitator", charter.facilitator), ("programme manager", charter.programme_manager))
        if not who.strip()
    ]
    without = [name for whose, name in OUTCOMES.items() if all(goal.whose != whose for goal in charter.goals)]
    if charter.goals and without:
        said.append(f"There is no goal yet for: {', '.join(without)}.")
    return (*said, *_figures_amiss(charter))


def charter_hash(charter: Charter) -> str:
    """SHA-256 of the contents as canonical JSON, without the seal.

    Empty values are left out, so that a field which a later version of this programme adds breaks no old seal.
    """
    filled = _filled(charter.model_dump(mode="json", exclude=set(SEAL)))
    return hashlib.sha256(json.dumps(filled, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def is_locked(charter: Charter) -> bool:
    """Whether the charter was locked at launch."""
    return bool(charter.locked)


def is_intact(charter: Charter) -> bool:
    """Whether a locked charter still says what it said when its seal was made; False before launch."""
    return charter.locked == charter_hash(charter)


def locked(charter: Charter, on: dt.date) -> Charter:
    """The charter as locked at launch on this day. Refused while something is open, or if it is locked already."""
    if is_locked(charter):
        raise Refused(f"The charter is locked already, since {in_words(charter.locked_on)}.")
    if still := missing(charter):
        raise Refused(f"The charter cannot be locked yet. {' '.join(still)}")
    return charter.model_copy(update={"locked": charter_hash(charter), "locked_on": on, "change_reason": ""})


def changed(old: Charter, new: Charter, reason: str) -> Charter:
    """The new contents under the lock of the old: as they are before launch, sealed anew with a reason after it.

    Refused if the old charter is locked and no reason is written, or if there are too many goals.
    Without a difference the old charter is returned.
    """
    seal = {name: getattr(old, name) for name in SEAL}
    if charter_hash(old) == charter_hash(new):
        return old
    if crowded := [name for whose, name in OUTCOMES.items() if _count(new, whose) > GOALS_EACH]:
        raise Refused(f"At most {GOALS_EACH} goals for the {crowded[0]}: more are rarely reached.")
    if not is_locked(old):
        return new.model_copy(update=seal)
    if not reason.strip():
        raise Refused(
            f"The charter is locked since {in_words(old.locked_on)}. Write the reason for the change; then it is saved."
        )
    return new.model_copy(update=seal | {"locked": charter_hash(new), "change_reason": reason.strip()})


def differences(old: Charter, new: Charter) -> tuple[str, ...]:
    """What the new contents say differently, one sentence each, in the order of the form."""
    said = _changes(
        {name: getattr(old, name) for name in _NAMES}, {name: getattr(new, name) for name in _NAMES}, _NAMES
    )
    said += _changes(
        {whose: old.outcomes.get(whose, "") for whose in OUTCOMES},
        {whose: new.outcomes.get(whose, "") for whose in OUTCOMES},
        {whose: f"Outcome for {name}" for whose, name in OUTCOMES.items()},
    )
    for number, (before, after) in enumerate(zip(old.goals, new.goals, strict=False), 1):
        names = {name: f"Goal {number}, {title}" for name, title in _GOAL_NAMES.items()}
        said += _changes(before.model_dump(), after.model_dump(), names)
    both = min(len(old.goals), len(new.goals))
    said += [f"Goal {n} is new: {goal_sentence(goal)}" for n, goal in enumerate(new.goals, 1) if n > both]
    said += [f"Goal {n} is gone: {goal_sentence(goal)}" for n, goal in enumerate(old.goals, 1) if n > both]
    return tuple(said)


def goal_sentence(goal: CharterGoal, topic_names: Mapping[str, str] = MappingProxyType({})) -> str:
    """A goal in words: “By 1 May 2027, at least 25 % of all mentees: …. Evidence: …. Shown by: …”

    topic_names: topic_id → name, where the figure is the level in a topic.
    """
    when = f"By {in_words(goal.due)}" if goal.due else "By a day still to be set"
    if goal.share is not None:
        bound = "at least" if goal.direction == "up" else "at most"
        aim = f"{bound} {number(goal.share * 100)} % of {goal.population or 'the ' + _named(goal)}: {goal.metric}"
    else:
        how = "up" if goal.direction == "up" else "down"
        amount = f" by {number(goal.smallest_useful_change)} {goal.unit}".rstrip() + " or more"
        among = f" (among {goal.population})" if goal.population else ""
        aim = f"{_named(goal)}: {goal.metric} goes {how}{amount if goal.smallest_useful_change else ''}{among}"
    evidence = f" Evidence: {goal.evidence.rstrip('.')}." if goal.evidence else ""
    figure = measure(goal.measure, topic_names)
    return f"{when}, {aim}.{evidence}" + (f" Shown by: {figure.label}." if figure else "")


def is_by_interval(goal: CharterGoal) -> bool:
    """Whether the review judges the goal by an interval (a change), not by a count."""
    figure = measure(goal.measure)
    return figure is not None and figure.kind != "share" and goal.share is None


def unfit_figure(goal: CharterGoal) -> str:
    """Why the figure that a goal names cannot show it, and what to do; “” if it can or none is named."""
    figure = measure(goal.measure)
    if figure and figure.kind == "share" and goal.share is None:
        return "Its figure is a share: write which share of them the goal asks for."
    if figure and figure.kind == "change" and goal.share is not None:
        return (
            "Its figure is a change, but the goal asks for a share: write the smallest useful change and leave the "
            "share empty, or choose a figure that counts."
        )
    return ""


def example_goal(start: dt.date) -> CharterGoal:
    """A goal to start from: a quarter of the mentees learn and implement one new skill by month six."""
    return CharterGoal(
        whose="mentees",
        metric="learned one new skill and put it to use at work",
        share=0.25,
        population="all mentees who started, including those who left",
        evidence="goal record with a dated example of use, confirmed by mentor and mentee",
        due=months_after(start, EXAMPLE_MONTHS),
        measure="mentees with a goal reached",
    )


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later; the last of the month where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def number(value: float) -> str:
    """A number as people write it: 25, 0.5."""
    return f"{round(value, 4):g}"


def _lacks(goal: CharterGoal) -> list[str]:
    wanted = {
        "what is measured": bool(goal.metric.strip()),
        "the smallest useful change or the share": goal.smallest_useful_change > 0 or bool(goal.share),
        "among whom": bool(goal.population.strip()),
        "by which evidence": bool(goal.evidence.strip()),
        "by when": goal.due is not None,
    }
    return [name for name, there in wanted.items() if not there]


def _figures_amiss(charter: Charter) -> list[str]:
    """Of each goal that the review could not judge, why."""
    said = []
    for place, goal in enumerate(charter.goals, 1):
        if measure(goal.measure) is None:
            said.append(f"Goal {place} names no figure that shows it; the review will say that it cannot tell.")
        elif unfit := unfit_figure(goal):
            said.append(f"Goal {place}: {unfit[0].lower()}{unfit[1:]} Else the review will say that it cannot tell.")
    return said


def _open_in(place: int, goal: CharterGoal) -> str:
    return f"Goal {place} does not say yet: {'; '.join(_lacks(goal))}."


def _count(charter: Charter, whose: Whose) -> int:
    return sum(goal.whose == whose for goal in charter.goals)


def _named(goal: CharterGoal) -> str:
    return OUTCOMES[goal.whose]


def _filled(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {name: _filled(part) for name, part in value.items()}
        return {name: part for name, part in kept.items() if part not in ("", None, {}, [])}
    return [_filled(part) for part in value] if isinstance(value, list) else value


def _changes(old: dict[Any, Any], new: dict[Any, Any], names: dict[Any, str]) -> list[str]:
    return [
        f"{title}: {_shown(old[name])} → {_shown(new[name])}."
        for name, title in names.items()
        if old[name] != new[name]
    ]


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return in_words(value)
    if isinstance(value, float | int):
        return number(value)
    return f"“{value}”" if value else "nothing"

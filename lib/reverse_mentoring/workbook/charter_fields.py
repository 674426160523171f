"""The fields of the charter's form, and what is typed into them as data."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as widgets

from reverse_mentoring.decide.evidence.measures import measures
from reverse_mentoring.decide.launch.charter import OUTCOMES, number
from reverse_mentoring.words.charter import Charter, CharterGoal
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.problems import Refused
from reverse_mentoring.workbook import controls
from reverse_mentoring.workbook.decisions import Decisions

Fields = dict[str, Any]
DIRECTIONS = [("it should go up", "up"), ("it should go down", "down")]


def area(label: str, value: str, act: Callable[[str], None], by: Decisions[Any]) -> Any:
    """Several lines of text; act(text) when they are left."""
    field = widgets.Textarea(value=value, description=label, continuous_update=False, rows=3)
    field.add_class("rm-field")
    field.add_class("rm-area")
    by_hand = by.guard(lambda: act(field.value))
    field.observe(lambda _: by_hand(), names="value")
    return field


def charter_fields(save: Callable[[Any], None], by: Decisions[Any]) -> Fields:
    """The fields above the goals, by name of the charter's field; outcome_<whose> for the outcomes."""
    fields: Fields = {
        "why": area("Why: which problem would go on without this programme?", "", save, by),
        "sponsor": controls.line("Sponsor", "", save, by),
        "sponsor_learns": controls.tick("The sponsor learns first, as a mentee (senior)", False, save, by),
        "eligibility": area("Who may take part", "", save, by),
        "months": controls.dropdown("Length in months", _numbers(24), 12, save, by),
        "weeks_between": controls.dropdown("Weeks between sessions", _numbers(8), 3, save, by),
        "facilitator": controls.line("Facilitator", "", save, by),
        "programme_manager": controls.line("Programme manager", "", save, by),
    }
    for whose, name in OUTCOMES.items():
        fields[f"outcome_{whose}"] = area(f"What the {name} will have gained", "", save, by)
    return fields


def figures(cohort: Cohort) -> list[controls.Option]:
    """What a goal can be shown by: the label and key of each figure of this cohort, after “not chosen yet”."""
    return [("not chosen yet", ""), *((each.label, each.key) for each in measures(cohort))]


def goal_fields(
    place: int, save: Callable[[Any], None], by: Decisions[Any], *, shown_by: Sequence[controls.Option]
) -> Fields:
    """The fields of one goal, by name of the goal's field. shown_by: see figures."""

    def line(label: str) -> Any:
        return controls.line(f"Goal {place}: {label}", "", save, by)

    whose = [(name, key) for key, name in OUTCOMES.items()]
    return {
        "whose": controls.dropdown(f"Goal {place}: whose", whose, "mentees", save, by),
        "metric": line("what is measured"),
        "direction": controls.dropdown(f"Goal {place}: direction", DIRECTIONS, "up", save, by),
        "smallest_useful_change": line("smallest useful change (a number)"),
        "unit": line("unit, such as levels"),
        "share": line("share of them in %"),
        "population": line("among whom"),
        "evidence": line("evidence"),
        "due": line("by when (2027-05-01)"),
        "measure": controls.dropdown(f"Goal {place}: shown by", shown_by, "", save, by),
    }


def shown_charter(charter: Charter) -> dict[str, Any]:
    """What the fields above the goals show."""
    shown = charter.model_dump(exclude={"outcomes", "goals", "locked", "locked_on", "change_reason"})
    return shown | {f"outcome_{whose}": charter.outcomes.get(whose, "") for whose in OUTCOMES}


def shown_goal(goal: CharterGoal) -> dict[str, Any]:
    """What the fields of a goal show."""
    return goal.model_dump() | {
        "smallest_useful_change": number(goal.smallest_useful_change) if goal.smallest_useful_change else "",
        "share": "" if goal.share is None else number(goal.share * 100),
        "due": goal.due.isoformat() if goal.due else "",
    }


def typed_charter(fields: Fields, goals: list[Fields]) -> Charter:
    """The charter as it stands in the fields, unlocked. Refused with a sentence where a number or day is none."""
    said = {name: _typed(field) for name, field in fields.items()}
    outcomes = {whose: text for whose in OUTCOMES if (text := said.pop(f"outcome_{whose}"))}
    return Charter(
        **said, outcomes=outcomes, goals=tuple(typed_goal(place, goal) for place, goal in enumerate(goals, 1))
    )


def typed_goal(place: int, fields: Fields) -> CharterGoal:
    """The goal as it stands in its fields. Refused with a sentence where a number or day is none."""
    said = {name: _typed(field) for name, field in fields.items()}
    share = _number(place, "share", said["share"].removesuffix("%").strip(), most=100)
    said["share"] = None if share is None else share / 100
    said["smallest_useful_change"] = _number(place, "smallest useful change", said["smallest_useful_change"]) or 0
    said["due"] = _day(place, said["due"])
    if not said["metric"]:
        raise Refused(f"Goal {place}: say what is measured. To drop the goal, use “Remove the last goal”.")
    return CharterGoal(**said)


def _typed(field: Any) -> Any:
    return field.value.strip() if isinstance(field.value, str) else field.value


def _number(place: int, name: str, text: str, *, most: float = float("inf")) -> float | None:
    if not text:
        return None
    try:
        found = float(text.replace(",", "."))
    except ValueError:
        found = -1
    if not 0 <= found <= most or found == float("inf"):
        upto = f" up to {number(most)}" if most < float("inf") else ""
        raise Refused(f"Goal {place}, {name}: “{text}” is not a number from 0{upto or ' on'}. Write it as 0.5 or 25.")
    return found


def _day(place: int, text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused(f"Goal {place}, by when: “{text}” is not a date. Write it as 2027-05-01.") from None


def _numbers(most: int) -> list[tuple[str, int]]:
    return [(str(n), n) for n in range(1, most + 1)]

"""Controls that only step 3 has: which pair, and a day."""

import datetime as dt
from typing import Any

import ipywidgets as widgets

from reverse_mentoring.words.choices import IdPair
from reverse_mentoring.workbook import controls
from reverse_mentoring.workbook.agreement_drafts import Drafts

NO_PAIR = ("– no pair –", "")


def pair_list(drafts: Drafts) -> Any:
    """The list of pairs; the same pair is chosen everywhere on the page."""

    def chosen(ids: IdPair | None) -> None:
        if ids in drafts.by_ids:
            drafts.choose(ids)

    options: list[controls.Option] = [(f"{d.mentor_name} and {d.mentee_name}", d.ids) for d in drafts.drafts] or [
        NO_PAIR
    ]
    field = controls.dropdown("Pair", options, drafts.chosen or NO_PAIR[1], chosen, drafts.decisions)

    def show() -> None:
        field.value = drafts.chosen or NO_PAIR[1]

    drafts.follow(show)
    return field


def day(label: str, value: dt.date | None) -> Any:
    """A day, typed or from a calendar; empty = None. Nothing happens when it changes."""
    field = widgets.DatePicker(description=label, value=value)
    field.add_class("rm-field")
    field.add_class("rm-day")
    return field


def day_that_has_come(field: Any, drafts: Drafts) -> dt.date | None:
    """The day in this field; None, with a sentence on screen, if there is none or it is still to come."""
    chosen: dt.date | None = field.value
    if chosen is None:
        drafts.decisions.say("Choose the day first.")
    elif chosen > drafts.opened.cohort.as_of:
        drafts.decisions.say("That day is still to come.")
        return None
    return chosen

"""attention.xlsx: whom to call and why, what was done, and what is private. For the facilitator alone."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from reverse_mentoring.present.spreadsheets import xlsx_file
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.reviewing import Action

RESTRICTED = (
    "RESTRICTED: for the facilitator only. Quotes private answers; never show it to a partner or a line manager."
)
ATTENTION = (
    "level", "mentor", "mentee", "call_first", "why", "first_sentence", "by_chance", "first_action", "rule",
    "mentor_id", "mentee_id", "person_id",
)  # fmt: skip
ACTIONS = ("on", "kind", "rule", "mentor", "mentee", "mentor_id", "mentee_id")
PRIVATE = ("on", "who", "role", "kind", "what", "mentor", "mentee", "person_id")
_WIDTHS = {"why": 52, "first_sentence": 46, "by_chance": 26, "first_action": 38, "what": 60}


def attention_file(path: Path, cohort: Cohort, alarms: pd.DataFrame, *, actions: Sequence[Action] = ()) -> None:
    """Write attention.xlsx with the sheets Attention, Actions and Private, each under the notice RESTRICTED.

    alarms: open rows of attention.attention, worst first. actions: the log of what was done, never what was
    said. Private: disadvantages of the closing forms and requests for a call. The reason of an ending is in no sheet.
    Refused if the file is open elsewhere.
    """
    sheets = {
        "Attention": attention_sheet(cohort, alarms),
        "Actions": actions_sheet(cohort, actions),
        "Private": private_sheet(cohort),
    }
    xlsx_file(path, sheets, notes=dict.fromkeys(sheets, RESTRICTED), widths=_WIDTHS)


def attention_sheet(cohort: Cohort, alarms: pd.DataFrame) -> pd.DataFrame:
    """One row per alarm, in the order given: columns ATTENTION; what the list lacks is empty."""
    named = alarms.assign(**_pair_names(cohort, alarms), call_first=_names(cohort, alarms["person_id"]))
    return named.reindex(columns=list(ATTENTION), fill_value="")


def actions_sheet(cohort: Cohort, actions: Sequence[Action]) -> pd.DataFrame:
    """One row per action, latest first: columns ACTIONS."""
    rows = [
        (each.on, each.kind, each.rule, each.mentor_id, each.mentee_id)
        for each in sorted(actions, key=lambda each: (each.on, each.ids), reverse=True)
    ]
    frame = pd.DataFrame(rows, columns=["on", "kind", "rule", "mentor_id", "mentee_id"])
    return frame.assign(**_pair_names(cohort, frame))[list(ACTIONS)]


def private_sheet(cohort: Cohort) -> pd.DataFrame:
    """Disadvantages and requests for a call, latest first: columns PRIVATE; kind says which of the two it is."""
    closings, pulses = cohort.closings, cohort.pulses
    told = closings[closings["disadvantage"].fillna(False).astype(bool)]
    asked = pulses[pulses["call"].fillna(False).astype(bool)]
    rows = pd.concat([
        told.assign(kind="disadvantage", what=told["which_disadvantage"].fillna("")),
        asked.assign(kind="asked for a call", what=""),
    ])  # fmt: skip
    person = rows["mentor_id"].where(rows["who"] == "mentor", rows["mentee_id"])
    rows = rows.assign(role=rows["who"], on=rows["answered_on"], person_id=person, **_pair_names(cohort, rows))
    rows = rows.assign(who=_names(cohort, rows["person_id"])).sort_values(
        ["on", "person_id", "kind"], ascending=[False, True, True], kind="stable"
    )
    return rows[list(PRIVATE)].reset_index(drop=True)


def _pair_names(cohort: Cohort, rows: pd.DataFrame) -> "dict[str, pd.Series[str]]":
    return {role: _names(cohort, rows[f"{role}_id"]) for role in ("mentor", "mentee")}


def _names(cohort: Cohort, people: "pd.Series[str]") -> "pd.Series[str]":
    """Names, else ids."""
    return people.map(lambda person: cohort.names.get(person) or person).astype("str")

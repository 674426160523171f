"""Figures of a cohort that are counts: how many said yes, how many answered, and how many there are in all.

Everybody means everybody in a pair whose planned start has come, whatever became of the pair: those who left count.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from reverse_mentoring.decide.evidence.recorded import Recorded
from reverse_mentoring.decide.review.review import PAIR, active, among, id_pairs
from reverse_mentoring.words.charter import Whose

AGREES_FROM = 4
"""On 1–5, from here on an answer agrees."""
ROLES: dict[Whose, tuple[str, ...]] = {
    "mentors": ("mentor",),
    "mentees": ("mentee",),
    "organisation": ("mentor", "mentee"),
}
PEOPLE: dict[Whose, str] = {
    "mentors": "mentors (junior)",
    "mentees": "mentees (senior)",
    "organisation": "people in pairs",
}
_DONE = ("completed", "completed early")


@dataclass(frozen=True)
class Counted:
    """k of the answered are a yes; everybody also counts the silent, so 0 ≤ k ≤ answered ≤ everybody.

    noun: what is counted, in the plural; said: what a yes is (“5 of 12 {noun} {said}”); silent: why the others are not
    known (“no answer”). people: persons that the answers come from. alike: several of them belong to one pair and
    resemble each other, so that no interval is given.
    """

    k: int
    answered: int
    everybody: int
    people: int
    noun: str
    said: str
    silent: str = "no answer"
    alike: bool = False

    @property
    def unknown(self) -> str:
        """“3 are not known (no answer)”."""
        silent = self.everybody - self.answered
        return f"{silent} {'is' if silent == 1 else 'are'} not known ({self.silent})"


def people_of(pairs: pd.DataFrame, whose: Whose) -> list[str]:
    """The person_ids of mentors, mentees or both, each once, in alphabetical order."""
    return sorted({person for role in ROLES[whose] for person in pairs[f"{role}_id"]})


def counted(recorded: Recorded, key: str, *, whose: Whose) -> Counted:
    """The count behind a share of measures, among the pairs that have begun; KeyError for another key."""
    return _COUNTS[key](recorded, whose)


def _goals(recorded: Recorded, whose: Whose) -> Counted:
    rows = _written(recorded, whose)
    known = rows[rows["level"].notna()]
    return Counted(
        int((known["level"] >= 0).sum()), len(known), len(rows), len(people_of(known, "organisation")),
        "goals", "are at the level hoped for or beyond", "not reviewed, or never written down", alike=True,
    )  # fmt: skip


def _mentees_with_goal(recorded: Recorded, whose: Whose) -> Counted:
    """A mentee with a goal not yet reviewed may still have reached it: unknown."""
    rows = _written(recorded, "mentees")
    rows = rows.assign(reached=(rows["level"] >= 0).fillna(False), open=rows["level"].isna())
    each = rows.groupby("mentee_id").agg(reached=("reached", "any"), open=("open", "any"))
    k, unknown = int(each["reached"].sum()), int((each["open"] & ~each["reached"]).sum())
    known = len(each) - unknown
    return Counted(k, known, len(each), known, PEOPLE["mentees"], "have reached a goal", "a goal not reviewed")


def _written(recorded: Recorded, whose: Whose) -> pd.DataFrame:
    """mentor_id, mentee_id, number, level (NA: not reviewed): the goals of these people's; a pair without one has a
    row of its own without level. A goal is both's where nothing else was planned."""
    key = [*PAIR, "number"]
    levels, plans = recorded.goals[[*key, "level"]], recorded.cohort.goal_plans[[*key, "whose"]]
    goals = levels.merge(plans, on=key, how="outer")
    theirs = goals["whose"].fillna("").isin(("", "both", *ROLES[whose]))
    return recorded.begun[PAIR].merge(goals[theirs].drop(columns="whose"), on=PAIR, how="left")


def _completed(recorded: Recorded, whose: Whose) -> Counted:
    pairs = recorded.begun
    over = len(pairs) - len(active(pairs))
    done = int(pairs["state"].isin(_DONE).sum())
    ended = pairs[pairs["state"] != "active"]
    return Counted(
        done, over, len(pairs), len(people_of(ended, "organisation")), "pairs", "have been completed", "still going on"
    )


def _sessions(recorded: Recorded, whose: Whose) -> Counted:
    pairs, held = recorded.begun, recorded.held
    known = held[held["recorded"]]
    people = len(people_of(pairs[among(pairs, id_pairs(known))], "organisation"))
    return Counted(
        int(known["held"].sum()), int(known["due"].sum()), int(held["due"].sum()), people,
        "sessions due", "were held", "no attendance recorded", alike=True,
    )  # fmt: skip


def _safety(recorded: Recorded, whose: Whose) -> Counted:
    latest = _latest(recorded.pulses, "say")
    return _of_people(latest >= AGREES_FROM, recorded.begun, whose, "could say what they really thought (latest pulse)")


def _different(recorded: Recorded, whose: Whose) -> Counted:
    latest = _latest(recorded.quarters, "different")
    said = "have done something differently because of the sessions (latest quarter form)"
    return _of_people(latest >= AGREES_FROM, recorded.begun, "mentees", said)


def _again(recorded: Recorded, whose: Whose) -> Counted:
    latest = _latest(recorded.closings, "again")
    return _of_people(latest, recorded.begun, whose, "would take part again")


def _no_disadvantage(recorded: Recorded, whose: Whose) -> Counted:
    """One disadvantage in one of several pairs is a disadvantage."""
    rows = recorded.closings.dropna(subset="disadvantage")
    suffered = rows.groupby("person_id")["disadvantage"].any()
    return _of_people(~suffered, recorded.begun, whose, "had no disadvantage from taking part")


def _latest(rows: pd.DataFrame, item: str) -> "pd.Series[bool]":
    """person_id → the latest answer to the item; of two on one day the lower."""
    told = rows.dropna(subset=item).sort_values(["answered_on", item], ascending=[True, False], na_position="first")
    return told.groupby("person_id")[item].last()


def _of_people(yes: "pd.Series[bool]", pairs: pd.DataFrame, whose: Whose, said: str) -> Counted:
    people = people_of(pairs, whose)
    told = yes[yes.index.isin(people)]
    return Counted(int(told.sum()), len(told), len(people), len(told), PEOPLE[whose], said)


_COUNTS: dict[str, Callable[[Recorded, Whose], Counted]] = {
    "goals reached": _goals,
    "mentees with a goal reached": _mentees_with_goal,
    "pairs completed": _completed,
    "sessions held": _sessions,
    "safety": _safety,
    "different": _different,
    "again": _again,
    "no disadvantage": _no_disadvantage,
}

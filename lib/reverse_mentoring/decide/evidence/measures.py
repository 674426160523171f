"""The figures that can show a goal of the charter: which there are, and what a cohort has recorded of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import pandas as pd

from reverse_mentoring.decide.evidence.before_after import Changed, Stayed, changed, stayed
from reverse_mentoring.decide.evidence.counted import Counted, counted
from reverse_mentoring.decide.evidence.recorded import Recorded
from reverse_mentoring.decide.review.review import ITEMS
from reverse_mentoring.words.charter import Whose
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.tables import QUARTERS

Kind = Literal["share", "change", "retention"]
Observed = Counted | Changed | Stayed


@dataclass(frozen=True)
class Measure:
    """A figure by its key. label: in words for a list; kind: what it is; unit: of a change; whose: usually asked of
    whom; ask: what to do where nothing is recorded of it."""

    key: str
    label: str
    kind: Kind
    unit: str = ""
    whose: Whose = "organisation"
    ask: str = ""


_REVIEW_GOALS = "Enter the level of each goal as the two see it."
_CLOSE = "Ask the closing form."
_SHARES = (
    Measure("mentees with a goal reached", "mentees (senior) who have reached a goal", "share", "", "mentees",
            _REVIEW_GOALS),
    Measure("goals reached", "goals at the level hoped for or beyond", "share", ask=_REVIEW_GOALS),
    Measure("pairs completed", "pairs completed as planned", "share", ask="Say of each pair how it ended."),
    Measure("sessions held", "sessions held of those due", "share", ask="Enter the attendance."),
    Measure("safety", "people who can say what they really think (latest pulse)", "share", ask="Ask the pulse."),
    Measure("different", "mentees (senior) who do something differently (quarter form)", "share", "", "mentees",
            "Ask the quarter form."),
    Measure("again", "people who would take part again (closing form)", "share", ask=_CLOSE),
    Measure("no disadvantage", "people without a disadvantage (closing form)", "share", ask=_CLOSE),
)  # fmt: skip
RETENTION = Measure(
    "retention", "people still with the organisation", "retention", "percentage points",
    ask="Keep people who left in the roster, with their last day of work.",
)  # fmt: skip
LEVELS = Measure(
    "levels", "level in what the pair works on", "change", "levels", "mentees",
    "Ask the levels of the gap analysis again.",
)  # fmt: skip
_SIDES: dict[str, Whose] = {"structure": "mentors", "unwelcome": "mentors", "different": "mentees"}
"""Items of the quarter form that only one side is asked."""
_FORMS = {"pulse": ITEMS, "quarter": {c.name: c.meaning for c in QUARTERS.columns if c.high == 5}}
_FIXED = {each.key: each for each in (*_SHARES, RETENTION, LEVELS)}


def measures(cohort: Cohort) -> tuple[Measure, ...]:
    """Every figure that a goal of this cohort can be shown by, shares first: topics and outcomes as in the cohort."""
    levels = [f"level:{topic}" for topic in cohort.topics["topic_id"]]
    outcomes = [f"outcome:{name}" for name in sorted(set(cohort.outcomes["measure"]))]
    forms = [f"{form}:{item}" for form, items in _FORMS.items() for item in items]
    later = [measure(key, cohort.topic_names) for key in (*levels, *outcomes, *forms)]
    return (*_FIXED.values(), *(each for each in later if each))


def measure(key: str, topic_names: Mapping[str, str] = MappingProxyType({})) -> Measure | None:
    """The figure of that key; None if there is none. topic_names: topic_id → name, for its label."""
    if key in _FIXED:
        return _FIXED[key]
    kind, _, name = key.partition(":")
    if kind == "level" and name:
        label = f"level in {topic_names.get(name, name.replace('_', ' '))}"
        return Measure(key, label, "change", "levels", "mentees", LEVELS.ask)
    if kind == "outcome" and name:
        ask = "Import the figures of each person before and after, also of people who do not take part."
        return Measure(key, f"{name} (first figure to last)", "change", ask=ask)
    said = _FORMS.get(kind, {}).get(name)
    if not said:
        return None
    whose = _SIDES.get(name, "organisation") if kind == "quarter" else "organisation"
    return Measure(
        key, f"answer to “{_sentence(said)}” ({kind}{' form' if kind == 'quarter' else ''}, first to last)", "change",
        "points", whose, f"Ask the {'quarter form' if kind == 'quarter' else 'pulse'} at least twice.",
    )  # fmt: skip


def observed(cohort: Cohort, pairs: pd.DataFrame, key: str, *, whose: Whose) -> Observed:
    """What is known of a figure up to cohort.as_of. pairs: review.pairs_under_review. KeyError for an unknown key."""
    return seen_in(Recorded(cohort, pairs), key, whose=whose)


def seen_in(recorded: Recorded, key: str, *, whose: Whose) -> Observed:
    """As observed, where several figures of one cohort are asked for."""
    found = measure(key)
    if found is None:
        raise KeyError(key)
    if found.kind == "retention":
        return stayed(recorded, whose=whose)
    kind = changed if found.kind == "change" else counted
    return kind(recorded, key, whose=whose)


def _sentence(said: str) -> str:
    return said[0].upper() + said[1:]

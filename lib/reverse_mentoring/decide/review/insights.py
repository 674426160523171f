"""What leadership should know, out of pairs: released by both or not at all; then somebody's task, and done one day.

An insight is inside its pair until the mentor and the mentee have both released exactly the wording that stands there;
a word changed, and both are asked again. The ledger never says which pair it came from.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import pandas as pd

from reverse_mentoring.decide.review.naming import names_somebody
from reverse_mentoring.words.choices import ReviewChoices
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.papers import Who
from reverse_mentoring.words.reviewing import Insight

LEDGER = ("number", "kind", "wording", "owner", "action", "due", "done_on")
SIDES: tuple[Who, ...] = ("mentor", "mentee")
_RELEASED_WORDS = ("mentor_id", "mentee_id", "wording")


def ledger(choices: ReviewChoices) -> pd.DataFrame:
    """The insights that both released, by number: number, kind, wording, owner, action, due, done_on (dates or None).

    No column says or hints at whose they are.
    """
    rows = [[getattr(each, name) for name in LEDGER] for each in _left(choices)]
    return pd.DataFrame(rows, columns=list(LEDGER), dtype=object)


def waiting_for_release(choices: ReviewChoices) -> tuple[Insight, ...]:
    """The insights that are still inside their pair, by number; for the facilitator alone. waits_for says for whom."""
    return tuple(each for each in _in_order(choices.insights) if not each.leaves)


def waits_for(insight: Insight) -> tuple[Who, ...]:
    """Who has not released the wording as it stands; empty = it has left the pair."""
    return tuple(who for who in SIDES if insight.released.get(who) != insight.wording)


def overdue(choices: ReviewChoices, today: dt.date) -> tuple[int, ...]:
    """Numbers of the insights in the ledger whose day has passed and that are not done, longest overdue first."""
    late = [(each.due, each.number) for each in _left(choices) if each.due and each.due < today and not each.done_on]
    return tuple(number for _, number in sorted(late))


def headline(choices: ReviewChoices) -> str:
    """“3 insights left pairs, 2 have led to something”; an insight led to something once it is done."""
    left = _left(choices)
    done = sum(each.done_on is not None for each in left)
    if not left:
        return "No insight has left a pair yet"
    if len(left) == 1:
        return f"1 insight left its pair, it has {'led' if done else 'not led'} to something{'' if done else ' yet'}"
    led = "none has" if not done else "1 has" if done == 1 else f"{done} have"
    return f"{len(left)} insights left pairs, {led} led to something{'' if done else ' yet'}"


def next_number(choices: ReviewChoices) -> int:
    """The number of the next insight; no number is used twice."""
    return max((each.number for each in choices.insights), default=0) + 1


def changed(insight: Insight, **fields: Any) -> Insight:
    """The insight with these fields; another wording (or pair) takes back what was released.

    Raises pydantic.ValidationError as an insight itself does.
    """
    after = Insight.model_validate({**insight.model_dump(), **fields})
    same = all(getattr(after, name) == getattr(insight, name) for name in _RELEASED_WORDS)
    return after if same else after.model_copy(update={"released": {}})


def released_by(insight: Insight, who: Who) -> Insight:
    """The insight, its present wording released by this side."""
    return insight.model_copy(update={"released": {**insight.released, who: insight.wording}})


def taken_back_by(insight: Insight, who: Who) -> Insight:
    """The insight inside its pair again: this side no longer releases it. What was told before stays told."""
    return insight.model_copy(update={"released": {one: said for one, said in insight.released.items() if one != who}})


def advice(insight: Insight, cohort: Cohort) -> tuple[str, ...]:
    """What to look at before the two are asked to release it, as sentences without names; empty = fine."""
    said = []
    if names_somebody(f"{insight.wording} {insight.action}", cohort):
        said.append("The wording seems to name somebody. Say it without names, then ask both to release it.")
    if insight.leaves and not (insight.owner.strip() and insight.action.strip()):
        said.append("It has left the pair, but nobody has it yet: agree an owner, an action and a day.")
    if insight.done_on and insight.done_on > cohort.as_of:
        said.append("The day on which it was done is still to come.")
    return tuple(said)


def _left(choices: ReviewChoices) -> list[Insight]:
    return [each for each in _in_order(choices.insights) if each.leaves]


def _in_order(insights: Iterable[Insight]) -> list[Insight]:
    """By number; the wording settles it where two hold the same number, so that typing order tells nothing."""
    return sorted(insights, key=lambda each: (each.number, each.wording))

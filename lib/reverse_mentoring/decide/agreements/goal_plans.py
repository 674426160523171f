"""The goals of a pair as written at the start: merged, and looked at for what would make them hard to judge.

Whether a goal is too vague is a guess by words, and said as such. The lists of words come with the messages
(goal.verbs, goal.signs, goal.until, goal.times, in English and German in both languages, since a pair may write in
either); a goal in a third language is taken for vague although it may not be.
"""

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations
from typing import Any

import pandas as pd

from reverse_mentoring.decide.agreements.wording import filled
from reverse_mentoring.words.choices import AgreementChoices, IdPair
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.columns import tidy
from reverse_mentoring.words.papers import LEVELS, GoalPlan
from reverse_mentoring.words.tables import GOAL_PLANS

LEVEL_SIGNS = dict(zip(LEVELS, ("−2", "−1", "0", "+1", "+2"), strict=True))
"""Field of a goal → the level as people read it."""
_ENDINGS = ("s", "es", "d", "ed", "ing", "t", "st", "et", "est", "en", "n", "te", "ten", "end")
_WORD = re.compile(r"\w+")
_DAYS = re.compile(r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./]\d{1,2}[./](?:\d{2,4}\b)?|\b20\d\d\b|\bq[1-4]\b")
_REACH = 3  # words between “by” and “month”, as in “by the end of the month”


def goal_plans(cohort: Cohort, choices: AgreementChoices) -> dict[IdPair, tuple[GoalPlan, ...]]:
    """The one to three goals of each pair that has some, by number; typed on screen stands instead of imported.

    A goal without text counts as not written. A topic that was given by name becomes its id.
    """
    ids = {name.casefold(): topic for topic, name in cohort.topic_names.items()}
    rows = [_plan(row) for row in cohort.goal_plans.to_dict("records")]
    written = {(plan.ids, plan.number): plan for plan in (*rows, *choices.goals)}
    found: dict[IdPair, tuple[GoalPlan, ...]] = {}
    for (pair, _), plan in sorted(written.items()):
        if plan.goal.strip():
            topic = ids.get(plan.topic_id.casefold(), plan.topic_id)
            found[pair] = (*found.get(pair, ()), plan.model_copy(update={"topic_id": topic}))
    return found


def with_typed_goals(cohort: Cohort, choices: AgreementChoices) -> Cohort:
    """The cohort with the goals typed in step 3 among its goal_plans; the very same one if none were."""
    if not choices.goals:
        return cohort
    rows = [plan.model_dump() for plans in goal_plans(cohort, choices).values() for plan in plans]
    return replace(cohort, goal_plans=tidy(pd.DataFrame(rows), GOAL_PLANS))


def vague(goal: GoalPlan, *, words: Mapping[str, str], today: dt.date | None = None) -> tuple[str, ...]:
    """What would make this goal hard to judge later, as sentences; empty = nothing was found, which proves nothing.

    It asks for a verb of action, for something to see or count (a number, or a word such as “list”, in the goal or
    in level 0), for a date (due, or in the text), and for five levels that differ. today: to tell a date gone by.
    """
    text = f"{goal.goal} {goal.hoped}".casefold()
    checks = (
        ("goal.no_verb", not _has(goal.goal.casefold(), words["goal.verbs"])),
        ("goal.no_sign", not _can_be_seen(text, words)),
        ("goal.no_date", goal.due is None and not _names_a_time(text, words)),
        ("goal.past", bool(goal.due and today and goal.due < today)),
    )
    said = [words[key] for key, holds in checks if holds]
    return tuple(filled(text, {"number": str(goal.number)}) for text in (*said, *_levels(goal, words)))


def open_goals(
    goals: Sequence[GoalPlan],
    *,
    topics: Collection[str],
    programme_goals: Collection[str] = (),
    words: Mapping[str, str],
) -> tuple[str, ...]:
    """What is still open about the goals of one pair, as sentences; empty = both sides have one and all are linked.

    topics: the pair's, as ids. programme_goals: the goals of the charter in its words (CharterGoal.metric); none =
    there is no charter, so nobody is asked for the link.
    """
    if not goals:
        return (words["goal.none"],)
    known = {" ".join(goal.casefold().split()) for goal in programme_goals}
    said = [] if (one_sided := _only_side(goals)) is None else [words[f"goal.only_{one_sided}"]]
    for goal in goals:
        keys = [*([] if goal.topic_id in topics else ["goal.no_topic"]), *_charter_link(goal, known)]
        said += [filled(words[key], {"number": str(goal.number)}) for key in keys]
    return tuple(said)


def _plan(row: Mapping[Any, Any]) -> GoalPlan:
    """A row of the table; what was left empty as GoalPlan has it."""
    said = {str(name): value for name, value in row.items() if not pd.isna(value) and value != ""}
    return GoalPlan.model_validate(said | ({"due": said["due"].date()} if "due" in said else {}))


def _only_side(goals: Sequence[GoalPlan]) -> str | None:
    whose = {goal.whose for goal in goals}
    return str(next(iter(whose))) if len(whose) == 1 and "both" not in whose else None


def _charter_link(goal: GoalPlan, known: Collection[str]) -> Iterator[str]:
    if known and not goal.programme_goal.strip():
        yield "goal.no_programme_goal"
    elif known and " ".join(goal.programme_goal.casefold().split()) not in known:
        yield "goal.unknown_programme_goal"


def _levels(goal: GoalPlan, words: Mapping[str, str]) -> Iterator[str]:
    texts = {level: " ".join(getattr(goal, level).casefold().split()) for level in LEVELS}
    if not texts["hoped"]:
        yield words["goal.no_hoped"]
    if empty := [LEVEL_SIGNS[level] for level, text in texts.items() if not text and level != "hoped"]:
        yield filled(words["goal.no_levels"], {"levels": ", ".join(empty)})
    alike = [pair for pair in combinations(LEVELS, 2) if texts[pair[0]] and texts[pair[0]] == texts[pair[1]]]
    if same := [LEVEL_SIGNS[level] for level in LEVELS if any(level in pair for pair in alike)]:
        yield filled(words["goal.same_levels"], {"levels": ", ".join(same)})


def _can_be_seen(text: str, words: Mapping[str, str]) -> bool:
    """A number beside those of a date, or a word for something that can be seen or counted."""
    without_days = _DAYS.sub(" ", text)
    return bool(re.search(r"\d", without_days)) or _has(without_days, f"{words['goal.numbers']} {words['goal.signs']}")


def _names_a_time(text: str, words: Mapping[str, str]) -> bool:
    """A day, a year or a quarter; or “by … month”: “every month” is no date."""
    said, until, times = _WORD.findall(text), set(words["goal.until"].split()), _forms(words["goal.times"])
    near = (said[at + 1 : at + 2 + _REACH] for at, word in enumerate(said) if word in until)
    return bool(_DAYS.search(text)) or any(not times.isdisjoint(after) for after in near)


def _has(text: str, listed: str) -> bool:
    return not _forms(listed).isdisjoint(_WORD.findall(text))


@cache
def _forms(listed: str) -> frozenset[str]:
    """These words in their usual forms: plan, plans, planned, planning; zeig, zeigt, zeigen; use, using."""
    words = listed.split()
    return frozenset(
        form
        for word in words
        for stem in (word, word + word[-1])
        for form in (word, f"{word.removesuffix('e')}ing", *(stem + ending for ending in _ENDINGS))
    )

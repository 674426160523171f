"""Versions of an agreement's text: which text was confirmed, whether it still holds, and what differs between two.

What is agreed to is the text: topics, clauses and goals. Its fingerprint changes with every word of it, and not with
the dates of the sessions. A fingerprint is no signature: whoever can write the vault could also confirm another text.
"""

import datetime as dt
import difflib
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from reverse_mentoring.decide.agreements.goal_plans import LEVEL_SIGNS
from reverse_mentoring.decide.agreements.wording import filled
from reverse_mentoring.words.agreements import Agreement, Clause
from reverse_mentoring.words.choices import IdPair
from reverse_mentoring.words.papers import Confirmed, GoalPlan

State = Literal["draft", "agreed", "signed", "changed"]
Content = dict[str, Any]
Headed = tuple[str, str]
"""Heading and text of one clause or goal."""
_AGREED_TO = ("topics", "clauses", "goals")


@dataclass(frozen=True)
class Words:
    """A few words on end; marked where the other text has something else there."""

    text: str
    marked: bool = False


@dataclass(frozen=True)
class Line:
    """One clause or goal that differs. before is empty where it is added, after where it is removed."""

    kind: Literal["added", "removed", "changed"]
    heading: str
    before: tuple[Words, ...]
    after: tuple[Words, ...]


def fingerprint(clauses: Iterable[Clause], goals: Iterable[GoalPlan], topics: Sequence[str]) -> str:
    """32 hex digits (of SHA-256) of the text that is agreed to: clauses as the pair reads them, goals, topics."""
    return fingerprint_of(_text(clauses, goals, topics))


def fingerprint_of(content: Mapping[str, Any]) -> str:
    """The fingerprint of a text as content_of gives it."""
    agreed_to = {name: content[name] for name in _AGREED_TO}
    canonical = json.dumps(agreed_to, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()[:32]


def content_of(agreement: Agreement) -> Content:
    """The agreement's text as plain JSON, to be kept under its fingerprint: ids, names, language, topics, clauses,
    goals. No dates of sessions, and nothing that is still open."""
    names = {"mentor_name": agreement.mentor_name, "mentee_name": agreement.mentee_name}
    who = {"mentor_id": agreement.mentor_id, "mentee_id": agreement.mentee_id, **names}
    return {**who, "language": agreement.language, **_text(agreement.clauses, agreement.goals, agreement.topics)}


def state_of(
    ids: IdPair, fingerprint: str, confirmed: Iterable[Confirmed], *, agreed_on: dt.date | None = None
) -> tuple[State, int]:
    """Where the text of a pair stands, and how many different texts the two have confirmed so far (at least 1).

    draft: nothing was confirmed. agreed, signed: exactly this text was, and no other one later. changed: the last
    text that was confirmed is another one. agreed_on: day on which an imported table says that they agreed, to an
    unknown text; it counts only while no text is confirmed here.
    """
    own = [each for each in confirmed if each.ids == ids]
    if not own:
        return ("agreed" if agreed_on else "draft"), 1
    latest = max(enumerate(own), key=lambda each: (each[1].on, each[0]))[1].fingerprint
    version = len({each.fingerprint for each in own})
    if latest != fingerprint:
        return "changed", version
    signed = any(each.step == "signed" and each.fingerprint == fingerprint for each in own)
    return ("signed" if signed else "agreed"), version


def headed(
    content: Mapping[str, Any], *, words: Mapping[str, str], topic_names: Mapping[str, str] | None = None
) -> tuple[Headed, ...]:
    """The text as headings and paragraphs, to be compared: topics, each clause, each goal with its levels."""
    goals = [GoalPlan.model_validate(goal) for goal in content["goals"]]
    return (
        (words["version.topics"], ", ".join(content["topics"])),
        *((clause["section"], clause["text"]) for clause in content["clauses"]),
        *(
            (filled(words["version.goal"], {"number": str(goal.number)}), _goal_text(goal, words, topic_names or {}))
            for goal in goals
        ),
    )


def text_difference(old: Sequence[Headed], new: Sequence[Headed]) -> tuple[Line, ...]:
    """What the new text says differently, in its order; what was removed stands where it stood. Empty = the same.

    Put together, the words of before and after are the old and the new text, to the letter.
    """
    before, after = dict(_keyed(old)), dict(_keyed(new))
    lines = []
    for key in _in_order(list(before), list(after)):
        heading, was, now = key[0], before.get(key), after.get(key)
        if now is None:
            lines.append(Line("removed", heading, (Words(was or "", True),), ()))
        elif was is None:
            lines.append(Line("added", heading, (), (Words(now, True),)))
        elif was != now:
            lines.append(Line("changed", heading, *_marked(was, now)))
    return tuple(lines)


def _text(clauses: Iterable[Clause], goals: Iterable[GoalPlan], topics: Sequence[str]) -> Content:
    return {
        "topics": list(topics),
        "clauses": [{"clause_id": each.clause_id, "section": each.section, "text": each.text} for each in clauses],
        "goals": [goal.model_dump(mode="json", exclude_defaults=True) for goal in goals],
    }


def _goal_text(goal: GoalPlan, words: Mapping[str, str], topics: Mapping[str, str]) -> str:
    due = [filled(words["version.goal_due"], {"due": goal.due.isoformat()})] if goal.due else []
    levels = [
        filled(words["version.goal_level"], {"level": sign, "text": getattr(goal, level)})
        for level, sign in LEVEL_SIGNS.items()
        if getattr(goal, level)
    ]
    links = [f"{text}." for text in (topics.get(goal.topic_id, goal.topic_id), goal.programme_goal) if text]
    whose = filled(words["version.goal_whose"], {"whose": words[f"version.whose.{goal.whose}"]})
    weight = filled(words["version.goal_weight"], {"weight": str(goal.weight)})
    return "\n".join([" ".join([goal.goal, *due, whose, weight, *links]), *levels])


def _keyed(text: Sequence[Headed]) -> Iterator[tuple[tuple[str, int], str]]:
    """Each paragraph by its heading and how often that heading came before."""
    seen = dict[str, int]()
    for heading, paragraph in text:
        seen[heading] = seen.get(heading, -1) + 1
        yield (heading, seen[heading]), paragraph


def _in_order(before: Sequence[tuple[str, int]], after: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """The headings of the new text, and each removed one after the one that it followed."""
    order = list(after)
    for place, key in enumerate(before):
        if key not in after:
            order.insert(order.index(before[place - 1]) + 1 if place else 0, key)
    return order


def _marked(old: str, new: str) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
    """Both texts, with the words marked that the other does not have there."""
    was, now = (re.findall(r"\S+\s*|\s+", text) for text in (old, new))
    bare = [word.strip() for word in was], [word.strip() for word in now]
    same = difflib.SequenceMatcher(None, *bare, autojunk=False).get_opcodes()
    before = [Words("".join(was[a:b]), kind != "equal") for kind, a, b, _, _ in same if b > a]
    after = [Words("".join(now[c:d]), kind != "equal") for kind, _, _, c, d in same if d > c]
    return tuple(before), tuple(after)

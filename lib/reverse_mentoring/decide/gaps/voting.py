"""From many topics to a few by dots, and hands raised on those few: what counts, what is refused, what is still out.

Dots and hands are counted for the room as a whole; no function here knows a person. Places are given as in sport:
topics with equally many dots share one, and where a shared place straddles the edge of the choice that is said.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from reverse_mentoring.words.choices import Hands

ROLES = {"mentee": "mentees (senior)", "mentor": "mentors (junior)"}
LEVELS = (1, 2, 3, 4, 5)
ANCHORS = ("never done", "with help", "alone, routine", "alone, new cases", "could teach it")
"""What proficiency 1–5 looks like; the same words as in the questionnaire (content.instruments, item prof)."""


@dataclass(frozen=True)
class Ranked:
    """A topic with its dots. place: 1 for the most; equal dots share a place."""

    place: int
    topic_id: str
    name: str
    dots: int


@dataclass(frozen=True)
class Question:
    """A question to one role. answers: level → what it means, beside the number; one level = yes."""

    role: str
    question: str
    text: str
    answers: dict[int, str]

    @property
    def key(self) -> str:
        """Names the question in what was typed: role and question."""
        return f"{self.role} {self.question}"


_IMPORTANT = {1: "not at all", 2: "", 3: "", 4: "", 5: "decisive"}
_TODAY = dict(zip(LEVELS, ANCHORS, strict=True))
QUESTIONS = (
    Question("mentee", "importance", "How important is it for you in the next 12 months?", _IMPORTANT),
    Question("mentee", "proficiency", "Where are you today?", _TODAY),
    Question("mentee", "need", "It matters to me, I am not there yet, and I would learn it from a junior colleague.",
             {1: "yes"}),
    Question("mentor", "proficiency", "Where are you today?", _TODAY),
    Question("mentor", "teach", "I can help a senior colleague with it, and I would.", {1: "yes"}),
)  # fmt: skip
"""In the order in which they are put to the room."""
FIELDS = tuple(f"{each.key} {level}" for each in QUESTIONS for level in each.answers)
"""One field per question and level, named role, question and level."""


def ranking(votes: Mapping[str, int], names: Mapping[str, str]) -> list[Ranked]:
    """The topics with dots, most first; equal dots share a place and stand in the order of their topic_id."""
    dotted = sorted(((-dots, topic) for topic, dots in votes.items() if dots > 0))
    places = {dots: place for place, (dots, _) in reversed(list(enumerate(dotted, 1)))}
    return [Ranked(places[dots], topic, names.get(topic, topic), -dots) for dots, topic in dotted]


def top(votes: Mapping[str, int], count: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The first `count` topics of the ranking, and those that share the last place with one left outside.

    The second is empty where the edge is clear. Topics without dots are never taken.
    """
    ranked = ranking(votes, {})
    taken = tuple(each.topic_id for each in ranked[:count])
    if len(ranked) <= count or ranked[count - 1].dots != ranked[count].dots:
        return taken, ()
    return taken, tuple(each.topic_id for each in ranked if each.dots == ranked[count - 1].dots)


def edge_sentence(votes: Mapping[str, int], count: int, names: Mapping[str, str]) -> str:
    """What the choice of the top `count` comes to: too few topics, a tie at the edge, or a clear edge."""
    taken, ties = top(votes, count)
    if not taken:
        return "No dots yet."
    if ties:
        dots, inside = votes[ties[0]], [topic for topic in ties if topic in taken]
        tied, first = _listed(ties, names), _listed(inside, names)
        return (
            f"A tie at the edge: {tied} have {dots} dot{_s(dots)} each, with room for {len(inside)} of them. "
            f"As it stands, {first} would be taken. Let the room add a dot, or take more or fewer topics."
        )
    if len(taken) < count:
        return f"Only {len(taken)} topic{_s(len(taken))} {'has' if len(taken) == 1 else 'have'} dots so far."
    return f"The top {count} are clear: no tie at the edge."


def new_topic_id(name: str, taken: Collection[str]) -> str:
    """A topic id made from the name, different from those taken."""
    bare = re.sub(r"\W+", "_", name.casefold()).strip("_")[:40] or "topic"
    return next(each for each in (bare, *(f"{bare}_{i}" for i in range(2, 10_000))) if each not in taken)


def raised(typed: Mapping[str, int], question: Question) -> int | None:
    """Hands typed for a question; None where nothing was typed at all."""
    counts = [typed[field] for level in question.answers if (field := f"{question.key} {level}") in typed]
    return sum(counts) if counts else None


def too_many(hands: int, present: int, role: str) -> str:
    """Why that many hands cannot be; empty if they can."""
    if hands <= present:
        return ""
    return f"{hands} hand{_s(hands)}, but {present} {ROLES[role]} {_are(present)} here: count again."


def turnout(hands: int, present: int) -> str:
    """How many raised a hand, and how many did not."""
    silent = present - hands
    return f"{hands} of {present} hands" + (f", {silent} without" if silent else ", everybody")


def against_saving(typed: Mapping[str, int], room: Mapping[str, int]) -> dict[str, str]:
    """Why these hands cannot be taken: question key (or the role, if it lacks as a whole) → sentence; empty = fine."""
    found = {}
    for role, words in ROLES.items():
        asked = [each for each in QUESTIONS if each.role == role]
        counts = {each.key: raised(typed, each) for each in asked}
        if role not in room:
            found[role] = f"Type first how many {words} are here."
        elif room[role] and all(hands is None for hands in counts.values()):
            found[role] = f"Nothing typed for the {words} yet; type 0 where no hand was raised."
        for key, hands in counts.items():
            if role in room and (sentence := too_many(hands or 0, room[role], role)):
                found[key] = sentence
    return found


def against_room(hands: Iterable[Hands], role: str, present: int, names: Mapping[str, str]) -> str:
    """Why that few people of a role cannot be here, given the hands counted already; empty if they can."""
    sums: dict[tuple[str, str], int] = {}
    for each in hands:
        if each.role == role:
            sums[each.topic_id, each.question] = sums.get((each.topic_id, each.question), 0) + each.count
    most, topic = max(((count, topic) for (topic, _), count in sums.items()), default=(0, ""))
    if most <= present:
        return ""
    return f"{most} {ROLES[role]} raised a hand on “{names.get(topic, topic)}” already, so {present} cannot be right."


def hands_of(topic_id: str, typed: Mapping[str, int]) -> tuple[Hands, ...]:
    """What was typed as hands of a topic, one per field; an empty field is no hand."""
    return tuple(
        Hands.model_validate({"topic_id": topic_id, "role": each.role, "question": each.question, "level": level,
                              "count": typed.get(f"{each.key} {level}", 0)})
        for each in QUESTIONS for level in each.answers
    )  # fmt: skip


def typed_of(topic_id: str, hands: Iterable[Hands]) -> dict[str, int]:
    """The fields as they were typed, from the saved hands of a topic."""
    return {f"{each.role} {each.question} {each.level}": each.count for each in hands if each.topic_id == topic_id}


def topics_in(hands: Iterable[Hands], asked: Iterable[str]) -> tuple[str, ...]:
    """The asked topics with hands of both roles, in the order of asking."""
    seen = {(each.topic_id, each.role) for each in hands}
    return tuple(topic for topic in asked if all((topic, role) in seen for role in ROLES))


def _listed(topics: Iterable[str], names: Mapping[str, str]) -> str:
    quoted = [f"“{names.get(topic, topic)}”" for topic in topics]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"


def _s(count: int) -> str:
    return "" if count == 1 else "s"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"

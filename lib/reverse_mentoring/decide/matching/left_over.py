"""Nobody is forgotten: why somebody has no partner, and the smallest changes that would help."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from reverse_mentoring.decide.matching import eligibility
from reverse_mentoring.decide.matching.board import Board
from reverse_mentoring.decide.matching.eligibility import Matrix
from reverse_mentoring.decide.matching.matching import LEFT_ALONE, Solution
from reverse_mentoring.decide.matching.remedies import Remedy, held_back, remedies
from reverse_mentoring.words.pairs import Unmatched

Answer = tuple[str, str]
"""(reason, remedy), both as sentences."""
PARTED: Answer = ("The pair has ended.", "May be paired again, with somebody else.")
DECIDED: Answer = (
    "Signed up, but has no place among the decided pairs.",
    "Waits for a place or for the next cohort.",
)
LIMITED: Answer = (
    "There is a place, but a limit that you set for departments or topics stands against it.",
    "Raise the limit for a department, or ask for fewer pairs on a topic.",
)
WAITS = "First on the list if somebody drops out."
KINDS = ("place", "rule", "newcomer")


@dataclass(frozen=True)
class _Person:
    """Somebody left over. bars: per rule, which of the others it removes for this person; barring: how many rules
    remove each of them; fits: with each of them."""

    person_id: str
    role: str
    others: tuple[str, ...]
    bars: Mapping[str, Matrix]
    barring: "np.ndarray[tuple[int], np.dtype[np.uint8]]"
    fits: "np.ndarray[tuple[int], np.dtype[np.int64]]"

    @property
    def other_role(self) -> str:
        return "mentor" if self.role == "mentee" else "mentee"

    def open_without(self, rule: str | None = None) -> "np.ndarray[tuple[int], np.dtype[np.intp]]":
        """Places of those who could be the partner if that rule were not there."""
        return np.flatnonzero(self.barring == (self.bars[rule] if rule else 0))


def unmatched(of: Board, solved: Solution) -> tuple[Unmatched, ...]:
    """Everybody without a partner, mentees first, each with one reason, what would help, and the place on the waiting
    list: those whom the smallest change would serve with the best fit come first, mentees and mentors apart."""
    paired = {person for pair in solved.pairs if solved.state(pair) not in LEFT_ALONE for person in pair}
    left = [_person(of, person, role) for role, people in (("mentee", of.mentees), ("mentor", of.mentors))
            for person in people if person not in paired]  # fmt: skip
    known = {p.person_id: answer for p in left if (answer := _known_answer(of, solved, p))}
    helps = _helps(of, solved, [p for p in left if p.person_id not in known])
    waiting = [p for p in left if known.get(p.person_id, DECIDED) == DECIDED and not _own_answer(of, p)]
    position = _positions(of, waiting, helps)
    return tuple(
        Unmatched(
            p.person_id,
            p.role,
            *(known.get(p.person_id) or helps[p.person_id].answer),
            remedies=helps[p.person_id].sentences if p.person_id in helps else (),
            position=position.get(p.person_id, 0),
        )
        for p in left
    )


def _known_answer(of: Board, solved: Solution, person: _Person) -> Answer | None:
    """What needs no search."""
    if solved.settled is None or not person.others:
        return _own_answer(of, person)
    return PARTED if any(person.person_id in pair for pair in solved.pairs) else DECIDED


def _person(of: Board, person: str, role: str) -> _Person:
    rows, columns = of.candidates.places
    bars, barring, fits = of.bars, of.barring, of.fit.fit
    if role == "mentee":
        j = columns[person]
        return _Person(person, role, of.mentors, {r: bar[:, j] for r, bar in bars.items()}, barring[:, j], fits[:, j])
    i = rows[person]
    return _Person(person, role, of.mentees, {r: bar[i] for r, bar in bars.items()}, barring[i], fits[i])


def _own_answer(of: Board, person: _Person) -> Answer | None:
    """What the person did not say or do, so that no rule is to blame."""
    if not person.others:
        return f"There is no {person.other_role} in this cohort.", f"Invite {person.other_role}s."
    if of.capacity[person.person_id] < 1:
        return "Takes no partner (capacity 0).", "Ask whether a place can be opened."
    if person.person_id in of.unwilling:
        return "Has not agreed to take part.", "Ask in person; taking part is voluntary."
    if person.person_id not in of.answered:
        return "Has not answered the questions on topics.", "Send the questions again."
    if person.role == "mentee" and person.person_id not in of.wanted:
        return "Named no need that is wide enough.", "Ask which topic would help, or lower the thresholds of a need."
    if person.role == "mentor" and person.person_id not in of.taught:
        return "Named no topic that he or she can and will teach.", "Ask what he or she would show a beginner."
    return None


@dataclass(frozen=True)
class _Help:
    """Why somebody waits, the changes that would do, and each as a sentence."""

    reason: str
    changes: tuple[Remedy, ...]
    sentences: tuple[str, ...]

    @property
    def answer(self) -> Answer:
        return self.reason, self.sentences[0] if self.sentences else WAITS


def _helps(of: Board, solved: Solution, waiting: Sequence[_Person]) -> dict[str, _Help]:
    """person_id → why and what would help, for those who take part and answered."""
    ids = [person.person_id for person in waiting]
    if not ids:
        return {}
    limits = bool(of.choices.coverage or of.choices.department_caps)
    limited = held_back(of, solved, ids) if limits else frozenset()
    found = remedies(of, solved, ids)
    helps = {}
    for person in waiting:
        changes = found[person.person_id]
        said = tuple(_sentence(of, person, change) for change in changes)
        if limits:
            said = tuple(f"If your limits leave room: {each[0].lower()}{each[1:]}" for each in said)
        reason = _all_taken(person) if len(person.open_without()) else _blocked(of, person)
        helps[person.person_id] = _Help(reason, changes, said)
    return helps | {person: _Help(LIMITED[0], (), LIMITED[1:]) for person in limited}


def _sentence(of: Board, person: _Person, change: Remedy) -> str:
    others, whom = change.waiting - 1, f"this {person.role}"
    if change.serves == change.waiting:
        whom += f" and {_others(others)}" if others else ""
    elif change.kind == "rule":
        whom = f"{change.serves} of {change.waiting} who wait: {whom} if you pin a pair"
    else:
        whom += f" if you pin the two; {_others(others)} could take the place"
    return f"{_change(of, person, change)} would serve {whom}."


def _others(count: int) -> str:
    return "one other" if count == 1 else f"{count} others"


def _change(of: Board, person: _Person, change: Remedy) -> str:
    if change.kind == "place":
        number = "A second place" if of.capacity[change.what] == 1 else "One more place"
        return f"{number} with {of.name(change.what)}"
    if change.kind == "rule":
        return f"Allowing “{_rules()[change.what].name}”, with a written reason,"
    if person.role == "mentee":
        return f"One more mentor for {of.topic(change.what)} from another unit"
    return f"One more mentee from another unit who needs {of.topic(change.what)}"


def _positions(of: Board, waiting: Sequence[_Person], helps: Mapping[str, _Help]) -> dict[str, int]:
    """person_id → place on the waiting list of the role, from 1; the same for every order of rows."""

    def rank(person: _Person) -> tuple[int, int, str]:
        changes = helps[person.person_id].changes if person.person_id in helps else ()
        free = person.open_without()
        size = KINDS.index(changes[0].kind) if changes else 0 if len(free) else len(KINDS)
        fit = changes[0].fit if changes else int(person.fits[free].max(initial=0))
        return size, -fit, of.keys[person.person_id]

    lists = [sorted((p for p in waiting if p.role == role), key=rank) for role in ("mentee", "mentor")]
    return {person.person_id: place for each in lists for place, person in enumerate(each, start=1)}


def _rules() -> dict[str, eligibility.Rule]:
    return {rule.rule_id: rule for rule in (*eligibility.RULES, eligibility.NO_TOPIC)}


def _all_taken(person: _Person) -> str:
    count = len(person.open_without())
    many = f"All {count} {person.other_role}s" if count > 1 else f"The one {person.other_role}"
    if person.role == "mentor":
        return f"{many} who could learn from this mentor {'have' if count > 1 else 'has'} a mentor."
    return f"{many} who could teach this mentee {'have' if count > 1 else 'has'} a mentee."


def _blocked(of: Board, person: _Person) -> str:
    """The one rule without which a partner would be there, else the rule that removes most."""
    opened = {rule: len(person.open_without(rule)) for rule in person.bars}
    rule = max(person.bars, key=lambda each: (opened[each] > 0, int(person.bars[each].sum()), each))
    if rule == "topic" and opened[rule]:
        return _nothing_to_teach(of, person, opened[rule])
    removed = f"{int(person.bars[rule].sum())} of {len(person.others)}"
    return f"“{_rules()[rule].name}” stands against {removed} possible {person.other_role}s."


def _nothing_to_teach(of: Board, person: _Person, count: int) -> str:
    if person.role == "mentee":
        topics = [of.topic(need.topic_id) for need in of.wanted[person.person_id]][:3]
        return f"None of the {count} mentors who may be paired with this mentee teaches {' or '.join(topics)}."
    topics = [of.topic(topic) for topic in of.taught[person.person_id]][:3]
    return f"None of the {count} mentees who may be paired with this mentor needs {' or '.join(topics)}."

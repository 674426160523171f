"""Nobody is forgotten: why somebody has no partner, and the smallest thing that would help."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from reverse_mentoring.decide import eligibility
from reverse_mentoring.decide.board import Board
from reverse_mentoring.decide.eligibility import Matrix
from reverse_mentoring.decide.matching import LEFT_ALONE, Solution
from reverse_mentoring.words.pairs import Unmatched

Answer = tuple[str, str]
"""(reason, remedy), both as sentences."""
PARTED: Answer = ("The pair has ended.", "May be paired again, with somebody else.")


@dataclass(frozen=True)
class _Person:
    """Somebody left over. bars: per rule, which of the others it removes for this person."""

    person_id: str
    role: str
    others: tuple[str, ...]
    bars: Mapping[str, Matrix]
    fits: "np.ndarray[tuple[int], np.dtype[np.int64]]"

    @property
    def other_role(self) -> str:
        return "mentor" if self.role == "mentee" else "mentee"

    def open_without(self, rule: str | None = None) -> "np.ndarray[tuple[int], np.dtype[np.intp]]":
        """Places of those who could be the partner if that rule were not there."""
        bars = [bar for other, bar in self.bars.items() if other != rule]
        return np.flatnonzero(~np.logical_or.reduce(bars))


def unmatched(of: Board, solved: Solution) -> tuple[Unmatched, ...]:
    """Everybody without a partner, mentees first, each with one reason and one remedy."""
    paired = {person for pair in solved.pairs if solved.state(pair) not in LEFT_ALONE for person in pair}
    parted = {person for pair in solved.pairs for person in pair} - paired
    left = [_person(of, person, role) for role, people in (("mentee", of.mentees), ("mentor", of.mentors))
            for person in people if person not in paired]  # fmt: skip
    return tuple(
        Unmatched(
            p.person_id,
            p.role,
            *(PARTED if p.person_id in parted else _answer(of, solved, p, of.capacity[p.person_id])),
        )
        for p in left
    )


def _person(of: Board, person: str, role: str) -> _Person:
    if role == "mentee":
        j = of.mentees.index(person)
        return _Person(person, role, of.mentors, {r: bar[:, j] for r, bar in of.bars.items()}, of.fit.fit[:, j])
    i = of.mentors.index(person)
    return _Person(person, role, of.mentees, {r: bar[i] for r, bar in of.bars.items()}, of.fit.fit[i])


def _answer(of: Board, solved: Solution, person: _Person, places: int) -> Answer:
    if not person.others:
        return f"There is no {person.other_role} in this cohort.", f"Invite {person.other_role}s."
    if solved.settled is not None:
        return "Signed up, but has no place among the decided pairs.", "Waits for a place or for the next cohort."
    if places < 1:
        return "Takes no partner (capacity 0).", "Ask whether a place can be opened."
    return (
        _own_answer(of, person)
        or (_all_taken(of, person) if len(person.open_without()) else None)
        or _blocked(of, person)
    )


def _own_answer(of: Board, person: _Person) -> Answer | None:
    """What the person did not say or do, so that no rule is to blame."""
    if person.person_id in of.unwilling:
        return "Has not agreed to take part.", "Ask in person; taking part is voluntary."
    if person.person_id not in of.answered:
        return "Has not answered the questions on topics.", "Send the questions again."
    if person.role == "mentee" and person.person_id not in of.wanted:
        return "Named no need that is wide enough.", "Ask which topic would help, or lower the thresholds of a need."
    if person.role == "mentor" and person.person_id not in of.taught:
        return "Named no topic that he or she can and will teach.", "Ask what he or she would show a beginner."
    return None


def _all_taken(of: Board, person: _Person) -> Answer:
    free = person.open_without()
    many = f"All {len(free)}" if len(free) > 1 else "The one"
    if person.role == "mentor":
        have = "mentees who could learn from this mentor have a mentor" if len(free) > 1 else (
            "mentee who could learn from this mentor has a mentor")  # fmt: skip
        return f"{many} {have}.", "First on the list if a mentor drops out."
    have = "mentors who could teach this mentee have a mentee" if len(free) > 1 else (
        "mentor who could teach this mentee has a mentee")  # fmt: skip
    nearest = max(free, key=lambda i: (person.fits[i], person.others[i]))
    return f"{many} {have}.", f"A second place with {of.name(person.others[nearest])} would serve this mentee."


def _blocked(of: Board, person: _Person) -> Answer:
    """The one rule without which a partner would be there, else the rule that removes most."""
    rules = {rule.rule_id: rule for rule in (*eligibility.RULES, eligibility.NO_TOPIC)}
    opened = {rule: len(person.open_without(rule)) for rule in person.bars}
    rule = max(person.bars, key=lambda each: (opened[each] > 0, int(person.bars[each].sum()), each))
    removed = f"{int(person.bars[rule].sum())} of {len(person.others)}"
    reason = f"“{rules[rule].name}” stands against {removed} possible {person.other_role}s."
    if not opened[rule]:
        return reason, f"No single rule opens a pair: more {person.other_role}s with other topics or units are needed."
    if rule == "topic":
        return _nothing_to_teach(of, person, opened[rule])
    if rules[rule].always:
        return reason, f"This rule always holds: more {person.other_role}s from elsewhere are needed."
    return reason, f"Allowing it, with a written reason, would open {opened[rule]}."


def _nothing_to_teach(of: Board, person: _Person, count: int) -> Answer:
    if person.role == "mentee":
        topics = [of.topic(need.topic_id) for need in of.wanted[person.person_id]][:3]
        return (f"None of the {count} mentors who may be paired with this mentee teaches {' or '.join(topics)}.",
                f"One more mentor for {topics[0]} from another unit.")  # fmt: skip
    topics = [of.topic(topic) for topic in of.taught[person.person_id]][:3]
    return (f"None of the {count} mentees who may be paired with this mentor needs {' or '.join(topics)}.",
            "Keep for the next cohort, or offer a talk.")  # fmt: skip

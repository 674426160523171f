"""Pairs and people left over, with their reasons."""

from dataclasses import dataclass
from typing import NamedTuple

from reverse_mentoring.words.choices import IdPair

PARTS: dict[str, str] = {
    "topics": "Teaches what is wanted",
    "wishes": "Chosen by each other",
    "return": "Return for the mentor",
    "common": "Common ground",
    "logistics": "Working hours overlap",
    "unit": "Different unit",
}
"""The parts of the fit, in the order in which they are shown."""


class Part(NamedTuple):
    """One part of a fit: points reached of points possible, in hundredths; whole numbers, so that they add up."""

    name: str
    points: int
    possible: int


@dataclass(frozen=True)
class Pair:
    """One mentor with one mentee. fit: hundredths of a point, 0–10 000. topics: topic_ids, best first."""

    mentor_id: str
    mentee_id: str
    fit: int
    parts: tuple[Part, ...]
    topics: tuple[str, ...]
    state: str
    because: tuple[str, ...]

    @property
    def ids(self) -> IdPair:
        return self.mentor_id, self.mentee_id


@dataclass(frozen=True)
class Unmatched:
    """Somebody without a partner: why, and what would help. remedies: every change that would do alone, smallest
    first, as sentences; position: place on the waiting list of the role, 1 = first, 0 = does not wait."""

    person_id: str
    role: str
    reason: str
    remedy: str
    remedies: tuple[str, ...] = ()
    position: int = 0


@dataclass(frozen=True)
class RuleCount:
    """How many of all possible pairs one hard rule removes; alone: pairs that only this rule removes."""

    rule: str
    name: str
    removes: int
    alone: int
    always: bool


@dataclass(frozen=True)
class Pairing:
    """The result of matching. total: sum of fits in hundredths; possible: mentors × mentees."""

    pairs: tuple[Pair, ...]
    unmatched: tuple[Unmatched, ...]
    rules: tuple[RuleCount, ...]
    possible: int
    allowed: int
    warnings: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        return sum(pair.fit for pair in self.pairs)

"""Whom each person could choose: a short list of names with reasons, before anything is decided.

What a list tells was offered to be known, and no more:
- A mentee (senior) reads of a mentor (junior) the name, unit and site, which of the mentee's own needs this mentor
  said that he or she can and will teach, what the two have in common, and what could make it hard (one shared
  language, few shared hours).
- A mentor (junior) reads of a mentee (senior) the name, unit and site, what the two have in common, and that the
  mentee would like to learn “one of the topics that you offer” – never which one: a need is not shown to anybody
  before its person has agreed to that partner. A mentor who offers only one topic that anybody needs could conclude
  it from any name, and so reads no names.
- Nobody reads a fit, a level, an answer, or that somebody is barred or had other wishes.
Only people who agreed to take part and have a free place get a list or stand on one.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from reverse_mentoring.decide.matching.board import Board
from reverse_mentoring.decide.matching.eligibility import Matrix
from reverse_mentoring.decide.matching.explaining import SHORT_DAY
from reverse_mentoring.decide.matching.matching import pins_that_hold, settled_pairs

MOST = 5
"""So many names on a list."""
TOPICS_TO_HIDE_AMONG = 2
"""A mentor reads names of mentees only if their need could be any of so many topics."""
ONE_TOPIC = "Offers only one topic that is needed, so that any name would tell a need. Ask when a mentee has agreed."
NOBODY = "Nobody may be paired with this person as things stand."


@dataclass(frozen=True)
class Listed:
    """One name on a list; because: what its reader may know, as sentences."""

    person_id: str
    because: tuple[str, ...]


@dataclass(frozen=True)
class Shortlist:
    """One person's list, best first. nobody: why it is empty, for the facilitator; “” if it is not."""

    person_id: str
    role: str
    others: tuple[Listed, ...]
    nobody: str = ""


@dataclass(frozen=True)
class Shortlists:
    """The lists that mentees read and the lists that mentors read, in the order of participants."""

    mentees: tuple[Shortlist, ...]
    mentors: tuple[Shortlist, ...]

    @property
    def everybody(self) -> tuple[Shortlist, ...]:
        return self.mentees + self.mentors


@dataclass(frozen=True)
class _Side:
    """Those who read lists, and those who stand on them. open, fits: readers × others; by_name: places of the others
    in the order that decides between equal fits; because(reader, other): the reasons."""

    role: str
    readers: tuple[str, ...]
    others: tuple[str, ...]
    open: Matrix
    fits: npt.NDArray[np.signedinteger[Any]]
    by_name: npt.NDArray[np.intp]
    because: Callable[[str, str], tuple[str, ...]]

    def shortlist(self, reader: int, most: int) -> Shortlist:
        """The list of the reader in that place."""
        there = self.by_name[self.open[reader, self.by_name]]
        best = there[np.argsort(-self.fits[reader, there], kind="stable")[:most]]
        person, names = self.readers[reader], [self.others[place] for place in best]
        listed = tuple(Listed(other, self.because(person, other)) for other in names)
        return Shortlist(person, self.role, listed, "" if listed else NOBODY)


def shortlists(of: Board, *, most: int = MOST) -> Shortlists:
    """For everybody with a free place the best others whom no rule forbids: by fit, equal ones by name.

    Whose places are taken by pinned or accepted pairs has no free place; nobody has one once pairs are decided.
    """
    free, known = _free(of), _Known(of)
    rows, columns = (np.array([person in free for person in side], dtype=np.bool_) for side in (of.mentors, of.mentees))
    open_ = of.allowed & rows[:, None] & columns
    mentees = _Side("mentee", of.mentees, of.mentors, open_.T, of.fit.fit.T, _by_name(of, of.mentors), known.of_mentor)
    mentors = _Side("mentor", of.mentors, of.mentees, open_, of.fit.fit, _by_name(of, of.mentees), known.of_mentee)
    return Shortlists(
        tuple(mentees.shortlist(int(j), most) for j in np.flatnonzero(columns)),
        tuple(known.without_hints(mentors.shortlist(int(i), most)) for i in np.flatnonzero(rows)),
    )


def _free(of: Board) -> frozenset[str]:
    """Those who said themselves that they take part, and have a place beside pinned and accepted pairs."""
    if settled_pairs(of.cohort, of.choices) is not None:
        return frozenset()
    people = of.cohort.participants
    agreed = people.loc[people["consent"].fillna(value=False).astype(bool), "person_id"]
    taken = Counter(person for pin in pins_that_hold(of) for person in pin)
    return frozenset(person for person in agreed if of.capacity[person] > taken[person])


def _by_name(of: Board, people: tuple[str, ...]) -> npt.NDArray[np.intp]:
    return np.array(sorted(range(len(people)), key=lambda place: of.keys[people[place]]), dtype=np.intp)


@dataclass(frozen=True)
class _Known:
    """What one side may read of the other, in sentences."""

    of: Board

    def of_mentor(self, mentee: str, mentor: str) -> tuple[str, ...]:
        """What a mentee reads of a mentor."""
        taught = self.of.taught.get(mentor, {})
        topics = [self.of.topic(need.topic_id) for need in self.of.wanted.get(mentee, ()) if need.topic_id in taught]
        offer = f"Offers to teach {_listed(topics)}."
        return offer, *self._in_common(mentee, mentor), *self._hard(mentor, mentee)

    def of_mentee(self, mentor: str, mentee: str) -> tuple[str, ...]:
        """What a mentor reads of a mentee."""
        return "Would like to learn one of the topics that you offer.", *self._in_common(mentor, mentee)

    def without_hints(self, shortlist: Shortlist) -> Shortlist:
        """A mentor's list, without names where a name would tell a need."""
        among = self.of.taught.get(shortlist.person_id, {}).keys() & self._needed
        if not shortlist.others or len(among) >= TOPICS_TO_HIDE_AMONG:
            return shortlist
        return Shortlist(shortlist.person_id, shortlist.role, (), ONE_TOPIC)

    @cached_property
    def _needed(self) -> frozenset[str]:
        return frozenset(need.topic_id for needs in self.of.wanted.values() for need in needs)

    @cached_property
    def _common_ground(self) -> dict[str, dict[str, str]]:
        people = self.of.cohort.participants
        tags = zip(people["person_id"], people["common_ground"], strict=True)
        return {person: {str(tag).lower(): str(tag) for tag in said} for person, said in tags}

    @cached_property
    def _languages(self) -> dict[str, tuple[str, ...]]:
        people = self.of.cohort.participants
        return dict(zip(people["person_id"], people["languages"], strict=True))

    def _in_common(self, one: str, other: str) -> list[str]:
        mine, theirs = self._common_ground[one], self._common_ground[other]
        shared = sorted(mine[tag] for tag in mine.keys() & theirs.keys())
        return [f"Common ground: {', '.join(shared)}."] if shared else []

    def _hard(self, mentor: str, mentee: str) -> list[str]:
        place = self.of.place((mentor, mentee))
        minutes = self.of.candidates.shared_minutes[place] if place else np.nan
        languages = set(self._languages[mentor]) & set(self._languages[mentee])
        said = [f"You have one language in common: {next(iter(languages))}."] if len(languages) == 1 else []
        if minutes < SHORT_DAY:
            said.append(f"Your working days share only {minutes / 60:.1f} hours.".replace(".0 hours", " hours"))
        return said


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"

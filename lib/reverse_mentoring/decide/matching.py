"""The best pairs under the hard rules: most people served first, then the largest sum of fits.

A person may have said how many partners they take: a mentor's first mentee counts as one more person served, so
mentees are spread before anybody doubles up. A mentee has one mentor at a time. Equal solutions are told apart by a
hash of the two ids, never by the order of rows. Pairs that were decided or exist already stay as they are.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

import numpy as np
import numpy.typing as npt
import pandas as pd

from reverse_mentoring.decide import eligibility
from reverse_mentoring.decide.assignment import Assignment, best
from reverse_mentoring.decide.eligibility import Candidates, Matrix
from reverse_mentoring.decide.fit import FULL, Fit, fit
from reverse_mentoring.decide.gaps import needs, strengths
from reverse_mentoring.words.choices import IdPair, MatchingChoices
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.pairs import RuleCount
from reverse_mentoring.words.settings import NeedSettings

Whole = npt.NDArray[np.int64]
GOING_ON = ("suggested", "pinned", "final", "active")
LEFT_ALONE = ("ended", "withdrawn", "left")
"""States after which a person is free for another partner."""


@dataclass(frozen=True)
class Need:
    """One need of a mentee; urgency = gap × importance (1–20)."""

    person_id: str
    topic_id: str
    proficiency: int
    importance: int
    urgency: int


@dataclass(frozen=True)
class Board:
    """All possible pairs of a cohort: mentors (rows) × mentees (columns), what bars them and how well they fit."""

    cohort: Cohort
    choices: MatchingChoices
    needs: pd.DataFrame
    strengths: pd.DataFrame
    candidates: Candidates
    bars: dict[str, Matrix]
    fit: Fit

    @property
    def allowed(self) -> Matrix:
        return ~np.logical_or.reduce(list(self.bars.values()))

    @property
    def mentors(self) -> tuple[str, ...]:
        return self.candidates.mentors

    @property
    def mentees(self) -> tuple[str, ...]:
        return self.candidates.mentees

    @cached_property
    def wanted(self) -> dict[str, tuple[Need, ...]]:
        """mentee → what he or she needs and wants, most urgent first."""
        table = self.needs
        rows = [
            Need(str(person), str(topic), int(level), int(importance), int(gap) * int(importance))
            for person, topic, level, importance, gap in zip(
                *(table[c] for c in ("person_id", "topic_id", "proficiency", "importance", "gap")), strict=True
            )
        ]
        ordered = sorted(rows, key=lambda need: (need.person_id, -need.urgency, need.topic_id))
        return {person: tuple(group) for person, group in groupby(ordered, key=lambda need: need.person_id)}

    @cached_property
    def taught(self) -> dict[str, dict[str, int]]:
        """mentor → topic → proficiency, for what he or she can and will teach."""
        table = self.strengths
        found: dict[str, dict[str, int]] = {}
        for person, topic, level in zip(table["person_id"], table["topic_id"], table["proficiency"], strict=True):
            found.setdefault(str(person), {})[str(topic)] = int(level)
        return found

    @cached_property
    def capacity(self) -> dict[str, int]:
        """How many partners each person takes: as chosen on screen, else as signed up; a mentee at most one."""
        people = self.cohort.participants
        said = dict(zip(people["person_id"], people["capacity"].fillna(1).astype(int), strict=True))
        mentees = set(self.mentees)
        return {p: min(most, 1) if p in mentees else most for p, most in (said | self.choices.capacity).items()}

    @cached_property
    def unwilling(self) -> frozenset[str]:
        """Those who were asked and have not agreed to take part."""
        people = self.cohort.participants
        asked = self.cohort.asked_for_consent
        return frozenset(people.loc[~people["consent"].fillna(value=not asked).astype(bool), "person_id"])

    @cached_property
    def answered(self) -> frozenset[str]:
        """Those who answered anything about topics."""
        return frozenset(self.cohort.ratings["person_id"])

    @cached_property
    def ranks(self) -> dict[tuple[str, str], str]:
        """(person_id, other_id) → the rank that the person gave the other; refusals are not among them."""
        wishes = self.cohort.preferences
        ranked = wishes[wishes["rank"].str.fullmatch(r"\d+")]
        return dict(zip(zip(ranked["person_id"], ranked["other_id"], strict=True), ranked["rank"], strict=True))

    @cached_property
    def _places(self) -> tuple[dict[str, int], dict[str, int]]:
        rows, columns = ({person: place for place, person in enumerate(s)} for s in (self.mentors, self.mentees))
        return rows, columns

    def name(self, person: str) -> str:
        return self.cohort.names.get(person, person)

    def topic(self, topic: str) -> str:
        """The name of a topic in quotation marks, for use in a sentence."""
        return f"“{self.cohort.topic_names.get(topic, topic)}”"

    def place(self, pair: IdPair) -> tuple[int, int] | None:
        """Row and column of a pair; None if one of the two does not take part (any more)."""
        rows, columns = self._places
        if pair[0] not in rows or pair[1] not in columns:
            return None
        return rows[pair[0]], columns[pair[1]]


@dataclass(frozen=True)
class Solution:
    """settled: pairs that were decided or exist already, with their state (then nobody else is paired); pins that
    hold; pairs found beside them. worth, mentee_rows, slots (mentor of each column) and assignment are the problem
    as it was solved."""

    settled: dict[IdPair, str] | None
    pins: tuple[IdPair, ...]
    found: tuple[IdPair, ...]
    mentee_rows: tuple[str, ...]
    slots: tuple[str, ...]
    worth: Whole
    assignment: Assignment

    @property
    def pairs(self) -> tuple[IdPair, ...]:
        """All pairs, also those that are over, by ids."""
        return tuple(sorted(self.settled if self.settled is not None else self.pins + self.found))

    def state(self, pair: IdPair) -> str:
        """final, active, completed … for a settled pair; pinned or suggested for one that is only proposed."""
        if self.settled is not None:
            return self.settled[pair]
        return "pinned" if pair in self.pins else "suggested"

    @property
    def going_on(self) -> tuple[IdPair, ...]:
        """The pairs that are proposed, decided or under way."""
        return tuple(pair for pair in self.pairs if self.state(pair) in GOING_ON)


def board(
    cohort: Cohort, choices: MatchingChoices, need: NeedSettings | None = None, *, topics: tuple[str, ...] = ()
) -> Board:
    """Everything about all possible pairs; need defaults to that of programme.toml; topics: what the programme is
    about, as chosen in step 1 (empty = every topic)."""
    mentors, mentees = (tuple(cohort.of_role(role)["person_id"]) for role in ("mentor", "mentee"))
    candidates = Candidates(cohort, mentors, mentees, choices)
    need = need or cohort.settings.need
    wanted, taught = needs(cohort, need, topics=topics), strengths(cohort, need)
    fits = fit(candidates, wanted, taught, need=need)
    bars = eligibility.bars(candidates) | {eligibility.NO_TOPIC.rule_id: ~fits.teaches}
    return Board(cohort, choices, wanted, taught, candidates, bars, fits)


def settled_pairs(cohort: Cohort, choices: MatchingChoices) -> dict[IdPair, str] | None:
    """The pairs as decided by the facilitator, else those that exist already, each with its state; None if still
    to be found."""
    if choices.final is not None:
        return dict.fromkeys(choices.final, "final")
    if cohort.pairs.empty:
        return None
    ids = zip(cohort.pairs["mentor_id"], cohort.pairs["mentee_id"], strict=True)
    return dict(zip(ids, cohort.pairs["state"].replace("", "active"), strict=True))


def pins_that_hold(of: Board) -> tuple[IdPair, ...]:
    """The pinned pairs that no rule forbids, within both capacities; “nothing to teach” may be overruled."""
    left = Counter(of.capacity)
    hold = []
    for pin in of.choices.pins:
        place = of.place(pin)
        if place is None or left[pin[0]] < 1 or left[pin[1]] < 1:
            continue
        if not any(bar[place] for rule, bar in of.bars.items() if rule != eligibility.NO_TOPIC.rule_id):
            hold.append(pin)
            left.subtract(pin)
    return tuple(hold)


def solve(of: Board) -> Solution:
    """The best pairs, with what it takes to prove it."""
    settled = settled_pairs(of.cohort, of.choices)
    pins = () if settled is not None else pins_that_hold(of)
    rows, slots, worth = _problem(of, pins, open_=settled is None)
    assignment = best(worth, _preference(rows, slots))
    found = [(slots[j], rows[i]) for i, j in enumerate(assignment.column_of) if j >= 0]
    return Solution(settled, pins, tuple(found), rows, slots, worth, assignment)


def _problem(of: Board, pins: Sequence[IdPair], *, open_: bool) -> tuple[tuple[str, ...], tuple[str, ...], Whole]:
    """Mentees still free (rows), places still free with their mentors (columns), and what each pair is worth."""
    taken = Counter(person for pin in pins for person in pin)
    left = {person: most - taken[person] for person, most in of.capacity.items()}
    mentees = [j for j, mentee in enumerate(of.mentees) if open_ and left[mentee] > 0]
    places = [(i, taken[mentor] + k) for i, mentor in enumerate(of.mentors)
              for k in range(min(left[mentor], len(mentees)))]  # fmt: skip
    mentors = [i for i, _ in places]
    first = np.array([place == 0 for _, place in places], dtype=np.int64)
    served = FULL * max(min(len(mentees), len(mentors)), 1) + 1
    grid = np.ix_(mentors, mentees)
    worth = np.where(of.allowed[grid], of.fit.fit[grid] + served + served * first[:, None], 0).T
    return tuple(of.mentees[j] for j in mentees), tuple(of.mentors[i] for i in mentors), worth.astype(np.int64)


def _preference(rows: Sequence[str], slots: Sequence[str]) -> Whole:
    """A number below 2**20 from the two ids: the same on every machine and for every order of rows."""
    a, b = (np.array([_hash(person) for person in people], dtype=np.uint64) for people in (rows, slots))
    mixed = (a[:, None] ^ np.bitwise_or(b << np.uint64(17), b >> np.uint64(47))) * np.uint64(0x9E3779B97F4A7C15)
    return (mixed >> np.uint64(44)).astype(np.int64)


def _hash(person: str) -> int:
    return int.from_bytes(hashlib.blake2b(person.encode(), digest_size=8).digest(), "big")


def rule_counts(of: Board) -> tuple[RuleCount, ...]:
    """How many of all possible pairs each rule removes, and how many only it removes."""
    together = np.add.reduce([bar.astype(np.int64) for bar in of.bars.values()], axis=0)
    rules = {rule.rule_id: rule for rule in (*eligibility.RULES, eligibility.NO_TOPIC)}
    return tuple(
        RuleCount(rule, rules[rule].name, int(bar.sum()), int((bar & (together == 1)).sum()), rules[rule].always)
        for rule, bar in of.bars.items()
    )

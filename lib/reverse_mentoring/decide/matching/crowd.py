"""Very many people, looked at in blocks: never more pairs in memory than one block has."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from reverse_mentoring.decide.gaps.gaps import needs, strengths
from reverse_mentoring.decide.matching import eligibility
from reverse_mentoring.decide.matching.board import Board
from reverse_mentoring.decide.matching.eligibility import Candidates, Matrix
from reverse_mentoring.decide.matching.fit import FULL, fit
from reverse_mentoring.decide.matching.matching import pins_that_hold
from reverse_mentoring.decide.matching.task import Whole
from reverse_mentoring.words.choices import IdPair, MatchingChoices
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.settings import NeedSettings

BLOCK = 8_000_000
"""Pairs looked at in one go."""
WITHIN_REACH = ("consent", "levels_apart", "language", "overlap")
"""Rules by which the mentors of a block are narrowed down first: few answers, so they cost next to nothing."""
ALIKE = ("level", "time_zone", "availability", "languages")
"""What those rules look at."""


@dataclass(frozen=True)
class Block:
    """Some mentees with all mentors within their reach, both as places in the crowd; worth: mentors × mentees, points
    and what keeping a proposal is worth; −1 where a rule forbids the pair."""

    mentors: Whole
    mentees: Whole
    worth: Whole


@dataclass(frozen=True)
class Crowd:
    """Mentors and mentees who still have a place beside the pins; places of each mentor, and whether the first
    partner is among them."""

    cohort: Cohort
    choices: MatchingChoices
    need: NeedSettings
    wanted: pd.DataFrame
    taught: pd.DataFrame
    pins: tuple[IdPair, ...]
    mentors: tuple[str, ...]
    mentees: tuple[str, ...]
    places: Whole
    first: Matrix

    @property
    def _most(self) -> int:
        return max(min(int(self.places.sum()), len(self.mentees)), 1)

    @property
    def worth_of_keeping(self) -> int:
        """As of task: one proposal kept is worth more than all points together."""
        return FULL * self._most + 1 if self.choices.proposed or self.choices.mentee_agrees else 0

    @property
    def worth_of_serving(self) -> int:
        """As of task: one person more served is worth more than all points and proposals together."""
        return (FULL + self.worth_of_keeping) * self._most + 1

    @cached_property
    def _known(self) -> Candidates:
        """Everybody; only what is known of persons is looked up, nothing of pairs."""
        return Candidates(self.cohort, self.mentors, self.mentees, self.choices)

    def blocks(self) -> Iterator[Block]:
        """Every pair once, except those that a rule within reach forbids; alike mentees together."""
        known = self._known.columns
        kinds = list(zip(*(known[column].tolist() for column in ALIKE), strict=True))
        alike = np.array(sorted(range(len(kinds)), key=kinds.__getitem__), dtype=np.int64)
        step = max(BLOCK // max(len(self.mentors), 1), 1)
        for start in range(0, len(alike), step):
            yield self._block(alike[start : start + step])

    def _block(self, mentees: Whole) -> Block:
        everybody = self._only(np.arange(len(self.mentors)), mentees)
        rules = {rule.rule_id: rule for rule in eligibility.RULES if rule.rule_id in WITHIN_REACH}
        far = [rule.bars(everybody) for rule in rules.values() if rule.always or rule.rule_id not in self._allowed]
        mentors = np.flatnonzero(~np.logical_or.reduce(far).all(axis=1))
        near = self._only(mentors, mentees)
        fits = fit(near, self.wanted, self.taught, need=self.need)
        barred = np.logical_or.reduce([*eligibility.bars(near).values(), ~fits.teaches])
        kept = near.pairs((*self.choices.proposed, *self.choices.mentee_agrees))
        return Block(mentors, mentees, np.where(barred, -1, fits.fit + self.worth_of_keeping * kept))

    @property
    def _allowed(self) -> dict[str, str]:
        return self.choices.allowed

    def _only(self, mentors: Whole, mentees: Whole) -> Candidates:
        ids = [tuple(np.array(side, dtype=object)[places]) for side, places in
               ((self.mentors, mentors), (self.mentees, mentees))]  # fmt: skip
        found = Candidates(self.cohort, ids[0], ids[1], self.choices)
        rows, columns = ({name: known[places] for name, known in side.items()} for side, places in
                         ((self._known.rows, mentors), (self._known.columns, mentees)))  # fmt: skip
        vars(found).update(rows=rows, columns=columns, lines=self._known.lines)
        return found


def crowd(
    cohort: Cohort, choices: MatchingChoices, need: NeedSettings | None = None, *, topics: tuple[str, ...] = ()
) -> Crowd:
    """The people of a cohort for whom pairs are to be found; arguments as of board.board.

    Ordered by name, so that the order of rows does not change the pairs.
    """
    need = need or cohort.settings.need
    empty = Crowd(cohort, choices, need, needs(cohort, need, topics=topics), strengths(cohort, need), (), (), (),
                  np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.bool_))  # fmt: skip
    everybody, pinned = _pinned(empty, topics)
    left = dict(everybody.capacity)
    for pin in pinned:
        for person in pin:
            left[person] -= 1
    by_name = sorted(left, key=everybody.keys.__getitem__)
    role = dict(zip(cohort.participants["person_id"], cohort.participants["role"], strict=True))
    mentors, mentees = (tuple(p for p in by_name if role[p] == r and left[p] > 0) for r in ("mentor", "mentee"))
    if not mentees:
        mentors = ()
    partnered = {mentor for mentor, _ in pinned}
    places = np.array([min(left[mentor], len(mentees)) for mentor in mentors], dtype=np.int64)
    first = np.array([mentor not in partnered for mentor in mentors], dtype=np.bool_)
    return replace(empty, pins=pinned, mentors=mentors, mentees=mentees, places=places, first=first)


def _pinned(of: Crowd, topics: tuple[str, ...]) -> tuple[Board, tuple[IdPair, ...]]:
    """A board of those in pins only (it knows everybody's capacity and name too), and the pins that hold."""
    said = dict.fromkeys((*of.choices.accepted, *of.choices.pins))
    role = dict(zip(of.cohort.participants["person_id"], of.cohort.participants["role"], strict=True))
    sides = [tuple(dict.fromkeys(pin[k] for pin in said if role.get(pin[k]) == r)) for k, r in
             enumerate(("mentor", "mentee"))]  # fmt: skip
    few = Candidates(of.cohort, sides[0], sides[1], of.choices)
    fits = fit(few, of.wanted, of.taught, need=of.need)
    bars = eligibility.bars(few) | {eligibility.NO_TOPIC.rule_id: ~fits.teaches}
    board = Board(of.cohort, of.choices, of.wanted, of.taught, few, bars, fits, of.need, topics)
    return board, pins_that_hold(board)

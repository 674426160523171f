"""The smallest changes that would serve somebody without a partner, found exactly.

A person can be served without anybody losing a partner if and only if an alternating path leads from this person to a
place that nobody has: this one takes another's place, that one the next, until somebody takes the free place (Berge
1957). Who can be served, and how many at a time, is the same for every objective, as each serves as many people as
possible first; mentees and mentors can be counted apart (Mendelsohn & Dulmage 1958).
Limits on departments and minima for topics are left aside here; see held_back.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from reverse_mentoring.decide.matching.board import Board, part, under
from reverse_mentoring.decide.matching.eligibility import RULES, Matrix
from reverse_mentoring.decide.matching.matching import Solution, pins_that_hold
from reverse_mentoring.decide.matching.task import Whole
from reverse_mentoring.words.choices import IdPair


@dataclass(frozen=True)
class Remedy:
    """One change. place: one place more with the mentor `what`, who may be paired with this person; rule: the soft rule
    `what` is allowed; newcomer: one more partner for the topic `what`, against whom no rule stands.

    serves: so many more people of this role would have a partner; waiting: so many who wait could be among them, this
    person is one. Equal numbers mean: this person certainly is; otherwise if that pair (rule: some pair) is pinned.
    fit: of the best pair that would be open to this person, in hundredths of a point; 0 if nobody knows.
    """

    kind: Literal["place", "rule", "newcomer"]
    what: str
    serves: int
    waiting: int
    fit: int


Found = Iterator[tuple[str, Remedy]]


def remedies(of: Board, solved: Solution, waiting: Sequence[str]) -> dict[str, tuple[Remedy, ...]]:
    """person_id → every change that would do alone, smallest first: place, rules, newcomer.

    waiting: people of both roles without a partner who take part, answered, and take one; solved: not settled yet.
    """
    found: dict[str, list[Remedy]] = {person: [] for person in waiting}
    for side in _sides(of, solved, waiting):
        opened = sorted(_rules(side), key=lambda each: each[1].serves < each[1].waiting)
        for person, remedy in (*(_places(side) if side.role == "mentee" else ()), *opened, *_newcomers(side)):
            found[person].append(remedy)
    return {person: tuple(each) for person, each in found.items()}


def held_back(of: Board, solved: Solution, waiting: Sequence[str]) -> frozenset[str]:
    """Those who wait although there is a place for them: only a limit for a department or a minimum for a topic is in
    the way."""
    return frozenset(
        side.people[row]
        for side in _sides(of, solved, waiting)
        for row in side.waiting[_could_join(side.open(of.allowed), side.place_of)[side.waiting]]
    )


@dataclass(frozen=True)
class _Side:
    """People (rows) who look for a partner, and places with partners (columns). mentors, mentees: where the two stand
    on the board; place_of: the place that each has, or −1; waiting: rows of those who wait."""

    of: Board
    solved: Solution
    role: Literal["mentee", "mentor"]
    people: tuple[str, ...]
    mentors: Whole
    mentees: Whole
    place_of: Whole
    waiting: Whole

    def open(self, board: Matrix) -> Matrix:
        """A matrix mentors × mentees of the board as people × places."""
        here = part(board, self.mentors, self.mentees)
        return here.T if self.role == "mentee" else here

    @cached_property
    def lost(self) -> frozenset[IdPair]:
        """Pins that do not hold today, but might after a change."""
        return frozenset({*self.of.choices.accepted, *self.of.choices.pins} - {*self.solved.pins})

    @cached_property
    def fits(self) -> Whole:
        here = part(self.of.fit.fit, self.mentors, self.mentees)
        return here.T if self.role == "mentee" else here

    @cached_property
    def reached(self) -> Matrix:
        """Who could be moved to another place to make room for each of those who wait: waiting × people."""
        return _reached(self.open(self.of.allowed), self.place_of, self.waiting)

    @cached_property
    def topics(self) -> list[tuple[str, ...]]:
        """What each person wants or teaches, the most important first; nothing of those who do not take part."""
        if self.role == "mentee":
            named = {p: tuple(need.topic_id for need in needs) for p, needs in self.of.wanted.items()}
        else:
            named = {p: tuple(taught) for p, taught in self.of.taught.items()}
        return [() if p in self.of.unwilling else named.get(p, ()) for p in self.people]


def _sides(of: Board, solved: Solution, waiting: Sequence[str]) -> tuple[_Side, _Side]:
    """Mentees and all open places; mentors, by their first place, and all open mentees. Without an open mentee no
    place is counted as open: then the mentors who wait stand there all the same."""
    task, column_of = solved.task, solved.answer.column_of
    mentor_at, mentee_at = ({person: k for k, person in enumerate(side)} for side in (of.mentors, of.mentees))
    columns = np.array([mentor_at[one] for one in task.mentors], dtype=np.int64)
    rows = np.array([mentee_at[one] for one in task.mentees], dtype=np.int64)
    row_of = np.full(len(columns), -1, dtype=np.int64)
    row_of[column_of[column_of >= 0]] = np.flatnonzero(column_of >= 0)
    first = np.flatnonzero(task.first)
    idle = [one for one in waiting if one in mentor_at] if not task.mentees else []
    mentors = (*(task.mentors[j] for j in first), *idle)
    seats = np.array([mentor_at[one] for one in mentors], dtype=np.int64)
    partners = np.concatenate([row_of[first], np.full(len(idle), -1, dtype=np.int64)])
    return (
        _Side(of, solved, "mentee", task.mentees, columns, rows, column_of, _among(task.mentees, waiting)),
        _Side(of, solved, "mentor", mentors, seats, rows, partners, _among(mentors, waiting)),
    )


def _among(people: Sequence[str], some: Sequence[str]) -> Whole:
    wanted = set(some)
    return np.array([k for k, person in enumerate(people) if person in wanted], dtype=np.int64)


def _places(side: _Side) -> Found:
    """One place more with the mentor of the best fit: all others can stay, so the total afterwards is the best too."""
    of = side.of
    allowed = of.allowed[:, side.mentees]
    could = side.reached.astype(np.float32) @ allowed.T.astype(np.float32) > 0
    count = could.sum(axis=0)
    able = [i for i, mentor in enumerate(of.mentors) if _may_double(side, mentor)]
    for row in side.waiting:
        fit = of.fit.fit[:, side.mentees[row]]
        mine = [i for i in able if allowed[i, row]]
        if mine:
            i = min(mine, key=lambda i: (-fit[i], of.keys[of.mentors[i]]))
            yield side.people[row], Remedy("place", of.mentors[i], 1, int(count[i]), int(fit[i]))


def _may_double(side: _Side, mentor: str) -> bool:
    """Whether a mentor takes part, and one place more leaves the pins as they are."""
    of = side.of
    if of.capacity[mentor] < 1 or all(pin[0] != mentor for pin in side.lost):
        return of.capacity[mentor] > 0
    more = of.choices.capacity | {mentor: of.capacity[mentor] + 1}
    return pins_that_hold(under(of, of.choices.model_copy(update={"capacity": more}))) == side.solved.pins


def _rules(side: _Side) -> Found:
    """The rules that do not always hold, each by itself."""
    for rule in RULES:
        if rule.always or rule.rule_id not in side.of.bars or not side.waiting.size:
            continue
        open_ = side.open(side.of.allowed_without(rule.rule_id))
        joining = side.waiting[_could_join(open_, side.place_of)[side.waiting]]
        if joining.size and _pins_stay(side, rule.rule_id):
            serves = _most_served(open_) - int((side.place_of >= 0).sum())
            for row in joining:
                fit = int(side.fits[row].max(where=open_[row], initial=0))
                yield side.people[row], Remedy("rule", rule.rule_id, serves, len(joining), fit)


def _pins_stay(side: _Side, rule: str) -> bool:
    """Whether the same pins would hold without the rule."""
    if not side.lost:
        return True
    others = {name: bar for name, bar in side.of.bars.items() if name != rule}
    return pins_that_hold(replace(side.of, bars=others)) == side.solved.pins


def _newcomers(side: _Side) -> Found:
    """One partner more for the topic that matters most to each."""
    wanting = {row: side.topics[row][0] for row in side.waiting.tolist() if side.topics[row]}
    count = {}
    for topic in dict.fromkeys(wanting.values()):
        named = [row for row, topics in enumerate(side.topics) if topic in topics]
        count[topic] = int(side.reached[:, named].any(axis=1).sum())
    for row, topic in wanting.items():
        yield side.people[row], Remedy("newcomer", topic, 1, count[topic], 0)


def _could_join(open_: Matrix, place_of: Whole) -> Matrix:
    """Who could take a place that nobody has, or make room for themselves by moving others: one truth a row."""
    could = np.zeros(len(open_), dtype=np.bool_)
    leads = np.ones(open_.shape[1], dtype=np.bool_)
    leads[place_of[place_of >= 0]] = False
    while leads.any():
        new = open_[:, leads].any(axis=1) & ~could
        could |= new
        leads = np.zeros_like(leads)
        leads[place_of[new & (place_of >= 0)]] = True
    return could


def _reached(open_: Matrix, place_of: Whole, starts: Whole) -> Matrix:
    """Whom an alternating path from each start reaches, itself among them: starts × rows."""
    reached = np.zeros((len(starts), len(open_)), dtype=np.bool_)
    reached[np.arange(len(starts)), starts] = True
    taken, links = np.flatnonzero(place_of >= 0), open_.astype(np.float32)
    new = reached
    while new.any():
        places = new.astype(np.float32) @ links > 0
        new = np.zeros_like(reached)
        new[:, taken] = places[:, place_of[taken]]
        new &= ~reached
        reached = reached | new
    return reached


def _most_served(open_: Matrix) -> int:
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import maximum_bipartite_matching

    return int((maximum_bipartite_matching(csr_matrix(open_), perm_type="column") >= 0).sum())

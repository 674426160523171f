"""Minima for topics and limits for departments: the best pairs that keep them.

First as many people as possible are served, then as many proposals as possible stay, then (unless only the total
counts) the lowest pair is as high as possible, then the total as large as possible: one question after the other,
each with a bound that proves it (see side_constraints). Where the pairs keep everything anyway they stay as
they are. Of equally good pairs those are taken that task.preference prefers; rows and columns are put in the order of
task.keys before anything is solved, so that the order of tables does not matter even if time runs out.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from reverse_mentoring.decide.matching import objectives
from reverse_mentoring.decide.matching.board import Board
from reverse_mentoring.decide.matching.eligibility import Matrix
from reverse_mentoring.decide.matching.fit import FULL
from reverse_mentoring.decide.matching.side_constraints import (
    Best,
    Ceiling,
    Programme,
    Term,
    among_equals,
    maximum,
    prices,
)
from reverse_mentoring.decide.matching.task import Answer, Task, Whole
from reverse_mentoring.words.choices import IdPair, Objective

Kind = Literal["cover", "cap"]
Asked = Literal["served", "kept", "total"]
Reached = tuple[int, ...]
"""People served, then proposals kept; shorter where the later is not known yet."""


@dataclass(frozen=True)
class Quota:
    """cover: at least `limit` of the pairs still to be found can work on a topic; cap: at most so many involve a
    department. asked: as the facilitator said it, with pinned and accepted pairs; pairs: rows × columns of the task
    that count; label: the topic or department in quotation marks."""

    kind: Kind
    name: str
    asked: int
    limit: int
    pairs: Matrix
    label: str

    @property
    def term(self) -> Term:
        sign = 1 if self.kind == "cover" else -1
        return Term(self.kind, self.name, sign * self.pairs.astype(np.int64), sign * self.limit)

    def kept_by(self, column_of: Whole) -> bool:
        """Whether so many, or so few, of these pairs count."""
        rows = np.flatnonzero(column_of >= 0)
        count = int(self.pairs[rows, column_of[rows]].sum())
        return count >= self.limit if self.kind == "cover" else count <= self.limit


@dataclass(frozen=True)
class Certificate:
    """What proves one of the questions: no pairs with so many points that keep the terms reach more than the ceiling
    (people, proposals, hundredths of a point); these reach `reached`. Below 0 the gap proves that pairs with so many
    points cannot do it at all."""

    question: Asked
    at_least: int
    terms: tuple[Term, ...]
    ceiling: Ceiling
    reached: int

    @property
    def gap(self) -> int:
        """How much better the best could be at most, as far as the prices prove."""
        return self.ceiling.bound - self.reached


@dataclass(frozen=True)
class QuotaAnswer(Answer):
    """Pairs that keep the quotas; certificates take the place of bounds. at_least: no pair but those proposed already
    has fewer points; exact: whether nothing better was left untried."""

    quotas: tuple[Quota, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    at_least: int = 0
    exact: bool = False


def quotas_of(of: Board, task: Task, pins: Sequence[IdPair]) -> tuple[Quota, ...]:
    """What was asked for that can bind, topics first, by name; pinned and accepted pairs count and are taken off."""
    topics = [_cover(of, task, pins, topic) for topic in sorted(of.choices.coverage)]
    departments = [_cap(of, task, pins, department) for department in sorted(of.choices.department_caps)]
    binding = [quota for quota in departments if quota.limit < min(quota.pairs.any(axis=a).sum() for a in (0, 1))
               or quota.limit < 0]  # fmt: skip
    return (*(quota for quota in topics if quota.limit > 0), *binding)


def _cover(of: Board, task: Task, pins: Sequence[IdPair], topic: str) -> Quota:
    wants = {person for person, needs in of.wanted.items() if any(need.topic_id == topic for need in needs)}
    teaches = {person for person, topics in of.taught.items() if topic in topics}
    pairs = _of(task.mentees, wants)[:, None] & _of(task.mentors, teaches)[None, :] & task.allowed
    already = sum(mentor in teaches and mentee in wants for mentor, mentee in pins)
    asked = of.choices.coverage[topic]
    return Quota("cover", topic, asked, asked - already, pairs, of.topic(topic))


def _cap(of: Board, task: Task, pins: Sequence[IdPair], department: str) -> Quota:
    sides = (of.mentors, of.candidates.rows), (of.mentees, of.candidates.columns)
    there = {person for ids, known in sides for person in np.array(ids)[known["department"] == department].tolist()}
    pairs = (_of(task.mentees, there)[:, None] | _of(task.mentors, there)[None, :]) & task.allowed
    already = sum(bool(there & {*pin}) for pin in pins)
    asked = of.choices.department_caps[department]
    return Quota("cap", department, asked, asked - already, pairs, f"“{department}”")


def _of(people: Sequence[str], group: set[str]) -> Matrix:
    return np.array([person in group for person in people], dtype=np.bool_)


def answer(
    task: Task, quotas: Sequence[Quota], objective: Objective, *, plain: Answer | None = None, seconds: float = 10.0
) -> Answer | None:
    """The best pairs that keep the quotas; None if none were found. worst_first and choice: as floor, unless their
    own pairs keep the quotas anyway. plain: the answer without quotas, if known. seconds: most for one integer
    programme."""
    plain = plain or objectives.answer(task, objective)
    if all(quota.kept_by(plain.column_of) for quota in quotas):
        return plain
    rows, columns = _in_order(task)
    ordered = [replace(quota, pairs=quota.pairs[np.ix_(rows, columns)]) for quota in quotas]
    search = _Search(_arranged(task, rows, columns), tuple(quota.term for quota in ordered), seconds)
    found = search.best(raise_floor=objective != "total")
    return _put_back(found, (rows, columns), tuple(quotas)) if found else None


def people_served(task: Task) -> Whole:
    """How many people each pair serves: its mentee, and its mentor if it is the first place; rows × columns."""
    return np.where(task.allowed, 1 + task.first[None, :].astype(np.int64), 0)


def _in_order(task: Task) -> tuple[Whole, Whole]:
    rows = sorted(range(len(task.mentees)), key=lambda i: (task.keys[0][i], task.mentees[i]))
    columns = sorted(range(len(task.mentors)), key=lambda j: (task.keys[1][j], task.mentors[j], not task.first[j]))
    return np.array(rows, dtype=np.int64), np.array(columns, dtype=np.int64)


def _arranged(task: Task, rows: Whole, columns: Whole) -> Task:
    grid = np.ix_(rows, columns)
    return replace(
        task,
        mentees=tuple(task.mentees[i] for i in rows),
        mentors=tuple(task.mentors[j] for j in columns),
        first=task.first[columns],
        allowed=task.allowed[grid],
        kept=task.kept[grid],
        points=task.points[grid],
        keys=(tuple(task.keys[0][i] for i in rows), tuple(task.keys[1][j] for j in columns)),
        views=None,
    )


def _put_back(found: QuotaAnswer, order: tuple[Whole, Whole], quotas: tuple[Quota, ...]) -> QuotaAnswer:
    """The answer in the order of the task as it was given."""
    rows, columns = order
    column_of = np.full(len(rows), -1, dtype=np.int64)
    column_of[rows] = np.where(found.column_of >= 0, columns[found.column_of], -1)
    back = tuple(_certificate_back(each, order) for each in found.certificates)
    return replace(found, column_of=column_of, certificates=back, quotas=quotas)


def _certificate_back(one: Certificate, order: tuple[Whole, Whole]) -> Certificate:
    rows, columns = (np.argsort(side) for side in order)
    ceiling = replace(
        one.ceiling, row_prices=one.ceiling.row_prices[rows], column_prices=one.ceiling.column_prices[columns]
    )
    terms = tuple(replace(term, counts=term.counts[np.ix_(rows, columns)]) for term in one.terms)
    return replace(one, ceiling=ceiling, terms=terms)


@dataclass(frozen=True)
class _Search:
    """The questions one after the other, for one task whose rows and columns are in order. known: ceilings so far."""

    task: Task
    quotas: tuple[Term, ...]
    seconds: float
    known: dict[tuple[Asked, int, Reached], Ceiling] = field(default_factory=dict)

    def best(self, *, raise_floor: bool) -> QuotaAnswer | None:
        """First with as many people and proposals as the prices allow; if no pairs reach them, with as many as the
        integer programme finds."""
        hoped = self._hoped()
        found = self._under(hoped, raise_floor=raise_floor) if hoped else None
        if found or not hoped:
            return found
        reached, exact = self._reached()
        found = self._under(reached, raise_floor=raise_floor) if reached else None
        return found and replace(found, exact=found.exact and exact)

    def _hoped(self) -> Reached:
        """(people, proposals) that no pairs within the quotas exceed; () if the prices rule out every set of pairs."""
        people = self._ceiling("served", 0, ()).bound
        if people < 0 or not self.task.kept.any():
            return (people, 0) if people >= 0 else ()
        return people, max(self._ceiling("kept", 0, (people,)).bound, 0)

    def _reached(self) -> tuple[Reached, bool]:
        people = maximum(self._programme("served", 0, ()))
        if people.best is None or not self.task.kept.any():
            return (people.best.value, 0) if people.best else (), people.exact
        kept = maximum(self._programme("kept", 0, (people.best.value,)))
        return (people.best.value, kept.best.value if kept.best else 0), people.exact and kept.exact

    def _under(self, reached: Reached, *, raise_floor: bool) -> QuotaAnswer | None:
        """The best pairs that serve so many and keep so many proposals; None if none were found."""
        levels = self._levels(reached) if raise_floor else [0]
        low, high = -1, len(levels)
        found, exact, middle = None, True, high - 1
        while high - low > 1:
            tried = maximum(self._programme("total", levels[middle], reached))
            if tried.best:
                low, found = middle, tried
            else:
                high, exact = middle, exact and tried.exact
            middle = (low + high) // 2 if low >= 0 else 0
        if found is None or found.best is None:
            return None
        known = [*self._proven(reached), *(self._no_higher(levels[low], reached) if raise_floor else ())]
        return self._answer(found.best, levels[low], known, reached=reached, exact=exact and found.exact)

    def _levels(self, reached: Reached) -> list[int]:
        """0, then the points that the lowest pair can have as far as the prices allow."""
        task = self.task
        points = np.unique(task.points[task.allowed])
        levels = [0, *(int(level) for level in points if level > 0)]
        above = bisect_right(levels, 0, lo=1, key=lambda level: self._out_of_reach(level, reached))
        if self._hopeless(levels[above - 1], reached):
            above = bisect_right(levels, 0, lo=1, hi=above - 1, key=lambda level: self._hopeless(level, reached))
        return levels[:above]

    def _out_of_reach(self, level: int, reached: Reached) -> bool:
        """Whether pairs with so many points cannot serve so many people even if the quotas are left aside."""
        from scipy.optimize import linear_sum_assignment

        worth = self.task.worth(level)
        least = reached[0] * self.task.worth_of_serving + reached[1] * self.task.worth_of_keeping
        return bool(worth[linear_sum_assignment(worth, maximize=True)].sum() < least)

    def _hopeless(self, level: int, reached: Reached) -> bool:
        """The same with the quotas, as far as the prices say."""
        if self._ceiling("served", level, (), enough=reached[0]).bound < reached[0]:
            return True
        return reached[1] > 0 and self._ceiling("kept", level, reached[:1], enough=reached[1]).bound < reached[1]

    def _proven(self, reached: Reached) -> list[Certificate]:
        """That not more people can be served, nor more proposals stay."""
        people = self._certificate("served", 0, (), reached[0])
        return [people, self._certificate("kept", 0, reached[:1], reached[1])] if self.task.kept.any() else [people]

    def _no_higher(self, level: int, reached: Reached) -> list[Certificate]:
        """That the lowest pair cannot be higher; empty if the prices do not prove it."""
        above = self.task.points[self.task.allowed & (self.task.points > level)].min(initial=FULL + 1)
        asked = [self._certificate("served", int(above), (), reached[0])]
        asked += [self._certificate("kept", int(above), reached[:1], reached[1])] if reached[1] else []
        return [one for one in asked if one.gap < 0][:1]

    def _certificate(self, question: Asked, level: int, under: Reached, reached: int) -> Certificate:
        return Certificate(question, level, self._terms(under), self._ceiling(question, level, under), reached)

    def _answer(
        self, found: Best, level: int, known: list[Certificate], *, reached: Reached, exact: bool
    ) -> QuotaAnswer:
        chosen = among_equals(self._programme("total", level, reached), found, self.task.preference // 64)
        total = Certificate("total", level, self._terms(reached), chosen.ceiling, chosen.value)
        return QuotaAnswer(chosen.column_of, lambda: (), certificates=(*known, total), at_least=level, exact=exact)

    def _terms(self, reached: Reached) -> tuple[Term, ...]:
        """The quotas, and what must be reached beside them."""
        counts = (("served", people_served(self.task)), ("kept", self.task.kept.astype(np.int64)))
        return (*self.quotas, *(Term(kind, "", count, least) for (kind, count), least in
                                zip(counts, reached, strict=False) if least))  # fmt: skip

    def _ceiling(self, question: Asked, level: int, reached: Reached, *, enough: int | None = None) -> Ceiling:
        if (question, level, reached) not in self.known:
            programme = self._programme(question, level, reached)
            near = [known for (asked, *_, under), known in self.known.items() if (asked, under) == (question, reached)]
            start = near[-1].prices if near else ()
            self.known[question, level, reached] = programme.ceiling(
                prices(programme, enough=enough, start=start).prices
            )
        return self.known[question, level, reached]

    def _programme(self, question: Asked, level: int, reached: Reached) -> Programme:
        task = self.task
        gain = people_served(task) if question == "served" else 1 * task.kept if question == "kept" else task.points
        return Programme(gain.astype(np.int64), task.open(level), self._terms(reached), self.seconds)

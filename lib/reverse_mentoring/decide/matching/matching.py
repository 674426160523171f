"""The best pairs under the hard rules: most people served first, then what the facilitator wants most.

A person may have said how many partners they take: a mentor's first mentee counts as one more person served, so
mentees are spread before anybody doubles up. A mentee has one mentor at a time. Pairs that were decided or exist
already stay as they are; those that both accepted stay too, those that were only proposed as far as possible.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reverse_mentoring.decide.matching import eligibility
from reverse_mentoring.decide.matching.board import Board, part
from reverse_mentoring.decide.matching.objectives import answer
from reverse_mentoring.decide.matching.quota_conflicts import answered
from reverse_mentoring.decide.matching.stability import views
from reverse_mentoring.decide.matching.task import Answer, Task
from reverse_mentoring.words.choices import IdPair, MatchingChoices
from reverse_mentoring.words.cohort import Cohort

GOING_ON = ("suggested", "proposed", "mentee agrees", "accepted", "pinned", "final", "active")
LEFT_ALONE = ("ended", "withdrawn", "left")
"""States after which a person is free for another partner."""


@dataclass(frozen=True)
class Solution:
    """settled: pairs that were decided or exist already, with their state (then nobody else is paired); pins: pairs
    pinned or accepted that hold; proposed: where proposals stand; found: pairs found beside the pins, as the answer
    to the task; said: what the facilitator's minima and limits cost, or why they cannot be kept, as sentences."""

    settled: dict[IdPair, str] | None
    pins: tuple[IdPair, ...]
    proposals: dict[IdPair, str]
    found: tuple[IdPair, ...]
    task: Task
    answer: Answer
    said: tuple[str, ...] = ()

    @property
    def pairs(self) -> tuple[IdPair, ...]:
        """All pairs, also those that are over, by ids."""
        return tuple(sorted(self.settled if self.settled is not None else self.pins + self.found))

    def state(self, pair: IdPair) -> str:
        """final, active, completed … for a settled pair; pinned, accepted, proposed or suggested before that."""
        if self.settled is not None:
            return self.settled[pair]
        return self.proposals.get(pair, "pinned" if pair in self.pins else "suggested")

    @property
    def going_on(self) -> tuple[IdPair, ...]:
        """The pairs that are proposed, decided or under way."""
        return tuple(pair for pair in self.pairs if self.state(pair) in GOING_ON)


def settled_pairs(cohort: Cohort, choices: MatchingChoices) -> dict[IdPair, str] | None:
    """The pairs as decided by the facilitator and those that exist already, each with its state; None if still to be
    found. A decided pair stands as the table of pairs says, where that knows it (ended, say), else it is final. Pairs
    that only the table knows are there too: also the new pairs of the review."""
    if choices.final is None and cohort.pairs.empty:
        return None
    ids = zip(cohort.pairs["mentor_id"], cohort.pairs["mentee_id"], strict=True)
    known = dict(zip(ids, cohort.pairs["state"].replace("", "active"), strict=True))
    return dict.fromkeys(choices.final or (), "final") | known


def pins_that_hold(of: Board) -> tuple[IdPair, ...]:
    """The pinned and accepted pairs that no rule forbids, within both capacities (“nothing to teach” may be
    overruled)."""
    left = Counter(of.capacity)
    hold = []
    for pin in dict.fromkeys((*of.choices.accepted, *of.choices.pins)):
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
    task = task_of(of, pins, open_=settled is None)
    found, said = answered(of, task, pins) if settled is None else (answer(task, of.choices.objective), ())
    pairs = tuple((task.mentors[j], task.mentees[i]) for i, j in enumerate(found.column_of) if j >= 0)
    return Solution(settled, pins, proposals(of.choices), pairs, task, found, said)


def proposals(choices: MatchingChoices) -> dict[IdPair, str]:
    """Where each pair that was proposed to people stands: proposed, mentee agrees, accepted."""
    said = dict.fromkeys(choices.proposed, "proposed") | dict.fromkeys(choices.mentee_agrees, "mentee agrees")
    return said | dict.fromkeys(choices.accepted, "accepted")


def task_of(of: Board, pins: Sequence[IdPair] = (), *, open_: bool = True) -> Task:
    """Mentees and places still free beside the pins, and what is known of each pair of them."""
    taken = Counter(person for pin in pins for person in pin)
    left = {person: most - taken.get(person, 0) for person, most in of.capacity.items()}
    mentees = [j for j, mentee in enumerate(of.mentees) if open_ and left[mentee] > 0]
    places = [(i, taken.get(mentor, 0) + k) for i, mentor in enumerate(of.mentors)
              for k in range(min(left[mentor], len(mentees)))]  # fmt: skip
    rows, columns = [of.mentees[j] for j in mentees], [of.mentors[i] for i, _ in places]
    at = np.array([i for i, _ in places], dtype=np.int64), np.array(mentees, dtype=np.int64)
    return Task(
        mentees=tuple(rows),
        mentors=tuple(columns),
        first=np.array([place == 0 for _, place in places], dtype=np.bool_),
        allowed=np.ascontiguousarray(part(of.allowed, *at).T),
        kept=np.ascontiguousarray(part(of.candidates.pairs(tuple(proposals(of.choices))), *at).T),
        points=np.ascontiguousarray(part(of.fit.fit, *at).T),
        keys=(tuple(of.keys[person] for person in rows), tuple(of.keys[person] for person in columns)),
        views=views(of, rows, columns) if of.choices.objective == "choice" else None,
    )

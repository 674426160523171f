"""The proof that comes with the pairs; decide.checker reads it and shares no code with the engine.

proof.json holds the question as it was solved (the points of each allowed pair and what serving people counts), the
answer, and certificates: a price for every person. Weak duality: if every allowed pair costs its two prices at least
what it is worth, no set of pairs can be worth more than all prices together; the answer is worth exactly that, so
there is none better. Ids only: no names.
"""

from typing import Any

from reverse_mentoring.decide.board import Board
from reverse_mentoring.decide.matching import Solution
from reverse_mentoring.decide.task import Bound

Proof = dict[str, Any]


def proof(of: Board, solved: Solution) -> Proof:
    """Everything that a doubter needs, as plain JSON.

    pairs: [mentor_id, mentee_id]; pins: those fixed before; capacity: places by person; mentees: the open ones;
    places: mentor_id of each open place; first: whether it would be the mentor's first; points: mentee → mentor →
    hundredths, for allowed pairs; kept: proposed pairs; worth_of_serving one person, worth_of_keeping a proposal;
    bounds: see decide.task.Bound, prices in the order of mentees and places.
    """
    task = solved.task
    return {
        "pairs": [list(pair) for pair in solved.going_on],
        "decided": solved.settled is not None,
        "objective": of.choices.objective,
        "pins": [list(pin) for pin in solved.pins],
        "capacity": of.capacity,
        "allowed_by_hand": dict(of.choices.allowed),
        "mentees": list(task.mentees),
        "places": list(task.mentors),
        "first": [bool(first) for first in task.first],
        "points": {
            mentee: {task.mentors[j]: int(task.points[i, j]) for j in task.allowed[i].nonzero()[0]}
            for i, mentee in enumerate(task.mentees)
        },
        "kept": sorted({(task.mentors[j], task.mentees[i]) for i, j in zip(*task.kept.nonzero(), strict=True)}),
        "worth_of_serving": task.worth_of_serving,
        "worth_of_keeping": task.worth_of_keeping,
        "bounds": [_bound(bound) for bound in solved.answer.bounds],
    }


def _bound(bound: Bound) -> Proof:
    return {
        "question": bound.question,
        "at_least": bound.at_least,
        "mentee_prices": [int(price) for price in bound.row_prices],
        "place_prices": [int(price) for price in bound.column_prices],
        "total": bound.total,
    }

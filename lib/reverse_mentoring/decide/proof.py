"""The proof that comes with the pairs; decide.checker reads it and shares no code with the engine.

proof.json holds the question as it was solved (what each allowed pair is worth), the answer, and a price for every
person. Weak duality: if every allowed pair costs its two prices at least what it is worth, no set of pairs can be
worth more than all prices together; the answer is worth exactly that, so there is none better. Ids only: no names.
"""

from typing import Any

from reverse_mentoring.decide.matching import Board, Solution

Proof = dict[str, Any]


def proof(of: Board, solved: Solution) -> Proof:
    """Everything that a doubter needs, as plain JSON.

    pairs: [mentor_id, mentee_id]; capacity: places by person; places: mentor_id of each open place; worth: per
    open mentee {place: whole number}; prices of open mentees and places; total = sum of all prices.
    """
    rows = range(len(solved.mentee_rows))
    return {
        "pairs": [list(pair) for pair in solved.going_on],
        "decided": solved.settled is not None,
        "pins": [list(pin) for pin in solved.pins],
        "capacity": of.capacity,
        "allowed_by_hand": dict(of.choices.allowed),
        "places": list(solved.slots),
        "worth": {
            solved.mentee_rows[i]: {str(j): int(w) for j, w in enumerate(solved.worth[i]) if w > 0} for i in rows
        },
        "mentee_prices": {solved.mentee_rows[i]: int(solved.assignment.row_prices[i]) for i in rows},
        "place_prices": [int(price) for price in solved.assignment.column_prices],
        "total": solved.assignment.total,
    }

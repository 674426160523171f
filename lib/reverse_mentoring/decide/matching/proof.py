"""The proof that comes with the pairs; checker reads it and shares no code with the engine.

proof.json holds the question as it was solved (the points of each allowed pair and what serving people counts), the
answer, and certificates: a price for every person. Weak duality: if every allowed pair costs its two prices at least
what it is worth, no set of pairs can be worth more than all prices together; the answer is worth exactly that, so
there is none better. Fingerprints say to which people, settings and decisions it belongs. Ids only: no names.
"""

import hashlib
import json
from typing import Any

import numpy as np

from reverse_mentoring.decide.matching.board import Board
from reverse_mentoring.decide.matching.matching import Solution
from reverse_mentoring.decide.matching.quotas import Certificate, QuotaAnswer, quotas_of
from reverse_mentoring.decide.matching.task import Bound, Task, Whole

Proof = dict[str, Any]
ASIDE = {"notes", "draft", "final"}
"""Choices that change no pair."""


def proof(of: Board, solved: Solution) -> Proof:
    """Everything that a doubter needs, as plain JSON.

    pairs: [mentor_id, mentee_id]; pins: those fixed before; capacity: places by person; mentees: the open ones;
    places: mentor_id of each open place; first: whether it would be the mentor's first; points: mentee → mentor →
    hundredths, for allowed pairs (where choice is respected, what was solved for); kept: proposed pairs;
    worth_of_serving one person, worth_of_keeping a proposal; bounds: see task.Bound, prices in the order of
    mentees and places. need, topics: what counts as a need, and what the programme is about. hashes: see
    fingerprints; as_of: the day as of which people take part.
    """
    task = solved.task
    points = task.points if solved.answer.points is None else solved.answer.points
    return {
        "cohort": of.cohort.name,
        "as_of": of.cohort.as_of.isoformat(),
        "hashes": fingerprints(of),
        "need": of.need.model_dump(),
        "topics": list(of.topics),
        "pairs": [list(pair) for pair in solved.going_on],
        "decided": solved.settled is not None,
        "objective": of.choices.objective,
        "pins": [list(pin) for pin in solved.pins],
        "capacity": of.capacity,
        "allowed_by_hand": dict(of.choices.allowed),
        "mentees": list(task.mentees),
        "places": list(task.mentors),
        "first": [bool(first) for first in task.first],
        "points": _on_offer(task, points),
        "kept": sorted({(task.mentors[j], task.mentees[i]) for i, j in zip(*task.kept.nonzero(), strict=True)}),
        "worth_of_serving": task.worth_of_serving,
        "worth_of_keeping": task.worth_of_keeping,
        "bounds": [_bound(bound) for bound in solved.answer.bounds],
        "quotas": _quotas(of, solved),
    }


def _on_offer(task: Task, points: Whole) -> dict[str, dict[str, int]]:
    """mentee → mentor → points of the allowed pairs."""
    mentors = np.array(task.mentors, dtype=object)
    rows = zip(task.mentees, task.allowed, points, strict=True)
    return {mentee: dict(zip(mentors[there].tolist(), row[there].tolist(), strict=True)) for mentee, there, row in rows}


def fingerprints(of: Board) -> dict[str, str]:
    """SHA-256, as hex, of the inputs (see Cohort.fingerprint), the settings and the choices that the pairs follow from.

    settings: need, rules, level_order and the cohort's topics; choices: what differs from the defaults, without notes,
    draft and final, with need and topics as in the proof. Each as JSON: keys sorted, ASCII, no spaces, whole numbers
    without a point.
    """
    settings = of.cohort.settings
    rules = {key: int(value) if value in range(100) else value for key, value in settings.rules.model_dump().items()}
    said = of.choices.model_dump(mode="json", exclude=ASIDE, exclude_defaults=True)
    return {
        "inputs": of.cohort.fingerprint,
        "settings": _hash({
            "need": settings.need.model_dump(), "rules": rules,
            "level_order": settings.level_order, "topics": settings.cohort(of.cohort.name).topics,
        }),
        "choices": _hash({**said, "need": of.need.model_dump(), "topics": of.topics}),
    }  # fmt: skip


def _hash(said: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode("ascii")).hexdigest()


def _quotas(of: Board, solved: Solution) -> Proof:
    """Minima and limits as asked for; kept: whether all pairs keep them; certificates: where they changed the pairs,
    what takes the place of the bounds (see quotas.Certificate; prices in thousandths)."""
    quotas = quotas_of(of, solved.task, solved.pins) if solved.settled is None else ()
    certificates = solved.answer.certificates if isinstance(solved.answer, QuotaAnswer) else ()
    return {
        "topics": dict(of.choices.coverage),
        "departments": dict(of.choices.department_caps),
        "kept": all(quota.kept_by(solved.answer.column_of) for quota in quotas),
        "certificates": [_certificate(one) for one in certificates],
    }


def _certificate(one: Certificate) -> Proof:
    ceiling = one.ceiling
    terms = [
        {"kind": term.kind, "name": term.name, "at_least": term.at_least, "price": price}
        for term, price in zip(one.terms, ceiling.prices, strict=True)
    ]
    return {
        "question": one.question,
        "at_least": one.at_least,
        "reached": one.reached,
        "terms": terms,
        "mentee_prices": [int(price) for price in ceiling.row_prices],
        "place_prices": [int(price) for price in ceiling.column_prices],
        "total": ceiling.total,
    }


def _bound(bound: Bound) -> Proof:
    return {
        "question": bound.question,
        "at_least": bound.at_least,
        "mentee_prices": [int(price) for price in bound.row_prices],
        "place_prices": [int(price) for price in bound.column_prices],
        "total": bound.total,
        "slots": [list(slot) for slot in bound.slots],
    }

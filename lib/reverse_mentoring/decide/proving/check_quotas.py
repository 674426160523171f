"""Do the pairs of a proof keep the minima and limits, and how good could others be? In plain loops, from proof.json and
the cohort's tables, by code that shares nothing with the engine.

A certificate prices people, places, minima and limits in thousandths. If no offered pair is worth more than its two
prices less what it brings for minima (and with what it takes of limits), then no pairs that keep them all are worth
more than all prices together less what the minima must bring: Lagrange's bound, added up here again.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reverse_mentoring.decide.proving.check_bounds import bounds_hold
from reverse_mentoring.words.choices import MatchingChoices
from reverse_mentoring.words.cohort import Cohort

Proof = dict[str, Any]
NOTHING: Proof = {"topics": {}, "departments": {}, "kept": True, "certificates": []}
SCALE = 1000
ORDER = {"served": 0, "kept": 1, "total": 2}


def quotas_hold(proof: Proof, cohort: Cohort, choices: MatchingChoices) -> list[str]:
    """What is wrong with the pairs and their optimality where minima and limits may have been asked for, as sentences;
    nothing is claimed of decided pairs. Where they did not change the pairs, check_bounds has the last word."""
    if proof["decided"]:
        return []
    asked = proof.get("quotas", NOTHING)
    if (asked["topics"], asked["departments"]) != (choices.coverage, choices.department_caps):
        return ["The proof belongs to other minima and limits."]
    if not (asked["topics"] or asked["departments"] or asked["certificates"]):
        return bounds_hold(proof)
    look = _Look(proof, cohort)
    broken = look.broken() if asked["kept"] else []
    if not asked["certificates"]:
        return [*broken, *bounds_hold(proof)]
    proven = look.ours is not None and look.in_order() and all(look.holds(one) for one in asked["certificates"])
    return broken if proven else [*broken, "The prices do not prove what is said of the best pairs."]


def quota_claim(proof: Proof) -> str | None:
    """What the certificates prove, for the verdict on the screen; None where minima and limits changed nothing."""
    certificates = proof.get("quotas", NOTHING)["certificates"]
    if not certificates:
        return None
    gaps = {one["question"]: one["total"] // SCALE - one["reached"] for one in certificates if not _higher(one)}
    people, points = gaps["served"], gaps["total"] / 100
    served = "serves more people" if people <= 0 else f"serves more than {people} more people"
    total = "has a larger total" if points <= 0 else f"has a total more than {points:.2f} points larger"
    return f"no other set of pairs that keeps your minima and limits {served}, and of those as good none {total}"


def _higher(certificate: Proof) -> bool:
    """Whether it says that the lowest pair cannot be higher."""
    return certificate["question"] != "total" and certificate["at_least"] > 0


@dataclass(frozen=True)
class _Offer:
    """A pair on offer in one place, and what it counts for by kind and name of a term."""

    row: int
    column: int
    points: int
    kept: bool
    served: int
    counts: dict[tuple[str, str], int]


class _Look:
    """A proof and what its pairs count for."""

    def __init__(self, proof: Proof, cohort: Cohort) -> None:
        self._proof, self._asked = proof, proof.get("quotas", NOTHING)
        people = cohort.participants
        self._department = dict(zip(people["person_id"], people["department"], strict=True))
        self._topics = cohort.topic_names
        self._wants, self._teaches = _said(proof, cohort)
        self._offers = list(self._on_offer())
        self.ours = self._found()

    def broken(self) -> list[str]:
        """A sentence for each minimum or limit that the pairs do not keep."""
        found = Counter[tuple[str, str]]()
        for mentor, mentee in self._proof["pairs"]:
            found.update(self._counts(mentor, mentee))
        asked = self._asked
        few = [topic for topic, least in asked["topics"].items() if found["cover", topic] < least]
        many = [name for name, most in asked["departments"].items() if -found["cap", name] > most]
        return [*(f"Too few pairs can work on “{self._topics.get(topic, topic)}”." for topic in few),
                *(f"Too many pairs are with somebody from “{name}”." for name in many)]  # fmt: skip

    def _counts(self, mentor: str, mentee: str) -> dict[tuple[str, str], int]:
        both = {self._department.get(mentor), self._department.get(mentee)}
        topics = self._teaches.get(mentor, set()) & self._wants.get(mentee, set())
        covers = {("cover", topic): 1 for topic in self._asked["topics"] if topic in topics}
        return covers | {("cap", department): -1 for department in self._asked["departments"] if department in both}

    def _on_offer(self) -> Iterator[_Offer]:
        proof, kept = self._proof, {tuple(pair) for pair in self._proof["kept"]}
        places: dict[str, list[int]] = {}
        for place, mentor in enumerate(proof["places"]):
            places.setdefault(mentor, []).append(place)
        for row, mentee in enumerate(proof["mentees"]):
            for mentor, points in proof["points"][mentee].items():
                counts = self._counts(mentor, mentee)
                for place in places[mentor]:
                    served = 1 + bool(proof["first"][place])
                    yield _Offer(row, place, points, (mentor, mentee) in kept, served, counts)

    def _found(self) -> list[_Offer] | None:
        """The offers that were taken, first places first; None if a pair was not on offer."""
        free: dict[tuple[str, str], list[_Offer]] = {}
        for offer in self._offers:
            ids = self._proof["places"][offer.column], self._proof["mentees"][offer.row]
            free.setdefault(ids, []).append(offer)
        pins, used, ours = {tuple(pin) for pin in self._proof["pins"]}, set[int](), []
        for pair in [tuple(pair) for pair in self._proof["pairs"]]:
            if pair in pins:
                continue
            left = [offer for offer in free.get(pair, ()) if offer.column not in used]
            if not left:
                return None
            ours.append(max(left, key=lambda offer: offer.served))
            used.add(ours[-1].column)
        return ours

    def in_order(self) -> bool:
        """Whether all questions are there: people, proposals if there are any, and the total."""
        asked = [one["question"] for one in self._asked["certificates"] if not _higher(one)]
        return asked == ["served", *(["kept"] if any(offer.kept for offer in self._offers) else []), "total"]

    def holds(self, one: Proof) -> bool:
        """Whether a certificate is about these pairs and adds up."""
        terms, rows, columns = one["terms"], one["mentee_prices"], one["place_prices"]
        if len(rows) != len(self._proof["mentees"]) or len(columns) != len(self._proof["places"]):
            return False
        if not self._about_ours(one) or min([0, *rows, *columns, *(term["price"] for term in terms)]) < 0:
            return False
        covered = all(rows[offer.row] + columns[offer.column] >= self._worth(offer, one)
                      for offer in self._offers if offer.kept or offer.points >= one["at_least"])  # fmt: skip
        total = sum(rows) + sum(columns) - sum(term["price"] * term["at_least"] for term in terms)
        return covered and total == one["total"]

    def _about_ours(self, one: Proof) -> bool:
        """Whether it asks only what was asked for, and what these pairs reach."""
        ours, question = self.ours or [], one["question"]
        reached = sum(self._gain(offer, question) for offer in ours)
        low = any(offer.points < one["at_least"] and not offer.kept for offer in ours)
        fits = not low or (_higher(one) and one["total"] // SCALE < reached)
        return fits and reached == one["reached"] and all(self._allowed(term, question) for term in one["terms"])

    def _allowed(self, term: Proof, question: str) -> bool:
        kind, name, least = term["kind"], term["name"], term["at_least"]
        if kind in ("served", "kept"):
            return ORDER[kind] < ORDER[question] and least == sum(self._gain(offer, kind) for offer in self.ours or [])
        pinned = sum(self._counts(*pin).get((kind, name), 0) for pin in self._proof["pins"])
        asked = self._asked["topics"].get(name) if kind == "cover" else self._asked["departments"].get(name)
        return asked is not None and least == (asked if kind == "cover" else -asked) - pinned

    @staticmethod
    def _gain(offer: _Offer, question: str) -> int:
        return {"served": offer.served, "kept": int(offer.kept), "total": offer.points}[question]

    def _worth(self, offer: _Offer, one: Proof) -> int:
        worth = SCALE * self._gain(offer, one["question"])
        for term in one["terms"]:
            if term["kind"] in ("served", "kept"):
                worth += term["price"] * self._gain(offer, term["kind"])
            else:
                worth += term["price"] * offer.counts.get((term["kind"], term["name"]), 0)
        return worth


def _said(proof: Proof, cohort: Cohort) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """What each mentee needs and wants, and what each mentor can and will teach."""
    roles = dict(zip(cohort.participants["person_id"], cohort.participants["role"], strict=True))
    asked, need = cohort.settings.cohort(cohort.name).topics, proof["need"]
    rows = [row for row in cohort.ratings.to_dict("records")
            if row["person_id"] in roles and (not asked or row["topic_id"] in asked)]  # fmt: skip
    sides: dict[str, dict[str, set[str]]] = {"mentee": {}, "mentor": {}}
    for role, word in (("mentee", "want"), ("mentor", "give")):
        own = [row for row in rows if roles[row["person_id"]] == role]
        nobody_asked = all(_number(row[word]) is None for row in own)
        for row in own:
            programme = role == "mentor" or not proof["topics"] or row["topic_id"] in proof["topics"]
            if programme and (nobody_asked or _number(row[word]) == 1) and _counts_for(role, row, need):
                sides[role].setdefault(str(row["person_id"]), set()).add(str(row["topic_id"]))
    return sides["mentee"], sides["mentor"]


def _counts_for(role: str, row: dict[Any, Any], need: dict[str, int]) -> bool:
    level, importance = _number(row["proficiency"]), _number(row["importance"])
    if role == "mentor" or level is None or importance is None:
        return role == "mentor" and level is not None and level >= need["teaches_from"]
    much = importance >= need["importance_at_least"] and importance - level >= need["gap_at_least"]
    return much and level <= need["proficiency_at_most"]


def _number(value: Any) -> int | None:
    """A number or yes (1) or no (0); None where nothing was said."""
    return None if value is None or str(value) in ("", "nan", "<NA>") else int(value)

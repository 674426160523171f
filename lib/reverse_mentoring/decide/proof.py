"""The proof that comes with the pairs, and a checker that shares no code with the engine.

proof.json holds the question as it was solved (what each allowed pair is worth), the answer, and a price for every
person. Weak duality: if every allowed pair costs its two prices at least what it is worth, no set of pairs can be
worth more than all prices together; the answer is worth exactly that, so there is none better. The checker walks
the management tree, tags and lists itself, person by person. Ids only: no names, no ratings.
"""

from collections import Counter
from typing import Any

from reverse_mentoring.decide.matching import Board, Solution
from reverse_mentoring.words.choices import MatchingChoices
from reverse_mentoring.words.cohort import Cohort

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


def broken(proof: Proof, cohort: Cohort, choices: MatchingChoices) -> tuple[str, ...]:
    """What is wrong with the pairs of a proof, as sentences without names; empty = every rule kept, none better."""
    return (*_broken_rules(proof, cohort, choices), *_broken_capacity(proof), *_not_the_best(proof))


def _not_the_best(proof: Proof) -> list[str]:
    """Sentences if the prices do not prove the total."""
    if proof["decided"]:
        return []
    places, worth = proof["places"], proof["worth"]
    rows, columns = proof["mentee_prices"], proof["place_prices"]
    too_cheap = any(rows[m] + columns[int(j)] < w for m, row in worth.items() for j, w in row.items())
    pinned = {tuple(pin) for pin in proof["pins"]}
    found = [pair for pair in map(tuple, proof["pairs"]) if pair not in pinned]
    value, used = 0, set[int]()
    for mentor, mentee in found:
        open_places = {int(j): w for j, w in worth.get(mentee, {}).items() if places[int(j)] == mentor}
        free = {j: w for j, w in open_places.items() if j not in used}
        if not free:
            return ["A pair stands that was not among the allowed ones."]
        place = max(free, key=lambda j: (free[j], -j))
        used.add(place)
        value += free[place]
    prices = sum(rows.values()) + sum(columns)
    if too_cheap or min([0, *rows.values(), *columns]) < 0 or not value == prices == proof["total"]:
        return ["The prices do not prove that these pairs are the best ones."]
    return []


def _broken_capacity(proof: Proof) -> list[str]:
    partners = Counter(person for pair in proof["pairs"] for person in pair)
    over = sum(count > proof["capacity"].get(person, 1) for person, count in partners.items())
    twice = len(proof["pairs"]) - len({tuple(pair) for pair in proof["pairs"]})
    return [f"{over} people have more partners than places."] * (over > 0 and not proof["decided"]) + [
        "A pair is listed twice."
    ] * (twice > 0)


def _broken_rules(proof: Proof, cohort: Cohort, choices: MatchingChoices) -> list[str]:
    people = {row["person_id"]: row for row in cohort.participants.to_dict("records")}
    bosses = {row["person_id"]: row for row in cohort.roster.to_dict("records")}
    forbidden = {frozenset(pair) for pair in zip(cohort.conflicts["person_id"], cohort.conflicts["other_id"])}  # noqa: B905
    forbidden |= {frozenset(veto) for veto in choices.vetoes}
    found = Counter[str]()
    for mentor, mentee in proof["pairs"]:
        if mentor not in people or mentee not in people:
            continue
        pair = people[mentor], people[mentee]
        found["“Same reporting line” is broken"] += bool(
            _over(mentor, bosses) & {mentee} | _over(mentee, bosses) & {mentor}
        )
        found["“Dotted reporting line” is broken"] += _dotted(mentor, mentee, bosses) or _dotted(mentee, mentor, bosses)
        found["“Named as not to be paired” is broken"] += frozenset((mentor, mentee)) in forbidden
        found["“Both agreed to take part” is broken"] += cohort.asked_for_consent and any(
            p["consent"] is not True for p in pair
        )
        if not proof["decided"]:
            for rule, column in (("same_team", "team"), ("same_department", "department")):
                binds = getattr(cohort.settings.rules, rule) == "forbid" and rule not in choices.allowed
                found[f"“Same {column}” is broken"] += (
                    binds and bool(pair[0][column]) and pair[0][column] == pair[1][column]
                )
    return [f"{rule} by {count} {'pair' if count == 1 else 'pairs'}." for rule, count in found.items() if count]


def _over(person: str, bosses: dict[str, Any]) -> set[str]:
    """Everybody above a person."""
    above: set[str] = set()
    while person in bosses and (person := bosses[person]["manager_id"]) not in above and person:
        above.add(person)
    return above


def _dotted(person: str, other: str, bosses: dict[str, Any]) -> bool:
    """Whether the other is a second superior of the person, or stands above one."""
    return any(other == boss or other in _over(boss, bosses) for boss in bosses[person]["dotted_line_ids"])

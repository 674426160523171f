"""A second look at the pairs by code that shares nothing with the engine: person by person, in plain loops.

It reads proof.json as decide.proof wrote it and the cohort's tables, walks the management tree, tags and lists
itself, and adds up the prices. It does not judge what a pair is worth; that number stands in the proof.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Hashable
from typing import Any
from zoneinfo import ZoneInfo

from reverse_mentoring.words.choices import MatchingChoices
from reverse_mentoring.words.cohort import Cohort

Person = dict[Hashable, Any]
Proof = dict[str, Any]


def broken(proof: Proof, cohort: Cohort, choices: MatchingChoices) -> tuple[str, ...]:
    """What is wrong with the pairs of a proof, as sentences without names; empty = every rule kept, none better.

    Pairs that are decided or under way are held only to the rules that always bind.
    """
    return (*_rules(proof, cohort, choices), *_capacity(proof), *_optimum(proof))


def _rules(proof: Proof, cohort: Cohort, choices: MatchingChoices) -> list[str]:
    people = {row["person_id"]: row for row in cohort.participants.to_dict("records")}
    look = _Look(cohort, choices, {row["person_id"]: row for row in cohort.roster.to_dict("records")})
    always, others = look.rules()
    found = Counter[str]()
    for mentor, mentee in proof["pairs"]:
        if mentor in people and mentee in people:
            for name, breaks in (always if proof["decided"] else always | others).items():
                found[name] += bool(breaks(people[mentor], people[mentee]))
    return [
        f"“{name}” is broken by {count} {'pair' if count == 1 else 'pairs'}." for name, count in found.items() if count
    ]


class _Look:
    """The rules, each asked of one pair."""

    def __init__(self, cohort: Cohort, choices: MatchingChoices, roster: dict[Hashable, Person]) -> None:
        self.cohort, self.choices, self.roster = cohort, choices, roster
        wishes = cohort.preferences
        refused = wishes[wishes["rank"].str.lower() == "no"]
        named = [*_ids(cohort.conflicts, "person_id", "other_id"), *_ids(refused, "person_id", "other_id")]
        self.forbidden = {frozenset(pair) for pair in (*named, *choices.vetoes, *choices.declined)}
        over = cohort.pairs[~cohort.pairs["state"].isin(["", "active"])]
        self.before = {frozenset(pair) for pair in _ids(over, "mentor_id", "mentee_id")}

    def rules(self) -> tuple[dict[str, Callable[[Person, Person], bool]], dict[str, Callable[[Person, Person], bool]]]:
        """Those that always bind, and the others as far as they are switched on."""
        always = {
            "Same reporting line": lambda a, b: self._line(a, b) or self._line(b, a),
            "Dotted reporting line": lambda a, b: self._dotted(a, b) or self._dotted(b, a),
            "Named as not to be paired": lambda a, b: frozenset((a["person_id"], b["person_id"])) in self.forbidden,
            "Both agreed to take part": lambda a, b: (
                self.cohort.asked_for_consent and not all(side["consent"] is True for side in (a, b))
            ),
        }
        set_to = self.cohort.settings.rules
        soft = {
            "former_manager": ("Former manager", set_to.former_manager == "forbid", self._former),
            "same_team": ("Same team", set_to.same_team == "forbid", lambda a, b: _same(a, b, "team")),
            "same_department": ("Same department", set_to.same_department == "forbid",
                                lambda a, b: _same(a, b, "department")),
            "levels_apart": ("Too close in level", True, self._too_close),
            "language": ("No language in common", set_to.shared_language == "forbid", _strangers),
            "overlap": ("Too few shared working hours", True, self._too_few_hours),
        }  # fmt: skip
        others = {name: rule for key, (name, on, rule) in soft.items() if on and key not in self.choices.allowed}
        earlier = {"Were a pair before": lambda a, b: frozenset((a["person_id"], b["person_id"])) in self.before}
        return always, others | earlier

    def _above(self, person: str) -> set[str]:
        above: set[str] = set()
        while person in self.roster and (boss := self.roster[person]["manager_id"]) and boss not in above:
            above.add(boss)
            person = boss
        return above

    def _line(self, a: Person, b: Person) -> bool:
        return a["person_id"] in self._above(b["person_id"])

    def _dotted(self, a: Person, b: Person) -> bool:
        bosses = self.roster[a["person_id"]]["dotted_line_ids"]
        return any(b["person_id"] == boss or b["person_id"] in self._above(boss) for boss in bosses)

    def _former(self, a: Person, b: Person) -> bool:
        return a["person_id"] in b["former_manager_ids"] or b["person_id"] in a["former_manager_ids"]

    def _too_close(self, a: Person, b: Person) -> bool:
        order = list(self.cohort.settings.level_order)
        if order:
            ranks = [order.index(side["level"]) if side["level"] in order else None for side in (a, b)]
        else:
            told = {level for level in self.cohort.participants["level"] if level}
            if not all(re.fullmatch(r"\D*\d+\D*", level) for level in told):
                return False
            ranks = [int(re.sub(r"\D", "", side["level"])) if side["level"] else None for side in (a, b)]
        mentor, mentee = ranks
        return mentor is not None and mentee is not None and mentee - mentor < self.cohort.settings.rules.levels_apart

    def _too_few_hours(self, a: Person, b: Person) -> bool:
        days = [_working_day(side, self.cohort.start) for side in (a, b)]
        if None in days:
            return False
        (s1, e1), (s2, e2) = days  # type: ignore[misc]
        day = dt.timedelta(days=1)
        shared = sum(
            (max(min(e1, e2 + k * day) - max(s1, s2 + k * day), dt.timedelta()) for k in (-1, 0, 1)), dt.timedelta()
        )
        return shared < dt.timedelta(hours=self.cohort.settings.rules.overlap_hours)


def _ids(frame: Any, first: str, second: str) -> list[tuple[str, str]]:
    return list(zip(frame[first], frame[second], strict=True))


def _same(a: Person, b: Person, column: str) -> bool:
    return bool(a[column]) and a[column] == b[column]


def _strangers(a: Person, b: Person) -> bool:
    return bool(a["languages"]) and bool(b["languages"]) and not set(a["languages"]) & set(b["languages"])


def _working_day(person: Person, day: dt.date) -> tuple[dt.datetime, dt.datetime] | None:
    try:
        zone = ZoneInfo(person["time_zone"])
    except (KeyError, ValueError, OSError):
        return None
    told = re.findall(r"(\d{1,2})[:.h](\d{2})", person["availability"])
    spans = [int(hour) * 60 + int(minute) for hour, minute in told]
    start, end = spans if len(spans) == 2 and 0 <= spans[0] < spans[1] <= 1440 else (540, 1020)
    shift = dt.datetime.combine(day, dt.time(12), zone).utcoffset() or dt.timedelta()
    midnight = dt.datetime.combine(day, dt.time()) - shift
    return midnight + dt.timedelta(minutes=start), midnight + dt.timedelta(minutes=end)


def _capacity(proof: Proof) -> list[str]:
    partners = Counter(person for pair in proof["pairs"] for person in pair)
    over = sum(count > proof["capacity"].get(person, 1) for person, count in partners.items())
    said = [f"{over} people have more partners than places."] if over and not proof["decided"] else []
    twice = len(proof["pairs"]) > len({tuple(pair) for pair in proof["pairs"]})
    return [*said, "A pair is listed twice."] if twice else said


def _optimum(proof: Proof) -> list[str]:
    """A sentence if the prices do not prove the total; nothing is claimed of decided pairs."""
    if proof["decided"]:
        return []
    value = _value(proof)
    if value is None:
        return ["A pair stands that was not among the allowed ones."]
    (bound,) = proof["bounds"]
    rows, columns = bound["mentee_prices"], bound["place_prices"]
    too_cheap = any(rows[i] + columns[j] < worth for i, j, worth in _offers(proof))
    if too_cheap or min([0, *rows, *columns]) < 0 or not value == sum(rows) + sum(columns) == bound["total"]:
        return ["The prices do not prove that these pairs are the best ones."]
    return []


def _offers(proof: Proof) -> list[tuple[int, int, int]]:
    """(mentee's place in the list, open place, worth) of every allowed pair."""
    kept = {tuple(pair) for pair in proof["kept"]}
    return [
        (i, j, proof["points"][mentee][mentor] + proof["worth_of_keeping"] * ((mentor, mentee) in kept)
         + proof["worth_of_serving"] * (1 + proof["first"][j]))
        for i, mentee in enumerate(proof["mentees"])
        for j, mentor in enumerate(proof["places"]) if mentor in proof["points"][mentee]
    ]  # fmt: skip


def _value(proof: Proof) -> int | None:
    """What the pairs that were found are worth together; None if one of them was not on offer."""
    offers: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for i, j, worth in _offers(proof):
        offers.setdefault((proof["places"][j], proof["mentees"][i]), []).append((worth, -j))
    pinned, used, value = {tuple(pin) for pin in proof["pins"]}, set[int](), 0
    for pair in map(tuple, proof["pairs"]):
        if pair in pinned:
            continue
        free = [(worth, place) for worth, place in offers.get(pair, ()) if place not in used]
        if not free:
            return None
        worth, place = max(free)
        used.add(place)
        value += worth
    return value

"""The hard rules asked again, pair by pair, by code that shares nothing with the engine."""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from reverse_mentoring.decide.proving.check_fit import Fits
from reverse_mentoring.words.choices import MatchingChoices
from reverse_mentoring.words.cohort import Cohort

Test = Callable[[str, str], bool]
"""(mentor_id, mentee_id) → whether the rule stands against the pair."""
Links = dict[str, set[str]]
"""Person → those whom a rule keeps apart from that person; it holds in either direction."""
NOTHING_TO_TEACH = "Nothing to teach"
"""The one rule that a person may overrule with a pin."""
KINDS_KEPT = 256
"""For so many kinds of mentees it is remembered whom a rule bars; a set of thousands of mentors each."""


@dataclass(frozen=True)
class ByKind:
    """A rule that asks only of what kind the two are. mentor, mentee: person → kind; stands: whether it stands
    against two of these kinds."""

    mentor: Callable[[str], Hashable]
    mentee: Callable[[str], Hashable]
    stands: Callable[[Any, Any], bool]

    def __call__(self, mentor: str, mentee: str) -> bool:
        return self.stands(self.mentor(mentor), self.mentee(mentee))

    def barred(self, mentors: Iterable[str]) -> Callable[[str], set[str]]:
        """(mentee) → those mentors against whom it stands; two kinds are asked about once, however many are alike."""
        alike: dict[Hashable, set[str]] = defaultdict(set)
        for each in mentors:
            alike[self.mentor(each)].add(each)

        @lru_cache(maxsize=KINDS_KEPT)
        def of_kind(kind: Hashable) -> set[str]:
            return set().union(*(people for other, people in alike.items() if self.stands(other, kind)))

        return lambda mentee: of_kind(self.mentee(mentee))


class Rules:
    """binding: name → test, also for pairs that are decided; open_: those that bind pairs still to be decided.

    outside: people of decided pairs who do not take part; only their lines and links count.
    """

    def __init__(self, cohort: Cohort, choices: MatchingChoices, fits: Fits, *, outside: Iterable[str] = ()) -> None:
        self._cohort, self._choices = cohort, choices
        self._manager = dict(_ids(cohort.roster, "person_id", "manager_id"))
        always, others = self._links({*outside, *cohort.participants["person_id"]}), self._soft_links()
        tests, soft_tests = {"Both agreed to take part": self._unwilling()}, self._soft_tests(fits)
        self.binding = tests | {name: _linked(links) for name, links in always.items()}
        self.open_ = soft_tests | {name: _linked(links) for name, links in others.items()}
        self._by_kind = (*tests.values(), *soft_tests.values())
        self._apart = _both_ways([*always.values(), *others.values()])

    def against(self, mentors: Iterable[str]) -> Callable[[str], set[str]]:
        """(mentee) → those of these mentors against whom anything stands, of pairs that are not decided yet."""
        barred = [rule.barred(mentors) for rule in self._by_kind]
        nobody: set[str] = set()
        return lambda mentee: nobody.union(self._apart.get(mentee, nobody), *(bar(mentee) for bar in barred))

    def _links(self, people: set[str]) -> dict[str, Links]:
        wishes = self._cohort.preferences
        refused = wishes[wishes["rank"].str.lower() == "no"]
        named = [*_ids(self._cohort.conflicts, "person_id", "other_id"), *_ids(refused, "person_id", "other_id")]
        dotted = {person: bosses.union(*map(self._above, bosses))
                  for person, bosses in self._listed("dotted_line_ids").items() if person in people}  # fmt: skip
        return {
            "Same reporting line": {person: self._above(person) for person in people},
            "Dotted reporting line": dotted,
            "Appraisal or pay": self._listed("appraised_by_ids"),
            "Named as not to be paired": _sets(named),
            "Forbidden by the facilitator": _sets(self._choices.vetoes),
            "Asked for another partner": _sets(self._choices.declined),
        }

    def _soft_links(self) -> dict[str, Links]:
        over = self._cohort.pairs[~self._cohort.pairs["state"].isin(["", "active"])]
        known = [pair for table in (over, self._cohort.earlier) for pair in _ids(table, "mentor_id", "mentee_id")]
        forbidden = self._cohort.settings.rules.former_manager == "forbid"
        former = {"Former manager": self._listed("former_manager_ids")}
        on = forbidden and "former_manager" not in self._choices.allowed
        return {"Were a pair before": _sets(known)} | (former if on else {})

    def _soft_tests(self, fits: Fits) -> dict[str, ByKind]:
        set_to = self._cohort.settings.rules
        least = 60 * set_to.overlap_hours
        rules: dict[str, tuple[str, bool, ByKind]] = {
            "same_team": ("Same team", set_to.same_team == "forbid", self._same("team")),
            "same_department": ("Same department", set_to.same_department == "forbid", self._same("department")),
            "levels_apart": ("Too close in level", True, self._too_close()),
            "language": ("No language in common", set_to.shared_language == "forbid", self._strangers()),
            "topic": (NOTHING_TO_TEACH, True, ByKind(fits.taught_by, fits.wanted_by, frozenset.isdisjoint)),
            "overlap": ("Too few shared working hours", True, ByKind(
                fits.day_of, fits.day_of, lambda a, b: bool(a and b) and fits.shared_minutes(a, b) < least)),
        }  # fmt: skip
        return {name: test for rule, (name, on, test) in rules.items() if on and rule not in self._choices.allowed}

    def _above(self, person: str) -> set[str]:
        """Everybody above, up to the top; in a circle of managers it ends where it began."""
        above: set[str] = set()
        while (person := self._manager.get(person, "")) and person not in above:
            above.add(person)
        return above

    def _listed(self, column: str) -> Links:
        """Person → those named in that column."""
        tables = (self._cohort.roster, self._cohort.participants)
        return {person: set(ids) for table in tables for person, ids in _ids(table, "person_id", column) if ids}

    def _said(self, column: str) -> dict[str, Any]:
        return dict(_ids(self._cohort.participants, "person_id", column))

    def _unwilling(self) -> ByKind:
        asked = self._cohort.asked_for_consent
        unwilling = {person for person, said in self._said("consent").items() if asked and said is not True}
        return ByKind(unwilling.__contains__, unwilling.__contains__, lambda one, other: one or other)

    def _same(self, column: str) -> ByKind:
        unit = self._said(column).__getitem__
        return ByKind(unit, unit, lambda one, other: one == other != "")

    def _strangers(self) -> ByKind:
        spoken = {person: frozenset(languages) for person, languages in self._said("languages").items()}.__getitem__
        return ByKind(spoken, spoken, lambda one, other: bool(one and other) and one.isdisjoint(other))

    def _too_close(self) -> ByKind:
        order, apart = list(self._cohort.settings.level_order), self._cohort.settings.rules.levels_apart
        level = self._said("level")
        if not order and not all(re.fullmatch(r"\D*\d+\D*", each) for each in level.values() if each):
            return ByKind(level.get, level.get, lambda mentor, mentee: False)
        if order:
            rank = {person: order.index(each) for person, each in level.items() if each in order}
        else:
            rank = {person: int(re.sub(r"\D", "", each)) for person, each in level.items() if each}
        return ByKind(rank.get, rank.get, lambda one, other: None not in (one, other) and other - one < apart)


def _ids(frame: Any, first: str, second: str) -> list[tuple[str, Any]]:
    return list(zip(frame[first].tolist(), frame[second].tolist(), strict=True))


def _sets(pairs: Iterable[tuple[str, str]]) -> Links:
    found: Links = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
    return found


def _both_ways(several: Iterable[Links]) -> Links:
    """Everybody who is named with somebody in either direction."""
    found: Links = defaultdict(set)
    for links in several:
        for person, others in links.items():
            found[person] |= others
            for other in others:
                found[other].add(person)
    return found


def _linked(links: Links) -> Test:
    """One of the two is named with the other."""
    nobody: set[str] = set()
    return lambda mentor, mentee: mentee in links.get(mentor, nobody) or mentor in links.get(mentee, nobody)

"""The hard rules asked again, pair by pair, by code that shares nothing with the engine."""

import re
from collections.abc import Callable, Iterable
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
        self._at_once = (
            _linked(_together([*always.values(), *others.values()])),
            *tests.values(),
            *soft_tests.values(),
        )

    def against(self, mentor: str, mentee: str) -> bool:
        """Whether anything stands against a pair that is not decided yet."""
        for test in self._at_once:  # noqa: SIM110, a loop takes half the time here
            if test(mentor, mentee):
                return True
        return False

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

    def _soft_tests(self, fits: Fits) -> dict[str, Test]:
        set_to = self._cohort.settings.rules
        least = 60 * set_to.overlap_hours
        rules: dict[str, tuple[str, bool, Test]] = {
            "same_team": ("Same team", set_to.same_team == "forbid", self._same("team")),
            "same_department": ("Same department", set_to.same_department == "forbid", self._same("department")),
            "levels_apart": ("Too close in level", True, self._too_close()),
            "language": ("No language in common", set_to.shared_language == "forbid", self._strangers()),
            "topic": (NOTHING_TO_TEACH, True, lambda mentor, mentee: not fits.teaches(mentor, mentee)),
            "overlap": ("Too few shared working hours", True,
                        lambda a, b: (minutes := fits.minutes(a, b)) is not None and minutes < least),
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

    def _unwilling(self) -> Test:
        asked = self._cohort.asked_for_consent
        unwilling = {person for person, said in self._said("consent").items() if asked and said is not True}
        return lambda mentor, mentee: mentor in unwilling or mentee in unwilling

    def _same(self, column: str) -> Test:
        unit = self._said(column)
        return lambda mentor, mentee: unit[mentor] == unit[mentee] != ""

    def _strangers(self) -> Test:
        spoken = {person: set(languages) for person, languages in self._said("languages").items()}
        return lambda a, b: bool(spoken[a]) and bool(spoken[b]) and spoken[a].isdisjoint(spoken[b])

    def _too_close(self) -> Test:
        order, apart = list(self._cohort.settings.level_order), self._cohort.settings.rules.levels_apart
        level = self._said("level")
        if not order and not all(re.fullmatch(r"\D*\d+\D*", each) for each in level.values() if each):
            return lambda mentor, mentee: False
        if order:
            rank = {person: order.index(each) for person, each in level.items() if each in order}
        else:
            rank = {person: int(re.sub(r"\D", "", each)) for person, each in level.items() if each}
        return lambda mentor, mentee: mentor in rank and mentee in rank and rank[mentee] - rank[mentor] < apart


def _ids(frame: Any, first: str, second: str) -> list[tuple[str, Any]]:
    return list(zip(frame[first].tolist(), frame[second].tolist(), strict=True))


def _sets(pairs: Iterable[tuple[str, str]]) -> Links:
    found: Links = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
    return found


def _together(several: Iterable[Links]) -> Links:
    found: Links = {}
    for links in several:
        for person, others in links.items():
            found.setdefault(person, set()).update(others)
    return found


def _linked(links: Links) -> Test:
    """One of the two is named with the other."""
    nobody: set[str] = set()
    return lambda mentor, mentee: mentee in links.get(mentor, nobody) or mentor in links.get(mentee, nobody)

"""All possible pairs of a cohort: what bars them, how well they fit, and what the people said."""

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from reverse_mentoring.decide.gaps.gaps import needs, strengths
from reverse_mentoring.decide.matching import eligibility
from reverse_mentoring.decide.matching.eligibility import Candidates, Matrix
from reverse_mentoring.decide.matching.fit import Fit, fit
from reverse_mentoring.words.choices import IdPair, MatchingChoices
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.pairs import RuleCount
from reverse_mentoring.words.settings import NeedSettings

Kind = TypeVar("Kind", bound=np.generic)
Whole = npt.NDArray[np.int64]
_LOOKED_UP = ("rows", "columns", "places", "lines", "shared_minutes", "ranks")
"""What candidates look up once and keep, whatever is chosen."""
_SAID = ("wanted", "taught", "unwilling", "answered", "tags", "keys")
"""The same for all that people said."""


class Need(NamedTuple):
    """One need of a mentee; urgency = gap × importance (1–20)."""

    person_id: str
    topic_id: str
    proficiency: int
    importance: int
    urgency: int


def _most_urgent(need: Need) -> tuple[int, str]:
    return -need.urgency, need.topic_id


@dataclass(frozen=True)
class Board:
    """All possible pairs of a cohort: mentors (rows) × mentees (columns), what bars them and how well they fit.
    need, topics: what counts as a need, and what the programme is about (empty = every topic)."""

    cohort: Cohort
    choices: MatchingChoices
    needs: pd.DataFrame
    strengths: pd.DataFrame
    candidates: Candidates
    bars: dict[str, Matrix]
    fit: Fit
    need: NeedSettings
    topics: tuple[str, ...]

    @cached_property
    def barring(self) -> npt.NDArray[np.uint8]:
        """How many rules stand against each pair."""
        count = np.zeros((len(self.mentors), len(self.mentees)), dtype=np.uint8)
        for bar in self.bars.values():
            count += bar
        return count

    @cached_property
    def allowed(self) -> Matrix:
        return self.barring == 0

    def allowed_without(self, rule: str) -> Matrix:
        """The pairs that would be allowed if this rule were not there."""
        return self.barring == self.bars[rule]

    @property
    def mentors(self) -> tuple[str, ...]:
        return self.candidates.mentors

    @property
    def mentees(self) -> tuple[str, ...]:
        return self.candidates.mentees

    @cached_property
    def wanted(self) -> dict[str, tuple[Need, ...]]:
        """mentee → what he or she needs and wants, most urgent first."""
        columns = (self.needs[c].tolist() for c in ("person_id", "topic_id", "proficiency", "importance", "gap"))
        found: dict[str, list[Need]] = {}
        for person, topic, level, importance, gap in zip(*columns, strict=True):
            found.setdefault(person, []).append(Need(person, topic, level, importance, gap * importance))
        return {person: tuple(sorted(found[person], key=_most_urgent)) for person in sorted(found)}

    @cached_property
    def taught(self) -> dict[str, dict[str, int]]:
        """mentor → topic → proficiency, for what he or she can and will teach, best first."""
        columns = (self.strengths[column].tolist() for column in ("person_id", "topic_id", "proficiency"))
        found: dict[str, dict[str, int]] = {}
        for person, topic, level in zip(*columns, strict=True):
            found.setdefault(person, {})[topic] = level
        return found

    @cached_property
    def capacity(self) -> dict[str, int]:
        """How many partners each person takes: as chosen on screen, else as signed up; a mentee at most one."""
        people = self.cohort.participants
        most = people["capacity"].to_numpy(dtype=int, na_value=1).tolist()
        said = dict(zip(people["person_id"].tolist(), most, strict=True))
        mentees = set(self.mentees)
        return {p: min(most, 1) if p in mentees else most for p, most in (said | self.choices.capacity).items()}

    @cached_property
    def unwilling(self) -> frozenset[str]:
        """Those who were asked and have not agreed to take part."""
        people, asked = self.cohort.participants, self.cohort.asked_for_consent
        willing = people["consent"].to_numpy(dtype=bool, na_value=not asked)
        return frozenset(people["person_id"].to_numpy(dtype=object)[~willing].tolist())

    @cached_property
    def answered(self) -> frozenset[str]:
        """Those who answered anything about topics."""
        return frozenset(self.cohort.ratings["person_id"].tolist())

    @property
    def ranks(self) -> dict[IdPair, str]:
        return self.candidates.ranks

    @cached_property
    def tags(self) -> dict[str, dict[str, str]]:
        """person → what he or she named to connect by, in lower case → as written."""
        return {
            person: {tag.lower(): tag for tag in tags}
            for people, side in ((self.mentors, self.candidates.rows), (self.mentees, self.candidates.columns))
            for person, tags in zip(people, side["common_ground"].tolist(), strict=True)
        }

    @cached_property
    def keys(self) -> dict[str, str]:
        """By what equal solutions are told apart: the name, so that neither the order of rows nor another numbering
        of people changes a pair; the id only tells apart people of one name."""
        people, names = (self.cohort.participants[column].tolist() for column in ("person_id", "name"))
        count = Counter(names)
        return {
            person: name if name and count[name] == 1 else f"{name}\0{person}"
            for person, name in zip(people, names, strict=True)
        }

    def name(self, person: str) -> str:
        return self.cohort.names.get(person, person)

    def topic(self, topic: str) -> str:
        """The name of a topic in quotation marks, for use in a sentence."""
        return f"“{self.cohort.topic_names.get(topic, topic)}”"

    def place(self, pair: IdPair) -> tuple[int, int] | None:
        """Row and column of a pair; None if one of the two does not take part (any more)."""
        rows, columns = self.candidates.places
        if pair[0] not in rows or pair[1] not in columns:
            return None
        return rows[pair[0]], columns[pair[1]]

    def reasons_against(self, pair: IdPair) -> tuple[str, ...]:
        """Why these two may not be paired, as sentences; empty if no rule but “nothing to teach” stands against it,
        or if one of them does not take part any more."""
        place = self.place(pair)
        names = {"mentor": self.name(pair[0]), "mentee": self.name(pair[1])}
        barring = [rule for rule in eligibility.RULES if place and rule.rule_id in self.bars]
        return tuple(rule.sentence.format(**names) for rule in barring if self.bars[rule.rule_id][place])


def board(
    cohort: Cohort, choices: MatchingChoices, need: NeedSettings | None = None, *, topics: tuple[str, ...] = ()
) -> Board:
    """Everything about all possible pairs; need defaults to that of programme.toml; topics: what the programme is
    about, as chosen in step 1 (empty = every topic)."""
    mentors, mentees = (cohort.ids_of_role(role) for role in ("mentor", "mentee"))
    candidates = Candidates(cohort, mentors, mentees, choices)
    need = need or cohort.settings.need
    wanted, taught = needs(cohort, need, topics=topics), strengths(cohort, need)
    fits = fit(candidates, wanted, taught, need=need)
    bars = eligibility.bars(candidates) | {eligibility.NO_TOPIC.rule_id: ~fits.teaches}
    return Board(cohort, choices, wanted, taught, candidates, bars, fits, need, topics)


def rule_counts(of: Board) -> tuple[RuleCount, ...]:
    """How many of all possible pairs each rule removes, and how many only it removes."""
    alone, rules = of.barring == 1, {rule.rule_id: rule for rule in (*eligibility.RULES, eligibility.NO_TOPIC)}
    return tuple(
        RuleCount(rule, rules[rule].name, int(np.count_nonzero(bar)), int(np.count_nonzero(bar & alone)),
                  rules[rule].always)
        for rule, bar in of.bars.items()
    )  # fmt: skip


def under(of: Board, choices: MatchingChoices) -> Board:
    """The same people under other choices; rules and fits are looked up anew only where these differ."""
    old = of.choices
    if (old.weights, old.allowed) != (choices.weights, choices.allowed):
        return board(of.cohort, choices, of.need, topics=of.topics)
    candidates = replace(of.candidates, choices=choices)
    vars(candidates).update({name: value for name, value in vars(of.candidates).items() if name in _LOOKED_UP})
    bars = of.bars
    if (old.vetoes, old.declined) != (choices.vetoes, choices.declined):
        bars = bars | {rule: candidates.pairs(said) for rule, said in
                       (("veto", choices.vetoes), ("declined", choices.declined))}  # fmt: skip
    found = replace(of, choices=choices, candidates=candidates, bars=bars)
    kept = (*_SAID, "barring", "allowed") if bars is of.bars else _SAID
    vars(found).update({name: value for name, value in vars(of).items() if name in kept})
    return found


def part(matrix: npt.NDArray[Kind], rows: Whole, columns: Whole) -> npt.NDArray[Kind]:
    """Some rows and columns of a matrix; the matrix itself if it is all of them in order."""
    asked = zip((rows, columns), matrix.shape, strict=True)
    whole = all(len(some) == count and (some == np.arange(count)).all() for some, count in asked)
    return matrix if whole else matrix[np.ix_(rows, columns)]

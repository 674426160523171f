"""All possible pairs of a cohort: what bars them, how well they fit, and what the people said."""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

import numpy as np
import pandas as pd

from reverse_mentoring.decide import eligibility
from reverse_mentoring.decide.eligibility import Candidates, Matrix
from reverse_mentoring.decide.fit import Fit, fit
from reverse_mentoring.decide.gaps import needs, strengths
from reverse_mentoring.words.choices import IdPair, MatchingChoices
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.pairs import RuleCount
from reverse_mentoring.words.settings import NeedSettings


@dataclass(frozen=True)
class Need:
    """One need of a mentee; urgency = gap × importance (1–20)."""

    person_id: str
    topic_id: str
    proficiency: int
    importance: int
    urgency: int


@dataclass(frozen=True)
class Board:
    """All possible pairs of a cohort: mentors (rows) × mentees (columns), what bars them and how well they fit."""

    cohort: Cohort
    choices: MatchingChoices
    needs: pd.DataFrame
    strengths: pd.DataFrame
    candidates: Candidates
    bars: dict[str, Matrix]
    fit: Fit

    @cached_property
    def allowed(self) -> Matrix:
        return ~np.logical_or.reduce(list(self.bars.values()))

    @property
    def mentors(self) -> tuple[str, ...]:
        return self.candidates.mentors

    @property
    def mentees(self) -> tuple[str, ...]:
        return self.candidates.mentees

    @cached_property
    def wanted(self) -> dict[str, tuple[Need, ...]]:
        """mentee → what he or she needs and wants, most urgent first."""
        table = self.needs
        rows = [
            Need(str(person), str(topic), int(level), int(importance), int(gap) * int(importance))
            for person, topic, level, importance, gap in zip(
                *(table[c] for c in ("person_id", "topic_id", "proficiency", "importance", "gap")), strict=True
            )
        ]
        ordered = sorted(rows, key=lambda need: (need.person_id, -need.urgency, need.topic_id))
        return {person: tuple(group) for person, group in groupby(ordered, key=lambda need: need.person_id)}

    @cached_property
    def taught(self) -> dict[str, dict[str, int]]:
        """mentor → topic → proficiency, for what he or she can and will teach."""
        table = self.strengths
        found: dict[str, dict[str, int]] = {}
        for person, topic, level in zip(table["person_id"], table["topic_id"], table["proficiency"], strict=True):
            found.setdefault(str(person), {})[str(topic)] = int(level)
        return found

    @cached_property
    def capacity(self) -> dict[str, int]:
        """How many partners each person takes: as chosen on screen, else as signed up; a mentee at most one."""
        people = self.cohort.participants
        said = dict(zip(people["person_id"], people["capacity"].fillna(1).astype(int), strict=True))
        mentees = set(self.mentees)
        return {p: min(most, 1) if p in mentees else most for p, most in (said | self.choices.capacity).items()}

    @cached_property
    def unwilling(self) -> frozenset[str]:
        """Those who were asked and have not agreed to take part."""
        people = self.cohort.participants
        asked = self.cohort.asked_for_consent
        return frozenset(people.loc[~people["consent"].fillna(value=not asked).astype(bool), "person_id"])

    @cached_property
    def answered(self) -> frozenset[str]:
        """Those who answered anything about topics."""
        return frozenset(self.cohort.ratings["person_id"])

    @cached_property
    def ranks(self) -> dict[tuple[str, str], str]:
        """(person_id, other_id) → the rank that the person gave the other; refusals are not among them."""
        wishes = self.cohort.preferences
        ranked = wishes[wishes["rank"].str.fullmatch(r"\d+")]
        return dict(zip(zip(ranked["person_id"], ranked["other_id"], strict=True), ranked["rank"], strict=True))

    @cached_property
    def _places(self) -> tuple[dict[str, int], dict[str, int]]:
        rows, columns = ({person: place for place, person in enumerate(s)} for s in (self.mentors, self.mentees))
        return rows, columns

    @cached_property
    def keys(self) -> dict[str, str]:
        """By what equal solutions are told apart: the name, so that neither the order of rows nor another numbering
        of people changes a pair; the id only tells apart people of one name."""
        people = self.cohort.participants
        shared = people["name"].duplicated(keep=False) | (people["name"] == "")
        keys = people["name"].where(~shared, people["name"] + "\0" + people["person_id"])
        return dict(zip(people["person_id"], keys, strict=True))

    def name(self, person: str) -> str:
        return self.cohort.names.get(person, person)

    def topic(self, topic: str) -> str:
        """The name of a topic in quotation marks, for use in a sentence."""
        return f"“{self.cohort.topic_names.get(topic, topic)}”"

    def place(self, pair: IdPair) -> tuple[int, int] | None:
        """Row and column of a pair; None if one of the two does not take part (any more)."""
        rows, columns = self._places
        if pair[0] not in rows or pair[1] not in columns:
            return None
        return rows[pair[0]], columns[pair[1]]


def board(
    cohort: Cohort, choices: MatchingChoices, need: NeedSettings | None = None, *, topics: tuple[str, ...] = ()
) -> Board:
    """Everything about all possible pairs; need defaults to that of programme.toml; topics: what the programme is
    about, as chosen in step 1 (empty = every topic)."""
    mentors, mentees = (tuple(cohort.of_role(role)["person_id"]) for role in ("mentor", "mentee"))
    candidates = Candidates(cohort, mentors, mentees, choices)
    need = need or cohort.settings.need
    wanted, taught = needs(cohort, need, topics=topics), strengths(cohort, need)
    fits = fit(candidates, wanted, taught, need=need)
    bars = eligibility.bars(candidates) | {eligibility.NO_TOPIC.rule_id: ~fits.teaches}
    return Board(cohort, choices, wanted, taught, candidates, bars, fits)


def rule_counts(of: Board) -> tuple[RuleCount, ...]:
    """How many of all possible pairs each rule removes, and how many only it removes."""
    together = np.add.reduce([bar.astype(np.int64) for bar in of.bars.values()], axis=0)
    rules = {rule.rule_id: rule for rule in (*eligibility.RULES, eligibility.NO_TOPIC)}
    return tuple(
        RuleCount(rule, rules[rule].name, int(bar.sum()), int((bar & (together == 1)).sum()), rules[rule].always)
        for rule, bar in of.bars.items()
    )

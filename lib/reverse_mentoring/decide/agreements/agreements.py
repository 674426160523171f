"""The learning agreement of each pair: clauses with the real names, topics and terms, and what is still open."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from reverse_mentoring.decide.agreements.clause_texts import TO_FILL_IN as TO_FILL_IN
from reverse_mentoring.decide.agreements.clause_texts import Facts, chosen_clauses, clause_values, filled_clauses
from reverse_mentoring.decide.agreements.clock_notes import with_clock_notes
from reverse_mentoring.decide.agreements.goal_plans import goal_plans, open_goals
from reverse_mentoring.decide.agreements.letters import mail_merge as mail_merge
from reverse_mentoring.decide.agreements.letters import pair_file_stem as pair_file_stem
from reverse_mentoring.decide.agreements.must_haves import missing_clauses
from reverse_mentoring.decide.agreements.negotiation import (
    About,
    Given,
    Terms,
    abouts,
    differences,
    not_written,
    sides,
    terms,
    usual_terms,
)
from reverse_mentoring.decide.agreements.schedule import Holidays, Person, outside_working_hours, people, schedules
from reverse_mentoring.decide.agreements.session_plan import own_rhythms
from reverse_mentoring.decide.agreements.versions import State, fingerprint, state_of
from reverse_mentoring.decide.agreements.wording import filled, listed
from reverse_mentoring.decide.agreements.wording import long_date as long_date
from reverse_mentoring.words.agreements import Agreement, Difference, PlannedSession
from reverse_mentoring.words.choices import AgreementChoices, IdPair
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.pairs import Pair
from reverse_mentoring.words.papers import Confirmed, GoalPlan
from reverse_mentoring.words.settings import ContactSettings, RhythmSettings

_POINTS = {"weeks_between": "frequency", "minutes": "length"}
"""Fields of the terms → the point's name in the messages, where it is another one."""


@dataclass(frozen=True)
class Material:
    """What agreements are made of beside the cohort: the tables of store.content, and the public holidays.

    clauses: clause_id, section, default_text. plan: the model sessions. holidays: country → day → name. words: all
    messages of the language, with the organisation's own clauses if it has some; clauses and plan are made from the
    same words. language: ISO code. programme_goals: those of the charter in its words (CharterGoal.metric).
    """

    clauses: pd.DataFrame
    plan: pd.DataFrame
    holidays: Holidays
    words: Mapping[str, str]
    language: str = "en"
    programme_goals: tuple[str, ...] = ()


def agreements(
    cohort: Cohort, pairs: Iterable[Pair], choices: AgreementChoices, *, material: Material
) -> tuple[Agreement, ...]:
    """The agreement of every pair with its calendar as it stands now, ordered by mentor_id and mentee_id.

    What both sides said stands in the text; else what is usual. State and version come from what was confirmed: the
    text of today, an older one, or none. Nothing counts as confirmed while a must-have clause is missing.
    """
    by_ids = {pair.ids: pair for pair in pairs}
    desk = _Desk(cohort, choices, material, by_ids)
    return tuple(desk.agreement(by_ids[ids]) for ids in sorted(by_ids))


@dataclass(frozen=True)
class _Desk:
    """Where the agreements of one cohort are written."""

    cohort: Cohort
    choices: AgreementChoices
    material: Material
    pairs: Mapping[IdPair, Pair]

    @property
    def words(self) -> Mapping[str, str]:
        return self.material.words

    @cached_property
    def rows(self) -> list[dict[str, str]]:
        return [{str(name): text for name, text in row.items()} for row in self.material.clauses.to_dict("records")]

    @cached_property
    def people(self) -> dict[str, Person]:
        return people(self.cohort, {person for ids in self.pairs for person in ids})

    @cached_property
    def participants(self) -> dict[str, dict[str, Any]]:
        rows = self.cohort.participants[["person_id", "mode", "consent"]].to_dict("records")
        return {row["person_id"]: {str(name): value for name, value in row.items()} for row in rows}

    @cached_property
    def roster(self) -> dict[str, dict[str, str]]:
        rows = self.cohort.of_roster("person_id", "manager_id", "site")
        return {person: {"manager_id": manager, "site": site} for person, manager, site in rows}

    @cached_property
    def sensitive(self) -> set[str]:
        topics = self.cohort.topics
        return set(topics.loc[topics["sensitive"].fillna(False).astype(bool), "topic_id"])

    @cached_property
    def sides(self) -> Mapping[IdPair, Given]:
        return sides(self.cohort, self.choices)

    @cached_property
    def goals(self) -> Mapping[IdPair, tuple[GoalPlan, ...]]:
        return goal_plans(self.cohort, self.choices)

    @cached_property
    def abouts(self) -> Mapping[IdPair, About]:
        names = {topic: self.topic(topic) for topic in self.cohort.topic_names}
        return {ids: replace(about, topics=names) for ids, about in abouts(self.cohort, self.pairs).items()}

    @cached_property
    def terms(self) -> dict[IdPair, Terms]:
        return {ids: self._terms(pair) for ids, pair in self.pairs.items()}

    def _terms(self, pair: Pair) -> Terms:
        modes = self.modes(pair.ids)
        usual = usual_terms(self.rhythm, self.choices, pair.topics, mode=modes.pop() if len(modes) == 1 else "")
        return terms(self.sides.get(pair.ids, {}), usual, about=self.abouts[pair.ids])

    @property
    def rhythm(self) -> RhythmSettings:
        return self.choices.rhythm or self.cohort.settings.rhythm

    @cached_property
    def sessions(self) -> Mapping[IdPair, tuple[PlannedSession, ...]]:
        own = {ids: (each.weeks_between, each.minutes, each.hour) for ids, each in self.terms.items()}
        rhythms = own_rhythms(self.rhythm, own)
        planned = schedules(self.cohort, self.pairs, rhythms, plan=self.material.plan, holidays=self.material.holidays)
        return with_clock_notes(self.cohort, planned, words=self.words)

    @cached_property
    def confirmed(self) -> Mapping[IdPair, Sequence[Confirmed]]:
        by_pair = defaultdict(list)
        for each in self.choices.confirmed:
            by_pair[each.ids].append(each)
        return by_pair

    @cached_property
    def agreed_on(self) -> dict[IdPair, dt.date]:
        rows = self.cohort.pairs[self.cohort.pairs["agreed_on"].notna()]
        ids = zip(rows["mentor_id"], rows["mentee_id"], strict=True)
        return dict(zip(ids, rows["agreed_on"].dt.date, strict=True))

    def name(self, person_id: str) -> str:
        return self.cohort.names.get(person_id) or person_id

    def topic(self, topic_id: str) -> str:
        """The topic's name; those of the workbook's catalogue in the language of the paper."""
        name = self.cohort.topic_names.get(topic_id) or topic_id
        return self.words.get(f"topic.{name}", name)

    def agreement(self, pair: Pair) -> Agreement:
        """The agreement of one pair."""
        facts, goals = self.facts(pair), self.goals.get(pair.ids, ())
        chosen = chosen_clauses(self.rows, facts, self.choices, words=self.words)
        lacking = missing_clauses(chosen, sensitive=facts.sensitive, words=self.words)
        values = clause_values(facts, self.choices, self.cohort.settings, words=self.words)
        clauses = filled_clauses(chosen, values)
        text = fingerprint(clauses, goals, facts.topics)
        state, version = self.state(pair.ids, text, complete=not lacking)
        open_points = _OpenPoints(self, pair, facts, settled=state in ("agreed", "signed"))
        return Agreement(
            *pair.ids, facts.mentor, facts.mentee, facts.topics, clauses, facts.sessions,
            missing=(*lacking, *open_points.all(goals)), state=state, goals=goals,
            differences=self.differences(pair.ids), fingerprint=text, version=version, language=self.material.language,
            place=values["place_mode"],
        )  # fmt: skip

    def facts(self, pair: Pair) -> Facts:
        """What the clauses say of this pair."""
        agreed = self.terms[pair.ids]
        sites = {self.roster.get(person, {}).get("site", "") for person in pair.ids}
        return Facts(
            self.name(pair.mentor_id),
            self.name(pair.mentee_id),
            tuple(map(self.topic, agreed.topics)),
            agreed,
            self.sessions[pair.ids],
            apart=len(sites) == 2 and "" not in sites,
            sensitive=not self.sensitive.isdisjoint(agreed.topics),
        )

    def state(self, ids: IdPair, text: str, *, complete: bool) -> tuple[State, int]:
        """Where the text stands; a draft while a must-have clause is missing, whatever was confirmed."""
        state, version = state_of(ids, text, self.confirmed.get(ids, ()), agreed_on=self.agreed_on.get(ids))
        return (state if complete else "draft"), version

    def differences(self, ids: IdPair) -> tuple[Difference, ...]:
        given = self.sides.get(ids, {})
        return differences(given.get("mentor"), given.get("mentee"), words=self.words, about=self.abouts[ids])

    def modes(self, ids: IdPair) -> set[str]:
        """What the two said of how to meet when they signed up, without those who do not mind."""
        return {self.participants.get(person, {}).get("mode", "") for person in ids} - {"", "both"}


@dataclass(frozen=True)
class _OpenPoints:
    """What the two must still settle, as sentences. settled: they confirmed the text, so it is asked for no more."""

    desk: _Desk
    pair: Pair
    facts: Facts
    settled: bool

    def all(self, goals: Sequence[GoalPlan]) -> Iterator[str]:
        """Every open point: of the text, of the goals, of the people, of time and place."""
        yield from self.text()
        if not self.settled:
            yield from self.wishes()
            wanted = self.desk.material.programme_goals
            topics = self.facts.terms.topics
            yield from open_goals(goals, topics=topics, programme_goals=wanted, words=self.desk.words)
        yield from self.who()
        yield from self.time_and_place()

    def say(self, key: str, **values: str) -> str:
        words = self.desk.words
        return filled(words[f"agreement.open.{key}"], {"section": words["section.C1"], **values})

    def text(self) -> Iterator[str]:
        contact = self.desk.cohort.settings.contact
        if not self.facts.topics:
            yield self.say("topic")
        if not contact.email:
            yield self.say("contact")
        if self.facts.sensitive and contact.support == ContactSettings().support:
            yield self.say("support")

    def wishes(self) -> Iterator[str]:
        """Where the two sides are silent or differ."""
        ids, desk = self.pair.ids, self.desk
        if not self.facts.terms.gain[0].strip():
            yield self.say("gain", mentor=self.facts.mentor)
        yield from not_written(desk.sides.get(ids, {}), words=desk.words, about=desk.abouts[ids])
        if self.facts.terms.open:
            words = self.desk.words
            points = [words[f"side.point.{_POINTS.get(name, name)}"] for name in self.facts.terms.open]
            yield self.say("differ", points=listed(points, words=words))

    def who(self) -> Iterator[str]:
        roster, people = self.desk.roster, self.desk.participants
        if roster.get(self.pair.mentor_id, {}).get("manager_id", "") not in roster:
            yield self.say("manager", mentor=self.facts.mentor)
        for person in self.pair.ids:
            if people.get(person, {}).get("consent", pd.NA) is not True:
                yield self.say("consent", name=self.desk.name(person))

    def time_and_place(self) -> Iterator[str]:
        sessions, people = self.facts.sessions, self.desk.people
        if len(self.desk.modes(self.pair.ids)) == 2 and not self.facts.terms.mode:
            yield self.say("mode")
        unknown = [self.desk.name(person) for person in self.pair.ids if people[person].zone is None]
        if unknown:
            names = listed(unknown, words=self.desk.words)
            yield self.say("zone", names=names, zone=str(sessions[0].start.tzinfo))
        outside = outside_working_hours(people[self.pair.mentor_id], people[self.pair.mentee_id], sessions)
        if outside:
            yield self.say("hours", outside=str(outside), count=str(len(sessions)))

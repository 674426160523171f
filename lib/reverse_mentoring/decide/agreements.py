"""The learning agreement of each pair: clauses with the real names, topics and dates, and what is still open."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from reverse_mentoring.decide.schedule import Holidays, Person, outside_working_hours, people, schedules
from reverse_mentoring.words.agreements import Agreement, Clause, PlannedSession
from reverse_mentoring.words.choices import AgreementChoices, IdPair
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.pairs import Pair
from reverse_mentoring.words.settings import ContactSettings, RhythmSettings

TO_FILL_IN = "_" * 28
"""A line for the pair to write on."""
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_NOTES_KEPT = dt.timedelta(weeks=4)
_STRICT = (
    "What is said stays between us. Neither of us speaks about it with anyone else, not in general terms and not about "
    "his or her own learning, unless we both agreed the wording."
)
_OPEN_TOPICS = (
    "About {topics} each of us may tell others what he or she has learned, but never who said what. Everything else "
    "that is said stays between us, unless we both agreed the wording."
)
_NO_EVALUATION_WHILE_PAIRED = (
    "{mentee} does not decide on or advise about {mentor}'s appraisal, pay, promotion or contract while the pair runs; "
    "if this changes, we tell {contact} and pause."
)
_WITHOUT_PREPARATION = "Sessions are working time; {mentor}'s line manager has agreed."
_OWN_REVIEWS = "One to three goals, each with five levels (−2…+2) and a weight; reviewed at {reviews}."


@dataclass(frozen=True)
class Material:
    """What agreements are made of beside the cohort: the tables of store.content, and the public holidays.

    clauses: clause_id, section, default_text, must. plan: the model sessions. holidays: country → day → name.
    """

    clauses: pd.DataFrame
    plan: pd.DataFrame
    holidays: Holidays


def agreements(
    cohort: Cohort, pairs: Iterable[Pair], choices: AgreementChoices, *, material: Material
) -> tuple[Agreement, ...]:
    """A draft agreement with its calendar for every pair, ordered by mentor_id and mentee_id.

    State is “agreed” where choices or the table of pairs say that both agreed, else “draft”.
    """
    by_ids = {pair.ids: pair for pair in pairs}
    known = people(cohort, {person for ids in by_ids for person in ids})
    desk = _Desk(cohort, choices, choices.rhythm or cohort.settings.rhythm, known)
    planned = schedules(cohort, by_ids, desk.rhythm, plan=material.plan, holidays=material.holidays)
    rows = material.clauses.to_dict("records")
    return tuple(desk.agreement(by_ids[ids], planned[ids], rows) for ids in sorted(by_ids))


def mail_merge(drafts: Iterable[Agreement], cohort: Cohort) -> pd.DataFrame:
    """One row per person and pair, for a covering letter; of each pair first the mentor's, in the order of drafts.

    Columns person_id, name, email, role, partner (name), topics (“; ”), first_session (ISO date), agreement_file,
    calendar_file (below the cohort's results), state; all text.
    """
    emails = dict(zip(cohort.roster["person_id"], cohort.roster["email"], strict=True))
    columns = ["person_id", "name", "email", "role", "partner", "topics", "first_session", "agreement_file",
               "calendar_file", "state"]  # fmt: skip
    return pd.DataFrame([row for draft in drafts for row in _letters(draft, emails)], columns=columns, dtype="str")


def pair_file_stem(mentor_id: str, mentee_id: str) -> str:
    """A file name without extension, made of the ids only; another pair gets another one.

    Characters that some file systems refuse become “-”, followed by a few digits that tell such ids apart.
    """
    return f"{_safe(mentor_id)}_{_safe(mentee_id)}"


def long_date(day: dt.date) -> str:
    """“1 November 2026”, whatever the machine's language."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _safe(person_id: str) -> str:
    plain = re.sub(r"[^A-Za-z0-9-]", "-", person_id)[:40]
    return plain if plain == person_id else f"{plain}-{hashlib.sha256(person_id.encode()).hexdigest()[:8]}"


def _letters(draft: Agreement, emails: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    stem = pair_file_stem(draft.mentor_id, draft.mentee_id)
    first = draft.sessions[0].start.date().isoformat() if draft.sessions else ""
    shared = ("; ".join(draft.topics), first, f"agreements/{stem}.docx", f"calendar/{stem}.ics", draft.state)
    mentor, mentee = (draft.mentor_id, draft.mentor_name), (draft.mentee_id, draft.mentee_name)
    for role, (person, name), (_, partner) in (("mentor", mentor, mentee), ("mentee", mentee, mentor)):
        yield person, name, emails.get(person, ""), role, partner, *shared


@dataclass(frozen=True)
class _Desk:
    """Where the agreements of one cohort are written."""

    cohort: Cohort
    choices: AgreementChoices
    rhythm: RhythmSettings
    people: Mapping[str, Person]

    @cached_property
    def participants(self) -> dict[str, dict[str, Any]]:
        rows = self.cohort.participants[["person_id", "mode", "consent"]].to_dict("records")
        return {row["person_id"]: {str(name): value for name, value in row.items()} for row in rows}

    @cached_property
    def roster(self) -> dict[str, dict[str, str]]:
        rows = self.cohort.roster[["person_id", "manager_id", "site"]].to_dict("records")
        return {row["person_id"]: {str(name): value for name, value in row.items()} for row in rows}

    @cached_property
    def sensitive(self) -> set[str]:
        topics = self.cohort.topics
        return set(topics.loc[topics["sensitive"].fillna(False).astype(bool), "topic_id"])

    @cached_property
    def agreed(self) -> set[IdPair]:
        rows = self.cohort.pairs[self.cohort.pairs["agreed_on"].notna()]
        return {*self.choices.agreed, *zip(rows["mentor_id"], rows["mentee_id"], strict=True)}

    def name(self, person_id: str) -> str:
        return self.cohort.names.get(person_id) or person_id

    def agreement(
        self, pair: Pair, sessions: tuple[PlannedSession, ...], clauses: Sequence[Mapping[Any, str]]
    ) -> Agreement:
        """The agreement of one pair."""
        topics = tuple(self.cohort.topic_names.get(topic) or topic for topic in pair.topics)
        touches_hard_things = not self.sensitive.isdisjoint(pair.topics)
        values = self.values(pair, topics, sessions)
        written = tuple(
            Clause(row["clause_id"], row["section"], _filled(self.wording(row, sessions), values), row["must"] != "0")
            for row in clauses
            if touches_hard_things or not row["must"].endswith("if a sensitive topic")
        )
        missing = (*self.open_points(pair, sensitive=touches_hard_things), *self.open_logistics(pair, sessions))
        state = "agreed" if pair.ids in self.agreed else "draft"
        mentor, mentee = self.name(pair.mentor_id), self.name(pair.mentee_id)
        return Agreement(*pair.ids, mentor, mentee, topics, written, sessions, missing, state)

    def values(self, pair: Pair, topics: Sequence[str], sessions: Sequence[PlannedSession]) -> dict[str, str]:
        """What stands for each {name} in a clause."""
        settings, choices = self.cohort.settings, self.choices
        last_day = sessions[-1].end.date() + _NOTES_KEPT
        return {
            "mentor": self.name(pair.mentor_id),
            "mentee": self.name(pair.mentee_id),
            "topics": _listed(topics) or TO_FILL_IN,
            "mentor_goals": TO_FILL_IN,
            "contact": _contact(settings.contact),
            "n": str(choices.no_evaluation_months),
            "list": choices.off_limits.strip().rstrip(".")
            or "none named so far; either of us may name one at any time",
            "support_contacts": settings.contact.support,
            "cadence": str(self.rhythm.weeks_between),
            "minutes": str(self.rhythm.minutes),
            "place_mode": self.place(pair),
            "prep": str(choices.preparation_minutes),
            "date": long_date(last_day),
            "k": str(settings.group_at_least),
            "jurisdiction": choices.jurisdiction.strip().rstrip("."),
            "reviews": _reviews(sessions),
        }

    def wording(self, clause: Mapping[Any, str], sessions: Sequence[PlannedSession]) -> str:
        """The clause's text as chosen, still with {names}."""
        choices, text = self.choices, clause["default_text"]
        match clause["clause_id"]:
            case "C3" if choices.confidentiality != "own learning":
                return _STRICT if choices.confidentiality == "strict" else _OPEN_TOPICS
            case "C4" if choices.jurisdiction.strip():
                return f"{text} The law that applies: {{jurisdiction}}."
            case "C7" if choices.no_evaluation_months == 0:
                return _NO_EVALUATION_WHILE_PAIRED
            case "C10" if _reviews(sessions) not in text:
                return _OWN_REVIEWS
            case "C11" if self.rhythm.weeks_between == 1:
                return text.replace("Every {cadence} weeks", "Every week")
            case "C12" if choices.preparation_minutes == 0:
                return _WITHOUT_PREPARATION
        return text

    def modes(self, pair: Pair) -> set[str]:
        """What the two said of how to meet, without those who do not mind."""
        return {self.participants.get(person, {}).get("mode", "") for person in pair.ids} - {"", "both"}

    def place(self, pair: Pair) -> str:
        """In person or online, from what both said and where they work."""
        modes, sites = self.modes(pair), {self.roster.get(person, {}).get("site", "") for person in pair.ids}
        apart = len(sites) == 2 and "" not in sites
        if modes == {"remote"}:
            return "online"
        if apart:
            return "online, and in person whenever we are at the same site"
        return "in person" if modes == {"in person"} else "in person or online, as agreed each time"

    def open_points(self, pair: Pair, *, sensitive: bool) -> Iterator[str]:
        """Sentences about the text: what must be settled before signing."""
        mentor, contact = self.name(pair.mentor_id), self.cohort.settings.contact
        if not pair.topics:
            yield "No topic is set: agree on one and write it under “Purpose”."
        if pair.ids not in self.agreed:
            yield f"What {mentor} wants to gain is not written yet: fill in the line under “Purpose”."
        if not contact.email:
            yield "No contact with an e-mail address is named: see [contact] in programme.toml."
        if sensitive and contact.support == ContactSettings().support:
            yield "The topic is sensitive, but support contacts are not named: see [contact] in programme.toml."
        if self.roster.get(pair.mentor_id, {}).get("manager_id", "") not in self.roster:
            yield f"The line manager of {mentor} is not known: find out who agrees to the working time."
        for person in pair.ids:
            if self.participants.get(person, {}).get("consent", pd.NA) is not True:
                yield f"It is not recorded that {self.name(person)} takes part of their own will: ask first."

    def open_logistics(self, pair: Pair, sessions: Sequence[PlannedSession]) -> Iterator[str]:
        """Sentences about time and place: what must be settled before signing."""
        if len(self.modes(pair)) == 2:
            yield "One of you prefers to meet in person, the other online: agree on it."
        unknown = [self.name(person) for person in pair.ids if self.people[person].zone is None]
        if unknown:
            yield f"The time zone of {_listed(unknown)} is not known: times are {sessions[0].start.tzinfo}; check them."
        outside = outside_working_hours(self.people[pair.mentor_id], self.people[pair.mentee_id], sessions)
        if outside:
            yield f"{outside} of {len(sessions)} sessions lie outside the working hours of one of you: agree on a time."


def _contact(contact: ContactSettings) -> str:
    return f"{contact.name} ({contact.email})" if contact.email else contact.name


def _reviews(sessions: Sequence[PlannedSession]) -> str:
    """“sessions 6, 10 and 14”; “the last session” where the plan is too short for a check."""
    numbers = [str(session.number) for session in sessions if session.phase == "Check"]
    if not numbers:
        return "the last session"
    return f"session{'s' if len(numbers) > 1 else ''} {_listed(numbers)}"


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _filled(text: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: values[found[1]], text)

"""The clauses of one pair: which text the choices give, and what stands for each {field} in it."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reverse_mentoring.decide.agreements.must_haves import ALWAYS, WHERE_SENSITIVE
from reverse_mentoring.decide.agreements.negotiation import Terms
from reverse_mentoring.decide.agreements.wording import fields, filled, listed, long_date
from reverse_mentoring.words import disclosure
from reverse_mentoring.words.agreements import Clause, PlannedSession
from reverse_mentoring.words.choices import AgreementChoices
from reverse_mentoring.words.settings import ContactSettings, Settings

TO_FILL_IN = "_" * 28
"""A line for the pair to write on."""
_NOTES_KEPT = dt.timedelta(weeks=4)
Words = Mapping[str, str]


@dataclass(frozen=True)
class Facts:
    """What the clauses say of one pair. topics: names. apart: they work at different sites. sensitive: a topic is."""

    mentor: str
    mentee: str
    topics: tuple[str, ...]
    terms: Terms
    sessions: tuple[PlannedSession, ...]
    apart: bool
    sensitive: bool


def chosen_clauses(
    rows: Sequence[Mapping[Any, str]], facts: Facts, choices: AgreementChoices, *, words: Words
) -> tuple[Clause, ...]:
    """The clauses as chosen, their {fields} not yet filled in; care only where a topic is sensitive.

    rows: store.content.clauses. Each text is that of the row, or the one that the messages give for the choice.
    """
    variants = dict(_variants(facts.terms, choices))
    kept = (row for row in rows if facts.sensitive or row["clause_id"] not in WHERE_SENSITIVE)
    return tuple(_chosen(row, variants.get(row["clause_id"], ""), words) for row in kept)


def filled_clauses(clauses: Sequence[Clause], values: Mapping[str, str]) -> tuple[Clause, ...]:
    """The clauses as the pair reads them."""
    return tuple(replace(clause, text=filled(clause.text, values)) for clause in clauses)


def clause_values(facts: Facts, choices: AgreementChoices, settings: Settings, *, words: Words) -> dict[str, str]:
    """What stands for each {field} of must_haves.FIELDS."""
    terms = facts.terms
    return {
        "mentor": facts.mentor,
        "mentee": facts.mentee,
        "topics": listed(facts.topics, words=words) or TO_FILL_IN,
        "mentor_goals": quoted(terms.gain[0], words=words) or TO_FILL_IN,
        "contact": contact_text(settings.contact, words=words),
        "n": str(choices.no_evaluation_months),
        "list": "; ".join(terms.limits) or words["clause.C8.none"],
        "support_contacts": support_text(settings.contact, words=words),
        "cadence": str(terms.weeks_between),
        "minutes": str(terms.minutes),
        "place_mode": words[f"agreement.place.{_place(facts)}"],
        "prep": str(choices.preparation_minutes),
        "date": _notes_deleted(facts.sessions, words),
        "jurisdiction": choices.jurisdiction.strip().rstrip(".") or TO_FILL_IN,
        "reviews": reviews(facts.sessions, words=words),
        **what_is_seen(settings.group_at_least, words=words),
    }


def what_is_seen(group_at_least: int, *, words: Words) -> dict[str, str]:
    """The fields seen, never_seen, k and comments_from, made from the constants that the release gate enforces."""
    k = {"k": str(max(group_at_least, disclosure.GROUP_FLOOR))}
    seen = [filled(words[f"clause.C15.seen.{what}"], k) for what in disclosure.SEEN_BY_THE_ORGANISATION]
    never = [words[f"clause.C15.never.{what}"] for what in disclosure.NEVER_SEEN]
    comments = {"comments_from": str(disclosure.COMMENTS_FROM)}
    return {"seen": listed(seen, words=words), "never_seen": listed(never, words=words), **k, **comments}


def quoted(text: str, *, words: Words) -> str:
    """What somebody wrote, in one line and in quotation marks; “” where nothing was."""
    line = " ".join(text.split()).rstrip(".")
    return filled(words["agreement.quoted"], {"text": line}) if line else ""


def contact_text(contact: ContactSettings, *, words: Words) -> str:
    """Whom the two turn to, with the address where one is known."""
    name = words["agreement.contact"] if contact.name == ContactSettings().name else contact.name
    return filled(words["agreement.contact_email"], {"name": name, "email": contact.email}) if contact.email else name


def support_text(contact: ContactSettings, *, words: Words) -> str:
    """Where care and support are found."""
    return words["agreement.support"] if contact.support == ContactSettings().support else contact.support


def reviews(sessions: Sequence[PlannedSession], *, words: Words) -> str:
    """“sessions 6, 10 and 14”; “the last session” where the plan is too short for a check."""
    numbers = [str(session.number) for session in sessions if session.phase == "Check"]
    key = "last" if not numbers else "one" if len(numbers) == 1 else "many"
    return filled(words[f"agreement.reviews.{key}"], {"numbers": listed(numbers, words=words)})


def _variants(terms: Terms, choices: AgreementChoices) -> Iterator[tuple[str, str]]:
    """Clause → the choice that has a text of its own, as in clause.C3.strict."""
    if terms.gain[0].strip():
        yield "C1", "gain"
    if terms.confidentiality != "own learning":
        yield "C3", terms.confidentiality.replace(" ", "_")
    if choices.jurisdiction.strip():
        yield "C4", "law"
    if choices.no_evaluation_months == 0:
        yield "C7", "while_paired"
    if terms.weeks_between == 1:
        yield "C11", "weekly"
    if choices.preparation_minutes == 0:
        yield "C12", "no_preparation"


def _chosen(row: Mapping[Any, str], variant: str, words: Words) -> Clause:
    clause_id = row["clause_id"]
    return Clause(clause_id, row["section"], _text(row, variant, words), clause_id in ALWAYS + WHERE_SENSITIVE)


def _text(row: Mapping[Any, str], variant: str, words: Words) -> str:
    text = row["default_text"].strip()
    if not variant or not text:
        return text
    other = words[f"clause.{row['clause_id']}.{variant}"]
    if variant == "law":
        return text if "jurisdiction" in fields(text) else f"{text} {other}"
    return other


def _place(facts: Facts) -> str:
    """Which of the messages agreement.place.… fits how and where the two meet."""
    if facts.terms.mode == "remote":
        return "online"
    if facts.apart:
        return "apart"
    return "in person" if facts.terms.mode == "in person" else "either"


def _notes_deleted(sessions: Sequence[PlannedSession], words: Words) -> str:
    """The day four weeks after the last session. No clause of the workbook's names it: a session held late would
    change the text, and with it what was agreed."""
    return long_date(sessions[-1].end.date() + _NOTES_KEPT, words=words) if sessions else TO_FILL_IN

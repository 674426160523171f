"""What no learning agreement may lack: clauses that protect the two, and fields that the workbook can fill.

Whether a text of the organisation's own still says what its clause is for is not judged here: no program can. A person
reads it; this only sees that the clause is there, is not empty, and names no field that would stay open.
"""

from collections.abc import Iterable, Iterator, Mapping

from reverse_mentoring.decide.agreements.wording import fields, filled
from reverse_mentoring.words.agreements import Clause

ALWAYS = ("C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C10", "C11", "C12", "C13", "C14", "C15", "C16", "C17", "C18")
"""Clauses of every agreement. Why each is needed stands in the messages, as clause.<id>.why."""
WHERE_SENSITIVE = ("C9",)
"""Care and support contacts: only where a topic is sensitive."""
FIELDS = frozenset((
    "mentor", "mentee", "topics", "mentor_goals", "contact", "n", "list", "support_contacts", "cadence", "minutes",
    "place_mode", "prep", "date", "k", "comments_from", "seen", "never_seen", "jurisdiction", "reviews",
))  # fmt: skip
"""The {fields} that may stand in a clause."""
KEPT_FIELDS: Mapping[str, tuple[str, ...]] = {"C15": ("seen", "never_seen")}
"""Fields that an own text of a clause must keep, because the program fills them from what it enforces."""


def missing_clauses(clauses: Iterable[Clause], *, sensitive: bool, words: Mapping[str, str]) -> tuple[str, ...]:
    """Sentences that say which must-have clauses are missing or empty, why each matters, and which fields are unknown.

    clauses: as written, their {fields} not yet filled in. sensitive: a topic of the pair is. Empty = all is there.
    """
    there = {clause.clause_id: clause for clause in clauses if clause.text.strip()}
    needed = ALWAYS + (WHERE_SENSITIVE if sensitive else ())
    lacking = (_lack(clause_id, words) for clause_id in needed if clause_id not in there)
    return (*lacking, *(sentence for clause in there.values() for sentence in _unknown(clause, words)))


def unknown_fields(text: str) -> tuple[str, ...]:
    """The {fields} of a clause's text that the workbook cannot fill, in their order."""
    return tuple(name for name in fields(text) if name not in FIELDS)


def lost_fields(clause_id: str, text: str) -> tuple[str, ...]:
    """The {fields} that this clause must keep and the text lacks."""
    return tuple(name for name in KEPT_FIELDS.get(clause_id, ()) if name not in fields(text))


def _lack(clause_id: str, words: Mapping[str, str]) -> str:
    values = {"section": words[f"section.{clause_id}"], "why": words[f"clause.{clause_id}.why"]}
    return filled(words["agreement.open.clause"], values)


def _unknown(clause: Clause, words: Mapping[str, str]) -> Iterator[str]:
    for name in unknown_fields(clause.text):
        values = {"section": clause.section, "field": f"{{{name}}}"}
        yield filled(words["agreement.open.field"], values)

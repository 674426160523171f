"""The learning agreement of a pair and the dates of its sessions."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Clause:
    """One clause as the pair reads it; must: an agreement without it is not offered for signature."""

    clause_id: str
    section: str
    text: str
    must: bool


@dataclass(frozen=True)
class PlannedSession:
    """One planned meeting of a pair. start and end carry the mentor's time zone; moved_from: the date that
    the rhythm gave, where a holiday moved it; holiday: its name."""

    number: int
    title: str
    phase: str
    agenda: str
    before_mentor: str
    before_mentee: str
    output: str
    start: dt.datetime
    end: dt.datetime
    moved_from: dt.date | None = None
    holiday: str = ""


@dataclass(frozen=True)
class Agreement:
    """A draft agreement with its calendar. missing: sentences that say what must be settled before signing."""

    mentor_id: str
    mentee_id: str
    mentor_name: str
    mentee_name: str
    topics: tuple[str, ...]
    clauses: tuple[Clause, ...]
    sessions: tuple[PlannedSession, ...]
    missing: tuple[str, ...]
    state: str = "draft"

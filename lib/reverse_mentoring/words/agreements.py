"""The learning agreement of a pair and the dates of its sessions."""

import datetime as dt
from dataclasses import dataclass

from reverse_mentoring.words.choices import IdPair
from reverse_mentoring.words.papers import GoalPlan


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
    the rhythm gave, where a holiday moved it; holiday: its name; note: a warning where the clocks of the two differ
    more or less than usual; there: the hour at the mentee's place, where it is another one."""

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
    note: str = ""
    there: str = ""


@dataclass(frozen=True)
class Difference:
    """Where the two want different things: what each said, and a sentence that helps them to settle it."""

    point: str
    mentor: str
    mentee: str
    sentence: str


@dataclass(frozen=True)
class Agreement:
    """The agreement of a pair with its calendar.

    goals: as written so far. differences: where the two sides differ. missing: sentences that say what must be
    settled before signing. blockers: why the pair cannot start yet; empty = it may. state: draft, agreed, signed,
    or changed (somebody agreed to an older text). fingerprint: of the text that is agreed to. version: 1 for the
    first text that was agreed. language: ISO code. place: how and where they meet, in that language.
    """

    mentor_id: str
    mentee_id: str
    mentor_name: str
    mentee_name: str
    topics: tuple[str, ...]
    clauses: tuple[Clause, ...]
    sessions: tuple[PlannedSession, ...]
    missing: tuple[str, ...]
    state: str = "draft"
    goals: tuple[GoalPlan, ...] = ()
    differences: tuple[Difference, ...] = ()
    blockers: tuple[str, ...] = ()
    fingerprint: str = ""
    version: int = 1
    language: str = "en"
    place: str = ""

    @property
    def ids(self) -> IdPair:
        return self.mentor_id, self.mentee_id

    @property
    def settled(self) -> bool:
        """Whether both agreed to the text as it is."""
        return self.state in ("agreed", "signed")

"""What a facilitator decided in each step. Saved as a version in the vault; results are functions of it."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from reverse_mentoring.words.papers import Confidentiality, Confirmed, GoalPlan, Override, Side, Signature, Trained
from reverse_mentoring.words.reviewing import Action, Ending, Entry, Insight, RePair, Ticked
from reverse_mentoring.words.settings import NeedSettings, RhythmSettings

Weight = Literal["off", "low", "medium", "high"]
WEIGHT_SHARES: dict[Weight, int] = {"off": 0, "low": 1, "medium": 2, "high": 3}
Objective = Literal["floor", "total", "worst_first", "choice"]
"""After most people served: the lowest pair, then the total; the total; worst-off first; choice respected."""
IdPair = tuple[str, str]
"""(mentor_id, mentee_id)"""


class Choices(BaseModel):
    """A person's decisions in one step; frozen, a change is a copy."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Hands(Choices):
    """Hands raised in the room for one question. level: 1–5 for importance and proficiency; 1 = yes for need
    (“it matters to me, I am not there yet, I would learn it from a junior”) and teach (“I can and would help”)."""

    topic_id: str
    role: Literal["mentor", "mentee"]
    question: Literal["importance", "proficiency", "need", "teach"]
    level: int = Field(ge=1, le=5)
    count: int = Field(ge=0, le=1000)


class GapChoices(Choices):
    """Step 1. need: thresholds, where they differ from programme.toml.

    In the room: votes (topic_id → dots), own_topics (topic_id → name), asked (topics put to the room), room (role →
    people present), hands. Afterwards: stories (topic_id → what it costs, without names), other_offer (topics that
    something else serves already), programme_topics (at most three), owners (topic_id → who answers for it).
    """

    need: NeedSettings | None = None
    votes: dict[str, int] = {}
    own_topics: dict[str, str] = {}
    asked: tuple[str, ...] = Field((), max_length=12)
    room: dict[str, int] = {}
    hands: tuple[Hands, ...] = ()
    stories: dict[str, str] = {}
    other_offer: tuple[str, ...] = ()
    programme_topics: tuple[str, ...] = Field((), max_length=3)
    owners: dict[str, str] = {}


class Note(Choices):
    """A sentence of the facilitator's for the record, on one pair."""

    mentor_id: str
    mentee_id: str
    text: str = Field(max_length=500)


class MatchingChoices(Choices):
    """Step 2. weights by part of the fit; allowed: soft rules switched off, each with a written reason; objective:
    what “best” means; pins and vetoes as (mentor_id, mentee_id); capacity by person_id; coverage: topic_id → pairs
    that work on it at least; department_caps: department → pairs with somebody from there at most; notes.

    Proposals: proposed to people; those of them whose mentee agrees, then both (accepted); declined: “another
    please”. draft: the pairs as they were when a person kept them for comparison. final: the pairs as decided.
    """

    weights: dict[str, Weight] = {}
    allowed: dict[str, str] = {}
    objective: Objective = "floor"
    pins: tuple[IdPair, ...] = ()
    vetoes: tuple[IdPair, ...] = ()
    capacity: dict[str, int] = {}
    coverage: dict[str, int] = {}
    department_caps: dict[str, int] = {}
    notes: tuple[Note, ...] = ()
    proposed: tuple[IdPair, ...] = ()
    mentee_agrees: tuple[IdPair, ...] = ()
    accepted: tuple[IdPair, ...] = ()
    declined: tuple[IdPair, ...] = ()
    draft: tuple[IdPair, ...] | None = None
    final: tuple[IdPair, ...] | None = None


class AgreementChoices(Choices):
    """Step 3. rhythm: where it differs from programme.toml; confidentiality and no_evaluation_months choose
    within clauses C3 and C7; off_limits and jurisdiction are free text.

    Typed in on screen, beside or instead of the tables of the same names: sides, goals, trained, signed.
    confirmed: which text a pair agreed or signed; a later change un-confirms it. overrides: pairs that may start
    although something is missing, with the reason.
    """

    rhythm: RhythmSettings | None = None
    confidentiality: Confidentiality = "own learning"
    no_evaluation_months: Literal[0, 6, 12] = 6
    preparation_minutes: int = Field(30, ge=0, le=240)
    off_limits: str = ""
    jurisdiction: str = ""
    sides: tuple[Side, ...] = ()
    goals: tuple[GoalPlan, ...] = ()
    trained: tuple[Trained, ...] = ()
    signed: tuple[Signature, ...] = ()
    confirmed: tuple[Confirmed, ...] = ()
    overrides: tuple[Override, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _without_former(cls, said: Any) -> Any:
        """Versions saved before texts were told apart listed who had agreed to an unknown text: that counts no more."""
        return {name: value for name, value in said.items() if name != "agreed"} if isinstance(said, dict) else said


class ReviewChoices(Choices):
    """Step 4. ticked: signs that the facilitator has dealt with.

    entries: rows typed in; actions: what was done for pairs; endings: pairs that are over; repaired: new pairs of
    people who were free; insights: the ledger; accepted: keys of the changes proposed for the next cohort that a
    person took; lessons: sentences of the facilitator's for the next cohort.
    """

    ticked: tuple[Ticked, ...] = ()
    entries: tuple[Entry, ...] = ()
    actions: tuple[Action, ...] = ()
    endings: tuple[Ending, ...] = ()
    repaired: tuple[RePair, ...] = ()
    insights: tuple[Insight, ...] = ()
    accepted: tuple[str, ...] = ()
    lessons: tuple[str, ...] = Field((), max_length=12)

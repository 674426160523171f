"""What a facilitator decided in each step. Saved as a version in the vault; results are functions of it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from reverse_mentoring.words.settings import NeedSettings, RhythmSettings

Weight = Literal["off", "low", "medium", "high"]
WEIGHT_SHARES: dict[Weight, int] = {"off": 0, "low": 1, "medium": 2, "high": 3}
IdPair = tuple[str, str]
"""(mentor_id, mentee_id)"""


class Choices(BaseModel):
    """A person's decisions in one step; frozen, a change is a copy."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class GapChoices(Choices):
    """Step 1. need: thresholds, where they differ from programme.toml; programme_topics: at most three."""

    need: NeedSettings | None = None
    programme_topics: tuple[str, ...] = Field((), max_length=3)


class MatchingChoices(Choices):
    """Step 2. weights by part of the fit; allowed: soft rules switched off, each with a written reason;
    pins and vetoes as (mentor_id, mentee_id); capacity by person_id; final: the pairs as decided."""

    weights: dict[str, Weight] = {}
    allowed: dict[str, str] = {}
    pins: tuple[IdPair, ...] = ()
    vetoes: tuple[IdPair, ...] = ()
    capacity: dict[str, int] = {}
    final: tuple[IdPair, ...] | None = None


class AgreementChoices(Choices):
    """Step 3. rhythm: where it differs from programme.toml; confidentiality and no_evaluation_months choose
    within clauses C3 and C7; off_limits and jurisdiction are free text; agreed: pairs that both agreed."""

    rhythm: RhythmSettings | None = None
    confidentiality: Literal["strict", "own learning", "open topics"] = "own learning"
    no_evaluation_months: Literal[0, 6, 12] = 6
    preparation_minutes: int = Field(30, ge=0, le=240)
    off_limits: str = ""
    jurisdiction: str = ""
    agreed: tuple[IdPair, ...] = ()


class ReviewChoices(Choices):
    """Step 4. done: what the facilitator ticked off today, as (rule, mentor_id, mentee_id)."""

    done: tuple[tuple[str, str, str], ...] = ()


STEPS: dict[str, type[Choices]] = {
    "gap_analysis": GapChoices,
    "matching": MatchingChoices,
    "agreements": AgreementChoices,
    "review": ReviewChoices,
}

"""What a pair writes down: each side's wishes, the goals, and who confirmed which text when."""

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Who = Literal["mentor", "mentee"]
Signer = Literal["mentor", "mentee", "line manager"]
Track = Literal["mentor", "mentee", "line manager"]
Confidentiality = Literal["strict", "own learning", "open topics"]
LEVELS = ("much_less", "less", "hoped", "more", "much_more")
"""The five levels of a goal, −2 … +2."""


class Paper(BaseModel):
    """Something that one pair wrote down; frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    mentor_id: str
    mentee_id: str

    @property
    def ids(self) -> tuple[str, str]:
        return self.mentor_id, self.mentee_id


class Side(Paper):
    """What one of the two wants, given alone; empty where nothing was said. Columns of words.tables.SIDES."""

    who: Who
    gain: str = ""
    topics: tuple[str, ...] = ()
    offer: str = ""
    limits: str = ""
    weeks_between: int | None = Field(None, ge=1, le=8)
    minutes: int | None = Field(None, ge=15, le=180)
    hour: str = ""
    mode: Literal["", "in person", "remote", "both"] = ""
    confidentiality: Literal["", Confidentiality] = ""


class GoalPlan(Paper):
    """One goal with its five levels. Columns of words.tables.GOAL_PLANS."""

    number: int = Field(ge=1, le=3)
    whose: Literal["mentor", "mentee", "both"] = "both"
    goal: str = ""
    topic_id: str = ""
    programme_goal: str = ""
    due: dt.date | None = None
    weight: int = Field(1, ge=1, le=3)
    much_less: str = ""
    less: str = ""
    hoped: str = ""
    more: str = ""
    much_more: str = ""


class Confirmed(Paper):
    """Both agreed to, or signed, exactly the text with this fingerprint."""

    step: Literal["agreed", "signed"]
    fingerprint: str
    on: dt.date


class Signature(Paper):
    """One of the three has signed. Columns of words.tables.SIGNOFFS."""

    who: Signer
    on: dt.date


class Override(Paper):
    """The facilitator lets a pair start although something is missing; the reason is shown in step 4."""

    reason: str = Field(min_length=3, max_length=500)


class Trained(BaseModel):
    """Somebody has done a training track. Columns of words.tables.TRAINING."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    person_id: str
    track: Track
    on: dt.date

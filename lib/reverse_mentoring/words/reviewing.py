"""What a facilitator writes down in the review: rows typed in, calls, endings, new pairs, insights."""

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from reverse_mentoring.words.papers import Paper, Who

Typed = Literal["sessions", "pulses", "quarters", "closings", "goals", "progress", "outcomes", "focus_notes"]
"""The tables whose rows can also be typed in on screen."""
EndState = Literal["completed", "completed early", "ended", "withdrawn", "left"]
ActionKind = Literal[
    "called", "wrote", "met both", "goal session", "paused", "resumed", "rhythm changed", "mode changed"
]
InsightKind = Literal["policy", "tools", "training", "customers", "culture", "other"]


class Entry(BaseModel):
    """One row of a table, typed in instead of imported; it replaces a row of a file with the same key.

    values: column → value as JSON keeps it: text, number, yes/no, ISO date, list of texts; nothing said = absent.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    table: Typed
    values: dict[str, str | bool | int | float | tuple[str, ...]]


class Action(Paper):
    """That something was done for a pair, never what was said. rule: the rule of attention that led to it, if any."""

    kind: ActionKind
    on: dt.date
    rule: str = Field("", max_length=3)


class Ticked(Paper):
    """A sign that the facilitator has dealt with. level: “amber” or “red”, as it was; seen: hash of what it was about,
    "" where it is about time that goes by (see ticking)."""

    rule: str = Field(max_length=3)
    level: str
    on: dt.date
    seen: str = ""


class Ending(Paper):
    """A pair is over, without fault. reason: private; it stands in the vault and on the facilitator's live screen and
    in no file, page or document that anybody else could see."""

    state: EndState
    on: dt.date
    reason: str = Field("", max_length=500)


class RePair(Paper):
    """A new pair of two people who were free. on: decided; starts: first session not before."""

    on: dt.date
    starts: dt.date


class Insight(Paper):
    """Something that leadership should know, out of one pair. It leaves the pair only when both have released exactly
    this wording; then it has an owner, an action, a day and is done one day.

    released: who → the wording that he or she released.
    """

    number: int = Field(ge=1)
    kind: InsightKind = "other"
    wording: str = Field(min_length=3, max_length=500)
    released: dict[Who, str] = Field(default_factory=dict)
    owner: str = Field("", max_length=120)
    action: str = Field("", max_length=300)
    due: dt.date | None = None
    done_on: dt.date | None = None

    @property
    def leaves(self) -> bool:
        """Whether both have released the wording as it stands."""
        return all(self.released.get(who) == self.wording for who in ("mentor", "mentee"))

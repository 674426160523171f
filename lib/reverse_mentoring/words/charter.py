"""The programme charter: why, for whom, how, and by what it will be judged. Step 0; read again by the review."""

import datetime as dt
from typing import Literal

from pydantic import Field

from reverse_mentoring.words.choices import Choices

Whose = Literal["mentors", "mentees", "organisation"]


class CharterGoal(Choices):
    """One measurable goal. share: of the population, 0–1, where the goal is a share (25 % learn and implement …);
    smallest_useful_change: in the metric's unit; a smaller one would not be worth the effort. measure: key of the
    figure that shows it (measures); without one the review cannot tell."""

    whose: Whose
    metric: str = Field(min_length=1, max_length=200)
    direction: Literal["up", "down"] = "up"
    smallest_useful_change: float = Field(0, ge=0)
    unit: str = Field("", max_length=40)
    share: float | None = Field(None, ge=0, le=1)
    population: str = Field("", max_length=200)
    evidence: str = Field("", max_length=300)
    due: dt.date | None = None
    measure: str = Field("", max_length=120)


class Charter(Choices):
    """The charter of one cohort. sponsor_learns: the sponsor is a mentee first. outcomes: one sentence for mentors,
    mentees and the organisation each. locked: hash of the contents at launch, "" before; change_reason: why a
    locked charter was changed (each change is a new version)."""

    why: str = Field("", max_length=1000)
    sponsor: str = Field("", max_length=120)
    sponsor_learns: bool = False
    eligibility: str = Field("", max_length=500)
    months: int = Field(12, ge=1, le=24)
    weeks_between: int = Field(3, ge=1, le=8)
    facilitator: str = Field("", max_length=120)
    programme_manager: str = Field("", max_length=120)
    outcomes: dict[Whose, str] = Field(default_factory=dict)
    goals: tuple[CharterGoal, ...] = Field((), max_length=9)
    locked: str = ""
    locked_on: dt.date | None = None
    change_reason: str = Field("", max_length=300)

"""programme.toml: what one programme fixes for all its cohorts. Every key has a default and a comment."""

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Answer = Literal["forbid", "allow"]


class Section(BaseModel):
    """A part of programme.toml; unknown keys are refused by the reader with the nearest known one."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NeedSettings(Section):
    """[need]: when a mentee's answer counts as an authentic, unmet need, and who can teach."""

    importance_at_least: int = Field(
        4, ge=1, le=5, description="A need: the mentee finds the topic this important (1-5) or more"
    )
    proficiency_at_most: int = Field(3, ge=1, le=5, description="... and is at this level (1-5) or below")
    gap_at_least: int = Field(1, ge=0, le=4, description="... and importance minus proficiency is this much or more")
    teaches_from: int = Field(4, ge=1, le=5, description="A mentor can teach a topic from this level (1-5) on")


class RuleSettings(Section):
    """[rules]: who may never be paired, beside reporting lines, conflicts and consent, which always hold."""

    same_team: Answer = Field("forbid", description="Two people of the same team")
    same_department: Answer = Field("forbid", description="Two people of the same department")
    former_manager: Answer = Field("forbid", description="Somebody who was the other's manager before")
    shared_language: Answer = Field(
        "forbid", description="Two people without a language in common (where both named theirs)"
    )
    levels_apart: int = Field(
        2, ge=0, le=10, description="The mentee stands at least this many levels above the mentor (0 = any)"
    )
    overlap_hours: float = Field(
        2, ge=0, le=12, description="Working days share at least this many hours (where time zones are known)"
    )


class RhythmSettings(Section):
    """[rhythm]: how often pairs meet."""

    weeks_between: int = Field(3, ge=1, le=8, description="Weeks from one session to the next")
    months: int = Field(12, ge=1, le=24, description="How long a cohort runs")
    minutes: int = Field(60, ge=15, le=180, description="Length of a session")
    sessions: int = Field(
        0, ge=0, le=60, description="How many sessions (0 = as many as fit; 6 = the short programme of six)"
    )
    hour: str = Field("10:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="Usual hour, local time of the mentor")


class ReviewSettings(Section):
    """[review]: when a pair is worth a call."""

    late_amber: float = Field(1.5, gt=0, description="Cadences since the last session held: worth a look")
    late_red: float = Field(2.0, gt=0, description="... call today")
    attendance_amber: float = Field(
        0.75, ge=0, le=1, description="Share of sessions due that were held: worth a look below"
    )
    attendance_red: float = Field(0.60, ge=0, le=1, description="... call today below")
    safety_amber: int = Field(
        3, ge=1, le=5, description="Answer to “I could say what I really thought”: worth a look at or below"
    )
    safety_red: int = Field(2, ge=1, le=5, description="... call today at or below")
    start_amber: float = Field(
        1.0, gt=0, description="Cadences after the planned start without a session: worth a look"
    )
    start_red: float = Field(1.67, gt=0, description="... call today")
    silent_amber: int = Field(2, ge=1, le=10, description="Pulses in a row that one side did not answer: worth a look")
    silent_red: int = Field(2, ge=1, le=10, description="... that both did not answer: call today")
    drop: int = Field(2, ge=1, le=4, description="Points that an answer falls from one pulse to the next: worth a look")
    one_sided: float = Field(1.5, gt=0, le=4, description="Mean answers of the two this far apart over two pulses")
    share_amber: float = Field(
        0.25, gt=0, le=1, description="Share of pairs red, or amber by two rules: a matter of the programme"
    )
    share_red: float = Field(0.25, gt=0, le=1, description="... with a red one: call the steering group")
    ticked_off_days: int = Field(14, ge=1, le=60, description="Days for which a sign that was ticked off stays off")
    cooling_off_days: int = Field(14, ge=0, le=90, description="Days between the end of a pair and a new partner")


class RetentionSettings(Section):
    """[retention]: how long data are kept after a cohort's end; reverse-mentoring retention shows and deletes."""

    answers_months: int = Field(
        6, ge=0, le=120, description="Single answers, wishes and sides go so many months after the end (0 = never)"
    )
    pairs_months: int = Field(
        12, ge=0, le=120, description="Names, pairs, papers and the history of choices go after so many (0 = never)"
    )


class VaultSettings(Section):
    """[vault]: where people's data are kept, if not in the file programme.db of this folder (docs/shared-vault.md)."""

    database: str = Field(
        "",
        description='Database that several facilitators share, as "postgresql://vault.example.org/mentoring?'
        'sslmode=verify-full"; never with a password',
    )


class ContactSettings(Section):
    """[contact]: whom participants turn to."""

    name: str = Field("the programme manager", description="Named in every agreement")
    email: str = Field("", description="Where a line reaches him or her")
    support: str = Field("the company's usual support contacts", description="Care and support, named in the agreement")


class CohortSettings(Section):
    """[cohorts.NAME]: what is known of one cohort. A cohort needs no entry."""

    start: dt.date | None = Field(None, description="Week in which the first sessions take place")
    topics: tuple[str, ...] = Field(
        (), description="Topic ids that this cohort was asked about; empty = those in its answers"
    )


class Settings(Section):
    """programme.toml as a whole."""

    organisation: str = Field("Our organisation", description="Stands in headings and agreements")
    language: Literal["en", "de"] = Field("en", description="Language of agreements, calendars and packs: en or de")
    dates: Literal["iso", "day-first", "month-first"] = Field(
        "iso", description="How dates in input files are written: iso (2026-11-21), day-first, month-first"
    )
    mentor_levels: tuple[str, ...] = Field(
        (), description="Levels whose people are mentors (junior) where no role is given"
    )
    mentee_levels: tuple[str, ...] = Field(
        (), description="Levels whose people are mentees (senior) where no role is given"
    )
    level_order: tuple[str, ...] = Field(
        (), description="All levels from junior to senior; empty = by the number in the level, if each has one"
    )
    site_countries: dict[str, str] = Field({}, description='Country of each site for public holidays, as Basel = "CH"')
    special_topics: bool = Field(
        False,
        description="Keep who consented to be asked about sensitive topics (consents.csv); false: it is not read, and "
        "what was stored of it goes with the next import",
    )
    group_at_least: int = Field(
        5,
        ge=5,
        le=50,
        description="Smallest group about which anything is shown without names (8 = strict); a cohort with pairs "
        "never falls below what was set when it had its first",
    )
    seed: int = Field(20260901, ge=0, description="Start of the random numbers: same seed, same intervals")
    as_of: dt.date | None = Field(None, description="Pretend that today is this day (samples only; empty = today)")
    need: NeedSettings = NeedSettings()
    rules: RuleSettings = RuleSettings()
    rhythm: RhythmSettings = RhythmSettings()
    review: ReviewSettings = ReviewSettings()
    retention: RetentionSettings = RetentionSettings()
    contact: ContactSettings = ContactSettings()
    # No result follows from where data are kept, and nobody else needs to read it.
    vault: VaultSettings = Field(VaultSettings(), exclude=True, repr=False)
    cohorts: dict[str, CohortSettings] = Field({}, description="One section per cohort")

    def cohort(self, name: str) -> CohortSettings:
        """What programme.toml says of this cohort; defaults where it says nothing."""
        return self.cohorts.get(name, CohortSettings())

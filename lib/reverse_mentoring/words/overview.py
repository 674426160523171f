"""How all cohorts stand after a run: figures and states, never a person."""

from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict

from reverse_mentoring.words.findings import Verdict

State = Literal["problems", "attention", "done"]
STATES: tuple[State, ...] = ("problems", "attention", "done")
"""Worst first."""
VERDICTS: tuple[Verdict, ...] = ("met", "not met", "cannot tell")
REVIEW_COUNTS = ".review_counts.json"
"""The file in which the review hands its counts to the run; gone when the run is over."""


class _Kept(BaseModel):
    """As overview.json keeps it."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Standing(_Kept):
    """One cohort. said: why it has problems or wants attention, in sentences; as_of: ISO day of the result that lies
    there, "" if none does; mode: what its review looked at; pages: file names of its pages.

    Counts are None where nothing tells: pairs going on and over, people who signed up, in pairs, without a partner;
    pairs to call and to look at; goals by verdict, empty where they were not judged.
    """

    cohort: str
    state: State
    said: tuple[str, ...] = ()
    as_of: str = ""
    mode: str = ""
    pages: tuple[str, ...] = ()
    pairs: int | None = None
    over: int | None = None
    signed_up: int | None = None
    in_pairs: int | None = None
    unmatched_mentors: int | None = None
    unmatched_mentees: int | None = None
    call: int | None = None
    look: int | None = None
    goals: dict[str, int] = {}


def to_call(count: int) -> str:
    """The sentence that a cohort has pairs to call; "" if it has none."""
    return f"{count} pair{'' if count == 1 else 's'} to call today." if count else ""


FIGURES = {
    "pairs": "pairs going on",
    "over": "pairs over",
    "signed_up": "people signed up",
    "in_pairs": "people in pairs",
    "unmatched_mentees": "mentees without a mentor",
    "unmatched_mentors": "mentors without a mentee",
    "call": "pairs to call",
    "look": "pairs to look at",
}
"""The counts of a standing, in the words of the overview."""


class Run(_Kept):
    """What one run left: its day (ISO) and every cohort that lay there or was tried, by name."""

    as_of: str
    standings: tuple[Standing, ...]


class Overview(_Kept):
    """overview.json: this run and the one before it with other figures, if there was one."""

    run: Run
    last: Run | None = None


class Change(_Kept):
    """One figure of one cohort that is another one than in the last run. None: it was not known, or is not."""

    cohort: str
    what: str
    before: str | int | None
    now: str | int | None


def changes(overview: Overview) -> Iterator[Change]:
    """What differs from the last run, by cohort; nothing if there was none."""
    if overview.last is None:
        return
    now, before = ({each.cohort: each for each in run.standings} for run in (overview.run, overview.last))
    for cohort in sorted({*now, *before}):
        if cohort not in before:
            yield Change(cohort=cohort, what="new here", before=None, now=None)
        elif cohort not in now:
            yield Change(cohort=cohort, what="no longer here", before=None, now=None)
        else:
            yield from _differences(before[cohort], now[cohort])


def _differences(before: Standing, now: Standing) -> Iterator[Change]:
    pairs: list[tuple[str, str | int | None, str | int | None]] = [("state", before.state, now.state)]
    pairs += [(words, getattr(before, name), getattr(now, name)) for name, words in FIGURES.items()]
    pairs += [(f"goals {verdict}", before.goals.get(verdict), now.goals.get(verdict)) for verdict in VERDICTS]
    for what, was, is_now in pairs:
        if was != is_now:
            yield Change(cohort=now.cohort, what=what, before=was, now=is_now)

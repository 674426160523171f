"""The goals of the charter, judged one by one; and, apart from them, whatever else was found.

A goal that names no figure, or of whose figure nothing is recorded, cannot be told; nor before its day, nor where the
charter does not fit its seal. A share of people, pairs, goals or sessions is a count in this cohort
(verdicts.by_count). A change is judged by its interval (verdicts.by_interval): as difference in differences where
there are comparison people, else after against before, with the caveat that it may have come without the programme.
Several goals judged by an interval share the 5 % of error (Bonferroni), so that chance alone calls one of them met in
at most 5 of 100 cohorts. Nothing is said of fewer people than settings.group_at_least.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

import pandas as pd

from reverse_mentoring.decide.evidence.before_after import Changed, Stayed
from reverse_mentoring.decide.evidence.counted import Counted
from reverse_mentoring.decide.evidence.criteria_figures import Found, change_found, count_found, stay_count, stay_found
from reverse_mentoring.decide.evidence.measures import Measure, Observed, measure, measures, seen_in
from reverse_mentoring.decide.evidence.recorded import Recorded
from reverse_mentoring.decide.evidence.verdicts import Ruling, Wanted, by_count, by_interval
from reverse_mentoring.decide.launch.charter import is_by_interval, is_intact, is_locked, unfit_figure
from reverse_mentoring.decide.review.closing import told_of
from reverse_mentoring.words.charter import Charter, CharterGoal
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.days import in_words
from reverse_mentoring.words.findings import Criterion

ERROR = 0.05
"""Chance of calling any goal met without a true change, over all goals judged by an interval."""
LATE = dt.timedelta(days=31)
OWN_ANSWERS = ("safety", "different", "again", "no disadvantage")
"""The shares that count people's own answers: a count of nearly all of them, or of hardly any, points at people."""
NOT_TOLD = "So few people answered that any count of them would point at single people."
NO_FIGURE = (
    "The charter names no figure that shows this goal. Choose one under “Shown by” in the charter; after launch a "
    "change needs a written reason."
)
BROKEN = "The charter no longer says what it said when it was locked, so nothing can be judged by it."
_OPEN = "The charter is not locked: this goal can still move."
_MOVED = "The charter was changed after its launch, with a written reason."
_NO_DAY = "The charter sets no day for this goal; it is judged by what is recorded up to now."
_ALONE = "There is nobody to compare with, and the goal names no share that should stay."


@dataclass(frozen=True)
class _Asked:
    """One goal of the charter: as put to the cohort. confidence: of its interval."""

    recorded: Recorded
    goal: CharterGoal
    confidence: float

    @property
    def cohort(self) -> Cohort:
        return self.recorded.cohort

    @property
    def until(self) -> dt.date:
        return self.goal.due or self.cohort.as_of

    @property
    def measure(self) -> Measure | None:
        return measure(self.goal.measure, self.cohort.topic_names)


def criteria(cohort: Cohort, pairs: pd.DataFrame, charter: Charter) -> tuple[Criterion, ...]:
    """One verdict per goal of the charter, in its order. pairs: review.pairs_under_review."""
    return criteria_of(Recorded(cohort, pairs), charter)


def criteria_of(recorded: Recorded, charter: Charter) -> tuple[Criterion, ...]:
    """As criteria, where more than that is asked of one cohort."""
    shared = sum(is_by_interval(goal) for goal in charter.goals)
    confidence = 1 - ERROR / max(1, shared)
    caveats = _of_charter(charter)
    return tuple(
        _criterion(number, _Asked(recorded, goal, confidence), charter, (*_of_day(recorded.cohort, goal), *caveats))
        for number, goal in enumerate(charter.goals, 1)
    )


def exploratory(cohort: Cohort, pairs: pd.DataFrame, *, judged: Collection[str] = ()) -> pd.DataFrame:
    """What else was found, never a verdict: measure (label), finding (sentence), n (persons it rests on), fewest
    (Int64: of a count of people's own answers how many said yes or how many said no, whichever is less; NA otherwise).

    Every figure of measures with data on at least settings.group_at_least persons, in their order, without those
    judged (keys of the charter's goals). Intervals of 95 %, not corrected for looking at so many figures.
    """
    return exploratory_of(Recorded(cohort, pairs), judged=judged)


def exploratory_of(recorded: Recorded, *, judged: Collection[str] = ()) -> pd.DataFrame:
    """As exploratory, where more than that is asked of one cohort."""
    rows, cohort = [], recorded.cohort
    for each in measures(cohort):
        seen = None if each.key in judged else seen_in(recorded, each.key, whose=each.whose)
        if seen is not None and not _withheld(cohort, seen, each):
            asked = _Asked(recorded, CharterGoal(whose=each.whose, metric=each.label), 1 - ERROR)
            found = _found(asked, seen, Wanted("up", 0, each.unit))
            rows.append((each.label, found.finding, found.n, _fewest(each.key, seen)))
    table = pd.DataFrame(rows, columns=["measure", "finding", "n", "fewest"]).astype({"fewest": "Int64"})
    return table[table["n"] >= cohort.settings.group_at_least].reset_index(drop=True)


def told(cohort: Cohort, pairs: pd.DataFrame, judged: Iterable[Criterion]) -> tuple[Criterion, ...]:
    """The same verdicts as others than the facilitator may read them.

    A count of people's own answers that would single out fewer than settings.group_at_least is told by closing.told_of,
    without figure and interval, and its why says only what was asked for.
    """
    recorded = Recorded(cohort, pairs)
    return tuple(_told(recorded, each) for each in judged)


def _told(recorded: Recorded, judged: Criterion) -> Criterion:
    goal, least = judged.goal, recorded.cohort.settings.group_at_least
    if judged.estimate is None or goal.measure not in OWN_ANSWERS:
        return judged
    seen = seen_in(recorded, goal.measure, whose=goal.whose)
    fewest = _fewest(goal.measure, seen)
    if not isinstance(seen, Counted) or fewest is None or fewest >= least:
        return judged
    so_far = "So far: " if judged.finding.startswith("So far: ") else ""
    said = told_of((seen.k, seen.answered), f"{seen.noun} {seen.said}", least)
    asked, _, counts = judged.why.partition("; ")  # verdicts.by_count says what was asked for, then the count behind it
    interval = _found(_Asked(recorded, goal, 1 - ERROR), seen, Wanted("up", 0)).caveats
    return replace(
        judged, finding=f"{so_far}{said or NOT_TOLD}", why=f"{asked}." if counts else asked, estimate=None,
        caveats=tuple(each for each in judged.caveats if each not in interval),
    )  # fmt: skip


def _fewest(key: str, seen: Observed) -> int | None:
    return min(seen.k, seen.answered - seen.k) if key in OWN_ANSWERS and isinstance(seen, Counted) else None


def _criterion(number: int, asked: _Asked, charter: Charter, caveats: tuple[str, ...]) -> Criterion:
    found, ruling = _judged(asked)
    if is_locked(charter) and not is_intact(charter):
        ruling = Ruling("cannot tell", BROKEN)
    elif found and asked.until > asked.cohort.as_of:
        ruling = Ruling("cannot tell", f"It is judged from {in_words(asked.until)} on.")
        found = Found(f"So far: {found.finding}", found.estimate, found.n, found.caveats)
    if found is None:
        return Criterion(number, asked.goal, ruling.verdict, "", ruling.why)
    shared = _shared(asked.confidence) if is_by_interval(asked.goal) else ()
    all_caveats = (*found.caveats, *shared, *caveats)
    return Criterion(number, asked.goal, ruling.verdict, found.finding, ruling.why, found.estimate, all_caveats)


def _judged(asked: _Asked) -> tuple[Found | None, Ruling]:
    """What was found of the goal's figure, if that may be said, and the verdict as if its day had come."""
    shown, unfit = asked.measure, unfit_figure(asked.goal)
    if shown is None or unfit:
        return None, Ruling("cannot tell", unfit or NO_FIGURE)
    seen = seen_in(asked.recorded, shown.key, whose=asked.goal.whose)
    if withheld := _withheld(asked.cohort, seen, shown):
        return None, Ruling("cannot tell", withheld)
    if isinstance(seen, Stayed) and asked.goal.share is not None:
        seen = stay_count(asked.cohort, seen, asked.until)
    wanted = _wanted(asked.goal, shown)
    found = _found(asked, seen, wanted)
    if found.n < asked.cohort.settings.group_at_least:
        return None, Ruling("cannot tell", _few(asked.cohort))
    if isinstance(seen, Counted):
        return found, by_count(seen, share=asked.goal.share or 0.0, direction=asked.goal.direction)
    if found.estimate is None:
        return found, Ruling("cannot tell", _ALONE)
    return found, by_interval(found.estimate, wanted, needed=found.needed)


def _found(asked: _Asked, seen: Observed, wanted: Wanted) -> Found:
    if isinstance(seen, Counted):
        return count_found(seen)
    if isinstance(seen, Changed):
        return change_found(seen, wanted, seed=asked.cohort.settings.seed, confidence=asked.confidence)
    return stay_found(asked.cohort, seen, wanted, until=asked.until, confidence=asked.confidence)


def _wanted(goal: CharterGoal, shown: Measure) -> Wanted:
    factor = 100.0 if shown.kind == "retention" else 1.0
    return Wanted(goal.direction, goal.smallest_useful_change / factor, shown.unit or goal.unit, factor)


def _withheld(cohort: Cohort, seen: Observed, shown: Measure) -> str:
    """Why nothing can be said of this figure, and what to do; “” where it can."""
    recorded, people = _people_behind(seen)
    if not recorded:
        return f"Nothing is recorded of it yet. {shown.ask}"
    return _few(cohort) if people < cohort.settings.group_at_least else ""


def _people_behind(seen: Observed) -> tuple[bool, int]:
    """Whether anything is recorded, and of how many persons."""
    if isinstance(seen, Counted):
        return seen.answered > 0, seen.people
    if isinstance(seen, Changed):
        return len(seen.changes) > 0, len(seen.changes)
    return seen.recorded, len(seen.people) - seen.unknown


def _few(cohort: Cohort) -> str:
    return f"Fewer than {cohort.settings.group_at_least} people are known: nothing is said about so few."


def _shared(confidence: float) -> tuple[str, ...]:
    """Why the intervals are wider than usual."""
    goals = round(ERROR / (1 - confidence))
    if goals < 2:
        return ()
    sure = f"{100 * confidence:.1f}\N{NO-BREAK SPACE}%"
    return (
        f"{goals} goals are judged by an interval. So that chance alone calls one of them met in at most 5 of 100 "
        f"cohorts, each interval is one of {sure} instead of 95\N{NO-BREAK SPACE}%.",
    )


def _of_charter(charter: Charter) -> tuple[str, ...]:
    if not is_locked(charter):
        return (_OPEN,)
    return (_MOVED,) if charter.change_reason else ()


def _of_day(cohort: Cohort, goal: CharterGoal) -> tuple[str, ...]:
    if goal.due is None:
        return (_NO_DAY,)
    if cohort.as_of - goal.due <= LATE:
        return ()
    return (f"The goal was for {in_words(goal.due)}; everything recorded up to {in_words(cohort.as_of)} counts.",)

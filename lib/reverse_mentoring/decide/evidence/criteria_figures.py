"""What was found of one figure, in words and with its interval: before anybody calls it met or not."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from reverse_mentoring.decide.evidence.before_after import Changed, Figures, Stayed
from reverse_mentoring.decide.evidence.counted import Counted
from reverse_mentoring.decide.evidence.verdicts import Wanted, count_sentence, plain
from reverse_mentoring.decide.launch.power import people_needed
from reverse_mentoring.decide.statistics.comparison import difference_in_differences
from reverse_mentoring.decide.statistics.intervals import share
from reverse_mentoring.decide.statistics.missing_answers import mean_bounds
from reverse_mentoring.decide.statistics.paired_change import Change, paired_change
from reverse_mentoring.decide.statistics.retention import retention
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.findings import Estimate

ALONE = "There is nobody to compare with: the change may have come without the programme."
NOT_BY_LOT = "Who took part was not drawn by lot: those who volunteer or are placed may differ from the others."
_NO_SPREAD = 1e-9
_COUNT = "The interval says what other cohorts like this one would show; the goal is judged by the count itself."
_ONE_PAIR = "Several of them belong to one pair and resemble each other, so no interval is given."


@dataclass(frozen=True)
class Found:
    """A finding as a sentence, the figure that decides, how many persons it rests on, what a reader must know.

    needed: how many people it would take to be sure, as a sentence; “” where that says nothing.
    """

    finding: str
    estimate: Estimate | None
    n: int
    caveats: tuple[str, ...] = ()
    needed: str = ""


def count_found(seen: Counted) -> Found:
    """A count: k of those who answered, and the interval of that share unless they come in bundles."""
    if seen.alike:
        value = seen.k / seen.answered if seen.answered else None
        known = Estimate(value, None, None, seen.answered, note=_ONE_PAIR)
        return Found(count_sentence(seen), known, seen.people, (_ONE_PAIR,))
    return Found(count_sentence(seen), share(seen.k, seen.answered), seen.people, (_COUNT,))


def change_found(seen: Changed, wanted: Wanted, *, seed: int, confidence: float) -> Found:
    """A change of people: against the comparison people where there are some, else after against before."""
    change = paired_change(seen.before, seen.after, seed=seed, confidence=confidence)
    silent = _silent(seen, wanted)
    ours = f"{len(seen.changes)} {seen.noun}"
    if not seen.others:
        estimate = _all_alike(change.mean, len(seen.changes))
        finding = f"Mean change {_with_interval(estimate, wanted)} among {ours}{_size(change)}."
        return Found(finding, estimate, len(seen.changes), (ALONE, *silent), _needed([seen.changes], wanted, estimate))
    groups = (seen.changes, seen.their_changes)
    estimate = difference_in_differences(*groups, seed=seed, confidence=confidence)
    means = [wanted.signed(float(group.mean())) for group in groups]
    finding = (
        f"Mean change {means[0]} among {ours} and {means[1]} among {len(seen.their_changes)} {seen.others}: "
        f"a difference of {_with_interval(estimate, wanted)}."
    )
    return Found(finding, estimate, len(seen.changes), (NOT_BY_LOT, *silent), _needed(groups, wanted, estimate))


def stay_count(cohort: Cohort, seen: Stayed, until: dt.date) -> Counted:
    """How many of the people are still there on that day; who is not in the roster any more is unknown."""
    last = pd.Timestamp(min(until, cohort.as_of))
    roster = cohort.roster[cohort.roster["person_id"].isin(seen.people)]
    there = roster["left_date"].isna() | (roster["left_date"] > last)
    return Counted(
        int(there.sum()), len(roster), len(seen.people), len(roster), seen.noun,
        "are still with the organisation", "not in the roster any more",
    )  # fmt: skip


def stay_found(cohort: Cohort, seen: Stayed, wanted: Wanted, *, until: dt.date, confidence: float) -> Found:
    """The share still there against that of the comparison people; the estimate is None without any of these."""
    day = {"start": seen.start, "until": until, "as_of": cohort.as_of}
    found = retention(cohort.roster, seen.people, seen.others, **day, confidence=confidence)
    caveats = [f"Not counted, because not in the roster any more: {seen.unknown}."] if seen.unknown else []
    caveats += [f"Not counted, because they joined later: {seen.later}."] if seen.later else []
    if found.difference is None or found.others is None:
        return Found(found.sentence, None, found.ours.n, tuple(caveats))
    shares = [each.value for each in (found.ours, found.others) if each.value is not None]
    sd = math.sqrt(sum(value * (1 - value) for value in shares))
    needed = _needed_sentence(wanted, sd, found.difference, groups=2)
    said = f"{found.sentence} Compared with {seen.how}."
    return Found(said, found.difference, found.ours.n, (NOT_BY_LOT, *caveats), needed)


def _with_interval(estimate: Estimate, wanted: Wanted) -> str:
    value = wanted.signed(estimate.value or 0.0)
    return f"{value} ({wanted.interval(estimate) if estimate.known else f'no interval: {estimate.note}'})"


def _size(change: Change) -> str:
    if change.before is None or change.after is None:
        return ""
    size = f"; effect size Hedges’ g {plain(change.hedges_g)}" if change.hedges_g is not None else ""
    return f", from {plain(change.before)} to {plain(change.after)}{size}"


def _all_alike(estimate: Estimate, n: int) -> Estimate:
    """Where all changed by the same amount, the sign test's interval of the median is that amount, if n suffices:
    it then covers with 1 − 2·½ⁿ."""
    if estimate.known or estimate.value is None or n < 3 or 1 - 2 * 0.5**n < estimate.confidence:
        return estimate
    return replace(estimate, low=estimate.value, high=estimate.value, method="sign test: all changed by the same")


def _silent(seen: Changed, wanted: Wanted) -> tuple[str, ...]:
    """What those who did not answer twice could change."""
    n, silent = len(seen.changes), seen.everybody - len(seen.changes)
    if not silent:
        return ()
    said = f"Of {seen.everybody} {seen.noun}, {n} are known both before and after."
    if seen.most is None:
        return (f"{said} The others could change this finding.",)
    low, high = mean_bounds(seen.changes, seen.everybody, low=-seen.most, high=seen.most)
    span = f"the mean change lies between {wanted.signed(low)} and {wanted.signed(high)}"
    return (f"{said} Whatever the others would have said, {span}.",)


def _needed(groups: Sequence[Figures], wanted: Wanted, estimate: Estimate) -> str:
    if min(map(len, groups)) < 2:
        return ""
    sd = math.sqrt(sum(float(group.var(ddof=1)) for group in groups))
    return _needed_sentence(wanted, sd, estimate, groups=len(groups))


def _needed_sentence(wanted: Wanted, sd: float, estimate: Estimate, *, groups: int) -> str:
    if not wanted.least or sd < _NO_SPREAD:
        return ""
    people = people_needed(wanted.least, sd=sd, alpha=1 - estimate.confidence)
    if people is None:
        return f"Even 2,000 people would hardly show a change of {wanted.said(wanted.least)}."
    each = " in each of the two groups" if groups > 1 else ""
    size = wanted.said(wanted.least)
    return f"A change of {size} would show in four of five cohorts with about {people} people{each}."

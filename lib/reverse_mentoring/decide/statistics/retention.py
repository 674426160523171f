"""Who is still there: shares by Kaplan–Meier from a common start, and how far they differ from those of others."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from math import exp, hypot, log, sqrt
from statistics import NormalDist

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from reverse_mentoring.decide.statistics.intervals import PERCENT_FROM, jeffreys, percent
from reverse_mentoring.words.days import in_words
from reverse_mentoring.words.findings import Estimate

_LOG_LOG = "Kaplan–Meier share with log-log interval"
_JEFFREYS = "Kaplan–Meier share with Jeffreys interval, as {who}"
_NOT_YET = "The count has not started yet: nothing can be said about who stays."
_MOVER = "difference of two shares, its interval recovered from theirs (MOVER)"


@dataclass(frozen=True)
class Retention:
    """Shares (0–1) still there `at` days after the start, theirs, and the difference of the two (−1 to 1).

    others, difference, others_curve: None without others. log_rank_p: chance of curves so different if nobody's
    staying depended on taking part; None where nobody left, or all on one day, or there is nobody to compare.
    """

    at: int
    ours: Estimate
    others: Estimate | None
    difference: Estimate | None
    log_rank_p: float | None
    ours_curve: pd.DataFrame
    others_curve: pd.DataFrame | None
    sentence: str


def curve(days: ArrayLike, left: ArrayLike, *, confidence: float = 0.95) -> pd.DataFrame:
    """The share still there, by Kaplan–Meier: columns day, at_risk (people observed up to that day), share, low, high.

    days: how long each person was observed; left: whether they left then (else they were still there when last seen).
    One row for day 0 and each day on which anybody left or was last seen. Limits (0–1): log-log; while nobody has
    left, Jeffreys' of those still observed; once everybody has, of those who left. ValueError if lengths differ or a
    day is below 0.
    Source: Kaplan & Meier 1958, JASA 53; Kalbfleisch & Prentice 2002, section 1.4 (log-log).
    """
    table = _life_table(days, left)
    rows = table[["share", "variance", "at_risk", "gone"]].itertuples(index=False)
    limits = [_limits(*row, confidence=confidence)[0] for row in rows]
    bounds = pd.DataFrame(limits, columns=["low", "high"])
    return pd.concat([table[["day", "at_risk", "share"]], bounds], axis=1)


def share_staying(days: ArrayLike, left: ArrayLike, *, at: float, confidence: float = 0.95) -> Estimate:
    """The share (0–1) still there on that day with its interval, as in curve; n: people in all.

    Nothing is known where nobody was observed up to that day and some had not left; the note says so.
    """
    table = _life_table(days, left)
    n, still = int(table["at_risk"].iloc[0]), table.loc[table["day"] >= at, "at_risk"]
    if not n:
        return Estimate(None, None, None, 0, confidence, note="nobody to count")
    last = table[table["day"] <= at].iloc[-1]
    if last["share"] > 0 and still.empty:
        return Estimate(None, None, None, n, confidence, note="nobody was observed for so long")
    observed = int(still.iloc[0]) if len(still) else 0
    limits, method = _limits(last["share"], last["variance"], observed, int(last["gone"]), confidence=confidence)
    return Estimate(float(last["share"]), *limits, n, confidence, method)


def retention(
    roster: pd.DataFrame,
    people: Collection[str],
    others: Collection[str],
    *,
    start: dt.date,
    until: dt.date,
    as_of: dt.date,
    confidence: float = 0.95,
) -> Retention:
    """How many of people, and of others if any, are still there, all counted from start up to until or as_of.

    Counted is who stands in the roster, was not hired after start (a missing hire_date counts as before) and had not
    left before; left is who has a left_date up to the day of counting. Whoever is in people is not among the others.
    The sentence says numbers of people in each group: the caller hides groups that are too small.
    Sources: MOVER as in Newcombe 1998, Statistics in Medicine 17, method 10; log-rank: Mantel 1966.
    """
    at = max((min(until, as_of) - start).days, 0)
    groups = [_from_start(roster, ids, start, at) for ids in (people, set(others) - set(people))]
    ours, theirs = (_counted(group, at, confidence) for group in groups)
    curves = [curve(group["days"], group["left"], confidence=confidence) for group in groups]
    said = _sentence(groups, [ours, theirs], start + dt.timedelta(at)) if at else _NOT_YET
    if groups[1].empty:
        return Retention(at, ours, None, None, None, curves[0], None, said)
    difference, p = _difference(ours, theirs), _log_rank_p(*groups)
    return Retention(at, ours, theirs, difference, p, curves[0], curves[1], said)


def _life_table(days: ArrayLike, left: ArrayLike) -> pd.DataFrame:
    """day (0 and each on which somebody was seen last), at_risk, share, variance (Greenwood's sum), gone (so far)."""
    observed, leavers = np.asarray(days, dtype=np.float64), np.asarray(left, dtype=bool)
    if len(observed) != len(leavers) or not np.all(observed >= 0):
        raise ValueError("days from 0 on and whether each person left, in the same order")
    when = np.unique(np.append(observed, 0.0))
    at_risk = len(observed) - np.searchsorted(np.sort(observed), when)
    then = np.array([np.sum(leavers & (observed == day)) for day in when])
    stayed = np.divide(at_risk - then, at_risk, out=np.ones(len(when)), where=at_risk > 0)
    scale = at_risk * (at_risk - then)
    terms = np.divide(then, scale, out=np.zeros(len(when)), where=scale > 0)
    share, variance = np.cumprod(stayed), np.cumsum(terms)
    columns = {"day": when, "at_risk": at_risk, "share": share, "variance": variance, "gone": then.cumsum()}
    return pd.DataFrame(columns)


def _limits(
    share: float, variance: float, at_risk: int, gone: int, *, confidence: float
) -> tuple[tuple[float, float], str]:
    """The limits of a share, and how they are called; log-log has none for all or nobody."""
    if share == 1:
        return jeffreys(at_risk, at_risk, confidence=confidence), _JEFFREYS.format(who="nobody has left")
    if share == 0:
        return jeffreys(0, gone, confidence=confidence), _JEFFREYS.format(who="everybody has left")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    stretch = exp(z * sqrt(variance) / -log(share))
    return (share**stretch, share ** (1 / stretch)), _LOG_LOG


def _from_start(roster: pd.DataFrame, people: Collection[str], start: dt.date, at: int) -> pd.DataFrame:
    """days, left: of those who were there at the start, one row each."""
    day = pd.Timestamp(start)
    there = ~(roster["hire_date"] > day) & ~(roster["left_date"] < day) & roster["person_id"].isin(list(people))
    stayed = (roster.loc[there, "left_date"] - day).dt.days
    return pd.DataFrame({"days": stayed.clip(upper=at).fillna(at), "left": stayed <= at})


def _counted(group: pd.DataFrame, at: int, confidence: float) -> Estimate:
    if not at:
        return Estimate(None, None, None, len(group), confidence, note="the count has not started")
    return share_staying(group["days"], group["left"], at=at, confidence=confidence)


def _difference(ours: Estimate, theirs: Estimate) -> Estimate:
    n, first, second = ours.n + theirs.n, _with_limits(ours), _with_limits(theirs)
    if first is None or second is None:
        return Estimate(None, None, None, n, ours.confidence, note=ours.note or theirs.note)
    (share, low, high), (other, other_low, other_high) = first, second
    below, above = hypot(share - low, other_high - other), hypot(high - share, other - other_low)
    value = share - other
    return Estimate(value, value - below, value + above, n, ours.confidence, _MOVER)


def _with_limits(found: Estimate) -> tuple[float, float, float] | None:
    if found.value is None or found.low is None or found.high is None:
        return None
    return found.value, found.low, found.high


def _log_rank_p(ours: pd.DataFrame, theirs: pd.DataFrame) -> float | None:
    everybody = pd.concat([ours, theirs])
    at_once = everybody["left"].all() and everybody["days"].nunique() == 1
    if ours.empty or at_once or not everybody["left"].any():
        return None
    from scipy.stats import CensoredData, logrank

    first, second = (
        CensoredData.right_censored(group["days"].to_numpy(), ~group["left"].to_numpy()) for group in (ours, theirs)
    )
    return float(logrank(first, second).pvalue)


def _sentence(groups: list[pd.DataFrame], shares: list[Estimate], day: dt.date) -> str:
    """“On 1 March 2027, 23 of 24 participants were still here, and 31 of 36 others (difference …).”"""
    ours, theirs = groups
    if ours.empty:
        return "Nobody who takes part was there at the start: nothing can be said about who stays."
    who = "participant was" if len(ours) == 1 else "participants were"
    said = f"On {in_words(day)}, {_stayers(ours)} of {len(ours)} {who} still here"
    if theirs.empty:
        return f"{said}; there is nobody to compare them with."
    other = "other" if len(theirs) == 1 else "others"
    return f"{said}, and {_stayers(theirs)} of {len(theirs)} {other}{_apart(shares)}."


def _apart(shares: list[Estimate]) -> str:
    """“ (difference 10 percentage points, 95 % interval −5 to 23)”; nothing below eight people in a group."""
    found = _difference(shares[0], shares[1])
    limits = _with_limits(found)
    if min(each.n for each in shares) < PERCENT_FROM or limits is None:
        return ""
    value, low, high = (f"{round(100 * limit)}".replace("-", "\N{MINUS SIGN}") for limit in limits)
    return f" (difference {value} percentage points, {percent(found.confidence)} interval {low} to {high})"


def _stayers(group: pd.DataFrame) -> int:
    return len(group) - int(group["left"].sum())

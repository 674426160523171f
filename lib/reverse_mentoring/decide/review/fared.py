"""What the fit of pairs had to do with how they fared: one cautious slope per part of the fit.

How a pair fared is one figure, standardised over the pairs: the mean of “I would choose this partner again” (latest
quarter form), “the last session was worth my time” (all pulses) and the share of sessions held. A slope says by how
many standard deviations a pair fared better where one standard deviation more of a part was reached.

Each slope is shrunk towards no change by a normal prior around 0 with PRIOR_SD: the fewer pairs, the more (0.48 of it
is left with 25 pairs, 0.28 with 12). James & Stein's factor, which takes the spread of the slopes themselves as the
prior, was left out: from six slopes it jumps between 0 and 1. That true slopes are mostly below 0.4 is an assumption.

What it cannot show: pairs were chosen to fit well, so those that fit badly are missing; and nobody was paired by
chance, so a slope is no proof of a cause.

Source: shrinkage as in Efron & Morris 1975, “Data analysis using Stein's estimator and its generalizations”, JASA 70.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from reverse_mentoring.decide.review.review import PAIR, answers, id_pairs, sessions_held
from reverse_mentoring.words.choices import IdPair
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.findings import Estimate
from reverse_mentoring.words.pairs import PARTS, Pair

Floats = npt.NDArray[np.float64]
PRIOR_SD = 0.2
"""How large true slopes usually are."""
PAIRS_TO_LEARN = 12
"""Below so many pairs nothing is said about a part of the fit."""
DIFFERENT = 4
"""So many pairs at least must differ in a part from what most reached."""
SESSIONS_TO_COUNT = 3
"""A share of sessions held counts from so many due."""
METHOD = "slope per standard deviation, shrunk towards no change (normal prior, SD 0.2), t interval"


def how_pairs_fared(cohort: Cohort, pairs: pd.DataFrame, *, weeks_between: int | None = None) -> "pd.Series[float]":
    """(mentor_id, mentee_id) → how the pair fared, in standard deviations around the mean of all pairs; those of which
    two of the three figures are not known are left out (one, where the cohort has no second).

    pairs: review.pairs_under_review. Empty where no two pairs differ.
    """
    figures = pd.concat([_again(cohort), _worth(cohort), _held(cohort, pairs, weeks_between)], axis=1)
    figures = figures.reindex(pd.MultiIndex.from_frame(pairs[PAIR])).astype("float64")
    spread = figures.std()
    figures = figures.loc[:, spread > 0]
    scaled = (figures - figures.mean()) / figures.std()
    known = scaled[scaled.notna().sum(axis=1) >= max(min(2, scaled.shape[1]), 1)]
    return known.mean(axis=1)


def reached(matched: Iterable[Pair]) -> pd.DataFrame:
    """One row per pair (mentor_id, mentee_id): per part of the fit the share reached, 0–1, NaN where not asked."""
    rows = {
        pair.ids: {part.name: part.points / part.possible if part.possible else np.nan for part in pair.parts}
        for pair in matched
        if pair.parts
    }
    index = pd.MultiIndex.from_tuples(sorted(rows), names=PAIR) if rows else pd.MultiIndex.from_arrays([[], []])
    return pd.DataFrame([rows[ids] for ids in sorted(rows)], index=index, columns=list(PARTS), dtype="float64")


def slope(share: Floats, fared: Floats, *, confidence: float = 0.95) -> Estimate:
    """By how many standard deviations pairs fared better per standard deviation more of a part, shrunk.

    share, fared: one figure per pair; pairs with a NaN are left out. No interval, and a note that says why, with fewer
    than PAIRS_TO_LEARN pairs or where fewer than DIFFERENT differ.
    """
    both = ~(np.isnan(share) | np.isnan(fared))
    x, y = share[both], fared[both]
    n = len(x)
    if not n:
        return Estimate(None, None, None, n, confidence, METHOD, "it was not asked of any pair")
    if n < PAIRS_TO_LEARN:
        return Estimate(None, None, None, n, confidence, METHOD, f"too few pairs ({n}; {PAIRS_TO_LEARN} are needed)")
    if n - np.unique(x.round(6), return_counts=True)[1].max() < DIFFERENT or np.ptp(y) == 0:
        return Estimate(None, None, None, n, confidence, METHOD, "nearly the same in all pairs")
    from scipy.special import stdtrit

    found = float(np.clip(np.corrcoef(x, y)[0, 1], -1, 1))
    variance = (1 - found * found) / (n - 2)
    left = PRIOR_SD**2 / (PRIOR_SD**2 + variance)
    half = float(stdtrit(n - 2, (1 + confidence) / 2)) * (left * variance) ** 0.5
    return Estimate(left * found, left * found - half, left * found + half, n, confidence, METHOD)


def slopes(fared: "pd.Series[float]", matched: Iterable[Pair], *, confidence: float = 0.95) -> dict[str, Estimate]:
    """Part of the fit → its slope; the confidence of all together (Bonferroni: each of m has 1 − (1 − it) / m, where m
    are the parts that pairs differ in)."""
    shares = reached(matched)
    common = shares.index.intersection(fared.index)
    outcome = np.asarray(fared.reindex(common), dtype=np.float64)
    columns = {part: np.asarray(shares.loc[common, part], dtype=np.float64) for part in PARTS}
    judged = sum(slope(share, outcome).known for share in columns.values())
    each = 1 - (1 - confidence) / max(judged, 1)
    return {part: slope(share, outcome, confidence=each) for part, share in columns.items()}


def _again(cohort: Cohort) -> "pd.Series[float]":
    """Mean over the two of their latest answer in a quarter form."""
    given = cohort.quarters[cohort.quarters["answered_on"] <= pd.Timestamp(cohort.as_of)].dropna(subset="again")
    latest = given.sort_values("answered_on").drop_duplicates([*PAIR, "who"], keep="last")
    return latest.astype({"again": "float64"}).groupby(PAIR)["again"].mean().rename("again")


def _worth(cohort: Cohort) -> "pd.Series[float]":
    """Mean over the two of the mean of all their pulses."""
    given = answers(cohort).dropna(subset="worth").astype({"worth": "float64"})
    return given.groupby([*PAIR, "who"])["worth"].mean().groupby(PAIR).mean().rename("worth")


def _held(cohort: Cohort, pairs: pd.DataFrame, weeks_between: int | None) -> "pd.Series[float]":
    table = held_of_due(cohort, pairs, weeks_between=weeks_between)
    return pd.Series(table["share"].to_numpy(dtype=float), index=_index(id_pairs(table)), name="held")


def held_of_due(cohort: Cohort, pairs: pd.DataFrame, *, weeks_between: int | None = None) -> pd.DataFrame:
    """The rows of review.sessions_held of pairs with attendance on record and SESSIONS_TO_COUNT sessions due."""
    table = sessions_held(cohort, pairs, weeks_between=weeks_between)
    return table[table["recorded"] & (table["due"] >= SESSIONS_TO_COUNT)]


def _index(ids: list[IdPair]) -> pd.MultiIndex:
    return pd.MultiIndex.from_tuples(ids, names=PAIR) if ids else pd.MultiIndex.from_arrays([[], []], names=PAIR)

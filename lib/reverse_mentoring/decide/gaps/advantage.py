"""Whether juniors as a group are ahead on a topic, and what follows from it in words.

The interval is a percentile bootstrap over the people who answered, within each role. The p-value is a one-sided
permutation test of “mentors are not ahead”: roles are dealt out anew among the people who answered, and Welch's t is
compared. Where roles make no difference that test holds its error rate at any size and for any shape of answers;
Holm's step-down then holds it over all topics at once, also of hands, which nobody can put together to people.
Sources: Efron & Tibshirani 1993, ch. 13; Janssen 1997 (studentised permutation test); Holm 1979.
"""

from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reverse_mentoring.words.roles import MANY

Matrix = NDArray[np.float64]
Verdict = Literal[
    "leave",
    "train or hire",
    "junior-led talk",
    "reverse mentoring",
    "reverse mentoring for named pairs",
    "need not known",
]
TOO_FEW = "too few to show"
"""Stands for the verdict where it could point at a person."""
ROUNDS = 2000
"""Resamples of the bootstrap and of the permutation test."""
ANSWERS_AT_LEAST = 3
"""With fewer answers on a side nothing is said about the difference."""
NEED_AT_LEAST = 3
"""A topic that fewer mentees need is left alone."""
MENTEES_PER_TEACHER = 4
"""Above this many mentees with a need per teacher (or per mentee within reach of one) there are hardly any teachers."""
ERROR_RATE = 0.04
"""Largest chance, over all topics together, of claiming a lead that is not there: promised is 5 %, and the rest is room
for what the test takes for granted (equal spread, equal silence on both sides)."""


STRENGTHS = 3
"""So many topics are named as strengths to build on."""


def advantage(mentors: pd.DataFrame, mentees: pd.DataFrame, *, seed: int) -> pd.DataFrame:
    """How far mentors are ahead of mentees, per topic.

    mentors, mentees: one row per person, the same columns (topic_ids), proficiency 1–5 or NA.
    Returns one row per topic (index as those columns): mentors and mentees (answers), mentor_level and mentee_level
    (means), advantage (mean mentors − mean mentees, −4…4), advantage_low and advantage_high (95 % interval), p
    (one-sided, not yet corrected). NA from advantage on where a side has fewer than three answers; where all people
    of each side answered the same, the interval has no width. Order and names of people change nothing.
    """
    juniors, seniors = _ordered(mentors), _ordered(mentees)
    draws = _resampled_means(juniors, (seed, 0)) - _resampled_means(seniors, (seed, 1))
    low, high = np.percentile(draws, [2.5, 97.5], axis=0) if len(draws.T) else np.empty((2, 0))
    result = pd.DataFrame({"mentors": _answers(juniors), "mentees": _answers(seniors)}, index=mentors.columns)
    result["mentor_level"], result["mentee_level"] = _means(juniors), _means(seniors)
    result["advantage"] = result["mentor_level"] - result["mentee_level"]
    result["advantage_low"], result["advantage_high"] = low, high
    result["p"] = _p_values(juniors, seniors, np.random.default_rng((seed, 2)))
    few = result[["mentors", "mentees"]].min(axis=1) < ANSWERS_AT_LEAST
    result.loc[few, ["advantage", "advantage_low", "advantage_high", "p"]] = np.nan
    return result


def holm(p: pd.Series) -> pd.Series:
    """The p-values corrected for looking at all topics at once (Holm 1979); NA stays NA and does not count."""
    known = p.dropna().sort_values(kind="stable")
    factors = np.arange(len(known), 0, -1)
    corrected = np.minimum(np.maximum.accumulate(known.to_numpy(dtype=float) * factors), 1.0)
    return pd.Series(corrected, index=known.index, dtype="float64").reindex(p.index)


def ahead(table: pd.DataFrame) -> pd.Series:
    """Per row of a topic table: whether juniors as a group are proven to be ahead."""
    proven = (table["advantage_low"] > 0) & (table["p_holm"] < ERROR_RATE)
    return proven.fillna(False).astype(bool)


def verdict(need: int | None, *, teachers: int, reach: int | None, proven: bool) -> Verdict:
    """What to do about a topic, in words.

    need: mentees with an authentic, unmet need, None if hands were counted but not for this question; teachers:
    mentors who can and will teach it; reach: those mentees with at least one teacher they may meet; proven: juniors as
    a group ahead. Of hands nobody knows who may meet whom (reach None): then every mentee with the need is taken to be
    within reach, and matching has to show it.
    """
    if need is None:
        return "need not known"
    if need < NEED_AT_LEAST:
        return "leave"
    if teachers == 0:
        return "train or hire"
    within_reach = need if reach is None else reach
    if MENTEES_PER_TEACHER * min(teachers, within_reach) < need:
        return "junior-led talk" if proven else "train or hire"
    return "reverse mentoring" if proven else "reverse mentoring for named pairs"


def headline(table: pd.DataFrame) -> str:
    """The finding of a topic table (gaps.topic_table) as one sentence; claims no lead that is not proven."""
    if not table[["mentees", "mentors"]].fillna(1).to_numpy(dtype=int).sum():
        return "Nobody has answered yet."
    if (table["verdict"] == TOO_FEW).all():
        return "Too few people have answered to show anything without names."
    needed = table[table["need"].fillna(0) >= NEED_AT_LEAST]
    if needed.empty:
        return _headline_without_need(table)
    group = needed[needed["verdict"].isin(["reverse mentoring", "junior-led talk"])]
    if len(group):
        first, rest = group.iloc[0], len(group) - 1
        more = f" and on {rest} more needed topic{'s' if rest > 1 else ''}" if rest else ""
        return f"{_need_of(first)}, and mentors as a group are ahead on it{more}."
    named = needed[needed["verdict"] == "reverse mentoring for named pairs"]
    if len(named):
        can = _people(int(named.iloc[0]["teachers"]), "mentor")
        return f"{_need_of(named.iloc[0])} and {can} can teach it, but mentors as a group are not shown to be ahead."
    return f"{_need_of(needed.iloc[0])}, but hardly any mentor can teach it within reach."


def response_sentence(response: pd.DataFrame) -> str:
    """Who answered, with denominators, from gaps.response."""
    rows = zip(response["role"], response["answered"], response["invited"], strict=True)
    parts = [f"{answered} of {invited} {MANY[role]}" for role, answered, invited in rows]
    return f"{' and '.join(parts)} answered." if parts else "Nobody was invited yet."


def strengths_sentence(table: pd.DataFrame) -> str:
    """The other way to begin: up to three topics that most mentors can and will teach, whatever the need.

    From a topic table (gaps.topic_table); a lead of mentors as a group is claimed only where it is proven.
    Empty where nobody is known to teach anything.
    """
    known = table[table["teachers"].fillna(0) > 0]
    first = known.sort_values(["teachers", "topic_id"], ascending=[False, True]).head(STRENGTHS)
    parts = [
        f"“{name}” ({teachers} of {_people(int(mentors), 'mentor')}{'; as a group ahead' if leads else ''})"
        for name, teachers, mentors, leads in zip(
            first["name"], first["teachers"], first["mentors"], ahead(first), strict=True
        )
    ]
    return f"Strengths to build on: {', '.join(parts)}." if parts else ""


def _headline_without_need(table: pd.DataFrame) -> str:
    if table["need"].notna().any():
        return f"No topic is an unmet need of {NEED_AT_LEAST} mentees or more."
    leads = table[ahead(table)]
    if leads.empty:
        return "Hands were counted: mentors as a group are not shown to be ahead on any topic."
    topics = "topic" if len(leads) == 1 else "topics"
    return f"Hands were counted: mentors as a group are ahead on {len(leads)} of {len(table)} {topics}."


def _need_of(row: pd.Series) -> str:
    verb = "needs" if row["need"] == 1 else "need"
    return f"{row['need']} of {_people(int(row['mentees']), 'mentee')} {verb} “{row['name']}”"


def _people(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def _ordered(people: pd.DataFrame) -> Matrix:
    """The answers in an order that depends on them alone, so that neither row order nor ids steer the draws."""
    values = people.to_numpy(dtype=float, na_value=np.nan)
    if not values.size:
        return values
    return values[np.lexsort(np.nan_to_num(values).T[::-1])]


def _answers(values: Matrix) -> NDArray[np.int64]:
    counts: NDArray[np.int64] = np.count_nonzero(~np.isnan(values), axis=0)
    return counts


def _means(values: Matrix) -> Matrix:
    answers = _answers(values)
    return np.where(answers > 0, np.nansum(values, axis=0) / np.maximum(answers, 1), np.nan)


def _resampled_means(values: Matrix, seed: tuple[int, int]) -> Matrix:
    """ROUNDS × topics: means after drawing people with replacement; NA without any answer.

    How often each level is drawn is multinomial, so the counts of a topic's answers alone decide: the same answers
    give the same interval, whether told per person or by hands raised, and whatever other topics there are.
    """
    means = np.full((ROUNDS, values.shape[1] if values.ndim == 2 else 0), np.nan)
    for topic in range(means.shape[1]):
        levels, counts = np.unique(values[~np.isnan(values[:, topic]), topic], return_counts=True)
        people = counts.sum()
        if people:
            drawn = np.random.default_rng(seed).multinomial(people, counts / people, size=ROUNDS)
            means[:, topic] = drawn @ levels / people
    return means


def _p_values(juniors: Matrix, seniors: Matrix, rng: np.random.Generator) -> Matrix:
    """Share of dealt-out roles with a Welch t at least as large as the real one, the real one included."""
    values = np.vstack([juniors, seniors])
    values = values[~np.isnan(values).all(axis=1)]
    roles = np.zeros(len(values))
    roles[: int((~np.isnan(juniors).all(axis=1)).sum())] = 1.0
    dealt = rng.permuted(np.tile(roles, (ROUNDS, 1)), axis=1)
    as_large = _welch_t(values, dealt) >= _welch_t(values, roles[None, :]) - 1e-9
    p: Matrix = (1 + as_large.sum(axis=0)) / (ROUNDS + 1)
    return p


def _welch_t(values: Matrix, is_mentor: Matrix) -> Matrix:
    """Welch's t per row of roles (1 mentor, 0 mentee) and topic; very large instead of infinite without spread."""
    asked, filled = (~np.isnan(values)).astype(float), np.nan_to_num(values)
    means, variances = [], []
    for roles in (is_mentor, 1 - is_mentor):
        n = np.maximum(roles @ asked, 1)
        mean = roles @ filled / n
        spread = np.maximum(roles @ filled**2 - n * mean**2, 0)
        means.append(mean)
        variances.append(spread / (np.maximum(n - 1, 1) * n))
    t: Matrix = (means[0] - means[1]) / np.sqrt(variances[0] + variances[1] + 1e-12)
    return t

"""How wide a need is, in the indices of the literature, and how surely it is among the widest.

Borich 1980, “A needs assessment model for conducting follow-up studies”, Journal of Teacher Education 31(3): mean
weighted discrepancy score. Narine & Harder 2021, “Comparing the Borich model with the Ranked Discrepancy Model for
competency assessment”, Advancements in Agricultural Development 2(3): ranked discrepancy score.
"""

import numpy as np
import pandas as pd

RESAMPLES = 2000
"""Resamples of the mentees behind the share in the top three."""
TOP = 3


def mwds(importance: pd.DataFrame, proficiency: pd.DataFrame) -> pd.Series:
    """Mean weighted discrepancy score per topic (−20…20): mean of (importance − proficiency) × mean importance.

    Both: one row per mentee, one column per topic, 1–5 or NA. Only mentees who answered both count, in both means; NA
    where nobody did. The larger, the wider the need.
    """
    importance = importance.where(proficiency.notna())
    return ((importance - proficiency).mean() * importance.mean()).astype("Float64")


def rds(importance: pd.DataFrame, proficiency: pd.DataFrame) -> pd.Series:
    """Ranked discrepancy score per topic (−100…100): −1 · NR + 1 · PR + 0 · TR.

    NR, PR and TR are the percentages of mentees whose proficiency is below, above and equal to the importance. Only
    mentees who answered both count; NA where nobody did. The closer to −100, the wider the need.
    """
    known = (importance.notna() & proficiency.notna()).sum()
    negative = (proficiency < importance).fillna(False).sum()
    positive = (proficiency > importance).fillna(False).sum()
    return (100 * (positive - negative) / known.where(known > 0)).astype("Float64")


def draws_of_people(needs_it: pd.DataFrame, *, seed: int) -> pd.DataFrame:
    """RESAMPLES × topics: how many need each topic when the mentees are drawn anew with replacement.

    needs_it: mentees × topics, True or False. A person's needs stay together; order of people changes nothing.
    """
    marks = needs_it.to_numpy(dtype=float)
    people = len(marks)
    if not people:
        return pd.DataFrame(0.0, index=range(RESAMPLES), columns=needs_it.columns)
    alike, counts = np.unique(marks, axis=0, return_counts=True) if marks.size else (marks[:1], np.array([people]))
    times = np.random.default_rng((seed, 3)).multinomial(people, counts / people, size=RESAMPLES)
    return pd.DataFrame(times @ alike, columns=needs_it.columns)


def draws_of_hands(need: pd.Series, mentees: pd.Series, *, seed: int) -> pd.DataFrame:
    """The same from hands raised for the need, of so many mentees; topics are drawn one by one, as nobody knows which
    hands belong together. Topics whose need was not counted are left out."""
    rng = np.random.default_rng((seed, 4))
    known = need.dropna()
    people = np.maximum(known, mentees.reindex(known.index).fillna(0))
    draws = {
        topic: rng.binomial(people[topic], known[topic] / max(people[topic], 1), size=RESAMPLES).astype(float)
        for topic in known.index
    }
    return pd.DataFrame(draws, index=range(RESAMPLES), columns=known.index)


def top_three_shares(draws: pd.DataFrame) -> pd.Series:
    """Per topic: the share of resamples (0–1) in which it is among the three widest needs.

    draws: resamples × topics, how many need each. Topics that tie for the last places share these equally; a topic
    that nobody needs is never among the widest.
    """
    counts = draws.to_numpy(dtype=float)
    ordered = np.sort(counts, axis=1)
    places = np.zeros_like(counts)
    for topic in range(counts.shape[1]):
        own = counts[:, [topic]]
        wider, as_wide = (ordered > own).sum(axis=1), (ordered == own).sum(axis=1)
        places[:, topic] = np.where(own[:, 0] > 0, np.clip((TOP - wider) / as_wide, 0, 1), 0)
    return pd.Series(places.mean(axis=0), index=draws.columns, dtype="Float64")

"""Cohorts in which nothing is wrong, looked at month by month: every alarm in them is a false one.

25 pairs meet every three weeks for twelve months, the starts spread over three weeks. Each session takes place with
90 % (one in eight of those is moved by 1–9 days), whatever happened before; half of the others are called off, two
thirds of those by the mentee. After a session held each side answers the pulse with 80 %, within three days. A
person's answers lie around a mean of their own (4.3, standard deviation 0.3 over people), by 0.5 from answer to answer
and statement to statement, rounded to 1–5. Nobody asks for a call; all have an agreement and goals; nobody moves.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from reverse_mentoring.decide.review.attention import attention, programme_sign
from reverse_mentoring.decide.review.review import ITEMS, PAIR, pairs_under_review
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.columns import tidy
from reverse_mentoring.words.tables import table
from review_cohorts import START
from small_cohorts import cohort_of

PAIRS_EACH, MONTHS, CADENCE_DAYS = 25, 12, 21
HELD, MOVED_OF_HELD, ANSWERED = 0.90, 1 / 8, 0.80
USUAL, OVER_PEOPLE, OVER_ANSWERS = 4.3, 0.3, 0.5
DEPARTMENTS = 5
RULES_SEEN = [(f"R{number}", level) for number in (*range(1, 8), 12) for level in ("amber", "red")]
"""The others look at what does not occur here: no goal, a stuck one, a changed roster, a wish for a call."""
KEYS = {name: table(name) for name in ("roster", "pairs", "sessions", "pulses", "goals")}


@dataclass(frozen=True)
class Watched:
    """False alarms. table: rule, level, pair_months (for R12 cohorts × months), fired; red_pairs: on average per cohort
    and month, pairs with any red alarm."""

    table: pd.DataFrame
    red_pairs: float


def watched(*, cohorts: int, seed: int) -> Watched:
    """What attention says of so many healthy cohorts at the end of each month."""
    cohort, pairs = healthy_programme(cohorts=cohorts, seed=seed)
    fired, red = dict.fromkeys(RULES_SEEN, 0), 0
    for month in range(1, MONTHS + 1):
        there = replace(cohort, as_of=(pd.Timestamp(START) + pd.DateOffset(months=month)).date())
        alarms = attention(there, pairs)
        counts = alarms.groupby(["rule", "level"]).size().to_dict() | _signs(there, pairs, alarms)
        fired = {each: before + int(counts.get(each, 0)) for each, before in fired.items()}
        red += alarms.loc[alarms["level"] == "red", "mentor_id"].nunique()
    seen = cohorts * MONTHS
    rows = [(*each, seen if each[0] == "R12" else PAIRS_EACH * seen, count) for each, count in fired.items()]
    return Watched(pd.DataFrame(rows, columns=["rule", "level", "pair_months", "fired"]), red / seen)


def _signs(cohort: Cohort, pairs: pd.DataFrame, alarms: pd.DataFrame) -> dict[tuple[str, str], int]:
    """(“R12”, level) → cohorts with that sign of the programme."""
    alarms_of = dict(iter(alarms.groupby(alarms["mentor_id"].str.split("-").str[1])))
    none, found = alarms.iloc[:0], {("R12", "amber"): 0, ("R12", "red"): 0}
    for name, theirs in pairs.groupby(pairs["mentor_id"].str.split("-").str[1]):
        if sign := programme_sign(alarms_of.get(name, none), theirs, cohort):
            found["R12", sign.level] += 1
    return found


def healthy_programme(*, cohorts: int, seed: int) -> tuple[Cohort, pd.DataFrame]:
    """All cohorts as one, with its pairs; mentor_id “M-<cohort>-<pair>”, mentee_id “N-…”."""
    rng = np.random.default_rng(seed)
    names = [f"{cohort:04}-{pair:02}" for cohort in range(cohorts) for pair in range(PAIRS_EACH)]
    ids = pd.DataFrame({"mentor_id": [f"M-{name}" for name in names], "mentee_id": [f"N-{name}" for name in names]})
    people = [*ids["mentor_id"], *ids["mentee_id"]]
    departments = [f"D{number}" for number in rng.integers(DEPARTMENTS, size=len(people))]
    started = pd.Timestamp(START) + pd.to_timedelta(rng.integers(CADENCE_DAYS, size=len(ids)), unit="D")
    sessions = sessions_of(rng, ids.assign(started=started))
    frames: dict[str, Any] = {
        "roster": pd.DataFrame({"person_id": people, "name": people, "team": people, "department": departments}),
        "pairs": ids.assign(started=started, state="active", agreed_on=started),
        "sessions": sessions,
        "pulses": pd.concat([pulses_of(rng, ids, sessions, side) for side in ("mentor", "mentee")]),
        "goals": ids.assign(number=1, level=0, who="both", reviewed_on=started),
    }
    cohort = replace(cohort_of(), **{name: tidy(frame, KEYS[name]) for name, frame in frames.items()})
    return cohort, pairs_under_review(cohort)


def sessions_of(rng: np.random.Generator, pairs: pd.DataFrame) -> pd.DataFrame:
    """A year of planned sessions of these pairs (mentor_id, mentee_id, started) and what became of each."""
    rows = pairs.merge(pd.DataFrame({"number": range(1, 366 // CADENCE_DAYS + 2)}), how="cross")
    rows["planned_on"] = rows["started"] + pd.to_timedelta(CADENCE_DAYS * (rows["number"] - 1), unit="D")
    size, held = len(rows), rng.random(len(rows)) < HELD
    moved, called_off = rng.random(size) < MOVED_OF_HELD, rng.random(size) < 1 / 2
    days = pd.to_timedelta(np.where(moved, rng.integers(1, 10, size), 0), unit="D")
    status = np.where(held, np.where(moved, "moved", "held"), np.where(called_off, "cancelled", "missed"))
    by = np.where(status == "cancelled", np.where(rng.random(size) < 2 / 3, "mentee", "mentor"), "")
    return rows.assign(status=status, held_on=(rows["planned_on"] + days).where(held), cancelled_by=by)


def pulses_of(rng: np.random.Generator, ids: pd.DataFrame, sessions: pd.DataFrame, side: str) -> pd.DataFrame:
    """What one side answered after the sessions that were held."""
    usual = ids[PAIR].assign(usual=USUAL + OVER_PEOPLE * rng.standard_normal(len(ids)))
    held = sessions[sessions["held_on"].notna() & (rng.random(len(sessions)) < ANSWERED)].merge(usual, on=PAIR)
    answered_on = held["held_on"] + pd.to_timedelta(rng.integers(0, 4, len(held)), unit="D")
    felt = held["usual"].to_numpy()[:, None] + OVER_ANSWERS * rng.standard_normal((len(held), len(ITEMS)))
    points = pd.DataFrame(np.clip(np.rint(felt), 1, 5).astype(int), columns=list(ITEMS), index=held.index)
    return pd.concat([held[PAIR].assign(who=side, answered_on=answered_on, met="held", call=False), points], axis=1)

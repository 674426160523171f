"""What chance alone does to the verdicts, and what a true effect does: whole cohorts, simulated with fixed seeds."""

import datetime as dt
from collections import Counter
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from reverse_mentoring.decide.evidence.criteria import criteria
from reverse_mentoring.words.charter import Charter, CharterGoal
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.columns import tidy
from reverse_mentoring.words.findings import Criterion
from reverse_mentoring.words.tables import OUTCOMES
from review_cohorts import START, healthy, reviewed, signed_up

END = dt.date(2027, 3, 1)
NAMES = ("contacts", "stay", "ease")
GOALS = Charter(goals=tuple(
    CharterGoal(whose="mentees", metric=name, measure=f"outcome:{name}", smallest_useful_change=0.01, due=END)
    for name in NAMES
))  # fmt: skip
STAY = Charter(goals=(
    CharterGoal(whose="mentees", metric="stay", measure="retention", smallest_useful_change=5, due=END),
))  # fmt: skip


def cohort_of_pairs(pairs: int, *, volunteers: int) -> tuple[Cohort, pd.DataFrame]:
    """So many pairs N1 … and volunteers V1 … who were not placed, without any figure yet."""
    rows = healthy(pairs=pairs, sessions=1)
    rows["roster"] += [{"person_id": f"V{i}", "name": ""} for i in range(1, volunteers + 1)]
    there, under_review = reviewed(rows, as_of=END)
    mentees = [row["person_id"] for row in rows["roster"] if row["person_id"][0] != "M"]
    return signed_up(there, [{"person_id": person, "role": "mentee"} for person in mentees]), under_review


def with_figures(there: Cohort, rng: np.random.Generator, *, gain: float) -> Cohort:
    """Three figures of each before and after, on a scale of 1 to 5; everybody drifts by 0.3 if there are volunteers,
    and those in pairs gain so much more."""
    people = there.participants["person_id"].tolist()
    drift = 0.3 if any(person[0] == "V" for person in people) else 0.0
    placed = np.array([gain if person[0] == "N" else 0.0 for person in people])
    rows = []
    for name in NAMES:
        own = rng.normal(3, 0.7, len(people))
        for later, on in enumerate((START, END)):
            seen = np.clip(np.round(own + later * (drift + placed) + rng.normal(0, 0.5, len(people))), 1, 5)
            rows.append(pd.DataFrame({"person_id": people, "measure": name, "value": seen, "measured_on": on}))
    return replace(there, outcomes=tidy(pd.concat(rows, ignore_index=True), OUTCOMES))


def with_leavers(there: Cohort, rng: np.random.Generator, *, ours: float, theirs: float) -> Cohort:
    """Each mentee stays with one chance, each volunteer with the other; who leaves does so on any day of the year."""
    roster = there.roster.copy()
    side = roster["person_id"].str[0]
    stays = side.map({"N": ours, "V": theirs}).fillna(1).to_numpy(dtype=float)
    leaves = rng.random(len(roster)) > stays
    days = pd.Timestamp(START) + pd.to_timedelta(rng.integers(1, (END - START).days, len(roster)), unit="D")
    roster["left_date"] = pd.Series(days, index=roster.index).where(leaves).astype("datetime64[s]")
    roster.loc[side == "M", "left_date"] = pd.Timestamp(END + dt.timedelta(30))
    return replace(there, roster=roster)


@pytest.mark.slow
def test_without_any_true_effect_at_most_5_in_100_cohorts_get_a_met() -> None:
    """400 cohorts of 12 or 25 pairs with three goals each, half beside volunteers: any one met counts."""
    rng = np.random.default_rng(20260901)
    kinds = [cohort_of_pairs(pairs, volunteers=others) for pairs in (12, 25) for others in (0, 12)]
    met = 0
    for run in range(400):
        there, pairs = kinds[run % len(kinds)]
        met += any(each.verdict == "met" for each in criteria(with_figures(there, rng, gain=0), pairs, GOALS))

    assert met / 400 <= 0.05


@pytest.mark.slow
def test_a_large_true_effect_is_found() -> None:
    """A gain of one point beyond the drift of all, 25 pairs beside 25 volunteers: nearly every goal is met."""
    rng = np.random.default_rng(20260902)
    there, pairs = cohort_of_pairs(25, volunteers=25)
    verdicts = Counter(
        each.verdict for _ in range(40) for each in criteria(with_figures(there, rng, gain=1.0), pairs, GOALS)
    )

    assert verdicts["met"] >= 0.9 * verdicts.total()
    assert verdicts["not met"] == 0


def retention_verdicts(runs: int, *, sizes: tuple[int, int], shares: tuple[float, float]) -> list[Criterion]:
    """Of so many simulated cohorts; sizes and true shares of mentees in pairs and of volunteers."""
    rng = np.random.default_rng(20260903)
    there, pairs = cohort_of_pairs(sizes[0], volunteers=sizes[1])
    people = [with_leavers(there, rng, ours=shares[0], theirs=shares[1]) for _ in range(runs)]
    return [criteria(each, pairs, STAY)[0] for each in people]


@pytest.mark.slow
def test_12_against_36_people_cannot_tell_96_from_85_percent() -> None:
    """Most runs cannot tell, and each of them says that people are too few and how many it would take."""
    found = retention_verdicts(200, sizes=(12, 36), shares=(0.96, 0.85))
    verdicts = Counter(each.verdict for each in found)
    open_ones = [each for each in found if each.verdict == "cannot tell"]

    assert verdicts["cannot tell"] >= 0.8 * len(found)
    assert all("With so few people" in each.why and "both possible" in each.why for each in open_ones)
    assert sum("people in each of the two groups" in each.why for each in open_ones) >= 0.9 * len(open_ones)


@pytest.mark.slow
def test_a_large_difference_in_staying_is_found_and_none_is_not() -> None:
    """100 against 100 people: 96 % against 60 % is met in nearly every run, 85 % against 85 % hardly ever."""
    large = Counter(each.verdict for each in retention_verdicts(40, sizes=(100, 100), shares=(0.96, 0.60)))
    none = Counter(each.verdict for each in retention_verdicts(200, sizes=(25, 50), shares=(0.85, 0.85)))

    assert large["met"] >= 0.95 * large.total()
    assert none["met"] <= 0.05 * none.total()

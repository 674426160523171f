"""Nominal 95 % intervals hold the truth in 93–97 % of simulated groups of 12, 25 and 50: every estimator shown.

Each simulation has its own fixed seed. The coverage found is printed; `pytest -s -m slow tests/review` shows it.
"""

import datetime as dt
from collections.abc import Iterable
from functools import cache

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from reverse_mentoring.decide.statistics.comparison import difference_in_differences
from reverse_mentoring.decide.statistics.intervals import share
from reverse_mentoring.decide.statistics.paired_change import mean, paired_change
from reverse_mentoring.decide.statistics.retention import retention, share_staying
from reverse_mentoring.words.columns import tidy
from reverse_mentoring.words.findings import Estimate
from reverse_mentoring.words.tables import ROSTER

pytestmark = pytest.mark.slow
sizes = pytest.mark.parametrize("n", [12, 25, 50])
RUNS = 3_000
SCALE = np.arange(1, 6)
ANSWERS = np.array([0.02, 0.05, 0.15, 0.38, 0.40])
"""Shares of the answers 1–5: most are content, a few are not, as in pulses."""
BEFORE = np.array([0.20, 0.35, 0.30, 0.10, 0.05])
STEPS, OURS, THEIRS = np.arange(-1, 4), np.array([0.10, 0.30, 0.35, 0.20, 0.05]), np.array([0.15, 0.60, 0.20, 0.05, 0])
"""How many levels people move, ours and others; nobody leaves the scale."""
START, UNTIL = dt.date(2026, 3, 2), dt.date(2027, 3, 1)


def drawn(chance: np.random.Generator, n: int, steps: NDArray[np.float64]) -> tuple[NDArray, NDArray]:
    """Levels before and after of n people."""
    before = chance.choice(SCALE, n, p=BEFORE)
    return before, np.clip(before + chance.choice(STEPS, n, p=steps), 1, 5)


def true_change(steps: NDArray[np.float64]) -> float:
    """The mean change in the population, by adding up every level and step."""
    moved = np.clip(np.add.outer(SCALE, STEPS), 1, 5) - SCALE[:, None]
    return float(BEFORE @ moved @ steps)


def covers(found: Iterable[tuple[Estimate, float]], what: str) -> None:
    """93–97 % of the intervals hold the truth, and hardly ever there is none."""
    runs = list(found)
    known = [(each.low, truth, each.high) for each, truth in runs if each.low is not None and each.high is not None]
    coverage = sum(low <= truth <= high for low, truth, high in known) / len(known)
    print(f"{what}: {100 * coverage:.1f} % of {len(known)}")  # noqa: T201

    assert 0.93 <= coverage <= 0.97
    assert len(known) >= 0.99 * len(runs)


@sizes
def test_shares(n: int) -> None:
    """True shares evenly from 5 to 95 %."""
    chance = np.random.default_rng(n)
    truths = np.linspace(0.05, 0.95, 20_000)
    covers(((share(int(chance.binomial(n, truth)), n), truth) for truth in truths), f"share, n = {n}")


@sizes
def test_means(n: int) -> None:
    """Answers from 1 to 5 that lean to the upper end."""
    chance = np.random.default_rng(100 + n)
    truth = float(SCALE @ ANSWERS)
    covers(
        ((mean(chance.choice(SCALE, n, p=ANSWERS), seed=run), truth) for run in range(RUNS)), f"mean answer, n = {n}"
    )


@sizes
def test_paired_changes(n: int) -> None:
    """The same people before and after, on 1–5."""
    chance = np.random.default_rng(200 + n)
    truth = true_change(OURS)
    covers(((paired_change(*drawn(chance, n, OURS), seed=run).mean, truth) for run in range(RUNS)), f"paired, n = {n}")


@pytest.mark.parametrize(("n", "others"), [(12, 12), (12, 36), (25, 25), (50, 50)])
def test_differences_in_differences(n: int, others: int) -> None:
    """Our changes against those of others who moved too, by less and with less spread."""
    chance = np.random.default_rng(300 + n + others)
    truth = true_change(OURS) - true_change(THEIRS)

    def one(run: int) -> Estimate:
        ours, theirs = drawn(chance, n, OURS), drawn(chance, others, THEIRS)
        return difference_in_differences(ours[1] - ours[0], theirs[1] - theirs[0], seed=run)

    covers(((one(run), truth) for run in range(RUNS)), f"difference in differences, n = {n} and {others}")


@sizes
@pytest.mark.parametrize("lost", [0.0, 0.3])
def test_shares_staying(n: int, lost: float) -> None:
    """True shares evenly from 50 to 95 %; of 30 % of the people it is known only up to a day before the last."""
    chance = np.random.default_rng(400 + n)

    def one(truth: float) -> Estimate:
        leaving = chance.exponential(-1 / np.log(truth), n)
        seen = np.where(chance.random(n) < lost, chance.uniform(0.2, 1, n), 1)
        return share_staying(np.minimum(leaving, seen), leaving <= seen, at=1)

    covers(((one(truth), truth) for truth in np.linspace(0.5, 0.95, RUNS)), f"staying, n = {n}, lost {lost:.0%}")


@pytest.mark.parametrize(("n", "others"), [(12, 12), (12, 36), (25, 25), (50, 50)])
def test_differences_of_shares_staying(n: int, others: int) -> None:
    """Ours evenly from 50 to 95 %, theirs at random from there, counted from a roster."""
    chance = np.random.default_rng(500 + n + others)
    ids = [f"p{i}" for i in range(n + others)]
    roster = tidy(pd.DataFrame({"person_id": ids, "name": "x"}), ROSTER)

    @cache
    def one(ours: int, theirs: int) -> Estimate:
        gone = (np.arange(n + others) < ours) | (np.arange(n + others) >= n + others - theirs)
        roster["left_date"] = pd.Series(pd.Timestamp(START), roster.index).where(gone).astype("datetime64[s]")
        found = retention(roster, ids[:n], ids[n:], start=START, until=UNTIL, as_of=UNTIL).difference
        assert found is not None
        return found

    ours, theirs = np.linspace(0.5, 0.95, RUNS), chance.uniform(0.5, 0.95, RUNS)
    left = zip(chance.binomial(n, 1 - ours), chance.binomial(others, 1 - theirs), strict=True)
    runs = zip(left, ours - theirs, strict=True)
    covers(((one(*counts), truth) for counts, truth in runs), f"difference in staying, n = {n} and {others}")

"""Our change against that of comparable others, and who they are."""

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from reverse_mentoring.decide.statistics import resampling
from reverse_mentoring.words.findings import Estimate

_Said = Mapping[str, NDArray[Any]]
"""Column of the roster → what it says of each person."""
_LONGEST = 9_999
"""Days between two first working days that still tell candidates apart; also where one of them is not known."""


def difference_in_differences(ours: ArrayLike, theirs: ArrayLike, *, seed: int, confidence: float = 0.95) -> Estimate:
    """How much more we changed than they did on average, with its bootstrap interval over people of either group.

    ours, theirs: each person's change (after less before); missing ones are left out. n counts both groups. No
    interval for fewer than three people in a group, nor where nobody differs from the others of the group.

    Changes 1, 2, 3 (mean 2) against 0, 1, 0, 1 (mean ½): 1½. The standard error is √(1/3 + 1/12) = 0.645 with Welch's
    3 degrees of freedom, so that the interval of so few is 1½ ± 3.182 · 0.645: −0.55 to 3.55.
    Source: Angrist & Pischke 2009, “Mostly Harmless Econometrics”, ch. 5; the interval: resampling.
    """
    groups = [resampling.numbers(changes) for changes in (ours, theirs)]
    said = [group[~np.isnan(group)] for group in groups]
    note = "in each group all changed by the same amount"
    return resampling.difference(said, seed=seed, confidence=confidence, same=note)


def matched_others(roster: pd.DataFrame, people: Collection[str], candidates: Collection[str]) -> list[str]:
    """Ids of candidates to compare people with, in order: one for each person, as far as there are any of the level.

    Always of the same level (who has none is compared with nobody); among those as many as can be of the same
    department, then of the same site, then hired as near in time as possible. Nobody stands for two, nobody of people
    is chosen, and the order of rows does not matter.
    Source: optimal pair matching as in Rosenbaum 1989, “Optimal matching for observational studies”, JASA 84.
    """
    known = roster[roster["level"] != ""].sort_values("person_id", ignore_index=True)
    taking_part = known["person_id"].isin(list(people)).to_numpy()
    free = known["person_id"].isin(list(candidates)).to_numpy() & ~taking_part
    said = {column: known[column].to_numpy(dtype=object) for column in ("person_id", "level", "department", "site")}
    said["hired"] = known["hire_date"].to_numpy(dtype="datetime64[D]")
    chosen = []
    for level in set(said["level"][taking_part]):
        same = said["level"] == level
        groups = [{name: values[here] for name, values in said.items()} for here in (same & taking_part, same & free)]
        chosen += _nearest(*groups)
    return sorted(chosen)


def _nearest(people: _Said, candidates: _Said) -> list[str]:
    from scipy.optimize import linear_sum_assignment

    _, columns = linear_sum_assignment(_distances(people, candidates))
    nearest: list[str] = candidates["person_id"][columns].tolist()
    return nearest


def _distances(people: _Said, candidates: _Said) -> NDArray[np.float64]:
    """One row per person, one column per candidate; no sum of days outweighs a site, no sum of sites a department."""
    several = min(len(people["person_id"]), len(candidates["person_id"])) + 1
    apart = np.abs(np.subtract.outer(people["hired"], candidates["hired"])) / np.timedelta64(1, "D")
    days = np.nan_to_num(np.minimum(apart, _LONGEST), nan=_LONGEST)
    site = float(_LONGEST * several)
    return days + site * (_differ(people, candidates, "site") + several * _differ(people, candidates, "department"))


def _differ(people: _Said, candidates: _Said, column: str) -> NDArray[np.float64]:
    """1 where the two differ or one is not known."""
    ours, theirs = people[column], candidates[column]
    return (np.not_equal.outer(ours, theirs) | (ours == "")[:, None]).astype(float)

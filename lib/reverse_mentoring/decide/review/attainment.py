"""How far the goals of a pair were reached: goal attainment scaling, and where the two see it differently."""

from collections.abc import Sequence
from math import sqrt
from typing import Any

import pandas as pd

from reverse_mentoring.decide.review.review import PAIR, goal_levels
from reverse_mentoring.words.cohort import Cohort

FAR_APART = 2
"""Levels between the views of the two from which they are worth a talk."""
_GOAL = [*PAIR, "number"]


def t_score(levels: Sequence[int], weights: Sequence[int], *, rho: float = 0.3) -> float:
    """The attainment of several goals as one figure: 50 = as hoped on the whole, 10 = one standard deviation.

    T = 50 + 10·Σwx / √((1−ρ)·Σw² + ρ·(Σw)²); levels x from −2 to +2, weights w above 0, rho the assumed correlation
    of goals. Levels come first: the figure hides which goal was reached and assumes that goals are equally hard.
    ValueError where levels and weights do not fit each other or are out of range.
    Source: Kiresuk & Sherman 1968, “Goal attainment scaling”, Community Mental Health Journal 4.

    >>> round(t_score((1, 1, 1), (1, 1, 1)), 1), round(t_score((0, 1, 2), (3, 2, 1)), 1)
    (63.7, 58.8)
    """
    if not levels or len(levels) != len(weights):
        raise ValueError("as many weights as levels are needed, and one at least")
    if not all(-2 <= level <= 2 for level in levels) or not all(weight > 0 for weight in weights):
        raise ValueError("levels lie between −2 and +2, weights above 0")
    attained = sum(weight * level for level, weight in zip(levels, weights, strict=True))
    spread = (1 - rho) * sum(weight**2 for weight in weights) + rho * sum(weights) ** 2
    return 50 + 10 * attained / sqrt(spread)


def attainment(cohort: Cohort) -> pd.DataFrame:
    """One row per pair with goals reviewed by cohort.as_of, by ids: mentor_id, mentee_id, goals (reviewed), reached
    (of those, at level 0 or above), t_score (one decimal).

    A goal stands at the lower of the two sides' latest views (review.goal_levels). Its weight is the last one given
    with a level, else that of the goal as written at the start, else 1.
    """
    weights = _weights(cohort)
    rows = []
    for (mentor, mentee), goals in goal_levels(cohort).groupby(PAIR):
        levels = [int(level) for level in goals["level"]]
        counted = [weights.get((mentor, mentee, int(number)), 1) for number in goals["number"]]
        reached = sum(level >= 0 for level in levels)
        rows.append((mentor, mentee, len(levels), reached, round(t_score(levels, counted), 1)))
    table = pd.DataFrame(rows, columns=[*PAIR, "goals", "reached", "t_score"])
    return table.astype(
        {"mentor_id": "str", "mentee_id": "str", "goals": "Int64", "reached": "Int64", "t_score": "Float64"}
    )


def views(cohort: Cohort) -> pd.DataFrame:
    """One row per goal reviewed by cohort.as_of, by ids and number: mentor_id, mentee_id, number, topic_id, goal,
    mentor and mentee (level −2 … +2 of each side's latest view; NA where one gave none), difference (mentor − mentee).

    A view of both together is a view of each. Of several by one side on one day the lowest counts.
    """
    seen = cohort.goals[cohort.goals["reviewed_on"] <= pd.Timestamp(cohort.as_of)]
    seen = seen.sort_values(["reviewed_on", "level"], ascending=[True, False])
    table = goal_levels(cohort)[[*_GOAL, "topic_id", "goal"]]
    for side in ("mentor", "mentee"):
        theirs = seen[seen["who"].isin([side, "both", ""])].drop_duplicates(_GOAL, keep="last")
        table = table.merge(theirs[[*_GOAL, "level"]].rename(columns={"level": side}), on=_GOAL, how="left")
    return table.assign(difference=table["mentor"] - table["mentee"]).sort_values(_GOAL, ignore_index=True)


def disagreements(views: pd.DataFrame) -> pd.DataFrame:
    """The rows of views in which the two are at least FAR_APART levels apart, the widest first."""
    apart = views["difference"].abs()
    far = views.assign(apart=apart)[(apart >= FAR_APART).fillna(False)]
    return far.sort_values(["apart", *_GOAL], ascending=[False, True, True, True], ignore_index=True).drop(
        columns="apart"
    )


def _weights(cohort: Cohort) -> dict[tuple[Any, Any, int], int]:
    """(mentor_id, mentee_id, number) → weight, where one was given."""
    seen = cohort.goals[cohort.goals["reviewed_on"] <= pd.Timestamp(cohort.as_of)]
    given = pd.concat(
        [cohort.goal_plans[[*_GOAL, "weight"]], seen.sort_values(["reviewed_on", "weight"])[[*_GOAL, "weight"]]]
    )
    given = given.dropna(subset="weight").drop_duplicates(_GOAL, keep="last")
    return {
        (mentor, mentee, int(number)): int(weight)
        for mentor, mentee, number, weight in given.itertuples(index=False, name=None)
    }

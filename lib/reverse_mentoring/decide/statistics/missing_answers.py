"""What those who were silent could change: the least and the most that can be true, without any assumption about them.

Source: Manski 1989, “Anatomy of the selection problem”, Journal of Human Resources 24(3) (worst-case bounds).
"""

import numpy as np
from numpy.typing import ArrayLike

from reverse_mentoring.decide.statistics.intervals import PERCENT_FROM, percent
from reverse_mentoring.decide.statistics.resampling import numbers


def bounds(k: int, answered: int, everybody: int) -> tuple[float, float]:
    """The share (0–1) of everybody if all who were silent said no, and if all said yes; (0, 1) if there is nobody.

    7 yes among 9 answers of 12 people: 7/12 to 10/12. ValueError unless 0 ≤ k ≤ answered ≤ everybody.
    """
    least, most = _counts(k, answered, everybody)
    return (least / everybody, most / everybody) if everybody else (0.0, 1.0)


def mean_bounds(values: ArrayLike, everybody: int, *, low: float, high: float) -> tuple[float, float]:
    """The mean of everybody if all who were silent gave the lowest answer, and if all gave the highest.

    values: the answers, missing ones left out or NaN; low, high: ends of the scale. Answers 4 and 5 of three people
    on 1–5: 10/3 to 14/3. (low, high) if there is nobody. ValueError for more answers than people, or off the scale.
    """
    said = numbers(values)
    said = said[~np.isnan(said)]
    if len(said) > everybody:
        raise ValueError(f"{len(said)} answers of {everybody} people")
    if not np.all((low <= said) & (said <= high)):
        raise ValueError(f"an answer outside {low:g} to {high:g}")
    if not everybody:
        return low, high
    total, silent = float(said.sum()), everybody - len(said)
    return (total + silent * low) / everybody, (total + silent * high) / everybody


def bounds_sentence(k: int, answered: int, everybody: int, noun: str) -> str:
    """“9 of 12 mentees answered. Whatever the other 3 would have said, the count is 7 to 10 of 12 (58–83 %).”

    noun: who was asked, in the plural. No percentage below eight. ValueError unless 0 ≤ k ≤ answered ≤ everybody.
    """
    least, most = _counts(k, answered, everybody)
    if not everybody:
        return f"There are no {noun} yet."
    if answered == everybody:
        return f"All {everybody} {noun} answered."
    others = "they" if not answered else "the other one" if most == least + 1 else f"the other {everybody - answered}"
    shares = f" ({100 * least / everybody:.0f}–{percent(most / everybody)})" if everybody >= PERCENT_FROM else ""
    return (
        f"{answered} of {everybody} {noun} answered. Whatever {others} would have said, the count is {least} to {most} "
        f"of {everybody}{shares}."
    )


def _counts(k: int, answered: int, everybody: int) -> tuple[int, int]:
    if not 0 <= k <= answered <= everybody:
        raise ValueError(f"{k} of {answered} answers of {everybody} people cannot be")
    return k, k + everybody - answered

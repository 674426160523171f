"""How coarsely a figure is told: numbers of people in bands, means and shares in steps, with open ends.

The steps depend on how many answered and on nothing else. The open ends keep the extremes together: whatever a mean
of n answers is told as, one of the n who knows his or her own answer leaves each other at least ROOM points of
freedom. For n answers and a mean told as “v or more” the sum lies at most n·(5 − v + ½ step) below 5n. What the
viewer's own answer can take of that is 4, so n·(5 − v + ½ step) ≥ 4 + ROOM must hold; likewise at the lower end.
"""

from fractions import Fraction

from reverse_mentoring.words.release import EXACT_FROM

ROOM = 3
"""Points of the four between 1 and 5 that every answer must be able to span."""
LOWEST, HIGHEST, MIDDLE = 1, 5, 3
_BANDS = ((5, 9), (10, 14), (15, 19))
_TENTH, _HALF = Fraction(1, 10), Fraction(1, 2)
_SHARES = (_TENTH, 1 - _TENTH)


def band(n: int) -> str:
    """The number of people as it is told: “5–9”, “10–14”, “15–19”, from EXACT_FROM on “23”; “” below five.

    >>> band(7), band(14), band(20), band(4)
    ('5–9', '10–14', '20', '')
    """
    if n >= EXACT_FROM:
        return str(n)
    return next((f"{low}–{high}" for low, high in _BANDS if low <= n <= high), "")


def step(n: int) -> Fraction:
    """Steps in which a mean of n answers is told: halves below ten, tenths from there."""
    return _HALF if n < 10 else _TENTH


def top(n: int) -> Fraction:
    """The highest mean that is told of n answers: it means “so much or more”. The same for all n of a band.

    >>> [float(top(n)) for n in (6, 9, 10, 15, 24, 400)]
    [4.0, 4.0, 4.3, 4.5, 4.7, 5.0]
    """
    fewest = max(6, n if n >= EXACT_FROM else next((low for low, high in _BANDS if low <= n <= high), 6))
    edge = HIGHEST - Fraction(HIGHEST - LOWEST + ROOM, fewest)
    return min(Fraction(HIGHEST), (edge + step(n) / 2) // step(n) * step(n))


def rounded_mean(mean: Fraction | float, n: int) -> float:
    """A mean of n answers (1–5) as it is told; ties go away from the middle, so that 1–5 and 5–1 are treated alike.

    >>> rounded_mean(4.9, 8), rounded_mean(3.75, 8), rounded_mean(2.25, 8), rounded_mean(4.04, 12)
    (4.0, 4.0, 2.0, 4.0)
    """
    exact = Fraction(mean).limit_denominator(100_000)
    if exact < MIDDLE:
        return round(2 * MIDDLE - rounded_mean(2 * MIDDLE - exact, n), 1)
    return float(min(top(n), (exact + step(n) / 2) // step(n) * step(n)))


def limits(value: float, n: int) -> tuple[float, float]:
    """The lowest and highest mean that a value told of n answers stands for.

    >>> limits(4.0, 8), limits(3.5, 8), limits(3.5, 24)
    ((3.75, 5.0), (3.25, 3.75), (3.45, 3.55))
    """
    told, half, highest = Fraction(str(value)), step(n) / 2, top(n)
    low = LOWEST if told <= 2 * MIDDLE - highest else told - half
    high = HIGHEST if told >= highest else told + half
    return float(low), float(high)


def sums(value: float, n: int) -> tuple[int, int]:
    """The lowest and highest sum of n answers that are told as this mean."""
    fit = [total for total in range(LOWEST * n, HIGHEST * n + 1) if rounded_mean(Fraction(total, n), n) == value]
    return fit[0], fit[-1]


def is_open(value: float, n: int) -> bool:
    """Whether the value stands for “so much or more” or “or less”."""
    return Fraction(str(value)) in (top(n), 2 * MIDDLE - top(n))


def rounded_share(share: Fraction | float) -> float:
    """A share in steps of ten hundredths, from 0.1 (“10 % or less”) to 0.9 (“90 % or more”).

    >>> rounded_share(1.0), rounded_share(0.44), rounded_share(0.0)
    (0.9, 0.4, 0.1)
    """
    exact = Fraction(share).limit_denominator(100_000)
    return float(min(max((exact + _TENTH / 2) // _TENTH * _TENTH, _SHARES[0]), _SHARES[1]))


def share_limits(value: float) -> tuple[float, float]:
    """The lowest and highest share that a value of rounded_share stands for."""
    told = Fraction(str(value))
    low = Fraction(0) if told <= _SHARES[0] else told - _TENTH / 2
    high = Fraction(1) if told >= _SHARES[1] else told + _TENTH / 2
    return float(low), float(high)

"""Met, not met, or cannot tell: the rules, apart from where the figures come from.

A share is a count in this very cohort: it is met or not whatever the silent would have said, or nobody can tell. A
change is more than this cohort: it is judged by its interval.
"""

import math
from dataclasses import dataclass
from typing import Literal, NamedTuple

from reverse_mentoring.decide.evidence.counted import Counted
from reverse_mentoring.decide.statistics.intervals import PERCENT_FROM, percent, proportion_sentence
from reverse_mentoring.words.findings import Estimate, Verdict

Direction = Literal["up", "down"]
_ROUNDING = 1e-9


class Ruling(NamedTuple):
    """A verdict and why."""

    verdict: Verdict
    why: str


@dataclass(frozen=True)
class Wanted:
    """What a goal asks of a change. least: the smallest useful change, ≥ 0, in the figure's own unit; unit and factor:
    how the figure is said (factor 100 for percentage points)."""

    direction: Direction
    least: float
    unit: str = ""
    factor: float = 1.0

    def said(self, value: float) -> str:
        """“0.50 levels”."""
        return f"{plain(value * self.factor)} {self.unit}".rstrip()

    def signed(self, value: float) -> str:
        """“+0.50 levels”, “−0.50 levels”, “0.00 levels”."""
        shown = plain(value * self.factor)
        return f"{'+' if value > 0 and shown.strip('0.') else ''}{shown} {self.unit}".rstrip()

    def interval(self, estimate: Estimate) -> str:
        """“98.3 % interval from −0.20 to +1.10 levels”."""
        low, high = estimate.low or 0.0, estimate.high or 0.0
        sure = f"{round(100 * estimate.confidence, 1):g}\N{NO-BREAK SPACE}%"
        return f"{sure} interval from {Wanted(self.direction, 0, '', self.factor).signed(low)} to {self.signed(high)}"


def plain(value: float) -> str:
    """Two decimals, one from ten on; a real minus sign, and none before zero."""
    text = f"{value:.{1 if abs(value) >= 10 else 2}f}"
    return text.lstrip("-") if not text.strip("-0.") else text.replace("-", "\N{MINUS SIGN}")


def by_count(seen: Counted, *, share: float, direction: Direction) -> Ruling:
    """The verdict on a share of everybody (0–1), whatever the silent would have said.

    Up (at least the share): met if k alone is enough, not met if k and all the silent are too few. Down (at most the
    share): met if k and all the silent are few enough, not met if k alone is too many.
    """
    silent = seen.everybody - seen.answered
    least, most = seen.k, seen.k + silent
    if direction == "up":
        bound = math.ceil(share * seen.everybody - _ROUNDING)
        met, failed = least >= bound, most < bound
    else:
        bound = math.floor(share * seen.everybody + _ROUNDING)
        met, failed = most <= bound, least > bound
    target = f"The goal asks for {'at least' if direction == 'up' else 'at most'} {bound} of {seen.everybody}"
    if not silent:
        return Ruling("met" if met else "not met", f"{target}; there are {seen.k}.")
    if not met and not failed:
        return Ruling("cannot tell", f"{target}; it may be anything from {least} to {most}: {seen.unknown}.")
    known = f"there are already {least}" if met == (direction == "up") else f"there can be {most} at most"
    return Ruling("met" if met else "not met", f"{target}; {known}, though {seen.unknown}.")


def by_interval(estimate: Estimate, wanted: Wanted, *, needed: str = "") -> Ruling:
    """The verdict on a change by its interval.

    Met: the interval lies wholly beyond 0 in the wanted direction and the estimate reaches the smallest useful change.
    Not met: the interval lies wholly short of the smallest useful change (of any change, where that is 0). Else nobody
    can tell. needed: a sentence on how many people it would take, for the last case.
    """
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return Ruling("cannot tell", f"There is no interval: {estimate.note or 'too few people'}.")
    turn = 1 if wanted.direction == "up" else -1
    low, high = sorted((turn * estimate.low, turn * estimate.high))
    range_said, useful = wanted.interval(estimate), wanted.said(wanted.least)
    if low > 0 and turn * estimate.value >= wanted.least - _ROUNDING:
        enough = f", and the change is at least the {useful} that the charter calls useful" if wanted.least else ""
        return Ruling("met", f"The whole interval lies beyond no change{enough}.")
    if high < wanted.least or high <= 0:
        short = f"the {useful} that the charter calls useful" if wanted.least else "any change in the wanted direction"
        return Ruling("not met", f"The whole interval stays short of {short}.")
    if low > 0:
        return Ruling(
            "cannot tell", f"There is a change, but whether it reaches the {useful} that the charter calls useful is "
            f"open: {range_said}. {needed}".rstrip(),
        )  # fmt: skip
    both = f"no change and the {useful} that the charter calls useful are" if wanted.least else "no change and some are"
    return Ruling(
        "cannot tell",
        f"With so few people the figure is not sure enough: {range_said}, so {both} both possible. {needed}".rstrip(),
    )


def count_sentence(seen: Counted) -> str:
    """“8 of 10 mentees (senior) have reached a goal (80 %, …). Of 12 in all, 2 are not known (no answer).”"""
    noun = f"{seen.noun} {seen.said}"
    said = proportion_sentence(seen.k, seen.answered, noun)
    if seen.alike:
        said = f"{seen.k} of {seen.answered} {noun}"
        said += f" ({percent(seen.k / seen.answered)})" if seen.answered >= PERCENT_FROM else ""
    return f"{said}." + (f" Of {seen.everybody} in all, {seen.unknown}." if seen.everybody > seen.answered else "")

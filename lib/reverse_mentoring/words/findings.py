"""What the review found: a figure with its uncertainty, and how a goal of the charter fared."""

from dataclasses import dataclass
from typing import Literal

from reverse_mentoring.words.charter import CharterGoal

Verdict = Literal["met", "not met", "cannot tell"]


@dataclass(frozen=True)
class Estimate:
    """A figure with its interval, all in the figure's own unit; None where it cannot be given.

    n: people (or pairs) it rests on. confidence: of the interval. method: its name in words, for “how to read it”.
    note: what a reader must know (all answered the same, too few).
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    confidence: float = 0.95
    method: str = ""
    note: str = ""

    @property
    def known(self) -> bool:
        """Whether there is an interval."""
        return self.low is not None and self.high is not None


@dataclass(frozen=True)
class Criterion:
    """One goal of the charter, judged. finding: what came out, with k of n or an interval; why: why this verdict, and
    what would be needed where nobody can tell; estimate: the figure that decided, if any; caveats: sentences on
    missing answers, missing comparison and the like. number: place in the charter, 1 = first."""

    number: int
    goal: CharterGoal
    verdict: Verdict
    finding: str
    why: str
    estimate: Estimate | None = None
    caveats: tuple[str, ...] = ()

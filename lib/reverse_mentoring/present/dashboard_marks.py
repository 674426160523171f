"""What the pictures of the managers' page are made of: rows whose places are shares of the width."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Bar:
    """A bar in per cent of the width, which stands for all. filled: at least so much; upto: at most so much, pale; both
    None where it is not shown."""

    label: str
    said: str
    filled: float | None = None
    upto: float | None = None


@dataclass(frozen=True)
class Point:
    """A mean in one round. short: beside the dot; x in per cent of the width, y, top and bottom (of what the mean
    stands for) in pixels, None where it is not shown."""

    round: str
    said: str
    x: float
    short: str = ""
    y: float | None = None
    top: float | None = None
    bottom: float | None = None


@dataclass(frozen=True)
class Line:
    """One statement over the rounds. joins: pairs of neighbouring points that are both shown."""

    label: str
    points: tuple[Point, ...]

    @property
    def joins(self) -> tuple[tuple[Point, Point], ...]:
        pairs = zip(self.points, self.points[1:], strict=False)
        return tuple((a, b) for a, b in pairs if a.y is not None and b.y is not None)

    @property
    def words(self) -> str:
        return "; ".join(f"{point.round}: {point.said}" for point in self.points)


@dataclass(frozen=True)
class Step:
    """From a ring before to a dot now, with the interval of the change laid off from the ring; per cent of the width,
    None where it is not shown or has no interval."""

    label: str
    said: str
    before: float | None = None
    now: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Judged:
    """A goal of the charter; verdict "" where it is not shown."""

    label: str
    verdict: str


@dataclass(frozen=True)
class Picture:
    """title: what it shows, as a sentence; note: what the marks mean; head, rows: the same as a table, words only."""

    kind: Literal["bars", "lines", "changes", "criteria"]
    title: str
    note: str
    marks: Sequence[Bar | Line | Step | Judged]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

"""The goals of the charter as a picture: one strip per goal, with verdict, figure, interval and what was promised.

Goals have different units, so each strip has a scale of its own, written below it.
"""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from reverse_mentoring.decide.statistics.intervals import PERCENT_FROM
from reverse_mentoring.present.drawing import BLUE, CONTROL, INK, LINE, LINE_HEIGHT, MUTED, PALE_BLUE, WIDTH
from reverse_mentoring.words.figures import signed
from reverse_mentoring.words.findings import Criterion, Estimate

if TYPE_CHECKING:
    import altair as alt

    from reverse_mentoring.present.drawing import Chart

VERDICTS = {"met": ("✓ Met", "#00684C"), "not met": ("✗ Not met", "#A34700"), "cannot tell": ("? Cannot tell", MUTED)}
_LEFT, _RIGHT = 290, 600
_BAND, _WORDS_AT = "#E3E7EC", 624
_ABOVE, _BELOW = 26, 42


@dataclass(frozen=True)
class Strip:
    """One goal as drawn. kind: “share” runs from none (0) to all (1); “change” around 0, in its unit.

    value, low, high: the figure with its interval, None where there is none; n: people it rests on. promised: the share
    that was promised, or the smallest useful change with its sign. band: a figure from elsewhere, low and high.
    """

    goal: str
    verdict: str
    kind: Literal["share", "change"]
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0
    unit: str = ""
    promised: float | None = None
    band: tuple[float, float] | None = None
    band_label: str = ""


def strips(
    criteria: Sequence[Criterion],
    goals: Sequence[str],
    *,
    bands: Mapping[int, tuple[float, float, str]] | None = None,
) -> tuple[Strip, ...]:
    """The strips of judged goals. goals: each goal as a sentence, in the same order.

    A goal that names a share is drawn as one, any other as a change in the unit of its estimate.
    bands: number of a goal → low, high and label of a figure from elsewhere, drawn muted.
    """
    return tuple(
        _judged(each, words, (bands or {}).get(each.number)) for each, words in zip(criteria, goals, strict=True)
    )


def _judged(judged: Criterion, words: str, band: tuple[float, float, str] | None) -> Strip:
    goal = judged.goal
    found = judged.estimate or Estimate(None, None, None, 0)
    useful = goal.smallest_useful_change * (1 if goal.direction == "up" else -1) or None
    return Strip(
        goal=words, verdict=judged.verdict, kind="change" if goal.share is None else "share",
        value=found.value, low=found.low, high=found.high, n=found.n, unit=goal.unit,
        promised=useful if goal.share is None else goal.share,
        band=band and band[:2], band_label=band[2] if band else "",
    )  # fmt: skip


def criteria_drawing(rows: Sequence[Strip]) -> "Chart":
    """The chart behind review_charts.criteria_chart."""
    import altair as alt

    places, height = _places(rows)
    marks: dict[str, list[dict[str, Any]]] = {"rules": [], "texts": [], "points": []}
    for row, (top, middle) in zip(rows, places, strict=True):
        for name, made in _marks(row, top, middle).items():
            marks[name] += made
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, WIDTH], nice=False), axis=None)
    y = alt.Y("y:Q", scale=alt.Scale(domain=[height, 0], nice=False), axis=None)
    layers = (_rules(marks["rules"]), _points(marks["points"]), _texts(marks["texts"]))
    return alt.layer(*(layer.encode(x=x, y=y) for layer in layers), width=WIDTH, height=height)


def criteria_words(rows: Sequence[Strip]) -> str:
    """All that the picture says."""
    return " ".join(f"{row.goal}: {row.verdict}; {_said(row)}." for row in rows)


def _said(row: Strip) -> str:
    said = [" ".join(figure_words(row)) or "no figure"]
    if row.promised is not None:
        said.append(_promised(row))
    return "; ".join([*said, *([row.band_label] if row.band else [])])


def figure_words(row: Strip) -> tuple[str, ...]:
    """The figure as lines: “11 of 28”, “39 % [23–58 %]”; or “+0.8 points”, “[0.3 to 1.2], n 25”."""
    if row.value is None:
        return ()
    known = row.low is not None and row.high is not None
    if row.kind == "share":
        counted = f"{round(row.value * row.n)} of {row.n}" if row.n else ""
        percent = f"{100 * row.value:.0f}\N{NO-BREAK SPACE}%"
        interval = f" [{100 * (row.low or 0):.0f}–{100 * (row.high or 0):.0f}\N{NO-BREAK SPACE}%]" if known else ""
        return (counted, percent + interval) if row.n >= PERCENT_FROM else (counted,)
    interval = f"[{_signed(row.low, row)} to {_signed(row.high, row)}], " if known else ""
    return f"{_signed(row.value, row)} {row.unit}".strip(), f"{interval}n {row.n}"


def _promised(row: Strip) -> str:
    if row.kind == "share":
        return f"promised: {100 * (row.promised or 0):.0f}\N{NO-BREAK SPACE}%"
    return f"smallest useful: {_signed(row.promised, row)}"


def _signed(value: float | None, row: Strip) -> str:
    """“+0.8” with a true minus sign; all figures of a strip with as many digits as its largest needs."""
    largest = max(abs(end or 0.0) for end in (row.value, row.low, row.high))
    return signed(value or 0.0, 0 if largest >= 10 else 1 if largest >= 0.1 else 2)


def _places(rows: Sequence[Strip]) -> tuple[list[tuple[float, float]], float]:
    """Top and middle of each strip, and the height of all."""
    places, top = [], 0.0
    for row in rows:
        lines = len(_wrapped(row.goal)) + 1
        high = max(lines * LINE_HEIGHT + 14, _ABOVE + _BELOW + 8)
        places.append((top + 7, top + _ABOVE + 6))
        top += high
    return places, max(top, 40)


def _wrapped(goal: str) -> list[str]:
    return textwrap.wrap(goal, 36) or [""]


def _marks(row: Strip, top: float, middle: float) -> dict[str, list[dict[str, Any]]]:
    said, colour = VERDICTS[row.verdict]
    lines = _wrapped(row.goal)
    texts = [_text(0, top, "\n".join(lines), where="top"),
             _text(0, top + len(lines) * LINE_HEIGHT, said, colour=colour, bold=True, where="top")]  # fmt: skip
    rules: list[dict[str, Any]] = [{"x": 0, "x2": WIDTH, "y": top - 7, "y2": top - 7, "colour": LINE, "width": 1}]
    if row.value is None:
        texts.append(_text(_LEFT, middle, "no figure to draw", colour=MUTED))
        return {"rules": rules, "texts": texts, "points": []}
    return _strip(row, middle, rules, texts)


def _strip(
    row: Strip, middle: float, rules: list[dict[str, Any]], texts: list[dict[str, Any]]
) -> dict[str, list[dict[str, Any]]]:
    scale = _Scale.of(row)
    if row.band:
        left, right = (scale.at(end) for end in row.band)
        spread = max(3 - (right - left) / 2, 0)
        rules.append(_across(left - spread, right + spread, middle, colour=_BAND, width=26))
        texts.append(_label((left + right) / 2, middle + 34, row.band_label, colour=MUTED))
    rules.append(_across(_LEFT, _RIGHT, middle, colour=CONTROL, width=1))
    if row.low is not None and row.high is not None:
        rules.append(_across(scale.at(row.low), scale.at(row.high), middle, colour=PALE_BLUE, width=12))
    if row.kind == "change":
        rules.append(_upright(scale.at(0), middle, colour=INK, width=1.5))
    if row.promised is not None:
        at = scale.at(row.promised)
        rules.append(_upright(at, middle, colour=INK, width=3))
        texts.append(_label(at, middle - 21, _promised(row)))
    texts += [_label(at, middle + 20, label, colour=MUTED) for at, label in scale.labels(row)]
    for line, (words, size) in enumerate(zip(figure_words(row), (15, 13), strict=False)):
        texts.append(_text(_WORDS_AT, middle - 9 + 19 * line, words, size=size, bold=not line))
    return {"rules": rules, "texts": texts, "points": [{"x": scale.at(row.value or 0.0), "y": middle}]}


@dataclass(frozen=True)
class _Scale:
    """From a figure to a place across."""

    low: float
    high: float

    @classmethod
    def of(cls, row: Strip) -> "_Scale":
        if row.kind == "share":
            return cls(0, 1)
        ends = [0.0, row.value, row.low, row.high, row.promised, *(row.band or ())]
        known = [end for end in ends if end is not None and isfinite(end)]
        space = 0.12 * (max(known) - min(known)) or 1.0
        return cls(min(known) - space, max(known) + space)

    def at(self, value: float) -> float:
        """Pixels from the left; never outside of the strip."""
        share = (value - self.low) / (self.high - self.low)
        return _LEFT + min(max(share, 0.0), 1.0) * (_RIGHT - _LEFT)

    def labels(self, row: Strip) -> list[tuple[float, str]]:
        """What stands below the strip: its ends, or no change."""
        return [(_LEFT, "none"), (_RIGHT, "all")] if row.kind == "share" else [(self.at(0), "no change")]


def _across(left: float, right: float, y: float, *, colour: str, width: float) -> dict[str, Any]:
    return {"x": left, "x2": right, "y": y, "y2": y, "colour": colour, "width": width}


def _upright(x: float, y: float, *, colour: str, width: float) -> dict[str, Any]:
    return {"x": x, "x2": x, "y": y - 11, "y2": y + 11, "colour": colour, "width": width}


def _text(x: float, y: float, words: str, **look: Any) -> dict[str, Any]:
    plain = {"colour": INK, "size": 15, "bold": False, "align": "left", "where": "middle"}
    return {"x": x, "y": y, "text": words, **plain, **look}


def _label(x: float, y: float, words: str, *, colour: str = INK) -> dict[str, Any]:
    """Small words with their middle at x, moved as far as needed to stay above or below the strip."""
    half = 3.2 * len(words)
    return _text(min(max(x, _LEFT + half), max(_RIGHT - half, _LEFT + half)), y, words, colour=colour, size=12.5,
                 align="center")  # fmt: skip


def _rules(marks: list[dict[str, Any]]) -> "alt.Chart":
    import altair as alt

    width, colour = alt.expr("datum.width"), alt.expr("datum.colour")
    base = alt.Chart(pd.DataFrame(marks, columns=["x", "x2", "y", "y2", "colour", "width"]))
    return base.mark_rule(strokeWidth=width, stroke=colour, opacity=1).encode(x2=alt.X2("x2:Q"), y2=alt.Y2("y2:Q"))


def _points(marks: list[dict[str, Any]]) -> "alt.Chart":
    import altair as alt

    base = alt.Chart(pd.DataFrame(marks, columns=["x", "y"]))
    return base.mark_point(size=170, fill=BLUE, stroke="#FFFFFF", strokeWidth=1.5, opacity=1)


def _texts(marks: list[dict[str, Any]]) -> "alt.Chart":
    import altair as alt

    columns = ["x", "y", "text", "colour", "size", "bold", "align", "where"]
    base = alt.Chart(pd.DataFrame(marks, columns=columns))
    return base.mark_text(
        color=alt.expr("datum.colour"), fontSize=alt.expr("datum.size"), align=alt.expr("datum.align"),
        fontWeight=alt.expr("datum.bold ? 'bold' : 'normal'"), baseline=alt.expr("datum.where"), lineHeight=LINE_HEIGHT,
    ).encode(text=alt.Text("text:N"))  # fmt: skip

"""The scatter: topics by people who need them and people who can teach them, each with its verdict in words."""

import math
import textwrap
from typing import TYPE_CHECKING, Literal

import pandas as pd

from reverse_mentoring.present.drawing import BLUE, CONTROL, INK, LINE, LINE_HEIGHT, MUTED, WIDTH, records

if TYPE_CHECKING:
    import altair as alt

    from reverse_mentoring.present.drawing import Chart

SHAPES = {
    "reverse mentoring": ("circle", BLUE, BLUE),
    "reverse mentoring for named pairs": ("circle", "#FFFFFF", BLUE),
    "junior-led talk": ("diamond", BLUE, BLUE),
    "train or hire": ("square", "#FFFFFF", INK),
    "leave": ("cross", CONTROL, CONTROL),
}
"""Verdict → shape, fill and outline in the scatter."""
_SIDE = 400


def scatter_chart(table: pd.DataFrame) -> "Chart":
    """The chart behind scatter."""
    import altair as alt

    known = table.dropna(subset=["need", "teachers"]).sort_values(["need", "teachers"], ascending=False, kind="stable")
    counts = known[["need", "teachers"]].astype(int)
    top = 1.06 * max([5, *counts["need"], *counts["teachers"]])
    rows = pd.DataFrame({"need": counts["need"], "teachers": counts["teachers"], "verdict": known["verdict"]})
    rows["name"] = [textwrap.fill(name, 44) for name in known["name"]]
    rows["lines"] = pd.Series([1 + name.count("\n") for name in rows["name"]], rows.index, dtype=int)
    heights = (rows["lines"] + 1) * LINE_HEIGHT + 12
    height = max(_SIDE, int(heights.sum()))
    rows["at"] = _spread(list(rows["need"]), list(heights * top / height), top=top)
    rows["name_at"] = rows["at"] + (rows["lines"] + 1) * LINE_HEIGHT / 2 * top / height
    rows["verdict_at"] = rows["name_at"] - rows["lines"] * LINE_HEIGHT * top / height
    axes = _people_axes(top)
    layers = (_people_grid(top, axes), _diagonal(top, height, axes), *_topic_marks(rows, top, axes))
    return alt.layer(*layers).properties(width=WIDTH - 70, height=height)


def _spread(wanted: list[float], heights: list[float], *, top: float) -> list[float]:
    """Where the middles of labels go: from the top down, near to where they are wanted, none over another."""
    places: list[float] = []
    highest = top
    for place, height in zip(wanted, heights, strict=True):
        places.append(min(place, highest - height / 2))
        highest = places[-1] - height / 2
    lowest = 0.0
    for i in reversed(range(len(places))):
        places[i] = max(places[i], lowest + heights[i] / 2)
        lowest = places[i] + heights[i] / 2
    return places


def _people_axes(top: float) -> "tuple[alt.X, alt.Y]":
    """Both axes count people on the same scale; to the right of the plot is room for the words."""
    import altair as alt

    ticks = _ticks(top)
    across, up = alt.Scale(domain=[0, top * (WIDTH - 70) / _SIDE], nice=False), alt.Scale(domain=[0, top], nice=False)
    x = alt.Axis(values=ticks, grid=False, title="Mentors who can and will teach it", titleAnchor="start")
    y = alt.Axis(values=ticks, grid=False, title="Mentees with an unmet need", titleAngle=0, titleAlign="left")
    y.titleX, y.titleY = -24, -16
    return alt.X("teachers:Q", scale=across, axis=x), alt.Y("need:Q", scale=up, axis=y)


def _ticks(top: float) -> list[int]:
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000) if top / step <= 8)
    return list(range(0, int(top) + 1, step))


def _people_grid(top: float, axes: "tuple[alt.X, alt.Y]") -> "Chart":
    import altair as alt

    ticks = _ticks(top)
    lines = [{"teachers": t, "to_x": t, "need": 0, "to_y": top} for t in ticks]
    lines += [{"teachers": 0, "to_x": top, "need": t, "to_y": t} for t in ticks]
    grid = alt.Chart(pd.DataFrame(lines)).mark_rule(color=LINE)
    drawn: Chart = grid.encode(x=axes[0], x2="to_x:Q", y=axes[1], y2="to_y:Q")
    return drawn


def _diagonal(top: float, height: float, axes: "tuple[alt.X, alt.Y]") -> "Chart":
    import altair as alt

    line = alt.Chart(pd.DataFrame([{"teachers": 0, "need": 0, "to_x": top, "to_y": top}]))
    words = alt.Chart(pd.DataFrame([{"teachers": top * 0.8, "need": top * 0.8, "text": "one teacher each"}]))
    angle = -math.degrees(math.atan2(height, _SIDE))
    return alt.layer(
        line.mark_rule(color=MUTED, strokeDash=[6, 4], strokeWidth=1.5).encode(
            x=axes[0], y=axes[1], x2="to_x:Q", y2="to_y:Q"
        ),
        words.mark_text(angle=angle % 360, dy=-9, color=MUTED).encode(x=axes[0], y=axes[1], text="text:N"),
    )


def _topic_marks(rows: pd.DataFrame, top: float, axes: "tuple[alt.X, alt.Y]") -> "list[alt.Chart]":
    """Lines to the words, the points, and the words: name and verdict."""
    import altair as alt

    base = alt.Chart(rows.assign(column=top * 1.05)).encode(x=axes[0], y=axes[1])

    def scale(index: int) -> alt.Scale:
        return alt.Scale(domain=list(SHAPES), range=[shape[index] for shape in SHAPES.values()])

    points = base.mark_point(size=190, strokeWidth=2.5, opacity=1).encode(
        shape=alt.Shape("verdict:N", scale=scale(0), legend=None),
        fill=alt.Fill("verdict:N", scale=scale(1), legend=None),
        stroke=alt.Stroke("verdict:N", scale=scale(2), legend=None),
    )
    lines = base.mark_rule(color=CONTROL, strokeWidth=0.8).encode(x2="column:Q", y2="at:Q")
    return [lines, points, _words(rows, "name", axes, x=top * 1.07), _words(rows, "verdict", axes, x=top * 1.07)]


def _words(rows: pd.DataFrame, what: str, axes: "tuple[alt.X, alt.Y]", *, x: float) -> "alt.Chart":
    """The names, or the verdicts, in the column on the right."""
    import altair as alt

    lines = pd.DataFrame({"teachers": x, "need": rows[f"{what}_at"], "text": rows[what]})
    heavy: Literal["bold", "normal"] = "bold" if what == "name" else "normal"
    base = alt.Chart(lines).encode(x=axes[0], y=axes[1], text="text:N")
    text: alt.Chart = base.mark_text(
        align="left", baseline="top", lineHeight=LINE_HEIGHT, fontSize=15, fontWeight=heavy
    )
    return text


def scatter_words(table: pd.DataFrame) -> str:
    known = records(table.dropna(subset=["need", "teachers"]))
    topics = "; ".join(f"{r['name']}: {r['need']} need it, {r['teachers']} can teach it, {r['verdict']}" for r in known)
    return f"People per topic. {topics}."

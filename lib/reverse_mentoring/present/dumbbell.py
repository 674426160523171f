"""The dumbbell: per topic where mentees are today, where mentors are, and how important it is to mentees."""

import textwrap
from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from reverse_mentoring.present.drawing import (
    BLUE,
    CONTROL,
    INK,
    LINE_HEIGHT,
    MUTED,
    ORANGE,
    PALE_BLUE,
    WRAPPED,
    records,
)

if TYPE_CHECKING:
    import altair as alt

    from reverse_mentoring.present.drawing import Chart

MENTEES, IMPORTANCE, MENTORS = "Mentees (senior) today", "How important to mentees", "Mentors (junior) today"
ANCHORS = ("1\nnever done", "2\nwith help", "3\nalone,\nroutine", "4\nalone,\nnew cases", "5\ncould\nteach it")
_LABELS, _PLOT = 240, 600


def dumbbell_chart(table: pd.DataFrame) -> "Chart":
    """The chart behind dumbbell."""
    import altair as alt

    rows = _rows(table)
    lines = 1 + max([0, *(label.count("\n") for label in rows["label"])])
    height = max(len(rows), 1) * max(lines * LINE_HEIGHT + 12, 46)
    axis = alt.Axis(labelExpr=WRAPPED, labelLineHeight=LINE_HEIGHT, labelFontSize=15, labelColor=INK, grid=False)
    axis.minExtent, axis.title, axis.labelOffset = _LABELS, None, _centred(lines)
    topics = alt.Y("label:N", scale=alt.Scale(domain=list(rows["label"])), axis=axis)
    layers = (_spans(rows, topics), _levels(rows, topics), _sides(rows, topics))
    return alt.layer(*layers).properties(width=_PLOT, height=height)


def _rows(table: pd.DataFrame) -> pd.DataFrame:
    """label, the three means and the words on the right."""
    columns = {MENTEES: "mentee_level", IMPORTANCE: "importance", MENTORS: "mentor_level"}
    rows = pd.DataFrame({mark: table[column].astype("Float64") for mark, column in columns.items()}).astype(float)
    twice = table["name"].duplicated(keep=False)
    names = table["name"].where(~twice, table["name"] + " (" + table["topic_id"] + ")")
    rows["label"] = [textwrap.fill(name, 30) for name in names]
    rows["side"] = [_side(row) for row in records(table)]
    few = table["mentee_level"].isna() | table["mentor_level"].isna()
    rows["few"] = few.map({True: "too few to show", False: ""})
    return rows


def _side(row: Mapping[Hashable, Any]) -> str:
    parts = [(row["need"], "need it"), (row["teachers"], "teach")]
    return " · ".join(f"{count} {words}" for count, words in parts if not pd.isna(count))


def _centred(lines: int) -> dict[str, Any]:
    """Offset by the number of lines, so that a wrapped name stands level with its marks."""
    steps = [{"test": f"length({WRAPPED}) == {n}", "value": -(n - 1) * LINE_HEIGHT / 2} for n in range(2, lines + 1)]
    return {"condition": steps, "value": 0}


def _level_axis() -> "alt.X":
    """1–5 in words; the space to the right of 5 is for the counts of people."""
    import altair as alt

    axis = alt.Axis(values=[1, 2, 3, 4, 5], orient="top", title=None, labelLineHeight=16, labelPadding=42)
    axis.labelExpr = f"split({list(ANCHORS)!r}[datum.value - 1], '\\n')"
    return alt.X("value:Q", scale=alt.Scale(domain=[0.9, 6.9], zero=False, nice=False), axis=axis)


def _spans(rows: pd.DataFrame, topics: "alt.Y") -> "Chart":
    """From mentees to mentors: a solid line where mentors are higher, a dashed one where they are not."""
    import altair as alt

    spans = rows.dropna(subset=[MENTEES, MENTORS]).rename(columns={MENTEES: "value", MENTORS: "end"})
    spans["higher"] = spans["end"] > spans["value"]
    higher = alt.datum["higher"]
    base = alt.Chart(spans[["label", "value", "end", "higher"]]).mark_rule(strokeWidth=6)
    drawn: Chart = base.encode(
        x=_level_axis(),
        x2="end:Q",
        y=topics,
        color=alt.when(higher).then(alt.value(PALE_BLUE)).otherwise(alt.value(CONTROL)),
        strokeDash=alt.when(higher).then(alt.value([1, 0])).otherwise(alt.value([4, 4])),
    )
    return drawn


def _levels(rows: pd.DataFrame, topics: "alt.Y") -> "Chart":
    import altair as alt

    marks = [MENTEES, MENTORS, IMPORTANCE]
    points = rows.melt("label", marks, "what", "value").dropna()

    def scale(*values: str) -> alt.Scale:
        return alt.Scale(domain=marks, range=list(values))

    drawn: Chart = (
        alt.Chart(points)
        .mark_point(strokeWidth=3, opacity=1)
        .encode(
            x=_level_axis(),
            y=topics,
            shape=alt.Shape("what:N", scale=scale("circle", "circle", "diamond")),
            size=_sizes(),
            fill=alt.Fill("what:N", scale=scale("#FFFFFF", BLUE, "transparent")),
            stroke=alt.Stroke("what:N", scale=scale(ORANGE, BLUE, INK)),
        )
    )
    return drawn


def _sizes() -> "alt.Size | dict[str, Any]":
    """Rings around dots, so that none hides another where they are equal."""
    sizes = {MENTEES: 440, IMPORTANCE: 700}
    steps = [{"test": {"field": "what", "equal": what}, "value": size} for what, size in sizes.items()]
    return {"condition": steps, "value": 200}


def _sides(rows: pd.DataFrame, topics: "alt.Y") -> "Chart":
    import altair as alt

    base = alt.Chart(rows[["label", "side", "few"]].assign(value=5.25)).encode(x=_level_axis(), y=topics)
    text = base.mark_text(align="left", baseline="middle", fontSize=15).encode(text="side:N")
    few = base.mark_text(align="left", baseline="middle", fontSize=13, dy=LINE_HEIGHT, color=MUTED).encode(text="few:N")
    return alt.layer(text, few)


def dumbbell_words(table: pd.DataFrame) -> str:
    def level(value: Any) -> str:
        return "too few to show" if pd.isna(value) else f"{value:.1f}"

    topics = "; ".join(
        f"{row['name']}: mentees {level(row['mentee_level'])}, importance {level(row['importance'])}, "
        f"mentors {level(row['mentor_level'])}"
        for row in records(table)
    )
    return f"Means from 1 to 5. {topics}."

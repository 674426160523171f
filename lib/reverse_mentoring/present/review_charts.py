"""The pictures of the review: goals of the charter, before and after, who stays, goals by level.

Each from a small table of aggregates; call .svg() for a page and .picture() for Word. Words stand next to what they
name, and shape or fill repeats what colour says.
"""

import textwrap
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from reverse_mentoring.decide.statistics.intervals import PERCENT_FROM
from reverse_mentoring.present.criteria_picture import Strip, criteria_drawing, criteria_words
from reverse_mentoring.present.drawing import (
    BLUE,
    CONTROL,
    INK,
    LINE,
    LINE_HEIGHT,
    ORANGE,
    PALE_BLUE,
    WIDTH,
    WRAPPED,
    records,
)
from reverse_mentoring.present.drawn import Drawn
from reverse_mentoring.words.figures import signed

if TYPE_CHECKING:
    import altair as alt

    from reverse_mentoring.present.drawing import Chart

LEVEL_NAMES = {-2: "much less", -1: "less", 0: "as hoped", 1: "more", 2: "much more"}
_MONTH = 365.25 / 12
_LOOKS = {"participants": (BLUE, PALE_BLUE, [1, 0]), "others": (ORANGE, "#E3E7EC", [6, 4])}
"""Line, band and dashes; words and dashes repeat what colour says."""
_RETENTION_HEIGHT = 230


def criteria_chart(rows: Sequence[Strip]) -> Drawn:
    """One strip per goal of the charter: verdict in words, figure with its interval, what was promised, a figure from
    elsewhere as a muted band. rows: see criteria_picture.strips."""
    return Drawn(partial(criteria_drawing, rows), "What was promised, and what came of it", criteria_words(rows))


def before_after_chart(rows: pd.DataFrame) -> Drawn:
    """Per topic the mean level before and after, with the change in words; in the order of the rows.

    rows: topic (text), before, after (means, 1–5), low, high (interval of the change, NA where there is none), n.
    """
    words = "; ".join(
        f"{row['topic']}: {row['before']:.1f} to {row['after']:.1f}, {_gain(row)}" for row in records(rows)
    )
    return Drawn(partial(_before_after, rows), "Levels before and after", f"Means from 1 to 5. {words}.")


def retention_chart(ours: pd.DataFrame, others: pd.DataFrame | None = None) -> Drawn:
    """Who is still here, day by day, with the 95 % interval as a muted band; words at the ends of the lines.

    Both: day (from the common start), at_risk, share, low, high (0–1), as retention.curve gives them; others:
    comparison people, None or empty where there are none.
    """
    curves = [("participants", ours), ("others", others)]
    known = [(name, curve) for name, curve in curves if curve is not None and len(curve)]
    words = "; ".join(f"{name}: {_ends(curve)}" for name, curve in known)
    return Drawn(partial(_retention, known), "Who is still here", f"{words}." if words else "Nobody is counted yet.")


def goal_levels_chart(rows: pd.DataFrame) -> Drawn:
    """How many goals stand at which level, from −2 to +2, with words; 0 is what was hoped for.

    rows: level (−2 … 2), goals (count), as review.goal_summary gives them.
    """
    goals = dict(zip(rows["level"].tolist(), rows["goals"].tolist(), strict=True))
    counts = [(level, LEVEL_NAMES[level], goals.get(level, 0)) for level in LEVEL_NAMES]
    words = "; ".join(f"{name} ({signed(level, 0)}): {count}" for level, name, count in counts)
    return Drawn(partial(_goal_levels, counts), "Goals by the level reached", f"Goals. {words}.")


def _gain(row: Any) -> str:
    """“+1.2 [0.8 to 1.6], n 22”."""
    interval = "" if pd.isna(row["low"]) else f" [{signed(row['low'])} to {signed(row['high'])}]"
    return f"{signed(row['after'] - row['before'])}{interval}, n {row['n']}"


def _before_after(table: pd.DataFrame) -> "Chart":
    """A ring before, a dot now, a pale bar where the mean now plausibly lies, and the change in words."""
    import altair as alt

    rows = pd.DataFrame({"topic": [textwrap.fill(str(topic), 30) for topic in table["topic"]]})
    rows["before"], rows["now"] = table["before"].to_numpy(float), table["after"].to_numpy(float)
    for end in ("low", "high"):
        rows[end] = (rows["before"] + table[end].astype("Float64").astype(float).to_numpy()).clip(1, 5)
    rows["said"], rows["said_at"], rows["topic_at"] = [_gain(row) for row in records(table)], 5.3, 0.8
    lines = pd.Series([1 + topic.count("\n") for topic in rows["topic"]], rows.index, dtype=int)
    rows["up"] = (1 - lines) * LINE_HEIGHT / 2
    y = alt.Y("topic:N", scale=alt.Scale(domain=list(rows["topic"])), axis=None)
    height = max(len(rows), 1) * max([40, *(lines * LINE_HEIGHT + 8)])
    return alt.layer(*_levels(rows, y), width=WIDTH, height=height)


def _levels(rows: pd.DataFrame, y: "alt.Y") -> "list[alt.Chart]":
    import altair as alt

    axis = alt.Axis(
        values=[1, 2, 3, 4, 5], title="Mean level, 1 never done to 5 could teach it. Pale: where it plausibly lies now"
    )
    scale = alt.Scale(domain=[-1.2, 7.4], zero=False, nice=False)

    def x(name: str) -> alt.X:
        return alt.X(f"{name}:Q", scale=scale, axis=axis)

    def when(*values: Any) -> alt.Scale:
        return alt.Scale(domain=["before", "now"], range=list(values))

    base, known = alt.Chart(rows).encode(y=y), alt.Chart(rows.dropna(subset=["low"])).encode(y=y)
    points = alt.Chart(rows.melt("topic", ["before", "now"], "when", "value"))
    return [
        known.mark_rule(strokeWidth=14, color=PALE_BLUE).encode(x=x("low"), x2=alt.X2("high:Q")),
        base.mark_rule(strokeWidth=2.5, color=CONTROL).encode(x=x("before"), x2=alt.X2("now:Q")),
        points.mark_point(strokeWidth=2.5, opacity=1).encode(
            x=x("value"), y=y,
            size=alt.Size("when:N", scale=when(400, 170)),
            fill=alt.Fill("when:N", scale=when("#FFFFFF", BLUE)),
            stroke=alt.Stroke("when:N", scale=when(CONTROL, BLUE)),
        ),
        base.mark_text(align="left", fontSize=15).encode(x=x("said_at"), text=alt.Text("said:N")),
        base.mark_text(align="right", dy=alt.expr("datum.up"), fontSize=15, lineHeight=LINE_HEIGHT).encode(
            x=x("topic_at"), text=alt.Text("topic:N")
        ),
    ]  # fmt: skip


def _ends(curve: pd.DataFrame) -> str:
    """“96 % [76–99] after 12 months, n 24”: a share, because not all were watched to the end."""
    first, last = records(curve)[0], records(curve)[-1]
    if first["at_risk"] < PERCENT_FROM:
        return f"n {first['at_risk']}, too few for a share"
    share = f"{100 * last['share']:.0f}\N{NO-BREAK SPACE}% [{100 * last['low']:.0f}–{100 * last['high']:.0f}]"
    return f"{share} after {last['day'] / _MONTH:.0f} months, n {first['at_risk']}"


def _retention(known: "list[tuple[str, pd.DataFrame]]") -> "Chart":
    """Steps with their bands; the axis begins below the lowest band, and says where."""
    import altair as alt

    shares = [share for _, curve in known for share in curve["low"].dropna()]
    lowest = max(int(10 * min([0.8, *shares])) / 10, 0.0)
    longest = max([1.0, *(curve["day"].max() / _MONTH for _, curve in known)])
    months = list(range(0, round(longest) + 1, 3 if longest > 6 else 1))
    x_axis = alt.Axis(title="Months from the common start", grid=False, titleAnchor="start", values=months)
    x = alt.X("month:Q", scale=alt.Scale(domain=[0, longest * 1.75], nice=False), axis=x_axis)
    y = alt.Y("share:Q", scale=alt.Scale(domain=[lowest, 1], zero=False, nice=False), axis=_shares(lowest))
    base = alt.Chart(pd.DataFrame({"month": 0.0, "to": longest, "share": _ticks(lowest)}))
    grid = base.mark_rule(color=LINE).encode(x=x, x2=alt.X2("to:Q"), y=y)
    places = zip(known, _apart(known, lowest), strict=True)
    curves = [_curve(name, curve, at=at) for (name, curve), at in places]
    layers = [layer.encode(x=x, y=y) for kind in zip(*curves, strict=True) for layer in kind]
    return alt.layer(grid, *layers, width=WIDTH - 80, height=_RETENTION_HEIGHT)


def _ticks(lowest: float) -> list[float]:
    step = 5 if lowest >= 0.7 else 10 if lowest >= 0.4 else 20
    return [percent / 100 for percent in range(100, round(100 * lowest) - 1, -step)]


def _shares(lowest: float) -> "alt.Axis":
    """Percentages; the words above the axis say where it begins."""
    import altair as alt

    title = f"Still here (the axis starts at {100 * lowest:.0f}\N{NO-BREAK SPACE}%)"
    axis = alt.Axis(values=_ticks(lowest), title=title, titleAngle=0, titleAlign="left", titleX=-46, titleY=-16)
    axis.labelExpr, axis.grid = "round(100 * datum.value) + '\N{NO-BREAK SPACE}%'", False
    return axis


def _curve(name: str, curve: pd.DataFrame, *, at: float) -> "tuple[alt.Chart, alt.Chart, alt.Chart]":
    """Its band, its line and, at the end, words at the height given."""
    import altair as alt

    rows = curve[["share", "low", "high"]].astype("Float64").astype(float).assign(month=curve["day"] / _MONTH)
    colour, pale, dash = _LOOKS[name]
    bands = rows.dropna().drop(columns="share").rename(columns={"low": "share"})
    band = alt.Chart(bands).mark_area(interpolate="step-after", color=pale, opacity=0.7)
    end = pd.DataFrame([{"month": rows["month"].max(), "share": at, "said": f"{name.title()}\n{_ends(curve)}"}])
    words = alt.Chart(end).mark_text(align="left", dx=10, dy=-LINE_HEIGHT / 2, fontSize=15, lineHeight=LINE_HEIGHT)
    line = alt.Chart(rows).mark_line(interpolate="step-after", color=colour, strokeWidth=3, strokeDash=dash)
    return band.encode(y2=alt.Y2("high:Q")), line, words.encode(text=alt.Text("said:N"))


def _apart(known: "list[tuple[str, pd.DataFrame]]", lowest: float) -> list[float]:
    """Where the words at the ends go: at the end of their line, but never over each other."""
    ends = [float(curve["share"].iloc[-1]) for _, curve in known]
    room = 2.4 * LINE_HEIGHT * (1 - lowest) / _RETENTION_HEIGHT
    highest = 1 - room / 2
    if len(ends) < 2 or abs(ends[0] - ends[1]) >= room:
        return [min(max(end, lowest + room / 2), highest) for end in ends]
    middle = min(max(sum(ends) / 2, lowest + room), 1 - room)
    sides = (1, -1) if ends[0] >= ends[1] else (-1, 1)
    return [middle + side * room / 2 for side in sides]


def _goal_levels(counts: "list[tuple[int, str, int]]") -> "Chart":
    """Bars with their counts; levels as hoped or beyond are filled, those below are hollow."""
    import altair as alt

    rows = pd.DataFrame(counts, columns=["level", "words", "goals"])
    rows["name"] = [f"{signed(level, 0)}\n{words}" for level, words, _ in counts]
    top = max([1, *rows["goals"]])
    y = alt.Y("goals:Q", axis=None, scale=alt.Scale(domain=[0, top], nice=False))
    axis = alt.Axis(labelExpr=WRAPPED, labelAngle=0, labelLineHeight=18, title=None, labelFontSize=15, labelColor=INK)
    x = alt.X("name:N", axis=axis, scale=alt.Scale(domain=list(rows["name"]), paddingInner=0.4))
    reached = alt.datum["level"] >= 0
    blue = alt.when(reached).then(alt.value(BLUE))
    fill = alt.FillValue(**blue.otherwise(alt.value("#FFFFFF")))
    stroke = alt.StrokeValue(**blue.otherwise(alt.value(CONTROL)))
    base = alt.Chart(rows).encode(x=x, y=y)
    bars = base.mark_bar(strokeWidth=1.5).encode(fill=fill, stroke=stroke)
    text = base.mark_text(dy=-6, baseline="bottom", fontSize=15, fontWeight=600).encode(text=alt.Text("goals:Q"))
    return alt.layer(bars, text, width=WIDTH - 70, height=180)

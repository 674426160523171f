"""The pictures of step 1, and sessions and pulse: each from a small table of aggregates, readable without colour.

Altair describes, vl-convert draws; nothing is loaded from anywhere and no row of a person enters a chart. Words stand
next to what they name, and shape or fill repeats what colour says.
"""

import textwrap
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from reverse_mentoring.present.drawing import BLUE, CONTROL, INK, PALE_BLUE, WIDTH, WRAPPED, records
from reverse_mentoring.present.drawn import Drawn
from reverse_mentoring.present.dumbbell import dumbbell_chart, dumbbell_words
from reverse_mentoring.present.scatter import scatter_chart, scatter_words

if TYPE_CHECKING:
    import altair as alt

    from reverse_mentoring.present.drawing import Chart


_ROOM = 7
"""Periods whose names fit side by side."""


def dumbbell(table: pd.DataFrame) -> Drawn:
    """Per topic: where mentees are today, how important it is to them, where mentors are.

    table: gaps.topic_table; where a mean is NA its mark is left out and the words say so.
    """
    return Drawn(partial(dumbbell_chart, table), "Where mentees and mentors are", dumbbell_words(table))


def scatter(table: pd.DataFrame) -> Drawn:
    """In people: teachers to the right, mentees with a need upwards, with the verdict in words.

    table: gaps.topic_table; topics whose need is not known are left out.
    """
    return Drawn(partial(scatter_chart, table), "Need and teachers", scatter_words(table))


class GapPictures:
    """dumbbell and scatter of the topics of which something is known; page and report share them, since drawing takes
    longest."""

    def __init__(self) -> None:
        self._of: pd.DataFrame | None = None
        self._drawn: tuple[Drawn, Drawn] | None = None

    def __call__(self, table: pd.DataFrame) -> tuple[Drawn, Drawn]:
        """Drawn anew only of other topics. table: as for dumbbell."""
        known = with_levels(table)
        if self._drawn is None or self._of is None or not known.equals(self._of):
            self._of, self._drawn = known, (dumbbell(known), scatter(known))
        return self._drawn


def with_levels(table: pd.DataFrame) -> pd.DataFrame:
    """The topics of which the level of one side at least is known."""
    return table.dropna(subset=["mentee_level", "mentor_level"], how="all")


def sessions_chart(table: pd.DataFrame) -> Drawn:
    """Sessions held of those due. table: period (text), due, held (counts), in the order to show."""
    words = "; ".join(f"{row['period']}: {row['held']} of {row['due']}" for row in records(table))
    return Drawn(partial(_sessions, table), "Sessions held of those due", f"{words}.")


def pulse_chart(table: pd.DataFrame) -> Drawn:
    """The pulse over time. table: month (text), median, low, high (1–5), n (answers), in the order to show."""
    known = records(table.dropna(subset=["median"]))
    words = "; ".join(f"{r['month']}: {r['median']:.1f} ({r['low']:.1f} to {r['high']:.1f}), n {r['n']}" for r in known)
    return Drawn(partial(_pulse, table), "Answers to the pulse by month", f"Median with its band. {words}.")


def _sessions(table: pd.DataFrame) -> "Chart":
    import altair as alt

    rows = pd.DataFrame({"period": _short(table["period"])})
    rows["due"], rows["held"] = table["due"].to_numpy(int), table["held"].to_numpy(int)
    rows["words"] = [f"{held}\nof {due}" for held, due in zip(rows["held"], rows["due"], strict=True)]
    scale = alt.Scale(domain=[0, max([1, *rows["due"]])], nice=False)
    count = alt.Axis(title=None, tickMinStep=1, format="d", tickCount=5)
    due, held = (alt.Y(f"{name}:Q", axis=count, scale=scale) for name in ("due", "held"))
    base = alt.Chart(rows).encode(x=_over_time("period", rows))
    bars = base.mark_bar(fill="#FFFFFF", stroke=CONTROL, strokeWidth=1.5).encode(y=due)
    words = base.mark_text(dy=-28, baseline="bottom", fontSize=15).encode(y=due, text=alt.Text("words:N"))
    return alt.layer(bars, base.mark_bar(color=BLUE).encode(y=held), words, width=WIDTH - 70, height=240)


def _pulse(table: pd.DataFrame) -> "Chart":
    import altair as alt

    rows = table[["median", "low", "high"]].astype("Float64").astype(float)
    rows["month"] = [f"{month}\nn {n}" for month, n in zip(_short(table["month"]), table["n"], strict=True)]
    scale = alt.Scale(domain=[1, 5], zero=False, nice=False)
    axis = alt.Axis(values=[1, 2, 3, 4, 5], title=None)
    middle, low = (alt.Y(f"{name}:Q", axis=axis, scale=scale) for name in ("median", "low"))
    base = alt.Chart(rows.dropna()).encode(x=_over_time("month", rows))
    band = base.mark_rule(strokeWidth=22, color=PALE_BLUE).encode(y=low, y2=alt.Y2("high:Q"))
    line = base.mark_line(strokeWidth=2, color=BLUE, point=alt.OverlayMarkDef(size=130, color=BLUE)).encode(y=middle)
    text = base.encode(y=middle, text=alt.Text("median:Q", format=".1f"))
    halo, words = ({"stroke": "#FFFFFF", "strokeWidth": 4}, {"color": INK})
    values = [text.mark_text(dx=28, dy=-12, fontSize=15, fontWeight=600, **style) for style in (halo, words)]
    return alt.layer(band, line, *values, width=WIDTH - 70, height=240)


def _short(periods: "pd.Series[str]") -> list[str]:
    """“May 2026” as it stands; where there are many, “May” above “26”."""
    if len(periods) <= _ROOM:
        return [textwrap.fill(str(period), 12) for period in periods]
    return ["\n".join(f"{word[:3]}" if word.isalpha() else f"’{word[-2:]}" for word in str(period).split())
            for period in periods]  # fmt: skip


def _over_time(name: str, rows: pd.DataFrame) -> "alt.X":
    """Periods in the order of the rows, each on lines of its own."""
    import altair as alt

    axis = alt.Axis(labelExpr=WRAPPED, labelAngle=0, labelLineHeight=18, title=None, labelFontSize=15, labelColor=INK)
    scale = alt.Scale(domain=list(rows[name]), paddingInner=0.4)
    return alt.X(f"{name}:N", axis=axis, scale=scale)

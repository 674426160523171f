"""Colours, letters and files of all pictures: a chart becomes an SVG with words for a page, or a PNG for Word."""

import hashlib
import re
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any

import pandas as pd

from reverse_mentoring.present.drawer import svg_of

if TYPE_CHECKING:
    import altair as alt

    Chart = alt.Chart | alt.LayerChart | alt.FacetChart

INK, MUTED, LINE, CONTROL = "#16202C", "#4A5868", "#D9DFE7", "#7B8794"
BLUE, PALE_BLUE, ORANGE = "#0072B2", "#A9D2EA", "#E69F00"
FONT = 'Inter, "Segoe UI", "Noto Sans", sans-serif'
WIDTH = 860
"""Pixels, about as wide as every picture."""
LINE_HEIGHT = 19
WRAPPED = r"split(datum.value, '\n')"
"""Vega's expression for axis labels of more than one line."""


def drawing(chart: "Callable[[], Chart]") -> str:
    """The chart that this makes, as SVG, without words for those who do not see it; no data from elsewhere."""
    return svg_of(_specification(chart))


def described(drawn: str, *, title: str, description: str) -> str:
    """A drawing as one SVG element for a page: with title and description for readers who do not see it.

    Its ids differ from those of any other picture on the page.
    """
    from markupsafe import escape

    name = f"p{hashlib.sha256((title + description + drawn).encode()).hexdigest()[:10]}"
    drawn = re.sub(r'(id="|url\(#|href="#)', rf"\g<1>{name}-", drawn)
    opening = f'<svg role="img" aria-labelledby="{name}-title {name}-words" style="max-width:100%;height:auto" '
    words = f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-words">{escape(description)}</desc>'
    return re.sub(r"<svg ([^>]*)>", lambda found: f"{opening}{found[1]}>{words}", drawn, count=1)


def records(table: pd.DataFrame) -> "list[dict[Hashable, Any]]":
    """The rows of a small table, as dicts."""
    return table.to_dict("records")


def _specification(chart: "Callable[[], Chart]") -> "dict[str, Any]":
    from altair.utils.schemapi import debug_mode

    # Checking a chart and its parts against the rules of their language takes longer than drawing; tests do that.
    with debug_mode(False):
        specification: dict[str, Any] = chart().to_dict(validate=False)
    return specification | {"config": _theme(), "background": "#FFFFFF", "padding": 8}


def _theme() -> "dict[str, Any]":
    axis = {"labelFontSize": 13, "labelColor": MUTED, "titleColor": MUTED, "titleFontWeight": 500, "titleFontSize": 13}
    quiet = {"domain": False, "ticks": False, "labelLimit": 0, "titleLimit": 0, "labelPadding": 8, "gridColor": LINE}
    legend = {"labelFontSize": 15, "labelColor": INK, "labelLimit": 0, "symbolSize": 190, "symbolStrokeWidth": 3}
    return {
        "font": FONT,
        "view": {"stroke": None},
        "axis": {**axis, **quiet, "labelOverlap": False},
        "legend": {**legend, "orient": "top", "title": None, "columnPadding": 24, "offset": 14},
        "text": {"color": INK, "fontSize": 14, "lineBreak": "\n"},
    }

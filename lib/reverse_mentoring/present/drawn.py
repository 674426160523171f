"""A picture with its words: as SVG for a page, as PNG with alternative text for Word."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from reverse_mentoring.present.documents import Picture
from reverse_mentoring.present.drawer import png_of
from reverse_mentoring.present.drawing import described, drawing

if TYPE_CHECKING:
    from reverse_mentoring.present.drawing import Chart

PRINTED_DPI = 300
MM_PER_INCH = 25.4
_SHARPEST = 2.0
_SIZE = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"')


@dataclass(frozen=True)
class Drawn:
    """chart: makes it; title: a heading; words: all that the picture says, for people who do not see it."""

    chart: "Callable[[], Chart]"
    title: str
    words: str

    @cached_property
    def drawing(self) -> str:
        """The SVG that page and Word file share: drawing takes longest."""
        return drawing(self.chart)

    def svg(self) -> str:
        """One SVG element with title and description; give it to pages.picture."""
        return described(self.drawing, title=self.title, description=self.words)

    def picture(self, *, widest_mm: float = 160, highest_mm: float = 100) -> Picture:
        """For Word: as wide as allowed, unless that makes it too high."""
        width, height = _size(self.drawing)
        width_mm = min(widest_mm, highest_mm * width / height)
        scale = round(min(_SHARPEST, width_mm / MM_PER_INCH * PRINTED_DPI / width), 2)
        return Picture(png_of(self.drawing, scale), alt=self.words, width_mm=width_mm)


def _size(svg: str) -> tuple[float, float]:
    found = _SIZE.search(svg)
    assert found, "vl-convert writes the size of every drawing"
    return float(found[1]), float(found[2])

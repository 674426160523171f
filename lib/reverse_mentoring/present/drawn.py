"""A picture with its words: as SVG for a page, as PNG with alternative text for Word."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from reverse_mentoring.present.documents import Picture
from reverse_mentoring.present.drawer import png_of
from reverse_mentoring.present.drawing import described, drawing

if TYPE_CHECKING:
    from reverse_mentoring.present.drawing import Chart


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
        image = png_of(self.drawing)
        width, height = (int.from_bytes(image[start : start + 4], "big") for start in (16, 20))
        return Picture(image, alt=self.words, width_mm=min(widest_mm, highest_mm * width / height))

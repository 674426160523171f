"""A release as one slide for PowerPoint, 16:9: the finding, four numbers, two pictures, what nobody can see; the extra
“slides”. No notes, and no data behind the shapes."""

import datetime as dt
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from reverse_mentoring.present.dashboard_marks import Picture
from reverse_mentoring.present.dashboard_page import contents
from reverse_mentoring.present.dashboard_reading import NOT_SHOWN
from reverse_mentoring.present.dashboard_words import Number
from reverse_mentoring.present.released_pdf import words
from reverse_mentoring.present.slide_shapes import (
    BLUE,
    INK,
    LINE,
    MUTED,
    WHITE,
    Box,
    block,
    drawn,
    left_out,
    say,
    write,
)
from reverse_mentoring.present.word_files import clean, stable_zip
from reverse_mentoring.words.problems import Refused
from reverse_mentoring.words.release import Release

if TYPE_CHECKING:
    from pptx.presentation import Presentation

_TITLE_ONLY = 5
"""The layout of python-pptx's own template that has a title and nothing else."""
_WIDE, _HIGH, _EDGE = 13.333, 7.5, 0.6
_FIRST = ("lines", "changes")
"""What the four numbers do not show already; other pictures where one of these is not there."""


def released_slide(releases: Sequence[Release], *, cohort: str = "") -> bytes:
    """Everything that one slide holds of the cohort's latest round (the newest cohort if empty); equal releases, equal
    bytes. Refused without the extra “slides”."""
    needs_pptx()
    told = clean_contents(contents(releases, cohort=cohort))
    presentation = _empty()
    layout = presentation.slide_layouts[_TITLE_ONLY]
    _fill(presentation.slides.add_slide(layout), told)
    _properties(presentation, told)
    made = io.BytesIO()
    presentation.save(made)
    return stable_zip(made.getvalue())


def needs_pptx() -> None:
    """Refused where the extra “slides” is not installed."""
    try:
        import pptx  # noqa: F401
    except ImportError as missing:
        raise Refused(
            "A slide needs the extra “slides”: pip install 'reverse-mentoring[slides]'. The page (.html) works without."
        ) from missing


def clean_contents(told: dict[str, Any]) -> dict[str, Any]:
    """The same, its sentences without characters that XML does not know."""
    return {name: clean(value) if isinstance(value, str) else value for name, value in told.items()}


def two(pictures: Sequence[Picture]) -> list[Picture]:
    """The pictures for the slide: those in which something is shown, of them trend and changes first."""
    return sorted(pictures, key=lambda each: (not _tells(each), each.kind not in _FIRST))[:2]


def _tells(picture: Picture) -> bool:
    return any(said != NOT_SHOWN for row in picture.rows for said in row[1:])


def _empty() -> "Presentation":
    """python-pptx's own template, 16:9, without its thumbnail and printer settings."""
    from pptx import Presentation as opened
    from pptx.util import Inches

    presentation = opened()
    presentation.slide_width, presentation.slide_height = Inches(_WIDE), Inches(_HIGH)
    for owner in (presentation.part.package, presentation.part):
        for key, each in list(owner._rels.items()):
            if each.reltype.endswith(("/thumbnail", "/printerSettings")):
                owner._rels.pop(key)
    return presentation


def _properties(presentation: "Presentation", told: dict[str, Any]) -> None:
    """Title and organisation; the day is that of the data, so that neither hour nor machine is told."""
    release: Release = told["release"]
    about, day = presentation.core_properties, dt.datetime.combine(release.round.last, dt.time())
    about.title, about.author, about.last_modified_by = told["headline"], clean(release.organisation), ""
    about.created = about.modified = about.last_printed = day
    about.language, about.revision = "en-GB", 1
    about.subject = about.keywords = about.comments = ""


def _fill(slide: Any, told: dict[str, Any]) -> None:
    release: Release = told["release"]
    across = _WIDE - 2 * _EDGE
    line = (
        f"Reverse mentoring · {release.organisation} · cohort {release.cohort} · {release.round.name} · {told['span']}"
    )
    write(slide.shapes, clean(line), Box(_EDGE, 0.35, across, 0.3), size=14, colour=MUTED)
    _headline(slide, told["headline"], Box(_EDGE, 0.7, across, 1.05))
    gap = 0.2
    width = (across - 3 * gap) / 4
    for place, number in enumerate(told["numbers"]):
        _card(slide, number, Box(_EDGE + place * (width + gap), 1.85, width, 1.45))
    half = (across - 0.5) / 2
    shown = two(told["pictures"])
    for place, picture in enumerate(shown):
        drawn(slide, picture, Box(_EDGE + place * (half + 0.5), 3.55, half, 3.15), words=clean(words(picture)))
    write(slide.shapes, _privacy(told) + left_out(shown), Box(_EDGE, 6.85, across, 0.45), size=12, colour=MUTED)


def _privacy(told: dict[str, Any]) -> str:
    least = told["release"].least
    return (
        f"Totals only: behind every mean of answers stand at least {least} people beside any one reader. "
        f"“{told['hidden']}”: it could point at a person. Made of released figures: no names, pairs or answers of one."
    )


def _headline(slide: Any, headline: str, at: Box) -> None:
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Inches

    title = slide.shapes.title
    title.left, title.top, title.width, title.height = (Inches(v) for v in (at.left, at.top, at.width, at.height))
    frame = title.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    frame.paragraphs[0].alignment = PP_ALIGN.LEFT
    say(frame.paragraphs[0], headline, size=30 if len(headline) <= 110 else 26, bold=True)


def _card(slide: Any, number: Number, at: Box) -> None:
    """Name, value and what it is a share of, in one box that reads in this order."""
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

    frame = block(slide.shapes, at, fill=WHITE, edge=LINE).text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    judged = MUTED if number.good is None else "00684C" if number.good else "A34700"
    value = ((number.value, 24, True, BLUE), (f" {number.of}" if number.of else "", 14, False, MUTED))
    lines = (((number.name, 14, False, INK),), value, ((number.note, 12, False, MUTED),),
             ((number.judged, 14, True, judged),))  # fmt: skip
    for place, line in enumerate(each for each in lines if each[0][0]):
        paragraph = frame.paragraphs[0] if not place else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        for said, size, bold, colour in line:
            say(paragraph, clean(said), size=size, bold=bold, colour=colour)

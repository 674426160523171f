"""Words, cards and pictures on a slide, in inches. A picture is a group of plain shapes with alternative text: sharp on
any projector, and nothing behind it but what is seen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from reverse_mentoring.present.dashboard_marks import Bar, Judged, Line, Picture, Step
from reverse_mentoring.present.dashboard_reading import NOT_SHOWN

INK, MUTED, LINE, BLUE, PALE, WHITE = "16202C", "4A5868", "D9DFE7", "0072B2", "A9D2EA", "FFFFFF"
MOST_ROWS = 6
_TOP, _BOTTOM = 20.0, 54.0
"""Pixels of a 5 and of a 1 in dashboard_marks.Point."""
_ABOVE = 0.75
"""Inches for the title and the note of a picture."""
_LABEL, _WORDS = 0.47, 0.24
"""Shares of the width for the label, and for the words right of a bar."""


@dataclass(frozen=True)
class Box:
    """A place on the slide, in inches."""

    left: float
    top: float
    width: float
    height: float


def write(shapes: Any, words: str, at: Box, *, size: float, bold: bool = False, colour: str = INK) -> Any:
    """A text box with one paragraph; size in points."""
    from pptx.util import Inches

    box = shapes.add_textbox(*(Inches(each) for each in (at.left, at.top, at.width, at.height)))
    box.text_frame.word_wrap = True
    for side in ("margin_left", "margin_right", "margin_top", "margin_bottom"):
        setattr(box.text_frame, side, 0)
    say(box.text_frame.paragraphs[0], words, size=size, bold=bold, colour=colour)
    return box


def say(paragraph: Any, words: str, *, size: float, bold: bool = False, colour: str = INK) -> None:
    """Adds the words to the paragraph, in British English."""
    from pptx.enum.lang import MSO_LANGUAGE_ID
    from pptx.util import Pt

    run = paragraph.add_run()
    run.text = words
    run.font.size, run.font.bold, run.font.language_id = Pt(size), bold, MSO_LANGUAGE_ID.ENGLISH_UK
    run.font.color.rgb = _colour(colour)


def _colour(hexadecimal: str) -> Any:
    from pptx.dml.color import RGBColor

    made: Any = RGBColor
    return made(*bytes.fromhex(hexadecimal))


def block(shapes: Any, at: Box, *, fill: str, edge: str = "", form: str = "RECTANGLE") -> Any:
    """A rectangle (or OVAL) without a shadow."""
    from pptx.enum.shapes import MSO_SHAPE
    from pptx.util import Inches, Pt

    shape = shapes.add_shape(
        getattr(MSO_SHAPE, form), *(Inches(each) for each in (at.left, at.top, at.width, at.height))
    )
    _plain(shape)
    shape.fill.solid()
    shape.fill.fore_color.rgb = _colour(fill)
    if edge:
        shape.line.color.rgb, shape.line.width = _colour(edge), Pt(1.5)
    else:
        shape.line.fill.background()
    return shape


def _plain(shape: Any) -> None:
    """Without the look of the theme: its shadows and lines."""
    style = shape._element.find("{http://schemas.openxmlformats.org/presentationml/2006/main}style")
    if style is not None:
        shape._element.remove(style)


def drawn(slide: Any, picture: Picture, at: Box, *, words: str) -> None:
    """The picture below its title. words: all that it says, as its alternative text."""
    write(slide.shapes, picture.title, replace(at, height=0.3), size=16, bold=True)
    write(slide.shapes, picture.note, replace(at, top=at.top + 0.3, height=0.4), size=11, colour=MUTED)
    group = slide.shapes.add_group_shape()
    group.name = "Picture"
    group._element.nvGrpSpPr.cNvPr.set("descr", words)
    marks = picture.marks[:MOST_ROWS]
    step = (at.height - _ABOVE) / max(len(marks), 4)
    _rounds(group.shapes, marks, replace(at, top=at.top + _ABOVE - 0.2))
    for place, mark in enumerate(marks):
        row = Box(at.left, at.top + _ABOVE + place * step, at.width, step)
        write(group.shapes, mark.label, replace(row, width=_LABEL * at.width), size=13)
        _mark(group.shapes, mark, row)


def _rounds(shapes: Any, marks: Sequence[object], at: Box) -> None:
    """The names of the rounds above the lines; nothing above other marks."""
    for point in marks[0].points if marks and isinstance(marks[0], Line) else ():
        x = at.left + (_LABEL + 0.02) * at.width + (1 - _LABEL - 0.02) * at.width * point.x / 100
        _centred(shapes, point.round, x, at.top, size=11)


def _mark(shapes: Any, mark: Bar | Line | Step | Judged, row: Box) -> None:
    right = Box(row.left + (_LABEL + 0.02) * row.width, row.top, (1 - _LABEL - 0.02) * row.width, row.height)
    if isinstance(mark, Bar):
        _bar(shapes, mark, right)
    elif isinstance(mark, Line):
        _line(shapes, mark, right)
    elif isinstance(mark, Step):
        _step(shapes, mark, right)
    else:
        write(shapes, mark.verdict or NOT_SHOWN, right, size=13, bold=True)


def _bar(shapes: Any, mark: Bar, at: Box) -> None:
    whole = replace(at, top=at.top + 0.05, width=at.width * (1 - 2 * _WORDS), height=0.2)
    block(shapes, whole, fill="EEF1F5")
    for share, fill in ((mark.upto, PALE), (mark.filled, BLUE)):
        if share:
            block(shapes, replace(whole, width=whole.width * share / 100), fill=fill)
    beside = replace(at, left=whole.left + whole.width + 0.1, width=at.width - whole.width - 0.1)
    write(shapes, mark.said, beside, size=13, bold=True)


def _line(shapes: Any, mark: Line, at: Box) -> None:
    def place(x: float, y: float) -> tuple[float, float]:
        return at.left + at.width * x / 100, at.top + 0.22 + (y - _TOP) / (_BOTTOM - _TOP) * (at.height - 0.28)

    _rule(shapes, place(0, _BOTTOM), place(100, _BOTTOM), colour=LINE)
    for a, b in mark.joins:
        _rule(shapes, place(a.x, a.y or 0), place(b.x, b.y or 0), colour=BLUE, width=2.25)
    for point in mark.points:
        x, y = place(point.x, 30 if point.y is None else point.y)
        if point.y is not None:
            block(shapes, Box(x - 0.06, y - 0.06, 0.12, 0.12), fill=BLUE, form="OVAL")
        _centred(shapes, point.short or point.said, x, y - 0.29)


def _step(shapes: Any, mark: Step, at: Box) -> None:
    if mark.before is None or mark.now is None:
        write(shapes, mark.said, at, size=12, colour=MUTED)
        return
    middle = at.top + 0.11
    across = [at.left + at.width * (each or 0) / 100 for each in (mark.before, mark.now, mark.low, mark.high)]
    _rule(shapes, (at.left, middle), (at.left + at.width, middle), colour=LINE)
    if mark.low is not None and mark.high is not None:
        block(shapes, Box(across[2], middle - 0.06, max(across[3] - across[2], 0.02), 0.12), fill=PALE)
    block(shapes, Box(across[0] - 0.07, middle - 0.07, 0.14, 0.14), fill=WHITE, edge=INK, form="OVAL")
    block(shapes, Box(across[1] - 0.07, middle - 0.07, 0.14, 0.14), fill=BLUE, form="OVAL")
    write(shapes, mark.said, replace(at, top=middle + 0.08), size=11, colour=MUTED)


def _rule(
    shapes: Any, start: tuple[float, float], end: tuple[float, float], *, colour: str, width: float = 0.75
) -> None:
    from pptx.enum.shapes import MSO_CONNECTOR
    from pptx.util import Inches, Pt

    line = shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *(Inches(each) for each in (*start, *end)))
    _plain(line)
    line.line.color.rgb, line.line.width = _colour(colour), Pt(width)


def _centred(shapes: Any, words: str, x: float, top: float, *, size: float = 12) -> None:
    from pptx.enum.text import PP_ALIGN

    box = write(shapes, words, Box(x - 0.5, top, 1.0, 0.22), size=size, bold=size > 11)
    box.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER


def left_out(pictures: Sequence[Picture]) -> str:
    """A sentence on rows for which there is no room; "" if there are none."""
    more = sum(max(len(picture.marks) - MOST_ROWS, 0) for picture in pictures)
    return f" {more} more row{'' if more == 1 else 's'} on the managers' page." if more else ""

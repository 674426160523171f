"""Tagged PDF (PDF/UA-1) by typst, the extra “pdf”: the learning agreement, and whatever else has a template.

Words go to typst as data, so that “#”, “*” or “$” in a name stay what they are. The fonts that come with the workbook
hold Latin, Greek, Cyrillic, Arabic and Hebrew letters. For all else (Chinese, Telugu, emoji …) the machine's own
fonts are tried; where none has a letter, typst says so, there is no PDF, and the Word file stands alone.
"""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from reverse_mentoring.present.word_files import TEMPLATES, clean
from reverse_mentoring.words.problems import Refused

if TYPE_CHECKING:
    from typst import Compiler

FONTS = ("Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew")
"""In templates/fonts; for other scripts typst looks through the machine's fonts by itself."""
_NO_GLYPH = "could not be displayed with font"


class NoLetters(Exception):
    """No font on this machine has a letter; it is the text of this exception, as “王”."""


def pdf_writer() -> Callable[[Mapping[str, Any]], bytes]:
    """What makes the PDF of a context (agreement_fields.agreement_context): equal input, equal bytes on one machine.

    Refused where the extra “pdf” is not installed. What it returns raises NoLetters for a text that cannot be shown.
    """
    needs_typst("Word works without.")
    return agreement_pdf


def needs_typst(else_: str) -> None:
    """Refused where the extra “pdf” is not installed. else_: a sentence on what works without it."""
    try:
        import typst  # noqa: F401
    except ImportError as missing:
        raise Refused(f"PDF needs the extra “pdf”: pip install 'reverse-mentoring[pdf]'. {else_}") from missing


def agreement_pdf(context: Mapping[str, Any]) -> bytes:
    """The agreement as a tagged PDF, A4; NoLetters where a text cannot be shown."""
    return typeset("agreement", {**context, "as_of": ""}, locale=context["locale"], day=context["as_of"])


def typeset(template: str, data: Mapping[str, Any], *, locale: str, day: dt.date) -> bytes:
    """The PDF that templates/<template>.typ makes of the data; NoLetters where a text cannot be shown.

    locale: as “en-GB”; day: the file's date.
    """
    from typst import TypstError

    lang, _, region = locale.partition("-")
    inputs = {"data": json.dumps({**clean(dict(data)), "fonts": FONTS, "lang": lang, "region": region or None})}
    try:
        return _compiled(_compiler(template, own_fonts=False), inputs, day)
    except TypstError as problem:
        if _NO_GLYPH not in problem.message:
            raise
    try:
        return _compiled(_compiler(template, own_fonts=True), inputs, day)
    except TypstError as problem:
        if _NO_GLYPH not in problem.message:
            raise
        raise NoLetters(problem.message.partition('`"')[2].partition('"`')[0]) from None


def _compiled(compiler: "Compiler", inputs: dict[str, str], day: dt.date) -> bytes:
    moment = dt.datetime.combine(day, dt.time(), dt.UTC)
    made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=moment, sys_inputs=inputs)
    assert isinstance(made, bytes)
    return made


@cache
def _compiler(template: str, *, own_fonts: bool) -> "Compiler":
    """typst with one of our templates; own_fonts: with those of the machine. It keeps what it once laid out."""
    from typst import Compiler, Fonts

    fonts = Fonts(include_system_fonts=own_fonts, include_embedded_fonts=False, font_paths=[TEMPLATES / "fonts"])
    return Compiler(TEMPLATES / f"{template}.typ", root=TEMPLATES, font_paths=fonts)

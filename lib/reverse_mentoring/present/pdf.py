"""The learning agreement as a tagged PDF (PDF/UA-1), by typst; the extra “pdf”.

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
    try:
        import typst  # noqa: F401
    except ImportError as missing:
        raise Refused(
            "PDF needs the extra “pdf”: pip install 'reverse-mentoring[pdf]'. Word works without."
        ) from missing
    return agreement_pdf


def agreement_pdf(context: Mapping[str, Any]) -> bytes:
    """The agreement as a tagged PDF, A4; NoLetters where a text cannot be shown."""
    from typst import TypstError

    try:
        return _compiled(context, _compiler(own_fonts=False))
    except TypstError as problem:
        if _NO_GLYPH not in problem.message:
            raise
    try:
        return _compiled(context, _compiler(own_fonts=True))
    except TypstError as problem:
        if _NO_GLYPH not in problem.message:
            raise
        raise NoLetters(problem.message.partition('`"')[2].partition('"`')[0]) from None


def _compiled(context: Mapping[str, Any], compiler: "Compiler") -> bytes:
    lang, _, region = context["locale"].partition("-")
    data = {**clean(dict(context)), "fonts": FONTS, "lang": lang, "region": region or None, "as_of": ""}
    day = dt.datetime.combine(context["as_of"], dt.time(), dt.UTC)
    inputs = {"data": json.dumps(data)}
    made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=day, sys_inputs=inputs)
    assert isinstance(made, bytes)
    return made


@cache
def _compiler(*, own_fonts: bool) -> "Compiler":
    """typst with our template; own_fonts: with those of the machine. It keeps what it once laid out."""
    from typst import Compiler, Fonts

    fonts = Fonts(include_system_fonts=own_fonts, include_embedded_fonts=False, font_paths=[TEMPLATES / "fonts"])
    return Compiler(TEMPLATES / "agreement.typ", root=TEMPLATES, font_paths=fonts)

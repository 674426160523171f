"""Word documents: the learning agreement of a pair; and any document with pictures, by docxtpl."""

import datetime as dt
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reverse_mentoring.decide.agreements.agreements import pair_file_stem as pair_file_stem
from reverse_mentoring.present.agreement_fields import agreement_context
from reverse_mentoring.present.own_template import agreement_file
from reverse_mentoring.present.spreadsheets import put_file
from reverse_mentoring.present.word_files import TEMPLATES as TEMPLATES
from reverse_mentoring.present.word_files import clean, sandbox
from reverse_mentoring.present.word_files import stable_zip as stable_zip
from reverse_mentoring.store.content import messages
from reverse_mentoring.words.agreements import Agreement
from reverse_mentoring.words.cohort import Cohort

if TYPE_CHECKING:
    from docx.opc.coreprops import CoreProperties
    from docxtpl import DocxTemplate


@dataclass(frozen=True)
class Picture:
    """A PNG for a document: width in millimetres; alt: what it shows, for people who cannot see it."""

    png: bytes
    alt: str = ""
    width_mm: float = 160


def render_docx(
    template: Path, context: Mapping[str, Any], path: Path, *, pictures: Mapping[str, bytes | Picture] | None = None
) -> None:
    """Write the Word document that template and context give; the same input gives the same bytes.

    context: what the template names; title, organisation and as_of (a date) must be in it, they become the
        document's properties. Text is escaped; characters that XML does not know are left out.
    pictures: PNG files by the name that stands in the template as {{ name }}; plain bytes are 160 mm wide.
    Raises jinja2.UndefinedError where the template names something that context lacks, and
    jinja2.sandbox.SecurityError where it tries more than to show values.
    """
    document = _template_class()(template)
    document.init_docx()
    shown = {name: _inline(document, picture) for name, picture in (pictures or {}).items()}
    document.render({**clean(dict(context)), **shown}, sandbox())
    _describe(document.core_properties, context)
    raw = io.BytesIO()
    document.save(raw)
    put_file(path, stable_zip(raw.getvalue()))


def agreement_docx(
    agreement: Agreement,
    path: Path,
    *,
    cohort: Cohort,
    words: Mapping[str, str] | None = None,
    template: Path | None = None,
) -> None:
    """Write the learning agreement of one pair, to be read, completed by hand and signed: A4, two or three pages.

    words: messages of the agreement's language. template: the organisation's own, checked first (InputProblems); ours
    without.
    """
    context = agreement_context(agreement, cohort, words=words or messages(agreement.language))
    put_file(path, agreement_file(template, agreement.language).document(context))


def _describe(properties: "CoreProperties", context: Mapping[str, Any]) -> None:
    """Title and date of the input; nothing of the machine or the person at it."""
    day = dt.datetime.combine(context["as_of"], dt.time(), dt.UTC)
    properties.title = clean(context["title"])
    properties.author = properties.last_modified_by = clean(context["organisation"])
    properties.created = properties.modified = day
    properties.language = "en-GB"
    properties.comments = properties.subject = properties.keywords = ""
    properties.revision = 1


def _inline(document: "DocxTemplate", picture: bytes | Picture) -> Any:
    from docx.shared import Mm
    from docxtpl import InlineImage
    from markupsafe import escape

    shown = picture if isinstance(picture, Picture) else Picture(picture)

    class Described(InlineImage):
        def _insert_image(self) -> str:
            xml: str = super()._insert_image()
            return xml.replace("<wp:docPr ", f'<wp:docPr descr="{escape(clean(shown.alt))}" ', 1)

        __html__ = _insert_image

    return Described(document, io.BytesIO(shown.png), width=Mm(shown.width_mm))


@cache
def _template_class() -> "type[DocxTemplate]":
    """docxtpl's template; it prepares the same XML once."""
    from docxtpl import DocxTemplate

    class Prepared(DocxTemplate):
        def patch_xml(self, src_xml: str) -> str:
            return patched(src_xml)

    @cache
    def patched(source: str) -> str:
        xml: str = DocxTemplate.patch_xml(None, source)
        return xml

    return Prepared

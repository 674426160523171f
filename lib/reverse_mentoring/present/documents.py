"""Word documents from templates: sandboxed, escaped, and the same bytes for the same input."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reverse_mentoring.decide.agreements import long_date
from reverse_mentoring.decide.agreements import pair_file_stem as pair_file_stem
from reverse_mentoring.present.spreadsheets import put_file
from reverse_mentoring.words.agreements import Agreement, PlannedSession
from reverse_mentoring.words.cohort import Cohort

if TYPE_CHECKING:
    from docx.opc.coreprops import CoreProperties
    from docxtpl import DocxTemplate
    from jinja2 import Template
    from jinja2.sandbox import SandboxedEnvironment

TEMPLATES = Path(str(files("reverse_mentoring.present"))) / "templates"
_NOT_IN_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


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
    document.render({**_clean(dict(context)), **shown}, _environment())
    _describe(document.core_properties, context)
    raw = io.BytesIO()
    document.save(raw)
    put_file(path, stable_zip(raw.getvalue()))


def agreement_docx(agreement: Agreement, path: Path, *, cohort: Cohort) -> None:
    """Write the learning agreement of one pair, to be read, completed by hand and signed: A4, two pages."""
    render_docx(TEMPLATES / "agreement.docx", _agreement_context(agreement, cohort), path)


def _agreement_context(agreement: Agreement, cohort: Cohort) -> dict[str, Any]:
    return {
        "title": "Learning agreement",
        "organisation": cohort.settings.organisation,
        "cohort": cohort.name,
        "as_of": cohort.as_of,
        "version": f"{agreement.state.capitalize()}, as of {long_date(cohort.as_of)}",
        "mentor": agreement.mentor_name,
        "mentee": agreement.mentee_name,
        "topics": ", ".join(agreement.topics) or "to be agreed",
        "clauses": [{"section": clause.section, "text": clause.text} for clause in agreement.clauses],
        "missing": list(agreement.missing),
        "goals": [1, 2, 3],
        "sessions": [_session_row(session) for session in agreement.sessions],
        "zone": str(agreement.sessions[0].start.tzinfo) if agreement.sessions else "",
    }


def _session_row(session: PlannedSession) -> dict[str, str]:
    reason = f", {session.holiday}" if session.holiday else ""
    return {
        "number": str(session.number),
        "when": f"{_short_date(session.start.date())}, {session.start:%H:%M}",
        "title": session.title,
        "before_mentor": session.before_mentor,
        "before_mentee": session.before_mentee,
        "output": session.output,
        "moved": f"not {_short_date(session.moved_from)}{reason}" if session.moved_from else "",
    }


def _short_date(day: dt.date) -> str:
    """“Mon 2 Nov 2026”, whatever the machine's language."""
    number, month, year = long_date(day).split()
    return f"{_WEEKDAYS[day.weekday()]} {number} {month[:3]} {year}"


def stable_zip(raw: bytes) -> bytes:
    """The same archive with one fixed time for every member, so that equal contents are equal bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            info = zipfile.ZipInfo(member.filename, _ZIP_TIME)
            info.create_system, info.external_attr = 3, 0o600 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(member))
    return packed.getvalue()


def _describe(properties: "CoreProperties", context: Mapping[str, Any]) -> None:
    """Title and date of the input; nothing of the machine or the person at it."""
    day = dt.datetime.combine(context["as_of"], dt.time(), dt.UTC)
    properties.title = _clean(context["title"])
    properties.author = properties.last_modified_by = _clean(context["organisation"])
    properties.created = properties.modified = day
    properties.language = "en-GB"
    properties.comments = properties.subject = properties.keywords = ""
    properties.revision = 1


def _clean(value: Any) -> Any:
    """Strings without the characters that XML does not know, at any depth."""
    if isinstance(value, str):
        return _NOT_IN_XML.sub("", value)
    if isinstance(value, Mapping):
        return {key: _clean(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_clean(each) for each in value]
    return value


def _inline(document: "DocxTemplate", picture: bytes | Picture) -> Any:
    from docx.shared import Mm
    from docxtpl import InlineImage
    from markupsafe import escape

    shown = picture if isinstance(picture, Picture) else Picture(picture)

    class Described(InlineImage):
        def _insert_image(self) -> str:
            xml: str = super()._insert_image()
            return xml.replace("<wp:docPr ", f'<wp:docPr descr="{escape(_clean(shown.alt))}" ', 1)

        __html__ = _insert_image

    return Described(document, io.BytesIO(shown.png), width=Mm(shown.width_mm))


@cache
def _environment() -> "SandboxedEnvironment":
    """The sandbox that every template runs in; it compiles a text once, however many documents it gives."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    class Sandbox(SandboxedEnvironment):
        def from_string(self, source: Any, globals: Any = None, template_class: Any = None) -> "Template":
            return compiled(source)

    @cache
    def compiled(source: str) -> "Template":
        return SandboxedEnvironment.from_string(sandbox, source)

    sandbox = Sandbox(autoescape=True, undefined=StrictUndefined)
    return sandbox


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

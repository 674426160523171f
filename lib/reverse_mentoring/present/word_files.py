"""Word files from templates: read once, sandboxed, escaped, and the same bytes for the same input.

docxtpl prepares a template (fields that Word has split into several runs, {%p and {%tr); filling it in and writing the
file are done here, because docxtpl reads, parses and writes every part again for each document (55 ms against 6).
"""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.sandbox import SandboxedEnvironment

TEMPLATES = Path(str(files("reverse_mentoring.present"))) / "templates"
LOCALES = {"en": "en-GB", "de": "de-DE"}
"""Language of the papers → the variant that Word checks the spelling in."""
_FILLED_IN = ("document.main+xml", "header+xml", "footer+xml", "footnotes+xml", "endnotes+xml")
_CORE, _STYLES = "docProps/core.xml", "word/styles.xml"
_NOT_IN_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ZIP_LEVEL = 3
"""Hundreds of small files in a run: a tenth larger than at 6, in half of the time."""
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_PROPERTIES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{{ title }}</dc:title>\
<dc:creator>{{ organisation }}</dc:creator><dc:language>{{ locale }}</dc:language>\
<cp:lastModifiedBy>{{ organisation }}</cp:lastModifiedBy><cp:revision>1</cp:revision>\
<dcterms:created xsi:type="dcterms:W3CDTF">{{ as_of }}T00:00:00Z</dcterms:created>\
<dcterms:modified xsi:type="dcterms:W3CDTF">{{ as_of }}T00:00:00Z</dcterms:modified></cp:coreProperties>"""


@dataclass(frozen=True)
class WordTemplate:
    """A template, ready to be filled in. members: every part of the file. pages: those with fields, prepared."""

    members: Mapping[str, bytes]
    pages: Mapping[str, "Template"]

    def document(self, context: Mapping[str, Any]) -> bytes:
        """The Word file that the context gives. Text is escaped; what XML does not know is left out.

        context: what the template names, and title, organisation, locale, as_of (a date): the file's properties.
        Raises jinja2.UndefinedError for a field that context lacks, SecurityError for more than showing values.
        """
        values = clean(dict(context))
        parts = {name: filled_page(page, values).encode() for name, page in self.pages.items()}
        if _CORE in self.members:
            parts[_CORE] = sandbox().from_string(_PROPERTIES).render(values).encode()
        return packed({**self.members, **parts})


def word_template(path: Path, *, locale: str = "") -> WordTemplate:
    """The template at path. It is trusted: one that somebody else made goes through own_template first.

    locale: as “de-DE”, the language that Word checks the spelling in; as in the file without.
    """
    return read_template(path.read_bytes(), locale)


def compile_templates() -> None:
    """All that come with the workbook now, instead of each when it is first filled in."""
    for path in sorted(TEMPLATES.glob("*.docx")):
        word_template(path)


@lru_cache(maxsize=20)
def read_template(raw: bytes, locale: str = "") -> WordTemplate:
    """The template in a Word file's bytes."""
    members = unpacked(raw)
    if locale and _STYLES in members:
        members[_STYLES] = re.sub(rb'(<w:lang w:val=")[^"]*', rb"\g<1>" + locale.encode(), members[_STYLES])
    pages = {name: sandbox().from_string(prepared(members[name])) for name in filled_in(members)}
    return WordTemplate(members, pages)


def filled_in(members: Mapping[str, bytes]) -> list[str]:
    """The parts of a Word file in which fields are filled in: text, page headers and footers, notes."""
    types = members.get("[Content_Types].xml", b"").decode()
    found = re.findall(r'<Override\b(?=[^>]*\bPartName="/([^"]+)")(?=[^>]*\bContentType="([^"]+)")', types)
    return [name for name, kind in found if name in members and kind.endswith(_FILLED_IN)]


def prepared(page: bytes) -> str:
    """The XML of a part as a Jinja template, its instructions put together and out of their paragraphs and rows."""
    from docxtpl import DocxTemplate

    xml: str = DocxTemplate.patch_xml(None, page.decode("utf-8-sig"))
    return xml


def filled_page(page: "Template", values: Mapping[str, Any]) -> str:
    """The XML of one part, filled in; line breaks and tabs of a value become Word's."""
    from docxtpl import DocxTemplate

    head, mark, body = page.render(values).partition("?>")
    if "\n" in body.lstrip() or "\t" in body:
        body = DocxTemplate.resolve_listing(None, body)
    if "<wp:docPr " in body:
        numbers = count(1)
        body = re.sub(r'(<wp:docPr [^>]*?\bid=")\d+', lambda found: f"{found[1]}{next(numbers)}", body)
    return head + mark + body


def unpacked(raw: bytes) -> dict[str, bytes]:
    """Name → content of every member of an archive that is known to be harmless."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {member.filename: archive.read(member) for member in archive.infolist() if not member.is_dir()}


def packed(members: Mapping[str, bytes] | Iterable[tuple[str, bytes]], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive with one fixed time for every member, so that equal contents are equal bytes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method, compresslevel=_ZIP_LEVEL) as archive:
        for name, data in members.items() if isinstance(members, Mapping) else members:
            info = zipfile.ZipInfo(name, _ZIP_TIME)
            info.create_system, info.external_attr, info.compress_type = 3, 0o600 << 16, method
            archive.writestr(info, data)
    return content.getvalue()


def stable_zip(raw: bytes) -> bytes:
    """The same archive with one fixed time for every member."""
    return packed(unpacked(raw))


def clean(value: Any) -> Any:
    """Strings without the characters that XML does not know, at any depth; all else as it is."""
    if isinstance(value, str):
        return _NOT_IN_XML.sub("", value)
    if isinstance(value, Mapping):
        return {key: clean(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [clean(each) for each in value]
    return value


@cache
def sandbox() -> "SandboxedEnvironment":
    """The sandbox that every template runs in; it compiles a text once, however many documents it gives."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    class Sandbox(SandboxedEnvironment):
        def from_string(self, source: Any, globals: Any = None, template_class: Any = None) -> "Template":
            return compiled(source)

    @lru_cache(maxsize=100)
    def compiled(source: str) -> "Template":
        return SandboxedEnvironment.from_string(environment, source)

    environment = Sandbox(autoescape=True, undefined=StrictUndefined)
    return environment

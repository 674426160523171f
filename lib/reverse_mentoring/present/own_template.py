"""The organisation's own Word template: every reason why it cannot be used, each with its place.

A template is code that came by e-mail. What may stand in it is listed (fields to show, for, if; the kinds of parts
that a printed page is made of); all else is refused, so that nothing has to be foreseen. The sandbox stays beneath.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from reverse_mentoring.present.template_code import code_problems, place_of
from reverse_mentoring.present.word_files import (
    LOCALES,
    TEMPLATES,
    WordTemplate,
    filled_in,
    read_template,
    word_template,
)
from reverse_mentoring.words.problems import InputProblems, Problem, every_place

MOST_BYTES, MOST_UNPACKED, MOST_PARTS, LONGEST_PAGE = 20_000_000, 100_000_000, 1_000, 2_000_000
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_KNOWN_RELATIONS = frozenset((
    "officeDocument", "core-properties", "extended-properties", "custom-properties", "thumbnail", "styles", "settings",
    "webSettings", "fontTable", "font", "theme", "numbering", "header", "footer", "footnotes", "endnotes", "image",
    "hyperlink", "comments", "commentsExtended", "commentsIds", "commentsExtensible", "people", "customXml",
    "customXmlProps", "stylesWithEffects", "glossaryDocument", "keyMapCustomizations",
))  # fmt: skip
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff")
_HARMLESS_FIELDS = frozenset((
    "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "PAGEREF", "REF", "NOTEREF", "SEQ", "STYLEREF", "TOC", "DATE",
    "TIME", "TITLE", "SUBJECT", "AUTHOR", "FILENAME", "SAVEDATE", "CREATEDATE", "PRINTDATE", "SYMBOL", "=",
))  # fmt: skip
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_REMOTE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|\\\\|//)", re.I)
_SAVE_AS = "Save it in Word as “Word document (.docx)”."
_REMEDIES = {
    "attachedTemplate": "In Word: Developer → Document Template → attach “Normal”.",
    "hyperlink": "Right-click it, remove the hyperlink, and leave the address as plain text.",
    "image": "Insert the picture into the document instead of linking it.",
}
_SAVE_AGAIN = "Open it in Word and save it again."


def agreement_file(own: Path | None, language: str) -> WordTemplate:
    """The template of the agreement: the organisation's own, checked, or ours.

    own: a file, or the folder templates/ of a programme, in which agreement_de.docx goes before agreement.docx.
    Raises InputProblems with everything that is wrong with it.
    """
    path = own_file(own, language)
    if path is None:
        ours = TEMPLATES / f"agreement_{language}.docx"
        other = TEMPLATES / "agreement.docx"
        return word_template(ours if ours.exists() else other, locale=LOCALES.get(language, language))
    return own_template(path)


def own_file(own: Path | None, language: str) -> Path | None:
    """The organisation's template of the agreement in this language, if it has one."""
    if own is None or not own.is_dir():
        return own
    names = (f"agreement_{language}.docx", f"agreement_{language}.docm", "agreement.docx", "agreement.docm")
    return next((own / name for name in names if (own / name).exists()), None)


def own_template(path: Path) -> WordTemplate:
    """The template, if nothing is wrong with it; else InputProblems."""
    if problems := template_problems(path):
        raise InputProblems(problems, said=every_place(problems))
    return read_template(path.read_bytes())


def template_problems(path: Path) -> tuple[Problem, ...]:
    """Everything that is wrong with a Word template, in sentences that name the place; empty = it can be used.

    Neither opens what the file points to nor runs what stands in it.
    """
    try:
        members = _members(path)
    except _Unusable as reason:
        return (Problem(path.name, None, "", str(reason), reason.remedy),)
    problems = list(_package_problems(members))
    if not problems:
        problems = list(code_problems(members))
    return tuple(Problem(path.name, None, "", *each) for each in dict.fromkeys(problems))


class _Unusable(Exception):
    """The file as a whole cannot be read: why, and what helps."""

    def __init__(self, what: str, remedy: str = _SAVE_AGAIN) -> None:
        super().__init__(what)
        self.remedy = remedy


def _members(path: Path) -> dict[str, bytes]:
    """Every part; measures what really unpacks, whatever the file says of itself."""
    if not path.is_file():
        raise _Unusable("There is no such file.", "Put the template there, or leave it out to use the workbook's own.")
    if path.stat().st_size > MOST_BYTES:
        raise _Unusable(f"The file is larger than {MOST_BYTES // 1_000_000} MB.", "Use smaller pictures.")
    members: dict[str, bytes] = {}
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
            for member in _listed(archive):
                member.file_size = 2 * MOST_UNPACKED
                with archive.open(member) as stream:
                    members[member.filename] = _up_to(stream, left)
                left -= len(members[member.filename])
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, zlib.error) as error:
        raise _Unusable("The file is not a readable Word document.", _SAVE_AS) from error
    return members


def _listed(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    """The members, none twice, none outside the package, none encrypted."""
    found = [member for member in archive.infolist() if not member.is_dir()]
    names = {member.filename.casefold() for member in found}
    if len(names) < len(found) or len(found) > MOST_PARTS:
        raise _Unusable("The file has parts that Word does not write.")
    for member in found:
        if member.flag_bits & 1:
            raise _Unusable("The file is protected by a password.", "Save it without.")
        if member.filename.startswith("/") or ".." in member.filename.split("/") or "\\" in member.filename:
            raise _Unusable("The file has parts that lie outside of it.")
        yield member


def _up_to(stream: IO[bytes], most: int) -> bytes:
    content = stream.read(most + 1)
    if len(content) > most:
        raise _Unusable(f"The file unpacks to more than {MOST_UNPACKED // 1_000_000} MB.", "Use smaller pictures.")
    return content


Sentences = tuple[str, str]
"""What is wrong, with its place; and what helps."""


def _package_problems(members: Mapping[str, bytes]) -> Iterator[Sentences]:
    """What is wrong with the file's parts, links and fields, whatever its text says."""
    from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
    from defusedxml.ElementTree import ParseError, fromstring  # type: ignore[import-untyped]

    yield from _kinds(members)
    for name, content in members.items():
        if not name.endswith((".xml", ".rels")):
            continue
        if len(content) > LONGEST_PAGE and name in filled_in(members):
            yield f"In {place_of(name)}: it is too long for a template.", "Take out what is not needed."
            continue
        try:
            root = fromstring(content, forbid_dtd=True)
        except (ParseError, DefusedXmlException, ValueError, LookupError):
            yield f"In {place_of(name)}: its XML is damaged, or has instructions of its own.", _SAVE_AGAIN
            continue
        yield from _relations(name, root) if name.endswith(".rels") else _links(name, root)


def _kinds(members: Mapping[str, bytes]) -> Iterator[Sentences]:
    types = members.get("[Content_Types].xml", b"").decode("utf-8", "replace")
    if "macroEnabled" in types or any(re.search(r"vba\w*\.(bin|xml)", name, re.I) for name in members):
        yield "The file holds macros.", _SAVE_AS
    elif "word/document.xml" not in members or _MAIN not in types:
        yield "The file is not a Word document.", _SAVE_AS
    for name in members:
        if re.search(r"(?i)embeddings/|activex/|customui|\.(ole|bin|exe|xls[xmb]?|doc[xm]?|html?|js|vbs)$", name):
            yield f"An object is embedded ({Path(name).name}).", "Delete it, or paste it as a picture."
        elif name.startswith("word/media/") and not name.lower().endswith(_PICTURES):
            yield f"A picture has a format that is not read ({Path(name).name}).", "Insert it as PNG."


def _relations(name: str, root: "object") -> Iterator[Sentences]:
    """Links to other files: none but to parts of the document itself."""
    place = place_of(re.sub(r"_rels/(.*)\.rels$", r"\1", name))
    for each in root:  # type: ignore[attr-defined]
        kind, target = str(each.get("Type")).rpartition("/")[2], str(each.get("Target"))
        external = each.get("TargetMode", "").lower() == "external" or _REMOTE.match(target)
        if kind == "hyperlink" and target.lower().startswith("mailto:"):
            continue
        if external:
            yield (
                f"In {place}: a link to another file or site ({kind}: {target[:60]}).",
                _REMEDIES.get(kind, "Remove it."),
            )
        elif kind not in _KNOWN_RELATIONS:
            yield (
                f"In {place}: an object of a kind that is not allowed ({kind}).",
                "Delete it, or paste it as a picture.",
            )


def _links(name: str, root: "object") -> Iterator[Sentences]:
    """Links that hide in attributes, and Word's own fields that fetch or run something."""
    instruction = ""
    for each in root.iter():  # type: ignore[attr-defined]
        for key, value in each.items():
            if key.rpartition("}")[2] in ("src", "href") and _REMOTE.match(value):
                yield f"In {place_of(name)}: a link to another file or site ({value[:60]}).", "Remove it."
        if each.tag == f"{_W}instrText":
            instruction += each.text or ""
        elif each.tag == f"{_W}fldSimple":
            yield from _field(name, each.get(f"{_W}instr", ""))
        elif each.tag == f"{_W}fldChar":
            yield from _field(name, instruction)
            instruction = ""
    yield from _field(name, instruction)


def _field(name: str, instruction: str) -> Iterator[Sentences]:
    words = instruction.replace("=", "= ").split()
    links_inside = words[:1] == ["HYPERLINK"] and words[1:2] == ["\\l"]
    if words and words[0].upper() not in _HARMLESS_FIELDS and not links_inside:
        what = f"a field that may fetch or run something ({instruction.strip()[:60]})"
        yield f"In {place_of(name)}: {what}.", "Click into it, press Ctrl+Shift+F9 to make it plain text."

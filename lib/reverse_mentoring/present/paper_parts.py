"""What all Word templates are made of: the empty page, who the two are, lines to sign, the page footer."""

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from reverse_mentoring.present.word_files import stable_zip
from reverse_mentoring.present.word_parts import (
    BLUE,
    INK,
    MUTED,
    add_field,
    add_table,
    edges,
    size_of_other_scripts,
    with_next,
    write,
)

if TYPE_CHECKING:
    from docx.document import Document

FONT = "Calibri"
_NOT_OURS = ("/thumbnail", "/customXml", "/extended-properties", "/stylesWithEffects")
_OUR_STYLES = ("Normal", "Title", "Heading 1", "Header", "Footer", "Default Paragraph Font", "Normal Table", "No List")


ANCHORS = ("mentor", "mentee", "line-manager")
"""Who signs, in the anchors [[sign:mentor]] and [[date:mentor]] that services for electronic signatures look for."""
_ANCHOR_COLOUR, _ANCHOR_SIZE = "D9DFE7", 5
PAPER_FOOTER = ("{{ status }} · {{ footer }} · {{ label.page }} ", " {{ label.page_of }} ")
"""What the papers of a pair say around the page number."""


def blank_page() -> "Document":
    """A Word document without words: A4, portrait, our styles; nothing that comes with Word's own empty document."""
    import docx

    document = docx.Document()
    _bare(document)
    _page(document)
    _styles(document)
    return document


def finished(document: "Document", *, footer: tuple[str, str] = PAPER_FOOTER) -> bytes:
    """The document as a file; the same document gives the same bytes.

    footer: what stands before the page number, and between it and the number of pages (“” = without that number).
    """
    _footer(document, *footer)
    raw = io.BytesIO()
    document.save(raw)
    return stable_zip(raw.getvalue())


def parties(document: "Document") -> None:
    """Who the two are and their topics, side by side."""
    from docx.shared import Pt

    table = add_table(document, (58, 58, 58), rows=1)
    names = (("mentor_role", "mentor"), ("mentee_role", "mentee"), ("topics", "topics"))
    for cell, (label, field) in zip(table.rows[0].cells, names, strict=True):
        cell.paragraphs[0].paragraph_format.space_before = Pt(5)
        write(cell.paragraphs[0], f"{{{{ label.{label} }}}}", colour=MUTED, size=8)
        write(cell.add_paragraph(), f"{{{{ {field} }}}}", bold=True, size=11)


def signatures(document: "Document", *, manager: bool = True) -> None:
    """Lines to sign for the two and, for the working time, the mentor's line manager; with anchors."""
    from docx.shared import Mm, Pt

    document.add_heading("{{ label.signed_heading }}", 1).paragraph_format.space_before = Pt(12)
    who = (("{{ mentor }}", "sign_mentor"), ("{{ mentee }}", "sign_mentee"), ("{{ label.manager_of }}", "sign_manager"))
    table = add_table(document, (54, 6, 54, 6, 54), rows=2, lines=False)
    table.rows[0].height = Mm(13)
    for at, ((name, what), anchor) in enumerate(zip(who, ANCHORS, strict=True)):
        if manager or anchor != "line-manager":
            above, cell = (row.cells[2 * at] for row in table.rows)
            _anchors(above, anchor)
            edges(cell, top=INK)
            write(cell.paragraphs[0], name, bold=True)
            write(cell.add_paragraph(), f"{{{{ label.{what} }}}}", colour=MUTED, size=8)


def _anchors(cell: Any, who: str) -> None:
    from docx.enum.table import WD_ALIGN_VERTICAL

    cell.vertical_alignment = WD_ALIGN_VERTICAL.BOTTOM
    anchors = f"[[sign:{who}]]          [[date:{who}]]"
    write(with_next(cell.paragraphs[0]), anchors, colour=_ANCHOR_COLOUR, size=_ANCHOR_SIZE)


def _bare(document: "Document") -> None:
    """Without the thumbnail, the custom XML and the program's name that come with the empty document."""
    for relations in (document.part.package.rels, document.part.rels):
        for key in [key for key, relation in relations.items() if relation.reltype.endswith(_NOT_OURS)]:
            relations.pop(key)
    core = document.core_properties
    core.author = core.last_modified_by = core.comments = core.title = ""
    core.created = core.modified = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def _page(document: "Document") -> None:
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin, section.bottom_margin = Mm(13), Mm(14)
    section.footer_distance = Mm(7)


def _styles(document: "Document") -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for unused in [style for style in document.styles if style.name not in _OUR_STYLES]:
        unused.delete()
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    for name, size, colour, before, after in (
        ("Normal", 9.5, INK, 0, 0),
        ("Title", 22, INK, 0, 2),
        ("Heading 1", 12, BLUE, 8, 3),
    ):
        style: Any = document.styles[name]
        style.font.size, style.font.color.rgb = Pt(size), RGBColor.from_string(colour)
        style.font.bold = name != "Normal"
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in list(fonts.attrib):
            del fonts.attrib[key]
        for key, font in (("ascii", FONT), ("hAnsi", FONT), ("cs", "Arial")):
            fonts.set(qn(f"w:{key}"), font)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.0
        for old in style.element.rPr.findall(qn("w:szCs")):
            style.element.rPr.remove(old)
        size_of_other_scripts(style.element.rPr, size)
    border = document.styles["Title"].element.pPr.find(qn("w:pBdr"))
    if border is not None:
        document.styles["Title"].element.pPr.remove(border)


def _footer(document: "Document", before: str, between: str) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    write(paragraph, before, colour=MUTED, size=8)
    add_field(paragraph, "PAGE")
    if between:
        write(paragraph, between, colour=MUTED, size=8)
        add_field(paragraph, "NUMPAGES")

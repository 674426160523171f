"""Makes templates/agreement.docx, the Word template of the learning agreement.

Run by hand after a change here: python -m reverse_mentoring.present.agreement_template
The same code gives the same bytes, so that a change of the file is a change of its look.
"""

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from reverse_mentoring.present.documents import TEMPLATES, stable_zip
from reverse_mentoring.present.word_parts import (
    BLUE,
    BLUE_TINT,
    INK,
    LINE,
    MUTED,
    ORANGE_TINT,
    add_field,
    add_note,
    add_table,
    edges,
    header_row,
    repeat_row,
    size_of_other_scripts,
    with_next,
    write,
)

if TYPE_CHECKING:
    from docx.document import Document

FONT = "Calibri"
_NOT_OURS = ("/thumbnail", "/customXml", "/extended-properties", "/stylesWithEffects")
_OUR_STYLES = ("Normal", "Title", "Heading 1", "Header", "Footer", "Default Paragraph Font", "Normal Table", "No List")
LEVELS = (("−2", "much less"), ("−1", "less"), ("0", "as hoped"), ("+1", "more"), ("+2", "much more"))


def main() -> None:
    """Write the template into the package."""
    (TEMPLATES / "agreement.docx").write_bytes(agreement_template())


def agreement_template() -> bytes:
    """The template as a Word file: A4, portrait, with the fields that documents.agreement_docx fills."""
    import docx

    document = docx.Document()
    _bare(document)
    _page(document)
    _styles(document)
    for part in (_head, _open_points, _clauses, _goals, _sessions, _signatures):
        part(document)
    _footer(document)
    raw = io.BytesIO()
    document.save(raw)
    return stable_zip(raw.getvalue())


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


def _head(document: "Document") -> None:
    write(document.add_paragraph(), "{{ organisation }} · Reverse mentoring · {{ cohort }}", colour=MUTED)
    document.add_paragraph("{{ title }}", style="Title")
    who = add_table(document, (58, 58, 58), rows=1)
    for cell, (label, value) in zip(
        who.rows[0].cells,
        (("Mentor (junior)", "{{ mentor }}"), ("Mentee (senior)", "{{ mentee }}"), ("Topics", "{{ topics }}")),
        strict=True,
    ):
        write(cell.paragraphs[0], label, colour=MUTED, size=8)
        write(cell.add_paragraph(), value, bold=True, size=11)
    add_note(document, BLUE_TINT, ("A shared understanding, not legal advice. ",
          "Read the clauses aloud together in your first session, change what does not suit you, then sign. "
          "Company rules and the law stay as they are."))  # fmt: skip


def _open_points(document: "Document") -> None:
    document.add_paragraph("{%p if missing %}")
    cell = add_note(document, ORANGE_TINT, ("Still to settle before you sign", ""))
    cell.add_paragraph("{%p for point in missing %}")
    write(cell.add_paragraph(), "☐ {{ point }}")
    cell.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endif %}")


def _clauses(document: "Document") -> None:
    document.add_heading("What we agree", 1)
    table = add_table(document, (7, 36, 131), rows=3)
    repeat_row(table, "clause in clauses")
    number, section, words = table.rows[1].cells
    write(number.paragraphs[0], "{{ loop.index }}", colour=BLUE, bold=True)
    write(section.paragraphs[0], "{{ clause.section }}", bold=True)
    write(words.paragraphs[0], "{{ clause.text }}")


def _goals(document: "Document") -> None:
    from docx.shared import Mm

    document.add_heading("Our goals", 1).paragraph_format.page_break_before = True
    lead = "One to three, for either of us. Write what you would see at each level; 0 is what you hope for. "
    write(with_next(document.add_paragraph()), lead + "Weight: 1 to 3.", colour=MUTED)
    table = add_table(document, (41, 13, 24, 24, 24, 24, 24), rows=4)
    header_row(table, ("Goal, in our words", "Weight", *(f"{level} {meaning}" for level, meaning in LEVELS)))
    for number, row in enumerate(table.rows[1:], 1):
        row.height = Mm(19)
        for cell in row.cells[1:]:
            edges(cell, left=LINE, bottom=LINE)
        write(row.cells[0].paragraphs[0], str(number), colour=BLUE, bold=True)


def _sessions(document: "Document") -> None:
    document.add_heading("Our sessions", 1)
    lead = "Times in {{ zone }}. The same dates are in your calendar file, with agenda and preparation."
    write(with_next(document.add_paragraph()), lead, colour=MUTED)
    table = add_table(document, (7, 37, 38, 31, 31, 30), rows=4)
    header_row(table, ("", "When", "Session", "Mentor prepares", "Mentee prepares", "What comes out of it"))
    repeat_row(table, "session in sessions", first=1)
    number, when, *cells = table.rows[2].cells
    write(number.paragraphs[0], "{{ session.number }}", colour=BLUE, bold=True, size=8.5)
    write(when.paragraphs[0], "{{ session.when }}", size=8.5)
    write(when.paragraphs[0], "{% if session.moved %}\n{{ session.moved }}{% endif %}", colour=MUTED, size=8)
    for cell, name in zip(cells, ("title", "before_mentor", "before_mentee", "output"), strict=True):
        write(cell.paragraphs[0], f"{{{{ session.{name} }}}}", bold=name == "title", size=8.5)


def _signatures(document: "Document") -> None:
    from docx.shared import Mm, Pt

    document.add_heading("Signed", 1).paragraph_format.space_before = Pt(12)
    table = add_table(document, (54, 6, 54, 6, 54), rows=2, lines=False)
    table.rows[0].height = Mm(13)
    for cell, (name, what) in zip(
        table.rows[1].cells[::2],
        (
            ("{{ mentor }}", "Mentor (junior), date"),
            ("{{ mentee }}", "Mentee (senior), date"),
            ("Line manager of {{ mentor }}", "Working time agreed, date"),
        ),
        strict=True,
    ):
        edges(cell, top=INK)
        write(cell.paragraphs[0], name, bold=True)
        write(cell.add_paragraph(), what, colour=MUTED, size=8)


def _footer(document: "Document") -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    write(paragraph, "{{ version }} · {{ mentor }} and {{ mentee }} · page ", colour=MUTED, size=8)
    add_field(paragraph, "PAGE")
    write(paragraph, " of ", colour=MUTED, size=8)
    add_field(paragraph, "NUMPAGES")


if __name__ == "__main__":
    main()

"""Makes templates/certificate.docx, the certificate of learning hours.

Run by hand after a change here: python -m reverse_mentoring.present.certificate_template
"""

from typing import TYPE_CHECKING

from reverse_mentoring.present.paper_parts import blank_page, finished
from reverse_mentoring.present.word_files import TEMPLATES
from reverse_mentoring.present.word_parts import (
    BLUE,
    BLUE_TINT,
    INK,
    MUTED,
    add_note,
    add_table,
    edges,
    header_row,
    repeat_row,
    write,
)

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

FOOTER = ("{{ footer }} · {{ words.page }} ", "")
_SIZE = 11


def main() -> None:
    """Write the template into the package."""
    (TEMPLATES / "certificate.docx").write_bytes(certificate_template())


def certificate_template() -> bytes:
    """The template as a Word file: A4, portrait, with the fields that certificates.write_certificates fills."""
    document = blank_page()
    _who(document)
    _time(document)
    _said(document)
    _signed(document)
    return finished(document, footer=FOOTER)


def _who(document: "Document") -> None:
    write(_spaced(document, after=28), "{{ organisation }} · {{ words.programme }} · {{ cohort }}", colour=MUTED)
    document.add_paragraph("{{ title }}", style="Title")
    write(_spaced(document, before=22), "{{ name }}", bold=True, size=20)
    write(_spaced(document, before=2), "{{ lead }}", size=_SIZE)
    write(_spaced(document, after=12), "{{ role }}", size=_SIZE)


def _time(document: "Document") -> None:
    cell = add_note(document, BLUE_TINT, ("", ""))
    write(cell.paragraphs[0], "{{ words.in_all }}", colour=MUTED, size=9)
    write(cell.add_paragraph(), "{{ in_all }}", colour=BLUE, bold=True, size=18)
    _spaced(document, after=8)
    table = add_table(document, (62, 82, 30), rows=4)
    header_row(table, ("{{ words.what }}", "{{ words.when }}", "{{ words.how_long }}"))
    repeat_row(table, "part in parts", first=1)
    for cell, name in zip(table.rows[2].cells, ("what", "when", "how_long"), strict=True):
        write(cell.paragraphs[0], f"{{{{ part.{name} }}}}", bold=name == "what", size=_SIZE)


def _said(document: "Document") -> None:
    document.add_paragraph("{%p if topics %}")
    document.add_heading("{{ words.topics }}", 1)
    write(_spaced(document), "{{ topics }}", size=_SIZE)
    document.add_paragraph("{%p endif %}")
    document.add_heading("{{ words.dates }}", 1)
    write(_spaced(document), "{{ dates }}")
    write(_spaced(document, before=14), "{{ words.note }}", colour=MUTED)
    write(_spaced(document, before=4), "{{ words.basis }}", colour=MUTED)


def _signed(document: "Document") -> None:
    from docx.shared import Mm

    table = add_table(document, (78, 18, 78), rows=2, lines=False)
    table.rows[0].height = Mm(30)
    for at, words in ((0, "{{ words.date }}"), (2, "{{ sign }}")):
        cell = table.rows[1].cells[at]
        edges(cell, top=INK)
        write(cell.paragraphs[0], words, colour=MUTED, size=9)


def _spaced(document: "Document", *, before: float = 0, after: float = 0) -> "Paragraph":
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    return paragraph


if __name__ == "__main__":
    main()

"""Makes templates/announcement.docx, the Word template of the announcement, on the page of the learning agreement.

Run by hand after a change here, or of the agreement: python -m reverse_mentoring.present.announcement_template
"""

import io
from typing import TYPE_CHECKING

from reverse_mentoring.present.documents import TEMPLATES, stable_zip
from reverse_mentoring.present.gap_report_template import empty_page
from reverse_mentoring.present.word_parts import MUTED, ORANGE_TINT, add_field, add_note, write

if TYPE_CHECKING:
    from docx.document import Document


def main() -> None:
    """Write the template into the package."""
    (TEMPLATES / "announcement.docx").write_bytes(announcement_template())


def announcement_template() -> bytes:
    """The template as a Word file: A4, portrait, with the fields that announcement.announcement_pack fills."""
    document = empty_page()
    _head(document)
    _sections(document)
    _footer(document)
    raw = io.BytesIO()
    document.save(raw)
    return stable_zip(raw.getvalue())


def _head(document: "Document") -> None:
    write(document.add_paragraph(), "{{ organisation }} · Reverse mentoring · {{ cohort }}", colour=MUTED)
    document.add_paragraph("{{ title }}", style="Title")
    document.add_paragraph("{%p if draft %}")
    add_note(document, ORANGE_TINT, ("{{ draft }}", ""))
    document.add_paragraph("{%p endif %}")


def _sections(document: "Document") -> None:
    from docx.shared import Pt

    document.add_paragraph("{%p for section in sections %}")
    document.add_heading("{{ section.title }}", 1)
    document.add_paragraph("{%p for sentence in section.sentences %}")
    sentence = document.add_paragraph()
    sentence.paragraph_format.space_after = Pt(4)
    write(sentence, "{{ sentence }}", size=10.5)
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endfor %}")


def _footer(document: "Document") -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    write(paragraph, "{{ day }} · taking part is voluntary · page ", colour=MUTED, size=8)
    add_field(paragraph, "PAGE")
    write(paragraph, " of ", colour=MUTED, size=8)
    add_field(paragraph, "NUMPAGES")


if __name__ == "__main__":
    main()

"""Makes templates/announcement.docx, the Word template of the announcement.

Run by hand after a change here: python -m reverse_mentoring.present.announcement_template
"""

from typing import TYPE_CHECKING

from reverse_mentoring.present.paper_parts import blank_page, finished
from reverse_mentoring.present.word_files import TEMPLATES
from reverse_mentoring.present.word_parts import MUTED, ORANGE_TINT, add_note, write

if TYPE_CHECKING:
    from docx.document import Document


def main() -> None:
    """Write the template into the package."""
    (TEMPLATES / "announcement.docx").write_bytes(announcement_template())


def announcement_template() -> bytes:
    """The template as a Word file: A4, portrait, with the fields that announcement.announcement_pack fills."""
    document = blank_page()
    _head(document)
    _sections(document)
    return finished(document, footer=("{{ day }} · taking part is voluntary · page ", " of "))


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


if __name__ == "__main__":
    main()

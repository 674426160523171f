"""Makes templates/lessons.docx, the Word template of the lessons page.

Run by hand after a change here: python -m reverse_mentoring.present.lessons_page_template
"""

from typing import TYPE_CHECKING

from reverse_mentoring.present.paper_parts import blank_page, finished
from reverse_mentoring.present.word_files import TEMPLATES
from reverse_mentoring.present.word_parts import MUTED, add_table, header_row, repeat_row, with_next, write

if TYPE_CHECKING:
    from docx.document import Document

CHANGES = (("What", "what", 36), ("Now", "now", 20), ("Proposed", "proposed", 22),
           ("What this cohort shows", "evidence", 70), ("Decided", "decided", 26))  # fmt: skip


def main() -> None:
    """Write the template into the package."""
    (TEMPLATES / "lessons.docx").write_bytes(lessons_template())


def lessons_template() -> bytes:
    """The template as a Word file: A4, portrait, with the fields that lessons_page.lessons_page fills."""
    document = blank_page()
    write(document.add_paragraph(), "{{ organisation }} · Reverse mentoring · {{ cohort }} · {{ title }}", colour=MUTED)
    document.add_paragraph("{{ headline }}", style="Title")
    _points(document, "What we learned", "lessons")
    _points(document, "What the facilitator adds", "own")
    _changes(document)
    _points(document, "Who comes first next time, people", "carry_over")
    return finished(document, footer=("{{ day }} · no names · page ", " of "))


def _points(document: "Document", title: str, name: str) -> None:
    from docx.shared import Mm, Pt

    document.add_paragraph(f"{{%p if {name} %}}")
    with_next(document.add_heading(title, 1))
    document.add_paragraph(f"{{%p for sentence in {name} %}}")
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Mm(4), -Mm(4)
    paragraph.paragraph_format.space_after = Pt(2)
    write(paragraph, "•  {{ sentence }}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endif %}")


def _changes(document: "Document") -> None:
    with_next(document.add_heading("What changes next time", 1))
    document.add_paragraph("{%p if changes %}")
    table = add_table(document, tuple(width for _, _, width in CHANGES), rows=4)
    header_row(table, tuple(label for label, _, _ in CHANGES))
    repeat_row(table, "row in changes", first=1)
    for cell, (_, name, _) in zip(table.rows[2].cells, CHANGES, strict=True):
        write(cell.paragraphs[0], f"{{{{ row.{name} }}}}", bold=name == "what", size=8.5)
    document.add_paragraph("{%p else %}")
    write(document.add_paragraph(), "No change is proposed.")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p if unchanged %}")
    write(document.add_paragraph(), "{{ unchanged }}", colour=MUTED, size=8.5)
    document.add_paragraph("{%p endif %}")


if __name__ == "__main__":
    main()

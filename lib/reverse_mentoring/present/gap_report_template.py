"""Makes templates/gap_report.docx, the Word template of the gap report.

Run by hand after a change here: python -m reverse_mentoring.present.gap_report_template
"""

from typing import TYPE_CHECKING

from reverse_mentoring.present.paper_parts import blank_page, finished
from reverse_mentoring.present.word_files import TEMPLATES
from reverse_mentoring.present.word_parts import (
    BLUE_TINT,
    MUTED,
    add_note,
    add_table,
    header_row,
    repeat_row,
    with_next,
    write,
)

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

COLUMNS = (
    ("Topic", "name", 48),
    ("Mentees who need it", "need", 21),
    ("Mentors who can teach it", "teachers", 23),
    ("… within reach of one", "reach", 20),
    ("Lead of mentors, levels [95 %]", "advantage", 31),
    ("What follows", "verdict", 31),
)
PROGRAMME = (
    ("Topic", "name", 44),
    ("What not knowing it costs", "story", 86),
    ("Other offer", "offer", 20),
    ("Owner named", "owner", 24),
)


def main() -> None:
    """Write the template into the package."""
    (TEMPLATES / "gap_report.docx").write_bytes(gap_report_template())


def gap_report_template() -> bytes:
    """The template as a Word file: A4, portrait, with the fields that gap_report.gap_report fills."""
    document = blank_page()
    for part in (_head, _topics, _people, _levels, _programme, _method):
        part(document)
    return finished(document, footer=("{{ day }} · no names, no groups under {{ group_at_least }} · page ", " of "))


def _head(document: "Document") -> None:
    write(document.add_paragraph(), "{{ organisation }} · Reverse mentoring · {{ cohort }} · {{ title }}", colour=MUTED)
    document.add_paragraph("{{ headline }}", style="Title")
    write(document.add_paragraph(), "{{ response }}", colour=MUTED)
    document.add_paragraph("{%p if chosen %}")
    add_note(document, BLUE_TINT, ("Chosen for this programme: ", "{{ chosen }}"))
    document.add_paragraph("{%p endif %}")


def _topics(document: "Document") -> None:
    document.add_heading("What is needed, and who can teach it", 1)
    topics = add_table(document, tuple(width for _, _, width in COLUMNS), rows=4)
    header_row(topics, tuple(label for label, _, _ in COLUMNS))
    repeat_row(topics, "topic in topics", first=1)
    for cell, (_, name, _) in zip(topics.rows[2].cells, COLUMNS, strict=True):
        write(cell.paragraphs[0], f"{{{{ topic.{name} }}}}", bold=name in ("name", "verdict"), size=8.5)
    document.add_paragraph("{%p if steady %}")
    write(document.add_paragraph(), "{{ steady }}", colour=MUTED, size=8.5)
    document.add_paragraph("{%p endif %}")


def _programme(document: "Document") -> None:
    document.add_paragraph("{%p if programme %}")
    document.add_heading("What the programme is about", 1)
    chosen = add_table(document, tuple(width for _, _, width in PROGRAMME), rows=4)
    header_row(chosen, tuple(label for label, _, _ in PROGRAMME))
    repeat_row(chosen, "topic in programme", first=1)
    for cell, (_, name, _) in zip(chosen.rows[2].cells, PROGRAMME, strict=True):
        write(cell.paragraphs[0], f"{{{{ topic.{name} }}}}", bold=name == "name", size=8.5)
    document.add_paragraph("{%p endif %}")


def _people(document: "Document") -> None:
    words = "In people. Above the dashed line more mentees have the need than mentors can teach it."
    _picture(document, "Are there enough teachers?", "scatter", words)


def _levels(document: "Document") -> None:
    """On a page of its own, so that neither heading nor words stand apart from the picture."""
    words = "Means of what people say of their own level, and of how important the topic is to mentees (1 not at all, "
    heading = _picture(document, "Where mentees and mentors are", "dumbbell", words + "5 decisive).")
    heading.paragraph_format.page_break_before = True


def _picture(document: "Document", title: str, name: str, words: str) -> "Paragraph":
    heading = with_next(document.add_heading(title, 1))
    write(with_next(document.add_paragraph()), words, colour=MUTED)
    document.add_paragraph(f"{{{{ {name} }}}}")
    return heading


def _method(document: "Document") -> None:
    for heading, name in (("How this was found", "method"), ("What it cannot show", "limits")):
        document.add_heading(heading, 1)
        document.add_paragraph(f"{{%p for sentence in {name} %}}")
        write(document.add_paragraph(), "{{ sentence }}")
        document.add_paragraph("{%p endfor %}")


if __name__ == "__main__":
    main()

"""Makes templates/review_report.docx, the Word template of the review.

Run by hand after a change here: python -m reverse_mentoring.present.review_report_template
"""

from typing import TYPE_CHECKING

from reverse_mentoring.present.paper_parts import blank_page, finished
from reverse_mentoring.present.word_files import TEMPLATES
from reverse_mentoring.present.word_parts import (
    MUTED,
    add_table,
    edges,
    header_row,
    repeat_row,
    shade,
    with_next,
    write,
)

if TYPE_CHECKING:
    from docx.document import Document

CRITERIA = (("", 8), ("Goal of the charter", 58), ("Verdict", 24), ("What came out, and why this verdict", 84))
SEEN = (("Figure", "measure", 56), ("What was seen", "finding", 106), ("n", "n", 12))
LEARNED = (("Insight, as both released it", "wording", 74), ("What is done", "action", 66), ("State", "state", 34))
_MUTED_TINT = "F1F4F7"


def main() -> None:
    """Write the template into the package."""
    (TEMPLATES / "review_report.docx").write_bytes(review_report_template())


def review_report_template() -> bytes:
    """The template as a Word file: A4, portrait, with the fields that review_report.review_report fills."""
    document = blank_page()
    for part in (_head, _figures, _criteria, _pictures, _seen, _beside, _learned, _method):
        part(document)
    return finished(document, footer=("{{ day }} · no names, no groups under {{ group_at_least }} · page ", " of "))


def _head(document: "Document") -> None:
    write(document.add_paragraph(), "{{ organisation }} · Reverse mentoring · {{ cohort }} · {{ title }}", colour=MUTED)
    document.add_paragraph("{{ headline }}", style="Title")
    _sentences(document, "summary", colour=MUTED)


def _figures(document: "Document") -> None:
    """Four figures side by side, each with its denominator."""
    from docx.shared import Pt

    document.add_paragraph("{%p if figures %}")
    table = add_table(document, (44, 43, 44, 43), rows=1)
    for at, cell in enumerate(table.rows[0].cells):
        cell.paragraphs[0].paragraph_format.space_before = Pt(4)
        write(cell.paragraphs[0], f"{{{{ figures[{at}].name }}}}", colour=MUTED, size=8)
        value = cell.add_paragraph()
        write(value, f"{{{{ figures[{at}].value }}}}", bold=True, size=17)
        write(value, f" {{{{ figures[{at}].of }}}}", colour=MUTED, size=11)
        write(cell.add_paragraph(), f"{{{{ figures[{at}].note }}}}", colour=MUTED, size=8)
    document.add_paragraph("{%p endif %}")


def _criteria(document: "Document") -> None:
    document.add_heading("What was promised, and what came of it", 1)
    _sentences(document, "charter", colour=MUTED)
    document.add_paragraph("{%p if criteria %}")
    table = add_table(document, tuple(width for _, width in CRITERIA), rows=4)
    header_row(table, tuple(label for label, _ in CRITERIA))
    repeat_row(table, "goal in criteria", first=1)
    number, goal, verdict, found = table.rows[2].cells
    write(number.paragraphs[0], "{{ goal.number }}", colour=MUTED, size=8.5)
    write(goal.paragraphs[0], "{{ goal.goal }}", size=8.5)
    write(verdict.paragraphs[0], "{{ goal.verdict }}", bold=True, size=8.5)
    write(found.paragraphs[0], "{{ goal.finding }}", bold=True, size=8.5)
    write(found.add_paragraph(), "{{ goal.why }}", size=8.5)
    for line in ("{%p if goal.caveats %}", "", "{%p endif %}"):
        paragraph = found.add_paragraph(line)
        if not line:
            write(paragraph, "{{ goal.caveats }}", colour=MUTED, size=8)
    document.add_paragraph("{%p else %}")
    write(document.add_paragraph(), "No goals were written into a charter: nothing can be called a success or failure.")
    document.add_paragraph("{%p endif %}")
    _picture(document, "criteria_picture")


def _pictures(document: "Document") -> None:
    for at, name in enumerate(("first_picture", "second_picture", "third_picture")):
        document.add_paragraph(f"{{%p if {name} %}}")
        with_next(document.add_heading(f"{{{{ picture_titles[{at}][0] }}}}", 1))
        write(with_next(document.add_paragraph()), f"{{{{ picture_titles[{at}][1] }}}}", colour=MUTED, size=8.5)
        document.add_paragraph("{%p endif %}")
        _picture(document, name)


def _picture(document: "Document", name: str) -> None:
    document.add_paragraph(f"{{%p if {name} %}}")
    document.add_paragraph(f"{{{{ {name} }}}}")
    document.add_paragraph("{%p endif %}")


def _seen(document: "Document") -> None:
    """The caution stands in the heading and below the table: a heading is not parted from a table that follows it."""
    document.add_paragraph("{%p if exploratory %}")
    with_next(document.add_heading("Also seen, but promised by nobody: questions, not results", 1))
    _rows(document, SEEN, "exploratory")
    words = "Among so many figures some look good or bad by chance alone. {{ left_out }}"
    write(document.add_paragraph(), words, colour=MUTED, size=8)
    document.add_paragraph("{%p endif %}")


def _beside(document: "Document") -> None:
    """Muted: what earlier cohorts and others reached, with what must be known of it."""
    document.add_paragraph("{%p if beside_earlier or outside %}")
    with_next(document.add_heading("Beside earlier cohorts and figures from elsewhere", 1))
    _sentences(document, "beside_earlier")
    document.add_paragraph("{%p if outside %}")
    table = add_table(document, (174,), rows=3, lines=False)
    repeat_row(table, "each in outside")
    cell = table.rows[1].cells[0]
    shade(cell, _MUTED_TINT)
    edges(cell, bottom="FFFFFF")
    write(cell.paragraphs[0], "{{ each.label }}: {{ each.text }} Not a target. {{ each.caveat }}", colour=MUTED, size=8)
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endif %}")


def _learned(document: "Document") -> None:
    document.add_paragraph("{%p if learned or lessons %}")
    with_next(document.add_heading("What was learned", 1))
    _sentences(document, "lessons", size=8.5)
    document.add_paragraph("{%p if learned %}")
    _rows(document, LEARNED, "learned")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endif %}")


def _method(document: "Document") -> None:
    document.add_paragraph("{%p if method %}")
    with_next(document.add_heading("How to read it", 1))
    _sentences(document, "method", size=8)
    document.add_paragraph("{%p endif %}")


def _rows(document: "Document", columns: tuple[tuple[str, str, int], ...], rows: str) -> None:
    """A table with one row for each of the rows; columns: heading, field and width in millimetres."""
    table = add_table(document, tuple(width for _, _, width in columns), rows=4)
    header_row(table, tuple(label for label, _, _ in columns))
    repeat_row(table, f"row in {rows}", first=1)
    for cell, (_, name, _) in zip(table.rows[2].cells, columns, strict=True):
        write(cell.paragraphs[0], f"{{{{ row.{name} }}}}", size=8.5)


def _sentences(document: "Document", name: str, *, colour: str = "16202C", size: float = 9.5) -> None:
    document.add_paragraph(f"{{%p for sentence in {name} %}}")
    write(document.add_paragraph(), "{{ sentence }}", colour=colour, size=size)
    document.add_paragraph("{%p endfor %}")


if __name__ == "__main__":
    main()

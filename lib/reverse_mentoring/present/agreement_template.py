"""Makes templates/agreement.docx, the Word template of the learning agreement.

Run by hand after a change here: python -m reverse_mentoring.present.agreement_template
The same code gives the same bytes, so that a change of the file is a change of its look.
"""

from typing import TYPE_CHECKING

from reverse_mentoring.present.paper_parts import blank_page, finished, parties, signatures
from reverse_mentoring.present.word_files import TEMPLATES
from reverse_mentoring.present.word_parts import (
    BLUE,
    BLUE_TINT,
    LINE,
    MUTED,
    ORANGE_TINT,
    add_note,
    add_table,
    edges,
    header_row,
    repeat_row,
    with_next,
    write,
)
from reverse_mentoring.words.papers import LEVELS

if TYPE_CHECKING:
    from docx.document import Document


def main() -> None:
    """Write the template into the package."""
    (TEMPLATES / "agreement.docx").write_bytes(agreement_template())


def agreement_template() -> bytes:
    """The template as a Word file: A4, portrait, with the fields that documents.agreement_docx fills."""
    document = blank_page()
    for part in (_head, _open_points, _differences, _clauses, _goals, _sessions, signatures):
        part(document)
    return finished(document)


def _head(document: "Document") -> None:
    write(document.add_paragraph(), "{{ organisation }} · {{ label.programme }} · {{ cohort }}", colour=MUTED)
    document.add_paragraph("{{ title }}", style="Title")
    write(with_next(document.add_paragraph()), "{{ status }}", colour=MUTED)
    parties(document)
    add_note(document, BLUE_TINT, ("{{ banner }}. ", "{{ banner_more }}"))


def _open_points(document: "Document") -> None:
    document.add_paragraph("{%p if missing %}")
    cell = add_note(document, ORANGE_TINT, ("{{ label.open_heading }}", ""))
    cell.add_paragraph("{%p for point in missing %}")
    write(cell.add_paragraph(), "☐ {{ point }}")
    cell.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endif %}")


def _differences(document: "Document") -> None:
    document.add_paragraph("{%p if differences %}")
    cell = add_note(document, ORANGE_TINT, ("{{ label.differences_heading }}. ", "{{ label.differences_lead }}"))
    cell.add_paragraph("{%p for each in differences %}")
    line = cell.add_paragraph()
    write(line, "☐ {{ each.point }}: ", bold=True)
    for who in ("mentor", "mentee"):
        write(line, f"{{% if each.{who} %}}{{{{ label.{who}_role }}}}: {{{{ each.{who} }}}} · {{% endif %}}")
    write(line, "{{ each.sentence }}", colour=MUTED)
    cell.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endif %}")


def _clauses(document: "Document") -> None:
    document.add_heading("{{ label.clauses_heading }}", 1)
    table = add_table(document, (7, 36, 131), rows=3)
    repeat_row(table, "clause in clauses")
    number, section, words = table.rows[1].cells
    write(number.paragraphs[0], "{{ loop.index }}", colour=BLUE, bold=True)
    write(section.paragraphs[0], "{{ clause.section }}", bold=True)
    write(words.paragraphs[0], "{{ clause.text }}")


def _goals(document: "Document") -> None:
    from docx.shared import Mm

    document.add_heading("{{ label.goals_heading }}", 1)
    write(with_next(document.add_paragraph()), "{{ label.goals_lead }}", colour=MUTED)
    table = add_table(document, (44, 15, 23, 23, 23, 23, 23), rows=4)
    header_row(table, tuple(f"{{{{ label.{name} }}}}" for name in ("goal", "weight", *LEVELS)))
    repeat_row(table, "goal in goals", first=1)
    row = table.rows[2]
    row.height = Mm(17)
    for cell in row.cells[1:]:
        edges(cell, left=LINE, bottom=LINE)
    first, *others = row.cells
    write(first.paragraphs[0], "{{ goal.number }}  ", colour=BLUE, bold=True)
    write(first.paragraphs[0], "{{ goal.goal }}", bold=True, size=8.5)
    first.add_paragraph("{%p if goal.about %}")
    write(first.add_paragraph(), "{{ goal.about }}", colour=MUTED, size=8)
    first.add_paragraph("{%p endif %}")
    for cell, name in zip(others, ("weight", *LEVELS), strict=True):
        write(cell.paragraphs[0], f"{{{{ goal.{name} }}}}", size=8.5)


def _sessions(document: "Document") -> None:
    document.add_heading("{{ label.sessions_heading }}", 1)
    write(with_next(document.add_paragraph()), "{{ label.sessions_lead }}", colour=MUTED)
    table = add_table(document, (8, 37, 38, 31, 31, 29), rows=4)
    columns = ("when", "session", "mentor_prepares", "mentee_prepares", "output")
    header_row(table, ("", *(f"{{{{ label.{name} }}}}" for name in columns)))
    repeat_row(table, "session in sessions", first=1)
    number, when, *cells = table.rows[2].cells
    write(number.paragraphs[0], "{{ session.number }}", colour=BLUE, bold=True, size=8.5)
    write(when.paragraphs[0], "{{ session.when }}", size=8.5)
    for name in ("there", "moved", "note"):
        write(
            when.paragraphs[0],
            f"{{% if session.{name} %}}\n{{{{ session.{name} }}}}{{% endif %}}",
            colour=MUTED,
            size=8,
        )
    for cell, name in zip(cells, ("title", "before_mentor", "before_mentee", "output"), strict=True):
        write(cell.paragraphs[0], f"{{{{ session.{name} }}}}", bold=name == "title", size=8.5)


if __name__ == "__main__":
    main()

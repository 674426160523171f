"""Makes the Word templates of the small papers: summary, amendment, close-out, facilitator's pack.

Run by hand after a change here: python -m reverse_mentoring.present.small_templates
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

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
    """Write the templates into the package."""
    for name, content in small_templates().items():
        (TEMPLATES / name).write_bytes(content)


def small_templates() -> dict[str, bytes]:
    """File name → the template as a Word file: A4, portrait, with the fields that packs fills."""
    kinds: Mapping[str, Callable[[Document], None]] = {
        "summary": _summary, "amendment": _amendment, "close_out": _close_out, "facilitator_pack": _pack,
    }  # fmt: skip
    made = {}
    for name, fill in kinds.items():
        document = blank_page()
        _title(document)
        fill(document)
        made[f"{name}.docx"] = finished(document)
    return made


def _title(document: "Document") -> None:
    write(document.add_paragraph(), "{{ organisation }} · {{ label.programme }} · {{ cohort }}", colour=MUTED)
    document.add_paragraph("{{ title }}", style="Title")


def _summary(document: "Document") -> None:
    write(with_next(document.add_paragraph()), "{{ label.summary_lead }}", colour=MUTED)
    parties(document)
    _box(document, "missing", "label.open_heading")
    document.add_heading("{{ label.rhythm_heading }}", 1)
    table = add_table(document, (58, 58, 58), rows=1)
    facts = (("first_session", "first"), ("last_session", "last"), ("session_count", "count"))
    for cell, (label, field) in zip(table.rows[0].cells, facts, strict=True):
        write(cell.paragraphs[0], f"{{{{ label.{label} }}}}", colour=MUTED, size=8)
        write(cell.add_paragraph(), f"{{{{ {field} }}}}", bold=True)
    _rows(
        document, "label.goals_heading", (("goal.number", 8), ("goal.goal", 100), ("goal.about", 66)), "goal in goals"
    )
    rules = (("clause.section", 44), ("clause.text", 130))
    _rows(document, "label.summary_clauses", rules, "clause in clauses")
    steps = (("each.when", 44), ("each.title", 50), ("each.agenda", 80))
    _rows(document, "label.next_heading", steps, "each in sessions")


def _amendment(document: "Document") -> None:
    write(with_next(document.add_paragraph()), "{{ label.amendment_lead }}", colour=MUTED)
    parties(document)
    table = add_table(document, (34, 70, 70), rows=4)
    header_row(table, tuple(f"{{{{ label.amendment_{name} }}}}" for name in ("what", "before", "after")))
    repeat_row(table, "change in changes", first=1)
    _tall(table.rows[2], 24)
    for cell, name in zip(table.rows[2].cells, ("heading", "before", "after"), strict=True):
        write(cell.paragraphs[0], f"{{{{ change.{name} }}}}", bold=name == "heading")
    _to_fill_in(document, "amendment_from")
    add_note(document, BLUE_TINT, ("{{ banner }}.", ""))
    signatures(document)


def _close_out(document: "Document") -> None:
    write(with_next(document.add_paragraph()), "{{ label.close_lead }}", colour=MUTED)
    parties(document)
    document.add_heading("{{ label.close_goals }}", 1)
    table = add_table(document, (64, 22, 22, 22, 22, 22), rows=4)
    header_row(table, tuple(f"{{{{ label.{name} }}}}" for name in ("goal", *LEVELS)))
    repeat_row(table, "goal in goals", first=1)
    _tall(table.rows[2], 13)
    first, *levels = table.rows[2].cells
    write(first.paragraphs[0], "{{ goal.number }}  {{ goal.goal }}", bold=True, size=8.5)
    for cell, name in zip(levels, LEVELS, strict=True):
        write(cell.paragraphs[0], f"☐ {{{{ goal.{name} }}}}", size=8.5)
    document.add_heading("{{ label.close_kept }}", 1)
    for label in ("close_mentor_keeps", "close_mentee_keeps", "close_shared"):
        _to_fill_in(document, label)
    document.add_heading("{{ label.close_done }}", 1)
    for label in ("close_notes", "close_calendar", "close_confidential", "close_contact"):
        write(document.add_paragraph(), f"☐ {{{{ label.{label} }}}}")
    _to_fill_in(document, "close_on", lines=0)
    signatures(document, manager=False)


def _pack(document: "Document") -> None:
    write(with_next(document.add_paragraph()), "{{ headline }}", bold=True, size=12)
    add_note(document, ORANGE_TINT, ("{{ label.pack_restricted }}", ""))
    document.add_heading("{{ label.pack_pairs }}", 1)
    table = add_table(document, (42, 30, 38, 64), rows=4)
    header_row(table, tuple(f"{{{{ label.{name} }}}}" for name in ("pack_pair", "pack_state", "topics", "pack_open")))
    repeat_row(table, "pair in pairs", first=1)
    names, state, topics, missing = table.rows[2].cells
    write(names.paragraphs[0], "{{ pair.mentor }}", bold=True, size=8.5)
    write(names.add_paragraph(), "{{ pair.mentee }}", size=8.5)
    write(state.paragraphs[0], "{{ pair.state }}", size=8.5)
    write(state.add_paragraph(), "{{ pair.first }}", colour=MUTED, size=8)
    write(topics.paragraphs[0], "{{ pair.topics }}", size=8.5)
    missing.paragraphs[0].add_run("{%p for point in pair.open %}")
    write(missing.add_paragraph(), "{{ point }}", size=8.5)
    missing.add_paragraph("{%p endfor %}")
    columns = (
        ("each.number", 8),
        ("each.title", 36),
        ("each.agenda", 60),
        ("each.before_mentor", 35),
        ("each.before_mentee", 35),
    )
    labels = ("", "label.session", "label.pack_agenda", "label.mentor_prepares", "label.mentee_prepares")
    _rows(document, "label.pack_agendas", columns, "each in sessions", labels=labels)


def _box(document: "Document", sentences: str, heading: str) -> None:
    """A tinted box with sentences, where there are some."""
    document.add_paragraph(f"{{%p if {sentences} %}}")
    cell = add_note(document, ORANGE_TINT, (f"{{{{ {heading} }}}}", ""))
    cell.add_paragraph(f"{{%p for point in {sentences} %}}")
    write(cell.add_paragraph(), "☐ {{ point }}", size=8.5)
    cell.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endif %}")


def _rows(
    document: "Document", heading: str, columns: tuple[tuple[str, int], ...], each: str, *, labels: tuple[str, ...] = ()
) -> None:
    """A heading and a table with a row for each …; columns: field and width in millimetres."""
    document.add_heading(f"{{{{ {heading} }}}}", 1)
    first = 1 if labels else 0
    table = add_table(document, tuple(width for _, width in columns), rows=3 + first)
    if labels:
        header_row(table, tuple(f"{{{{ {label} }}}}" if label else "" for label in labels))
    repeat_row(table, each, first=first)
    for at, (cell, (field, _)) in enumerate(zip(table.rows[first + 1].cells, columns, strict=True)):
        write(cell.paragraphs[0], f"{{{{ {field} }}}}", bold=at == 0, colour=BLUE if at == 0 else "16202C", size=8.5)


def _tall(row: Any, millimetres: int) -> None:
    from docx.shared import Mm

    row.height = Mm(millimetres)
    for cell in row.cells[1:]:
        edges(cell, left=LINE, bottom=LINE)


def _to_fill_in(document: "Document", label: str, *, lines: int = 2) -> None:
    """A label with empty lines to write on."""
    from docx.shared import Mm

    table = add_table(document, (60, 114), rows=1)
    table.rows[0].height = Mm(8 + 7 * lines)
    write(table.rows[0].cells[0].paragraphs[0], f"{{{{ label.{label} }}}}")


if __name__ == "__main__":
    main()

"""Makes templates/training.docx and templates/pack.docx.

Run by hand after a change here: python -m reverse_mentoring.present.training_template
"""

from typing import TYPE_CHECKING

from reverse_mentoring.present.paper_parts import blank_page, finished
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

if TYPE_CHECKING:
    from docx.document import Document

FOOTER = ("{{ footer }} · {{ words.page }} ", "")
_SIZE = 10.5
_LINE_MM, _CARD_MM = 11, 27


def main() -> None:
    """Write both templates into the package."""
    (TEMPLATES / "training.docx").write_bytes(training_template())
    (TEMPLATES / "pack.docx").write_bytes(pack_template())


def training_template() -> bytes:
    """The template of a track as a Word file: agenda on the first page, then the cards, to be cut apart."""
    document = blank_page()
    _head(document, "{{ length }}")
    _aims(document)
    _agenda(document)
    _cards(document)
    return finished(document, footer=FOOTER)


def pack_template() -> bytes:
    """The template of a preparation pack as a Word file, for both sides; lines to write on."""
    document = blank_page()
    _head(document, "{{ who }}")
    add_note(document, BLUE_TINT, ("{{ before }}", ""))
    _if(document, "gain", "{{ gain }}")
    for part in (_expertise, _say, _sessions, _topics):
        part(document)
    return finished(document, footer=FOOTER)


def _head(document: "Document", below: str) -> None:
    write(document.add_paragraph(), "{{ organisation }} · {{ programme }} · {{ cohort }}", colour=MUTED)
    document.add_paragraph("{{ title }}", style="Title")
    write(document.add_paragraph(), below, bold=True, size=11)


def _aims(document: "Document") -> None:
    document.add_heading("{{ words.aims }}", 1)
    document.add_paragraph("{%p for aim in aims %}")
    _text(document, "• {{ aim }}")
    document.add_paragraph("{%p endfor %}")


def _agenda(document: "Document") -> None:
    document.add_heading("{{ words.agenda }}", 1)
    table = add_table(document, (18, 46, 110), rows=4)
    header_row(table, ("{{ words.minutes }}", "{{ words.part }}", "{{ words.how }}"))
    repeat_row(table, "item in agenda", first=1)
    minutes, title, text = table.rows[2].cells
    write(minutes.paragraphs[0], "{{ item.minutes }}", colour=BLUE, bold=True, size=_SIZE)
    write(title.paragraphs[0], "{{ item.title }}", bold=True, size=_SIZE)
    write(text.paragraphs[0], "{{ item.text }}", size=_SIZE)


def _cards(document: "Document") -> None:
    from docx.shared import Mm

    document.add_heading("{{ words.cards }}", 1).paragraph_format.page_break_before = True
    write(with_next(document.add_paragraph()), "{{ words.cards_note }}", colour=MUTED)
    document.add_paragraph()
    table = add_table(document, (72, 102), rows=3, lines=False)
    repeat_row(table, "card in cards")
    table.rows[1].height = Mm(_CARD_MM)
    for cell in table.rows[1].cells:
        edges(cell, top=LINE, left=LINE, bottom=LINE, right=LINE)
    situation, answer = table.rows[1].cells
    write(situation.paragraphs[0], "{{ loop.index }}", colour=BLUE, bold=True, size=9)
    write(situation.add_paragraph(), "{{ card.situation }}", bold=True, size=11)
    write(answer.paragraphs[0], "{{ words.do }}", colour=MUTED, size=9)
    write(answer.add_paragraph(), "{{ card.what_to_do }}", size=11)


def _expertise(document: "Document") -> None:
    document.add_paragraph("{%p if bullets %}")
    document.add_heading("{{ words.expertise }}", 1)
    write(with_next(document.add_paragraph()), "{{ words.expertise_hint }}", colour=MUTED)
    _lines(document, "bullet in bullets", "{{ loop.index }}. {{ bullet }}")
    document.add_paragraph("{%p endif %}")


def _topics(document: "Document") -> None:
    document.add_paragraph("{%p for topic in topics %}")
    heading = document.add_heading("{{ topic.name }}", 1)
    heading.paragraph_format.page_break_before = True
    write(document.add_paragraph(), "{{ words.good }}", colour=MUTED)
    _text(document, "{{ topic.good }}", size=11)
    _if(document, "topic.note", "{{ topic.note }}", tint=ORANGE_TINT)
    document.add_paragraph("{%p for part in parts %}")
    _subheading(document, "{{ part.title }}")
    _if_text(document, "part.hint", "{{ part.hint }}")
    _lines(document, "line in part.lines", "{{ line }}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endfor %}")


def _say(document: "Document") -> None:
    document.add_paragraph("{%p if say %}")
    document.add_heading("{{ words.say }}", 1)
    document.add_paragraph("{%p for sentence in say %}")
    _text(document, "{{ sentence }}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endif %}")


def _sessions(document: "Document") -> None:
    with_next(document.add_heading("{{ words.sessions }}", 1))
    table = add_table(document, (8, 38, 54, 74), rows=4)
    header_row(table, ("", "{{ words.when }}", "{{ words.session }}", "{{ words.you_prepare }}"))
    repeat_row(table, "session in sessions", first=1)
    number, *cells = table.rows[2].cells
    write(number.paragraphs[0], "{{ session.number }}", colour=BLUE, bold=True)
    for cell, name in zip(cells, ("when", "title", "task"), strict=True):
        write(cell.paragraphs[0], f"{{{{ session.{name} }}}}", bold=name == "title")


def _text(document: "Document", words: str, *, size: float = _SIZE) -> None:
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(3)
    write(paragraph, words, size=size)


def _subheading(document: "Document", words: str) -> None:
    from docx.shared import Pt

    paragraph = with_next(document.add_paragraph())
    paragraph.paragraph_format.space_before = Pt(12)
    write(paragraph, words, colour=BLUE, bold=True, size=11)


def _if(document: "Document", condition: str, words: str, *, tint: str = BLUE_TINT) -> None:
    """A note that stands there only where there is something to say."""
    document.add_paragraph(f"{{%p if {condition} %}}")
    add_note(document, tint, ("", words))
    document.add_paragraph("{%p endif %}")


def _if_text(document: "Document", condition: str, words: str) -> None:
    document.add_paragraph(f"{{%p if {condition} %}}")
    write(with_next(document.add_paragraph()), words, colour=MUTED)
    document.add_paragraph("{%p endif %}")


def _lines(document: "Document", each: str, words: str) -> None:
    """A row for each, with room to write below its words."""
    from docx.shared import Mm

    table = add_table(document, (174,), rows=3)
    repeat_row(table, each)
    table.rows[1].height = Mm(_LINE_MM)
    write(table.rows[1].cells[0].paragraphs[0], words, size=_SIZE)


if __name__ == "__main__":
    main()

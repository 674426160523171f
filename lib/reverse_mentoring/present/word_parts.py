"""The parts of which our Word templates are built: text, tables and notes in the colours of the screens."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

INK, MUTED, LINE, BLUE, BLUE_TINT, ORANGE_TINT = "16202C", "4A5868", "D9DFE7", "005A8C", "E6F1F8", "FDF3DD"
_PADDING = (("top", 34), ("left", 70), ("bottom", 34), ("right", 70))
_CELL_ORDER = ("tcW", "gridSpan", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "vAlign")
"""Word refuses a file in which these stand in another order."""


def add_note(document: "Document", tint: str, words: tuple[str, str]) -> "_Cell":
    """A tinted box across the page; the first words are bold."""
    from docx.shared import Pt

    gap = document.add_paragraph()
    gap.paragraph_format.line_spacing = Pt(5)
    cell = add_table(document, (174,), rows=1, lines=False).rows[0].cells[0]
    shade(cell, tint)
    write(cell.paragraphs[0], words[0], bold=True)
    if words[1]:
        write(cell.paragraphs[0], words[1])
    return cell


def add_table(document: "Document", widths: tuple[int, ...], *, rows: int, lines: bool = True) -> "Table":
    """An empty table with these column widths in millimetres and thin lines below its rows."""
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.shared import Mm

    table: Table = document.add_table(rows, len(widths))
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        _mark_row(row._tr, "w:cantSplit")
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
            _padding(cell)
            if lines:
                edges(cell, bottom=LINE)
    return table


def repeat_row(table: "Table", each: str, *, first: int = 0) -> None:
    """Repeats the row after the first for each …; the rows around it hold only the instruction."""
    table.rows[first].cells[0].paragraphs[0].add_run(f"{{%tr for {each} %}}")
    table.rows[first + 2].cells[0].paragraphs[0].add_run("{%tr endfor %}")


def header_row(table: "Table", labels: tuple[str, ...]) -> None:
    """Makes the first row the header, which stands again on every further page."""
    _mark_row(table.rows[0]._tr, "w:tblHeader")
    for cell, label in zip(table.rows[0].cells, labels, strict=True):
        shade(cell, BLUE_TINT)
        write(cell.paragraphs[0], label, bold=True, size=8)


def write(paragraph: "Paragraph", words: str, *, colour: str = INK, bold: bool = False, size: float = 9.5) -> None:
    """Adds the words to the paragraph; size in points."""
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(words)
    run.bold = run.font.cs_bold = bold
    run.font.size, run.font.color.rgb = Pt(size), RGBColor.from_string(colour)
    size_of_other_scripts(run._r.get_or_add_rPr(), size)


def size_of_other_scripts(properties: Any, size: float) -> None:
    """Arabic and Hebrew letters as large as the others; Word keeps that apart."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    properties.find(qn("w:sz")).addnext(parse_xml(f'<w:szCs {nsdecls("w")} w:val="{round(2 * size)}"/>'))


def with_next(paragraph: "Paragraph") -> "Paragraph":
    """The paragraph, kept on one page with what follows."""
    paragraph.paragraph_format.keep_with_next = True
    return paragraph


def add_field(paragraph: "Paragraph", code: str) -> None:
    """Adds a small muted number that Word keeps up to date, as PAGE."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    size = f'<w:rPr><w:color w:val="{MUTED}"/><w:sz w:val="16"/></w:rPr>'
    xml = f'<w:fldSimple {nsdecls("w")} w:instr="{code}"><w:r>{size}<w:t>1</w:t></w:r></w:fldSimple>'
    paragraph._p.append(parse_xml(xml))


def _mark_row(row: Any, mark: str) -> None:
    from docx.oxml import OxmlElement

    row.get_or_add_trPr().append(OxmlElement(mark))


def shade(cell: "_Cell", colour: str) -> None:
    """Gives the cell a background."""
    _into_cell(cell, f'<w:shd %s w:val="clear" w:color="auto" w:fill="{colour}"/>')


def edges(cell: "_Cell", **colours: str) -> None:
    """Thin lines at the sides named, in the order top, left, bottom, right; no others."""
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="{colour}"/>' for side, colour in colours.items())
    for old in cell._tc.get_or_add_tcPr().xpath("w:tcBorders"):
        old.getparent().remove(old)
    _into_cell(cell, f"<w:tcBorders %s>{lines}</w:tcBorders>")


def _padding(cell: "_Cell") -> None:
    sides = "".join(f'<w:{side} w:w="{size}" w:type="dxa"/>' for side, size in _PADDING)
    _into_cell(cell, f"<w:tcMar %s>{sides}</w:tcMar>")


def _into_cell(cell: "_Cell", xml: str) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    properties = cell._tc.get_or_add_tcPr()
    properties.append(parse_xml(xml % nsdecls("w")))
    properties[:] = sorted(properties, key=lambda child: _CELL_ORDER.index(child.tag.partition("}")[2]))

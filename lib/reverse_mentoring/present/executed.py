"""An executed notebook for readers without a kernel: its printed forms only, and the same as one HTML file.

Widget views are taken out: without their kernel they would show an error, and their state may hold what is on no page.
"""

from pathlib import Path
from typing import Any

from markupsafe import Markup

from reverse_mentoring.present.pages import document
from reverse_mentoring.present.spreadsheets import put_file

_LIVE = "application/vnd.jupyter.widget-view+json"


def without_widgets(notebook: Any) -> Any:
    """The same notebook (nbformat 4 node) with printed outputs, no widget state, no messages on the side."""
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        cell.outputs = [output for output in cell.outputs if output.output_type != "stream"]
        for output in cell.outputs:
            if "text/html" in output.get("data", {}):
                output.data.pop(_LIVE, None)
                output.data["text/plain"] = "(a page)"
    return notebook


def write_page(notebook: Any, path: Path) -> None:
    """Writes the executed notebook as one HTML file that opens offline: words and printed outputs, no code."""
    from nbconvert.filters.markdown_mistune import markdown2html_mistune

    parts = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            parts.append({"words": True, "html": Markup(markdown2html_mistune(cell.source))})
        elif cell.cell_type == "code":
            pages = [output.data["text/html"] for output in cell.outputs if "text/html" in output.get("data", {})]
            parts += [{"words": False, "html": Markup(page)} for page in pages]
    put_file(path, document(path.stem.replace("_", " "), parts).encode())

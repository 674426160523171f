"""Other notebooks in the place of the managers' page, served by the same server, to see what it does with them."""

from pathlib import Path

import nbformat

OTHER_NOTEBOOK = """
import sys
from pathlib import Path
from reverse_mentoring.run import dashboard_serving
from reverse_mentoring.run.dashboard_command import dashboard
pages = Path(sys.argv.pop(1))
dashboard_serving.notebooks = lambda: pages
dashboard()
"""
"""A program for Python -c: the command, for the notebooks of a folder, its first argument."""


def notebook(folder: Path, *cells: str | Path, name: str = "dashboard.ipynb") -> Path:
    """A folder with this notebook. cells: programs, or notebooks whose cells are taken."""
    made = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python"}})
    for cell in cells:
        taken = nbformat.read(cell, as_version=4).cells if isinstance(cell, Path) else [nbformat.v4.new_code_cell(cell)]
        made.cells.extend(taken)
    folder.mkdir(parents=True, exist_ok=True)
    nbformat.write(made, folder / name)
    return folder

"""Executes the notebooks for the newest cohort of the sample and writes them back with their printed pages.

    python tests/support/execute_notebooks.py [FOLDER]

FOLDER: where the notebooks lie (default: workbook/ of this checkout). Run it when a page has changed on purpose, look
at the difference, and commit it; `make test` runs nbval against what is committed. Sources, ids and metadata stay as
they are; the programme is a fresh sample in a temporary folder, so that two runs write the same bytes.
"""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from nbclient import NotebookClient

from reverse_mentoring.present.executed import without_widgets
from reverse_mentoring.run.demo import sample_programme
from reverse_mentoring.workbook.opening import NOTEBOOKS, PROGRAMME_VARIABLE

WORKBOOK = Path(__file__).parents[2] / "workbook"


def execute(path: Path) -> None:
    """Runs this notebook in a kernel of its own and writes it back with its outputs, and nothing else, renewed."""
    notebook = nbformat.read(path, as_version=4)
    kept = notebook.metadata.copy()
    client = NotebookClient(notebook, kernel_name="python3", record_timing=False, store_widget_state=False,
                            extra_arguments=["--IPKernelApp.log_level=50"],
                            resources={"metadata": {"path": str(path.parent)}})  # fmt: skip
    client.execute()
    _write(without_widgets(notebook), kept, path)


def _write(notebook: Any, metadata: Any, path: Path) -> None:
    notebook.metadata = metadata
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")


def main(folder: Path) -> None:
    """Executes the four notebooks of this folder."""
    with TemporaryDirectory(prefix="rm-notebooks-") as temporary:
        os.environ[PROGRAMME_VARIABLE] = str(sample_programme(Path(temporary) / "programme").folder)
        os.environ.pop("QUERY_STRING", None)
        for name, _ in NOTEBOOKS.values():
            execute(folder / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else WORKBOOK)

"""One cohort through the four notebooks by Papermill: executed notebook, HTML page and files of each step."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from reverse_mentoring.present.executed import without_widgets, write_page
from reverse_mentoring.run.places import notebooks
from reverse_mentoring.store.programme import Programme
from reverse_mentoring.workbook.opening import NOTEBOOKS

TIMEOUT_SECONDS = 900
PRIVATE = {"transport": "ipc"} if os.name == "posix" else {}
"""Kernels talk over files that only this user can open, where the system has such files, not over network ports."""
OUR_ERRORS = ("Refused", "InputProblems", "RuleBroken")


class StepFailed(Exception):
    """A notebook did not run through; str() names notebook and cell, and the sentence if it was one of ours."""


def execute(programme: Programme, cohort: str, as_of: str, folder: Path, *, done: Callable[[str], None]) -> None:
    """Runs the four notebooks for one cohort and writes everything into this folder; done(step) after each."""
    for name, _ in NOTEBOOKS.values():
        values = {"programme": str(programme.folder), "cohort": cohort, "as_of": as_of, "results": str(folder)}
        executed = _papermill(notebooks() / name, values)
        _write(executed, folder / name)
        done(name.removesuffix(".ipynb"))


def _papermill(path: Path, values: dict[str, str]) -> Any:
    import papermill
    from traitlets.config import Config
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    try:
        return papermill.execute_notebook(
            path, None, parameters=values, progress_bar=False, store_widget_state=False,
            execution_timeout=TIMEOUT_SECONDS, kernel_name="python3", log_output=False,
            config=Config(KernelManager=PRIVATE), extra_arguments=["--IPKernelApp.log_level=50"],
        )  # fmt: skip
    except PapermillExecutionError as error:
        raise StepFailed(f"{path.name}, cell {error.cell_index}: {_sentence(error)}") from None
    except (CellTimeoutError, DeadKernelError) as error:
        raise StepFailed(f"{path.name}: the kernel {_fate(error)}.") from None


def _sentence(error: Any) -> str:
    """Our own sentences are free of names and ratings; of any other error only its kind is told."""
    return str(error.evalue) if error.ename in OUR_ERRORS else f"{error.ename}. Run “reverse-mentoring doctor”."


def _fate(error: Exception) -> str:
    return "took too long" if "Timeout" in type(error).__name__ else "died"


def _write(executed: Any, path: Path) -> None:
    import nbformat

    printed = without_widgets(executed)
    for cell in printed.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
    printed.metadata.pop("papermill", None)
    path.write_text(nbformat.writes(printed), encoding="utf-8")  # type: ignore[no-untyped-call]
    write_page(printed, path.with_suffix(".html"))

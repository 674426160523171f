"""One cohort through the four notebooks by Papermill: executed notebook, HTML page and files of each step."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from reverse_mentoring.present.executed import without_widgets, write_page
from reverse_mentoring.run.orders import TIMEOUT_SECONDS
from reverse_mentoring.run.places import notebooks
from reverse_mentoring.store.programme import Programme
from reverse_mentoring.workbook.opening import NOTEBOOKS

OUR_ERRORS = ("Refused", "InputProblems", "RuleBroken")


class StepFailed(Exception):
    """A notebook did not run through; str() names notebook and cell, and the sentence if it was one of ours."""


class KernelDied(StepFailed):
    """The kernel did not start, or ended in the middle; another one may do."""


@dataclass(frozen=True)
class Asked:
    """Which cohort of a programme, as of which day (ISO), what its review looks at ("" = by the calendar), which steps,
    and for how many seconds a cell may run."""

    programme: Programme
    cohort: str
    as_of: str
    mode: str = ""
    steps: tuple[str, ...] = tuple(NOTEBOOKS)
    timeout: int = TIMEOUT_SECONDS

    def parameters(self, step: str) -> dict[str, str]:
        """What a reader of the executed notebook may see of them."""
        known = {"cohort": self.cohort, "as_of": self.as_of}
        return known | {"mode": self.mode} if step == "review" and self.mode else known


def execute(asked: Asked, folder: Path, *, done: Callable[[str], None]) -> None:
    """Runs the notebooks for one cohort and writes everything into this folder; done(notebook) after each."""
    from reverse_mentoring.run.forked_engine import one_process

    with one_process():
        for step in asked.steps:
            name, shown = NOTEBOOKS[step][0], asked.parameters(step)
            values = {"programme": str(asked.programme.folder), **shown, "results": str(folder)}
            executed = _papermill(notebooks() / name, values, timeout=asked.timeout)
            _write(executed, folder / name, shown)
            done(name.removesuffix(".ipynb"))


def _papermill(path: Path, values: dict[str, str], *, timeout: int) -> Any:
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    try:
        with TemporaryDirectory(prefix="rm-", ignore_cleanup_errors=True) as private:
            return _executed(path, values, private, timeout)
    except PapermillExecutionError as error:
        raise StepFailed(f"{path.name}, cell {error.cell_index}: {_sentence(error)}") from None
    except CellTimeoutError:
        raise StepFailed(f"{path.name}: a cell took longer than {timeout} s (--timeout).") from None
    except (DeadKernelError, RuntimeError, ProcessLookupError):
        raise KernelDied(f"{path.name}: the kernel did not start or died. Run it again with fewer --jobs.") from None


def _executed(path: Path, values: dict[str, str], private: str, timeout: int) -> Any:
    import papermill
    from traitlets.config import Config

    # Where the system has them, kernels talk over socket files that only this user can open: no two of them can
    # draw the same network port, and nobody else on the machine can listen.
    talk = {"transport": "ipc", "ip": f"{private}/kernel"} if os.name == "posix" else {}
    return papermill.execute_notebook(
        path, None, parameters=values, progress_bar=False, store_widget_state=False, log_output=False,
        execution_timeout=timeout, kernel_name="python3", config=Config(KernelManager=talk),
        extra_arguments=["--IPKernelApp.log_level=50"],
    )  # fmt: skip


def _sentence(error: Any) -> str:
    """Our own sentences are free of names and ratings; of any other error only its kind is told."""
    return str(error.evalue) if error.ename in OUR_ERRORS else f"{error.ename}. Run “reverse-mentoring doctor”."


def _write(executed: Any, path: Path, shown: dict[str, str]) -> None:
    """Writes the same bytes for the same results: no times, no ids drawn by chance, no folders of this machine.

    shown: the parameters that a reader may see.
    """
    import nbformat

    printed = without_widgets(executed)
    for cell in printed.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.id = "injected-parameters"
            cell.source = "# Parameters\n" + "\n".join(f"{name} = {json.dumps(each)}" for name, each in shown.items())
    printed.metadata.pop("papermill", None)
    path.write_text(nbformat.writes(printed), encoding="utf-8")  # type: ignore[no-untyped-call]
    write_page(printed, path.with_suffix(".html"))

"""Papermill's engine for Linux: notebooks run in processes forked from one that has imported everything.

Registered as Papermill's default while it lasts, the place where Papermill lets others execute. Outputs are those of
the ordinary engine, whose client puts them into the notebook here too. Where the mother cannot fork a process, the
ordinary engine runs the notebook.
"""

import asyncio
import json
import os
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from nbclient.exceptions import CellExecutionComplete, CellTimeoutError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NBClientEngine, papermill_engines
from traitlets import Instance

from reverse_mentoring.run.shared_drawer import shared_drawer
from reverse_mentoring.run.warm_kernels import NOTEBOOK_IMPORTS, Child, Mother, mother

PATIENCE_SECONDS = 5.0
_SHARED: "ContextVar[list[Line] | None]" = ContextVar("shared", default=None)


class Line:
    """A line kernel as its owner sees it. language: its language_info."""

    def __init__(self, kernel: Child, cells: socket.socket) -> None:
        self._kernel, self._cells = kernel, cells
        self._answers = cells.makefile("rb")
        self.language = self._answer()

    def run(self, code: str, *, timeout: float | None) -> list[dict[str, Any]]:
        """What the kernel says of this cell. Raises DeadKernelError; TimeoutError after so many seconds."""
        self._cells.settimeout(timeout)
        try:
            self._cells.sendall(json.dumps(code).encode() + b"\n")
        except ConnectionError:
            raise DeadKernelError("Kernel died") from None
        messages: list[dict[str, Any]] = self._answer()
        return messages

    def forget(self) -> None:
        """The next cells are of another notebook."""
        with suppress(ConnectionError):  # a kernel that died is told by its next cell
            self._cells.sendall(b"null\n")

    def _answer(self) -> Any:
        try:
            answer = self._answers.readline()
        except ConnectionError:
            answer = b""
        if not answer:
            raise DeadKernelError("Kernel died")
        return json.loads(answer)

    def close(self, *, patience: float = PATIENCE_SECONDS) -> None:
        """Nothing more is asked: the process ends; if it does not, the mother ends it."""
        self._answers.close()
        self._cells.close()
        self._kernel.let_go(patience)


class LineClient(PapermillNotebookClient):
    """Papermill's client, with a line in the place of a kernel's channels."""

    line = Instance(Line)

    def execute(self, **_: Any) -> Any:
        """Runs every cell until one fails."""
        self.reset_execution_trackers()
        self.papermill_execute_cells()
        self.nb.metadata["language_info"] = self.line.language
        return self.nb

    def execute_cell(self, cell: Any, cell_index: int, **_: Any) -> Any:
        """Puts what the cell gives into it. Raises CellTimeoutError and DeadKernelError as the ordinary client."""
        if cell.cell_type != "code" or not cell.source.strip():
            return cell
        cell["outputs"], self.clear_before_next_output = [], False
        try:
            messages = self.line.run(cell.source, timeout=self.timeout)
        except TimeoutError:
            raise CellTimeoutError.error_from_timeout_and_cell("Cell execution timed out", self.timeout, cell) from None
        *said, reply = messages
        for message in said:
            with suppress(CellExecutionComplete):
                self.process_message({**message, "header": dict(message), "parent_header": {}}, cell, cell_index)
        if reply["content"]["status"] == "error":
            asyncio.run(self._check_raise_for_error(cell, cell_index, reply))
        return cell


@contextmanager
def ready_to_run() -> Iterator[None]:
    """While it lasts, our notebooks begin at once: what they import is imported, and their pictures have a drawer."""
    with shared_drawer(), forked_notebooks(NOTEBOOK_IMPORTS):
        yield


@contextmanager
def forked_notebooks(imports: Sequence[str]) -> Iterator[None]:
    """While it lasts, Papermill runs notebooks in processes that have these modules imported; no effect where a fork
    is not safe (warm_kernels). Returns at once: the first notebook waits until the mother has imported."""
    with ExitStack() as while_it_lasts:
        if sys.platform.startswith("linux"):
            with suppress(OSError):
                found = while_it_lasts.enter_context(mother(imports))
                while_it_lasts.callback(papermill_engines.register, None, papermill_engines.get_engine())
                papermill_engines.register(None, _engine(found))
        yield


@contextmanager
def one_process() -> Iterator[None]:
    """While it lasts, the notebooks that this thread runs share a process: each begins without the names of the one
    before, but what modules keep stays."""
    lines: list[Line] = []
    before = _SHARED.set(lines)
    try:
        yield
    finally:
        _SHARED.reset(before)
        for line in lines:
            line.close()


def _engine(found: Mother) -> type[Engine]:
    class Forked(Engine):
        @classmethod
        def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **kwargs: Any) -> None:
            with one_process() if _SHARED.get() is None else nullcontext():
                line = _shared_line(found)
                if line is None:
                    NBClientEngine.execute_managed_notebook(nb_man, kernel_name, **kwargs)
                    return
                LineClient(nb_man, line=line, timeout=kwargs.get("execution_timeout"), record_timing=False).execute()

    return Forked


def _shared_line(found: Mother) -> Line | None:
    """The line that the notebooks of now share, ready for the next of them; None where there can be none."""
    lines = _SHARED.get()
    assert lines is not None
    if lines:
        lines[-1].forget()
    elif line := _line(found):
        lines.append(line)
    return lines[-1] if lines else None


def _line(found: Mother) -> Line | None:
    if not found.suits(os.environ):
        return None
    ours, hers = socket.socketpair()
    with hers:
        bear = found.bear((), env=dict(os.environ), cwd=str(Path.cwd()), cells=hers)
        kernel = asyncio.run(bear)
    if kernel is None:
        ours.close()
        return None
    return Line(kernel, ours)

"""Kernels that have imported everything already: forked from a mother process instead of started from nothing.

A provisioner, the place where Jupyter lets others start its kernels; Papermill and Voila know nothing of it. Linux
only: elsewhere the system's own libraries may run threads that make a fork unsafe, and kernels start as always. So
they do for a kernel that the mother cannot bear (another Python, other streams), and when she is gone.
"""

import asyncio
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from socket import socket as Socket
from typing import Any

from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Any as AnyTrait

NOTEBOOK_IMPORTS = (
    *(f"reverse_mentoring.workbook.{step}" for step in ("opening", "gap_analysis", "matching", "agreements", "review")),
    "ipywidgets", "anywidget", "altair", "vl_convert", "scipy.optimize", "scipy.stats", "docxtpl", "xlsxwriter",
    "icalendar", "holidays.countries", "python_calamine", "jinja2.sandbox",
    "reverse_mentoring.present.pages:compile_templates", "reverse_mentoring.present.word_files:compile_templates",
)  # fmt: skip
"""What the four notebooks import sooner or later, and the functions that make what each of them would make anew."""
DASHBOARD_IMPORTS = ("reverse_mentoring.workbook.dashboard", "reverse_mentoring.workbook.quiet_kernel")
"""What the managers' page imports; nothing that could reach a vault."""
LAUNCHER = ["-m", "ipykernel_launcher"]
LINES = ("--HistoryManager.enabled=False", "--IPKernelApp.parent_handle=1")
"""No file for what was typed; and no looking for the parent, which here is not the owner: its line tells."""
WIDGETS = "--InteractiveShellApp.extra_extensions=ipywidgets"
"""Imported before there is a kernel, ipywidgets answers no page that asks for all widgets at once."""
UNDERSTOOD = {"env", "cwd", "kernel_id", "extra_arguments"}
HERS = dict.fromkeys(
    ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "PYDEVD_DISABLE_FILE_VALIDATION"), "1"
)
"""Environment of the mother alone: libraries start no threads, and the debugger that Jupyter imports prints nothing."""
PATIENCE_SECONDS = 60.0
UNKNOWN_CODE = 1


@contextmanager
def warm(imports: Sequence[str]) -> Iterator[None]:
    """While it lasts, kernels that this process starts have these modules imported; no effect where that is not safe.

    Returns at once: the first kernel waits until the mother has imported.
    """
    with ExitStack() as while_it_lasts:
        if sys.platform.startswith("linux"):
            with suppress(OSError):
                while_it_lasts.enter_context(_used(while_it_lasts.enter_context(mother(imports))))
        yield


@dataclass(frozen=True)
class Mother:
    """The owner's end of the mother process. environment: what Python itself read when she started; lines: what
    each child's command line has besides."""

    pid: int
    socket: socket.socket
    environment: dict[str, str]
    lines: tuple[str, ...] = LINES

    def suits(self, environment: Any) -> bool:
        """Whether her child would be the Python that starts in this environment."""
        return _for_python(environment) == self.environment

    async def bear(
        self, arguments: Sequence[str], *, env: dict[str, str], cwd: str, cells: Socket | None = None
    ) -> "Child | None":
        """A new kernel; None if she cannot or is gone. cells: makes it a line kernel that answers over this socket."""
        ours, hers = socket.socketpair()
        ours.setblocking(False)
        loop = asyncio.get_running_loop()
        request = {"arguments": [*arguments, *self.lines], "env": env, "cwd": cwd}
        try:
            with hers:
                socket.send_fds(self.socket, [b"!"], [each.fileno() for each in (hers, cells) if each])
            await loop.sock_sendall(ours, json.dumps(request).encode() + b"\n")
            answer = await asyncio.wait_for(loop.sock_recv(ours, 32), PATIENCE_SECONDS)
            return Child(ours, int(answer))
        except (OSError, TimeoutError, ValueError):
            ours.close()
            return None


class Child:
    """A kernel born by the mother, with the methods of subprocess.Popen that Jupyter uses."""

    stdin = stdout = stderr = None

    def __init__(self, line: socket.socket, pid: int) -> None:
        self.pid, self._line = pid, line
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Its exit code, negative for a signal; None while it runs."""
        if self.returncode is None:
            try:
                self.returncode = int(self._line.recv(32) or UNKNOWN_CODE)
            except BlockingIOError:
                pass
            except OSError:
                self.returncode = UNKNOWN_CODE
        return self.returncode

    def wait(self) -> int:
        """Its exit code, when it has ended; its number is free afterwards."""
        self._line.setblocking(True)
        code = self.poll()
        self._line.close()
        return UNKNOWN_CODE if code is None else code

    def let_go(self, seconds: float) -> None:
        """It has so long to end by itself; then its mother ends it."""
        self._line.settimeout(seconds)
        self.poll()
        self._line.close()

    def send_signal(self, number: int) -> None:
        """Nothing happens if it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Ends it at once."""
        self.send_signal(9)


class WarmProvisioner(LocalProvisioner):
    """Jupyter's own provisioner, except that the process comes from the mother where she can bear it."""

    mother = AnyTrait()

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """The connection, as Jupyter's own."""
        child = None
        plain = list(cmd[:3]) == [sys.executable, *LAUNCHER] and kwargs.keys() <= UNDERSTOOD
        if plain and self.mother.suits(kwargs.get("env", os.environ)):
            env = kwargs["env"] | {"JPY_PARENT_PID": str(os.getpid())}
            cwd = str(Path(kwargs.get("cwd") or Path.cwd()).absolute())
            child = await self.mother.bear(cmd[3:], env=env, cwd=cwd)
        if child is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.process, self.pid, self.pgid, self.cwd = child, child.pid, child.pid, cwd
        return self.connection_info

    async def cleanup(self, restart: bool = False) -> None:
        """Also lets go of a kernel that has died and that nobody waits for."""
        if isinstance(self.process, Child) and self.process.poll() is not None:
            self.process.wait()
        await super().cleanup(restart=restart)


@dataclass(frozen=True)
class _Registered:
    """Stands where Jupyter keeps the entry points of provisioners; this one exists only while the mother does."""

    mother: Mother
    name: str
    value: str = f"{__name__}:WarmProvisioner"

    def load(self) -> Any:
        return partial(WarmProvisioner, mother=self.mother)


@contextmanager
def _used(hers: Mother) -> Iterator[None]:
    """Jupyter asks her for every kernel that names no provisioner of its own."""
    factory = KernelProvisionerFactory.instance()
    before = factory.default_provisioner_name
    entry = _Registered(hers, name=f"reverse-mentoring-{hers.pid}")
    factory.provisioners[entry.name] = entry  # type: ignore[assignment]
    factory.default_provisioner_name = entry.name
    try:
        yield
    finally:
        factory.default_provisioner_name = before
        del factory.provisioners[entry.name]


@contextmanager
def mother(imports: Sequence[str]) -> Iterator[Mother]:
    """She imports these while it lasts, and forks; ends with all kernels that still run. OSError if she cannot be."""
    ours, hers = socket.socketpair()
    env = {name: text for name, text in os.environ.items() if name != "JPY_PARENT_PID"}
    command = [sys.executable, "-m", "reverse_mentoring.run.kernel_mother", str(hers.fileno()), *imports]
    with ours, subprocess.Popen(
        command, env=env | HERS, stdin=subprocess.DEVNULL, pass_fds=[hers.fileno()], start_new_session=True
    ) as process:  # fmt: skip
        hers.close()
        try:
            lines = (*LINES, WIDGETS) if "ipywidgets" in imports else LINES
            yield Mother(process.pid, ours, _for_python(env), lines)
        finally:
            ours.close()
            process.terminate()  # heard only while she imports; afterwards she looks after her kernels first
            with suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE_SECONDS)
            process.kill()


def _for_python(environment: Any) -> dict[str, str]:
    return {name: text for name, text in environment.items() if name.startswith("PYTHON")}

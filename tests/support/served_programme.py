"""A sample programme of one's own, and the workbook served from it by the command line in a process of its own."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from reverse_mentoring.run.demo import sample_programme
from reverse_mentoring.store.programme import Programme

HOST = "127.0.0.1"
PATIENCE_SECONDS = 60
WORKBOOK = ("-m", "reverse_mentoring")
OWN_PLACES = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR",
              "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")  # fmt: skip


@dataclass(frozen=True)
class Served:
    """A running workbook. address: where it listens, without a path; token: what opens it; programme: its folder."""

    address: str
    token: str
    programme: Programme

    def page(self, path: str, **query: str) -> str:
        """The address of a page, with the token."""
        return f"{self.address}/{path}?{urlencode({**query, 'token': self.token})}"


@contextmanager
def served(
    folder: Path, *options: str, programme: Programme | None = None, program: tuple[str, ...] = WORKBOOK
) -> Iterator[Served]:
    """`reverse-mentoring open` for this programme, else a fresh sample; it has ended when the block is left.

    folder: where the sample, the log and the server's own files lie. program: what Python is to run instead.
    """
    programme = programme or sample_programme(folder / "programme")
    log = folder / "served.log"
    command = [sys.executable, *program, "open", "--programme", str(programme.folder), "--no-browser",
               "--port", str(_free_port()), *options]  # fmt: skip
    own = {name: str(folder / name.lower()) for name in OWN_PLACES}
    with log.open("wb") as said:
        process = subprocess.Popen(command, env=os.environ | own, stdout=said, stderr=subprocess.STDOUT)
    try:
        yield _when_it_answers(process, log, programme)
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE_SECONDS / 2)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _when_it_answers(process: subprocess.Popen[bytes], log: Path, programme: Programme) -> Served:
    end = time.monotonic() + PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < end:
        line = re.search(rf"(http://{HOST}:(\d+))/\S*\?token=(\S+)", log.read_text("utf-8"))
        if line and _listens(int(line[2])):
            return Served(line[1], line[3], programme)
        time.sleep(0.1)
    raise AssertionError(f"The workbook does not answer. It said:\n{log.read_text('utf-8')}")


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        found: int = probe.getsockname()[1]
        return found

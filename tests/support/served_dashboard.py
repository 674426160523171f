"""A released file of one's own, and the managers' page served from it by the command line in a process of its own."""

import datetime as dt
import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from releases import release
from reverse_mentoring.store.released import write_release
from reverse_mentoring.words.release import Release

HOST = "127.0.0.1"
COMMAND = ("-m", "reverse_mentoring", "dashboard")
PATIENCE_SECONDS = 60
RELEASES = (release(1), release(2), release(1, cohort="2025-autumn"))
KERNEL = "ipykernel_launcher"
MOTHER = "kernel_mother"


@dataclass(frozen=True)
class Answer:
    """What a server said to one request."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass(frozen=True)
class Dashboard:
    """A running server. token: what opens it, "" behind a proxy; log: what it has said so far; folder: where it is."""

    port: int
    token: str
    log: Path
    process: "subprocess.Popen[bytes]"
    folder: Path

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}/?token={self.token}"

    def asked(self, path: str = "", method: str = "GET", **headers: str) -> Answer:
        """The answer to a request with the token, without following it elsewhere. headers: _ stands for -."""
        with_token = f"/{path}{'&' if '?' in path else '?'}token={self.token}" if self.token else f"/{path}"
        return ask(self.port, with_token, method, {name.replace("_", "-"): text for name, text in headers.items()})

    def kernels(self) -> list[int]:
        """Processes that are kernels of this server."""
        found = []
        for child in psutil.Process(self.process.pid).children(recursive=True):
            try:
                words = child.cmdline()
            except psutil.Error:
                continue
            # A kernel forked by the mother has her command line; the mother is the server's own child.
            forked = MOTHER in " ".join(words) and child.ppid() != self.process.pid
            if KERNEL in " ".join(words) or forked:
                found.append(child.pid)
        return found


def ask(port: int, path: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Answer:
    """One request to this machine's port, with exactly these headers beside Host."""
    line = http.client.HTTPConnection(HOST, port, timeout=PATIENCE_SECONDS)
    line.request(method, path, headers=dict(headers or {}))
    answer = line.getresponse()
    found = Answer(answer.status, {name.lower(): text for name, text in answer.getheaders()}, answer.read())
    line.close()
    return found


def released_file(folder: Path, releases: tuple[Release, ...] = RELEASES) -> Path:
    """released.db in this folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for each in releases:
        write_release(folder / "released.db", each, now=dt.datetime(2026, 4, 20, 9, tzinfo=dt.UTC))
    return folder / "released.db"


@contextmanager
def dashboard(
    folder: Path, *options: str, program: tuple[str, ...] = COMMAND, surroundings: Mapping[str, str] | None = None
) -> Iterator[Dashboard]:
    """`reverse-mentoring dashboard` in a folder that holds released.db; it has ended when the block is left.

    program: what Python is to run instead. surroundings: further environment variables.
    """
    if not (folder / "released.db").exists():
        released_file(folder)
    log, port = folder.with_name(f"{folder.name}.log"), free_port()
    command = [sys.executable, *program, "--no-browser", "--port", str(port), *options]
    plain = {name: text for name, text in os.environ.items() if not name.startswith("REVERSE_MENTORING")}
    with log.open("wb") as said:
        process = subprocess.Popen(
            command, env=plain | dict(surroundings or {}), cwd=folder, stdout=said, stderr=subprocess.STDOUT
        )
    try:
        yield _when_it_answers(process, log, port, folder)
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE_SECONDS / 2)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        found: int = probe.getsockname()[1]
        return found


def _when_it_answers(process: "subprocess.Popen[bytes]", log: Path, port: int, folder: Path) -> Dashboard:
    end = time.monotonic() + PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < end:
        said = log.read_text("utf-8")
        if "Stop it with Ctrl-C" in said:
            line = re.search(r"\?token=(\S+)", said)
            return Dashboard(port, line[1] if line else "", log, process, folder)
        time.sleep(0.05)
    raise AssertionError(f"The dashboard does not answer. It said:\n{log.read_text('utf-8')}")

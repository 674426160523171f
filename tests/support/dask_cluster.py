"""A Dask scheduler and its workers on this machine, as an operator starts them."""

import importlib.util
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

needs_dask = pytest.mark.skipif(
    not importlib.util.find_spec("distributed"), reason="Dask is not installed (extra “cluster”)"
)
HERE = ("--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0")
PATIENCE_SECONDS = 60


@dataclass
class Cluster:
    """Started programs and what they log. environment: of those started from now on."""

    folder: Path
    address: str = ""
    scheduler: "subprocess.Popen[bytes] | None" = None
    workers: "list[subprocess.Popen[bytes]]" = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)

    def start_scheduler(self, *more: str) -> None:
        """And wait until it has said where it is."""
        told = self.folder / "scheduler.json"
        where = ("--port", "0", *(more or HERE), "--scheduler-file", str(told))
        self.scheduler = self._started("scheduler", "scheduler", *where)
        until = time.monotonic() + PATIENCE_SECONDS
        while not self.address and time.monotonic() < until:
            time.sleep(0.1)
            if told.is_file() and told.read_text():
                self.address = json.loads(told.read_text())["address"]
        assert self.address, self.logs()

    def start_worker(self, *more: str) -> "subprocess.Popen[bytes]":
        """One process with one thread; its kernels are its own."""
        how = (self.address, "--nthreads", "1", "--no-nanny", "--local-directory", str(self.folder), *(more or HERE))
        worker = self._started(f"worker-{len(self.workers)}", "worker", *how)
        self.workers.append(worker)
        return worker

    def logs(self) -> str:
        return "\n".join(path.read_text("utf-8", "replace") for path in sorted(self.folder.glob("*.log")))

    def end(self) -> None:
        """All of them, and what they have started."""
        for process in (*self.workers, self.scheduler):
            if process and process.poll() is None:
                below = psutil.Process(process.pid).children(recursive=True)
                process.kill()
                process.wait()
                psutil.wait_procs(below, timeout=5)

    def _started(self, name: str, *arguments: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "dask", *arguments]
        with (self.folder / f"{name}.log").open("wb") as log:
            return subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, **self.environment})


@contextmanager
def cluster(folder: Path, *, workers: int, **environment: str) -> Iterator[Cluster]:
    """A scheduler and so many workers on loopback, while it lasts."""
    folder.mkdir(parents=True)
    found = Cluster(folder, environment=environment)
    try:
        found.start_scheduler()
        for _ in range(workers):
            found.start_worker()
        yield found
    finally:
        found.end()


def writer(results: Path, cohort: str) -> int:
    """The process that writes this cohort's result now."""
    return int(json.loads((results / f".{cohort}.writing.lock").read_text())["pid"])

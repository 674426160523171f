"""The command “run” in a process of its own, watched: time of each step, processor time, memory of all its kernels."""

import os
import re
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from command_line import COMMAND
from growing_programmes import AS_OF

STEP = re.compile(r"^\S+: (?:(input)|0\d_(\w+)) done")
LOOK_EVERY = 0.25
GIVEN_UP = 7_200


@dataclass(frozen=True)
class Watched:
    """A run. steps: what was done last → seconds until then, summed over cohorts; memory: bytes of the command and of
    its kernels together at their most (each shared page once); kernel: the largest single process."""

    seconds: float
    processor: float
    steps: Counter[str]
    memory: int
    kernel: int
    said: str
    exit_code: int


def watched_run(home: Path, results: Path, *more: str) -> Watched:
    """Runs all cohorts of the programme, or those named, one after the other unless more says otherwise."""
    which = () if more and not more[0].startswith("-") else ("--all",)
    command = [*COMMAND, "run", *which, "--programme", str(home), "--results", str(results), "--as-of", str(AS_OF)]
    before, began = os.times(), time.monotonic()
    process = subprocess.Popen([*command, *more], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    memory, over = Counter[str](), threading.Event()
    looking = threading.Thread(target=_look, args=(process.pid, memory, over))
    looking.start()
    steps, last, lines = Counter[str](), began, []
    for line in process.stdout:
        lines.append(line)
        if found := STEP.match(line):
            now = time.monotonic()
            steps[found[1] or found[2]] += round(now - last, 2)
            last = now
    process.wait(timeout=GIVEN_UP)
    over.set()
    looking.join()
    after = os.times()
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return Watched(time.monotonic() - began, processor, steps, memory["all"], memory["one"], "".join(lines),
                   process.returncode)  # fmt: skip


def _look(pid: int, memory: Counter[str], over: threading.Event) -> None:
    while not over.wait(LOOK_EVERY):
        now = list(_sizes(pid))
        memory["all"] = max(memory["all"], sum(now))
        memory["one"] = max(memory["one"], *now, 0)


def _sizes(pid: int) -> Iterator[int]:
    """Memory of the process and of each of its descendants; a page that two share counts half in each."""
    try:
        root = psutil.Process(pid)
        everybody = [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return
    for each in everybody:
        try:
            yield each.memory_full_info().pss
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            yield 0

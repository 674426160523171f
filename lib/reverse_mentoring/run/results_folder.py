"""The folder of results: one run at a time, results whole or not there, what dead runs left behind cleared away."""

import datetime as dt
import json
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from reverse_mentoring.words.problems import Refused

LOCK = ".run.lock"
BEYOND = 1 << 30
"""Where Windows locks a byte: behind the content, so that others can read who it is."""


@contextmanager
def held(results: Path) -> Iterator[None]:
    """Nobody else runs into this folder while it lasts; Refused, saying who does, if somebody does.

    The system takes the lock from a process that ends, in whatever way: a dead run holds up nobody.
    """
    results.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = results / LOCK
    lock = _taken(path)
    try:
        os.truncate(path, 0)
        os.write(lock, json.dumps({"pid": os.getpid(), "started": _started(os.getpid())}).encode())
        yield
    finally:
        if sys.platform != "win32":  # there an open file cannot be removed
            path.unlink(missing_ok=True)
        os.close(lock)
        with suppress(OSError):
            results.rmdir()  # a run that came to nothing leaves no empty folder


def _taken(path: Path) -> int:
    """The lock file, open and ours; tried again where its last owner removed it meanwhile."""
    while True:
        lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(lock)
        except BlockingIOError:
            os.close(lock)
            raise Refused(_who(path)) from None
        with suppress(OSError):
            if os.path.samestat(os.fstat(lock), path.stat()):
                return lock
        os.close(lock)


def _lock(lock: int) -> None:
    """BlockingIOError if somebody else has it."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(lock, BEYOND, os.SEEK_SET)
        try:
            msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            raise BlockingIOError from None
        os.lseek(lock, 0, os.SEEK_SET)
    else:
        import fcntl

        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _who(path: Path) -> str:
    known = {}
    with suppress(OSError, ValueError):
        known = json.loads(path.read_bytes())
    by = f" (process {known['pid']}, since {known['started']})" if known else ""
    return f"Another run is writing into {path.parent}{by}. Wait for it, stop it, or choose another folder."


def _started(pid: int) -> str:
    import psutil

    moment = dt.datetime.fromtimestamp(psutil.Process(pid).create_time()).astimezone()
    return moment.isoformat(" ", "minutes")


def tidy(results: Path, cohorts: Iterable[str]) -> None:
    """Clears away what dead runs left of these cohorts; a result that one had laid aside comes back.

    Only for whoever holds the folder: nothing in it belongs to a run that is alive.
    """
    names = set(cohorts)
    for path in sorted(results.glob(".*")):
        unfinished = re.fullmatch(r"\.(.+?)\.(\d+\.partial|partial|old)", path.name)
        if unfinished and unfinished[1] in names and path.is_dir():
            final = results / unfinished[1]
            if unfinished[2] == "old" and not final.exists():
                path.rename(final)
            else:
                shutil.rmtree(path, ignore_errors=True)
        elif re.fullmatch(r"\.(index\.html|summary\.xlsx|overview\.json)\.\d+\.part", path.name):
            path.unlink(missing_ok=True)


def beside(final: Path) -> Path:
    """Where a result is written before it takes its place; no other run has the same, not even a dying one."""
    return final.with_name(f".{final.name}.{os.getpid()}.partial")


def refuse_other(final: Path) -> None:
    """Refused where something else than a result lies in its place."""
    empty = final.is_dir() and not any(final.iterdir())
    if final.exists() and not (final / "manifest.json").is_file() and not empty:
        raise Refused(f"{final} is no result of a run; nothing was changed. Choose another folder for the results.")


def put_in_place(partial: Path, final: Path) -> None:
    """The new folder takes the old one's place; killed in between, the next run brings the old one back."""
    old = final.with_name(f".{final.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if final.exists():
        final.rename(old)
    partial.rename(final)
    shutil.rmtree(old, ignore_errors=True)

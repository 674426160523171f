"""Locks between processes. The system takes them from a process that ends, in whatever way: the dead hold up nobody."""

import datetime as dt
import json
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

BEYOND = 1 << 30
"""Where Windows locks a byte: behind the content, so that others can read who it is."""
PAUSE_SECONDS = 0.2


class Taken(Exception):
    """Somebody else has the lock; str() says which process, on which machine, since when, as far as known."""


@contextmanager
def locked(path: Path, *, patience: float = 0.0) -> Iterator[None]:
    """Nobody else has this lock file while it lasts; its folder is made, and goes again if nothing else is in it.

    patience: for how many seconds to wait if somebody has it; then Taken.
    """
    lock = _taken(path, time.monotonic() + patience)
    try:
        os.truncate(path, 0)
        os.write(lock, ourselves().encode())
        yield
    finally:
        if sys.platform != "win32":  # there an open file cannot be removed
            path.unlink(missing_ok=True)
        os.close(lock)
        with suppress(OSError):
            path.parent.rmdir()


def _taken(path: Path, until: float) -> int:
    """The lock file, open and ours; tried again where its last owner removed it, or its folder, meanwhile."""
    while True:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except FileNotFoundError:
            continue
        try:
            _lock(lock)
        except BlockingIOError:
            os.close(lock)
            if time.monotonic() >= until:
                raise Taken(_who(path)) from None
            time.sleep(PAUSE_SECONDS)
            continue
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
    try:
        known = json.loads(path.read_bytes())
        elsewhere = f" on {known['host']}" if known["host"] != socket.gethostname() else ""
        return f"process {known['pid']}{elsewhere}, since {known['started']}"
    except (OSError, ValueError, KeyError):
        return "a process that has just begun"


def ourselves() -> str:
    """The line that stands in a lock file of this process."""
    import psutil

    moment = dt.datetime.fromtimestamp(psutil.Process().create_time()).astimezone()
    known = {"pid": os.getpid(), "host": socket.gethostname(), "started": moment.isoformat(" ", "minutes")}
    return json.dumps(known)

"""One drawer for all kernels and runs that this process starts, instead of one in each of them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from reverse_mentoring.present.drawer import ADDRESS


@contextmanager
def shared_drawer() -> Iterator[None]:
    """While it lasts, processes that this one starts have their pictures drawn by one that is ready; no effect on
    Windows.

    Only this account can speak to it. Should it end, each process draws for itself.
    """
    if sys.platform == "win32":
        yield
        return
    with TemporaryDirectory(prefix="rm-", ignore_cleanup_errors=True) as private:
        address = str(Path(private) / "drawer")
        command = [sys.executable, "-m", "reverse_mentoring.present.drawer", address]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as drawer:
            before = os.environ.get(ADDRESS)
            os.environ[ADDRESS] = address
            try:
                yield
            finally:
                if before is None:
                    del os.environ[ADDRESS]
                else:
                    os.environ[ADDRESS] = before
                drawer.kill()

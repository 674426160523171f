"""Voila as we serve it: behind the doorkeeper, without the settings of whoever starts it, with kernels that keep quiet.

Imported only where a server starts, because Voila takes its time.
"""

import json
import logging
import os
import secrets
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from traitlets.config import Config
from voila.app import Voila

from reverse_mentoring.run.doorkeeper import Doorkeeper
from reverse_mentoring.run.places import PACKAGE
from reverse_mentoring.words.problems import Refused
from reverse_mentoring.workbook.dashboard import SERVER_VARIABLE
from reverse_mentoring.workbook.quiet_log import log_without_data

QUIET_KERNEL = {
    "IPKernelApp": {"capture_fd_output": False, "log_level": 40},
    "InteractiveShellApp": {"extensions": ["reverse_mentoring.workbook.quiet_kernel"], "exec_PYTHONSTARTUP": False},
    "HistoryManager": {"enabled": False},
}
OWN = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
SOCKET_PATH = 107 - len("/voila_12345678/kernel-12345678-1234-1234-1234-123456789012.json-ipc-5")
"""The longest folder in which the system takes the names of a kernel's socket files."""


class GuardedVoila(Voila):
    """Voila that listens through a doorkeeper and reads no configuration files.

    keeper: makes the doorkeeper of its application; ready: called when it listens.
    """

    keeper: Callable[[Any], Doorkeeper]
    ready: Callable[[], None]

    def listen(self) -> None:
        """Serves until stopped; refused if the port is taken."""
        server = HTTPServer(self.keeper(self.app), max_body_size=16 * 2**20)
        try:
            try:
                server.listen(self.port, self.ip)
            except OSError as error:
                raise Refused(
                    f"Nothing can be served at {self.ip}, port {self.port} ({error.strerror}). Choose another --port."
                ) from None
            self.ioloop = IOLoop.current()
            self.ready()
            self.ioloop.start()
        except KeyboardInterrupt:
            pass
        finally:
            self.stop()


def run(app: GuardedVoila, notebooks: Path) -> None:
    """Serves this notebook, or this folder of notebooks, until interrupted or terminated."""
    app.initialize([str(notebooks)])
    log_without_data()
    app.start()


def settings(*, template: str, idle_seconds: int, every_seconds: int) -> Config:
    """What holds for both our servers. A kernel without work ends after the sum of the two times at the latest."""
    config = Config()
    config.Voila = Config(
        config_file_paths=[], open_browser=False, port_retries=0, log_level=logging.ERROR,
        token="", autoreload=False,
    )  # fmt: skip
    config.VoilaConfiguration = Config(
        template=template, allow_template_override="NO", allow_theme_override="NO", file_allowlist=["(?!)"],
        show_tracebacks=False, strip_sources=True,
    )  # fmt: skip
    # Or it would look for a place for its signatures by reading the account's Jupyter settings.
    config.NotebookNotary = Config(db_file=":memory:", secret=secrets.token_bytes(32))
    config.VoilaExecutor = Config(
        iopub_timeout=120, timeout=180, cell_error_instruction="", cell_timeout_instruction=""
    )
    config.MappingKernelManager = Config(
        cull_idle_timeout=idle_seconds, cull_interval=every_seconds, cull_connected=False
    )
    # Anybody on the machine may listen at a network port; socket files lie in a folder that only we may enter.
    if sys.platform.startswith("linux") and len(tempfile.gettempdir()) <= SOCKET_PATH:
        config.KernelManager = Config(transport="ipc")
    return config


@contextmanager
def own_surroundings(server: str, *, alone: bool) -> Iterator[None]:
    """The environment of this process and its kernels, with a folder for what they write that is gone afterwards.

    server: the mark by which the managers' page knows our kernels. alone: nothing of the account's own Jupyter is
    looked at, not its kernels, templates and extensions either.
    """
    with tempfile.TemporaryDirectory(prefix="rm-", ignore_cleanup_errors=True) as folder:
        profile = Path(folder) / "ipython" / "profile_default"
        profile.mkdir(parents=True)
        (profile / "ipython_kernel_config.json").write_text(json.dumps(QUIET_KERNEL), "utf-8")
        before = dict(os.environ)
        elsewhere = [] if alone else [each for each in (before.get("JUPYTER_PATH"),) if each]
        os.environ |= {
            "IPYTHONDIR": str(profile.parent),
            "JUPYTER_PATH": os.pathsep.join([str(PACKAGE / "present" / "jupyter"), *elsewhere]),
            SERVER_VARIABLE: server,
            **({name: str(Path(folder) / name.lower()) for name in OWN} | {"JUPYTER_CONFIG_PATH": ""} if alone else {}),
        }
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)

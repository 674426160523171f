"""JupyterLab as we serve it: behind the doorkeeper, with its token in no file. Imported only where it starts."""

from collections.abc import Callable
from typing import Any, ClassVar

from jupyter_server.serverapp import ServerApp
from jupyterlab.labapp import LabApp

from reverse_mentoring.run.doorkeeper import Doorkeeper


class GuardedServer(ServerApp):
    """The server under JupyterLab. keeper: makes the doorkeeper of its application; ready: called when it listens."""

    keeper: ClassVar[Callable[[Any], Doorkeeper]]
    ready: ClassVar[Callable[[], None]]

    def init_httpserver(self) -> None:
        """Puts the doorkeeper in the application's place."""
        super().init_httpserver()
        self.http_server.request_callback = type(self).keeper(self.web_app)
        self.io_loop.add_callback(type(self).ready)

    def write_server_info_file(self) -> None:
        """None: it would hold the token."""

    def write_browser_open_files(self) -> None:
        """None, for the same reason."""


class GuardedLab(LabApp):
    """JupyterLab on that server."""

    serverapp_class = GuardedServer

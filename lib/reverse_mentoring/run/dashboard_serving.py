"""The managers' window: a Voila that has one address, `/`, and no way to a kernel, a file or another notebook."""

import logging
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup
from tornado.web import RequestHandler

from reverse_mentoring.present.pages import document, fragment
from reverse_mentoring.run.addresses import open_in_browser
from reverse_mentoring.run.dashboard_pages import Busy, NoSuchPage, PageFailed, Pages, render
from reverse_mentoring.run.doorkeeper import Doorkeeper, House
from reverse_mentoring.run.doors import ProxyDoor, TokenDoor
from reverse_mentoring.run.places import PACKAGE, notebooks
from reverse_mentoring.run.voila_servers import GuardedVoila, own_surroundings, run, settings
from reverse_mentoring.run.warm_kernels import DASHBOARD_IMPORTS, warm
from reverse_mentoring.workbook.dashboard import PROGRAMME_VARIABLE, RELEASED_VARIABLE

NOTEBOOK = "dashboard.ipynb"
IDLE_SECONDS, EVERY_SECONDS = 120, 30
"""Kernels end with their page; one that was left over ends after the sum of these at the latest."""
AGAIN_SECONDS = 10
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
"""The page has no script, asks for nothing, and stands in nobody's frame."""


@dataclass(frozen=True)
class Window:
    """What is shown to whom: released.db, at this address, behind this door, to so many viewers at once."""

    released: Path
    host: str
    port: int
    door: TokenDoor | ProxyDoor
    viewers: int = 30
    idle_seconds: int = IDLE_SECONDS
    every_seconds: int = EVERY_SECONDS


def serve(window: Window, *, say: Callable[[str], None], browser: bool) -> None:
    """Serves until interrupted. say: gets the address when it listens."""
    os.environ[RELEASED_VARIABLE] = str(window.released)
    for name in (PROGRAMME_VARIABLE, "PYTHONSTARTUP"):
        os.environ.pop(name, None)
    with own_surroundings("dashboard", alone=True), warm(DASHBOARD_IMPORTS):
        run(server(window, lambda: _announce(window, say, browser=browser)), notebooks() / NOTEBOOK)


def server(window: Window, ready: Callable[[], None]) -> GuardedVoila:
    """The application, not yet started. ready: called when it listens."""
    config = settings(template="managers", idle_seconds=window.idle_seconds, every_seconds=window.every_seconds)
    config.Voila.ip, config.Voila.port = window.host, window.port
    config.Voila.token = secrets.token_urlsafe(24)  # for routes of Voila that do not exist here; nobody has it
    config.Voila.tornado_settings = {"log_function": lambda _: None, "default_handler_class": NothingHere}
    config.VoilaExecutor.timeout = 60
    config.KernelSpecManager.kernel_dirs = []  # Python's own kernel alone, not one that the account has set up
    app: GuardedVoila = ManagersVoila.instance(config=config)
    app.keeper = lambda inner: Doorkeeper(window.door, House(inner, POLICY))
    app.ready, app.window = ready, window
    return app


class ManagersVoila(GuardedVoila):
    """Voila with one handler in the place of all of its own."""

    window: Window

    def setup_template_dirs(self) -> None:
        """Our own template and nothing that it could be mixed with."""
        own = PACKAGE / "present" / "jupyter" / "voila" / "templates" / self.voila_configuration.template
        self.template_paths: list[str] = [str(own)]
        self.static_paths: list[str] = []

    def init_handlers(self) -> list[Any]:
        """One address."""
        pages = Pages(
            self.window.released, lambda cohort: render(self, Path(self.notebook_path), cohort),
            most=self.window.viewers,
        )  # fmt: skip
        return [("/", ManagersPage, {"pages": pages})]


class ManagersPage(RequestHandler):
    """The page; or one that says why there is none."""

    SUPPORTED_METHODS = ("GET",)

    def initialize(self, pages: Pages) -> None:
        """Called by Tornado."""
        self._pages = pages

    async def get(self) -> None:
        """The page of ?cohort=, of the newest cohort without. Any other part of the query is not looked at."""
        try:
            self.finish(await self._pages.page(self.get_query_argument("cohort", "")))
        except NoSuchPage:
            self._say(404, "There is no such page", "Nothing was released of a cohort of this name.")
        except Busy:
            self.set_header("Retry-After", str(AGAIN_SECONDS))
            self.set_header("Refresh", str(AGAIN_SECONDS))
            self._say(503, "The page is busy", f"The page is busy, it tries again in {AGAIN_SECONDS} seconds.")
        except PageFailed as failed:
            said = "The page cannot be shown. Tell whoever gave you the address this number: "
            self._say(500, "The page cannot be shown", f"{said}{failed.number}.")

    def write_error(self, status_code: int, **_: Any) -> None:
        """What Tornado itself refuses, as a wrong method, without a traceback."""
        number = secrets.token_hex(4)
        kind = getattr(_.get("exc_info", (None,))[0], "__name__", "")
        logging.getLogger(__name__).error("reference %s: %s %s", number, status_code, kind)
        self._say(status_code, "The page cannot be shown", f"The page cannot be shown. Reference {number}.")

    def log_exception(self, *_: Any) -> None:
        """Said in write_error, without data."""

    def compute_etag(self) -> None:
        """None: the page is kept nowhere."""

    def _say(self, code: int, title: str, sentence: str) -> None:
        self.set_status(code)
        said = Markup("<h1>{}</h1>").format(title) + fragment("sentences", sentences=[sentence], title="")
        self.finish(document(f"Reverse mentoring: {title.lower()}", [{"words": True, "html": said}]))


class NothingHere(RequestHandler):
    """Every other address."""

    def prepare(self) -> None:
        """Whatever the method."""
        self.set_status(404)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish("There is no such page.\n" if self.request.method != "HEAD" else "")


def _announce(window: Window, say: Callable[[str], None], *, browser: bool) -> None:
    host = f"[{window.host}]" if ":" in window.host else window.host
    address = f"http://{host}:{window.port}/"
    if isinstance(window.door, ProxyDoor):
        say(f"The managers' page waits for the reverse proxy at {address}. Stop it with Ctrl-C.")
        return
    say(f"The managers' page runs at\n\n    {address}?token={window.door.token}\n\nStop it with Ctrl-C.")
    if browser:
        open_in_browser(f"{address}?token={window.door.ticket()}")

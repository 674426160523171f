"""The notebooks for a facilitator: as Voila apps or in JupyterLab; this machine only, behind the doorkeeper."""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reverse_mentoring.run.addresses import HOST, USUAL_PORT, free_port, open_in_browser
from reverse_mentoring.run.places import PACKAGE, notebooks
from reverse_mentoring.store.programme import Programme
from reverse_mentoring.workbook.opening import NOTEBOOKS, PROGRAMME_VARIABLE

FIRST = NOTEBOOKS["gap_analysis"][0]
IDLE_SECONDS, EVERY_SECONDS = 1740, 60
"""A facilitator may talk for half an hour between two clicks."""
POLICY = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; connect-src 'self' ws://{host}:{port}; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
CODE = ("/voila/static/", "/voila/templates/", "/voila/labextensions/", "/static/", "/lab/extensions/")
"""Addresses of program files, without data: the browser may keep them."""


@dataclass(frozen=True)
class Opening:
    """One start of the workbook. inner: the token between the doorkeeper and the server behind; nobody else has it."""

    programme: Programme
    port: int
    page: str
    say: Callable[[str], None]
    browser: bool
    inner: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)


def serve(programme: Programme, *, lab: bool, browser: bool, port: int, say: Callable[[str], None]) -> None:
    """Serves until interrupted; says the address with its token. port 0: the usual one, else any free one."""
    os.environ[PROGRAMME_VARIABLE] = str(programme.folder)
    page = f"lab/tree/{FIRST}" if lab else f"voila/render/{FIRST}"
    opening = Opening(programme, port or free_port(USUAL_PORT), page, say, browser)
    start = _lab if lab else _voila
    start(opening)


def _voila(opening: Opening) -> None:
    from reverse_mentoring.run.shared_drawer import shared_drawer
    from reverse_mentoring.run.voila_servers import GuardedVoila, own_surroundings, run, settings
    from reverse_mentoring.run.warm_kernels import NOTEBOOK_IMPORTS, warm

    config = settings(template="facilitator", idle_seconds=IDLE_SECONDS, every_seconds=EVERY_SECONDS)
    config.Voila.ip, config.Voila.port, config.Voila.token = HOST, opening.port, opening.inner
    with own_surroundings("open", alone=False), shared_drawer(), warm(NOTEBOOK_IMPORTS):
        app: GuardedVoila = GuardedVoila.instance(config=config)
        app.keeper, app.ready = _guard(opening, POLICY.format(host=HOST, port=opening.port))
        run(app, notebooks())


def _lab(opening: Opening) -> None:
    from reverse_mentoring.run.lab_server import GuardedLab, GuardedServer

    GuardedServer.keeper, GuardedServer.ready = _guard(opening, "")
    os.environ["JUPYTER_PATH"] = os.pathsep.join(
        [str(PACKAGE / "present" / "jupyter"), *filter(None, [os.environ.get("JUPYTER_PATH")])]
    )
    # As a command line, because LabApp.launch_instance takes no config and this wins over a user's config files.
    GuardedLab.launch_instance(argv=[
        f"--ServerApp.ip={HOST}", f"--ServerApp.port={opening.port}", "--ServerApp.port_retries=0",
        "--ServerApp.open_browser=False", "--ServerApp.log_level=ERROR", "--LabApp.log_level=ERROR",
        f"--ServerApp.root_dir={_own_notebooks(opening.programme)}", "--ServerApp.allow_root=True",
        "--ServerApp.allow_remote_access=False", "--ServerApp.trust_xheaders=False",
        f"--IdentityProvider.token={opening.inner}", f"--LabApp.default_url=/lab/tree/{FIRST}",
        "--ServerApp.jpserver_extensions={'voila.server_extension': False}", "--LabApp.news_url=None",
        f"--LabApp.app_settings_dir={PACKAGE / 'present' / 'jupyter' / 'lab'}",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ])  # fmt: skip


def _guard(opening: Opening, policy: str) -> tuple[Callable[[Any], Any], Callable[[], None]]:
    """The doorkeeper of this start, for the application that it will stand before; and how to say that it listens."""
    from reverse_mentoring.run.doorkeeper import Doorkeeper, House
    from reverse_mentoring.run.doors import TokenDoor

    door = TokenDoor(HOST, opening.port)
    address = f"http://{HOST}:{opening.port}/{opening.page}?token="

    def ready() -> None:
        opening.say(f"The workbook runs at\n\n    {address}{door.token}\n\nStop it with Ctrl-C.")
        if opening.browser:
            open_in_browser(address + door.ticket())

    return lambda app: Doorkeeper(door, House(app, policy, CODE, opening.inner)), ready


def _own_notebooks(programme: Programme) -> Path:
    """The notebooks as copies in the programme folder: JupyterLab saves what is changed in them.

    They come without outputs: those of the sample must not stand beside the facilitator's own people.
    """
    import nbformat

    folder = programme.folder / "notebooks"
    folder.mkdir(exist_ok=True)
    for name in (name for name, _ in NOTEBOOKS.values() if not (folder / name).exists()):
        notebook: Any = nbformat.read(notebooks() / name, as_version=4)  # type: ignore[no-untyped-call]
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        (folder / name).write_text(nbformat.writes(notebook), "utf-8")  # type: ignore[no-untyped-call]
    return folder

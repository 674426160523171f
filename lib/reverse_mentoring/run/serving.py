"""The notebooks for a facilitator: as Voila apps or in JupyterLab; this machine only, with a token."""

import os
import secrets
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from reverse_mentoring.run.places import PACKAGE, notebooks
from reverse_mentoring.store.programme import Programme
from reverse_mentoring.workbook.opening import NOTEBOOKS, PROGRAMME_VARIABLE

HOST, USUAL_PORT = "127.0.0.1", 8866
FIRST = NOTEBOOKS["gap_analysis"][0]
IDLE_SECONDS = 1800


def serve(programme: Programme, *, lab: bool, browser: bool, port: int, say: Callable[[str], None]) -> None:
    """Serves until interrupted; says the address with its token. port 0: the usual one, else any free one."""
    os.environ[PROGRAMME_VARIABLE] = str(programme.folder)
    os.environ["JUPYTER_PATH"] = os.pathsep.join(
        [str(PACKAGE / "present" / "jupyter"), *filter(None, [os.environ.get("JUPYTER_PATH")])]
    )
    chosen, token = port or _free_port(), secrets.token_urlsafe(24)
    page = f"lab/tree/{FIRST}" if lab else f"voila/render/{FIRST}"
    say(f"The workbook runs at\n\n    http://{HOST}:{chosen}/{page}?token={token}\n\nStop it with Ctrl-C.")
    start = _lab if lab else _voila
    start(programme, chosen, token, browser and _has_browser())


def _voila(_: Programme, port: int, token: str, browser: bool) -> None:
    from traitlets.config import Config
    from voila.app import Voila

    config = Config()
    config.Voila = _server(port, token, browser)
    config.Voila.log_level = "ERROR"  # its warnings quote addresses with the token
    config.Voila.tornado_settings = {"headers": {"Content-Security-Policy": _POLICY}}
    config.VoilaConfiguration = Config(
        template="facilitator", allow_template_override="NO", allow_theme_override="NO",
        file_allowlist=["(?!)"], show_tracebacks=False, strip_sources=True, prelaunch_hook=_let_page_end_its_kernel,
    )  # fmt: skip
    config.VoilaExecutor = Config(iopub_timeout=120, timeout=180)
    config.MappingKernelManager = Config(cull_idle_timeout=IDLE_SECONDS, cull_interval=60, cull_connected=False)
    Voila.launch_instance(argv=[str(notebooks())], config=config)


def _let_page_end_its_kernel(handler: Any, **_: Any) -> None:
    """Gives the page the cookie without which its request to end the kernel is refused (voila issue 1458)."""
    _ = handler.xsrf_token


def _lab(programme: Programme, port: int, token: str, browser: bool) -> None:
    from jupyterlab.labapp import LabApp

    # As a command line, because LabApp.launch_instance takes no config and this wins over a user's config files.
    LabApp.launch_instance(argv=[
        f"--ServerApp.ip={HOST}", f"--ServerApp.port={port}", "--ServerApp.port_retries=0",
        f"--ServerApp.open_browser={browser}", f"--ServerApp.root_dir={_own_notebooks(programme)}",
        "--ServerApp.allow_root=True", "--ServerApp.allow_remote_access=False", f"--IdentityProvider.token={token}",
        f"--LabApp.default_url=/lab/tree/{FIRST}", "--LabApp.news_url=None",
        f"--LabApp.app_settings_dir={PACKAGE / 'present' / 'jupyter' / 'lab'}",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ])  # fmt: skip


_POLICY = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; connect-src 'self' ws: wss:"


def _server(port: int, token: str, browser: bool) -> Any:
    from traitlets.config import Config

    return Config(ip=HOST, port=port, port_retries=0, open_browser=browser, token=token)


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


def _free_port() -> int:
    """The usual port if it is free, else any."""
    for port in (USUAL_PORT, 0):
        with socket.socket() as probe:
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            found: int = probe.getsockname()[1]
            return found
    return USUAL_PORT


def _has_browser() -> bool:
    import webbrowser

    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True

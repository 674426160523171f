"""Which files the managers' server opens, seen from outside by strace and from inside by an audit hook of Python."""

import os
import re
import shutil
import site
import subprocess
import sys
from pathlib import Path

import pytest

import reverse_mentoring
from reverse_mentoring.run.demo import sample_programme
from reverse_mentoring.run.places import notebooks
from served_dashboard import COMMAND, dashboard

HOOK = """import os, sys
_log = os.open({log!r}, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
def _note(event, details):
    if event in ("open", "sqlite3.connect") and isinstance(details[0], (str, bytes, os.PathLike)):
        path = os.fsdecode(details[0]).removeprefix("file://").partition("?")[0]
        if os.path.isabs(path):  # others are looked at by the system's list: they may stand for any folder
            os.write(_log, (path + "\\n").encode())
sys.addaudithook(_note)
"""
OPENED = re.compile(r'openat\(AT_FDCWD, "([^"]+)".* = \d+$|open\("([^"]+)".* = \d+$', re.MULTILINE)
OF_THE_SYSTEM = ("/usr/", "/lib", "/bin", "/etc/", "/proc/", "/sys/", "/dev/", "/run/", "/opt/")
"""Where interpreters, libraries and the system's settings lie; no programme lies there."""
strace = shutil.which("strace")


def allowed(window: Path, temporary: Path) -> tuple[str, ...]:
    """Interpreter, packages, the app, the system's own files, the server's temporary ones, released.db."""
    app = Path(reverse_mentoring.__file__).parent
    own = (sys.prefix, sys.base_prefix, *site.getsitepackages(), app, notebooks(), app.parent, temporary)
    return (*map(str, own), str(window / "released.db"), *OF_THE_SYSTEM)


def foreign(opened: set[str], *, window: Path, temporary: Path) -> list[str]:
    """What was opened beside that; folders that were only listed do not count."""
    known = allowed(window, temporary)
    return sorted(path for path in opened if not path.startswith(known) and not Path(path).is_dir())


def looked_at(window: Path, temporary: Path, *program: str, **surroundings: str) -> None:
    """A viewer opens the page while a programme with its vault lies on the same disk."""
    sample_programme(window.parent / "programme")
    temporary.mkdir()
    around = {"TMPDIR": str(temporary), "HOME": str(window.parent / "home"), **surroundings}
    with dashboard(window, program=program or COMMAND, surroundings=around) as served:
        assert served.asked().status in (200, 302)
        cookie = served.asked().headers["set-cookie"].partition(";")[0]
        assert "Privacy" in served.asked(Cookie=cookie).text


@pytest.mark.slow
def test_an_audit_hook_sees_no_file_but_the_released_one(tmp_path: Path) -> None:
    """In the server, in the process that its kernels come from, and in the kernels."""
    hook, log, window, temporary = (tmp_path / name for name in ("hook", "log", "window", "tmp"))
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(HOOK.format(log=str(log)), "utf-8")

    looked_at(window, temporary, PYTHONPATH=str(hook), PYTHONDONTWRITEBYTECODE="1")

    opened = {path for path in log.read_text("utf-8").splitlines() if not path.startswith((str(log), str(hook)))}
    assert str(window / "released.db") in opened
    assert foreign(opened, window=window, temporary=temporary) == []


@pytest.mark.slow
@pytest.mark.skipif(strace is None, reason="strace is not installed: the system's own list of files was not looked at.")
def test_the_system_sees_no_file_but_the_released_one(tmp_path: Path) -> None:
    """Every file that the server and all its children open, libraries included."""
    log, window, temporary = (tmp_path / name for name in ("log", "window", "tmp"))
    if subprocess.run([str(strace), "true"], capture_output=True, check=False).returncode:
        pytest.skip("strace may not look at processes here.")
    tracing = ("-c", f"import os; os.execv({strace!r}, ['strace', '-D', '-f', '-qq', '-s', '4096', '-e', "
               f"'trace=open,openat', '-o', {str(log)!r}, {sys.executable!r}, '-m', 'reverse_mentoring', 'dashboard', "
               "*__import__('sys').argv[1:]])")  # fmt: skip

    looked_at(window, temporary, *tracing, PYTHONDONTWRITEBYTECODE="1")

    said = log.read_text("utf-8", errors="replace")
    opened = {os.path.abspath(os.path.join(window, first or second)) for first, second in OPENED.findall(said)}  # noqa: PTH100, PTH118
    assert str(window / "released.db") in opened
    assert foreign(opened, window=window, temporary=temporary) == []

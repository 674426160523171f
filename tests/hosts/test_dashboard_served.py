"""The managers' page as the command serves it: one page for all, from the released file alone, whatever is tried."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import psutil
import pytest

from released_pages import OTHER_NOTEBOOK, notebook
from releases import release
from reverse_mentoring.run.dashboard_serving import EVERY_SECONDS, IDLE_SECONDS
from reverse_mentoring.workbook.dashboard import OTHER_SERVER, RELEASED_VARIABLE
from served_dashboard import COMMAND, HOST, RELEASES, Dashboard, ask, dashboard, free_port, released_file

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
BARRED = ("sqlalchemy", "papermill", "reverse_mentoring.store.vault", "reverse_mentoring.store.cohorts",
          "reverse_mentoring.store.programme", "reverse_mentoring.store.schema", "reverse_mentoring.workbook.opening",
          "reverse_mentoring.decide")  # fmt: skip
MODULES = """
import sys
class Modules:
    def _repr_html_(self):
        return "<pre>" + " ".join(sorted(sys.modules)) + "</pre>"
Modules()
"""
HEADLINE = "On track: nine in ten planned sessions took place"


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dashboard]:
    """The page of three releases, served."""
    with dashboard(tmp_path_factory.mktemp("served") / "window") as running:
        yield running


def _wait(until: Callable[[], object], seconds: float = 90) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if until():
            return True
        time.sleep(0.1)
    return False


def test_the_page_is_whole_and_the_kernel_is_gone_when_it_is_there(window: Dashboard) -> None:
    """A finished page without script, widget or kernel's number; the next viewer gets the same one at once."""
    first = window.asked()
    left = window.kernels()
    again = window.asked()

    assert (first.status, left) == (200, [])
    assert HEADLINE in first.text
    assert "</html>" in first.text
    assert [word for word in ("<script", "kernel", "application/", "http://", "token=") if word in first.text] == []
    assert again.body == first.body


def test_cohorts_have_pages_of_their_own(window: Dashboard) -> None:
    """Those that were released; of others nothing is said, and no kernel is started for them."""
    one, other, none = (window.asked(f"?cohort={name}") for name in ("2025-autumn", "2026-spring", "2031"))

    assert "cohort 2025-autumn" in one.text
    assert "cohort 2026-spring" in other.text
    assert (none.status, "2031" in none.text) == (404, False)


@pytest.mark.parametrize(
    "query",
    [
        "voila-template=lab", "voila-theme=dark", "template=lab", "theme=dark", "template=../../etc", "released=/etc/x",
        "voila-template=lab&template=base&theme=dark&show_tracebacks=1&kernel=python3", "token=&template=reveal",
    ],
)  # fmt: skip
def test_nothing_in_the_address_changes_template_or_theme(window: Dashboard, query: str) -> None:
    """The page is the same to the byte."""
    assert window.asked(f"?{query}").body == window.asked().body


def test_no_address_but_one(window: Dashboard) -> None:
    """Also for somebody who may come in there is no kernel, no static file, no other notebook."""
    kernel = "11111111-1111-1111-1111-111111111111"
    paths = ("api", "api/kernels", f"api/kernels/{kernel}", f"api/kernels/{kernel}/channels", "voila/static/voila.js",
             "voila/files/released.db", "voila/render/04_review.ipynb", "voila/tree", "login", "static/x",
             f"voila/api/shutdown/{kernel}", "voila/templates/lab/static/voila.js", "dashboard.ipynb")  # fmt: skip
    answers = {window.asked(path, method).body for path in paths for method in ("GET", "POST", "DELETE")}

    assert answers == {b"There is no such page.\n"}
    assert window.asked("", "POST").status == 405


def test_the_token_is_in_no_log_line_and_no_kernel(tmp_path: Path) -> None:
    """The terminal says it once; whatever is asked or refused afterwards, no line repeats it."""
    pages = notebook(tmp_path / "pages", "import os\nprint(os.environ)\nraise ValueError(str(os.environ))")
    with dashboard(tmp_path / "window", program=("-c", OTHER_NOTEBOOK, str(pages))) as running:
        for path in ("", "?cohort=2031", "nosuchpage", "?cohort=%ff"):
            running.asked(path)
        running.asked("", "PATCH")
        said = running.log.read_text("utf-8")

    assert said.count("reference ") >= 2
    assert said.count(running.token) == 1


def test_server_and_kernel_cannot_reach_the_vault_even_by_import(tmp_path: Path) -> None:
    """Neither the module that reads it nor a library for databases is in the memory of either process."""
    pages = notebook(tmp_path / "pages", (ROOT / "workbook" / "dashboard.ipynb"), MODULES)
    with dashboard(tmp_path / "window", program=("-c", OTHER_NOTEBOOK, str(pages))) as running:
        page = running.asked().text
    in_kernel = page.rpartition("<pre>")[2].partition("</pre>")[0].split()
    built = (
        "import sys, tempfile; sys.argv[1:] = []\n"
        "import reverse_mentoring.run.commands\n"
        "from pathlib import Path\n"
        "from reverse_mentoring.run import dashboard_serving as serving, doors\n"
        "window = serving.Window(Path('released.db'), '127.0.0.1', 0, doors.TokenDoor('127.0.0.1', 0))\n"
        "app = serving.server(window, print)\n"
        "app.initialize([str(serving.notebooks() / serving.NOTEBOOK)])\n"
        "app.connection_dir = tempfile.mkdtemp()\n"
        "app.init_settings(), app.init_handlers()\n"
        "print(*sorted(sys.modules))"
    )
    in_server = subprocess.run([sys.executable, "-c", built], capture_output=True, text=True, check=True).stdout.split()

    for loaded in (in_kernel, in_server):
        assert "reverse_mentoring.store.released_file" in loaded
        assert [name for name in loaded if name.startswith(BARRED)] == []


def test_a_new_release_is_on_the_page_at_once(tmp_path: Path) -> None:
    """The file that takes the place of the old one makes the page anew; without a file it says so."""
    with dashboard(tmp_path / "window") as running:
        before = running.asked().text
        released_file(tmp_path / "window", (release(4),))
        after = running.asked().text
        (tmp_path / "window" / "released.db").unlink()
        gone = running.asked()

    assert "Quarter 4" in after
    assert "Quarter 4" not in before
    assert "Nothing has been released yet" in gone.text


def _hostile(folder: Path, ran: Path) -> dict[str, str]:
    """Settings of the account that would change everything; those that are programs leave a file if they run."""
    program = f"from pathlib import Path; Path({str(ran)!r}, str(__file__).replace('/', '_')).touch()\n"
    looser = {"VoilaConfiguration": {"template": "lab", "allow_template_override": "YES", "show_tracebacks": True,
                                     "file_allowlist": [".*"]}, "Voila": {"ip": "0.0.0.0", "token": ""}}  # fmt: skip
    home, config, data = folder / "home", folder / "config", folder / "data"
    for place in (folder / "window", config, home / ".jupyter"):
        place.mkdir(parents=True, exist_ok=True)
        (place / "voila.json").write_text(json.dumps(looser))
        for name in ("voila.py", "voila_config.py", "jupyter_config.py", "jupyter_server_config.py"):
            (place / name).write_text(program)
    for start in (home / ".ipython", folder / "ipython"):
        (start / "profile_default" / "startup").mkdir(parents=True)
        (start / "profile_default" / "startup" / "00.py").write_text(program)
        (start / "profile_default" / "ipython_config.py").write_text(program)
    spec = {"argv": [sys.executable, "-c", program, "{connection_file}"], "display_name": "x", "language": "python"}
    for place in (data, home / ".local" / "share" / "jupyter", folder / "path"):
        (place / "kernels" / "python3").mkdir(parents=True)
        (place / "kernels" / "python3" / "kernel.json").write_text(json.dumps(spec))
        template = place / "voila" / "templates" / "managers"
        template.mkdir(parents=True)
        (template / "index.html.j2").write_text("{% set x = kernel_start(nb) %}another template")
    (folder / "startup.py").write_text(program)
    return {"HOME": str(home), "JUPYTER_CONFIG_DIR": str(config), "JUPYTER_CONFIG_PATH": str(config),
            "JUPYTER_DATA_DIR": str(data), "JUPYTER_PATH": str(folder / "path"), "IPYTHONDIR": str(folder / "ipython"),
            "PYTHONSTARTUP": str(folder / "startup.py")}  # fmt: skip


def test_settings_of_the_account_change_nothing(tmp_path: Path, window: Dashboard) -> None:
    """Neither Jupyter's nor IPython's settings, templates, kernels and start files of whoever starts it are used."""
    ran = tmp_path / "ran"
    ran.mkdir()
    surroundings = _hostile(tmp_path, ran)
    with dashboard(tmp_path / "window", program=("-P", *COMMAND), surroundings=surroundings) as running:
        page = running.asked("?template=lab")

    assert [path.name for path in ran.iterdir()] == []
    assert page.body == window.asked().body


def test_more_viewers_than_allowed_are_asked_to_wait(tmp_path: Path) -> None:
    """One may wait: the others read at once that the page tries again, no second kernel starts; then it is there."""
    with dashboard(tmp_path / "window", "--viewers", "1") as running:
        answers, most = [], 0
        asking = [threading.Thread(target=lambda name=each.cohort: answers.append(running.asked(f"?cohort={name}")))
                  for each in RELEASES]  # fmt: skip
        for each in asking:
            each.start()
        while any(each.is_alive() for each in asking):
            most = max(most, len(running.kernels()))
        busy = [each for each in answers if each.status == 503]
        later = running.asked("?cohort=2025-autumn")

    assert sorted(each.status for each in answers) == [200, 503, 503]
    assert most <= 1
    assert {(each.headers["retry-after"], each.headers["refresh"]) for each in busy} == {("10", "10")}
    assert "The page is busy, it tries again in 10 seconds." in busy[0].text
    assert later.status == 200


FORGOTTEN = """
import sys
from pathlib import Path
from tornado.ioloop import IOLoop
from reverse_mentoring.run import dashboard_serving as serving, doors, voila_servers
port = int(sys.argv[sys.argv.index("--port") + 1])
window = serving.Window(Path("released.db"), "127.0.0.1", port, doors.TokenDoor("127.0.0.1", port),
                        idle_seconds=2, every_seconds=1)
def ready():
    IOLoop.current().add_callback(lambda: app.kernel_manager.start_kernel(kernel_name="python3"))
    print("?token=x Stop it with Ctrl-C", flush=True)
with voila_servers.own_surroundings("dashboard", alone=True):
    app = serving.server(window, ready)
    voila_servers.run(app, serving.notebooks() / serving.NOTEBOOK)
"""


def test_a_kernel_that_was_left_over_ends_by_itself(tmp_path: Path) -> None:
    """After the time without work and the time between two looks; three minutes at most with the real times."""
    with dashboard(tmp_path / "window", program=("-c", FORGOTTEN)) as running:
        began = _wait(running.kernels)
        ended = _wait(lambda: not running.kernels())

    assert (began, ended) == (True, True)
    assert IDLE_SECONDS + EVERY_SECONDS <= 180


def test_nothing_is_left_when_it_was_stopped(tmp_path: Path) -> None:
    """No process, and no file in the folder of the released file or in that for temporary files."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with dashboard(tmp_path / "window", surroundings={"TMPDIR": str(temporary)}) as running:
        running.asked()
        family = psutil.Process(running.process.pid).children(recursive=True)

    assert _wait(lambda: not any(each.is_running() for each in family))
    assert [path.name for path in (tmp_path / "window").iterdir()] == ["released.db"]
    assert list(temporary.iterdir()) == []


def test_another_voila_shows_a_sentence_and_nothing_else(tmp_path: Path) -> None:
    """`voila dashboard.ipynb`, started by hand, would give every viewer a kernel: the page keeps silent there."""
    file, port = released_file(tmp_path / "window"), free_port()
    with subprocess.Popen(
        [sys.executable, "-m", "voila", str(ROOT / "workbook" / "dashboard.ipynb"), "--no-browser", f"--port={port}"],
        env=os.environ | {RELEASED_VARIABLE: str(file)}, stderr=subprocess.DEVNULL,
    ) as voila:  # fmt: skip
        try:
            page = _asked_when_it_answers(port)
        finally:
            voila.terminate()

    assert OTHER_SERVER.partition("“")[0] in page
    assert HEADLINE not in page


def _asked_when_it_answers(port: int) -> str:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            return ask(port, "/").text
        except ConnectionError:
            time.sleep(0.2)
    raise AssertionError(f"Voila does not answer at {HOST}:{port}.")


def test_by_hand_and_in_batch_the_page_is_there(tmp_path: Path) -> None:
    """Executed without a server, as Papermill does, the notebook shows its page and keeps it as plain HTML."""
    import papermill

    file = released_file(tmp_path)
    done = papermill.execute_notebook(
        ROOT / "workbook" / "dashboard.ipynb", None, parameters={"released": str(file)}, progress_bar=False
    )

    assert HEADLINE in done.cells[-1].outputs[0]["data"]["text/html"]
    assert set(done.cells[-1].outputs[0]["data"]) == {"text/html", "text/plain"}
    assert "widgets" not in nbformat.from_dict(done).metadata

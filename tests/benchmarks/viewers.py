"""25 viewers of the managers' page at once, ours and plain Voila; and one browser that has seen nothing yet.

python tests/benchmarks/viewers.py [--viewers 25] [--write]: Linux and Chromium. --write: into docs/benchmarks.md.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import nbformat
import psutil

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from local_browser import Window, chromium
from measuring import markdown, put_on_page
from reverse_mentoring.workbook.dashboard import RELEASED_VARIABLE, SERVER_VARIABLE
from served_dashboard import COMMAND, HOST, ask, dashboard, free_port, released_file

NOTEBOOK = Path(__file__).parents[2] / "workbook" / "dashboard.ipynb"
LAST_WORDS = "single answers: its file holds none"
ROUNDS, WARM_SECONDS, PATIENCE_SECONDS = 3, 6, 60
WARM_VOILA = """
from voila.app import main
from reverse_mentoring.run.warm_kernels import DASHBOARD_IMPORTS, warm
with warm(DASHBOARD_IMPORTS): main()
"""
OTHER_NOTEBOOK = """
import sys
from pathlib import Path
from reverse_mentoring.run import dashboard_serving
from reverse_mentoring.__main__ import main
folder = Path(sys.argv.pop(1))
dashboard_serving.notebooks = lambda: folder
main()
"""


@dataclass(frozen=True)
class Found:
    """Seconds until all had their page; how many of these were complete; memory of each kernel that still ran, MB."""

    seconds: float
    complete: int
    memory: tuple[float, ...]


def main() -> None:
    """Measure, and say or write it."""
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--viewers", type=int, default=25)
    reader.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    given = reader.parse_args()
    with tempfile.TemporaryDirectory() as place:
        text = f"{at_once(Path(place), given.viewers)}\n\n{one_browser(Path(place))}"
    sys.stdout.write(text + "\n")
    if given.write:
        put_on_page("viewers", text)


def at_once(folder: Path, viewers: int) -> str:
    """A table: so many requests at the same moment to a server that has shown nothing yet."""
    released = released_file(folder / "window")
    found: dict[str, Found] = {}
    with dashboard(folder / "window", "--viewers", str(viewers)) as ours:
        path = f"/?token={ours.token}"
        found["ours: one page for all"] = _all_at_once(ours.process, viewers, lambda: _body(ours.port, path))
    for name, program in (("plain Voila with our warm kernels", ("-c", WARM_VOILA)), ("plain Voila", ("-m", "voila"))):
        with _voila(program, released) as (process, port):
            found[name] = _all_at_once(process, viewers, lambda to=port: _body(to, "/"))  # type: ignore[misc]
    fastest = found["ours: one page for all"].seconds
    rows = [
        [name, f"{each.seconds:.1f} s", f"{each.seconds / fastest:.0f}", f"{each.complete} of {viewers}",
         f"{len(each.memory)}", f"{median(each.memory):.0f} MB" if each.memory else "–"]
        for name, each in found.items()
    ]  # fmt: skip
    header = [f"{viewers} viewers at once", "until all have it", "ours = 1", "complete", "kernels left", "each"]
    return markdown(header, rows)


def _all_at_once(process: "subprocess.Popen[bytes]", viewers: int, body: Callable[[], str]) -> Found:
    time.sleep(WARM_SECONDS)
    start = time.perf_counter()
    with ThreadPoolExecutor(viewers) as pool:
        pages = [each.result() for each in [pool.submit(body) for _ in range(viewers)]]
    seconds = time.perf_counter() - start
    return Found(seconds, sum(LAST_WORDS in page for page in pages), tuple(_kernels(process.pid)))


def _body(port: int, path: str) -> str:
    return ask(port, path).text


def _kernels(server: int) -> Iterator[float]:
    """Own memory of each kernel: it and nobody else has it, so that what the mother shares is not counted."""
    for child in psutil.Process(server).children(recursive=True):
        words = " ".join(child.cmdline())
        if "ipykernel_launcher" in words or ("kernel_mother" in words and child.ppid() != server):
            yield child.memory_full_info().uss / 2**20


@contextmanager
def _voila(program: tuple[str, ...], released: Path) -> Iterator[tuple["subprocess.Popen[bytes]", int]]:
    """Voila with its own template on the same notebook and released file."""
    port = free_port()
    command = [sys.executable, *program, NOTEBOOK, "--no-browser", f"--port={port}", f"--Voila.ip={HOST}"]
    # The page shows itself to our server alone; here plain Voila passes for it.
    env = os.environ | {RELEASED_VARIABLE: str(released), SERVER_VARIABLE: "dashboard"}
    with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        end = time.monotonic() + PATIENCE_SECONDS
        while not _answers(port) and time.monotonic() < end:
            time.sleep(0.1)
        try:
            yield process, port
        finally:
            process.terminate()


def _answers(port: int) -> bool:
    try:
        return bool(ask(port, "/voila/static/nothing").status)
    except OSError:
        return False


def one_browser(folder: Path) -> str:
    """A table: a new Chromium and a server that has shown nothing yet, until the page is there and answers."""
    empty = folder / "empty"
    empty.mkdir()
    book = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
    nbformat.write(book, empty / NOTEBOOK.name)
    ways = {
        "our page": (COMMAND, LAST_WORDS),
        "the same server, empty notebook": (("-c", OTHER_NOTEBOOK, str(empty), "dashboard"), ""),
    }
    times = {
        name: [_first_look(folder, f"{name} {number}", *way) for number in range(ROUNDS)] for name, way in ways.items()
    }
    rows = [[name, f"{median(each):.2f} s", f"{min(each):.2f} s"] for name, each in times.items()]
    return markdown([f"one cold Chromium, {ROUNDS} times", "median", "fastest"], rows)


def _first_look(folder: Path, name: str, program: tuple[str, ...], words: str) -> float:
    with dashboard(folder / name, program=program) as running, chromium() as browser:
        time.sleep(WARM_SECONDS)
        page = Window(browser).context.new_page()
        start = time.perf_counter()
        page.goto(running.address, wait_until="load")
        if words:
            page.get_by_text(words).wait_for()
        page.evaluate("() => new Promise(requestAnimationFrame)")
        return time.perf_counter() - start


if __name__ == "__main__":
    main()

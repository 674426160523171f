"""Ordinary kernels and warm ones: until they answer, memory, a cohort's notebooks; and 500 notebooks from one mother.

python tests/benchmarks/kernels.py [--kernels 500] [--write]: Linux only. --write: into docs/benchmarks.md.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import nbformat
import papermill
import psutil

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from measuring import markdown, put_on_page, ratio, seconds
from reverse_mentoring.run.demo import sample_programme
from reverse_mentoring.run.forked_engine import forked_notebooks
from reverse_mentoring.run.warm_kernels import NOTEBOOK_IMPORTS
from reverse_mentoring.workbook.opening import NOTEBOOKS
from running_kernels import kernel, warmed

WORKBOOK = Path(__file__).parents[2] / "workbook"
COHORT, AS_OF = "2026-autumn", "2026-11-01"
IMPORT = f"import {', '.join(each for each in NOTEBOOK_IMPORTS if ':' not in each)}; print('there')"
EXECUTE = """
import sys
from pathlib import Path
from reverse_mentoring.run.notebooks import Asked, execute
from reverse_mentoring.store.programme import find
execute(Asked(find(Path(sys.argv[1])), sys.argv[2], sys.argv[3]), Path(sys.argv[4]), done=print)
"""


def main() -> None:
    """Measure, and say or write it."""
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--kernels", type=int, default=500, help="notebooks from one mother")
    reader.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    given = reader.parse_args()
    text = "\n\n".join((starting(), cohorts(), many(given.kernels)))
    sys.stdout.write(text + "\n")
    if given.write:
        put_on_page("kernels", text)


def starting() -> str:
    """Until a kernel answers, and until it has imported what the notebooks import; its own memory then."""

    def ready() -> None:
        with kernel():
            pass

    def imported() -> None:
        with kernel() as one:
            assert one.printed(IMPORT) == "there"

    ordinary = seconds(ready), seconds(imported), _own_memory()
    with warmed(*NOTEBOOK_IMPORTS):
        ours = seconds(ready), seconds(imported), _own_memory()
    rows = [
        ["started, answers, ended", "1.0 (1.0)", ratio(ordinary[0], ours[0])],
        ["the same with everything imported", "1.0 (1.0)", ratio(ordinary[1], ours[1])],
        ["its own memory then", f"{ours[2]:.0f} MB", f"{ordinary[2]:.0f} MB"],
    ]
    return markdown(["times a warm kernel: median (fastest)", "warm", "ordinary"], rows)


def _own_memory() -> float:
    """In MB, without what it shares with its mother."""
    with kernel() as one:
        assert one.printed(IMPORT) == "there"
        return float(psutil.Process(one.process.pid).memory_full_info().uss / 2**20)


def cohorts() -> str:
    """Processor time of the four notebooks for one cohort of the sample, with all processes."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        programme = sample_programme(folder / "programme").folder
        ways: dict[str, Callable[[], Any]] = {
            "reverse-mentoring run": lambda: _ours(programme, folder),
            "the same without warm kernels": lambda: _without(programme, folder),
            "plain Papermill, a command for each notebook": lambda: _stock(programme, folder),
        }
        spent = {name: [_processor_time(way) for _ in range(3)] for name, way in ways.items()}
    yardstick = spent["reverse-mentoring run"]
    rows = [[name, f"{median(each):.1f} s", ratio(each, yardstick)] for name, each in spent.items()]
    return markdown(["four notebooks of one cohort", "processor time", "ours = 1"], rows)


def _processor_time(act: Callable[[], Any]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    act()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _ours(programme: Path, folder: Path) -> None:
    command = [sys.executable, "-m", "reverse_mentoring", "run", COHORT, "--programme", programme, "--as-of", AS_OF]
    subprocess.run([*command, "--results", folder / "ours"], check=True, capture_output=True)


def _without(programme: Path, folder: Path) -> None:
    results = folder / "without"
    results.mkdir(exist_ok=True)
    subprocess.run([sys.executable, "-c", EXECUTE, programme, COHORT, AS_OF, results], check=True, capture_output=True)


def _stock(programme: Path, folder: Path) -> None:
    results = folder / "stock"
    results.mkdir(exist_ok=True)
    parameters = {"programme": programme, "cohort": COHORT, "as_of": AS_OF, "results": results}
    for name, _ in NOTEBOOKS.values():
        command = [sys.executable, "-m", "papermill", WORKBOOK / name, results / name, "--no-progress-bar"]
        given = [word for key, value in parameters.items() for word in ("-r", key, str(value))]
        subprocess.run([*command, *given], check=True, capture_output=True)


def many(count: int) -> str:
    """The mother's own memory while she bears so many processes, each for a notebook of Papermill's."""
    rows, start = [], time.perf_counter()
    cells = [nbformat.v4.new_code_cell("1 + 1") for _ in range(9)]
    book = nbformat.v4.new_notebook(metadata={"language_info": {"name": "python"}}, cells=cells)
    with tempfile.TemporaryDirectory() as place, forked_notebooks(NOTEBOOK_IMPORTS):
        nbformat.write(book, Path(place) / "nothing.ipynb")
        (mother,) = psutil.Process().children()
        for number in range(1, count + 1):
            papermill.execute_notebook(Path(place) / "nothing.ipynb", None, kernel_name="python3", progress_bar=False)
            if number in (10, count // 5, count):
                size, ours = (each.memory_full_info().uss / 2**20 for each in (mother, psutil.Process()))
                files = f"{mother.num_fds()} / {psutil.Process().num_fds()}"
                rows.append([f"{number}", f"{size:.1f} MB", f"{ours:.1f} MB", files, f"{mother.num_threads()}"])
    each = (time.perf_counter() - start) / count
    head = ["notebooks so far", "the mother's own memory", "the caller's", "open files of both", "her threads"]
    return f"{markdown(head, rows)}\n\nOn average {each:.2f} s for each notebook with nothing to do."


if __name__ == "__main__":
    main()

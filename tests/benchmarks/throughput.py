"""Cohorts in an hour: ours, and Papermill as it is, called for each notebook and in a pool of threads.

python tests/benchmarks/throughput.py [--cohorts 102] [--plain 3] [--pool 6] [--write]: the three cohorts of the sample
again and again, with people of their own (one about to close, one in the middle, one about to begin), four notebooks
each, two at a time. Plain Papermill runs fewer of them, which does not change its pace. --write: into docs/scaling.md.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
import papermill
import psutil

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from measuring import PAGE, markdown, put_on_page
from reverse_mentoring.run.forked_engine import one_process, ready_to_run
from reverse_mentoring.workbook.opening import NOTEBOOKS
from sample_copies import COHORTS, copied_sample, names

WORKBOOK = Path(__file__).parents[2] / "workbook"
AS_OF, JOBS, EMPTY = "2026-11-01", 2, 10
POOL = """
import sys, papermill
from concurrent.futures import ThreadPoolExecutor
def run(job):
    book, home, cohort, day, results = job.split("|")
    papermill.execute_notebook(f"{sys.argv[1]}/{book}", f"{results}/{book}", progress_bar=False, parameters={
        "programme": home, "cohort": cohort, "as_of": day, "results": results})
def all_of(jobs):
    for job in jobs.split("||"):
        run(job)
with ThreadPoolExecutor(int(sys.argv[2])) as pool:
    list(pool.map(all_of, sys.argv[3:]))
"""


@dataclass(frozen=True)
class Place:
    """A programme whose input is stored, and its cohorts."""

    home: Path
    cohorts: list[str]

    def parameters(self, cohort: str) -> dict[str, str]:
        """What the notebooks are told."""
        results = self.home / "results" / cohort
        results.mkdir(parents=True, exist_ok=True)
        return {"programme": str(self.home), "cohort": cohort, "as_of": AS_OF, "results": str(results)}


@dataclass(frozen=True)
class Pace:
    """So many cohorts in so many seconds, of which processors worked so many."""

    cohorts: int
    elapsed: float
    processor: float

    @property
    def an_hour(self) -> float:
        return 3600 * self.cohorts / self.elapsed


def main() -> None:
    """Measure, and say or write it."""
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--cohorts", type=int, default=102)
    reader.add_argument("--plain", type=int, default=3)
    reader.add_argument("--pool", type=int, default=6)
    reader.add_argument("--write", action="store_true", help="into docs/scaling.md")
    given = reader.parse_args()
    with TemporaryDirectory(prefix="throughput-") as scratch:
        copies = -(-max(given.cohorts, given.plain, given.pool) // len(COHORTS))
        place = Place(copied_sample(Path(scratch), copies), names(copies))
        paces = {
            "ours": _paced(_ours, place, given.cohorts),
            "Papermill in a pool of two threads": _paced(_pool, place, given.pool),
            "Papermill, a command for each notebook": _paced(_plain, place, given.plain),
        }
        text = f"{_table(paces)}\n\n{_starting(Path(scratch), paces['ours'])}"
    sys.stdout.write(text + "\n")
    if given.write:
        put_on_page("throughput", text, PAGE.with_name("scaling.md"))


def _paced(way: Callable[[Place, list[str]], None], place: Place, cohorts: int) -> Pace:
    """The first of its cohorts; the processor time is that of all processes that were started."""
    before, start = psutil.Process().cpu_times(), time.perf_counter()
    way(place, place.cohorts[:cohorts])
    elapsed, after = time.perf_counter() - start, psutil.Process().cpu_times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    sys.stderr.write(f"{way.__name__}: {cohorts} cohorts, {elapsed:.0f} s\n")
    return Pace(cohorts, elapsed, spent)


def _ours(place: Place, cohorts: list[str]) -> None:
    command = [sys.executable, "-m", "reverse_mentoring", "run", *cohorts, "--programme", place.home]
    how = ["--jobs", str(JOBS), "--as-of", AS_OF, "--results", place.home / "ours"]
    subprocess.run([*command, *how], check=True, capture_output=True)


def _plain(place: Place, cohorts: list[str]) -> None:
    for cohort in cohorts:
        given = place.parameters(cohort)
        told = [word for key, value in given.items() for word in ("-r", key, value)]
        for name, _ in NOTEBOOKS.values():
            books = [str(WORKBOOK / name), f"{given['results']}/{name}"]
            command = [sys.executable, "-m", "papermill", *books, "--no-progress-bar", *told]
            subprocess.run(command, check=True, capture_output=True)


def _pool(place: Place, cohorts: list[str]) -> None:
    jobs = []
    for cohort in cohorts:
        given = place.parameters(cohort)
        about = "|".join((given["programme"], cohort, given["as_of"], given["results"]))
        jobs.append("||".join(f"{name}|{about}" for name, _ in NOTEBOOKS.values()))
    subprocess.run([sys.executable, "-c", POOL, WORKBOOK, str(JOBS), *jobs], check=True, capture_output=True)


def _table(paces: dict[str, Pace]) -> str:
    ours = paces["ours"]
    rows = [
        [name, str(pace.cohorts), f"{pace.elapsed / pace.cohorts:.1f} s", f"{pace.processor / pace.cohorts:.1f} s",
         f"{pace.an_hour:.0f}", f"{ours.an_hour / pace.an_hour:.1f}"]
        for name, pace in paces.items()
    ]  # fmt: skip
    head = ["four notebooks a cohort", "cohorts", "elapsed each", "processor each", "an hour", "ours is × faster"]
    return markdown(head, rows)


def _starting(scratch: Path, ours: Pace) -> str:
    """What a cohort's four notebooks would take if they had nothing to do."""
    cells = [nbformat.v4.new_code_cell("1 + 1") for _ in range(9)]
    book = nbformat.v4.new_notebook(metadata={"language_info": {"name": "python"}}, cells=cells)
    nbformat.write(book, scratch / "nothing.ipynb")
    with ready_to_run():
        papermill.execute_notebook(scratch / "nothing.ipynb", None, kernel_name="python3", progress_bar=False)
        mother = max(psutil.Process().children(), key=lambda each: each.memory_info().rss)
        before = _spent(mother)
        for _ in range(EMPTY):
            _nothing(scratch)
        each = (_spent(mother) - before) / EMPTY
    share = 100 * each / (ours.processor / ours.cohorts)
    return (
        f"Four notebooks with nothing to do take {each:.2f} s of processor: {share:.0f} % of a cohort's. The rest is "
        "reading, deciding, rendering and writing."
    )


def _nothing(scratch: Path) -> None:
    with one_process():
        for _ in NOTEBOOKS:
            papermill.execute_notebook(scratch / "nothing.ipynb", None, kernel_name="python3", progress_bar=False)


def _spent(mother: psutil.Process) -> float:
    """Processor seconds of this process, of the mother and of what she has borne."""
    hers, own = mother.cpu_times(), time.process_time()
    return own + sum(hers[:4])


if __name__ == "__main__":
    main()

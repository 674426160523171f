"""How time, memory and files of a run grow: with the people of a cohort, and with the cohorts of a programme.

python tests/benchmarks/growth.py [--people 50 200 1000 5000] [--cohorts 1 10 50 200] [--run 10] [--write]: every
size twice, still to be paired and after a year of meetings; of many cohorts so many are run, the last of them. Half an
hour on two quiet cores. --write: into docs/scaling.md.
"""

import argparse
import sys
from dataclasses import dataclass
from math import log
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from growing_programmes import Size, growing_programme
from measuring import PAGE, markdown, put_on_page
from watched_runs import Watched, watched_run

STEPS = ("input", "gap_analysis", "matching", "agreements", "review")
HEAD = ["people, state", "processor s", "times the smallest", "grows as people to the", "elapsed s",
        "of it input / 1 / 2 / 3 / 4", "memory, all", "largest kernel", "files", "MB", "longest page, KB"]  # fmt: skip
MANY = ["cohorts in the programme", "of them run",
        "processor s per cohort", "times the first row",
        "memory, all"]  # fmt: skip
COHORT_OF = 50


@dataclass(frozen=True)
class Grown:
    """A watched run and what lies there after it."""

    size: Size
    run: Watched
    files: int
    megabytes: float
    longest: int

    @property
    def state(self) -> str:
        return "a year on" if self.size.met else "to be paired"


def main() -> None:
    """Measure, and say or write it."""
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--people", type=int, nargs="*", default=[50, 200, 1_000, 5_000])
    reader.add_argument("--cohorts", type=int, nargs="*", default=[1, 10, 50, 200])
    reader.add_argument("--run", type=int, default=10, help="of many cohorts, so many")
    reader.add_argument("--write", action="store_true", help="into docs/scaling.md")
    given = reader.parse_args()
    people = [[grown(Size(count, met=met)) for count in sorted(given.people)] for met in (False, True)]
    many = [grown(Size(COHORT_OF, count, met=True), run=given.run) for count in sorted(given.cohorts)]
    for name, text in (("people", of_people(people)), ("cohorts", of_cohorts(many, given.run))):
        sys.stdout.write(f"{text}\n\n")
        if given.write:
            put_on_page(name, text, PAGE.with_name("scaling.md"))


def grown(size: Size, *, run: int = 1) -> Grown:
    """The programme made, and its last cohorts run."""
    with TemporaryDirectory(prefix="growth-") as scratch:
        home, results = growing_programme(Path(scratch) / "p", size), Path(scratch) / "out"
        found = watched_run(home, results, *size.names[-run:])
        assert found.exit_code == 0, found.said
        files = [path for path in results.rglob("*") if path.is_file()]
        pages = [path.stat().st_size for path in files if path.suffix == ".html" and path.parent != results]
        megabytes = sum(path.stat().st_size for path in files) / 1e6
        said(f"{size}: {found.processor:.0f} s of processor, {found.memory / 2**20:.0f} MB\n")
        return Grown(size, found, len(files), megabytes, max(pages))


def said(text: str) -> None:
    """A line on progress, at once."""
    sys.stderr.write(text)
    sys.stderr.flush()


def of_people(measured: list[list[Grown]]) -> str:
    """One row per size and state; growth: the power of people with which processor time grew since the row before."""
    rows = []
    for state in measured:
        for before, each in zip([None, *state], state, strict=False):
            rows.append(_row(each, first=state[0], before=before))
    return markdown(HEAD, rows)


def _row(each: Grown, *, first: Grown, before: Grown | None) -> list[str]:
    power = "" if before is None else f"{_power(before, each):.1f}"
    steps = " / ".join(f"{each.run.steps[step]:.0f}" for step in STEPS)
    return [
        f"{each.size.people:,} {each.state}", f"{each.run.processor:.0f}",
        f"{each.run.processor / first.run.processor:.1f}", power, f"{each.run.seconds:.0f}", steps,
        f"{each.run.memory / 2**20:,.0f} MB", f"{each.run.kernel / 2**20:,.0f} MB", f"{each.files:,}",
        f"{each.megabytes:,.0f}", f"{each.longest / 1e3:,.0f}",
    ]  # fmt: skip


def _power(small: Grown, large: Grown) -> float:
    return log(large.run.processor / small.run.processor) / log(large.size.people / small.size.people)


def of_cohorts(measured: list[Grown], most: int) -> str:
    """One row per number of cohorts in the programme."""
    rows, alone = [], 0.0
    for each in measured:
        count = min(most, each.size.cohorts)
        alone = alone or each.run.processor / count
        rows.append([
            f"{each.size.cohorts:,}", f"{count:,}", f"{each.run.processor / count:.1f}",
            f"{each.run.processor / count / alone:.2f}",
            f"{each.run.memory / 2**20:,.0f} MB",
        ])  # fmt: skip
    return markdown(MANY, rows)


if __name__ == "__main__":
    main()

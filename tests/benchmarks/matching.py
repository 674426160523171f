"""How long the steps of matching take, in processor time, as ratios to one bare assignment of the same points.

python tests/benchmarks/matching.py [--large] [--write]: 100, 500 and 1,000 mentors with as many mentees; --large: 2,000
and 5,000 too (a quarter of an hour, 4 GB); --write: into docs/benchmarks.md.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from scipy.optimize import linear_sum_assignment

from large_cohorts import cohort_of_files, large_cohort, large_tables, write_tables
from measuring import in_turn, markdown, put_on_page, ratio
from reverse_mentoring.decide.matching.assignment import best
from reverse_mentoring.decide.matching.board import board
from reverse_mentoring.decide.matching.explaining import pairing
from reverse_mentoring.decide.matching.matching import solve
from reverse_mentoring.decide.matching.objectives import OBJECTIVES
from reverse_mentoring.decide.matching.task import Task
from reverse_mentoring.words.choices import MatchingChoices

Acts = dict[str, Callable[[], Any]]
Measured = dict[str, tuple[list[float], list[float]]]
"""Step → its seconds, and those of the bare assignment between them."""
BARS = {"optimum": "1.3", "optimum, certificate, all losses": "7", "floor, then total": "4", "worst-off first": "20",
        "choice respected (11 steps)": "22", "files → pairs with reasons": "8"}  # fmt: skip
ROUNDS = 9
LOSSES_UP_TO, FAIREST_UP_TO, FILES_UP_TO = 1_000, 2_000, 2_000
"""Larger cohorts ask for losses row by row; the others only take too long to measure five times."""


def main() -> None:
    """Measure, and say or write it."""
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--large", action="store_true", help="2,000 and 5,000 people a side too")
    reader.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    given = reader.parse_args()
    sizes = [100, 500, 1_000, *([2_000, 5_000] if given.large else [])]
    measured = {size: measure(size) for size in sizes}
    text = f"{ratios(measured)}\n\n{growth(measured)}"
    sys.stdout.write(text + "\n")
    if given.write:
        put_on_page("matching", text)


def measure(size: int) -> Measured:
    """Times of every step for so many mentors and mentees, and of the bare assignment in turn with it."""
    cohort = large_cohort(size)
    of = board(cohort, MatchingChoices())
    task = solve(of).task
    solved = solve(of)
    acts = {"bare assignment": lambda: linear_sum_assignment(task.points, maximize=True)} | searches(task, size)
    acts |= {
        "board": lambda: board(replace(cohort), MatchingChoices()),
        "reasons": lambda: pairing(replace(of), solved),
        "board, pairs, reasons": lambda: whole(replace(cohort)),
    }
    rounds = ROUNDS if size <= LOSSES_UP_TO else 2
    with tempfile.TemporaryDirectory() as folder:
        if size <= FILES_UP_TO:
            write_tables(large_tables(size), Path(folder))
            acts["files → pairs with reasons"] = lambda: whole(cohort_of_files(Path(folder)))
        bare = acts["bare assignment"]
        return {name: in_turn(act, bare, rounds=rounds, clock=time.process_time) for name, act in acts.items()}


def searches(task: Task, size: int) -> Acts:
    """What is asked of the solver."""
    worth = task.worth()
    acts: Acts = {
        "optimum": lambda: linear_sum_assignment(task.worth(), maximize=True),
        "optimum, certificate, ties": lambda: best(task.worth(), lambda: task.preference),
    }
    if size <= LOSSES_UP_TO:
        losses = import_module("reverse_mentoring.decide.matching.losses").losses
        acts["optimum, certificate, all losses"] = lambda: losses(worth, best(worth, lambda: task.preference))
    acts["floor, then total"] = lambda: OBJECTIVES["floor"](task)
    if size <= FAIREST_UP_TO:
        respected = import_module("reverse_mentoring.decide.matching.stability").respected
        acts["worst-off first"] = lambda: OBJECTIVES["worst_first"](task)
        acts["choice respected (11 steps)"] = lambda: respected(task)
    return acts


def whole(cohort: Any) -> Any:
    """From a cohort to pairs with reasons."""
    of = board(cohort, MatchingChoices())
    return pairing(of, solve(of))


def ratios(measured: dict[int, Measured]) -> str:
    """One row per step: its time over the bare assignment's."""
    names = list(dict.fromkeys(name for times in measured.values() for name in times))
    header = ["times one bare assignment: median (fastest)", *(f"{size:,}" for size in measured), "bar at 500"]
    rows = [
        [name, *(ratio(*times[name]) if name in times else "–" for times in measured.values()),
         BARS.get(name, "")]
        for name in names
    ]  # fmt: skip
    return markdown(header, rows)


def growth(measured: dict[int, Measured]) -> str:
    """Time for each possible pair, over that at the largest size: level = linear in pairs."""
    last = max(measured)
    header = ["time for each possible pair, largest = 1", *(f"{size:,}" for size in measured)]
    rows = []
    for name in ("bare assignment", "board", "reasons", "optimum, certificate, ties"):
        each = {size: min(times[name][0]) / size**2 for size, times in measured.items()}
        rows.append([name, *(f"{each[size] / each[last]:.2f}" for size in measured)])
    return markdown(header, rows)


if __name__ == "__main__":
    main()

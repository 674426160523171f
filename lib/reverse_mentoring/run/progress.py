"""How far a run is and how long it will take: a bar in a terminal, a line per step in a log."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from time import monotonic
from typing import Any

Progress = Callable[[str, str], None]
"""Called with a cohort and what is done of it: a notebook's name without its ending, INPUT, OVER, or a remark."""
INPUT, OVER = "input", "over"


class Log:
    """Steps done, and how long the others will take at the pace of those done. seconds: a clock."""

    def __init__(self, cohorts: int, steps: Sequence[str], *, seconds: Callable[[], float] = monotonic) -> None:
        self._left = cohorts * len(steps)
        self._steps, self._seconds = tuple(steps), seconds
        self._open: dict[str, set[str]] = {}
        self._done, self._began = 0, seconds()
        self._lock = Lock()

    def step(self, cohort: str, name: str) -> tuple[int, str]:
        """How many steps are behind us with this one, and a line about it; "" if there is nothing to say."""
        with self._lock:
            if name == INPUT:
                self._began = self._seconds()  # the pace is that of the notebooks
            behind = self._behind(cohort, name)
            self._left -= behind
            return behind, "" if name == OVER else self._line(cohort, name)

    def _behind(self, cohort: str, name: str) -> int:
        waiting = self._open.setdefault(cohort, set(self._steps))
        if name == OVER:
            behind = len(waiting)
            waiting.clear()
            return behind
        if name not in waiting:
            return 0
        waiting.remove(name)
        self._done += 1
        return 1

    def _line(self, cohort: str, name: str) -> str:
        if name != INPUT and name not in self._steps:
            return f"{cohort}: {name}"
        pace = (self._seconds() - self._began) / self._done if self._done else 0.0
        left = f"; {in_time(pace * self._left)} left" if self._done and self._left else ""
        return f"{cohort}: {name} done{left}"


def in_time(seconds: float) -> str:
    """“about 40 s”, “about 3 min”, “about 2 h 10 min”."""
    if seconds < 55:
        return f"about {max(5, round(seconds / 5) * 5)} s"
    minutes = max(1, round(seconds / 60))
    return f"about {minutes} min" if minutes < 60 else f"about {minutes // 60} h {minutes % 60} min"


@contextmanager
def progress(cohorts: int, steps: Sequence[str]) -> Iterator[Progress]:
    """A function (cohort, step) to call after each step; on the error stream, so that results can be piped.

    steps: the notebooks' names without their ending.
    """
    from tqdm import tqdm

    quiet, log = not sys.stderr.isatty(), Log(cohorts, steps)
    with tqdm(total=cohorts * len(steps), unit="step", disable=quiet, file=sys.stderr) as bar:

        def step(cohort: str, name: str) -> None:
            behind, line = log.step(cohort, name)
            _show(bar, cohort, name, behind)
            if quiet and line:
                sys.stderr.write(f"{line}\n")
                sys.stderr.flush()

        yield step


def _show(bar: Any, cohort: str, name: str, behind: int) -> None:
    if name != OVER:
        bar.set_postfix_str(f"{cohort} {name}", refresh=False)
    bar.update(behind)

"""What a run is asked to do, and what becomes of each cohort."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from reverse_mentoring.store.headers import HeaderMapping
from reverse_mentoring.store.programme import Programme
from reverse_mentoring.words.problems import Problem
from reverse_mentoring.workbook.opening import NOTEBOOKS

TIMEOUT_SECONDS = 900


@dataclass(frozen=True)
class Order:
    """What to run: the programme, where results go, as of which day, headers confirmed beforehand, what the review
    looks at ("" = by the calendar), which steps, and how long a cell may take.

    elsewhere: an address to which results are put once they are whole; "" if they stay where they are made.
    """

    programme: Programme
    results: Path
    as_of: dt.date
    mapping: HeaderMapping | None = None
    mode: str = ""
    steps: tuple[str, ...] = tuple(NOTEBOOKS)
    timeout: int = TIMEOUT_SECONDS
    elsewhere: str = ""

    def shown(self, name: str) -> str:
        """Where that result or file lies in the end, for a sentence."""
        return f"{self.elsewhere}/{name}" if self.elsewhere else str(self.results / name)


@dataclass(frozen=True)
class Outcome:
    """What became of one cohort. code: exit code; said: sentences; problems: of its input, for the person at the
    screen only; unchanged: its result lay there already and was left."""

    cohort: str
    code: int
    said: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    pairs: int = 0
    files: int = 0
    unchanged: bool = False

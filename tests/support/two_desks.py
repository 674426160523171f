"""What a facilitator does in a process of his or her own, while somebody else works on the same cohort."""

from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from reverse_mentoring.words.choices import AgreementChoices, MatchingChoices
from reverse_mentoring.workbook.decisions import Decisions
from reverse_mentoring.workbook.opening import open_cohort

TIMES = 10


def count_up(folder: Path, cohort: str, who: str, ready: Barrier) -> None:
    """Gives one person more places, one by one, from the choices that were on screen at first."""
    by: Decisions[MatchingChoices] = Decisions(open_cohort(str(folder), cohort), "matching")
    ready.wait(60)
    for places in range(1, TIMES + 1):
        by.change(capacity={**by.choices.capacity, who: places})


def write(folder: Path, cohort: str, changes: list[dict[str, Any]], talk: "tuple[Queue[str], Queue[Any]]") -> None:
    """Changes the agreements when it is this one's turn, and tells what stands on the screen."""
    turns, screen = talk
    by: Decisions[AgreementChoices] = Decisions(open_cohort(str(folder), cohort), "agreements")
    for change in changes:
        screen.put(("ready", False))
        turns.get(timeout=60)
        by.guard(lambda change=change: by.change(**change))()
        screen.put((by.said, by.trouble))

"""One cohort's part of a run, once all input is stored: done alike by a thread of this process and by a worker."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from typing import Any

from reverse_mentoring.run import claims, results_folder
from reverse_mentoring.run.one_cohort import run_whole, told
from reverse_mentoring.run.orders import Order, Outcome
from reverse_mentoring.run.progress import Progress
from reverse_mentoring.store.vault import open_vault


@dataclass(frozen=True)
class Task:
    """A cohort to run; may stand in a log, for it holds nothing of people. went_in: unchanged.Known.went_in, taken when
    all input was stored; notes: how many there are on how the input was read."""

    order: Order
    cohort: str
    went_in: dict[str, Any]
    notes: int


Work = Callable[[Iterable[Task], Progress], dict[str, Outcome]]
"""Does these tasks, the first while others are still made up: cohort → what became of it. Interrupted, it begins no
further notebook."""
Hands = Callable[[Order], AbstractContextManager[Work]]
"""Those who work for an order, here or elsewhere; Refused, before anything is stored, if they cannot."""


def done(task: Task, progress: Progress) -> Outcome:
    """What became of the cohort. Waits for whoever still writes its result, and clears up after the dead."""
    return told(task.cohort, partial(_done, task, progress))


def _done(task: Task, progress: Progress) -> Outcome:
    order, cohort = task.order, task.cohort
    with claims.writing(order.results / cohort):
        results_folder.tidy(order.results, [cohort])
        vault = open_vault(order.programme.vault)
        return run_whole(order, vault, went_in=task.went_in, notes=task.notes, cohort=cohort, progress=progress)

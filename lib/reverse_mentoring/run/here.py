"""Cohorts run by this machine, so many at a time, in processes that have imported everything."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from threading import Event

from reverse_mentoring.run.one_cohort import Stopped
from reverse_mentoring.run.orders import Order, Outcome
from reverse_mentoring.run.progress import OVER, Progress
from reverse_mentoring.run.tasks import Task, Work, done


@contextmanager
def here(_: Order, *, jobs: int) -> Iterator[Work]:
    """Threads of this process; each cohort has kernels of its own."""
    from reverse_mentoring.run.forked_engine import ready_to_run

    with ready_to_run():  # it imports while the input is read
        yield partial(_all, jobs)


def _all(jobs: int, tasks: Iterable[Task], progress: Progress) -> dict[str, Outcome]:
    stopped = Event()

    def step(cohort: str, name: str) -> None:
        progress(cohort, name)
        if stopped.is_set():
            raise Stopped

    def one(task: Task) -> Outcome:
        became = done(task, step)
        progress(task.cohort, OVER)
        return became

    with _pool(jobs, stopped) as pool:
        running = {task.cohort: pool.submit(one, task) for task in tasks}
        return {cohort: each.result() for cohort, each in running.items()}


@contextmanager
def _pool(jobs: int, stopped: Event) -> Iterator[ThreadPoolExecutor]:
    """Interrupted, it begins nothing more and waits for the notebooks that run."""
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        try:
            yield pool
        except BaseException:
            stopped.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise

"""What happens in a worker of a Dask cluster: it shows how it is set up, and runs one cohort after the other.

Dask logs what is handed over: only folders, names of cohorts, dates and hashes go there, and outcomes come back.
"""

import hashlib
import platform
import socket
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from distributed import Worker, WorkerPlugin, get_worker
from distributed import __version__ as dask_version
from distributed.core import Status

from reverse_mentoring import __version__
from reverse_mentoring.run import claims
from reverse_mentoring.run.one_cohort import Stopped, told
from reverse_mentoring.run.orders import Order, Outcome
from reverse_mentoring.run.tasks import Task, done
from reverse_mentoring.run.unchanged import contents, versions
from reverse_mentoring.store.programme import Programme
from reverse_mentoring.store.vault import open_vault
from reverse_mentoring.words.problems import Refused

BEGUN = "begun"
"""Told of a cohort before its first step."""
GIVEN_UP = ("cancelled", "released", "forgotten")
"""States of a task that nobody waits for any more."""


class Ready(WorkerPlugin):
    """Keeps what kernels import imported for as long as the worker lives, also in workers that come later."""

    name = "reverse-mentoring-ready"
    idempotent = True  # a second run must not take away what the first one uses

    def setup(self, worker: Worker) -> None:
        from reverse_mentoring.run.forked_engine import ready_to_run

        self._kept = ExitStack()
        self._kept.enter_context(ready_to_run())

    def teardown(self, worker: Worker) -> None:
        self._kept.close()


def packages() -> dict[str, str]:
    """What must be the same wherever a cohort runs, or the files would differ: package → version."""
    return {"this program": __version__, "Python": platform.python_version(), "Dask": dask_version, **versions()}


def doors(dask_worker: Any = None, dask_scheduler: Any = None) -> list[str]:
    """The addresses at which this worker or scheduler listens for whoever comes. Dask fills in the argument."""
    return [listener.listen_address for listener in (dask_worker or dask_scheduler).listeners]


def surroundings(order: Order, claimant: str) -> dict[str, str]:
    """What this process sees of the programme: to be compared with what another one sees.

    claimant: a line that stands in the results' folder while the run lasts.
    """
    vault = order.programme.vault
    cohorts = open_vault(vault).cohorts()
    return {
        "machine": socket.gethostname() if isinstance(vault, Path) else "",
        "results": str(claimant in claims.claimants(order.results)),
        "programme": _hash(str(_read_by_notebooks(order.programme)).encode()),
        "vault": _hash(f"{vault} {cohorts}".encode()),
    }


def _read_by_notebooks(its: Programme) -> dict[str, str]:
    """What notebooks read of a programme's folder; all else comes from the vault."""
    return contents(its.folder, its.settings_file, its.own_clauses, its.own_templates, its.released)


def run_here(task: Task, claimant: str, talk: str) -> Outcome:
    """What became of the cohort, without the problems of its input, which quote cells. talk: where steps are told."""
    worker = get_worker()
    key = worker.get_current_task()

    def step(cohort: str, name: str) -> None:
        worker.log_event(talk, [cohort, name])
        if _given_up(worker, key):
            raise Stopped

    def begin() -> Outcome:
        step(task.cohort, BEGUN)
        _refuse_newcomer(task, claimant)
        return done(task, step)

    return replace(told(task.cohort, begin), problems=())


def _refuse_newcomer(task: Task, claimant: str) -> None:
    """A worker that came after the others had been looked at."""
    others = task.went_in["program"], task.went_in["versions"]
    if others != (__version__, versions()) or claimant not in claims.claimants(task.order.results):
        raise Refused(
            f"A worker on {socket.gethostname()} came later and has other versions, or does not see the results. "
            "Nothing was written. End it, and go on with --resume."
        )


def _given_up(worker: Worker, key: Any) -> bool:
    """Nobody waits for it: the run was stopped, or this worker has lost its scheduler."""
    task = worker.state.tasks.get(key)
    return task is None or task.state in GIVEN_UP or worker.status not in (Status.running, Status.paused)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

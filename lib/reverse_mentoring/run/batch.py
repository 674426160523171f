"""Many cohorts in one go: each on its own, written beside and renamed when whole; one bad cohort stops no other.

The input of all of them is stored first, so that no result depends on which cohort happens to be run before another.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from threading import Event
from typing import Any

from reverse_mentoring.run import results_folder
from reverse_mentoring.run.one_cohort import Stopped, outcome, run_whole, take_in, told
from reverse_mentoring.run.orders import Order, Outcome
from reverse_mentoring.run.overview import write_overview
from reverse_mentoring.run.progress import INPUT, OVER, Progress
from reverse_mentoring.run.unchanged import Known, manifest_in
from reverse_mentoring.store.cohorts import cohort_names
from reverse_mentoring.store.fingerprints import Fingerprints, as_it_lies, fingerprints
from reverse_mentoring.store.importing import cohort_folders
from reverse_mentoring.store.programme import Programme
from reverse_mentoring.store.vault import Vault, open_vault
from reverse_mentoring.words.problems import DONE, FAILED, INPUT_HAS_PROBLEMS, RULE_BROKEN, Refused

__all__ = ["Order", "Outcome", "exit_code", "foreseen", "known_cohorts", "run"]

TookIn = Mapping[str, "tuple[str, ...] | Outcome"]
"""Cohort → notes on its input, or why it cannot be run."""


@dataclass(frozen=True)
class Whole:
    """A run: its order, the vault, and what may be left as it lies there (--resume)."""

    order: Order
    vault: Vault
    resume: bool


def known_cohorts(programme: Programme) -> list[str]:
    """Cohorts with a folder in input/ or with data in the vault; no vault is made or changed for the answer."""
    vault = as_it_lies(programme.vault)
    return sorted({*cohort_folders(programme), *(cohort_names(vault) if vault else ())})


def run(
    order: Order, cohorts: Sequence[str], *, jobs: int, progress: Progress, resume: bool = False
) -> tuple[Outcome, ...]:
    """Runs these cohorts, so many at a time, and writes the overview; progress(cohort, step) after each step.

    resume: results that lie there and would come out the same are left. Outcomes in the order given. Refused if
    another run writes there, or if the results would lie among the input. Interrupted, it begins no further notebook,
    cleans up and leaves the overview as it was.
    """
    _refuse_among_input(order)
    with results_folder.held(order.results):
        known = known_cohorts(order.programme)
        results_folder.tidy(order.results, [*known, *cohorts])
        _refuse_fewer_steps(order, cohorts)
        whole = Whole(order, open_vault(order.programme.vault), resume)
        try:
            found = _all(whole, cohorts, jobs=jobs, progress=progress)
        finally:
            results_folder.tidy(order.results, cohorts)
        outcomes = tuple(found[cohort] for cohort in cohorts)
        write_overview(order, outcomes, known=known)
    return outcomes


def foreseen(order: Order, cohorts: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Cohort → why “run --resume” would run it, in sentences; nothing if it would be left. Nothing is written."""
    _refuse_among_input(order)
    _refuse_fewer_steps(order, cohorts)
    vault = as_it_lies(order.programme.vault)
    known = Known(order, vault, fingerprints(vault) if vault else Fingerprints())
    return {cohort: known.changes(cohort) for cohort in cohorts}


def exit_code(outcomes: Sequence[Outcome]) -> int:
    """The code of the whole run: a failure before problems of input, before broken rules."""
    codes = {outcome.code for outcome in outcomes}
    return next((code for code in (FAILED, INPUT_HAS_PROBLEMS, RULE_BROKEN) if code in codes), DONE)


def _refuse_among_input(order: Order) -> None:
    if order.results.is_relative_to(order.programme.input):
        raise Refused(f"{order.results} lies in the input folder. Choose another folder for the results.")


def _refuse_fewer_steps(order: Order, cohorts: Sequence[str]) -> None:
    """A run of some steps would take the files of the others away."""
    for cohort in cohorts:
        there = (manifest_in(order.results / cohort) or {}).get("steps", order.steps)
        if not set(there) <= set(order.steps):
            raise Refused(f"{order.results / cohort} holds more steps than these; they would be lost. Choose another "
                          "folder for the results, or run all steps.")  # fmt: skip


def _all(whole: Whole, cohorts: Sequence[str], *, jobs: int, progress: Progress) -> dict[str, Outcome]:
    from reverse_mentoring.run.warm_kernels import NOTEBOOK_IMPORTS, warm

    found = _left(whole, cohorts) if whole.resume else {}
    for cohort in found:
        progress(cohort, OVER)
    if len(found) == len(cohorts):
        return found
    with warm(NOTEBOOK_IMPORTS):  # she imports while the input is read
        took_in = {cohort: _taken_in(whole, cohort, progress) for cohort in cohorts if cohort not in found}
        # What was stored now may be what a result that was to be left stands beside.
        again = [cohort for cohort in found if whole.resume and cohort not in _left(whole, list(found))]
        took_in |= {cohort: _taken_in(whole, cohort, progress) for cohort in again}
        return {**found, **_notebooks(whole, took_in, jobs=jobs, progress=progress)}


def _left(whole: Whole, cohorts: Sequence[str]) -> dict[str, Outcome]:
    """The cohorts whose results lie there, whole and as they would come out again."""
    known = Known(whole.order, whole.vault, fingerprints(whole.vault))
    folders = {cohort: whole.order.results / cohort for cohort in cohorts if not known.changes(cohort)}
    manifests = {cohort: manifest_in(folder) or {} for cohort, folder in folders.items()}
    return {cohort: outcome(folders[cohort], each, unchanged=True) for cohort, each in manifests.items()}


def _taken_in(whole: Whole, cohort: str, progress: Progress) -> "tuple[str, ...] | Outcome":
    notes = told(cohort, partial(take_in, whole.order, whole.vault, cohort))
    progress(cohort, OVER if isinstance(notes, Outcome) else INPUT)
    return notes


def _notebooks(whole: Whole, took_in: TookIn, *, jobs: int, progress: Progress) -> dict[str, Outcome]:
    known, stopped = Known(whole.order, whole.vault, fingerprints(whole.vault)), Event()

    def step(cohort: str, name: str) -> None:
        progress(cohort, name)
        if stopped.is_set():
            raise Stopped

    def one(cohort: str, notes: tuple[str, ...]) -> Outcome:
        went_in: dict[str, Any] = known.went_in(cohort)
        return run_whole(whole.order, whole.vault, went_in=went_in, notes=notes, cohort=cohort, progress=step)

    def isolated(cohort: str) -> Outcome:
        notes = took_in[cohort]
        became = notes if isinstance(notes, Outcome) else told(cohort, lambda: one(cohort, notes))
        progress(cohort, OVER)
        return became

    with _pool(jobs, stopped) as pool:
        running = {cohort: pool.submit(isolated, cohort) for cohort in took_in}
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

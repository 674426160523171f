"""Many cohorts in one go: each on its own, written beside and renamed when whole; one bad cohort stops no other.

The input of all of them is stored first, so that no result depends on which cohort happens to be run before another.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from reverse_mentoring.run import claims, results_elsewhere, results_folder
from reverse_mentoring.run.intake import Intake
from reverse_mentoring.run.one_cohort import outcome, told
from reverse_mentoring.run.orders import Order, Outcome
from reverse_mentoring.run.overview import write_overview
from reverse_mentoring.run.progress import INPUT, OVER, Progress
from reverse_mentoring.run.tasks import Hands, Task
from reverse_mentoring.run.unchanged import Known, manifest_in
from reverse_mentoring.store.cohorts import cohort_names
from reverse_mentoring.store.fingerprints import Fingerprints, as_it_lies, fingerprints
from reverse_mentoring.store.importing import cohort_folders
from reverse_mentoring.store.programme import Programme
from reverse_mentoring.store.vault import Vault, open_vault
from reverse_mentoring.words.problems import DONE, FAILED, INPUT_HAS_PROBLEMS, RULE_BROKEN, Refused

__all__ = ["Order", "Outcome", "exit_code", "foreseen", "known_cohorts", "run"]

TookIn = Mapping[str, "int | Outcome"]
"""Cohort → how many notes there are on its input, or why it cannot be run."""


@dataclass(frozen=True)
class Whole:
    """A run: its order, the vault, whether results may be left as they lie there (--resume), and who works."""

    order: Order
    vault: Vault
    resume: bool
    hands: Hands


def known_cohorts(programme: Programme) -> list[str]:
    """Cohorts with a folder in input/ or with data in the vault; no vault is made or changed for the answer."""
    vault = as_it_lies(programme.vault)
    return sorted({*cohort_folders(programme), *(cohort_names(vault) if vault else ())})


def run(
    order: Order, cohorts: Sequence[str], *, hands: Hands, progress: Progress, resume: bool = False
) -> tuple[Outcome, ...]:
    """Has these cohorts run by these hands and writes the overview; progress(cohort, step) after each step.

    resume: results that lie there and would come out the same are left. Outcomes in the order given. Refused if
    another run has one of the cohorts, or if the results would lie among the input. Interrupted, it begins no further
    notebook, cleans up and leaves the overview as it was.
    """
    _refuse_among_input(order)
    with claims.claimed(order.results, cohorts):
        results_elsewhere.begin(order)
        _tidy(order, cohorts)
        _refuse_fewer_steps(order, cohorts)
        whole = Whole(order, open_vault(order.programme.vault), resume, hands)
        try:
            found = _all(whole, cohorts, progress)
        finally:
            _tidy(order, cohorts)
        outcomes = tuple(found[cohort] for cohort in cohorts)
        with claims.overview(order.results):
            results_folder.tidy_overview(order.results)
            write_overview(order, outcomes, known=known_cohorts(order.programme))
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
            raise Refused(f"{order.shown(cohort)} holds more steps than these; they would be lost. Choose another "
                          "folder for the results, or run all steps.")  # fmt: skip


def _tidy(order: Order, cohorts: Iterable[str]) -> None:
    """Not around a result that somebody still writes: a worker that was given up, or lost its scheduler."""
    for cohort in cohorts:
        with suppress(Refused), claims.writing(order.results / cohort, patience=0.0):
            results_folder.tidy(order.results, [cohort])


def _all(whole: Whole, cohorts: Sequence[str], progress: Progress) -> dict[str, Outcome]:
    found = _left(whole, cohorts) if whole.resume else {}
    for cohort in found:
        progress(cohort, OVER)
    if len(found) == len(cohorts):
        return found
    with whole.hands(whole.order) as work:
        intake = Intake(whole.order, whole.vault)
        took_in = {cohort: _taken_in(intake, cohort, progress) for cohort in cohorts if cohort not in found}
        # What was stored now may be what a result that was to be left stands beside.
        again = [cohort for cohort in found if whole.resume and cohort not in _left(whole, list(found))]
        took_in |= {cohort: _taken_in(intake, cohort, progress) for cohort in again}
        wrong = {cohort: each for cohort, each in took_in.items() if isinstance(each, Outcome)}
        return {**found, **wrong, **work(_tasks(whole, took_in, intake.stored), progress)}


def _left(whole: Whole, cohorts: Sequence[str]) -> dict[str, Outcome]:
    """The cohorts whose results lie there, whole and as they would come out again."""
    known = Known(whole.order, whole.vault, fingerprints(whole.vault))
    manifests = {cohort: manifest_in(whole.order.results / cohort) for cohort in cohorts if not known.changes(cohort)}
    return {cohort: outcome(each, unchanged=True) for cohort, each in manifests.items() if each}


def _taken_in(intake: Intake, cohort: str, progress: Progress) -> "int | Outcome":
    notes = told(cohort, partial(intake.take, cohort))
    progress(cohort, OVER if isinstance(notes, Outcome) else INPUT)
    return notes


def _tasks(whole: Whole, took_in: TookIn, stored: Fingerprints) -> Iterator[Task]:
    """One for each cohort that can be run; how headers are to be read has done its part."""
    known, order = Known(whole.order, whole.vault, stored), replace(whole.order, mapping=None)
    for cohort, notes in took_in.items():
        if not isinstance(notes, Outcome):
            yield Task(order, cohort, known.went_in(cohort), notes)

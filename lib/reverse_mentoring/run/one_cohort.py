"""One cohort of a run: its notebooks run beside its place, the whole put there at last."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from reverse_mentoring.run import results_elsewhere, results_folder
from reverse_mentoring.run.manifest import write_manifest
from reverse_mentoring.run.notebooks import Asked, KernelDied, StepFailed, execute
from reverse_mentoring.run.orders import Order, Outcome
from reverse_mentoring.store.vault import Vault
from reverse_mentoring.words.problems import DONE, FAILED, RULE_BROKEN, InputProblems, Refused

ONCE_MORE = "its kernel ended; begun once more"
T = TypeVar("T")


class Stopped(Exception):
    """Somebody stopped the run: this cohort ends with the notebook it is in, and nothing of it is written."""


def told(cohort: str, act: Callable[[], T]) -> T | Outcome:
    """What the act gives, or what went wrong as an outcome: whatever it is, the other cohorts go on."""
    try:
        return act()
    except InputProblems as error:
        return Outcome(cohort, error.exit_code, (str(error),), error.problems)
    except Refused as error:
        return Outcome(cohort, error.exit_code, (str(error),))
    except StepFailed as error:
        return Outcome(cohort, FAILED, (str(error),))
    except Stopped:
        return Outcome(cohort, FAILED, ("Stopped; nothing was written.",))
    except OSError as error:
        return Outcome(cohort, FAILED, (f"The results could not be written ({error.strerror}).",))
    except Exception as error:  # its text may hold what nobody may read
        return Outcome(cohort, FAILED, (f"Stopped by an unexpected {type(error).__name__}; nothing was written.",))


def run_whole(
    order: Order, vault: Vault, *, went_in: dict[str, Any], notes: int, cohort: str,
    progress: Callable[[str, str], None],
) -> Outcome:  # fmt: skip
    """Runs the notebooks, once more from the beginning if a kernel dies, and puts the result in its place."""
    final = order.results / cohort
    partial = results_folder.beside(final)
    as_of = order.as_of.isoformat()
    asked = Asked(order.programme, cohort, as_of, order.mode, steps=order.steps, timeout=order.timeout)
    try:
        try:
            _run(asked, partial, progress)
        except KernelDied:
            progress(cohort, ONCE_MORE)
            _run(asked, partial, progress)
        manifest = write_manifest(partial, order, vault, went_in=went_in, cohort=cohort, notes=notes)
        if order.elsewhere:
            results_elsewhere.put(order, cohort, partial)
        else:
            results_folder.put_in_place(partial, final)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return outcome(manifest)


def _run(asked: Asked, partial: Path, progress: Callable[[str, str], None]) -> None:
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True, mode=0o700)
    execute(asked, partial, done=lambda step: progress(asked.cohort, step))


def outcome(manifest: dict[str, Any], *, unchanged: bool = False) -> Outcome:
    """What a result says of itself."""
    wrong = tuple(manifest["broken"]) or tuple(filter(None, (manifest["nobody"],)))
    return Outcome(
        manifest["cohort"],
        RULE_BROKEN if wrong else DONE,
        (*wrong, *manifest["warnings"]),
        pairs=manifest["pairs"] or 0,
        files=len(manifest["outputs"]) + 1,
        unchanged=unchanged,
    )

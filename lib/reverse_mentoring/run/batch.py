"""Many cohorts in one go: each on its own, written beside and renamed when whole; one bad cohort stops no other."""

import csv
import datetime as dt
import re
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from reverse_mentoring.run.manifest import write_manifest
from reverse_mentoring.run.notebooks import Asked, StepFailed, execute
from reverse_mentoring.store.cohorts import cohort_names
from reverse_mentoring.store.headers import HeaderMapping
from reverse_mentoring.store.importing import cohort_folders, read_input, store_input
from reverse_mentoring.store.programme import Programme
from reverse_mentoring.store.vault import Vault, open_vault
from reverse_mentoring.words.problems import (
    DONE,
    FAILED,
    INPUT_HAS_PROBLEMS,
    RULE_BROKEN,
    InputProblems,
    Problem,
    Refused,
)


class Stopped(Exception):
    """Somebody stopped the run: this cohort ends with the notebook it is in, and nothing of it is written."""


@dataclass(frozen=True)
class Outcome:
    """What became of one cohort. code: exit code; said: sentences; problems: of its input, for the person at the
    screen only; attention: whether a person should look although it is done."""

    cohort: str
    code: int
    said: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    pairs: int = 0
    files: int = 0


@dataclass(frozen=True)
class Order:
    """What to run: the programme, where results go, as of which day, headers confirmed beforehand, and what the
    review looks at ("" = by the calendar)."""

    programme: Programme
    results: Path
    as_of: dt.date
    mapping: HeaderMapping | None = None
    mode: str = ""


def known_cohorts(programme: Programme) -> list[str]:
    """Cohorts with a folder in input/ or with data in the vault."""
    return sorted({*cohort_folders(programme), *cohort_names(open_vault(programme.vault))})


def run(
    order: Order, cohorts: Sequence[str], *, jobs: int, progress: Callable[[str, str], None]
) -> tuple[Outcome, ...]:
    """Runs these cohorts, so many at a time; progress(cohort, step) after each step. Outcomes in the order given.

    Refused if the results would lie among the input. Interrupted, it begins no further notebook and cleans up.
    """
    if order.results.is_relative_to(order.programme.input):
        raise Refused(f"{order.results} lies in the input folder. Choose another folder for the results.")
    from reverse_mentoring.run.warm_kernels import NOTEBOOK_IMPORTS, warm

    vault, stopped = open_vault(order.programme.vault), Event()

    def step(cohort: str, name: str) -> None:
        progress(cohort, name)
        if stopped.is_set():
            raise Stopped

    with warm(NOTEBOOK_IMPORTS), ThreadPoolExecutor(max_workers=jobs) as pool:
        running = [pool.submit(_one, order, vault, cohort, step) for cohort in cohorts]
        try:
            return tuple(each.result() for each in running)
        except BaseException:
            stopped.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def exit_code(outcomes: Sequence[Outcome]) -> int:
    """The code of the whole run: a failure before problems of input, before broken rules."""
    codes = {outcome.code for outcome in outcomes}
    return next((code for code in (FAILED, INPUT_HAS_PROBLEMS, RULE_BROKEN) if code in codes), DONE)


def _one(order: Order, vault: Vault, cohort: str, progress: Callable[[str, str], None]) -> Outcome:
    partial = order.results / f".{cohort}.partial"
    try:
        _make_room(order.results / cohort)
        notes = _import(order, vault, cohort)
        progress(cohort, "input")
        return _run_whole(order, vault, cohort, partial, notes, progress)
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
    except Exception as error:  # whatever it is, the other cohorts go on; its text may hold what nobody may read
        return Outcome(cohort, FAILED, (f"Stopped by an unexpected {type(error).__name__}; nothing was written.",))
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _import(order: Order, vault: Vault, cohort: str) -> tuple[str, ...]:
    if cohort not in cohort_folders(order.programme):
        return ()
    found = read_input(order.programme, vault, [cohort], mapping=order.mapping)
    store_input(found, vault, now=dt.datetime.now(dt.UTC))
    return found.notes


def _run_whole(
    order: Order, vault: Vault, cohort: str, partial: Path, notes: tuple[str, ...], progress: Callable[[str, str], None]
) -> Outcome:
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True, mode=0o700)
    as_of = order.as_of.isoformat()
    asked = Asked(order.programme, cohort, as_of, order.mode)
    execute(asked, partial, done=lambda step: progress(cohort, step))
    manifest = write_manifest(partial, order.programme, vault, cohort, as_of=as_of, notes=notes)
    _put_in_place(partial, order.results / cohort)
    nobody = not manifest["pairs"] and not manifest["decided"]
    wrong = tuple(manifest["broken"]) or ((_why_nobody(order.results / cohort),) if nobody else ())
    return Outcome(
        cohort,
        RULE_BROKEN if wrong else DONE,
        (*wrong, *manifest["warnings"]),
        pairs=manifest["pairs"],
        files=len(manifest["outputs"]) + 1,
    )


def _make_room(final: Path) -> None:
    """Brings back a result that a killed run had laid aside; refused where something else than a result lies."""
    old = final.with_name(f".{final.name}.old")
    if old.is_dir() and not final.exists():
        old.rename(final)
    if final.exists() and not (final / "manifest.json").is_file() and not (final.is_dir() and not any(final.iterdir())):
        raise Refused(f"{final} is no result of a run; nothing was changed. Choose another folder for the results.")


def _why_nobody(folder: Path) -> str:
    """The commonest reason among those left over; reasons name nobody."""
    with (folder / "unmatched.csv").open(encoding="utf-8", newline="") as file:
        reasons = Counter(re.sub(r"\d+ of \d+", "all", row["reason"]) for row in csv.DictReader(file))
    commonest = reasons.most_common(1)
    why = f" Most often: {commonest[0][0]}" if commonest else " Nobody takes part."
    return f"No pair is possible.{why}"


def _put_in_place(partial: Path, final: Path) -> None:
    """The new folder takes the old one's place; after an interrupt in between the next run brings it back."""
    old = final.with_name(f".{final.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if final.exists():
        final.rename(old)
    partial.rename(final)
    shutil.rmtree(old, ignore_errors=True)

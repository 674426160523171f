"""Who may do what in a folder of results: several runs share it, each with cohorts of its own.

A run claims its cohorts for as long as it lasts; nobody else can begin them. Whoever writes a result, the run itself
or a worker on another machine, has it alone: a worker that was given up may live on. The overview of all results is
written by one run at a time.
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

from reverse_mentoring.run.locks import Taken, locked
from reverse_mentoring.words.problems import Refused

PATIENCE_SECONDS = 180.0
"""How long a result waits for somebody who still writes it; a network share may keep a dead machine's lock for 90 s."""


@contextmanager
def claimed(results: Path, cohorts: Iterable[str]) -> Iterator[None]:
    """Nobody else runs these cohorts into this folder while it lasts; Refused, saying who does, if somebody does."""
    with ExitStack() as held:
        for cohort in sorted(set(cohorts)):
            try:
                held.enter_context(locked(claim(results, cohort)))
            except Taken as who:
                raise Refused(
                    f"Another run has {cohort} in {results} ({who}). Wait for it, stop it, or choose another folder."
                ) from None
        yield


def claim(results: Path, cohort: str) -> Path:
    """The file by which a run holds this cohort."""
    return results / f".{cohort}.run.lock"


def claimants(results: Path) -> set[str]:
    """The lines (locks.ourselves) of those who run cohorts into this folder now."""
    return {path.read_text("utf-8") for path in results.glob(".*.run.lock")}


def writing(final: Path, *, patience: float = PATIENCE_SECONDS) -> AbstractContextManager[None]:
    """Nobody else writes this cohort's result, or clears up around it, while it lasts; see alone."""
    return _alone(final.with_name(f".{final.name}.writing.lock"), final.name, patience)


def overview(results: Path) -> AbstractContextManager[None]:
    """Nobody else writes the overview while it lasts; see alone."""
    return _alone(results / ".overview.lock", "The overview", PATIENCE_SECONDS)


@contextmanager
def _alone(path: Path, what: str, patience: float) -> Iterator[None]:
    """Waits so many seconds for somebody else; then Refused."""
    try:
        with locked(path, patience=patience):
            yield
    except Taken as who:
        raise Refused(f"{what} is still being written by another process ({who}). Wait for it, or stop it.") from None

"""The folder of results: whole or not there, and what dead runs left behind cleared away."""

import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from reverse_mentoring.words.problems import Refused


def tidy(results: Path, cohorts: Iterable[str]) -> None:
    """Clears away what dead runs left of these cohorts; a result that one had laid aside comes back.

    Only for whoever alone may write these results: nothing of them belongs to a run that is alive.
    """
    names = set(cohorts)
    for path in sorted(results.glob(".*")):
        unfinished = re.fullmatch(r"\.(.+?)\.(\d+\.partial|partial|old)", path.name)
        if unfinished and unfinished[1] in names and path.is_dir():
            final = results / unfinished[1]
            if unfinished[2] == "old" and not final.exists():
                path.rename(final)
            else:
                shutil.rmtree(path, ignore_errors=True)


def tidy_overview(results: Path) -> None:
    """Clears away what dead runs left of the overview; only for whoever alone may write it."""
    for path in sorted(results.glob(".*.part")):
        if re.fullmatch(r"\.(index\.html|summary\.xlsx|overview\.json)\.\d+\.part", path.name):
            path.unlink(missing_ok=True)


def beside(final: Path) -> Path:
    """Where a result is written before it takes its place; no other run has the same, not even a dying one."""
    return final.with_name(f".{final.name}.{os.getpid()}.partial")


def refuse_other(final: Path) -> None:
    """Refused where something else than a result lies in its place."""
    empty = final.is_dir() and not any(final.iterdir())
    if final.exists() and not (final / "manifest.json").is_file() and not empty:
        raise Refused(f"{final} is no result of a run; nothing was changed. Choose another folder for the results.")


def put_in_place(partial: Path, final: Path) -> None:
    """The new folder takes the old one's place; killed in between, the next run brings the old one back."""
    old = final.with_name(f".{final.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if final.exists():
        final.rename(old)
    partial.rename(final)
    shutil.rmtree(old, ignore_errors=True)

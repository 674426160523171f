"""Is this machine fit for the workbook? Versions, folders, ports, damage: sentences, worst first."""

import os
import socket
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from reverse_mentoring.run.addresses import HOST, USUAL_PORT
from reverse_mentoring.run.places import notebooks
from reverse_mentoring.run.retaining import reminders
from reverse_mentoring.store.address import Where
from reverse_mentoring.store.programme import Programme, unsafe_place
from reverse_mentoring.store.released import changed
from reverse_mentoring.store.vault import open_vault
from reverse_mentoring.words.problems import InputProblems, Refused


@dataclass(frozen=True)
class Finding:
    """One thing looked at; fine: whether nothing needs to be done."""

    fine: bool
    sentence: str


def findings(programme: Programme | None) -> tuple[Finding, ...]:
    """What was looked at, troubles first. programme: None outside of a programme folder."""
    found = [_python(), *_packages(), _notebooks(), _port()]
    found += _of_programme(programme) if programme else [Finding(True, "There is no programme folder here.")]
    return tuple(sorted(found, key=lambda finding: finding.fine))


def _python() -> Finding:
    here = ".".join(map(str, sys.version_info[:3]))
    return Finding(sys.version_info >= (3, 11), f"Python {here} (3.11 or newer is needed).")


def _packages() -> list[Finding]:
    """Packages that are missing or older than pyproject.toml asks for, else one sentence."""
    from packaging.requirements import Requirement

    trouble = []
    wanted = [Requirement(text) for text in requires("reverse-mentoring") or []]
    for requirement in wanted:
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        try:
            here = version(requirement.name)
        except PackageNotFoundError:
            trouble.append(Finding(False, f"{requirement.name} is missing. Install the workbook again."))
            continue
        if here not in requirement.specifier:
            trouble.append(Finding(False, f"{requirement} is needed, {here} is here. Install the workbook again."))
    return trouble or [Finding(True, "All packages are there in the versions needed.")]


def _notebooks() -> Finding:
    try:
        return Finding(True, f"{len(list(notebooks().glob('*.ipynb')))} notebooks are there.")
    except Refused as refusal:
        return Finding(False, str(refusal))


def _port() -> Finding:
    with socket.socket() as probe:
        free = probe.connect_ex((HOST, USUAL_PORT)) != 0
    return Finding(True, f"Port {USUAL_PORT} is {'free' if free else 'in use; another one will be taken'}.")


def _of_programme(programme: Programme) -> list[Finding]:
    warning = unsafe_place(programme.folder)
    found = [Finding(not warning, warning or "The programme folder is on this machine, outside synced folders.")]
    found += _exposed(programme.folder)
    where: Where = programme.vault_file
    try:
        programme.settings()
        where = programme.vault
        vault = open_vault(where)
        found += _shared(programme, where)
        damage = [*vault.check_audit(), *changed(vault, programme.released), *reminders(programme)]
    except InputProblems as error:
        return [*found, *(Finding(False, str(problem)) for problem in error.problems)]
    except OSError as error:
        return [*found, Finding(False, f"{where.name} cannot be used ({error.strerror}).")]
    except Refused as refusal:
        return [*found, Finding(False, str(refusal))]
    return [*found, *(Finding(False, sentence) for sentence in damage)] or found


def _shared(programme: Programme, where: Where) -> Iterator[Finding]:
    """That several share the vault, and the file that it was before."""
    if where == programme.vault_file:
        return
    yield Finding(True, f"The vault is {where}.")
    if programme.vault_file.exists():
        left = f"{programme.vault_file.name} is no longer the vault, but still holds people's data. Delete it."
        yield Finding(False, left)


def _exposed(folder: Path) -> list[Finding]:
    if os.name != "posix":
        return []
    open_ = [path.name for path in (folder, *folder.glob("programme.db*")) if path.exists() and _others_may_read(path)]
    said = f"Other accounts of this machine may read {', '.join(open_)}. Run: chmod -R go-rwx on the programme folder."
    return [Finding(False, said)] if open_ else [Finding(True, "Only you can read the programme folder.")]


def _others_may_read(path: Path) -> bool:
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))

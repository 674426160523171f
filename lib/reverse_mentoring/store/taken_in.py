"""Which input the vault holds already, so that a run reads only the files of cohorts in which something has changed."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from reverse_mentoring import __version__
from reverse_mentoring.store.headers import HeaderMapping
from reverse_mentoring.store.programme import Programme
from reverse_mentoring.store.schema import COMPANY, TAKEN_IN
from reverse_mentoring.store.vault import Vault, _transaction


class TakenIn(NamedTuple):
    """mark: of the input of a cohort and of what it became; notes: how many there were on how it was read."""

    mark: str
    notes: int


def input_files(programme: Programme, cohort: str) -> dict[str, str]:
    """File → SHA-256, of each file in input/ and input/<cohort>/."""
    folders = (programme.input, programme.input / cohort)
    files = [path for each in folders if each.is_dir() for path in sorted(each.iterdir()) if path.is_file()]
    return hashed(files, programme.input)


def hashed(files: Iterable[Path], folder: Path) -> dict[str, str]:
    """File, as it is called from this folder → SHA-256."""
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()) for path in files}


def mark(programme: Programme, cohort: str, *, rows: Mapping[str, str], headers: HeaderMapping) -> str:
    """One hash of all that the rows of this cohort depend on when its input is read, and of the rows in the vault.

    Whatever changes one of them, here or by another program, makes the input be read again. rows: cohort → hash of its
    rows, as in fingerprints.
    """
    settings = sha256(programme.settings_file.read_bytes())
    parts = [__version__, input_files(programme, cohort), settings, {**headers}, rows.get(COMPANY), rows.get(cohort)]
    return sha256(json.dumps(parts, sort_keys=True, default=dict).encode())


def taken_in(vault: Vault) -> dict[str, TakenIn]:
    """Cohort → the input that was last stored whole."""
    with _transaction(vault._read) as connection:
        rows = connection.execute(sa.select(TAKEN_IN))
        return {row.cohort: TakenIn(row.mark, row.notes) for row in rows}


def remember(vault: Vault, found: Mapping[str, TakenIn]) -> None:
    """From now on this is the input that was last stored. Cohorts that the vault does not have are left out."""
    known = found.keys() & {*vault.cohorts()}
    with _transaction(vault._write) as connection:
        for cohort in sorted(known):
            connection.execute(sa.delete(TAKEN_IN).where(TAKEN_IN.c.cohort == cohort))
            connection.execute(sa.insert(TAKEN_IN).values(cohort=cohort, **found[cohort]._asdict()))


def sha256(content: bytes) -> str:
    """Its hash, as text."""
    return hashlib.sha256(content).hexdigest()

"""The programme folder: settings, vault, input and results of one programme, in one place."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap

from reverse_mentoring.store.address import Where, public_address, secret_address
from reverse_mentoring.store.places import unsafe_place
from reverse_mentoring.store.settings_file import commented_toml, database_named, read_settings
from reverse_mentoring.words.columns import Table
from reverse_mentoring.words.problems import Refused
from reverse_mentoring.words.settings import Settings
from reverse_mentoring.words.tables import TABLES

__all__ = ["Programme", "commented_toml", "find", "read_settings", "set_up", "unsafe_place"]

SETTINGS_FILE = "programme.toml"


@dataclass(frozen=True)
class Programme:
    """Where everything of one programme lies."""

    folder: Path

    @property
    def settings_file(self) -> Path:
        return self.folder / SETTINGS_FILE

    @property
    def vault(self) -> Where:
        """Where the vault is: the database that the environment or programme.toml names, else vault_file.

        Refused if what they name cannot be used.
        """
        if address := secret_address(os.environ):
            return address
        if named := database_named(self.settings_file):
            return public_address(named, os.environ, where=f"{SETTINGS_FILE}, [vault] database,")
        return self.vault_file

    @property
    def vault_file(self) -> Path:
        """The vault's file, where it is no database on a server."""
        return self.folder / "programme.db"

    @property
    def released(self) -> Path:
        return self.folder / "released.db"

    @property
    def input(self) -> Path:
        return self.folder / "input"

    @property
    def own_clauses(self) -> Path:
        """An organisation's own texts for clauses, if it has any."""
        return self.folder / "clauses.csv"

    @property
    def own_templates(self) -> Path:
        """The folder of an organisation's own templates, if it has any."""
        return self.folder / "templates"

    @property
    def runs(self) -> Path:
        return self.folder / "runs"

    def settings(self) -> Settings:
        """What programme.toml says; InputProblems if it cannot be used."""
        return read_settings(self.settings_file)


def find(folder: Path) -> Programme:
    """The programme in this folder; refused if there is none, or if it lies in a synced or network folder."""
    if not (folder / SETTINGS_FILE).is_file():
        raise Refused(
            f"{folder.absolute()} is not a programme folder: it has no {SETTINGS_FILE}. Go to the folder of your "
            "programme, name it with --programme FOLDER, or make one with “reverse-mentoring new FOLDER”."
        )
    _refuse_unsafe(folder)
    return Programme(folder.resolve())


def set_up(folder: Path, *, sample_from: Path | None = None) -> Programme:
    """A new programme in this new or empty folder, which only its owner may enter.

    It gets a programme.toml with every key explained, and input/ with a README.txt that says which file goes where.
    sample_from: a folder whose programme.toml and input/ are copied instead.
    """
    _refuse_unsafe(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(f"{folder} is not empty; nothing was changed. Choose a new folder.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name == "posix":
        folder.chmod(0o700)
    programme = Programme(folder.resolve())
    if sample_from:
        _copy_sample(Programme(sample_from), programme)
    else:
        programme.settings_file.write_text(commented_toml(Settings()), "utf-8")
        programme.input.mkdir()
    (programme.input / "README.txt").write_text("\n".join(_which_file_where()) + "\n", "utf-8")
    return programme


def _refuse_unsafe(folder: Path) -> None:
    warning = unsafe_place(folder)
    if warning:
        raise Refused(warning)


def _copy_sample(sample: Programme, programme: Programme) -> None:
    """Contents only: files installed as read-only must become the owner's own."""
    for source in (sample.settings_file, *sorted(sample.input.rglob("*"))):
        target = programme.folder / source.relative_to(sample.folder)
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)


def _which_file_where() -> Iterator[str]:
    yield "Which file goes where"
    yield ""
    yield from wrap(
        "One folder per cohort, named like the cohort: input/2026-autumn/ratings.csv. A roster of the whole "
        "company, and topics of your own for all cohorts, may lie in input/ itself. Files are CSV or XLSX; "
        "columns may be in any order, and further columns are ignored, not stored. A cohort with roster and "
        "ratings is enough to begin with.",
        78,
    )
    for declared in TABLES:
        yield ""
        yield from _about(declared)


def _about(declared: Table) -> Iterator[str]:
    yield f"{declared.name}.csv or {declared.name}.xlsx: {declared.meaning[0].lower()}{declared.meaning[1:]}"
    for column in declared.columns:
        star = "*" if column.required else " "
        yield from wrap(column.meaning, 78, initial_indent=f"  {star} {column.name:<24}", subsequent_indent=" " * 28)

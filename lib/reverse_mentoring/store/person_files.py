"""The files of a programme in which a person stands, and what is to become of each.

Files that the workbook wrote are deleted: they can be written again. The facilitator's CSV files are edited, other
files of the facilitator's are only named. The vault itself and released.db are no matter of this module.
"""

import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from reverse_mentoring.store import person_input
from reverse_mentoring.store.csv_files import csv_rows
from reverse_mentoring.store.databases import database
from reverse_mentoring.store.headers import HeaderMapping, header_words
from reverse_mentoring.store.limits import Unreadable
from reverse_mentoring.store.person_input import CSV_SUFFIXES, id_cells_in, rows_of_workbook
from reverse_mentoring.store.person_rows import LATEST_FORM, left_in
from reverse_mentoring.store.person_search import stands_in
from reverse_mentoring.store.person_words import Person
from reverse_mentoring.store.programme import Programme
from reverse_mentoring.store.sqlite import SqliteFile, form_of
from reverse_mentoring.store.xlsx_files import xlsx_rows
from reverse_mentoring.words.problems import Refused

Deed = Literal["delete", "edit", "list again", "erase inside", "yours", "not searched"]
MANIFEST = "manifest.json"
EXPORTS, ERASURES = "exports", "erasures"
"""Folders of a programme for people's own data, and for certificates."""
OUR_FOLDERS = ("runs", "notebooks", "templates", EXPORTS)
_SQLITE = b"SQLite format 3\0"
_PAIRS_ALONE = ("pairs.csv", "unmatched.csv")
_WORKBOOKS = (".xlsx", ".xlsm")


@dataclass(frozen=True)
class Trace:
    """A file in which the person stands. root: the programme's folder or one of results; where: rows and the like."""

    root: Path
    path: Path
    deed: Deed
    where: str = ""

    @property
    def name(self) -> str:
        """The file as seen from its root."""
        return self.path.relative_to(self.root).as_posix()


def traces(
    programme: Programme, results: Sequence[Path], person: Person, *, mapping: HeaderMapping
) -> tuple[Trace, ...]:
    """Every file of the programme and of these folders of results in which the person stands, by root and name.

    mapping: confirmed headers, as the import uses them. Refused where a folder of results is none.
    """
    home = programme.folder
    places = [(home, path) for path in _files(home) if path not in _untouched(programme)]
    for folder in results:
        _refuse_other_folders(programme, folder)
        places += [(folder, path) for path in _files(folder) if not path.is_relative_to(home)]
    known = [each for root, path in places if (each := _trace(root, path, person, mapping))]
    deleted = {each.path for each in known if each.deed == "delete"}
    return tuple(known) + tuple(_listings(known, deleted))


def do(trace: Trace, person: Person, *, mapping: HeaderMapping, deleted: Sequence[Path]) -> None:
    """Deletes or edits the file, as its trace says; what was done already is left alone. deleted: files that go."""
    if trace.deed == "delete":
        trace.path.unlink(missing_ok=True)
    elif trace.deed == "list again" and trace.path.exists():
        put_in_place(trace.path, _listed_again(trace.path, deleted))
    elif trace.deed == "edit" and (new := person_input.edited(trace.path, person, mapping)):
        put_in_place(trace.path, new.content)


def put_in_place(path: Path, content: bytes) -> None:
    """The new content under the old name and rights, whole or not at all, also if the power fails."""
    beside = path.with_name(f".{path.name}.erasing")
    mode = path.stat().st_mode & 0o777
    with os.fdopen(os.open(beside, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.chmod(mode)
    beside.replace(path)


def half_done(programme: Programme) -> list[Path]:
    """Files that a killed erasure left beside those that it was editing."""
    return [path for path in _files(programme.folder) if path.name.startswith(".") and path.suffix == ".erasing"]


def _files(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(place) / name for name in sorted(names))


def _untouched(programme: Programme) -> set[Path]:
    """The vault with what belongs to it, and released.db, which never changes and holds nobody."""
    return {*database(programme.vault).files, *SqliteFile(programme.released).files}


def _refuse_other_folders(programme: Programme, folder: Path) -> None:
    """Nothing may be deleted in a folder that only happens to hold the name."""
    runs = [folder, *(path for path in folder.iterdir() if path.is_dir())] if folder.is_dir() else []
    wrote = any(_is_run(path) for path in runs) or any((folder / n).is_file() for n in _PAIRS_ALONE)
    if not wrote or programme.folder.is_relative_to(folder):
        raise Refused(f"{folder} is no folder that “run --results” wrote; nothing was changed.")


def _trace(root: Path, path: Path, person: Person, mapping: HeaderMapping) -> Trace | None:
    name = path.relative_to(root).as_posix()
    try:
        if not (_named(name, person) or _holds(path, person)):
            return None
    except Unreadable as refusal:
        return Trace(root, path, "not searched", refusal.what)
    except OSError as error:
        return Trace(root, path, "not searched", f"It cannot be opened ({error.strerror}).")
    return Trace(root, path, *_deed(root, path, person, mapping))


def _deed(root: Path, path: Path, person: Person, mapping: HeaderMapping) -> tuple[Deed, str]:
    """What is to become of a file in which the person stands, and where in it that is."""
    top, *below = path.relative_to(root).parts
    if path.is_symlink():
        return "yours", "a link to another place"
    if (root / "programme.toml").is_file():
        if top == "input":
            return _input_deed(path, person, mapping)
        if _is_database(path):
            return _database_deed(path)
        own_template = top == "templates" and path.name.startswith("agreement")
        ours = top in OUR_FOLDERS or any(_is_result(place, path) for place in (root, root / top))
        if not below or own_template or not ours:
            return "yours", ""
    elif not _is_result(root, path):
        return "yours", ""
    return ("list again" if path.name == MANIFEST else "delete"), ""


def _is_result(root: Path, path: Path) -> bool:
    """Whether “run” or “pairs” wrote it: below a folder with a manifest, or a folder that was being written."""
    if path.parent == path or not path.is_relative_to(root):
        return False
    top, *below = path.relative_to(root).parts or ("",)
    if not below:
        return top in _PAIRS_ALONE or _is_run(root)
    unfinished = top.startswith(".") and top.endswith((".partial", ".old"))
    return unfinished or _is_run(root) or _is_run(root / top)


def _is_run(folder: Path) -> bool:
    """Whether this folder holds a list of files as “run” writes it."""
    try:
        return "outputs" in json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError, TypeError):
        return False


def _input_deed(path: Path, person: Person, mapping: HeaderMapping) -> tuple[Deed, str]:
    try:
        if new := person_input.edited(path, person, mapping):
            return "edit", new.where
        if path.suffix.lower() in _WORKBOOKS:
            return "yours", "; ".join(rows_of_workbook(path, person))
    except Unreadable as refusal:
        return "yours", refusal.what
    return "yours", ""


def _is_database(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


def _database_deed(path: Path) -> tuple[Deed, str]:
    form = form_of(path)
    if form is None:
        return "yours", ""
    return ("erase inside", "") if form == LATEST_FORM else ("delete", f"a copy of the vault in its form {form}")


def _named(name: str, person: Person) -> bool:
    """Whether the file's name holds the person; a short id only as a part of its own, as in 007_H0007.docx."""
    return person.found_in(name) or person.person_id in re.split(r"[_./ ]", name)


def _holds(path: Path, person: Person) -> bool:
    if path.is_symlink() and not path.exists():
        return False
    if _is_database(path) and any(left_in(path, person)):
        return True
    return stands_in(path, person) or (not person.told and _holds_id_alone(path, person))


def _holds_id_alone(path: Path, person: Person) -> bool:
    """Whether a table or a JSON file holds the id as a value of its own."""
    content, suffix = path.read_bytes(), path.suffix.lower()
    try:
        if suffix in CSV_SUFFIXES:
            return id_cells_in(csv_rows(content, header_words().known, name=path.name)[0], person)
        if suffix in _WORKBOOKS:
            return any(id_cells_in(rows, person) for rows in xlsx_rows(content).values())
        return suffix in (".json", ".ipynb") and person.person_id in _strings(json.loads(content))
    except (Unreadable, ValueError):
        return False


def _strings(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set().union(value, *map(_strings, value.values()))
    if isinstance(value, list):
        return set().union(*map(_strings, value))
    return {value} if isinstance(value, str) else set()


def _listings(found: Sequence[Trace], deleted: set[Path]) -> Iterator[Trace]:
    """The lists of files of those runs of which a file goes, where the person does not stand in them anyway."""
    known = {each.path for each in found}
    for root in {each.root for each in found}:
        runs = {folder for path in deleted if path.is_relative_to(root) for folder in path.parents
                if folder.is_relative_to(root) and _is_run(folder)}  # fmt: skip
        yield from (Trace(root, run / MANIFEST, "list again") for run in sorted(runs) if run / MANIFEST not in known)


def _listed_again(path: Path, deleted: Sequence[Path]) -> bytes:
    """The manifest of a run without the files that are gone: it says itself that the run is no longer whole."""
    said = json.loads(path.read_bytes())
    outputs = said.get("outputs", {})
    said["outputs"] = {name: each for name, each in outputs.items() if path.parent / name not in deleted
                       and (path.parent / name).exists()}  # fmt: skip
    said["incomplete"] = "Files were deleted when somebody was erased; run the cohort again."
    return (json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()

"""manifest.json: what went into a run and what came out, so that two runs can be compared by their hashes."""

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any

from reverse_mentoring import __version__
from reverse_mentoring.present.spreadsheets import put_file
from reverse_mentoring.store.cohorts import load_cohort
from reverse_mentoring.store.programme import Programme
from reverse_mentoring.store.vault import Vault
from reverse_mentoring.words.steps import STEPS

PRIVATE: dict[str, Any] = {"review": {"endings": {"__all__": {"reason"}}}}
"""Step → what is left out even of a hash, because it must leave no trace outside of the vault."""
VERSIONED = ("pandas", "numpy", "scipy", "altair", "papermill", "vl-convert-python", "docxtpl", "icalendar", "holidays")


def write_manifest(
    folder: Path, programme: Programme, vault: Vault, cohort: str, *, as_of: str, notes: tuple[str, ...]
) -> dict[str, Any]:
    """Writes manifest.json into the folder of a finished run and returns it; no clock, no paths, no personal data.

    notes: how the input was read.
    """
    proof = json.loads((folder / "proof.json").read_text(encoding="utf-8"))
    manifest = {
        "cohort": cohort,
        "as_of": as_of,
        "program": __version__,
        "versions": _versions(),
        "inputs": _inputs(programme, cohort),
        "settings": _hash(programme.settings_file.read_bytes()),
        "choices": {step: _choices(vault, cohort, step) for step in STEPS},
        "rows": {name: len(frame) for name, frame in vault.tables(cohort).items() if len(frame)},
        "pairs": len(proof["pairs"]),
        "decided": proof["decided"],
        "broken": proof["broken"],
        "warnings": proof["warnings"],
        "suppressed": _suppressed(programme, vault, cohort, as_of),
        "input_notes": len(notes),
        "outputs": _outputs(folder),
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    put_file(folder / "manifest.json", (text + "\n").encode())
    return manifest


def _versions() -> dict[str, str]:
    from importlib.metadata import version

    return {name: version(name) for name in VERSIONED}


def _inputs(programme: Programme, cohort: str) -> dict[str, str]:
    """Hash of each file in input/ and input/<cohort>/."""
    folders = (programme.input, programme.input / cohort)
    files = [path for folder in folders if folder.is_dir() for path in sorted(folder.iterdir()) if path.is_file()]
    return {path.relative_to(programme.input).as_posix(): _hash(path.read_bytes()) for path in files}


def _choices(vault: Vault, cohort: str, step: str) -> dict[str, Any]:
    saved = vault.choices(cohort, step)
    text = saved.choices.model_dump_json(exclude=PRIVATE.get(step))
    return {"version": saved.version, "hash": _hash(text.encode())}


def _suppressed(programme: Programme, vault: Vault, cohort: str, as_of: str) -> dict[str, int]:
    """How many topics the report and the pictures leave out, because too few people answered."""
    loaded = load_cohort(vault, cohort, programme.settings(), dt.date.fromisoformat(as_of))
    few = loaded.settings.group_at_least
    answers = loaded.ratings.merge(loaded.participants[["person_id", "role"]], on="person_id")
    counts = answers.groupby(["topic_id", "role"])["person_id"].nunique().unstack(fill_value=0)
    return {"topics with too few answers": int((counts < few).any(axis=1).sum())}


def _outputs(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "manifest.json")
    return {path.relative_to(folder).as_posix(): _hash(path.read_bytes()) for path in files}


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

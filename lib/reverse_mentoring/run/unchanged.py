"""Is a result that lies there still right? What went into it is compared with what would go in now."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from reverse_mentoring import __version__
from reverse_mentoring.run.orders import Order
from reverse_mentoring.store.fingerprints import Fingerprints
from reverse_mentoring.store.importing import confirmed_headers
from reverse_mentoring.store.taken_in import hashed, input_files, sha256
from reverse_mentoring.store.vault import Vault
from reverse_mentoring.words.steps import STEPS

PRIVATE: dict[str, Any] = {"review": {"endings": {"__all__": {"reason"}}}}
"""Step → what is left out even of a hash, because it must leave no trace outside of the vault."""
VERSIONED = ("pandas", "numpy", "scipy", "altair", "papermill", "vl-convert-python", "docxtpl", "icalendar", "holidays")
NONE_YET = "There is no result yet."
DAMAGED = "Files of the result are missing or were changed."


@dataclass(frozen=True)
class Known:
    """The vault of an order, if there is one yet, and what it held when this was made."""

    order: Order
    vault: Vault | None
    stored: Fingerprints

    def went_in(self, cohort: str) -> dict[str, Any]:
        """Everything from which this cohort's result follows, as manifest.json keeps it: hashes, versions, the day."""
        order, own = self.order, self.order.programme
        return {
            "as_of": order.as_of.isoformat(),
            "asked_mode": order.mode,
            "steps": list(order.steps),
            "program": __version__,
            "versions": versions(),
            "inputs": input_files(order.programme, cohort),
            "settings": sha256(order.programme.settings_file.read_bytes()),
            "own_texts": contents(order.programme.folder, own.own_clauses, own.own_templates),
            "choices": {step: _choices(self.vault, cohort, step) for step in STEPS},
            "stored": self.stored.of(cohort),
            "beside": self.stored.beside(cohort, order.programme.settings()),
            "headers": self._headers(),
        }

    def _headers(self) -> str:
        headers = confirmed_headers(self.vault, self.order.mapping)
        return sha256(json.dumps(headers, sort_keys=True, default=dict).encode())

    def changes(self, cohort: str) -> tuple[str, ...]:
        """Why this cohort has to run, in sentences; empty if its result is whole and the same would come out again."""
        folder = self.order.results / cohort
        before = manifest_in(folder)
        if before is None:
            return (NONE_YET,)
        found = before["outputs"] if self.order.elsewhere else hashes(folder)
        return (*_other(before, self.went_in(cohort)), *_damage(before, found))


def manifest_in(folder: Path) -> dict[str, Any] | None:
    """The manifest of the result in this folder; None if there is none that can be read.

    What an older version did not write yet is empty.
    """
    empty: dict[str, Any] = {
        "cohort": folder.name, "as_of": "", "pairs": None, "decided": None, "broken": [], "nobody": "", "warnings": [],
        "counts": {}, "outputs": {},
    }  # fmt: skip
    try:
        found = json.loads((folder / "manifest.json").read_bytes())
    except (OSError, ValueError):
        return None
    return empty | found if isinstance(found, dict) else None


def _other(before: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    """A sentence for each kind of thing that went in and is another one now."""
    was = {key: before.get(key) for key in now}
    if was["as_of"] != now["as_of"]:
        yield f"It is of another day ({was['as_of']})."
    if was["asked_mode"] != now["asked_mode"]:
        yield "The review looks at something else (--mode)."
    if was["steps"] != now["steps"]:
        yield "Other steps are asked for (--steps)."
    if was["program"] != now["program"] or was["versions"] != now["versions"]:
        yield "Another version of the program or of a package made it."
    yield from _other_data(was, now, quarter=before["counts"].get("mode") in ("quarter", "close"))


def _other_data(was: dict[str, Any], now: dict[str, Any], *, quarter: bool) -> Iterator[str]:
    files, choices = (_differing(was[key], now[key]) for key in ("inputs", "choices"))
    if files:
        yield f"Changed in input/: {', '.join(files)}."
    if was["settings"] != now["settings"]:
        yield "programme.toml has changed."
    if was["own_texts"] != now["own_texts"]:
        yield "Your own clauses or templates have changed."
    if choices:
        yield f"Decided since: {', '.join(choices).replace('_', ' ')}."
    if was["headers"] != now["headers"]:
        yield "Headers are read in another way."
    if was["stored"] != now["stored"] and not files:
        yield "The vault holds something else of this cohort."
    if quarter and was["beside"] != now["beside"]:
        yield "An earlier cohort, beside which it stands, has changed."


def _damage(before: dict[str, Any], found: dict[str, str]) -> Iterator[str]:
    """What was done to the result since it was written. found: the hashes of its files as they lie there."""
    if "incomplete" in before:
        yield str(before["incomplete"])
    elif _differing(before["outputs"], found):
        yield DAMAGED


def hashes(folder: Path) -> dict[str, str]:
    """File → SHA-256, of all files of a result but its manifest."""
    return contents(folder, *(path for path in folder.rglob("*") if path.name != "manifest.json" and path.is_file()))


def _differing(before: Any, now: dict[str, Any]) -> list[str]:
    known = before if isinstance(before, dict) else {}
    return sorted(name for name in {**known, **now} if known.get(name) != now.get(name))


@cache
def versions() -> dict[str, str]:
    """Package → version, of those on which the files depend."""
    from importlib.metadata import version

    return {name: version(name) for name in VERSIONED}


def contents(folder: Path, *places: Path) -> dict[str, str]:
    """File → SHA-256, of those of these files that are there and of all files below those that are folders.

    folder: where the names of files begin.
    """
    files = sorted(path for place in places for path in (place, *place.rglob("*")) if path.is_file())
    return hashed(files, folder)


def _choices(vault: Vault | None, cohort: str, step: str) -> dict[str, Any]:
    if vault is None:
        return {"version": 0, "hash": ""}
    saved = vault.choices(cohort, step)
    return {"version": saved.version, "hash": sha256(saved.choices.model_dump_json(exclude=PRIVATE.get(step)).encode())}

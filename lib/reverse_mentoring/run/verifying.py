"""proof.json looked at again, on the day and by the decisions that the vault knows."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from reverse_mentoring.decide.proving.checker import Checked, checked
from reverse_mentoring.store.cohorts import load_cohort
from reverse_mentoring.store.programme import Programme
from reverse_mentoring.store.vault import open_vault
from reverse_mentoring.words.choices import GapChoices, IdPair, MatchingChoices, Objective
from reverse_mentoring.words.problems import INPUT_HAS_PROBLEMS, Refused
from reverse_mentoring.words.settings import NeedSettings


class Unreadable(Refused):
    """The file is not a proof that this version can read."""

    exit_code = INPUT_HAS_PROBLEMS


class _Hashes(BaseModel):
    inputs: str
    settings: str
    choices: str


class _Form(BaseModel):
    """What a proof holds at least (see proof.proof)."""

    model_config = ConfigDict(strict=True, extra="allow")

    as_of: dt.date
    hashes: _Hashes
    need: NeedSettings
    topics: list[str]
    pairs: list[IdPair]
    decided: bool
    objective: Objective
    pins: list[IdPair]
    capacity: dict[str, int]
    allowed_by_hand: dict[str, str]
    mentees: list[str]
    places: list[str]
    first: list[bool]
    points: dict[str, dict[str, int]]
    kept: list[IdPair]
    worth_of_serving: int
    worth_of_keeping: int
    bounds: list[dict[str, Any]]


def verify(programme: Programme, cohort: str, path: Path) -> Checked:
    """What a second program says of this proof of a cohort's pairs; refused if there is no such cohort.

    Unreadable if the file is no proof. The cohort is taken as of the proof's day, with the choices saved last.
    """
    proof, as_of = _read(path)
    vault = open_vault(programme.vault)
    loaded = load_cohort(vault, cohort, programme.settings(), as_of)
    choices = vault.choices(cohort, "matching").choices
    gap = vault.choices(cohort, "gap_analysis").choices
    assert isinstance(choices, MatchingChoices)
    assert isinstance(gap, GapChoices)
    try:
        return checked(proof, loaded, choices, gap=gap)
    except (KeyError, IndexError, TypeError, ValueError):
        raise _unreadable(path, "its certificates are not in the form that this version reads") from None


def _read(path: Path) -> tuple[dict[str, Any], dt.date]:
    try:
        content = path.read_bytes()
        as_of = _Form.model_validate_json(content).as_of
    except OSError as error:
        raise _unreadable(path, error.strerror or "it cannot be opened") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = f"“{first['loc'][0]}” is missing or of another kind" if first["loc"] else "it is not JSON"
        raise _unreadable(path, place) from None
    proof: dict[str, Any] = json.loads(content)
    return proof, as_of


def _unreadable(path: Path, why: str) -> Unreadable:
    return Unreadable(f"{path.name} cannot be read as a proof: {why}. Take the proof.json that “run” wrote.")

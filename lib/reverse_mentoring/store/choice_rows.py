"""The choices of a step as rows of the vault: every version ever saved, and which of them holds now."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError

from reverse_mentoring.store.schema import CHOICE_HEADS, CHOICES
from reverse_mentoring.words.choices import Choices
from reverse_mentoring.words.problems import Refused
from reverse_mentoring.words.steps import STEPS


class Overtaken(Refused):
    """Somebody else has saved or undone since the choices were read."""


@dataclass(frozen=True)
class Saved:
    """The choices of a step as last saved; version 0: nothing was decided yet, these are the defaults."""

    version: int
    choices: Choices


def head(connection: sa.Connection, cohort: str, step: str) -> int:
    """The version that holds; 0 = the defaults."""
    here = (CHOICE_HEADS.c.cohort == cohort) & (CHOICE_HEADS.c.step == step)
    return connection.scalar(sa.select(CHOICE_HEADS.c.version).where(here)) or 0


def refuse_overtaken(connection: sa.Connection, cohort: str, step: str, *, expected: int) -> int:
    """The version that holds; Overtaken if it is not the expected one."""
    found = head(connection, cohort, step)
    if found != expected:
        raise Overtaken(
            f"Somebody else changed the {words(step)} choices of {cohort} in the meantime (version {found}, you had "
            f"{expected}). Nothing is lost: load the page again and repeat your last change."
        )
    return found


def move_head(connection: sa.Connection, cohort: str, step: str, version: int) -> None:
    """From now on this version holds."""
    here = (CHOICE_HEADS.c.cohort == cohort) & (CHOICE_HEADS.c.step == step)
    if not connection.execute(sa.update(CHOICE_HEADS).where(here).values(version=version)).rowcount:
        connection.execute(sa.insert(CHOICE_HEADS).values(cohort=cohort, step=step, version=version))


def versions(cohort: str, step: str) -> sa.Select[*tuple[Any, ...]]:
    """Every version ever saved, oldest first."""
    here = (CHOICES.c.cohort == cohort) & (CHOICES.c.step == step)
    return sa.select(CHOICES).where(here).order_by(CHOICES.c.version)


def version_of(cohort: str, step: str, version: int) -> sa.Select[*tuple[Any, ...]]:
    """The one of that number."""
    return versions(cohort, step).where(CHOICES.c.version == version)


def latest(connection: sa.Connection, cohort: str, step: str) -> int:
    """The highest number given so far, also to a version that was undone; 0 if there is none."""
    here = (CHOICES.c.cohort == cohort) & (CHOICES.c.step == step)
    return connection.scalar(sa.select(sa.func.max(CHOICES.c.version)).where(here)) or 0


def saved(connection: sa.Connection, cohort: str, step: str) -> Saved:
    """What holds, as choices. Refused if another version of this program saved what this one cannot read."""
    version = head(connection, cohort, step)
    if not version:
        return Saved(0, STEPS[step]())
    text = connection.execute(version_of(cohort, step, version)).one().choices
    try:
        return Saved(version, STEPS[step].model_validate_json(text))
    except ValidationError as error:
        unknown = ", ".join(sorted({str(each["loc"][0]) for each in error.errors() if each["loc"]}))
        raise Refused(
            f"The {words(step)} choices of {cohort} (version {version}) were saved by another version of this "
            f"program, which this one cannot read ({unknown}). Undo the last decision, or use that version."
        ) from None


def words(step: str) -> str:
    """The step as it is named in a sentence."""
    return step.replace("_", " ")

"""What a cohort was launched with: departments and levels of its people, and how small a group may be told of.

Releases count people where they were when they first came into a pair. A roster that changes later would move them
between groups, and a group that changes by one person from one release to the next points at that person.
"""

import json
from collections.abc import Collection

import pandas as pd
import sqlalchemy as sa

from reverse_mentoring.store import audit
from reverse_mentoring.store.schema import AT_LAUNCH, AUDIT, CHOICE_HEADS, CHOICES, COMPANY, DATA, PROMISED

COLUMNS = ("department", "level")
Person = tuple[str, str]
"""(cohort, person_id)"""


def keep(connection: sa.Connection, cohorts: Collection[str] = (COMPANY,)) -> None:
    """Keeps department and level of everybody who is in a pair of these cohorts and was in none before.

    In a pair: imported, decided in step 2 or paired anew in step 4; known from the cohort's own roster if it has one,
    else from the company's. What is kept never changes, except that what the roster did not say at first is filled in
    as long as nothing of the cohort was released. cohorts: COMPANY means all of them.
    """
    kept = {(row.cohort, row.person_id): row for row in connection.execute(sa.select(AT_LAUNCH))}
    released = set(connection.scalars(sa.select(AUDIT.c.cohort).where(AUDIT.c.action == audit.RELEASED)))
    done = {each for each, row in kept.items() if each[0] in released or "" not in (row.department, row.level)}
    missing = _paired(connection, cohorts) - done
    roster = _roster(connection) if missing else {}
    own = {cohort for cohort, _ in roster if cohort != COMPANY}
    for cohort, person in sorted(missing):
        known = roster.get((cohort if cohort in own else COMPANY, person))
        if known and (cohort, person) in kept:
            _fill_in(connection, (cohort, person), known)
        elif known:
            connection.execute(sa.insert(AT_LAUNCH).values(cohort=cohort, person_id=person, **known))


def people(connection: sa.Connection, cohort: str) -> pd.DataFrame:
    """person_id, department, level (text, “” = not known) as kept, by person_id."""
    columns = ["person_id", *COLUMNS]
    rows = connection.execute(
        sa.select(*(AT_LAUNCH.c[name] for name in columns)).where(AT_LAUNCH.c.cohort == cohort).order_by("person_id")
    )
    return pd.DataFrame([tuple(row) for row in rows], columns=columns, dtype="str")


def promised(connection: sa.Connection, cohort: str) -> int | None:
    """The smallest group promised at launch; None where that was not kept yet."""
    wanted = sa.select(PROMISED.c.group_at_least).where(PROMISED.c.cohort == cohort)
    return connection.scalar(wanted)


def promise(connection: sa.Connection, cohort: str, group_at_least: int) -> bool:
    """Keeps the smallest group of a cohort with pairs; False, and nothing changes, where it has none or it is kept."""
    if promised(connection, cohort) is not None or not launched(connection, cohort):
        return False
    connection.execute(sa.insert(PROMISED).values(cohort=cohort, group_at_least=group_at_least))
    return True


def launched(connection: sa.Connection, cohort: str) -> bool:
    """Whether somebody is or was in a pair."""
    wanted = sa.select(AT_LAUNCH.c.person_id).where(AT_LAUNCH.c.cohort == cohort).limit(1)
    return connection.scalar(wanted) is not None


def _paired(connection: sa.Connection, cohorts: Collection[str]) -> set[Person]:
    """Everybody in a pair of these cohorts."""
    pairs, current = DATA["pairs"].c, [CHOICES.c[key.name] == key for key in CHOICE_HEADS.c]
    imported = sa.select(pairs.cohort, pairs.mentor_id, pairs.mentee_id).where(_among(pairs.cohort, cohorts))
    found = {(cohort, person) for cohort, *ids in connection.execute(imported) for person in ids}
    # Of long reviews only those are read that hold a new pair.
    telling = (CHOICES.c.step == "matching") | CHOICES.c.choices.contains('"repaired":[{')
    decided = sa.select(CHOICES.c.cohort, CHOICES.c.choices).where(*current, telling)
    for cohort, text in connection.execute(decided.where(_among(CHOICES.c.cohort, cohorts))):
        said = json.loads(text)
        anew = [(each["mentor_id"], each["mentee_id"]) for each in said.get("repaired", ())]
        found |= {(cohort, person) for ids in (*(said.get("final") or ()), *anew) for person in ids}
    return found


def _roster(connection: sa.Connection) -> dict[Person, dict[str, str]]:
    """Only the columns of the vault's first form: a migration reads them before later ones are there."""
    roster = DATA["roster"].c
    rows = connection.execute(sa.select(roster.cohort, roster.person_id, *(roster[name] for name in COLUMNS)))
    return {(cohort, person): dict(zip(COLUMNS, known, strict=True)) for cohort, person, *known in rows}


def _among(column: sa.ColumnElement[str], cohorts: Collection[str]) -> sa.ColumnElement[bool]:
    return sa.true() if COMPANY in cohorts else column.in_(cohorts)


def _fill_in(connection: sa.Connection, who: Person, known: dict[str, str]) -> None:
    here = (AT_LAUNCH.c.cohort == who[0]) & (AT_LAUNCH.c.person_id == who[1])
    for name, value in known.items():
        if value:
            unknown = AT_LAUNCH.c[name] == ""
            connection.execute(sa.update(AT_LAUNCH).where(here & unknown).values({name: value}))

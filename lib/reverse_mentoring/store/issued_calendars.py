"""Which calendar entries people have been given, so that the next file replaces or removes exactly these.

Kept per cohort in the vault. A row goes with either of its people when they are erased; what they still have in
their own calendars cannot be cancelled after that.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from reverse_mentoring.decide.agreements.calendar_entries import Entry
from reverse_mentoring.decide.agreements.issuing import Issued, issued
from reverse_mentoring.store import audit
from reverse_mentoring.store.schema import ISSUED_CALENDARS
from reverse_mentoring.store.vault import Vault, _transaction

_MOMENTS = ("start", "end", "stamp")


def issue(vault: Vault, cohort: str, entries: Iterable[Entry], *, stamp: dt.datetime) -> dict[str, Issued]:
    """What people of this cohort are to be given now, by uid (issuing.issued), kept as given.

    stamp: the moment that new and changed entries carry, in UTC to the second. All pairs go through one short
    transaction; nothing is written where nothing changed. Refused if a person or the cohort is not in the vault.
    """
    wanted = tuple(entries)
    with _transaction(vault._write) as connection:
        before = _before(connection, cohort)
        after = issued(before, wanted, stamp=stamp.astimezone(dt.UTC).replace(microsecond=0))
        changed = [each for uid, each in after.items() if before.get(uid) != each]
        if changed:
            _keep(connection, cohort, changed)
            audit.append(connection, "issue calendars", cohort=cohort, detail=_counts(before, changed), now=stamp)
    return after


def _before(connection: sa.Connection, cohort: str) -> dict[str, Issued]:
    here = sa.select(ISSUED_CALENDARS).where(ISSUED_CALENDARS.c.cohort == cohort)
    return {row["uid"]: _issued(row) for row in connection.execute(here).mappings()}


def _issued(row: sa.RowMapping) -> Issued:
    said: dict[str, Any] = {name: value for name, value in row.items() if name != "cohort"}
    moments = {name: dt.datetime.fromisoformat(said[name]) for name in _MOMENTS}
    return Issued(**{**said, **moments, "cancelled": bool(said["cancelled"])})


def _keep(connection: sa.Connection, cohort: str, changed: Iterable[Issued]) -> None:
    rows = [_row(cohort, each) for each in changed]
    same = (ISSUED_CALENDARS.c.cohort == cohort) & (ISSUED_CALENDARS.c.uid == sa.bindparam("known"))
    connection.execute(sa.delete(ISSUED_CALENDARS).where(same), [{"known": row["uid"]} for row in rows])
    connection.execute(sa.insert(ISSUED_CALENDARS), rows)


def _row(cohort: str, each: Issued) -> dict[str, Any]:
    moments = {name: getattr(each, name).isoformat() for name in _MOMENTS}
    return {**vars(each), **moments, "cancelled": int(each.cancelled), "cohort": cohort}


def _counts(before: Mapping[str, Issued], changed: Iterable[Issued]) -> str:
    kinds = ["cancelled" if each.cancelled else "changed" if each.uid in before else "new" for each in changed]
    return ", ".join(f"{kind} {kinds.count(kind)}" for kind in ("new", "changed", "cancelled"))

"""The audit log: what was done when, never to whom or with what value.

Each entry carries the hash of the one before, so that a changed, removed or inserted entry shows; the database
refuses to change or delete entries (on SQLite by triggers). Entries cut off at the very end do not show in the
chain itself: the number of the last entry belongs into whatever is kept outside of the vault.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Collection

import sqlalchemy as sa

from reverse_mentoring.store.schema import AUDIT

RELEASED = "release"
"""What a release to managers is called in the log."""
BESIDE_TABLES = (RELEASED, "save choices", "undo choices", "issue calendars", "keep agreement texts", "promise")
"""Actions that leave every declared table as it was."""
_START = "0" * 64
_HASHED = ("number", "at", "action", "cohort", "detail", "previous_hash")


def append(connection: sa.Connection, action: str, *, cohort: str, detail: str, now: dt.datetime) -> None:
    """Adds one entry. detail: counts and versions only; never a name, an id or an answer."""
    last = connection.execute(sa.select(AUDIT.c.number, AUDIT.c.hash).order_by(AUDIT.c.number.desc()).limit(1)).first()
    entry: dict[str, object] = {
        "number": last.number + 1 if last else 1,
        "at": now.isoformat(timespec="seconds"),
        "action": action,
        "cohort": cohort,
        "detail": detail,
        "previous_hash": last.hash if last else _START,
    }
    connection.execute(sa.insert(AUDIT).values(**entry, hash=_hash(entry)))


def last_change(connection: sa.Connection, cohorts: Collection[str]) -> tuple[int, str]:
    """Number and hash of the last entry that may have changed a declared table of one of these cohorts."""
    wanted = sa.select(AUDIT.c.number, AUDIT.c.hash).where(
        AUDIT.c.cohort.in_(cohorts), AUDIT.c.action.not_in(BESIDE_TABLES)
    )
    found = connection.execute(wanted.order_by(AUDIT.c.number.desc()).limit(1)).first()
    return (found.number, found.hash) if found else (0, _START)


def broken_links(connection: sa.Connection) -> list[str]:
    """A sentence for each entry that was changed, or before which something was removed; empty = intact."""
    sentences, number, previous = [], 0, _START
    for entry in connection.execute(sa.select(AUDIT).order_by(AUDIT.c.number)).mappings():
        if entry["number"] != number + 1 or entry["previous_hash"] != previous:
            sentences.append(f"Before entry {entry['number']} of the audit log something was changed or removed.")
        if entry["hash"] != _hash({name: entry[name] for name in _HASHED}):
            sentences.append(f"Entry {entry['number']} of the audit log was changed after it was written.")
        number, previous = entry["number"], entry["hash"]
    return sentences


def _hash(entry: dict[str, object]) -> str:
    content = json.dumps([entry[name] for name in _HASHED], ensure_ascii=True)
    return hashlib.sha256(content.encode("ascii")).hexdigest()

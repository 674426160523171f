"""Writes released.db: a release is added once and never changed, whatever happens to the vault afterwards.

Each time the whole file is made anew in memory, laid beside the old one and renamed, so that a reader sees the old or
the new. The database itself refuses what no release may hold: a small number of people, a hidden cell that tells.
"""

import datetime as dt
import hashlib
import os
import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from reverse_mentoring.store.audit import RELEASED
from reverse_mentoring.store.released_file import APPLICATION_ID, COLUMNS, FORM, read_releases
from reverse_mentoring.store.vault import Vault
from reverse_mentoring.words.disclosure import COMMENTS_FROM, GROUP_FLOOR
from reverse_mentoring.words.problems import Refused
from reverse_mentoring.words.release import EXACT_FROM, Release

_LOGGED = re.compile(r"round (\d+), .*sha256 ([0-9a-f]{64})")
_SCHEMA = f"""
CREATE TABLE releases (
  cohort TEXT NOT NULL, round INTEGER NOT NULL, name TEXT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL,
  organisation TEXT NOT NULL, least INTEGER NOT NULL,
  PRIMARY KEY (cohort, round),
  CONSTRAINT releases_days CHECK (first IS date(first) AND last IS date(last) AND first <= last),
  CONSTRAINT releases_least CHECK (least >= {GROUP_FLOOR})
) STRICT, WITHOUT ROWID;
CREATE TABLE cells (
  cohort TEXT NOT NULL, round INTEGER NOT NULL, position INTEGER NOT NULL,
  kind TEXT NOT NULL, item TEXT NOT NULL, grouping TEXT NOT NULL, "group" TEXT NOT NULL,
  n TEXT NOT NULL, value REAL, low REAL, high REAL, text TEXT NOT NULL,
  PRIMARY KEY (cohort, round, position),
  FOREIGN KEY (cohort, round) REFERENCES releases,
  CONSTRAINT cells_kind
    CHECK (kind IN ('take-up', 'sessions', 'goals', 'pulse', 'change', 'criteria', 'insights')),
  CONSTRAINT cells_grouping CHECK (grouping IN ('cohort', 'function', 'level')),
  CONSTRAINT cells_n CHECK (n IN ('', '5–9', '10–14', '15–19')
    OR (CAST(n AS INTEGER) >= {EXACT_FROM} AND n = CAST(CAST(n AS INTEGER) AS TEXT))),
  CONSTRAINT cells_hidden CHECK (value IS NOT NULL OR text <> '' OR (n = '' AND low IS NULL AND high IS NULL))
) STRICT, WITHOUT ROWID;
CREATE TABLE comments (
  cohort TEXT NOT NULL, round INTEGER NOT NULL, position INTEGER NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY (cohort, round, position),
  FOREIGN KEY (cohort, round) REFERENCES releases
) STRICT, WITHOUT ROWID;
"""


def publish(
    vault: Vault, path: Path, release: Release, *, earlier: Iterable[Release], shared: int = 0, now: dt.datetime
) -> str:
    """Adds the release to the file and its hash to the vault's audit log, both or neither; returns the SHA-256.

    earlier: the releases that this one was made to agree with; shared: how many comments its sentences rest on. Refused
    as write_release does, if others have come since, or if the file lacks one that the log knows.
    """
    with vault.recorded(RELEASED, cohort=release.cohort, now=now) as details:
        refuse_lost(vault, path)
        if read_releases(path) != tuple(earlier):
            raise Refused("Somebody else released something in the meantime. Look at the preview again.")
        fingerprint = write_release(path, release, now=now)
        shown = sum(cell.shown for cell in release.cells)
        counts = f"{shown} of {len(release.cells)} cells shown"
        if release.comments:
            counts += f", {len(release.comments)} sentences from {shared} comments"
        details.append(f"round {release.round.number}, {counts}, sha256 {fingerprint}")
    return fingerprint


def write_release(path: Path, release: Release, *, now: dt.datetime) -> str:
    """Adds the release to the file, which is made if there is none, and returns the SHA-256 of the new file.

    Equal releases give equal bytes (by the same version of SQLite), in whatever order they came. The file may only be
    read, and carries the day of now as its time, not the hour. Refused if this round of this cohort was released
    before, whether or not it is the same, and if it holds what no release may hold; then nothing has changed.
    """
    kept = read_releases(path)
    refuse_again(kept, release.cohort, release.round.number)
    content = _file(sorted((*kept, release), key=lambda each: (each.cohort, each.round.number)))
    _put(path, content, day=now.astimezone(dt.UTC).date())
    return hashlib.sha256(content).hexdigest()


def refuse_again(releases: Iterable[Release], cohort: str, number: int) -> None:
    """Refused if this round of this cohort is among the releases."""
    for each in releases:
        if (each.cohort, each.round.number) == (cohort, number):
            raise Refused(f"{each.round.name.capitalize()} of {cohort} was released already. A release never changes.")


def refuse_comments_of_few(release: Release) -> None:
    """Refused if there are comments, but no cell with COMMENTS_FROM people or more behind it."""
    if release.comments and not any(_many(cell.n) for cell in release.cells):
        raise Refused(f"Comments are released only of {COMMENTS_FROM} people or more. Nothing was written.")


def refuse_lost(vault: Vault, path: Path) -> None:
    """Refused if the file lacks a release that the audit log knows: without it nobody can see to it that a new one
    does not tell, beside the old, what neither tells alone."""
    there = {(each.cohort, each.round.number) for each in read_releases(path)}
    lost = sorted({(cohort, number) for cohort, number, _ in _logged(vault)} - there)
    if lost:
        which = ", ".join(f"round {number} of {cohort}" for cohort, number in lost)
        raise Refused(f"{path.name} lacks what was released before ({which}). Put it back from a backup.")


def changed(vault: Vault, path: Path) -> tuple[str, ...]:
    """A sentence if the file is not the one that was written last; () = it is, or nothing was released."""
    logged = [fingerprint for *_, fingerprint in _logged(vault)]
    here = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""
    if here == (logged[-1] if logged else ""):
        return ()
    return (
        f"{path.name} is not the file that the audit log names last: it was changed by hand, or file and vault are "
        "of different days (a backup was put back).",
    )


def _logged(vault: Vault) -> list[tuple[str, int, str]]:
    """(cohort, number of the round, SHA-256 of the file) of each release in the audit log, oldest first."""
    found = [(cohort, _LOGGED.match(detail)) for cohort, detail in vault.log(RELEASED)]
    return [(cohort, int(said[1]), said[2]) for cohort, said in found if said]


def _file(releases: Iterable[Release]) -> bytes:
    """The whole database as the bytes of its file."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.executescript(
            f"PRAGMA encoding='UTF-8'; PRAGMA page_size=4096; PRAGMA application_id={APPLICATION_ID}; "
            f"PRAGMA user_version={FORM}; PRAGMA foreign_keys=ON; {_SCHEMA}"
        )
        try:
            for release in releases:
                _add(connection, release)
        except sqlite3.IntegrityError as error:
            raise Refused(f"This may not be released ({error}). Nothing was written.") from None
        return connection.serialize()


def _add(connection: sqlite3.Connection, release: Release) -> None:
    key, span = (release.cohort, release.round.number), release.round
    head = (*key, span.name, span.first.isoformat(), span.last.isoformat(), release.organisation, release.least)
    connection.execute("INSERT INTO releases VALUES (?, ?, ?, ?, ?, ?, ?)", head)
    connection.executemany(
        f"INSERT INTO cells (cohort, round, position, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(*key, position, *vars(cell).values()) for position, cell in enumerate(release.cells, 1)],
    )
    refuse_comments_of_few(release)
    connection.executemany(
        "INSERT INTO comments VALUES (?, ?, ?, ?)",
        [(*key, position, comment) for position, comment in enumerate(release.comments, 1)],
    )


def _many(n: str) -> bool:
    """Whether a band begins at COMMENTS_FROM or above."""
    return bool(n) and int(n.partition("–")[0]) >= COMMENTS_FROM


def _put(path: Path, content: bytes, *, day: dt.date) -> None:
    """The content under this name, whole or not at all, on the disk before anybody relies on it."""
    beside, midnight = path.with_name(f".{path.name}.{os.getpid()}.part"), dt.datetime.combine(day, dt.time(), dt.UTC)
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.utime(beside, times=(midnight.timestamp(),) * 2)
        beside.chmod(0o444)
        if os.name == "nt" and path.exists():
            path.chmod(0o600)  # Windows replaces no file that may only be read
        beside.replace(path)
    except PermissionError:
        raise Refused(f"{path.name} cannot be written. Close it where it is open, or check its folder.") from None
    finally:
        beside.unlink(missing_ok=True)

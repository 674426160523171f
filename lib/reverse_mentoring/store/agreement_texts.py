"""The texts of learning agreements that were confirmed, kept in the vault under their fingerprints.

A text is kept once and never changed. It goes with either of the two people whom it is about.
"""

import datetime as dt
import json
from collections.abc import Collection, Iterable

import sqlalchemy as sa

from reverse_mentoring.decide.agreements.versions import Content, content_of, fingerprint_of
from reverse_mentoring.store import audit
from reverse_mentoring.store.schema import AGREEMENT_TEXTS, COHORTS
from reverse_mentoring.store.vault import Vault, _transaction
from reverse_mentoring.words.agreements import Agreement
from reverse_mentoring.words.choices import IdPair
from reverse_mentoring.words.problems import Refused

Key = tuple[str, str, str]
"""mentor_id, mentee_id, fingerprint."""
_KEY = (AGREEMENT_TEXTS.c.mentor_id, AGREEMENT_TEXTS.c.mentee_id, AGREEMENT_TEXTS.c.fingerprint)


def keep(vault: Vault, cohort: str, agreements: Iterable[Agreement], *, now: dt.datetime) -> int:
    """Keeps the texts of these agreements as they stand; returns how many were new. Kept ones are left alone.

    All of them or, if anything is refused, none. Refused: a cohort or a person that the vault does not know.
    """
    contents = [content_of(each) for each in agreements]
    texts = {(each["mentor_id"], each["mentee_id"], fingerprint_of(each)): each for each in contents}
    with _transaction(vault._write) as connection:
        if not connection.execute(sa.select(COHORTS).where(COHORTS.c.name == cohort)).first():
            raise Refused(f"There is no cohort {cohort} in the vault; import it first.")
        here = AGREEMENT_TEXTS.c.cohort == cohort
        there = {tuple(row) for row in connection.execute(sa.select(*_KEY).where(here))}
        new = [_row(cohort, key, content, now) for key, content in texts.items() if key not in there]
        if new:
            connection.execute(sa.insert(AGREEMENT_TEXTS), new)
            audit.append(connection, "keep agreement texts", cohort=cohort, detail=f"texts {len(new)}", now=now)
    return len(new)


def kept(vault: Vault, cohort: str, fingerprints: Collection[str]) -> dict[tuple[IdPair, str], Content]:
    """The kept texts with these fingerprints, by pair and fingerprint, as versions.content_of gave them."""
    here = AGREEMENT_TEXTS.c.cohort == cohort
    with _transaction(vault._read) as connection:
        rows = connection.execute(sa.select(*_KEY, AGREEMENT_TEXTS.c.content).where(here)).all()
    wanted = set(fingerprints)
    return {
        ((row.mentor_id, row.mentee_id), row.fingerprint): json.loads(row.content)
        for row in rows
        if row.fingerprint in wanted
    }


def _row(cohort: str, key: Key, content: Content, now: dt.datetime) -> dict[str, str]:
    mentor, mentee, fingerprint = key
    about = {"cohort": cohort, "mentor_id": mentor, "mentee_id": mentee, "fingerprint": fingerprint}
    made = {"content": json.dumps(content, ensure_ascii=False), "made_at": now.isoformat(timespec="seconds")}
    return about | made

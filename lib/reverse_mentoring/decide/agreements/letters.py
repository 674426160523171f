"""The covering letters to the two of a pair, and the names of the files that go with them."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from reverse_mentoring.words.agreements import Agreement
from reverse_mentoring.words.cohort import Cohort

DAYS_TO_PREPARE = dt.timedelta(days=7)
"""So long before the first session each of the two has the papers to prepare with."""


def mail_merge(drafts: Iterable[Agreement], cohort: Cohort) -> pd.DataFrame:
    """One row per person and pair, for a covering letter; of each pair first the mentor's, in the order of drafts.

    Columns person_id, name, email, role, partner (name), topics (“; ”), first_session (ISO date), agreement_file,
    calendar_file (below the cohort's results), state; then what else this person gets: summary_file, pack_file,
    version (of the agreement), send_by (ISO date, DAYS_TO_PREPARE before the first session); all text.
    """
    emails = dict(cohort.of_roster("person_id", "email"))
    columns = ["person_id", "name", "email", "role", "partner", "topics", "first_session", "agreement_file",
               "calendar_file", "state", "summary_file", "pack_file", "version", "send_by"]  # fmt: skip
    return pd.DataFrame([row for draft in drafts for row in _letters(draft, emails)], columns=columns, dtype="str")


def pair_file_stem(mentor_id: str, mentee_id: str) -> str:
    """A file name without extension, made of the ids only; another pair gets another one.

    Characters that some file systems refuse become “-”. A few digits follow wherever the plain name would not tell
    ids apart, also on a disk that takes “a1” and “A1” for the same: small letters always get them.
    """
    return f"{safe_id(mentor_id)}_{safe_id(mentee_id)}"


def safe_id(person_id: str) -> str:
    """An id as part of a file name; two ids never become one."""
    plain = re.sub(r"[^A-Za-z0-9-]", "-", person_id)[:40]
    if plain == person_id == person_id.upper():
        return plain
    return f"{plain}-{hashlib.sha256(person_id.encode()).hexdigest()[:8]}"


def _letters(draft: Agreement, emails: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    stem = pair_file_stem(draft.mentor_id, draft.mentee_id)
    day = draft.sessions[0].start.date() if draft.sessions else None
    first, send_by = (day.isoformat(), (day - DAYS_TO_PREPARE).isoformat()) if day else ("", "")
    shared = ("; ".join(draft.topics), first, f"agreements/{stem}.docx", f"calendar/{stem}.ics", draft.state)
    summary = f"summaries/{stem}.docx"
    mentor, mentee = (draft.mentor_id, draft.mentor_name), (draft.mentee_id, draft.mentee_name)
    for role, (person, name), (_, partner) in (("mentor", mentor, mentee), ("mentee", mentee, mentor)):
        own = (summary, f"packs/{stem}_{role}.docx", str(draft.version), send_by)
        yield person, name, emails.get(person, ""), role, partner, *shared, *own

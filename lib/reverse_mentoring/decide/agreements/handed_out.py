"""Who has what: which version of the agreement, which training, which calendar each of the two has by now."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, get_args

import pandas as pd

from reverse_mentoring.decide.agreements.issuing import Issued
from reverse_mentoring.decide.agreements.signoffs import Signoff
from reverse_mentoring.decide.agreements.training import TrainingDays
from reverse_mentoring.words.agreements import Agreement
from reverse_mentoring.words.choices import IdPair
from reverse_mentoring.words.papers import Who

COLUMNS = ("person_id", "name", "role", "partner", "trained_on", "version", "state", "agreed_on", "signed_on",
           "sessions", "calendar_of", "cancelled")  # fmt: skip


def who_has_what(
    agreements: Iterable[Agreement], signoffs: Mapping[IdPair, Signoff], training: TrainingDays,
    given: Iterable[Issued],
) -> pd.DataFrame:  # fmt: skip
    """One row per person and pair, the mentor first: columns COLUMNS, all text, ISO days, “” = not yet.

    version, state: of the agreement's present text. sessions, cancelled: entries of the calendar that was given, those
    that stand and those taken back. calendar_of: the day on which any entry last changed; whoever got an older file
    needs the new one. trained_on: a day to come is a booking.
    """
    entries: dict[IdPair, list[Issued]] = {}
    for each in given:
        entries.setdefault(each.ids, []).append(each)
    rows = [
        _row(each, who, signoffs[each.ids], training, entries.get(each.ids, []))
        for each in agreements
        for who in get_args(Who)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")


def _row(agreement: Agreement, who: Who, signoff: Signoff, training: TrainingDays, entries: list[Issued]) -> Any:
    names = {"mentor": agreement.mentor_name, "mentee": agreement.mentee_name}
    person, other = agreement.ids[who == "mentee"], "mentee" if who == "mentor" else "mentor"
    calendar = max((each.stamp.date() for each in entries), default=None)
    days = map(_iso, (training.day(person, who), signoff.agreed_on, signoff.signed.get(who), calendar))
    trained, agreed, signed, changed = days
    cancelled = sum(each.cancelled for each in entries)
    paper = (str(agreement.version), agreement.state, agreed, signed)
    return (
        person,
        names[who],
        who,
        names[other],
        trained,
        *paper,
        str(len(entries) - cancelled),
        changed,
        str(cancelled),
    )


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""

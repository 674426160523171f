"""The tables of a vault that this process has read already, as long as nothing in them has changed.

The notebooks of a cohort read the same rows one after the other, and page 4 those of cohorts beside it; the company's
roster is read by all. The audit log, which every change writes to, says whether they still hold.
"""

from collections import OrderedDict
from threading import Lock
from typing import NamedTuple

import pandas as pd
import sqlalchemy as sa

from reverse_mentoring.store import audit, rows
from reverse_mentoring.store.address import Where
from reverse_mentoring.store.schema import COMPANY, DATA
from reverse_mentoring.words.columns import Table
from reverse_mentoring.words.tables import TABLES

AT_MOST = 8
"""Cohorts whose tables are kept."""


class _Kept(NamedTuple):
    """Tables as they were after this entry of the audit log."""

    entry: tuple[int, str]
    tables: dict[str, pd.DataFrame]


_KEPT: "OrderedDict[tuple[Where, str], _Kept]" = OrderedDict()
_ONE_AT_A_TIME = Lock()


def tables_of(connection: sa.Connection, vault: Where, cohort: str) -> dict[str, pd.DataFrame]:
    """Every declared table with the rows of exactly this cohort, tidy and ordered by key. vault: where it lies."""
    entry, key = audit.last_change(connection, (cohort, COMPANY)), (vault, cohort)
    with _ONE_AT_A_TIME:
        kept = _KEPT.pop(key, None)
    if kept is None or kept.entry != entry:
        kept = _Kept(entry, {declared.name: _read(connection, declared, cohort) for declared in TABLES})
    with _ONE_AT_A_TIME:
        _KEPT[key] = kept
        while len(_KEPT) > AT_MOST:
            _KEPT.popitem(last=False)
    return {name: frame.copy(deep=False) for name, frame in kept.tables.items()}


def _read(connection: sa.Connection, declared: Table, cohort: str) -> pd.DataFrame:
    source = DATA[declared.name]
    found = connection.execute(sa.select(source).where(source.c.cohort == cohort))
    names = tuple(found.keys())
    return rows.frame([dict(zip(names, row, strict=True)) for row in found], declared)

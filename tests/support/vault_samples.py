"""Strategies for frames as the vault takes them, and small hand-made tables."""

import datetime as dt
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from reverse_mentoring.words.columns import Column, Table, tidy
from reverse_mentoring.words.tables import table

NOW = dt.datetime(2026, 9, 1, 10, 0, tzinfo=dt.UTC)

_texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
_ids = st.one_of(st.sampled_from(["007", "NA", "None", "nan", "1e5", "Zoë", "=1+1"]), _texts.filter(bool))
_dates = st.dates(dt.date(1900, 1, 1), dt.date(2200, 1, 1))


def _values(column: Column, *, is_key: bool) -> st.SearchStrategy[Any]:
    if column.kind in ("ids", "texts"):
        return st.lists(_texts, max_size=3).map(tuple)
    if column.kind == "choice":
        return st.sampled_from(column.choices if column.required else ("", *column.choices))
    if column.kind in ("id", "text"):
        return _ids if column.required else st.one_of(st.just(""), _texts)
    present = {
        "whole": st.integers(int(column.low or 0), int(column.high or 9)),
        "number": st.floats(allow_nan=False),
        "date": _dates.map(pd.Timestamp),
        "yes_no": st.booleans(),
    }[column.kind]
    return present if is_key else st.one_of(st.none(), present)


def frames(declared: Table) -> st.SearchStrategy[pd.DataFrame]:
    """Tidy frames of this table that keep every rule of its declaration, ordered by key."""
    row = st.fixed_dictionaries({c.name: _values(c, is_key=c.name in declared.key) for c in declared.columns})
    unique = st.lists(row, max_size=5, unique_by=lambda row: tuple(row[name] for name in declared.key))
    return unique.map(lambda rows: _by_key(pd.DataFrame(rows, columns=list(declared.column_names)), declared))


def _by_key(frame: pd.DataFrame, declared: Table) -> pd.DataFrame:
    return tidy(frame, declared).sort_values(list(declared.key), ignore_index=True)


def made(table_name: str, /, **columns: list[Any]) -> pd.DataFrame:
    """A tidy frame of the table of that name from these columns."""
    return tidy(pd.DataFrame(columns), table(table_name))

"""Frames as rows of the vault, and back without loss."""

import json
from collections.abc import Sequence
from typing import Any

import pandas as pd

from reverse_mentoring.words.columns import Column, Kind, Table, tidy

Row = dict[str, object]

_ISO = "%Y-%m-%d"


def rows(frame: pd.DataFrame, declared: Table) -> list[Row]:
    """One dictionary per row, with the values as the vault keeps them (see schema)."""
    typed = tidy(frame, declared)
    columns = {column.name: _stored(typed[column.name], column.kind) for column in declared.columns}
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def frame(found: Sequence[Row], declared: Table) -> pd.DataFrame:
    """The rows as a tidy frame of words.tables, ordered by key."""
    if not found:
        return declared.empty()
    columns = {column.name: _read([row[column.name] for row in found], column) for column in declared.columns}
    return tidy(pd.DataFrame(columns), declared).sort_values(list(declared.key), kind="stable", ignore_index=True)


def _stored(values: "pd.Series[Any]", kind: Kind) -> list[object]:
    if kind in ("id", "text", "choice"):
        return list(values)
    if kind in ("ids", "texts"):
        return [json.dumps(list(each), ensure_ascii=False) for each in values]
    if kind == "date":
        values = pd.to_datetime(values).dt.strftime(_ISO).astype(object)
    number = {"whole": int, "number": float, "yes_no": int, "date": str}[kind]
    return [None if pd.isna(value) else number(value) for value in values]


def _read(values: list[object], column: Column) -> "pd.Series[Any]":
    if column.kind in ("ids", "texts"):
        return pd.Series([tuple(json.loads(str(value))) for value in values], dtype=object)
    if column.kind == "date":
        return pd.Series(pd.to_datetime(pd.Series(values, dtype=object), format=_ISO), dtype="datetime64[s]")
    if column.kind == "yes_no":
        return pd.Series([None if value is None else bool(value) for value in values], dtype="boolean")
    return pd.Series(values, dtype=object)

"""Frames as rows of the vault, and back without loss."""

import json
from collections.abc import Sequence
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd

from reverse_mentoring.words.columns import DTYPES, Kind, Table, tidy

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
    by_key = sorted(found, key=itemgetter(*declared.key))
    columns = {column.name: _read([row[column.name] for row in by_key], column.kind) for column in declared.columns}
    return pd.DataFrame(columns, copy=False)


def _stored(values: "pd.Series[Any]", kind: Kind) -> list[object]:
    if kind in ("id", "text", "choice"):
        return list(values)
    if kind in ("ids", "texts"):
        return [json.dumps(list(each), ensure_ascii=False) for each in values]
    if kind == "date":
        values = pd.to_datetime(values).dt.strftime(_ISO).astype(object)
    number = {"whole": int, "number": float, "yes_no": int, "date": str}[kind]
    return [None if pd.isna(value) else number(value) for value in values]


def _read(values: list[Any], kind: Kind) -> Any:
    """The values of a column with its dtype in memory; the vault holds no others, and none of a key is missing."""
    if kind in ("ids", "texts"):
        listed = {text: tuple(json.loads(text)) for text in set(values)}
        return pd.Series([listed[value] for value in values], dtype=object)
    if kind == "date":
        return np.array([value or "NaT" for value in values], dtype="datetime64[s]")
    return pd.array(values, dtype=DTYPES[kind])  # type: ignore[call-overload]

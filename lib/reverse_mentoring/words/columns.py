"""How a table is declared: its columns, what they may hold, and who may see them.

In memory a table is a DataFrame with all declared columns, in this order, and these dtypes:
id, text, choice → str ("" where nothing was said) · ids, texts → tuple of str · whole → Int64 ·
number → Float64 · date → datetime64[s] (NaT) · yes_no → boolean (NA where nothing was said).
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import pandas as pd

from reverse_mentoring.words.privacy import WhoSees

Kind = Literal["id", "ids", "text", "texts", "whole", "number", "date", "yes_no", "choice"]

DTYPES: dict[Kind, str] = {
    "id": "str", "text": "str", "choice": "str", "ids": "object", "texts": "object",
    "whole": "Int64", "number": "Float64", "date": "datetime64[s]", "yes_no": "boolean",
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One column: its name, kind, meaning for a reader, range, and who may see it."""

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    who_sees: WhoSees = WhoSees.FACILITATOR


@dataclass(frozen=True)
class Table:
    """One table: key columns say what makes a row unique within a cohort."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if there is none."""
        return next(column for column in self.columns if column.name == name)

    def empty(self) -> pd.DataFrame:
        """No rows, all columns, the right dtypes."""
        return _empty(self).copy(deep=False)


@cache
def _empty(declared: Table) -> pd.DataFrame:
    """Made once: most of reading a cohort is tables in which nothing stands."""
    return pd.DataFrame({c.name: pd.Series([], dtype=DTYPES[c.kind]) for c in declared.columns})


def tidy(frame: pd.DataFrame, declared: Table) -> pd.DataFrame:
    """The frame with exactly the declared columns and dtypes; missing columns empty, other columns dropped.

    For frames made in code. Input files go through the reader, which explains what it refuses.
    """
    if not len(frame):
        return declared.empty()
    columns = {}
    for column in declared.columns:
        values = frame[column.name] if column.name in frame else pd.Series([None] * len(frame), index=frame.index)
        columns[column.name] = _as_kind(values, column.kind)
    return pd.DataFrame(columns, index=frame.index).reset_index(drop=True)


def _as_kind(values: "pd.Series[Any]", kind: Kind) -> "pd.Series[Any]":
    if kind in ("ids", "texts"):
        return pd.Series([tuple(v) if isinstance(v, (tuple, list)) else () for v in values], values.index, dtype=object)
    if kind in ("id", "text", "choice"):
        texts = values if values.dtype == "str" else values.astype(object).where(values.notna(), "").astype("str")
        return texts.fillna("")
    return values.astype(DTYPES[kind])  # type: ignore[call-overload]

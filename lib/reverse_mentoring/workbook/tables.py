"""Rows for a page: plain values, None where nothing is known; of very many the first, and what is left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

MOST_ROWS = 200
"""Rows of people or pairs in one table of a page: nobody reads more, and a page of thousands opens slowly."""


@dataclass(frozen=True)
class FirstRows:
    """The rows of a table that a page shows, in their order. all: how many there are. left_out: a sentence for the
    reader on the rest and where it is; “” if all are shown."""

    rows: Sequence[Any]
    all: int
    left_out: str

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def first_rows(rows: Sequence[Any], what: str, *, whole: str = "", most: int = MOST_ROWS) -> FirstRows:
    """The first rows, so that the page stays readable. what: what a row is, in the plural; whole: the file with all."""
    if len(rows) <= most:
        return FirstRows(rows, len(rows), "")
    where = f"all are in {whole}" if whole else f"{len(rows) - most:,} more are left out on this page"
    return FirstRows(rows[:most], len(rows), f"The first {most:,} of {len(rows):,} {what} are shown; {where}.")


def plain_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """One dictionary per row; missing values are None."""
    return [
        {str(name): None if _missing(value) else value for name, value in row.items()}
        for row in frame.to_dict("records")
    ]


def shown(value: Any, *, digits: int | None = None) -> str:
    """A value as text; “–” where it is missing, with a true minus sign."""
    if _missing(value):
        return "–"
    return (f"{value:.{digits}f}" if digits is not None else str(value)).replace("-", "−")


def _missing(value: Any) -> bool:
    return not isinstance(value, tuple | list) and bool(pd.isna(value))

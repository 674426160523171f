"""Rows of a DataFrame as a template wants them: plain values, None where nothing is known."""

from typing import Any

import pandas as pd


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

"""Working hours across time zones: when a day starts and ends, and how much of it two people share."""

import datetime as dt
import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import numpy.typing as npt

USUAL = (9 * 60, 17 * 60)
"""Local minutes after midnight, where nobody said otherwise."""
DAY = 24 * 60


def working_minutes(availability: str) -> tuple[int, int]:
    """“08:30-16:00” as local minutes after midnight; the usual day where nothing readable was said."""
    found = re.fullmatch(r"\s*(\d{1,2})[:.h](\d{2})\s*[-–—]\s*(\d{1,2})[:.h](\d{2})\s*", availability)
    if not found:
        return USUAL
    h1, m1, h2, m2 = map(int, found.groups())
    start, end = h1 * 60 + m1, h2 * 60 + m2
    return (start, end) if 0 <= start < end <= DAY else USUAL


def utc_offset(time_zone: str, day: dt.date) -> int | None:
    """Minutes ahead of UTC at noon of that day; None where the zone is not known."""
    if not time_zone:
        return None
    try:
        offset = dt.datetime.combine(day, dt.time(12), ZoneInfo(time_zone)).utcoffset()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    return None if offset is None else int(offset.total_seconds() // 60)


def shared_minutes(
    first: Sequence[tuple[str, str]], second: Sequence[tuple[str, str]], *, day: dt.date
) -> npt.NDArray[np.float64]:
    """Matrix first × second of working minutes in common on that day; nan where a time zone is not known.

    first, second: (time_zone, availability) of each person.
    """
    a, b = _utc_days(first, day)[:, None, :], _utc_days(second, day)[None, :, :]
    shared = np.zeros(np.broadcast_shapes(a.shape, b.shape)[:2])
    for shift in (-DAY, 0, DAY):
        start, end = np.maximum(a[..., 0], b[..., 0] + shift), np.minimum(a[..., 1], b[..., 1] + shift)
        shared = shared + np.maximum(end - start, 0)
    return shared


def _utc_days(people: Sequence[tuple[str, str]], day: dt.date) -> npt.NDArray[np.float64]:
    rows = []
    offsets = {zone: utc_offset(zone, day) for zone, _ in people}
    for zone, availability in people:
        offset = offsets[zone]
        start, end = working_minutes(availability)
        rows.append((np.nan, np.nan) if offset is None else (start - offset, end - offset))
    return np.array(rows, dtype=float).reshape(len(people), 2)

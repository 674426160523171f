"""Figures and short lists as people read them."""

from collections.abc import Sequence


def signed(value: float, digits: int = 1) -> str:
    """“+0.8”, “−0.8” with a true minus sign, “0.0” without a sign."""
    shown = f"{value:+.{digits}f}".replace("-", "−")
    return shown if shown[1:].strip("0.") else shown[1:]


def few_of(names: Sequence[str], *, most: int) -> str:
    """“a, b and 3 more”: so many of them at most."""
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")

"""Figures as people read them."""


def signed(value: float, digits: int = 1) -> str:
    """“+0.8”, “−0.8” with a true minus sign, “0.0” without a sign."""
    shown = f"{value:+.{digits}f}".replace("-", "−")
    return shown if shown[1:].strip("0.") else shown[1:]

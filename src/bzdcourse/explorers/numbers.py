"""Numbers as they are read: rounded, with their units."""

from __future__ import annotations

from math import floor, log10


def rounded(value: float, digits: int = 3) -> str:
    """A number with so many significant digits, never as a power of ten: 0.42, 31.2, 1,240.

    Args:
        value: finite.
        digits: how many count; whole numbers keep all of theirs.
    """
    if abs(value) < 1e-5:  # what rounding has left of nothing
        return "0"
    decimals = max(digits - 1 - floor(log10(abs(value))), 0)
    text = f"{value:,.{min(decimals, 9)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def level(value_ng_ml: float) -> str:
    """A level; below a thousandth of a ng/mL nobody would measure it."""
    return f"{rounded(value_ng_ml)} ng/mL" if value_ng_ml >= 0.001 else "below 0.001 ng/mL"


def arbitrary(value: float) -> str:
    """A signal of the teaching models; below a hundredth it says no more than that it is small."""
    return f"{rounded(value, 2) if value >= 0.01 else 'below 0.01'} arbitrary units"


def percent(share: float) -> str:
    """A share from 0 to 1 as per cent; below a thousandth it says no more than that it is small."""
    return f"{rounded(100 * share, 2)} %" if share >= 0.001 else "below 0.1 %"


def duration(hours: float) -> str:
    """A time in hours up to two days, else in days."""
    return f"{rounded(hours, 2)} h" if hours < 48 else f"{rounded(hours / 24, 2)} days"

"""Numbers and counts as a person reads them."""

from __future__ import annotations

from datetime import datetime

from bzdcourse.statistics.estimate import Estimate

_NONE = "\u2013"


def percent(share: float | None) -> str:
    """A share from 0 to 1 as a whole per cent; a dash for none."""
    return _NONE if share is None else f"{100 * share:.0f}%".replace("-", "\u2212")


def decimal(value: float) -> str:
    """Two decimals, with a real minus sign."""
    return f"{value:.2f}".replace("-0.00", "0.00").replace("-", "\u2212")


def with_interval(estimate: Estimate) -> str:
    """Value and 95% interval; a dash where there is no value."""
    if estimate.value is None:
        return _NONE
    if estimate.low is None or estimate.high is None:
        return decimal(estimate.value)
    return f"{decimal(estimate.value)} ({decimal(estimate.low)} to {decimal(estimate.high)})"


def points(value: float) -> str:
    """Points without needless zeros."""
    return f"{value:.4g}"


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def day(time: datetime) -> str:
    """A day as it is written in the course: 3 March 2026."""
    return f"{time.day} {time:%B %Y}"


def duration(minutes: float) -> str:
    """A time in the unit that suits it."""
    if minutes < 90:
        return f"{minutes:.0f} minutes"
    if minutes < 48 * 60:
        return f"{minutes / 60:.0f} hours"
    return f"{minutes / 60 / 24:.0f} days"

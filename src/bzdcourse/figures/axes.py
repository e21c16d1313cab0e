"""Axes of a chart: from values to pixels, where the ticks stand, and what is written at them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, isfinite, log10

import numpy as np

_DECIMAL = (1, 2, 2.5, 5, 10)
_IF_EVEN = (3, 4)  # where the axis is a whole number of them, and of none of the above
_HOURS = (0.5, 1, 2, 3, 4, 6, 12, 24, 48, 72, 120, 240)
_DAYS = (0.25, 0.5, 1, 2, 7, 14, 28, 56, 112, 224)
_NUMBERED = (1, 2, 3, 5, 10, 20, 50)
_TOPS = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
_DECADES_SHOWN = 4
_STEPS = {"hour": _HOURS, "day": _DAYS, "question": _NUMBERED, "lesson": _NUMBERED}


@dataclass(frozen=True)
class Axis:
    """One axis of a panel.

    Attributes:
        low: value at ``start_px``.
        high: value at ``end_px``.
        start_px: place of the low end in the picture.
        end_px: place of the high end.
        log: equal distances are equal ratios; ``low`` is then above 0.
    """

    low: float
    high: float
    start_px: float
    end_px: float
    log: bool = False

    def px(self, values: np.ndarray | float) -> np.ndarray:
        """Places of values; NaN where there is none on a logarithmic axis."""
        values = np.asarray(values, dtype=float)
        low, high = self.low, self.high
        if self.log:
            values = np.log10(np.where(values > 0, values, np.nan))
            low, high = log10(low), log10(high)
        return self.start_px + (values - low) * ((self.end_px - self.start_px) / (high - low))

    def ticks(self, most: int, label: str = "") -> list[float]:
        """Round values to write at the axis, about ``most`` or fewer.

        Args:
            most: how many there is room for.
            label: of the axis; hours and days are counted in halves of days and in weeks,
                questions and lessons as wholes.
        """
        if self.log:
            return _log_ticks(self.low, self.high, most)
        step = _step(self.high - self.low, max(most - 1, 1), label)
        first, last = ceil(self.low / step - 1e-9), floor(self.high / step + 1e-9)
        return [n * step for n in range(first, last + 1)]


def tick_texts(ticks: Sequence[float]) -> list[str]:
    """The ticks in figures, all with as many decimals as their distance needs."""
    gaps = [b - a for a, b in pairwise(ticks)] or [1]
    decimals = next((n for n in range(7) if _is_whole(min(gaps) * 10**n)), 6)
    if len(set(np.round(gaps, 9))) > 1:  # logarithmic: each with what it needs itself
        return [f"{tick:,.10g}" for tick in ticks]
    return [f"{tick:,.{decimals}f}".replace("-", "\u2212") for tick in ticks]


def rounded_top(value: float) -> float:
    """A round number at or a little above ``value``.

    The steps are coarse on purpose: an axis that followed every movement of a slider would keep
    the curve in its place and hide the change.
    """
    if not (isfinite(value) and value > 0):
        return 1.0
    power = 10.0 ** floor(log10(value))
    return _TOPS[min(bisect_left(_TOPS, value / power - 1e-9), len(_TOPS) - 1)] * power


def log_ends(smallest: float, largest: float) -> tuple[float, float]:
    """Ends of a logarithmic axis at powers of ten, not more than a few of them apart."""
    if not (isfinite(largest) and largest > 0):
        return 0.1, 1.0
    high = ceil(log10(largest) - 1e-9)
    low = floor(log10(smallest) + 1e-9) if smallest > 0 else high - _DECADES_SHOWN
    return 10.0 ** max(min(low, high - 1), high - _DECADES_SHOWN), 10.0**high


def _step(span: float, most: int, label: str) -> float:
    """A round distance of ticks, so that at most ``most`` of them span the axis."""
    least = span / most * (1 - 1e-9)
    for kind, steps in _STEPS.items():
        fitting = [step for step in steps if step >= least]
        if fitting and kind in label.lower():
            return fitting[0]
    power = 10.0 ** floor(log10(least))
    fitting = [n for n in (*_DECIMAL, *_IF_EVEN) if least <= n * power <= 2.5 * least]
    even = [n for n in fitting if _is_whole(span / (n * power))]
    return (even or fitting)[0] * power


def _log_ticks(low: float, high: float, most: int) -> list[float]:
    powers = range(floor(log10(low) + 1e-9), ceil(log10(high) - 1e-9) + 1)
    factors = (1,) if len(powers) * 2 > most else (1, 3) if len(powers) * 3 > most else (1, 2, 5)
    ticks = [factor * 10.0**power for power in powers for factor in factors]
    return [tick for tick in ticks if low * (1 - 1e-9) <= tick <= high * (1 + 1e-9)]


def _is_whole(value: float) -> bool:
    return abs(value - round(value)) < 1e-6

"""A number estimated from a class, with its uncertainty, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Estimate:
    """One statistic.

    Attributes:
        learners: how many it rests on.
        value: the statistic; ``None`` if it can't be computed.
        low: lower end of its 95% interval; ``None`` if there is no interval.
        high: upper end likewise.
        why: one sentence that says why there is no value.
    """

    learners: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    why: str = ""


def complete(points: np.ndarray) -> np.ndarray:
    """The rows without a gap.

    Args:
        points: ``(learners, questions)``; NaN where there is no score yet.
    """
    return points[np.isfinite(points).all(axis=1)]


def is_constant(values: np.ndarray) -> bool:
    """Whether values differ by no more than rounding does.

    A sum of points can differ in its last digit only, and a correlation with that would be noise.
    """
    return bool(np.ptp(values) <= 1e-9 * max(1.0, float(np.abs(values).max())))

"""Days to draw, where most happens soon after a change."""

from __future__ import annotations

import numpy as np


def denser_at_first(days: float) -> np.ndarray:
    """From 0 to ``days``, in steps of two sizes: each size costs an exponential for each person."""
    third = days / 3
    return np.concatenate((np.linspace(0, third, 46), np.linspace(third, days, 31)[1:]))

"""Arrays of any shape that a model is given: checked as single numbers and lists are."""

from __future__ import annotations

from typing import Any

import numpy as np

from bzdcourse.models.quantities import number, numbers


def array(name: str, values: Any, unit: str, low: float, high: float) -> np.ndarray:
    """``values`` as a float array of their own shape, each between ``low`` and ``high``.

    Args:
        name: as the caller knows it, such as ``level_ng_ml``.
        values: one number, or an array-like of any shape, such as ``(people, times)``.
        unit: for the message; ``""`` for a pure number.
        low: smallest allowed value.
        high: largest allowed value.

    Raises:
        ModelError: as :func:`~bzdcourse.models.quantities.numbers`.
    """
    if np.ndim(values) == 0:
        return np.asarray(number(name, values, unit, low, high))
    return numbers(name, np.ravel(values), unit, low, high).reshape(np.shape(values))

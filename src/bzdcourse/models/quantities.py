"""Say what is wrong with a number that a model is given: its unit, and what is allowed."""

from __future__ import annotations

from typing import Any

import numpy as np

from bzdcourse.data import CourseError


class ModelError(CourseError, ValueError):
    """A model can't work with what it was given. The text names unit and allowed range."""


def number(name: str, value: Any, unit: str, low: float, high: float) -> float:
    """``value`` as a finite float between ``low`` and ``high``, both included.

    Args:
        name: as the caller knows it, such as ``dose_mg``.
        value: anything.
        unit: for the message; ``""`` for a pure number.
        low: smallest allowed value.
        high: largest allowed value.

    Raises:
        ModelError: if it is no real number, or out of range.
    """
    # float(True) and float("1") would pass; neither is a quantity.
    if isinstance(value, bool | str | bytes) or np.ndim(value) != 0:
        raise ModelError(f"{name} must be one number{_in(unit)}, not {_short(value)}.")
    try:
        result = float(value)
    except (TypeError, ValueError, OverflowError):
        raise ModelError(f"{name} must be one number{_in(unit)}, not {_short(value)}.") from None
    if not low <= result <= high:  # NaN is in no range
        allowed = f"from {low:g} to {high:g}{_unit(unit)}"
        raise ModelError(f"{name} is {result:g}{_unit(unit)}; it must be {allowed}.")
    return result


def whole(name: str, value: Any, unit: str, low: int, high: int) -> int:
    """``value`` as a whole number between ``low`` and ``high``, both included.

    Raises:
        ModelError: as :func:`number`, and if it is not whole.
    """
    result = number(name, value, unit, low, high)
    if not result.is_integer():
        raise ModelError(
            f"{name} is {result:g}{_unit(unit)}; it must be a whole number from {low} to {high}."
        )
    return int(result)


def numbers(
    name: str, values: Any, unit: str, low: float, high: float, *, most: int = 10_000_000
) -> np.ndarray:
    """``values`` as a one-dimensional float array, each between ``low`` and ``high``.

    Args:
        name: as the caller knows it, such as ``times_h``.
        values: anything array-like.
        unit: for the message.
        low: smallest allowed value.
        high: largest allowed value.
        most: largest allowed length; a longer array is refused before anything is computed.

    Raises:
        ModelError: if it is no such array; the text names the first value that is out of range.
    """
    try:
        raw = np.asarray(values)
        # numpy would turn texts and truth values into numbers without a word.
        array = None if raw.dtype.kind in "USbc" else raw.astype(float, copy=False)
    except (TypeError, ValueError, OverflowError):
        array = None
    if array is None:
        raise ModelError(f"{name} must be numbers{_in(unit)}, not {_short(values)}.")
    if array.ndim != 1 or array.size == 0:
        raise ModelError(f"{name} must be a list of numbers{_in(unit)}, at least one.")
    if array.size > most:
        raise ModelError(f"{name} has {array.size:,} values; at most {most:,} are allowed.")
    bad = ~((array >= low) & (array <= high))
    if bad.any():
        first = int(np.argmax(bad))
        allowed = f"from {low:g} to {high:g}{_unit(unit)}"
        raise ModelError(
            f"{name}[{first}] is {array[first]:g}{_unit(unit)}; each must be {allowed}."
        )
    return array


def ascending(
    name: str, values: Any, unit: str, low: float, high: float, **limits: int
) -> np.ndarray:
    """Like :func:`numbers`, and in order: no value is smaller than the one before.

    Raises:
        ModelError: as :func:`numbers`, and if the values are not in order.
    """
    array = numbers(name, values, unit, low, high, **limits)
    falls = np.diff(array) < 0
    if falls.any():
        first = int(np.argmax(falls)) + 1
        raise ModelError(
            f"{name} must be in order, smallest first; {name}[{first}] is "
            f"{array[first]:g}{_unit(unit)} and comes after {array[first - 1]:g}{_unit(unit)}."
        )
    return array


def _unit(unit: str) -> str:
    return f" {unit}" if unit else ""


def _in(unit: str) -> str:
    return f" in {unit}" if unit else ""


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."

"""Doses: when, and how much."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from bzdcourse.models.quantities import ModelError, ascending, number, numbers, whole

MOST_DOSES = 100_000
"""Enough for a dose an hour over eleven years; more is a slip of the keyboard."""

LONGEST_H = 200_000.0
"""About 23 years."""


@dataclass(frozen=True)
class Regimen:
    """Doses in order of time.

    Attributes:
        times_h: when each is taken; shape ``(doses,)``, from 0 up.
        amounts_mg: how much; the same shape, 0 to 10,000 mg.
    """

    times_h: np.ndarray
    amounts_mg: np.ndarray

    def __post_init__(self) -> None:
        times_h = ascending("times_h", self.times_h, "h", 0, LONGEST_H, most=MOST_DOSES)
        amounts_mg = numbers("amounts_mg", self.amounts_mg, "mg", 0, 10_000, most=MOST_DOSES)
        if times_h.shape != amounts_mg.shape:
            raise ModelError(
                f"times_h has {times_h.size} values and amounts_mg {amounts_mg.size}; "
                "each dose needs a time in h and an amount in mg."
            )
        object.__setattr__(self, "times_h", times_h)
        object.__setattr__(self, "amounts_mg", amounts_mg)


def regular(
    dose_mg: float,
    interval_h: float,
    doses: int,
    *,
    loading_mg: float | None = None,
    missed: Collection[int] = (),
) -> Regimen:
    """The same dose again and again, beginning at time 0.

    Args:
        dose_mg: each dose.
        interval_h: time between two doses.
        doses: how many times, missed ones included; at most ``MOST_DOSES``.
        loading_mg: what the first dose is instead.
        missed: places of the doses that are not taken, counted from 0.

    Raises:
        ModelError: if a number is out of range, or a missed dose is none of the doses.
    """
    dose_mg = number("dose_mg", dose_mg, "mg", 0, 10_000)
    interval_h = number("interval_h", interval_h, "h", 0.01, 10_000)
    count = whole("doses", doses, "doses", 1, MOST_DOSES)
    amounts_mg = np.full(count, dose_mg)
    if loading_mg is not None:
        amounts_mg[0] = number("loading_mg", loading_mg, "mg", 0, 10_000)
    for place in missed:
        if not isinstance(place, int) or not 0 <= place < count:
            raise ModelError(f"missed names dose {place!r}; the doses are 0 to {count - 1}.")
        amounts_mg[place] = 0
    return Regimen(np.arange(count) * interval_h, amounts_mg)


def once(dose_mg: float) -> Regimen:
    """One dose at time 0."""
    return regular(dose_mg, 24, 1)

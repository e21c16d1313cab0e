"""Which doses can be made of the tablets that there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import gcd

import numpy as np

from bzdcourse.models.quantities import ModelError, number, numbers

_PER_MG = 10_000
"""Doses are whole multiples of 0.0001 mg inside, so that sums are exact."""

_MOST_DOSES = 20_000
"""Different doses up to the largest; more is a slip of the keyboard."""


@dataclass(frozen=True)
class Tablets:
    """Every sum of tablets, and of half tablets if they may be broken, up to a dose.

    Attributes:
        strengths_mg: the strengths, 0.001 to 1000 mg each, at most 20.
        most_mg: the largest dose asked about, 0.001 to 10,000 mg.
        halves: whether each tablet may be broken in two.

    Raises:
        ModelError: if a strength or dose is out of range, or finer than 0.0001 mg.
    """

    strengths_mg: Sequence[float]
    most_mg: float
    halves: bool = False

    def __post_init__(self) -> None:
        strengths = numbers("tablet_strengths_mg", self.strengths_mg, "mg", 0.001, 1000, most=20)
        object.__setattr__(self, "strengths_mg", tuple(strengths.tolist()))
        most_mg = number("most_mg", self.most_mg, "mg", 0.001, 10_000)
        object.__setattr__(self, "most_mg", most_mg)
        if most_mg * _PER_MG > gcd(*self._pieces) * _MOST_DOSES:
            raise ModelError(
                f"{most_mg:g} mg is more than {_MOST_DOSES:,} of the smallest difference between "
                "doses that these tablets make."
            )

    @cached_property
    def _pieces(self) -> tuple[int, ...]:
        """The pieces that a dose is made of, in units of 0.0001 mg."""
        parts = (1, 2) if self.halves else (1,)
        pieces = {mg * _PER_MG / part for mg in self.strengths_mg for part in parts}
        if any(abs(piece - round(piece)) > 1e-6 for piece in pieces):
            raise ModelError("Tablets and their halves must be multiples of 0.0001 mg.")
        return tuple(sorted(round(piece) for piece in pieces))

    @property
    def _unit_mg(self) -> float:
        """The largest dose of which all others are multiples."""
        return gcd(*self._pieces) / _PER_MG

    @cached_property
    def _can(self) -> np.ndarray:
        """For each multiple of the unit, from 0 up, whether it can be made."""
        can = np.zeros(int(self.most_mg / self._unit_mg + 1e-6) + 1, dtype=bool)
        can[0] = True
        for piece in self._pieces:
            jump = piece // gcd(*self._pieces)
            for start in range(min(jump, can.size)):
                np.logical_or.accumulate(can[start::jump], out=can[start::jump])
        return can

    @cached_property
    def doses_mg(self) -> np.ndarray:
        """All doses that can be made, in order, from 0 to ``most_mg``; shape ``(doses,)``."""
        return np.flatnonzero(self._can) * self._unit_mg

    def nearest_mg(self, wanted_mg: float) -> float:
        """The dose that is nearest to the one wanted; the larger one of two as near."""
        gaps = np.abs(self.doses_mg - wanted_mg)
        return float(self.doses_mg[np.flatnonzero(gaps <= gaps.min() + 1e-9)[-1]])

    def make(self, dose_mg: float) -> bool:
        """Whether a dose can be made exactly."""
        return abs(self.nearest_mg(dose_mg) - dose_mg) < 1e-6

    def parts_mg(self, dose_mg: float, parts: int) -> tuple[float, ...]:
        """A day's dose in ``parts`` doses that can be made, as even as tablets allow.

        Args:
            dose_mg: one that can be made.
            parts: into how many.
        """
        total, units = round(dose_mg / self._unit_mg), np.flatnonzero(self._can)
        split = []
        for left in range(parts, 0, -1):
            shares = units[units <= total]
            shares = shares[self._can[total - shares]]
            # Of two shares as near to an even one, the larger comes first in the day.
            share = shares[::-1][np.argmin(np.abs(shares[::-1] - total / left))]
            split.append(float(share * self._unit_mg))
            total -= share
        return tuple(split)

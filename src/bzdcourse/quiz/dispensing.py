"""Which doses can be made of tablets and of a liquid, in whole numbers, so that sums are exact."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from bzdcourse.quiz.template import in_digits

PER_MG = 10_000
"""A dose is a whole number of 0.0001 mg."""


def pieces(made_of: Mapping[str, Any]) -> list[int]:
    """Tablets, half tablets and the step of the liquid, in 0.0001 mg.

    Args:
        made_of: ``tablet_strengths_mg``, ``halves``, perhaps ``liquid_step_mg``.

    Raises:
        ValueError: if one of them is finer than that.
    """
    parts = (1, 2) if made_of["halves"] else (1,)
    sizes_mg = {mg / part for mg in made_of["tablet_strengths_mg"] for part in parts}
    sizes_mg |= {made_of["liquid_step_mg"]} if "liquid_step_mg" in made_of else set()
    found = sorted(round(mg * PER_MG) for mg in sizes_mg)
    if not found[0] or not all(_is_whole(mg * PER_MG) for mg in sizes_mg):
        raise ValueError(f"tablets, halves and liquid must be multiples of {1 / PER_MG:g} mg")
    return found


def can_make(made_of: Mapping[str, Any], dose_mg: float) -> bool:
    """Whether a dose is a sum of pieces."""
    sizes = pieces(made_of)
    unit = math.gcd(*sizes)
    units, rest = divmod(round(dose_mg * PER_MG), unit)
    if rest or not _is_whole(dose_mg * PER_MG):
        return False
    # Bit n tells whether n units can be made; shifts of 1, 2, 4, ... pieces give any number.
    can = 1
    for size in sizes:
        shift = size // unit
        while shift <= units:
            can |= can << shift
            shift *= 2
        can &= (1 << units + 1) - 1
    return bool(can >> units & 1)


def in_words(made_of: Mapping[str, Any]) -> str:
    """What there is, such as "tablets of 1 and 5 mg, whole or halved"."""
    strengths = [in_digits(mg) for mg in made_of["tablet_strengths_mg"]]
    listed = " and ".join(filter(None, [", ".join(strengths[:-1]), strengths[-1]]))
    words = f"tablets of {listed} mg, " + ("whole or halved" if made_of["halves"] else "whole only")
    if "liquid_step_mg" in made_of:
        words += f", and a liquid measured in steps of {in_digits(made_of['liquid_step_mg'])} mg"
    return words


def _is_whole(number: float) -> bool:
    return abs(number - round(number)) < 1e-6

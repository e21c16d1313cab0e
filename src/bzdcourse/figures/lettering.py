"""Words in a chart: how wide they are, how they break, and where they are not in the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

TICK_PX = 12
TITLE_PX = 13.5
_NARROW, _WIDE = set("iljtfrI.,:;'|()[]!- "), set("mwMW@%")


def width_px(text: str, size_px: float = TICK_PX, *, bold: bool = False) -> float:
    """About how wide a text is in a sans-serif type, rather too wide than too narrow."""
    narrow = sum(letter in _NARROW for letter in text)
    wide = sum(letter in _WIDE for letter in text)
    units = 0.6 * (len(text) - narrow - wide) + 0.35 * narrow + 0.9 * wide
    return units * size_px * (1.06 if bold else 1)


def lines_of(text: str, room_px: float, size_px: float, *, bold: bool = False) -> list[str]:
    """The text broken into lines no wider than ``room_px``; a longer word keeps its line."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_px(longer, size_px, bold=bold) <= room_px:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@dataclass(frozen=True)
class Box:
    """A rectangle in the picture, in pixels from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def within(self, other: Box) -> bool:
        """Whether it lies inside ``other``."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )

    def meets(self, other: Box) -> bool:
        """Whether the two overlap."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def is_crossed_by(self, x_px: np.ndarray, y_px: np.ndarray) -> bool:
        """Whether a curve may run through it; ``x_px`` ascending."""
        first, last = np.searchsorted(x_px, (self.left, self.right))
        inside = y_px[max(first - 1, 0) : last + 1]
        if x_px[0] > self.right or x_px[-1] < self.left or not inside.size:
            return False
        if last - first < 2:  # a few long stretches: only the part beside the box counts
            inside = np.interp((self.left, self.right), x_px, y_px)
        return inside.min() < self.bottom and inside.max() > self.top


Curve = tuple[np.ndarray, np.ndarray]


def calmest(
    places: Sequence[Box], inside: Box, curves: Sequence[Curve], taken: Iterable[Box]
) -> Box:
    """The first of some places that nothing runs through; else the one with the least in it."""
    taken = list(taken)

    def troubles(box: Box) -> int:
        outside = 0 if box.within(inside) else 100
        covered = 10 * sum(box.meets(other) for other in taken)
        return outside + covered + sum(box.is_crossed_by(*curve) for curve in curves)

    counted = []
    for place in places:
        counted.append(troubles(place))
        if not counted[-1]:
            break
    return places[counted.index(min(counted))]

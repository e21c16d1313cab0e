"""What a chart of a model is made of: axes with curves, bands, points and guide lines.

:mod:`bzdcourse.figures.picture` draws it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

Colour = Literal["blue", "orange", "purple", "ink", "faint"]
Dash = Literal["solid", "dashed", "dotted"]


@dataclass(frozen=True, eq=False)
class Line:
    """A curve. ``x`` and ``y`` have the same shape ``(points,)``; NaN in ``y`` makes a gap.

    ``step`` draws a staircase: each value holds until the next ``x``.
    """

    x: np.ndarray
    y: np.ndarray
    label: str
    colour: Colour = "blue"
    dash: Dash = "solid"
    step: bool = False


@dataclass(frozen=True, eq=False)
class Band:
    """What lies between two curves, such as the middle 90 of 100 people."""

    x: np.ndarray
    low: np.ndarray
    high: np.ndarray
    label: str
    colour: Colour = "blue"


@dataclass(frozen=True, eq=False)
class Points:
    """Single points, such as published values, with optional ranges in ``low`` and ``high``."""

    x: np.ndarray
    y: np.ndarray
    label: str
    colour: Colour = "ink"
    low: np.ndarray | None = None
    high: np.ndarray | None = None


@dataclass(frozen=True)
class Guide:
    """A thin line across the panel at one value of an axis, with its label."""

    value: float
    label: str
    axis: Literal["x", "y"] = "y"


Series = Line | Band | Points | Guide


@dataclass(frozen=True, eq=False)
class Panel:
    """One set of axes.

    Attributes:
        title: a few words.
        x_label: with the unit.
        y_label: with the unit.
        series: drawn in this order.
        alt: everything that the panel shows, in words.
        x_range: ends of the axis; from the data if not given.
        y_range: likewise; from 0 to the largest value if not given.
        y_log: a logarithmic vertical axis; values at or below 0 leave gaps.
    """

    title: str
    x_label: str
    y_label: str
    series: Sequence[Series]
    alt: str
    x_range: tuple[float, float] | None = None
    y_range: tuple[float, float] | None = None
    y_log: bool = False

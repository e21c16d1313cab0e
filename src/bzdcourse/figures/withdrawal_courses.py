"""Rebound, withdrawal and recurrence as schematic curves, for the lesson on acute withdrawal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from bzdcourse.figures.figure import Figure, Table
from bzdcourse.figures.svg import BLUE, FAINT, INK, ORANGE, draw

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

_PANEL_PX = (390, 270)

_Course = Callable[[np.ndarray], np.ndarray]


def three_courses() -> Figure:
    """Rebound, withdrawal and recurrence as schematic curves, drawn from their definitions."""
    panels = [_course_picture(*parts) for parts in _COURSES]
    return Figure(
        svg=tuple(svg for svg, _ in panels),
        alt=tuple(alt for _, alt in panels),
        table=_COURSE_TABLE,
        caption="Three courses after the last dose. **Schematic: drawn from definitions, not from "
        "data.**",
        notes=(
            "No scale on either axis: how high, how fast and how long is not in these pictures, "
            "and differs between people.",
            "Each is drawn pure. In life they mix: old worries, new signs, and an illness that "
            "comes back while withdrawal fades.",
            "A curve that has not been lived yet tells nobody's course. It shows over weeks.",
        ),
        sources=("fontaine1984", "busto1986", "cosci2020"),
    )


# Schematic courses over a time from 0 to 1; 0.5 is as strong as before treatment.
def _rebound(time: np.ndarray) -> np.ndarray:
    return 0.18 + 0.2 * _settled(time, 0.03) + 0.52 * np.exp(-(((time - 0.12) / 0.07) ** 2))


def _withdrawal(time: np.ndarray) -> np.ndarray:
    since = np.maximum(time, 0) / 0.13
    return 0.75 * since * np.exp(1 - since)


def _old_in_withdrawal(time: np.ndarray) -> np.ndarray:
    return 0.18 + 0.2 * _settled(time, 0.06) * np.exp(-(((time - 0.2) / 0.16) ** 2))


def _recurrence(time: np.ndarray) -> np.ndarray:
    return 0.18 + 0.32 / (1 + np.exp(-(time - 0.62) / 0.07))


def _none(time: np.ndarray) -> np.ndarray:
    return np.zeros_like(time)


def _settled(time: np.ndarray, pace: float) -> np.ndarray:
    return 1 - np.exp(-np.maximum(time, 0) / pace)


_COURSES: Sequence[tuple[str, str, str, _Course, _Course]] = (
    (
        "bzd-rebound",
        "Rebound",
        "The old complaints shoot up within a short time after the last dose, above the level of "
        "before treatment, and soon fall back to that level or below it. There are no new "
        "complaints.",
        _rebound,
        _none,
    ),
    (
        "bzd-withdrawal",
        "Withdrawal",
        "New complaints, which the person did not have before treatment, rise soon after the last "
        "dose and fade slowly. The old complaints may rise a little and sink again.",
        _old_in_withdrawal,
        _withdrawal,
    ),
    (
        "bzd-recurrence",
        "Recurrence",
        "The old complaints stay low for a good while after the last dose, then come back slowly "
        "to the level of before treatment, not above it, and stay. There are no new complaints.",
        _recurrence,
        _none,
    ),
)

_COURSE_TABLE = Table(
    "The three courses in words",
    ("Course", "What comes", "When", "Against before treatment", "How it goes on"),
    (
        (
            "Rebound",
            "the old complaints",
            "soon",
            "stronger",
            "soon back to the old level, or lower",
        ),
        ("Withdrawal", "new complaints, often old ones too", "soon", "new", "fades over weeks"),
        ("Recurrence", "the old complaints", "later, slowly", "about as strong", "stays"),
    ),
)


def _course_picture(
    slug: str, name: str, words: str, old: _Course, new: _Course
) -> tuple[str, str]:
    alt = f"{name}, a schematic curve without a scale. {words}"

    def paint(drawing: Drawing) -> None:
        drawing.text(0, 0.995, f"{name} (schematic)", va="top", size=13, weight="bold")
        axes = drawing.add_axes((0.06, 0.24, 0.92, 0.64))
        _schematic_axes(axes)
        time = np.linspace(-0.12, 1, 400)
        axes.plot(time, np.where(time < 0, 0.18, old(time)), color=BLUE, linewidth=2.4)
        axes.plot(time, new(time), color=ORANGE, linewidth=2.4, dashes=(3, 2))
        _lines_key(drawing)

    return draw(slug, f"{name}, schematic", alt, _PANEL_PX, paint), alt


def _schematic_axes(axes: Axes) -> None:
    axes.set_xlim(-0.12, 1)
    axes.set_ylim(-0.03, 1)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.axhline(0.5, color=INK, linewidth=1, linestyle=":")
    axes.axvline(0, color=FAINT, linewidth=1)
    axes.text(0.99, 0.52, "old complaints before treatment", ha="right", va="bottom")
    axes.text(0.01, 0.985, "last dose", va="top")
    axes.set_xlabel("time →", loc="right")
    axes.set_ylabel("strength →", loc="top")


def _lines_key(drawing: Drawing) -> None:
    axes = drawing.add_axes((0, 0, 1, 0.13))
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    for start, colour, dashes, text in (
        (0.06, BLUE, (None, None), "old complaints"),
        (0.52, ORANGE, (3, 2), "new complaints"),
    ):
        axes.plot([start, start + 0.09], [0.4] * 2, color=colour, linewidth=2.4, dashes=dashes)
        axes.text(start + 0.11, 0.4, text, va="center")

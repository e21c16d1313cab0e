"""The kinds of panel that the figures are made of: values over the years, and a hundred marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bzdcourse.figures.svg import FAINT, draw

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

_PANEL_PX = (380, 290)
_YEARS = (1994, 2021)  # one time axis for all panels, so that they can be compared downwards


@dataclass(frozen=True)
class Point:
    """One measured value of a series, with where it comes from."""

    series: str
    year: int
    value: float
    unit: str
    source: str
    status: str


Points = tuple[Point, ...]


@dataclass(frozen=True)
class Line:
    """How one series is drawn: its marker, its side and its name differ, not its colour alone."""

    series: str
    colour: str
    marker: str
    is_upper: bool = True
    name: str = ""


Series = list[tuple[Line, Points]]


@dataclass(frozen=True)
class Group:
    """Some of the marks of an icon array: how many, what they stand for, how they look."""

    count: int
    text: str
    colour: str
    marker: str
    filled: bool


@dataclass(frozen=True)
class Panel:
    """One picture of a figure, its text alternative, and what it shows."""

    svg: str
    alt: str
    points: Points


def number(value: float) -> str:
    """A value as it is printed: 0.46, 9, 118,208."""
    return f"{value:,.0f}" if value == int(value) and value >= 1000 else f"{value:g}"


def line_panel(
    slug: str, title: str, alt: str, series: Series, top: float, unit: str = ""
) -> Panel:
    """Measured values over the years, with a dashed line between them that claims nothing.

    Args:
        slug: start of the ids in the picture.
        title: at most two lines.
        alt: the content in words.
        series: how to draw, and what.
        top: end of the vertical axis, in ``unit``.
        unit: written behind each value.
    """

    def paint(drawing: Drawing) -> None:
        _write_title(drawing, title)
        axes = drawing.add_axes((0.075, 0.095, 0.895, 0.74))
        _time_axis(axes, top)
        for line, points in series:
            _draw_line(axes, line, points, unit)
            _name_line(axes, line, points)

    shown = tuple(point for _, points in series for point in points)
    return Panel(draw(slug, title.replace("\n", " "), alt, _PANEL_PX, paint), alt, shown)


def icon_panel(slug: str, title: str, alt: str, groups: list[Group], points: Points) -> Panel:
    """A hundred marks in groups.

    Args:
        slug: start of the ids in the picture.
        title: at most two lines.
        alt: the content in words.
        groups: three; their counts add up to 100.
        points: the values behind the counts.
    """

    def paint(drawing: Drawing) -> None:
        _write_title(drawing, title)
        _icon_array(drawing, groups)
        _legend(drawing, groups)

    return Panel(draw(slug, title.replace("\n", " "), alt, _PANEL_PX, paint), alt, points)


def _write_title(drawing: Drawing, title: str) -> None:
    drawing.text(0.0, 0.985, title, va="top", size=13, weight="bold", linespacing=1.35)


def _time_axis(axes: Axes, top: float) -> None:
    axes.set_xlim(*_YEARS)
    axes.set_ylim(0, top)
    axes.set_xticks(range(1995, 2021, 5))
    axes.set_yticks(range(0, int(top) + 1, 1 if top < 5 else 2))
    axes.grid(axis="y", color=FAINT, alpha=0.25, linewidth=0.8)
    axes.tick_params(length=0)
    axes.spines["left"].set_visible(False)


def _draw_line(axes: Axes, line: Line, points: Points, unit: str) -> None:
    years, values = [point.year for point in points], [point.value for point in points]
    axes.plot(years, values, color=line.colour, linewidth=1.4, dashes=(4, 3))
    axes.plot(years, values, line.marker, color=line.colour, markersize=9)
    for point in points:
        _label(axes, f"{number(point.value)}{unit}", point, line.is_upper, max(values))


def _label(axes: Axes, text: str, point: Point, is_upper: bool, highest: float) -> None:
    above = is_upper or point.value == highest  # under a peak the label would lie on the lines
    axes.annotate(
        text,
        (point.year, point.value),
        (0, 9 if above else -9),
        textcoords="offset points",
        ha="center",
        va="bottom" if above else "top",
        weight="bold",
    )


def _name_line(axes: Axes, line: Line, points: Points) -> None:
    first, second = points[:2]
    middle = ((first.year + second.year) / 2, (first.value + second.value) / 2)
    shift, ha, va = ((-7, 5), "right", "bottom") if line.is_upper else ((7, -5), "left", "top")
    axes.annotate(line.name, middle, shift, textcoords="offset points", ha=ha, va=va)


def _icon_array(drawing: Drawing, groups: list[Group]) -> None:
    axes = drawing.add_axes((0.0, 0.02, 0.56, 0.8))
    axes.set_axis_off()
    axes.set_xlim(-0.6, 9.6)
    axes.set_ylim(9.6, -0.6)  # filled from the top, as one reads
    start = 0
    for group in groups:
        places = range(start, start + group.count)
        _marks(axes, [place % 10 for place in places], [place // 10 for place in places], group)
        start += group.count


def _marks(axes: Axes, columns: list[int], rows: list[int], group: Group) -> None:
    face = group.colour if group.filled else "none"
    axes.plot(columns, rows, group.marker, color=group.colour, markerfacecolor=face,
              markeredgewidth=1.8, markersize=11)  # fmt: skip


def _legend(drawing: Drawing, groups: list[Group]) -> None:
    axes = drawing.add_axes((0.6, 0.02, 0.4, 0.8))
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    axes.set_ylim(9.6, -0.6)
    for group, row in zip(groups, (0.3, 3.3, 8.1), strict=True):
        _marks(axes, [0.06], [row], group)
        axes.text(0.18, row, f"{group.count}", va="center", size=18, weight="bold")
        axes.text(0.18, row + 0.55, group.text, va="top", linespacing=1.3)

"""Icon arrays: every mark is a person that somebody counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bzdcourse.data import CourseError, dataset, references
from bzdcourse.figures.charts import Group
from bzdcourse.figures.figure import Figure, Table
from bzdcourse.figures.svg import draw

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

Rows = list[dict[str, str]]

_WIDTH = 380
_TITLE_PX, _LINE_PX, _GAP_PX = 44, 16, 12


@dataclass(frozen=True)
class Array:
    """People as marks.

    Attributes:
        slug: start of the ids in the picture.
        title: at most two lines: who, and out of how many.
        groups: how many marks of which look; together they are all people of the picture.
        columns: marks in a row.
        size: of a mark, in points.
    """

    slug: str
    title: str
    groups: Sequence[Group]
    columns: int = 20
    size: float = 9

    @property
    def people(self) -> int:
        """Everybody in the picture."""
        return sum(group.count for group in self.groups)

    @property
    def words(self) -> str:
        """The picture in words."""
        told = "; ".join(f"{group.count} {one_line(group.text)}" for group in self.groups)
        return (
            f"{one_line(self.title)} Drawn as {self.people:,} marks, one for each person: {told}."
        )


def figure_of(arrays: Sequence[Array], rows: Rows, caption: str, notes: tuple[str, ...]) -> Figure:
    """Icon arrays with the published values behind them.

    Args:
        arrays: the pictures, in the order in which they are shown.
        rows: of a data set whose columns are those of ``dependence.csv``.
        caption: what one looks at, Markdown.
        notes: what the figure does not show; Markdown.
    """
    return Figure(
        svg=tuple(map(_picture, arrays)),
        alt=tuple(array.words for array in arrays),
        table=_table(rows),
        caption=caption,
        notes=notes,
        sources=tuple(dict.fromkeys(row["source"] for row in rows)),
    )


def confirmed(name: str, *series: str) -> Rows:
    """Rows of ``source_texts/datasets/<name>.csv``, one for each series that is asked for.

    Raises:
        CourseError: a series is missing, or was not confirmed.
    """
    known = {row["series"]: row for row in dataset(name) if row["status"] == "confirmed"}
    for one in series:
        if one not in known:
            raise CourseError(f"source_texts/datasets: no confirmed value of the series '{one}'.")
    return [known[one] for one in series]


def half_up(percent: str) -> int:
    """A published share as whole people of 100; round() would make 82 of 82.5 but 84 of 83.5."""
    return int(float(percent) + 0.5)


def short_source(key: str) -> str:
    """Authors and year, linked if there is an address."""
    return references()[key].short_markdown


def one_line(text: str) -> str:
    """The text without its line breaks."""
    return " ".join(text.split())


def _picture(array: Array) -> str:
    marks = _WIDTH / array.columns * -(-array.people // array.columns)
    lines = sum(group.text.count("\n") + 1 for group in array.groups)
    legend = lines * _LINE_PX + len(array.groups) * 6
    height = round(_TITLE_PX + marks + _GAP_PX + legend)

    def paint(drawing: Drawing) -> None:
        drawing.text(0, 1, array.title, va="top", size=13, weight="bold", linespacing=1.35)
        axes = drawing.add_axes((0, (_GAP_PX + legend) / height, 1, marks / height))
        _marks(axes, array)
        _legend(drawing.add_axes((0, 0, 1, legend / height)), array, legend)

    return draw(array.slug, one_line(array.title), array.words, (_WIDTH, height), paint)


def _marks(axes: Axes, array: Array) -> None:
    axes.set_axis_off()
    axes.set_xlim(-0.5, array.columns - 0.5)
    axes.set_ylim(-(-array.people // array.columns) - 0.5, -0.5)  # filled from the top
    start = 0
    for group in array.groups:
        places = range(start, start + group.count)
        columns = [place % array.columns for place in places]
        _draw(axes, columns, [place // array.columns for place in places], group, array.size)
        start += group.count


def _legend(axes: Axes, array: Array, height: float) -> None:
    axes.set_axis_off()
    axes.set_xlim(0, _WIDTH)
    axes.set_ylim(height, 0)
    top = 3.0
    for group in array.groups:
        _draw(axes, [8], [top + 8], group, 9)
        axes.text(22, top + 8, f"{group.count}", va="center", weight="bold")
        axes.text(58, top, group.text, va="top", linespacing=1.3)
        top += (group.text.count("\n") + 1) * _LINE_PX + 6


def _draw(axes: Axes, x: list[int], y: Sequence[float], group: Group, size: float) -> None:
    axes.plot(x, y, group.marker, color=group.colour, markersize=size, clip_on=False,
              markerfacecolor=group.colour if group.filled else "none",
              markeredgewidth=size / 6)  # fmt: skip


def _table(rows: Rows) -> Table:
    cells = tuple(
        (
            row["people"],
            row["counted"],
            row["time"],
            f"{row['value']}%",
            short_source(row["source"]),
        )
        for row in rows
    )
    heads = ("People", "What was counted", "Time", "Share", "Source")
    return Table("Every value in this figure", heads, cells)

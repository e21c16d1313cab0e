"""Draws a panel as SVG, in about a millisecond: it is done at every movement of a slider.

Matplotlib, which draws the course's static figures, takes longer for one picture than a hand takes
notice of. Colours and letters are the page's, as in :mod:`bzdcourse.figures.svg`. No curve differs
from another by its colour alone: by its dashes, or else by marks on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import numpy as np

from bzdcourse.figures.axes import Axis, log_ends, rounded_top, tick_texts
from bzdcourse.figures.chart import Band, Guide, Line, Panel, Points
from bzdcourse.figures.lettering import TICK_PX, TITLE_PX, Box, lines_of, width_px
from bzdcourse.figures.marks import FAINT, INK, Frame, entries, guides, shapes

NARROWEST_PX, WIDEST_PX = 280, 960
_LABEL_PX = 11.5
_ROW_PX = 18
_KEY_PX = 34  # a sample of the curve in the legend, and the gap behind it


def picture(panel: Panel, slug: str, label: str, width_px: float = 400) -> str:
    """The SVG of a panel, the same to the byte each time.

    Args:
        panel: what to draw.
        slug: start of every id in the picture, so that two pictures on a page don't mix.
        label: written into the picture, below the axes.
        width_px: how wide it will stand on the page, 280 to 960; letters have their size then.
    """
    width = round(min(max(width_px, NARROWEST_PX), WIDEST_PX))
    return _Sheet(panel, slug, label, width).svg()


class _Sheet:
    """One drawing: the places of its parts, and the parts."""

    def __init__(self, panel: Panel, slug: str, label: str, width: int):
        self.panel, self.slug, self.width = panel, slug, width
        self.title = lines_of(panel.title, width, TITLE_PX, bold=True)
        self.legend, legend_px = _flow(entries(panel.series), width)
        self.y_label = lines_of(panel.y_label, width, TICK_PX)
        top = 6 + 18 * len(self.title) + legend_px + 16 * len(self.y_label) + 10
        self.bottom = top + min(95 + 0.36 * width, 350)
        self.small_print = lines_of(label, width, _LABEL_PX)
        self.height = round(self.bottom + 44 + 14 * len(self.small_print))
        self.frame = self._frame(top)

    def _frame(self, top: float) -> Frame:
        x_low, x_high = self.panel.x_range or _ends(_x_values(self.panel))
        y_low, y_high = self.panel.y_range or _y_ends(self.panel)
        y = Axis(y_low, y_high, self.bottom, top, self.panel.y_log)
        self.y_ticks = y.ticks(max(int((self.bottom - top) / 34), 3))
        left = 8 + max(width_px(text) for text in tick_texts(self.y_ticks))
        x = Axis(x_low, x_high, left, self.width - 12)
        self.x_ticks = x.ticks(max(int((x.end_px - left) / 70), 3), self.panel.x_label)
        return Frame(x, y, Box(left, top, self.width - 12, self.bottom))

    def svg(self) -> str:
        slug, box = self.slug, self.frame.box
        return "".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" '
                f'role="img" aria-label="{escape(self.panel.title)}" '
                f'aria-describedby="{slug}-desc"><desc id="{slug}-desc">'
                f"{escape(self.panel.alt, quote=False)}</desc>"
                f'<clipPath id="{slug}-clip"><rect x="{box.left:.1f}" y="{box.top - 4:.1f}" '
                f'width="{box.right - box.left + 6:.1f}" height="{box.bottom - box.top + 8:.1f}"/>'
                f'</clipPath><g font-family="var(--jp-ui-font-family, sans-serif)" '
                f'font-size="{TICK_PX}" fill="{INK}">',
                self._heading(),
                self._grid(),
                f'<g clip-path="url(#{slug}-clip)">',
                "".join(shapes(self.panel.series, self.frame)),
                "</g>",
                "".join(guides(self.panel.series, self.frame)),
                self._foot(),
                "</g></svg>",
            ]
        )

    def _heading(self) -> str:
        lines = [
            f'<text y="{18 * n + 15}" font-size="{TITLE_PX}" font-weight="600">'
            f"{escape(line, quote=False)}</text>"
            for n, line in enumerate(self.title)
        ]
        shift = 18 * len(self.title) + 8
        rows = [
            f'<g transform="translate({x:.1f} {y + shift:.1f})">{sample}'
            f'<text x="{_KEY_PX}" y="13">{escape(text, quote=False)}</text></g>'
            for x, y, sample, text in self.legend
        ]
        above = self.frame.box.top - 10 - 16 * len(self.y_label)
        names = [
            f'<text y="{above + 16 * n + 12:.1f}" fill="{FAINT}">{escape(line, quote=False)}</text>'
            for n, line in enumerate(self.y_label)
        ]
        return "".join(lines + rows + names)

    def _grid(self) -> str:
        box, (x, y) = self.frame.box, (self.frame.x, self.frame.y)
        across = [
            f"M{box.left:.1f} {place:.1f}H{box.right:.1f}" for place in y.px(self.y_ticks).tolist()
        ]
        left = [
            f'<text x="{box.left - 6:.1f}" y="{place + 4:.1f}">{text}</text>'
            for place, text in zip(
                y.px(self.y_ticks).tolist(), tick_texts(self.y_ticks), strict=True
            )
        ]
        below = [
            f'<text x="{place:.1f}" y="{box.bottom + 17:.1f}">{text}</text>'
            for place, text in zip(
                x.px(self.x_ticks).tolist(), tick_texts(self.x_ticks), strict=True
            )
        ]
        marks = [f"M{place:.1f} {box.bottom:.1f}v4" for place in x.px(self.x_ticks).tolist()]
        return (
            f'<path d="{"".join(across)}" fill="none" stroke="{FAINT}" stroke-opacity=".22"/>'
            f'<path d="M{box.left:.1f} {box.bottom:.1f}H{box.right:.1f}{"".join(marks)}" '
            f'fill="none" stroke="{FAINT}"/><g fill="{FAINT}"><g text-anchor="end">'
            f'{"".join(left)}</g><g text-anchor="middle">{"".join(below)}</g></g>'
        )

    def _foot(self) -> str:
        x_label = escape(self.panel.x_label, quote=False)
        middle = (self.frame.box.left + self.frame.box.right) / 2
        below = [
            f'<tspan x="{self.width - 2}" y="{self.bottom + 53 + 14 * n:.1f}">'
            f"{escape(line, quote=False)}</tspan>"
            for n, line in enumerate(self.small_print)
        ]
        return (
            f'<text x="{middle:.1f}" y="{self.bottom + 34:.1f}" text-anchor="middle" '
            f'fill="{FAINT}">{x_label}</text><text text-anchor="end" font-size="{_LABEL_PX}" '
            f'font-style="italic" fill="{FAINT}">{" ".join(below)}</text>'
        )


def _flow(
    named: Iterable[tuple[str, str]], width: float
) -> tuple[list[tuple[float, float, str, str]], float]:
    """Entries of the legend side by side, as many in a row as there is room for; and the height."""
    placed, x, y = [], 0.0, 0.0
    for text, sample in named:
        own = _KEY_PX + width_px(text) + 14
        if x and x + own - 14 > width:
            x, y = 0.0, y + _ROW_PX
        placed.append((x, y, sample, text))
        x += own
    return placed, y + _ROW_PX + 6 if placed else 4


def _x_values(panel: Panel) -> list[np.ndarray]:
    found = [np.asarray(one.x, float) for one in panel.series if not isinstance(one, Guide)]
    return found + [np.array([o.value]) for o in panel.series if _is_guide(o, "x")]


def _y_values(panel: Panel) -> list[np.ndarray]:
    found: list[np.ndarray] = []
    for one in panel.series:
        if isinstance(one, Line | Points):
            found.append(np.asarray(one.y, float))
        if isinstance(one, Band | Points) and one.high is not None:
            found += [np.asarray(one.low, float), np.asarray(one.high, float)]
        if _is_guide(one, "y"):
            found.append(np.array([one.value]))
    return found


def _is_guide(one: object, axis: str) -> bool:
    return isinstance(one, Guide) and one.axis == axis


def _finite(values: list[np.ndarray]) -> np.ndarray:
    joined = np.concatenate(values) if values else np.empty(0)
    return joined[np.isfinite(joined)]


def _ends(values: list[np.ndarray]) -> tuple[float, float]:
    held = _finite(values)
    if not held.size or held.min() == held.max():
        middle = float(held[0]) if held.size else 0.0
        return middle - 0.5, middle + 0.5
    return float(held.min()), float(held.max())


def _y_ends(panel: Panel) -> tuple[float, float]:
    held = _finite(_y_values(panel))
    if panel.y_log:
        held = held[held > 0]
        return log_ends(float(held.min()), float(held.max())) if held.size else (0.1, 1.0)
    high = float(held.max()) if held.size else 0.0
    low = float(held.min()) if held.size else 0.0
    return (-rounded_top(-low) if low < 0 else 0.0), rounded_top(high)

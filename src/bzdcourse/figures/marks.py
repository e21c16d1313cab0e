"""The marks inside the axes of a chart, and their samples in its legend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from bzdcourse.figures import svg
from bzdcourse.figures.axes import Axis
from bzdcourse.figures.chart import Band, Guide, Line, Points, Series
from bzdcourse.figures.curves import TENTHS, outline, path, segments, staircase, thinned
from bzdcourse.figures.lettering import TICK_PX, Box, Curve, calmest, width_px

INK = "var(--jp-content-font-color1, currentColor)"
FAINT = "var(--jp-content-font-color2, currentColor)"
GROUND = "var(--jp-layout-color0, Canvas)"
_COLOURS = {
    "blue": svg.BLUE, "orange": svg.ORANGE, "purple": svg.PURPLE, "ink": INK, "faint": FAINT,
}  # fmt: skip
_DASHES = {"solid": "", "dashed": "70 45", "dotted": "10 42"}
# Around (0, 0), in tenths of a pixel. The first curve or group of a kind has none of its own.
_SHAPES = (
    "M-38 0a38 38 0 1 0 76 0a38 38 0 1 0-76 0z",
    "M-35-35h70v70h-70z",
    "M0-46l44 80h-88z",
    "M0-50l50 50l-50 50l-50-50z",
)
_MARKS_ON_A_CURVE = 6
_SAMPLE_PX = 26


@dataclass(frozen=True)
class Frame:
    """The two axes, and the rectangle between them."""

    x: Axis
    y: Axis
    box: Box

    def curve(self, x: np.ndarray, y: np.ndarray, *, step: bool = False) -> list[Curve]:
        """A curve in pixels: its stretches between gaps, no finer than can be seen."""
        most = int(2 * (self.box.right - self.box.left))
        x_px, y_px = self.x.px(x), self.y.px(y)
        stretches = segments(*(staircase(x_px, y_px) if step else (x_px, y_px)))
        return [thinned(*stretch, most) for stretch in stretches]


def shapes(series: Sequence[Series], frame: Frame) -> Iterator[str]:
    """Bands, curves and points, in the order given."""
    yield f'<g transform="scale({1 / TENTHS:g})" stroke-linejoin="round">'
    looks = _looks(series)
    for n, one in enumerate(series):
        if isinstance(one, Band):
            yield _band(one, frame, looks[n])
        elif isinstance(one, Line):
            yield _line(one, frame, looks[n])
        elif isinstance(one, Points):
            yield _points(one, frame, looks[n])
    yield "</g>"


def entries(series: Sequence[Series]) -> list[tuple[str, str]]:
    """Label and sample of everything that the legend explains, each label once."""
    looks, found = _looks(series), {}
    for n, one in enumerate(series):
        if not isinstance(one, Guide) and one.label:
            found.setdefault(one.label, _sample(one, looks[n]))
    return list(found.items())


def _looks(series: Sequence[Series]) -> list[int]:
    """How many before it look the same but for the colour: for each, the mark that tells it."""
    seen: dict[tuple, list[str]] = {}
    found = []
    for one in series:
        kind = (type(one), getattr(one, "dash", ""))
        names = seen.setdefault(kind, [])
        own = "" if isinstance(one, Guide) else one.label + one.colour
        if own not in names:
            names.append(own)
        found.append(names.index(own))
    return found


def _stroke(colour: str, dash: str) -> str:
    dashes = f' stroke-dasharray="{_DASHES[dash]}"' if _DASHES[dash] else ""
    cap = ' stroke-linecap="round"' if dash == "dotted" else ""
    width = 14 if colour == "faint" else 20
    return f'fill="none" stroke="{_COLOURS[colour]}" stroke-width="{width}"{dashes}{cap}'


def _line(line: Line, frame: Frame, look: int) -> str:
    stretches = frame.curve(line.x, line.y, step=line.step)
    data = "".join(path(*stretch) for stretch in stretches)
    drawn = f'<path d="{data}" {_stroke(line.colour, line.dash)}/>' if data else ""
    return drawn + (_marks_along(stretches, line.colour, look) if look else "")


def _marks_along(stretches: Sequence[Curve], colour: str, look: int) -> str:
    """A few marks on a curve, at other places than those of the curve before."""
    if not stretches:
        return ""
    x_px, y_px = (np.concatenate(parts) for parts in zip(*stretches, strict=True))
    wanted = (np.arange(_MARKS_ON_A_CURVE) + 0.2 * look + 0.2) / _MARKS_ON_A_CURVE
    places = np.searchsorted(x_px, x_px[0] + wanted * (x_px[-1] - x_px[0]))
    places = np.minimum(places, x_px.size - 1)
    return _marks(x_px[places], y_px[places], colour, look)


def _marks(x_px: np.ndarray, y_px: np.ndarray, colour: str, look: int) -> str:
    shape = _SHAPES[look % len(_SHAPES)]
    held = np.isfinite(x_px) & np.isfinite(y_px)
    whole = np.rint(np.column_stack((x_px, y_px))[held] * TENTHS).astype(int).tolist()
    return "".join(
        f'<path d="{shape}" transform="translate({x} {y})" fill="{_COLOURS[colour]}" '
        f'stroke="{GROUND}" stroke-width="10"/>'
        for x, y in whole
    )


def _band(band: Band, frame: Frame, look: int) -> str:
    x_px, low_px, high_px = frame.x.px(band.x), frame.y.px(band.low), frame.y.px(band.high)
    if frame.y.log:  # what reaches down to 0 goes on below the axis
        low_px = np.where(np.isfinite(low_px), low_px, frame.box.bottom + 50)
    most = int(2 * (frame.box.right - frame.box.left))
    data = []
    for (x, low), (_, high) in zip(
        segments(x_px, low_px + 0 * high_px), segments(x_px, high_px + 0 * low_px), strict=True
    ):
        every = -(-x.size // most)
        data.append(outline(x[::every], low[::every], high[::every]))
    edge = ("solid", "dashed", "dotted")[look % 3]
    return (
        f'<path d="{"".join(data)}" fill="{_COLOURS[band.colour]}" fill-opacity=".22" '
        f'stroke="{_COLOURS[band.colour]}" stroke-opacity=".55" stroke-width="7"'
        f"{_dash_attribute(edge)}/>"
    )


def _dash_attribute(dash: str) -> str:
    return f' stroke-dasharray="{_DASHES[dash]}"' if _DASHES[dash] else ""


def _points(points: Points, frame: Frame, look: int) -> str:
    x_px, y_px = frame.x.px(points.x), frame.y.px(points.y)
    whiskers = ""
    if points.low is not None and points.high is not None:
        ends = np.column_stack((x_px, frame.y.px(points.low), frame.y.px(points.high))) * TENTHS
        held = np.rint(ends[np.isfinite(ends).all(axis=1)]).astype(int).tolist()
        data = "".join(f"M{x} {low}V{high}" for x, low, high in held)
        whiskers = (
            f'<path d="{data}" fill="none" stroke="{_COLOURS[points.colour]}" stroke-width="15"/>'
        )
    return whiskers + _marks(x_px, y_px, points.colour, look)


def _sample(one: Line | Band | Points, look: int) -> str:
    """What stands before a label in the legend; 26 pixels wide, 18 high."""
    middle = np.array([_SAMPLE_PX / 2]), np.array([9.0])
    if isinstance(one, Band):
        colour, edge = _COLOURS[one.colour], ("solid", "dashed", "dotted")[look % 3]
        inner = (
            f'<path d="M0 30h{_SAMPLE_PX * TENTHS}v120H0z" fill="{colour}" fill-opacity=".22" '
            f'stroke="{colour}" stroke-opacity=".55" stroke-width="7"{_dash_attribute(edge)}/>'
        )
    elif isinstance(one, Line):
        inner = f'<path d="M0 90h{_SAMPLE_PX * TENTHS}" {_stroke(one.colour, one.dash)}/>'
        inner += _marks(*middle, one.colour, look) if look else ""
    else:
        inner = _marks(*middle, one.colour, look)
    return f'<g transform="scale({1 / TENTHS:g})">{inner}</g>'


def guides(series: Sequence[Series], frame: Frame) -> Iterator[str]:
    """Guide lines, their labels where no curve and no other label is in the way."""
    curves = [
        stretch
        for one in series
        if isinstance(one, Line)
        for stretch in frame.curve(one.x, one.y, step=one.step)
    ]
    taken: list[Box] = []
    for guide in series:
        if isinstance(guide, Guide):
            axis = frame.x if guide.axis == "x" else frame.y
            place = float(axis.px(guide.value))
            if min(axis.start_px, axis.end_px) - 1 <= place <= max(axis.start_px, axis.end_px) + 1:
                places = _places(guide, place, frame.box)
                box = calmest(list(places), frame.box, curves, taken)
                taken.append(box)
                yield _guide(guide, place, frame.box) + _name(guide, box, places[box])


def _places(guide: Guide, place: float, box: Box) -> dict[Box, str]:
    """Where the label of a guide line may stand, the best first, and which end is held there."""
    width, height = width_px(guide.label), TICK_PX + 4
    if guide.axis == "y":
        sides = (place - height - 2, place + 3)
        starts = {box.right - width: "end", box.left + 6: "start",
                  (box.left + box.right - width) / 2: "start"}  # fmt: skip
        corners = [(x, y, held) for x, held in starts.items() for y in sides]
    else:
        starts = {place + 5: "start", place - 5 - width: "end"}
        rows = [box.top + n * (height + 2) for n in range(4)] + [box.bottom - height - 4]
        corners = [(x, y, held) for y in rows for x, held in starts.items()]
    return {Box(x, y, x + width, y + height): held for x, y, held in corners}


def _guide(guide: Guide, place: float, box: Box) -> str:
    across = f"M{box.left:.1f} {place:.1f}H{box.right:.1f}"
    down = f"M{place:.1f} {box.bottom:.1f}V{box.top:.1f}"
    return (
        f'<path d="{across if guide.axis == "y" else down}" fill="none" stroke="{INK}" '
        f'stroke-width="1.2" stroke-dasharray="2 3"/>'
    )


def _name(guide: Guide, box: Box, held: str) -> str:
    x = box.right if held == "end" else box.left
    return (
        f'<text x="{x:.1f}" y="{box.bottom - 4:.1f}" text-anchor="{held}" stroke="{GROUND}" '
        f'stroke-width="4" stroke-linejoin="round" paint-order="stroke">'
        f"{escape(guide.label, quote=False)}</text>"
    )

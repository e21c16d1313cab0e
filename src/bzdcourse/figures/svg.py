"""Draw with matplotlib, and give back SVG that takes its colours and letters from the page.

The drawing is the same to the byte each time, so that a stored output or a diff shows a change
only where the picture changed. Matplotlib is imported when something is drawn, not before.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

INK = "#010203"  # stands for the page's text colour, whatever the theme makes of it
FAINT = "#040506"  # the same, thinned: axes and guide lines
# Each keeps at least 3:1 against white and against JupyterLab's dark greys; a test computes it.
BLUE, ORANGE, PURPLE = "#2a80c8", "#cc5f10", "#a864b8"

_PAGE = {
    INK: "var(--jp-content-font-color1, currentColor)",
    FAINT: "var(--jp-content-font-color2, currentColor)",
}
_SVG = "http://www.w3.org/2000/svg"
_LINK = "http://www.w3.org/1999/xlink"
_SETTINGS = {
    "svg.fonttype": "none",
    "svg.hashsalt": "bzdcourse",
    "font.family": "DejaVu Sans",
    "font.size": 12,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": FAINT,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
}
_NO_METADATA = dict.fromkeys(("Creator", "Date", "Format", "Type"))


def draw(
    slug: str, name: str, alt: str, size_px: tuple[int, int], paint: Callable[[Drawing], None]
) -> str:
    """The SVG of what ``paint`` draws.

    Args:
        slug: start of every id in the picture, so that two pictures on a page don't mix.
        name: short accessible name.
        alt: the whole content in words.
        size_px: width and height at which letters have the size that ``paint`` gives them.
        paint: draws on the empty matplotlib figure that it is handed.
    """
    root = ElementTree.fromstring(_matplotlib_svg(size_px, paint))
    _drop_metadata(root)
    _prefix_ids(root, slug)
    _describe(root, slug, name, alt)
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _LINK)
    return _follow_the_page(ElementTree.tostring(root, encoding="unicode"))


def _matplotlib_svg(size_px: tuple[int, int], paint: Callable[[Drawing], None]) -> bytes:
    from matplotlib import style
    from matplotlib.figure import Figure

    file = BytesIO()
    # "default" first: a learner's own matplotlib settings must not change the course's pictures.
    with style.context(["default", _SETTINGS]):
        drawing = Figure(figsize=(size_px[0] / 72, size_px[1] / 72), dpi=72)
        paint(drawing)
        drawing.savefig(file, format="svg", transparent=True, metadata=_NO_METADATA)
    return file.getvalue()


def _drop_metadata(root: ElementTree.Element) -> None:
    for metadata in root.findall(f"{{{_SVG}}}metadata"):
        root.remove(metadata)


def _prefix_ids(root: ElementTree.Element, slug: str) -> None:
    for element in root.iter():
        for attribute, value in element.attrib.items():
            if attribute == "id":
                element.set(attribute, f"{slug}-{value}")
            elif attribute == f"{{{_LINK}}}href":
                element.set(attribute, value.replace("#", f"#{slug}-"))
            else:
                element.set(attribute, value.replace("url(#", f"url(#{slug}-"))


def _describe(root: ElementTree.Element, slug: str, name: str, alt: str) -> None:
    description = ElementTree.Element(f"{{{_SVG}}}desc", {"id": f"{slug}-desc"})
    description.text = alt
    root.insert(0, description)
    for size in ("width", "height"):  # the page decides; viewBox keeps the proportions
        del root.attrib[size]
    root.attrib |= {"role": "img", "aria-label": name, "aria-describedby": f"{slug}-desc"}


def _follow_the_page(svg: str) -> str:
    for sentinel, colour in _PAGE.items():
        svg = svg.replace(sentinel, colour)
    return re.sub(r"'DejaVu Sans'[^;\"]*", "var(--jp-ui-font-family, sans-serif)", svg)

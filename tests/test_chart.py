"""Charts can be seen, heard and told apart, keep their peaks, and are drawn the same each time."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from bzdcourse.figures import lettering
from bzdcourse.figures.chart import Band, Guide, Line, Panel, Points
from bzdcourse.figures.picture import picture

SVG = "{http://www.w3.org/2000/svg}"
LABEL = "teaching model \u2013 not for planning anyone's taper"
X = np.linspace(0, 100, 500)
WIDTHS = [280, 340, 400, 740]


def panel(*series, **changes):
    """A panel with these series."""
    told = {"title": "Level", "x_label": "Time (hours)", "y_label": "Level (ng/mL)"}
    return Panel(**told | {"series": series, "alt": "It <rises> & falls."} | changes)


def drawn(*series, width=400, **changes):
    """The picture as a tree."""
    return ElementTree.fromstring(picture(panel(*series, **changes), "a-0", LABEL, width))


def words(root):
    """Everything written in the picture."""
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


def points_of(path):
    """The points of a path as it is written: absolute start, then relative moves, in tenths."""
    found = []
    for start, moves in re.findall(r"M(-?\d+ -?\d+)l?([-\d ]*)", path.get("d")):
        first = np.array(start.split(), float)
        steps = np.array(moves.split(), float).reshape(-1, 2)
        found.append(np.vstack((first, first + steps.cumsum(axis=0))) / 10)
    return found


def curves_in(root):
    """Paths of the curves, without grid, axes, bands, samples of the legend and marks."""
    clipped = next(group for group in root.iter(f"{SVG}g") if group.get("clip-path"))
    return [p for p in clipped.iter(f"{SVG}path") if p.get("fill") == "none"]


RISING = Line(X, 1 - np.exp(-X / 20), "typical person")
EVERYTHING = (
    Band(X, RISING.y * 0.5, RISING.y * 2, "90 of 100 people"),
    RISING,
    Line(X, RISING.y / 2, "half the dose", colour="orange"),
    Line(X, RISING.y / 3, "a third", colour="purple", dash="dashed", step=True),
    Points(X[::100], RISING.y[::100], "published", low=RISING.y[::100] / 2, high=RISING.y[::100]),
    Guide(1.0, "steady state"),
    Guide(50, "stop", axis="x"),
)


@pytest.mark.parametrize("width", WIDTHS)
def test_picture_is_one_image_with_name_and_description(width):
    """A picture is valid XML, one image to a screen reader, with its name and its alternative."""
    root = drawn(*EVERYTHING, width=width)
    assert root.get("role") == "img"
    assert root.get("aria-label") == "Level"
    assert root.get("aria-describedby") == root.find(f"{SVG}desc").get("id")
    assert root.find(f"{SVG}desc").text == "It <rises> & falls."
    assert root.get("width") is None
    assert root.get("viewBox").split()[2] == str(width)


def test_label_stands_in_the_picture():
    """Whatever the model's label is, it is written, at every width, and inside the picture."""
    for width in WIDTHS:
        root = drawn(*EVERYTHING, width=width)
        assert LABEL in words(root)
        lines = list(root.iter(f"{SVG}tspan"))
        assert max(float(line.get("y")) for line in lines) < float(root.get("viewBox").split()[3])
        assert all(lettering.width_px(line.text, 11.5) <= width for line in lines)


def test_same_bytes_each_time():
    """The same panel gives the same bytes."""
    assert len({picture(panel(*EVERYTHING), "a", LABEL) for _ in range(3)}) == 1


def test_ids_begin_with_the_slug():
    """Two pictures on a page share no id, and each refers to its own."""
    found = []
    for slug in ("a-0", "a-1"):
        text = picture(panel(*EVERYTHING), slug, LABEL)
        own = re.findall(r' id="([^"]+)"', text)
        assert set(re.findall(r'url\(#([^")]+)\)', text)) <= set(own)
        assert all(name.startswith(slug) for name in own)
        found += own
    assert len(set(found)) == len(found)


def test_letters_are_the_page_s_and_large_enough():
    """Letters have the page's colour and type, and at least 11 of its pixels."""
    text = picture(panel(*EVERYTHING), "a", LABEL, 340)
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)"', text)]
    assert min(sizes) >= 11
    assert "var(--jp-ui-font-family" in text
    root = ElementTree.fromstring(text)
    fills = {t.get("fill") for t in root.iter(f"{SVG}text")}
    assert all(fill is None or fill.startswith("var(--jp-content-font-color") for fill in fills)


def test_nothing_differs_by_colour_alone():
    """Curves of different colour have different dashes, or marks that the legend shows as well."""
    lines = [Line(X, X + n, name, colour=c) for n, (name, c) in
             enumerate({"one": "blue", "two": "orange", "three": "purple"}.items())]  # fmt: skip
    marked = drawn(*lines)
    marks = [p.get("d") for p in marked.iter(f"{SVG}path") if p.get("transform")]
    assert len(set(marks)) == 2  # the first has none
    assert all(marks.count(mark) > 4 for mark in set(marks))
    dashes = ("solid", "dashed", "dotted")
    dashed = drawn(*(Line(X, X, d, colour="blue", dash=d) for d in dashes))
    assert not [p for p in dashed.iter(f"{SVG}path") if p.get("transform")]
    assert len({p.get("stroke-dasharray") for p in curves_in(dashed)}) == 3


def test_legend_names_each_label_once():
    """Curves with one label have one entry, those without a label none."""
    crowd = [Line(X, X * n, "each person", dash="dotted") for n in (1, 2, 3)]
    written = words(drawn(*crowd, Line(X, X, "")))
    assert written.count("each person") == 1


@pytest.mark.parametrize("width", WIDTHS)
def test_curve_lies_where_its_values_are(width):
    """The ends of a curve are where the ticks of its values are, within half a pixel."""
    root = drawn(Line(np.array([0.0, 100.0]), np.array([0.0, 10.0]), ""), width=width)
    (curve,) = points_of(curves_in(root)[0])
    y_ticks, x_ticks = (
        {t.text: {axis: float(t.get(axis)) for axis in "xy"} for t in group.iter(f"{SVG}text")}
        for group in root.iter(f"{SVG}g") if group.get("text-anchor")
    )  # fmt: skip
    middle_of_letters = 4
    assert curve[0, 1] == pytest.approx(
        next(iter(y_ticks.values()))["y"] - middle_of_letters, abs=0.5
    )
    top = next(tick for text, tick in y_ticks.items() if float(text) == 10)
    assert curve[-1, 1] == pytest.approx(top["y"] - middle_of_letters, abs=0.5)
    assert curve[0, 0] == pytest.approx(x_ticks["0"]["x"], abs=0.5)


def test_a_gap_stays_a_gap():
    """Where a value is missing, the curve is interrupted; a curve of gaps alone draws nothing."""
    y = np.where((X > 40) & (X < 60), np.nan, X)
    root = drawn(Line(X, y, "with a gap"), Line(X, X * np.nan, "nothing"))
    assert len(points_of(curves_in(root)[0])) == 2
    for stretch in points_of(curves_in(root)[0]):
        assert len(stretch) > 100
    assert len(curves_in(root)) == 1


def test_band_with_a_gap_is_two_patches():
    """A band stops where either edge is missing."""
    low = np.where(X > 70, np.nan, X)
    high = np.where(X < 20, np.nan, X + 5)
    text = picture(panel(Band(X, low, high, "")), "a", LABEL)
    (data,) = re.findall(r'd="(M[^"]+z)" fill="#', text)
    assert data.count("z") == 1
    assert "nan" not in text


def test_stairs_hold_until_the_next():
    """A staircase goes across, then up: never aslant."""
    x = np.array([0.0, 10, 20])
    root = drawn(Line(x, np.array([3.0, 2, 1]), "dose", step=True))
    (stair,) = points_of(curves_in(root)[0])
    moves = np.diff(stair, axis=0)
    assert len(moves) == 4
    assert np.all((moves == 0).any(axis=1))


def test_logarithmic_axis_has_equal_ratios():
    """On it an exponential is straight, and what is not above 0 is a gap."""
    y = 100 * np.exp(-X / 10)
    y[-100:] = 0
    root = drawn(Line(X, y, ""), y_log=True)
    (curve,) = points_of(curves_in(root)[0])
    assert np.ptp(np.diff(curve[:, 1]) / np.diff(curve[:, 0])) < 0.5
    assert len(curve) < 450
    assert "100" in words(root)


def boxes(root):
    """Where the labels of guide lines stand, roughly: left, top, right, bottom."""
    found = []
    for text in (text for text in root.iter(f"{SVG}text") if text.get("paint-order")):
        x, y, width = float(text.get("x")), float(text.get("y")), 5 * len(text.text)
        left = x - width if text.get("text-anchor") == "end" else x
        found.append((left, y - 11, left + width, y + 3))
    return found


def test_guide_labels_keep_clear_of_the_curve():
    """The label stands on that side of its line where the curve does not run."""
    for y in (np.where(X < 50, 10.0, 0.0), np.where(X < 50, 0.0, 10.0)):
        root = drawn(Line(X, y, ""), Guide(9.6, "a guide line"), y_range=(0, 12))
        ((left, top, right, bottom),) = boxes(root)
        (curve,) = points_of(curves_in(root)[0])
        inside = (curve[:, 0] > left) & (curve[:, 0] < right)
        assert not np.any((curve[inside, 1] > top) & (curve[inside, 1] < bottom))


def test_guide_labels_keep_clear_of_each_other():
    """Labels of guide lines that lie close do not overlap."""
    guides = [Guide(value, f"event {value}", axis="x") for value in (48, 50, 52)]
    placed = boxes(drawn(Line(X, X, ""), *guides))
    assert len(placed) == 3
    for n, one in enumerate(placed):
        for other in placed[n + 1 :]:
            apart = one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]
            assert apart


def test_guide_outside_the_axes_is_left_out():
    """A guide line that the axes don't reach is not drawn beyond them."""
    root = drawn(Line(X, X, ""), Guide(500, "far away", axis="x"), x_range=(0, 100))
    assert "far away" not in words(root)


@pytest.mark.parametrize("series", [(), (Line(X, X * np.nan, ""),), (Line(X[:1], X[:1], ""),)])
def test_nothing_to_draw_is_no_error(series):
    """Without values there are still axes, words and no NaN in the file."""
    text = picture(panel(*series), "a", LABEL)
    ElementTree.fromstring(text)
    assert "nan" not in text.lower().replace("planning", "")


def test_words_are_escaped():
    """What stands in titles and labels is text, not markup."""
    root = drawn(Line(X, X, "a < b & c"), title='5 < "6"', x_label="<x>", y_label="&")
    assert {"a < b & c", "<x>", "&", '5 < "6"'} <= set(words(root))
    assert root.get("aria-label") == '5 < "6"'


@pytest.mark.parametrize("width", [1, 5000])
def test_width_stays_within_reason(width):
    """A page that reports an odd width gets a picture of 280 to 960 pixels."""
    assert 280 <= float(drawn(RISING, width=width).get("viewBox").split()[2]) <= 960

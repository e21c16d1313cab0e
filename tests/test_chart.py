"""Charts can be seen, heard and told apart, keep their peaks, and are drawn the same each time."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bzdcourse.figures.axes import Axis, log_ends, rounded_top, tick_texts
from bzdcourse.figures.chart import Band, Guide, Line, Panel, Points
from bzdcourse.figures.curves import segments, staircase, thinned
from bzdcourse.figures.picture import picture

SVG = "{http://www.w3.org/2000/svg}"
LABEL = "teaching model \u2013 not for planning"
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
        label = next(text for text in root.iter(f"{SVG}text") if text.text == LABEL)
        assert float(label.get("y")) < float(root.get("viewBox").split()[3])


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


@given(
    st.lists(st.floats(0, 1e6), min_size=3, max_size=3000),
    st.integers(20, 400),
)
@settings(max_examples=60, deadline=None)
def test_thinning_keeps_every_peak(values, most):
    """However many points there are, few are left, and highest, lowest, first and last stay."""
    x, y = np.arange(len(values), dtype=float), np.array(values)
    kept_x, kept_y = thinned(x, y, most)
    assert kept_x.size <= max(most + 4, len(values) if len(values) <= most else 0)
    assert (kept_y.max(), kept_y.min()) == (y.max(), y.min())
    assert (kept_x[0], kept_x[-1]) == (x[0], x[-1])
    assert np.all(np.diff(kept_x) >= 0)
    assert set(zip(kept_x, kept_y, strict=True)) <= set(zip(x, y, strict=True))


@given(st.lists(st.one_of(st.just(np.nan), st.floats(-1, 1)), max_size=60))
@settings(max_examples=60, deadline=None)
def test_segments_hold_all_that_can_be_joined(values):
    """Segments have no gap in them, and leave out nothing but points that stand alone."""
    y = np.array(values)
    found = segments(np.arange(y.size, dtype=float), y)
    assert all(np.isfinite(part).all() for _, part in found)
    held = np.isfinite(y)
    near = np.convolve(held, [1, 0, 1])[1:-1] > 0 if y.size else held
    expected = y.size if held.all() else int((held & near).sum())
    assert sum(part.size for _, part in found) == expected


def test_stairs_of_one_value_are_one_point():
    """A staircase of n values has 2n - 1 corners."""
    x, y = staircase(np.arange(4.0), np.arange(4.0))
    assert (x.size, y.size) == (7, 7)


@given(st.floats(1e-6, 1e9))
@settings(max_examples=80, deadline=None)
def test_top_of_an_axis_is_round_and_near(value):
    """The axis ends at or above the largest value, and less than a third of it is empty."""
    top = rounded_top(value)
    assert value <= top * (1 + 1e-6)
    assert top <= value * 1.34
    assert float(f"{top:.1e}") == pytest.approx(top)  # two figures


def test_top_without_values_is_one():
    """An axis for nothing but zeros, or for no numbers, still has a length."""
    assert [rounded_top(value) for value in (0, -1, np.nan, np.inf)] == [1, 1, 1, 1]


def test_axis_rests_while_a_slider_moves_a_little():
    """A tenth more of everything moves the curve, not the axis: else no change would be seen."""
    tops = [rounded_top(value) for value in np.linspace(62, 80, 40)]
    assert len(set(tops)) == 1


@given(st.floats(1e-4, 1e6), st.integers(3, 12))
@settings(max_examples=80, deadline=None)
def test_ticks_are_few_even_and_on_the_axis(high, most):
    """At least two ticks, no more than there is room for, at equal distances, on the axis."""
    ticks = Axis(0, high, 0, 100).ticks(most)
    assert 2 <= len(ticks) <= most
    assert np.ptp(np.diff(ticks)) < high * 1e-9 if len(ticks) > 2 else True
    assert min(ticks) >= 0 and max(ticks) <= high * (1 + 1e-9)
    assert len(set(tick_texts(ticks))) == len(ticks)


def test_hours_are_counted_in_days_and_days_in_weeks():
    """Ticks of hours fall on half days and days, those of many days on weeks."""
    assert Axis(0, 120, 0, 1).ticks(7, "Time (hours)") == [0, 24, 48, 72, 96, 120]
    assert Axis(0, 30, 0, 1).ticks(8, "Time (days)") == [0, 7, 14, 21, 28]


def test_numbers_at_an_axis_are_written_alike():
    """All ticks have as many decimals as their distance needs; thousands are grouped."""
    assert tick_texts([0, 0.5, 1]) == ["0.0", "0.5", "1.0"]
    assert tick_texts([0, 1000, 2000]) == ["0", "1,000", "2,000"]
    assert tick_texts([-1, 0, 1]) == ["\u22121", "0", "1"]
    assert tick_texts([0.01, 0.1, 1, 10]) == ["0.01", "0.1", "1", "10"]


def test_log_ends_are_powers_of_ten():
    """A logarithmic axis holds its values, but never more than four powers of ten."""
    assert log_ends(3, 250) == (1, 1000)
    assert log_ends(1e-9, 250) == pytest.approx((0.1, 1000))
    assert log_ends(10, 10) == (1, 10)


def boxes(root):
    """Where the labels of guide lines stand, roughly: left, top, right, bottom."""
    return [
        (float(t.get("x")), float(t.get("y")) - 11, float(t.get("x")) + 5 * len(t.text),
         float(t.get("y")) + 3)
        for t in root.iter(f"{SVG}text") if t.get("paint-order")
    ]  # fmt: skip


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

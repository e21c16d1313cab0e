"""Axes end and tick at round numbers, and curves are thinned without losing a peak."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bzdcourse.figures.axes import Axis, log_ends, rounded_top, tick_texts
from bzdcourse.figures.curves import segments, staircase, thinned


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

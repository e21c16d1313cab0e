"""What a model says to a number that it can't work with."""

import numpy as np
import pytest

from bzdcourse.data import CourseError
from bzdcourse.models.quantities import ModelError, ascending, number, numbers, whole

NO_NUMBERS = ["5", b"5", None, True, [5], np.array([5.0]), 1 + 2j, {}, ...]
OUT_OF_RANGE = [-0.1, 10.1, float("nan"), float("inf"), -float("inf"), 10**400]


@pytest.mark.parametrize("value", NO_NUMBERS, ids=repr)
def test_what_is_no_number_is_named_with_the_unit(value):
    """A text, nothing, a truth value or a list in place of a number is refused, with the unit."""
    with pytest.raises(ModelError, match="dose_mg must be one number in mg"):
        number("dose_mg", value, "mg", 0, 10)


@pytest.mark.parametrize("value", OUT_OF_RANGE[:5])
def test_a_number_out_of_range_is_told_the_range(value):
    """The message gives the value, the unit and both ends of the range; NaN is in no range."""
    with pytest.raises(ModelError, match=r"dose_mg is .* mg; it must be from 0 to 10 mg\."):
        number("dose_mg", value, "mg", 0, 10)


def test_a_number_too_large_for_the_machine_is_refused():
    """An integer that no float can hold is refused like any other bad value."""
    with pytest.raises(ModelError, match="dose_mg must be one number in mg"):
        number("dose_mg", OUT_OF_RANGE[5], "mg", 0, 10)


@pytest.mark.parametrize("value", [0, 10, 2.5, np.float32(2.5), np.int64(3), np.array(4.0)])
def test_a_number_in_range_comes_back_as_a_float(value):
    """Both ends belong to the range, and numpy's numbers are numbers."""
    result = number("dose_mg", value, "mg", 0, 10)
    assert type(result) is float
    assert result == float(value)


def test_a_whole_number_is_whole():
    """A float with nothing behind the point counts as whole; half a dose does not."""
    assert whole("doses", 3.0, "doses", 1, 5) == 3
    with pytest.raises(ModelError, match="whole number from 1 to 5"):
        whole("doses", 2.5, "doses", 1, 5)


@pytest.mark.parametrize(
    "values", ["1 2 3", ["1"], [True], [1, "2"], None, [None], [[1], [1, 2]], [[1.0]], 5, [], [1j]]
)
def test_what_is_no_list_of_numbers_is_refused(values):
    """Times must be a flat list of numbers, with something in it."""
    with pytest.raises(ModelError, match=r"times_h .*in h|times_h\[0\]"):
        numbers("times_h", values, "h", 0, 10)


def test_the_first_bad_value_of_many_is_named():
    """The message says which value is wrong, counted from 0, and what is allowed."""
    with pytest.raises(ModelError, match=r"times_h\[2\] is nan h; each must be from 0 to 10 h"):
        numbers("times_h", [1, 2, float("nan"), -1], "h", 0, 10)


def test_too_many_values_are_refused_before_anything_is_computed():
    """A list that is too long is refused with its length and the limit."""
    with pytest.raises(ModelError, match="times_h has 11 values; at most 10 are allowed"):
        numbers("times_h", range(11), "h", 0, 100, most=10)


def test_order_is_asked_for_and_equal_times_are_in_order():
    """Two doses at one time are in order; a step back is named with both times."""
    assert ascending("times_h", [0, 1, 1, 2], "h", 0, 10).tolist() == [0, 1, 1, 2]
    with pytest.raises(ModelError, match=r"times_h\[2\] is 1 h and comes after 3 h"):
        ascending("times_h", [0, 3, 1], "h", 0, 10)


def test_a_notebook_shows_the_message_and_no_traceback():
    """A model's error is one of the course's own, which notebooks show as a plain sentence."""
    assert issubclass(ModelError, CourseError)
    assert issubclass(ModelError, ValueError)

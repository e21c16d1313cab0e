"""When what is taken: regular, with a loading dose, with doses missed, or none of it."""

import numpy as np
import pytest

from bzdcourse.models.quantities import ModelError
from bzdcourse.models.regimen import MOST_DOSES, Regimen, once, regular


def test_a_regular_regimen_begins_at_once_and_keeps_its_interval():
    """The first dose is at time 0, each other one interval later."""
    regimen = regular(5, 8, 4)
    assert regimen.times_h.tolist() == [0, 8, 16, 24]
    assert regimen.amounts_mg.tolist() == [5, 5, 5, 5]


def test_a_loading_dose_replaces_the_first():
    """The number of doses stays the same."""
    assert regular(5, 8, 3, loading_mg=10).amounts_mg.tolist() == [10, 5, 5]


def test_a_missed_dose_keeps_its_place():
    """What is missed is nothing at its time; the others stay where they are."""
    regimen = regular(5, 8, 4, missed=[1, 2])
    assert regimen.amounts_mg.tolist() == [5, 0, 0, 5]
    assert regimen.times_h.size == 4


def test_once_is_one_dose_at_the_start():
    """A single dose is a regimen too."""
    assert (once(3).times_h.tolist(), once(3).amounts_mg.tolist()) == ([0], [3])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"dose_mg": -1}, "dose_mg is -1 mg; it must be from 0 to 10000 mg"),
        ({"dose_mg": "5 mg"}, "dose_mg must be one number in mg"),
        ({"interval_h": 0}, "interval_h is 0 h; it must be from 0.01 to 10000 h"),
        ({"interval_h": float("nan")}, "interval_h is nan h"),
        ({"doses": 1_000_000}, f"doses is 1e.06 doses; it must be from 1 to {MOST_DOSES}"),
        ({"doses": 2.5}, "must be a whole number"),
        ({"doses": None}, "doses must be one number"),
        ({"loading_mg": float("inf")}, "loading_mg is inf mg"),
        ({"missed": [4]}, "missed names dose 4; the doses are 0 to 3"),
        ({"missed": [-1]}, "missed names dose -1"),
    ],
)
def test_what_no_regimen_can_have_is_named(arguments, message):
    """Each bad number of a regular regimen is refused with its unit and range."""
    with pytest.raises(ModelError, match=message):
        regular(**{"dose_mg": 5, "interval_h": 8, "doses": 4} | arguments)


@pytest.mark.parametrize(
    ("times_h", "amounts_mg", "message"),
    [
        ([8, 0], [1, 1], "times_h must be in order"),
        ([0, 8], [1], "times_h has 2 values and amounts_mg 1"),
        ([0, 8], [1, -1], r"amounts_mg\[1\] is -1 mg"),
        ([-1, 8], [1, 1], r"times_h\[0\] is -1 h"),
        (np.zeros(MOST_DOSES + 1), np.zeros(MOST_DOSES + 1), "at most 100,000"),
        ([], [], "at least one"),
    ],
)
def test_doses_need_times_in_order_and_amounts_of_their_own(times_h, amounts_mg, message):
    """Unsorted, negative, missing or far too many doses are refused."""
    with pytest.raises(ModelError, match=message):
        Regimen(times_h, amounts_mg)

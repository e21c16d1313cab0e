"""The feedback model: the same overshoot and rebound from another structure."""

from math import sqrt

import numpy as np
import pytest

from bzdcourse.models.feedback import pool_response
from bzdcourse.models.quantities import ModelError


def test_the_feedback_model_shows_the_same_with_another_structure():
    """One loop overshoots, becomes tolerant and rebounds, and then comes back to rest."""
    days = np.linspace(0, 200, 401)
    net = pool_response(days, lambda day: float(day < 60), [60])
    on, off = net[days < 60], net[days > 60]
    assert net[0] == pytest.approx(0)
    assert on.max() > 1.2 * on[-1] > 0
    assert off.min() < -0.1
    assert off[-1] == pytest.approx(0, abs=1e-3)


@pytest.mark.parametrize("strength", [0.5, 1.0, 3.0])
def test_the_feedback_model_ends_where_its_equations_say(strength):
    r"""A steady effect ends at $\sqrt{1+s}$: tolerance that is never complete."""
    net = pool_response([0, 400], lambda day: 1.0, strength=strength)
    assert net[-1] == pytest.approx(sqrt(1 + strength) - 1, rel=1e-5)


def test_a_short_effect_is_not_walked_over():
    """An hour of effect in 300 days is felt, as the solver begins anew where it begins and ends."""
    days = np.array([0, 200.0, 200 + 1 / 24, 300])
    net = pool_response(days, lambda day: float(200 <= day <= 200 + 1 / 24), days[1:3])
    assert net[2] > 0.05


def test_bad_input_is_told_with_unit_and_range():
    """What can't be used is named with its unit and what is allowed."""
    with pytest.raises(ModelError, match="turnover_days is 0 days"):
        pool_response([0, 1], lambda day: 1.0, turnover_days=0)
    with pytest.raises(ModelError, match="strength is -1"):
        pool_response([0, 1], lambda day: 1.0, strength=-1)

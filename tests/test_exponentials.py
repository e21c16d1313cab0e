"""Forms of exponentials that lose no digits."""

from math import exp

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import expm

from bzdcourse.models.exponentials import bateman, of_flows, phi, repeated, running_sums

rates = st.floats(1e-6, 30)


@settings(max_examples=60, deadline=None)
@given(st.lists(rates, min_size=12, max_size=12), st.floats(1e-6, 500))
def test_the_exponential_of_flows_is_that_of_scipy(flows, time):
    """Between any four compartments, what goes where agrees with scipy, and nothing is lost."""
    matrix = np.zeros((4, 4))
    matrix[~np.eye(4, dtype=bool)] = flows
    matrix -= np.diag(matrix.sum(axis=0))
    found = of_flows(matrix * time)
    np.testing.assert_allclose(found, expm(matrix * time), rtol=1e-8, atol=1e-10)
    np.testing.assert_allclose(found.sum(axis=0), 1, rtol=1e-10)
    assert (found >= 0).all()


def test_a_pile_of_matrices_is_one_after_the_other():
    """Small and large matrices in one pile don't disturb each other."""
    matrix = np.array([[-2.0, 0.5], [1.0, -0.5]])
    times = np.array([0.0, 1e-9, 0.3, 40.0, 1e5])
    pile = of_flows(matrix * times[:, None, None])
    assert (pile[0] == np.eye(2)).all()
    for together, time in zip(pile, times, strict=True):
        assert (together == of_flows(matrix * time)).all()
    assert of_flows(np.zeros((0, 5, 5))).shape == (0, 5, 5)


@pytest.mark.parametrize("x", [0.0, 1e-300, 1e-9, 1.0, 50.0, 1e6])
def test_phi_is_one_at_zero_and_falls(x):
    """At 0 there is no 0/0; far out it is 1/x."""
    expected = 1 - x / 2 if x < 1e-6 else (1 - exp(-x)) / x
    assert phi(x) == pytest.approx(expected, rel=1e-12)


def test_equal_rates_have_the_limit_as_their_curve():
    """With both rates equal, the difference of exponentials is t exp(-at)."""
    t = np.linspace(0, 100, 50)
    assert bateman(0.1, 0.1, t) == pytest.approx(t * np.exp(-0.1 * t))


@pytest.mark.parametrize("most", [1, 2, 3, 7, 64, 100])
def test_running_sums_are_geometric_sums(most):
    """Doubling gives the sums of 1 to any number of terms, slow rates included."""
    x = np.array([[1e-9, 0.01], [1.0, 40.0]])
    found = running_sums(x, most)
    assert found.shape == (2, 2, most)
    for place, rate in np.ndenumerate(x):
        expected = repeated(float(rate), 1.0, np.arange(1, most + 1))
        np.testing.assert_allclose(found[place], expected, rtol=1e-12)

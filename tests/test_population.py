"""Many people: how they spread, and that many at once are the same as one by one."""

from dataclasses import replace
from math import inf, log, nan, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bzdcourse.models.kinetics import Kinetics, Metabolite
from bzdcourse.models.pharmacokinetics import average_steady_state_ng_ml, level_ng_ml
from bzdcourse.models.population import (
    bands,
    draw_people,
    levels_of_people,
    omega,
    simulate_people,
)
from bzdcourse.models.quantities import ModelError
from bzdcourse.models.regimen import Regimen, once, regular
from bzdcourse.models.simulation import ClearanceChange, simulate

ONE = Kinetics(clearance_l_h=4.2, volume_l=68, bioavailability=0.9, absorption_rate_per_h=2.5)
TWO = Kinetics(
    clearance_l_h=1.6,
    volume_l=13.6,
    bioavailability=0.94,
    absorption_rate_per_h=1.9,
    lag_h=0.3,
    exchange_l_h=10,
    tissue_volume_l=73,
    metabolite=Metabolite("metabolite", 0.8, 0.95, 1.0, 87),
)
TAPER = Regimen(np.arange(60) * 24.0, np.linspace(20, 0, 60))
CHANGES = (ClearanceChange(300, 0.4), ClearanceChange(900, 1))
K = ONE.elimination_rate_per_h


def cv_of(values):
    """Standard deviation over mean."""
    return values.std() / values.mean()


def differs(many, alone):
    """Largest difference over the highest level."""
    highest = alone.max() or 1.0
    return np.abs(many - alone).max() / highest


def test_typical_values_are_medians_and_the_spread_is_the_one_asked_for():
    """Half of all people lie below the typical value, and the CV comes out as it went in."""
    people = draw_people(TWO, 50_000, 7, 0.5, 0.3)
    for values, typical, cv in (
        (people.clearance_l_h, 1.6, 0.5),
        (people.volume_l, 13.6, 0.3),
        (people.metabolite_clearance_l_h, 1.0, 0.5),
        (people.metabolite_volume_l, 87, 0.3),
    ):
        assert np.median(values) == pytest.approx(typical, rel=0.02)
        assert cv_of(values) == pytest.approx(cv, rel=0.03)
        logs = np.log(values)
        assert abs(((logs - logs.mean()) ** 3).mean() / logs.std() ** 3) < 0.05
    assert abs(np.corrcoef(people.clearance_l_h, people.volume_l)[0, 1]) < 0.02


def test_omega_is_not_the_cv():
    """A CV of 40 % is an omega of 0.385; for small ones the two meet."""
    assert omega(0.4) == pytest.approx(sqrt(log(1.16)))
    assert omega(0.4) == pytest.approx(0.385, abs=1e-3)
    assert omega(0.01) == pytest.approx(0.01, rel=1e-4)


def test_the_seed_decides_who_is_drawn():
    """The same seed draws the same people, another seed others."""
    first, again, other = (draw_people(TWO, 100, seed, 0.4, 0.2) for seed in (1, 1, 2))
    assert (first.clearance_l_h == again.clearance_l_h).all()
    assert (first.metabolite_volume_l == again.metabolite_volume_l).all()
    assert not (first.clearance_l_h == other.clearance_l_h).any()


def test_without_spread_everybody_is_typical():
    """A CV of 0 gives the typical person again and again."""
    people = draw_people(TWO, 5, 3, 0, 0)
    assert [people.one(place) for place in range(5)] == [TWO] * 5


def test_half_life_follows_from_what_was_drawn():
    """Nobody's half-life is drawn: it is that of the own clearance and volume."""
    for kinetics in (ONE, TWO):
        people = draw_people(kinetics, 40, 5, 0.5, 0.3)
        expected = [people.one(place).elimination_half_life_h for place in range(40)]
        assert people.elimination_half_life_h == pytest.approx(expected)
    product = np.log(2) * people.volume_l / people.clearance_l_h
    assert np.median(product) == pytest.approx(log(2) * 13.6 / 1.6, rel=0.3)


@pytest.mark.parametrize("changes", [(), CHANGES], ids=["as ever", "inhibitor for 25 days"])
@pytest.mark.parametrize(
    "kinetics",
    [ONE, TWO, replace(ONE, absorption_rate_per_h=inf), replace(TWO, absorption_rate_per_h=inf)],
    ids=["one", "two and metabolite", "bolus", "bolus, two and metabolite"],
)
def test_many_at_once_are_as_one_by_one(kinetics, changes):
    """Each person's levels in the crowd agree to nine digits with the same person alone."""
    people = draw_people(kinetics, 30, 11, 0.5, 0.3)
    times_h = np.sort(np.append(np.linspace(0, 1800, 211), TAPER.times_h))
    many = simulate_people(people, TAPER, times_h, changes)
    for place in range(30):
        alone = simulate(people.one(place), TAPER, times_h, changes)
        assert differs(many.parent_ng_ml[place], alone.parent_ng_ml) < 1e-9
        assert differs(many.metabolite_ng_ml[place], alone.metabolite_ng_ml) < 1e-9
    assert (many.parent_ng_ml >= 0).all()
    assert (many.metabolite_ng_ml >= 0).all()


rates_apart = st.one_of(st.just(0.0), st.floats(-12, -1).map(lambda x: 10**x), st.floats(0.01, 10))


@settings(max_examples=60, deadline=None)
@given(rates_apart, rates_apart, st.booleans())
def test_rates_that_nearly_coincide_are_no_danger(absorption, metabolite, two):
    """Pitfall 11: absorption, parent and metabolite as near to each other as can be."""
    slow = TWO.disposition_rates_per_h[1] if two else K
    made = Metabolite("metabolite", 1, 1, 87 * slow * (1 + metabolite), 87)
    kinetics = replace(TWO if two else ONE, metabolite=made)
    kinetics = replace(kinetics, absorption_rate_per_h=slow * (1 + absorption))
    people = draw_people(kinetics, 2, 1, 0, 0)
    times_h = np.linspace(0, 480, 49)
    many = simulate_people(people, regular(5, 12, 30), times_h)
    alone = simulate(kinetics, regular(5, 12, 30), times_h)
    assert differs(many.parent_ng_ml[0], alone.parent_ng_ml) < 1e-9
    assert differs(many.metabolite_ng_ml[1], alone.metabolite_ng_ml) < 1e-9


@pytest.mark.parametrize("ka", [2.5, K, K * (1 + 1e-9), K * (1 - 1e-5), 0.02, inf])
@pytest.mark.parametrize("lag_h", [0, 0.5, 0.3, 30])
def test_the_grid_of_thousands_is_the_closed_form(ka, lag_h):
    """On an even grid, everybody's levels agree with their own closed form."""
    kinetics = replace(ONE, absorption_rate_per_h=ka, lag_h=lag_h)
    for cv, seed in ((0.0, 1), (0.4, 2)):
        people = draw_people(kinetics, 4, seed, cv, cv / 2)
        levels = levels_of_people(people, 2, 8, 20, step_h=0.5)
        times_h = np.arange(320) * 0.5
        assert levels.shape == (4, 320)
        for place in range(4):
            expected = level_ng_ml(people.one(place), 2, 8, times_h, 20)
            assert differs(levels[place], expected) < 1e-9
    assert (levels >= 0).all()


def test_the_grid_of_thousands_takes_two_compartments():
    """With a tissue and a lag, the grid agrees with the simulation."""
    people = draw_people(TWO, 300, 2, 0.4, 0.2)
    levels = levels_of_people(people, 5, 12, 30)
    for place in (0, 255, 256, 299):
        alone = simulate(people.one(place), regular(5, 12, 30), np.arange(360.0)).parent_ng_ml
        assert differs(levels[place], alone) < 1e-9


def test_levels_are_kept_in_full_precision():
    """A level is a number of 8 bytes, in memory that holds nothing but levels."""
    levels = levels_of_people(draw_people(ONE, 10, 1, 0.3, 0.2), 1, 6, 8)
    assert levels.dtype == np.float64
    assert levels.nbytes == 10 * 48 * 8


def test_the_mean_curve_is_no_persons_curve():
    """Averages of clearance are not averages of level: 1/CL is not linear in CL.

    With a CV of 50 % the mean level of people lies a quarter above that of their mean clearance.
    """
    people = draw_people(ONE, 20_000, 3, 0.5, 0)
    mean = np.mean(average_steady_state_ng_ml(ONE, 1, 24) * 4.2 / people.clearance_l_h)
    of_mean = average_steady_state_ng_ml(
        replace(ONE, clearance_l_h=float(people.clearance_l_h.mean())), 1, 24
    )
    assert mean / of_mean == pytest.approx(1.25, rel=0.02)
    crowd = draw_people(ONE, 400, 3, 0.5, 0.3)
    curves = simulate_people(crowd, once(1), np.linspace(0, 48, 97)).parent_ng_ml
    typical = simulate(ONE, once(1), np.linspace(0, 48, 97)).parent_ng_ml
    assert curves.mean(axis=0)[-1] > 1.2 * typical[-1]


def test_bands_are_percentiles_over_people():
    """Of a hundred people, the middle band leaves out five at each end, time by time."""
    values = np.arange(101.0)[:, None] + [0, 1000]
    assert bands(values).tolist() == [[5, 1005], [50, 1050], [95, 1095]]
    assert bands(values, [25]).tolist() == [[25, 1025]]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: draw_people(ONE, 0, 1, 0.3, 0.2), "people is 0 people; .* from 1 to 100000"),
        (lambda: draw_people(ONE, 1.5, 1, 0.3, 0.2), "people is 1.5 people; it must be a whole"),
        (lambda: draw_people(ONE, 10, None, 0.3, 0.2), "seed must be one number"),
        (lambda: draw_people(ONE, 10, 1, 40, 0.2), "clearance_cv is 40; it must be from 0 to 3"),
        (lambda: draw_people(ONE, 10, 1, 0.3, nan), "volume_cv is nan"),
        (lambda: levels_of_people(some(), -1, 8, 3), "dose_mg is -1 mg"),
        (lambda: levels_of_people(some(), 1, 8, 1_000_000), "doses is 1e.06 doses"),
        (lambda: levels_of_people(some(), 1, 8, 3, 3), "interval_h is 8 h; .* whole number of st"),
        (lambda: levels_of_people(some(), 1, 8, 3, 16), "whole number of steps of 16 h, 1 or more"),
        (lambda: levels_of_people(some(), 1, 8, 3, 0), "step_h is 0 h"),
        (lambda: levels_of_people(some(), 1, 1000, 100, 0.001), "at most 100,000,000 are allowed"),
        (lambda: simulate_people(some(), once(1), [2, 1]), "times_h must be in order"),
        (lambda: simulate_people(some(), once(1), ["2"]), "times_h must be numbers in h"),
        (lambda: bands(np.ones((3, 2)), [5, 101]), r"percentiles\[1\] is 101 %"),
    ],
)
def test_bad_input_is_named(call, message):
    """Every bad number is refused with its unit and what is allowed."""
    with pytest.raises(ModelError, match=message):
        call()


def some():
    """Ten people."""
    return draw_people(ONE, 10, 1, 0.3, 0.2)

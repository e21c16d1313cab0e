"""One person's parameters: what follows from them, and which are refused."""

from dataclasses import replace
from math import inf, log, nan

import pytest

from bzdcourse.models.kinetics import Kinetics, Metabolite
from bzdcourse.models.quantities import ModelError

ONE = Kinetics(clearance_l_h=4.2, volume_l=68)
TWO = Kinetics(clearance_l_h=1.6, volume_l=13.6, exchange_l_h=10, tissue_volume_l=73)
METABOLITE = Metabolite("metabolite", 1, 0.95, 1, 87)


def test_half_life_follows_from_clearance_and_volume():
    """Pitfall 2: with litres and litres per hour, ln 2 V/CL is the half-life in hours."""
    assert ONE.elimination_half_life_h == pytest.approx(11.22, abs=0.01)
    assert METABOLITE.half_life_h == pytest.approx(log(2) * 87)


def test_two_rates_of_two_compartments_are_roots_of_their_equation():
    """Sum and product of the fast and the slow rate are those of the flows."""
    fast, slow = TWO.disposition_rates_per_h
    k, k12, k21 = 1.6 / 13.6, 10 / 13.6, 10 / 73
    assert fast + slow == pytest.approx(k + k12 + k21)
    assert fast * slow == pytest.approx(k * k21)
    assert slow < k < fast


def test_without_exchange_two_compartments_are_one():
    """As the exchange with the tissue goes to 0, the slow rate tends to that of one compartment."""
    little = replace(ONE, exchange_l_h=1e-9, tissue_volume_l=1e-1)
    assert ONE.disposition_rates_per_h == (inf, ONE.elimination_rate_per_h)
    assert little.disposition_rates_per_h[0] == pytest.approx(ONE.elimination_rate_per_h)


def test_where_absorption_is_slower_the_end_shows_absorption():
    """Pitfall 4: in flip-flop the half-life seen late is that of absorption; both are reported."""
    slow = replace(ONE, absorption_rate_per_h=0.02)
    assert slow.terminal_half_life_h == pytest.approx(log(2) / 0.02)
    assert slow.elimination_half_life_h == ONE.elimination_half_life_h
    quick = replace(ONE, absorption_rate_per_h=2.0)
    assert quick.terminal_half_life_h == ONE.elimination_half_life_h


def test_a_changed_clearance_changes_nothing_else():
    """An inhibitor that halves clearance doubles the half-life and leaves the volume."""
    inhibited = ONE.with_clearance_times(0.5)
    assert inhibited == replace(ONE, clearance_l_h=2.1)
    assert inhibited.elimination_half_life_h == pytest.approx(2 * ONE.elimination_half_life_h)
    with pytest.raises(ModelError, match=r"factor is 0; it must be from 0\.01 to 100"):
        ONE.with_clearance_times(0)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("clearance_l_h", 0, "clearance_l_h is 0 L/h; it must be from 0.0001 to 10000 L/h"),
        ("clearance_l_h", "4.2", "clearance_l_h must be one number in L/h"),
        ("volume_l", -68, "volume_l is -68 L"),
        ("volume_l", nan, "volume_l is nan L"),
        ("bioavailability", 90, "bioavailability is 90; it must be from 0.001 to 1"),
        ("absorption_rate_per_h", 0, "absorption_rate_per_h is 0 per hour"),
        ("absorption_rate_per_h", 1e9, "from 0.0001 to 10000 per hour"),
        ("lag_h", -1, "lag_h is -1 h; it must be from 0 to 48 h"),
        ("exchange_l_h", None, "exchange_l_h must be one number in L/h"),
    ],
)
def test_impossible_parameters_are_refused(name, value, message):
    """Each parameter out of range is named with unit and range."""
    with pytest.raises(ModelError, match=message):
        replace(ONE, **{name: value})


def test_exchange_needs_a_volume_to_exchange_with():
    """A tissue of no volume can't take part."""
    with pytest.raises(ModelError, match=r"tissue_volume_l is 0 L; it must be from 0\.1"):
        replace(ONE, exchange_l_h=10)


@pytest.mark.parametrize("name", ["fraction_formed", "mass_ratio", "clearance_l_h", "volume_l"])
def test_impossible_metabolites_are_refused(name):
    """No parameter of a metabolite may be negative."""
    with pytest.raises(ModelError, match=f"{name} is -1"):
        replace(METABOLITE, **{name: -1})

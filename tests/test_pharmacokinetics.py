"""The closed forms of one compartment: identities, limits, and what they refuse."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from math import exp, inf, log, nan

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bzdcourse.models.kinetics import Kinetics, Metabolite
from bzdcourse.models.pharmacokinetics import (
    accumulation,
    auc_ng_h_ml,
    average_steady_state_ng_ml,
    level_after_one_dose_ng_ml,
    level_ng_ml,
    metabolite_average_steady_state_ng_ml,
    steady_state_peak_ng_ml,
    steady_state_trough_ng_ml,
    time_of_peak_h,
    time_to_fraction_h,
    washout_h,
)
from bzdcourse.models.quantities import ModelError

SHORT = Kinetics(clearance_l_h=4.2, volume_l=68, bioavailability=0.9, absorption_rate_per_h=2.5)
LONG = Kinetics(clearance_l_h=3.89, volume_l=3.89 * 40 / log(2), absorption_rate_per_h=1.73)
BOLUS = replace(SHORT, absorption_rate_per_h=inf)
TIMES_H = np.linspace(0, 240, 961)

one_compartment = st.builds(
    Kinetics,
    clearance_l_h=st.floats(1, 50),
    volume_l=st.floats(5, 500),
    bioavailability=st.floats(0.1, 1),
    absorption_rate_per_h=st.one_of(st.floats(0.01, 10), st.just(inf)),
    lag_h=st.floats(0, 2),
)
within_bounds = settings(max_examples=60, deadline=None)


def near(factor):
    """Absorption as fast as elimination, times a factor."""
    return replace(SHORT, absorption_rate_per_h=SHORT.elimination_rate_per_h * factor)


def superposed(kinetics, dose_mg, interval_h, times_h, doses):
    """Each dose's own curve, one after the other, added up."""
    total = np.zeros(len(times_h))
    for dose in range(doses):
        since_h = np.asarray(times_h) - dose * interval_h
        here = since_h >= 0
        total[here] += level_after_one_dose_ng_ml(kinetics, dose_mg, since_h[here])
    return total


def area(levels, times_h):
    """By Simpson's rule on an even grid of an odd number of points."""
    step = times_h[1] - times_h[0]
    return step / 3 * (levels[0] + levels[-1] + 4 * levels[1::2].sum() + 2 * levels[2:-1:2].sum())


def test_after_one_half_life_one_half_is_left():
    """Pitfall 9: a level halves in each half-life, to the last digit, and is never below 0."""
    half_life_h = BOLUS.elimination_half_life_h
    levels = level_after_one_dose_ng_ml(BOLUS, 1, np.arange(60) * half_life_h)
    assert levels[0] == pytest.approx(0.9 / 68 * 1000)
    assert levels[1:] / levels[:-1] == pytest.approx(np.full(59, 0.5), rel=1e-12)
    assert (levels > 0).all()


def test_milligrams_per_litre_become_nanograms_per_millilitre():
    """Pitfall 1: alprazolam 1 mg a day comes to some 10 ng/mL, not 0.01 and not 10,000."""
    assert average_steady_state_ng_ml(SHORT, 1, 24) == pytest.approx(8.93, abs=0.01)


@pytest.mark.parametrize("volume_l", [10, 68, 500])
def test_the_average_steady_state_has_no_half_life(volume_l):
    """Pitfall 8: volume, and with it the half-life, leaves the average where it is."""
    other = replace(SHORT, volume_l=volume_l)
    assert average_steady_state_ng_ml(other, 1, 12) == average_steady_state_ng_ml(SHORT, 1, 12)
    times_h = np.linspace(3000, 3012, 1201)
    levels = level_ng_ml(other, 1, 12, times_h)
    assert area(levels, times_h) / 12 == pytest.approx(
        average_steady_state_ng_ml(SHORT, 1, 12), rel=1e-6
    )


def test_the_area_is_dose_over_clearance():
    """The area under a single dose's curve is FD/CL, however slow the absorption."""
    times_h = np.linspace(0, 1000, 200_001)
    for ka in (0.1, 2.5):
        slow = replace(SHORT, absorption_rate_per_h=ka)
        levels = level_after_one_dose_ng_ml(slow, 2, times_h)
        assert area(levels, times_h) == pytest.approx(auc_ng_h_ml(slow, 2), rel=1e-6)
        assert auc_ng_h_ml(slow, 2) == pytest.approx(0.9 * 2 / 4.2 * 1000)


@pytest.mark.parametrize("ka", [0.02, 0.05, 0.3, 2.5])
def test_the_slower_rate_shapes_the_end(ka):
    """Pitfall 4: with absorption at 0.02/h the late slope is 0.02/h, not that of elimination."""
    slow = replace(SHORT, absorption_rate_per_h=ka)
    first, second = level_after_one_dose_ng_ml(slow, 1, [2000, 2001])
    assert log(first / second) == pytest.approx(min(ka, 4.2 / 68), rel=1e-6)
    assert log(2) / slow.terminal_half_life_h == pytest.approx(min(ka, 4.2 / 68))


def exact_exp(x, terms=60):
    """The exponential of a fraction, to far more digits than a float has."""
    small, result, term = Fraction(x) / 256, Fraction(1), Fraction(1)
    for n in range(1, terms):
        term = (term * small / n).limit_denominator(10**60)
        result += term
    for _ in range(8):
        result = (result * result).limit_denominator(10**60)
    return result


def exact_level(kinetics, dose_mg, interval_h, time_h, doses):
    """Superposition of the textbook's difference of exponentials, in fractions."""
    k = Fraction(kinetics.clearance_l_h) / Fraction(kinetics.volume_l)
    ka = Fraction(kinetics.absorption_rate_per_h)
    since_h = [Fraction(time_h) - n * Fraction(interval_h) for n in range(doses)]
    difference = sum(exact_exp(-k * s) - exact_exp(-ka * s) for s in since_h if s >= 0)
    scale = Fraction(kinetics.bioavailability) * dose_mg * ka / Fraction(kinetics.volume_l)
    return float(scale * difference / (ka - k) * 1000)


@pytest.mark.parametrize("factor", [1 + 1e-9, 1 - 1e-9, 1 + 1e-12, 1 + 1e-5, 1 - 1e-3, 0.5, 40])
@pytest.mark.parametrize("time_h", [0.01, 7.5, 12, 29])
def test_near_equal_rates_lose_no_digits(factor, time_h):
    """Pitfall 11: at k(1 + 1e-9) the level agrees to 13 digits with arithmetic in fractions."""
    exact = exact_level(near(factor), 1, 6, time_h, 5)
    assert level_ng_ml(near(factor), 1, 6, [time_h], 5)[0] == pytest.approx(exact, rel=1e-13)


@pytest.mark.parametrize("factor", [1, 1 + 1e-15, 1 + 1e-9, 1 - 1e-9])
def test_equal_rates_are_no_special_case(factor):
    """Pitfall 11: at equal rates the curve is FDk/V t exp(-kt), and its peak is at 1/k."""
    k = SHORT.elimination_rate_per_h
    expected = 0.9 / 68 * 1000 * k * TIMES_H * np.exp(-k * TIMES_H)
    levels = level_after_one_dose_ng_ml(near(factor), 1, TIMES_H)
    assert levels == pytest.approx(expected, rel=1e-7)
    assert time_of_peak_h(near(factor)) == pytest.approx(1 / k, rel=1e-8)
    peak = steady_state_peak_ng_ml(near(factor), 1, 8)
    assert peak == pytest.approx(level_ng_ml(near(factor), 1, 8, 1000 + TIMES_H).max(), rel=1e-4)


@within_bounds
@given(one_compartment, st.floats(1, 60), st.integers(1, 30))
def test_equal_doses_are_the_sum_of_single_doses(kinetics, interval_h, doses):
    """Superposition: the geometric sum is the sum of the curves of all doses."""
    times_h = np.linspace(0.1, 40 * interval_h, 37)
    expected = superposed(kinetics, 2, interval_h, times_h, doses)
    levels = level_ng_ml(kinetics, 2, interval_h, times_h, doses)
    np.testing.assert_allclose(levels, expected, rtol=1e-10, atol=1e-280)


@within_bounds
@given(one_compartment, st.floats(0.01, 100), st.floats(1, 60))
def test_levels_are_proportional_to_the_dose_and_never_negative(kinetics, dose_mg, interval_h):
    """Linear kinetics: so many times the dose, so many times the level at every time."""
    one = level_ng_ml(kinetics, 1, interval_h, TIMES_H)
    assert (one >= 0).all()
    np.testing.assert_allclose(
        level_ng_ml(kinetics, dose_mg, interval_h, TIMES_H), dose_mg * one, rtol=1e-12
    )


@within_bounds
@given(one_compartment, st.floats(1, 60))
@example(Kinetics(4, 5, 1, 1, lag_h=1.6158721514945935), 32.30593812747836)
def test_trough_and_peak_enclose_the_steady_state(kinetics, interval_h):
    """At steady state no level lies outside of trough and peak, and both are reached."""
    trough = steady_state_trough_ng_ml(kinetics, 1, interval_h)
    peak = steady_state_peak_ng_ml(kinetics, 1, interval_h)
    average = average_steady_state_ng_ml(kinetics, 1, interval_h)
    slow = min(kinetics.elimination_rate_per_h, kinetics.absorption_rate_per_h)
    begin = kinetics.lag_h + interval_h * np.ceil(40 / slow / interval_h)
    since_h = np.append(0, np.geomspace(1e-3, interval_h, 2000))
    levels = level_ng_ml(kinetics, 1, interval_h, begin + since_h)
    assert trough <= average * (1 + 1e-9)
    assert average <= peak * (1 + 1e-9)
    assert levels.min() >= trough * (1 - 1e-6)
    assert levels.max() <= peak * (1 + 1e-6)
    assert levels.max() >= peak * 0.97


def test_very_quick_absorption_is_a_bolus():
    """As the absorption rate grows, every level tends to that after a bolus."""
    gaps = [
        np.abs(
            level_ng_ml(replace(SHORT, absorption_rate_per_h=ka), 1, 12, TIMES_H + 0.1)
            / level_ng_ml(BOLUS, 1, 12, TIMES_H + 0.1)
            - 1
        ).max()
        for ka in (1e2, 1e3, 1e4)
    ]
    assert all(later < earlier / 5 for earlier, later in pairwise(gaps))
    assert gaps[-1] < 1e-4
    assert time_of_peak_h(BOLUS) == 0


def test_far_apart_doses_do_not_add_up():
    """With weeks between doses, each curve is that of a single dose."""
    since_h = np.linspace(0.5, 100, 50)
    many = level_ng_ml(SHORT, 1, 1000, 5000 + since_h)
    assert many == pytest.approx(level_after_one_dose_ng_ml(SHORT, 1, since_h), rel=1e-12)
    assert accumulation(SHORT, 1200).theoretical == pytest.approx(1)


def test_alternate_days_are_no_smooth_average():
    """Pitfall 17: with a half-life of 11 h, 48 h between doses let the level fall by 95 %."""
    left = steady_state_trough_ng_ml(SHORT, 1, 48) / steady_state_peak_ng_ml(SHORT, 1, 48)
    assert 0.03 < left < 0.07
    daily = steady_state_trough_ng_ml(SHORT, 0.5, 24) / steady_state_peak_ng_ml(SHORT, 0.5, 24)
    assert daily > 4 * left


def test_the_peak_is_where_the_curve_turns():
    """The time of the peak, lag included, is the highest point of a fine grid."""
    late = replace(SHORT, lag_h=0.3)
    times_h = np.arange(0, 10, 0.001)
    levels = level_after_one_dose_ng_ml(late, 1, times_h)
    assert times_h[levels.argmax()] == pytest.approx(time_of_peak_h(late), abs=0.001)
    assert (levels[times_h < 0.3] == 0).all()


def test_lag_only_shifts():
    """A lag moves the curve of any regimen and leaves its shape, peak and trough."""
    late = replace(SHORT, lag_h=1.5)
    shifted = level_ng_ml(late, 1, 8, TIMES_H + 1.5, 20)
    assert shifted == pytest.approx(level_ng_ml(SHORT, 1, 8, TIMES_H, 20))
    assert steady_state_peak_ng_ml(late, 1, 8) == steady_state_peak_ng_ml(SHORT, 1, 8)


@pytest.mark.parametrize("interval_h", [0.1, 0.7, 1 / 3, 8.1])
def test_a_dose_counts_from_its_own_moment(interval_h):
    """At the computed time of each bolus the level is that after it, whatever the rounding."""
    times_h = np.arange(200) * interval_h
    k = BOLUS.elimination_rate_per_h
    before = level_ng_ml(BOLUS, 1, interval_h, times_h[1:] - interval_h / 1000)
    after = level_ng_ml(BOLUS, 1, interval_h, times_h[1:])
    step = 0.9 / 68 * 1000
    assert after == pytest.approx(before * exp(-k * interval_h / 1000) + step, rel=1e-9)


def test_when_doses_stop_the_level_falls_to_nothing():
    """After the last of a number of doses there is only washout."""
    going_on, stopped = (level_ng_ml(SHORT, 1, 8, TIMES_H, doses) for doses in (None, 10))
    assert (going_on[TIMES_H < 80] == stopped[TIMES_H < 80]).all()
    assert stopped[-1] < 1e-3 * going_on[-1]


def test_accumulation_has_four_meanings():
    """Pitfall 7: one model, three doses a day, a half-life of 40 h: 2.8, 2.9, 4.1 and 7.7.

    They are the trough of day 7 over that of day 1, the formula for 24 h, the area of day 7 over
    that of day 1, and the formula for the interval of 8 h.
    """
    week, daily = accumulation(LONG, 8, day=7), accumulation(LONG, 24)
    four = week.trough, daily.theoretical, week.day_auc, week.theoretical
    assert four == pytest.approx((2.8, 2.9, 4.1, 7.7), abs=0.05)


def test_accumulation_agrees_with_curves():
    """Troughs and areas of the formulas are those of the curve itself."""
    found = accumulation(LONG, 8, day=3)
    days = [np.linspace(24 * day, 24 * day + 24, 24_001) for day in (0, 2)]
    first, third = (level_ng_ml(LONG, 1, 8, day, 9) for day in days)
    assert found.day_auc == pytest.approx(area(third, days[1]) / area(first, days[0]), rel=1e-5)
    ends = level_ng_ml(LONG, 1, 8, [24 - 1e-9, 72 - 1e-9])
    assert found.trough == pytest.approx(ends[1] / ends[0], rel=1e-6)
    interval = area(third[16_000:], days[1][16_000:]) / area(first[:8001], days[0][:8001])
    assert found.interval_auc == pytest.approx(interval, rel=1e-5)


def test_a_bolus_has_three_accumulations_in_one():
    """Once a day as a bolus: trough, area and formula are the same number."""
    found = accumulation(replace(LONG, absorption_rate_per_h=inf), 24)
    assert found.trough == pytest.approx(found.theoretical)
    assert found.interval_auc == found.day_auc == pytest.approx(found.theoretical)


def test_first_day_is_not_accumulated():
    """The first day over itself is 1, by every ratio of two days."""
    found = accumulation(LONG, 8, day=1)
    assert (found.trough, found.day_auc) == (1, 1)
    assert found.interval_auc > 1


def test_time_to_steady_state_is_set_by_the_half_life_alone():
    """90 % takes 3.3 half-lives, and what is left of a level follows the same clock."""
    assert time_to_fraction_h(11, 0.9) == pytest.approx(3.3219 * 11, rel=1e-4)
    assert time_to_fraction_h(11, 0.5) == pytest.approx(11)
    assert washout_h(11, 0.1) == pytest.approx(time_to_fraction_h(11, 0.9))
    assert (time_to_fraction_h(11, 0), washout_h(11, 1)) == (0, 0)


def test_metabolite_average_needs_only_the_ratio_of_formation_to_clearance():
    """Half as much formed and half the clearance give the same level of metabolite."""
    made = Metabolite("made", 0.8, 0.95, 1.0, 87)
    less = replace(made, fraction_formed=0.4, clearance_l_h=0.5)
    found = [
        metabolite_average_steady_state_ng_ml(replace(SHORT, metabolite=one), 5, 24)
        for one in (made, less)
    ]
    assert found[0] == pytest.approx(found[1])
    assert found[0] == pytest.approx(0.9 * 5 / 24 * 0.8 * 0.95 / 1.0 * 1000)


def test_two_compartments_are_sent_to_the_simulation():
    """A closed form of one compartment refuses two, and names what takes them."""
    two = replace(SHORT, exchange_l_h=10, tissue_volume_l=73)
    refused = [
        lambda: level_after_one_dose_ng_ml(two, 1, [1]),
        lambda: level_ng_ml(two, 1, 8, [1]),
        lambda: steady_state_peak_ng_ml(two, 1, 8),
        lambda: steady_state_trough_ng_ml(two, 1, 8),
        lambda: time_of_peak_h(two),
        lambda: accumulation(two, 8),
    ]
    for call in refused:
        with pytest.raises(ModelError, match=r"exchange_l_h is 10 L/h; .* simulate\(\)"):
            call()
    assert average_steady_state_ng_ml(two, 1, 24) == average_steady_state_ng_ml(SHORT, 1, 24)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: level_ng_ml(SHORT, -1, 8, [1]), "dose_mg is -1 mg; it must be from 0 to 10000"),
        (lambda: level_ng_ml(SHORT, "1", 8, [1]), "dose_mg must be one number in mg"),
        (lambda: level_ng_ml(SHORT, 1, 0, [1]), "interval_h is 0 h"),
        (lambda: level_ng_ml(SHORT, 1, 8, [nan]), r"times_h\[0\] is nan h"),
        (lambda: level_ng_ml(SHORT, 1, 8, [-1]), r"times_h\[0\] is -1 h"),
        (lambda: level_ng_ml(SHORT, 1, 8, None), "times_h"),
        (lambda: level_ng_ml(SHORT, 1, 8, [1], 0), "doses is 0 doses"),
        (lambda: level_ng_ml(SHORT, 1, 8, [1], 1_000_000), "doses is 1e.06 doses"),
        (lambda: auc_ng_h_ml(SHORT, inf), "dose_mg is inf mg"),
        (lambda: average_steady_state_ng_ml(SHORT, 1, None), "interval_h must be one number in h"),
        (lambda: metabolite_average_steady_state_ng_ml(SHORT, 1, 8), "no active metabolite"),
        (lambda: time_to_fraction_h(-11, 0.9), "half_life_h is -11 h"),
        (lambda: time_to_fraction_h(11, 1), r"fraction is 1; it must be from 0 to 0\.9999"),
        (lambda: washout_h(11, 0), "fraction_left is 0"),
        (lambda: accumulation(SHORT, 10), "interval_h is 10 h; it must be a whole part of a day"),
        (lambda: accumulation(SHORT, 8, day=0), "day is 0 days"),
    ],
)
def test_bad_input_is_named(call, message):
    """Every bad number is refused with its unit and what is allowed."""
    with pytest.raises(ModelError, match=message):
        call()

"""Steps of matrix exponentials: against closed forms, a solver of equations, and the balance."""

import re
from dataclasses import replace
from math import inf, log, nan

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from bzdcourse.models.kinetics import Kinetics, Metabolite
from bzdcourse.models.pharmacokinetics import (
    auc_ng_h_ml,
    average_steady_state_ng_ml,
    level_ng_ml,
    metabolite_average_steady_state_ng_ml,
    time_to_fraction_h,
)
from bzdcourse.models.quantities import ModelError
from bzdcourse.models.regimen import Regimen, once, regular
from bzdcourse.models.simulation import MOST_TIMES, ClearanceChange, simulate

ONE = Kinetics(clearance_l_h=4.2, volume_l=68, bioavailability=0.9, absorption_rate_per_h=2.5)
TWO = Kinetics(
    clearance_l_h=1.6,
    volume_l=13.6,
    bioavailability=0.94,
    absorption_rate_per_h=1.9,
    lag_h=0.25,
    exchange_l_h=10,
    tissue_volume_l=73,
    metabolite=Metabolite("metabolite", 0.8, 0.95, 1.0, 87),
)
within_bounds = settings(max_examples=60, deadline=None)


@st.composite
def regimens(draw):
    """A few doses of any size at any times, two of them at one time now and then."""
    times_h = sorted(draw(st.lists(st.floats(0, 300), min_size=1, max_size=12)))
    if draw(st.booleans()):
        times_h.append(times_h[-1])
    amount = st.one_of(st.just(0.0), st.floats(0.01, 20))
    amounts_mg = draw(st.lists(amount, min_size=len(times_h), max_size=len(times_h)))
    return Regimen(times_h, amounts_mg)


@st.composite
def people(draw):
    """Anyone: one compartment or two, bolus or not, with a metabolite or without."""
    two, made = draw(st.booleans()), draw(st.booleans())
    return Kinetics(
        clearance_l_h=draw(st.floats(0.5, 20)),
        volume_l=draw(st.floats(10, 200)),
        bioavailability=draw(st.floats(0.2, 1)),
        absorption_rate_per_h=draw(st.one_of(st.floats(0.02, 5), st.just(inf))),
        lag_h=draw(st.floats(0, 1)),
        exchange_l_h=draw(st.floats(0.5, 30)) if two else 0,
        tissue_volume_l=draw(st.floats(10, 200)) if two else 0,
        metabolite=replace(TWO.metabolite, fraction_formed=draw(st.floats(0, 1))) if made else None,
    )


def balance(levels, kinetics):
    """All that has entered the body, wherever it is now, in mg of parent."""
    amounts = levels.amounts_mg
    total = sum(amounts[name] for name in ("depot", "central", "tissue", "eliminated"))
    return total + amounts["metabolite"] / (
        kinetics.metabolite.mass_ratio if kinetics.metabolite else 1
    )


def solved(kinetics, regimen, times_h, changes=()):
    """The same by a solver of differential equations, stopped at each event and begun anew."""
    events = sorted(
        {0.0, *(regimen.times_h + kinetics.lag_h), *(one.at_h for one in changes), times_h[-1]}
    )
    state, found = np.zeros(4), []
    for begin, end in zip(events, [*events[1:], inf], strict=True):
        due = regimen.times_h + kinetics.lag_h == begin
        state[0] += kinetics.bioavailability * regimen.amounts_mg[due].sum()
        factor = [1.0, *(one.factor for one in changes if one.at_h <= begin)][-1]
        here = times_h[(times_h >= begin) & (times_h < end)]
        until = min(end, times_h[-1])
        if until > begin:
            run = solve_ivp(
                flows,
                (begin, until),
                state,
                "LSODA",
                np.append(here, until),
                args=(kinetics, factor),
                rtol=1e-10,
                atol=1e-13,
            )
            found.append(run.y[:, :-1])
            state = run.y[:, -1].copy()
        else:
            found.append(np.tile(state, (here.size, 1)).T)
    return np.concatenate(found, axis=1)


def flows(_time, state, kinetics, factor):
    """What each compartment gains in an hour, written out."""
    depot, central, tissue, metabolite = state
    made, q = kinetics.metabolite, kinetics.exchange_l_h
    absorbed = kinetics.absorption_rate_per_h * depot
    cleared = kinetics.clearance_l_h * factor * central / kinetics.volume_l
    exchanged = q * (central / kinetics.volume_l - tissue / kinetics.tissue_volume_l)
    formed = made.mass_ratio * made.fraction_formed * cleared
    gone = made.clearance_l_h * metabolite / made.volume_l
    return [-absorbed, absorbed - cleared - exchanged, exchanged, formed - gone]


@within_bounds
@given(people(), regimens(), st.lists(st.floats(0, 400), min_size=1, max_size=20))
@example(ONE, once(1), [5e-324])
def test_nothing_is_lost_and_nothing_is_below_zero(kinetics, regimen, times_h):
    """Mass balance at any time, for parent and metabolite in moles; pitfall 3."""
    times_h = np.sort(times_h)
    levels = simulate(kinetics, regimen, times_h)
    entered = [
        regimen.amounts_mg[regimen.times_h + kinetics.lag_h <= time].sum() for time in times_h
    ]
    expected = kinetics.bioavailability * np.array(entered)
    np.testing.assert_allclose(balance(levels, kinetics), expected, rtol=1e-10, atol=1e-12)
    assert all((amount >= 0).all() for amount in levels.amounts_mg.values())


@within_bounds
@given(people(), regimens(), regimens(), st.floats(0.01, 100))
def test_effects_of_doses_add_up(kinetics, first, second, factor):
    """Superposition: two regimens together give the sum, so many times one so many times."""
    times_h = np.linspace(0, 400, 83)
    order = np.argsort(np.concatenate([first.times_h, second.times_h]), kind="stable")
    both = Regimen(
        np.concatenate([first.times_h, second.times_h])[order],
        np.concatenate([factor * first.amounts_mg, second.amounts_mg])[order],
    )
    one, other, together = (simulate(kinetics, doses, times_h) for doses in (first, second, both))
    for name in ("parent_ng_ml", "metabolite_ng_ml"):
        expected = factor * getattr(one, name) + getattr(other, name)
        np.testing.assert_allclose(getattr(together, name), expected, rtol=1e-9, atol=1e-9)


@within_bounds
@given(people(), st.floats(1, 60), st.integers(1, 40))
def test_steps_agree_with_the_closed_form(kinetics, interval_h, doses):
    """For one compartment and equal doses, steps and geometric sum are the same curve."""
    one = replace(kinetics, exchange_l_h=0, tissue_volume_l=0)
    times_h = np.linspace(0, interval_h * (doses + 3), 97)
    levels = simulate(one, regular(2, interval_h, doses), times_h).parent_ng_ml
    expected = level_ng_ml(one, 2, interval_h, times_h, doses)
    # A bolus at the very moment of an output time is before or after it by a rounding of either.
    near_a_dose = (times_h - one.lag_h + 1e-6) % interval_h < 2e-6
    jumps = np.isinf(one.absorption_rate_per_h) & near_a_dose
    np.testing.assert_allclose(levels[~jumps], expected[~jumps], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("factor", [1, 1 + 1e-9, 1 - 1e-9])
def test_equal_rates_need_no_care(factor):
    """Pitfall 11: at an absorption rate of k(1 + 1e-9) steps agree with the closed form."""
    equal = replace(ONE, absorption_rate_per_h=ONE.elimination_rate_per_h * factor)
    times_h = np.arange(1, 500, 0.7)
    levels = simulate(equal, regular(1, 8, 60), times_h).parent_ng_ml
    assert levels == pytest.approx(level_ng_ml(equal, 1, 8, times_h, 60), rel=1e-12)


def test_a_solver_that_restarts_at_each_dose_agrees():
    """Pitfall 10: with doses as jumps, a solver of the written-out equations agrees to 1e-6."""
    regimen = Regimen([0, 5, 5, 30, 31, 90], [5, 2, 2, 0, 10, 4])
    changes = [ClearanceChange(20, 0.4), ClearanceChange(60, 1.5)]
    times_h = np.linspace(0, 160, 161)
    levels = simulate(TWO, regimen, times_h, changes)
    expected = solved(TWO, regimen, times_h, changes)
    for name, amount in zip(("depot", "central", "tissue", "metabolite"), expected, strict=True):
        np.testing.assert_allclose(levels.amounts_mg[name], amount, rtol=1e-6, atol=1e-9)


def test_the_last_month_of_half_a_year_keeps_its_doses():
    """Pitfall 10: after 180 days of two doses a day no level is lost, to 12 digits.

    A solver that meets the doses as pulses of 0.1 h keeps none (LSODA) or a sixth (RK45) of it.
    """
    times_h = np.arange(150 * 24, 180 * 24, 0.5)
    levels = simulate(ONE, regular(1, 12, 360), times_h).parent_ng_ml
    assert levels == pytest.approx(level_ng_ml(ONE, 1, 12, times_h, 360), rel=1e-12)
    assert levels.mean() == pytest.approx(average_steady_state_ng_ml(ONE, 1, 12), rel=0.01)


def test_a_long_course_comes_to_the_computed_steady_state():
    """Two compartments and metabolite end where FD/(CL tau) and the ratio of clearances say."""
    times_h = np.linspace(2988, 3000, 2401)
    levels = simulate(TWO, regular(5, 12, 250), times_h)
    parent = average_steady_state_ng_ml(TWO, 5, 12)
    metabolite = metabolite_average_steady_state_ng_ml(TWO, 5, 12)
    assert np.trapezoid(levels.parent_ng_ml, times_h) / 12 == pytest.approx(parent, rel=1e-5)
    assert np.trapezoid(levels.metabolite_ng_ml, times_h) / 12 == pytest.approx(
        metabolite, rel=1e-5
    )


def test_areas_of_parent_and_metabolite_after_one_dose():
    """The area is FD/CL; that of the metabolite is m fm FD/CLm, whatever the volumes."""
    times_h = np.linspace(0, 3000, 60_001)
    levels = simulate(TWO, once(10), times_h)
    area = np.trapezoid(levels.parent_ng_ml, times_h)
    assert area == pytest.approx(auc_ng_h_ml(TWO, 10), rel=1e-4)
    area = np.trapezoid(levels.metabolite_ng_ml, times_h)
    assert area == pytest.approx(0.95 * 0.8 * 0.94 * 10 / 1.0 * 1000, rel=1e-4)


def test_every_mole_of_parent_becomes_metabolite_where_all_of_it_does():
    """Pitfall 3: milligrams shrink by the ratio of the molar masses, moles do not."""
    all_of_it = replace(TWO, metabolite=Metabolite("kept", 1, 0.66, 1e-4, 1e5))
    levels = simulate(all_of_it, once(20), [2000])
    assert levels.amounts_mg["metabolite"][0] == pytest.approx(0.94 * 20 * 0.66, rel=1e-5)


def test_little_exchange_is_one_compartment():
    """As the exchange goes to 0, so does the difference to one compartment."""
    times_h = np.linspace(0.5, 100, 200)
    expected = level_ng_ml(ONE, 1, 8, times_h)
    gaps = []
    for q in (1e-2, 1e-4, 1e-6):
        little = replace(ONE, exchange_l_h=q, tissue_volume_l=50)
        levels = simulate(little, regular(1, 8, 13), times_h).parent_ng_ml
        gaps.append(np.abs(levels / expected - 1).max())
    assert gaps[2] < 1e-2 * gaps[1] * 1.1 < 1e-4 * gaps[0] * 1.3
    assert gaps[2] < 1e-6


def test_very_quick_absorption_is_a_bolus():
    """As the absorption rate grows, levels tend to those of a dose straight into the blood."""
    times_h = np.linspace(0.1, 100, 100)
    bolus = simulate(replace(TWO, absorption_rate_per_h=inf), regular(1, 8, 13), times_h)
    quick = simulate(replace(TWO, absorption_rate_per_h=1e4), regular(1, 8, 13), times_h)
    away_from_doses = (times_h - TWO.lag_h) % 8 > 0.1
    assert quick.parent_ng_ml[away_from_doses] == pytest.approx(
        bolus.parent_ng_ml[away_from_doses], rel=1e-3
    )
    assert (bolus.amounts_mg["depot"] == 0).all()


def test_a_bolus_is_there_at_its_own_moment():
    """At the time of a bolus the level is that after it; just before, it is not there."""
    bolus = replace(ONE, absorption_rate_per_h=inf)
    levels = simulate(bolus, Regimen([5], [1]), [0, 4.999999, 5]).parent_ng_ml
    assert levels.tolist() == pytest.approx([0, 0, 0.9 / 68 * 1000])


def test_any_times_give_the_same_curve():
    """A level doesn't depend on which other times are asked for."""
    rng = np.random.default_rng(4)
    times_h = np.sort(np.append(rng.uniform(0, 500, 300), np.arange(0, 500, 12.0)))
    regimen = regular(5, 12, 30, loading_mg=20, missed=[7])
    together = simulate(TWO, regimen, times_h).parent_ng_ml
    alone = [simulate(TWO, regimen, [time]).parent_ng_ml[0] for time in times_h[::20]]
    assert together[::20] == pytest.approx(alone, rel=1e-12)


def test_an_inhibitor_changes_the_future_and_not_the_present():
    """An inhibitor acts on clearance, not on level: at its start the level is continuous.

    The new steady state is higher by the factor, and 90 % of the way takes 3.3 new half-lives.
    """
    begin = 40 * 24.0
    changes = [ClearanceChange(begin, 0.4)]
    regimen = regular(0.5, 6, 600)
    around = simulate(ONE, regimen, [begin - 1e-7, begin, begin + 1e-7], changes)
    assert np.ptp(around.parent_ng_ml) < 1e-5 * around.parent_ng_ml[0]
    before, after = average_steady_state_ng_ml(ONE, 0.5, 6), average_steady_state_ng_ml(ONE, 0.5, 6)
    after = after / 0.4
    wait_h = time_to_fraction_h(ONE.with_clearance_times(0.4).elimination_half_life_h, 0.9)
    assert wait_h == pytest.approx(3.3 * ONE.elimination_half_life_h / 0.4, rel=0.01)
    for moment_h, expected in ((wait_h, before + 0.9 * (after - before)), (2000, after)):
        times_h = begin + moment_h + np.linspace(-3, 3, 601)
        mean = np.trapezoid(simulate(ONE, regimen, times_h, changes).parent_ng_ml, times_h) / 6
        assert mean == pytest.approx(expected, rel=0.01)


def test_the_end_of_an_inhibitor_takes_the_old_half_life():
    """A factor of 1 is the return to the first clearance; the level falls by its half-life."""
    changes = [ClearanceChange(24, 0.3), ClearanceChange(48, 1)]
    late = simulate(ONE, once(1), [100, 100 + ONE.elimination_half_life_h], changes)
    assert late.parent_ng_ml[1] / late.parent_ng_ml[0] == pytest.approx(0.5)
    inhibited = simulate(ONE, once(1), [30, 40], changes).parent_ng_ml
    assert log(inhibited[0] / inhibited[1]) == pytest.approx(0.3 * 4.2 / 68 * 10)


def test_a_change_from_the_start_is_another_clearance():
    """A factor that holds from time 0 is the same as kinetics with that clearance."""
    times_h = np.linspace(0, 200, 101)
    changed = simulate(TWO, regular(5, 12, 10), times_h, [ClearanceChange(0, 0.5)])
    other = simulate(TWO.with_clearance_times(0.5), regular(5, 12, 10), times_h)
    assert changed.parent_ng_ml == pytest.approx(other.parent_ng_ml)
    assert changed.metabolite_ng_ml == pytest.approx(other.metabolite_ng_ml)


def test_a_metabolite_outlasts_its_parent():
    """Pitfall 6: a week after the last dose the sum is far above what the parent alone shows."""
    end = 60 * 24.0
    levels = simulate(TWO, regular(5, 12, 120), [end + 7 * 24])
    parent, metabolite = levels.parent_ng_ml[0], levels.metabolite_ng_ml[0]
    assert metabolite > 2 * parent
    without = simulate(replace(TWO, metabolite=None), regular(5, 12, 120), [end + 7 * 24])
    assert without.parent_ng_ml[0] == pytest.approx(parent)
    assert without.metabolite_ng_ml[0] == 0


def test_a_missed_dose_leaves_clearance_as_it_is():
    """Missing a dose takes away its own curve, and nothing else."""
    times_h = np.linspace(0, 100, 101)
    full, missed = (
        simulate(TWO, regular(5, 12, 8, missed=places), times_h).parent_ng_ml
        for places in ((), (3,))
    )
    alone = simulate(TWO, Regimen([36], [5]), times_h).parent_ng_ml
    assert full - missed == pytest.approx(alone, abs=1e-9)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: simulate(ONE, once(1), [3, 1]), "times_h must be in order, smallest first"),
        (lambda: simulate(ONE, once(1), [nan]), "times_h[0] is nan h; each must be from 0 to"),
        (lambda: simulate(ONE, once(1), ["a"]), "times_h must be numbers in h"),
        (lambda: simulate(ONE, once(1), None), "times_h"),
        (lambda: simulate(ONE, once(1), [inf]), "times_h[0] is inf h"),
        (lambda: simulate(ONE, once(1), []), "at least one"),
        (
            lambda: simulate(ONE, once(1), np.zeros(MOST_TIMES + 1)),
            "times_h has 2,000,001 values; at most 2,000,000 are allowed",
        ),
        (lambda: ClearanceChange(-1, 0.5), "at_h is -1 h"),
        (lambda: ClearanceChange(1, 0), "factor is 0; it must be from 0.01 to 100"),
        (lambda: ClearanceChange(1, "half"), "factor must be one number"),
        (
            lambda: simulate(ONE, once(1), [1], [ClearanceChange(9, 1), ClearanceChange(2, 1)]),
            "clearance_changes must be in order",
        ),
    ],
)
def test_bad_input_is_named(call, message):
    """Every bad number is refused with its unit and what is allowed."""
    with pytest.raises(ModelError, match=re.escape(message)):
        call()

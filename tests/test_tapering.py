"""Schedules: they end at zero, fall, can be dispensed, and count the stop as a step."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bzdcourse.models.quantities import ModelError
from bzdcourse.models.tablets import Tablets
from bzdcourse.models.taper_rules import rule, rules
from bzdcourse.models.tapering import MOST_STEPS, schedule

SIMULATED = [name for name, one in rules().items() if one.simulated]
STRENGTHS = st.lists(st.sampled_from([0.125, 0.25, 0.5, 1, 2, 2.5, 5, 10]), min_size=1, max_size=4)


@st.composite
def schedules(draw):
    """Any rule that can be simulated, from any dose that some tablets make."""
    strengths, halves = draw(STRENGTHS), draw(st.booleans())
    doses_mg = Tablets(strengths, 40, halves).doses_mg[1:]
    start_mg = float(doses_mg[draw(st.integers(0, doses_mg.size - 1))])
    return schedule(
        draw(st.sampled_from(SIMULATED)),
        start_mg,
        strengths,
        halves=halves,
        pace=draw(st.sampled_from(["slow", "typical", "fast"])),
        start_occupancy=draw(st.floats(0.01, 0.99)),
    )


@settings(max_examples=60, deadline=None)
@given(schedules())
def test_every_schedule_ends_at_exactly_zero(made):
    """The last dose is 0, not nearly 0, and none before it is. Pitfall 16."""
    assert made.dose_mg[-1] == 0
    assert np.all(made.dose_mg[:-1] > 0)
    assert made.day.size <= MOST_STEPS


@settings(max_examples=60, deadline=None)
@given(schedules())
def test_no_dose_is_larger_than_the_one_before(made):
    """A taper never goes up, neither in what is wanted nor in what is dispensed."""
    assert np.all(np.diff(made.wanted_mg) <= 0)
    assert np.all(np.diff(np.concatenate([[made.start_dose_mg], made.dose_mg])) <= 1e-9)
    assert np.all(np.diff(made.day) > 0) and made.day[0] == 0


@settings(max_examples=60, deadline=None)
@given(schedules())
def test_every_dose_can_be_dispensed_and_is_the_nearest(made):
    """Doses are sums of tablets, and no sum of tablets is nearer to what was wanted."""
    for wanted_mg, dose_mg in zip(made.wanted_mg, made.dose_mg, strict=True):
        gaps = np.abs(made.tablets.doses_mg - wanted_mg)
        assert made.tablets.make(dose_mg)
        assert abs(wanted_mg - dose_mg) <= gaps.min() + 1e-9


@settings(max_examples=60, deadline=None)
@given(schedules())
def test_the_cuts_add_up_to_the_start_dose(made):
    """Nothing is lost between the first reduction and the stop, which is a reduction too."""
    assert made.cuts_mg.sum() == pytest.approx(made.start_dose_mg)
    assert np.all(made.cuts_mg > 0)


@settings(max_examples=60, deadline=None)
@given(schedules(), st.integers(1, 4))
def test_a_regimen_gives_each_day_its_dose(made, doses_per_day):
    """Each day's doses add up to its daily dose; no day is left out or averaged. Pitfall 17."""
    assume(made.days_to_zero < 400)
    taken = made.regimen(doses_per_day, weeks_before=1)
    days = np.arange(-7, int(np.ceil(made.days_to_zero)))
    sums_mg = np.bincount((taken.times_h // 24).astype(int), taken.amounts_mg, days.size)
    assert sums_mg == pytest.approx(made.daily_dose_mg(days))
    assert all(made.tablets.make(mg) for mg in set(taken.amounts_mg.tolist()))


def test_percent_of_current_needs_a_last_dose_and_stops_from_it():
    """A fifth a week down to 8 % ends with a stop four times the step before it. Pitfall 16."""
    made = schedule("percent-of-current", 10, [0.001])
    assert made.dose_mg[-2] == pytest.approx(10 * 0.8**11, abs=0.001)
    assert made.stop_over_cut_before == pytest.approx(4, abs=0.01)
    longer = schedule("percent-of-current", 10, [0.001], last_dose_mg=0.1)
    assert longer.days_to_zero > made.days_to_zero
    with pytest.raises(ModelError, match=r"last_dose_mg is 0 mg; it must be from 0.01 to 10 mg"):
        schedule("percent-of-current", 10, [0.001], last_dose_mg=0)


def test_a_share_of_the_start_is_not_a_share_of_the_current_dose():
    """25 % of the start dose is over in four steps, 25 % of the current dose is not. Pitfall 20."""
    of_start = schedule("schweizer-1990", 40, [1])
    of_current = schedule("asam-2025-ceiling", 40, [1])
    assert of_start.dose_mg.tolist() == [30, 20, 10, 0]
    assert of_current.dose_mg[:4].tolist() == [30, 23, 17, 13]
    assert of_start.dose_mg[0] == of_current.dose_mg[0]


def test_equal_steps_of_dose_end_with_a_step_as_large_as_the_first():
    """A linear taper's stop is as large as its first reduction."""
    assert schedule("linear", 10, [1]).last_cut_over_first == 1


@pytest.mark.parametrize(("occupied", "ratio"), [(0.16, 1.37), (0.80, 16.4)])
def test_equal_steps_of_occupancy_are_smaller_at_the_end(occupied, ratio):
    """The higher the occupancy, the smaller the last dose step; low occupancy is nearly linear.

    Pitfall 14: what holds for a drug that occupies four fifths does not hold at a sixth.
    """
    made = schedule("equal-occupancy", 10, [0.001], start_occupancy=occupied)
    theta = occupied * np.arange(1, -0.05, -0.1)
    expected_mg = 10 * (1 - occupied) / occupied * theta / (1 - theta)
    assert made.dose_mg == pytest.approx(expected_mg[1:], abs=0.001)
    assert 1 / made.last_cut_over_first == pytest.approx(ratio, rel=0.02)


def test_ashtons_schedule_takes_what_its_source_estimates():
    """Thirty steps from 40 mg and twenty from 20 mg: at 1 to 2 weeks each, 30-60 and 20-40 weeks.

    The estimates are those of the source.
    """
    assert schedule("ashton", 40, [1, 2, 5, 10]).dose_mg.size == 30
    assert schedule("ashton", 20, [1, 2, 5, 10]).dose_mg.size == 20
    assert schedule("ashton", 20, [1, 2, 5]).dose_mg[:12].tolist() == [*range(19, 7, -1)]


def test_fyers_taper_was_planned_for_four_weeks():
    """A tenth of the start dose every three days leaves nothing after 27 days."""
    assert schedule("fyer-1987", 5, [0.25, 0.5, 1]).days_to_zero == 27


def test_clonazepam_steps_get_smaller_below_1_mg():
    """0.5 mg every two weeks to 1 mg, then 0.25 mg a week."""
    made = schedule("nardi-2010", 2.5, [0.25, 0.5])
    assert made.dose_mg.tolist() == [2, 1.5, 1, 0.75, 0.5, 0.25, 0]
    assert np.diff(made.day).tolist() == [14, 14, 14, 7, 7, 7]


def test_a_listed_rule_is_followed_step_by_step():
    """75, 50, 25, 12.5 and 0 % of the start dose, a week each."""
    made = schedule("habraken-1997", 4, [0.5, 1])
    assert made.dose_mg.tolist() == [3, 2, 1, 0.5, 0]
    assert made.day.tolist() == [0, 7, 14, 21, 28]


def test_rounding_is_shown():
    """What was wanted and what could be dispensed stand side by side; halves bring them nearer."""
    whole = schedule("linear", 5, [1])
    halved = schedule("linear", 5, [1], halves=True)
    assert whole.wanted_mg[:3] == pytest.approx([4.5, 4, 3.5])
    assert whole.dose_mg[:3].tolist() == [5, 4, 4]
    assert (whole.largest_rounding_mg, halved.largest_rounding_mg) == (0.5, 0)


def test_small_shares_of_a_rounded_dose_do_not_stall():
    """Ten per cent of two tablets is no tablet; the schedule still ends. Pitfall 16."""
    made = schedule("asam-2025", 2, [1])
    assert made.dose_mg[0] == 2
    assert made.dose_mg[-1] == 0


def test_paces_order_a_rule_from_slow_to_fast():
    """Within its range a rule takes longest at its slow pace and least at its fast one."""
    days = [schedule("nice-cks", 20, [1, 2], pace=p).days_to_zero for p in ("slow", "fast")]
    assert days[0] > schedule("nice-cks", 20, [1, 2]).days_to_zero > days[1]


def test_a_pause_moves_all_later_steps():
    """A taper that stands still for two weeks from day 30 ends two weeks later."""
    plain, paused = (schedule("linear", 10, [1], pauses=p) for p in ([], [(30, 14)]))
    assert paused.day[:3].tolist() == plain.day[:3].tolist()
    assert paused.days_to_zero == plain.days_to_zero + 14
    assert paused.daily_dose_mg([40]) == plain.daily_dose_mg([30])


def test_daily_doses_before_and_after():
    """Before day 0 the start dose is taken; from the stop on, nothing."""
    made = schedule("linear", 10, [1])
    asked = [-3, 0, made.days_to_zero - 1, made.days_to_zero]
    assert made.daily_dose_mg(asked).tolist() == [10, 9, 1, 0]


def test_a_day_is_split_into_doses_that_tablets_make():
    """9 mg of 2 and 5 mg tablets is 5 and 4 mg, not twice 4.5 mg; 2 mg goes into one dose."""
    tablets = Tablets([2, 5], 20)
    assert tablets.parts_mg(9, 2) == (5, 4)
    assert sorted(tablets.parts_mg(2, 3)) == [0, 0, 2]
    assert tablets.doses_mg[:6].tolist() == [0, 2, 4, 5, 6, 7]
    assert Tablets([2, 5], 4, halves=True).doses_mg.tolist() == [0, 1, 2, 2.5, 3, 3.5, 4]


BAD = {
    "a dose that tablets don't make": (("linear", 4.2, [0.5]), {}, "don't make 4.2 mg.*4 mg"),
    "negative": (("linear", -1, [1]), {}, "start_dose_mg is -1 mg; it must be from 0.001 to"),
    "not a number": (("linear", float("nan"), [1]), {}, "start_dose_mg is nan mg"),
    "no tablets": (("linear", 4, []), {}, "tablet_strengths_mg must be a list of numbers in mg"),
    "a tablet of nothing": (("linear", 4, [0]), {}, r"tablet_strengths_mg\[0\] is 0 mg"),
    "an unknown rule": (("nobody", 4, [1]), {}, "no taper rule 'nobody'.*linear"),
    "a rule without steps": (("empower", 4, [1]), {}, "not simulated.*21 weeks"),
    "occupancy missing": (("equal-occupancy", 4, [1]), {}, "start_occupancy.*0.01 to 0.99"),
    "occupancy of all": (
        ("equal-occupancy", 4, [1]), {"start_occupancy": 1}, "from 0.01 to 0.99"
    ),
    "a pace": (("linear", 4, [1]), {"pace": "quick"}, "slow, typical, fast"),
    "steps without end": (("alprazolam-label", 600, [1]), {}, "more than 1000 steps from 600 mg"),
    "powder": (("linear", 1000, [0.001]), {}, "1000 mg is more than 20,000"),
    "a negative pause": (("linear", 4, [1]), {"pauses": [(1, -2)]}, "pause for_days is -2 days"),
}  # fmt: skip


@pytest.mark.parametrize(("given_", "options", "says"), BAD.values(), ids=BAD)
def test_bad_input_is_named_with_unit_and_range(given_, options, says):
    """What can't be done is said with its unit and what is allowed; nothing hangs."""
    with pytest.raises(ModelError, match=says):
        schedule(*given_, **options)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"doses_per_day": 1.5}, "doses_per_day is 1.5 doses; it must be a whole number"),
        ({"doses_per_day": 0}, "doses_per_day is 0 doses; it must be from 1 to 6 doses"),
        ({"weeks_before": -1}, "weeks_before is -1 weeks"),
    ],
)
def test_a_regimen_says_what_it_needs(options, says):
    """Doses a day and weeks before are whole numbers within a range."""
    with pytest.raises(ModelError, match=says):
        schedule("linear", 10, [1]).regimen(**options)


def test_a_rule_may_be_given_by_itself():
    """A rule is found by its id or given as such, with the same result."""
    by_id, by_rule = schedule("linear", 10, [1]), schedule(rule("linear"), 10, [1])
    assert by_id.dose_mg.tolist() == by_rule.dose_mg.tolist()

"""Daily mean levels under a taper: fast, and the same as a simulation of every dose."""

import numpy as np
import pytest

from bzdcourse.models.drugs import drug
from bzdcourse.models.population import draw_people, simulate_people
from bzdcourse.models.quantities import ModelError
from bzdcourse.models.taper_levels import daily_means
from bzdcourse.models.tapering import schedule

PEOPLE, SEED = 30, 7


@pytest.mark.parametrize(("name", "start_mg"), [("alprazolam", 2), ("diazepam", 20)])
def test_daily_means_agree_with_every_dose_simulated(name, start_mg):
    """Cuts added up give the daily means that a simulation of all doses gives.

    They differ by a hundredth of the start where tablets can't be split evenly over the day.
    """
    known, days = drug(name), np.arange(-7, 110)
    made = schedule("percent-of-current", start_mg, known.tablet_strengths_mg, halves=True)
    drawn = draw_people(known.kinetics, PEOPLE, SEED, known.clearance_cv, known.volume_cv)
    hours = 30 * 168 + days[0] * 24 + np.arange(days.size * 24) + 0.5
    levels = simulate_people(drawn, made.regimen(2, weeks_before=30), hours)
    active = (levels.parent_ng_ml + levels.metabolite_ng_ml).reshape(PEOPLE, -1, 24).mean(axis=2)
    means = daily_means(name, 2, PEOPLE, SEED).under(made, days)
    assert np.abs(means - active).max() <= 0.02 * active.max()
    assert np.median(np.abs(means / active - 1)[:, :80]) < 0.002


def test_before_the_first_reduction_the_level_is_steady():
    """Steady levels are in proportion to the dose, and stay until day 0."""
    means = daily_means("lorazepam", 2, PEOPLE, SEED)
    levels = means.under(schedule("linear", 4, [0.4]), np.arange(-5, 3))
    assert levels[:, :5] == pytest.approx(np.repeat(4 * means.steady_ng_ml[:, None], 5, axis=1))
    assert np.all(levels[:, 5] < levels[:, 4])


def test_nothing_is_left_in_the_end():
    """Levels fall to zero after the stop, and never below."""
    means = daily_means("diazepam", 2, PEOPLE, SEED)
    made = schedule("linear", 20, [2])
    levels = means.under(made, np.arange(-1, int(made.days_to_zero) + 160))
    assert np.all(levels >= 0)
    assert np.all(levels[:, -1] < 0.01 * levels[:, 0])


@pytest.mark.parametrize("days", [np.arange(1, 9), np.arange(-4, 20, 2)])
def test_days_come_one_after_the_other_from_the_start(days):
    """Days that begin after the first reduction, or leave some out, are refused."""
    with pytest.raises(ModelError, match="one after the other, from 0 or earlier"):
        daily_means("lorazepam", 2, PEOPLE, SEED).under(schedule("linear", 4, [1]), days)


def test_bad_input_is_named():
    """An unknown drug and an impossible number of doses are told."""
    with pytest.raises(ModelError, match="aspirin"):
        daily_means("aspirin")
    with pytest.raises(ModelError, match="doses_per_day is 0 doses"):
        daily_means("lorazepam", 0)

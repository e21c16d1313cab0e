"""Before and after: normalised gain and effect size, by hand and as published."""

import numpy as np
import pytest

from bzdcourse.statistics.gain import effect_size, normalised_gain

# Lakens D (2013), Frontiers in Psychology 4:863: ten people rate two films.
FILM_2 = np.array([9.0, 6, 7, 8, 7, 9, 8, 8, 8, 7])
FILM_1 = np.array([9.0, 7, 8, 9, 8, 9, 9, 10, 9, 9])


def test_gain_is_the_share_of_what_was_possible():
    """From 10 of 20 to 15 of 20 is half of the way."""
    before, after = np.array([8.0, 12, 10]), np.array([14.0, 16, 15])
    assert normalised_gain(before, after, full=20).value == pytest.approx(0.5)
    # The mean of the three single gains, 6/12, 4/8 and 5/10, is the same here; but not here:
    assert normalised_gain(np.array([0.0, 18]), np.array([10.0, 20]), 20).value == pytest.approx(
        (15 - 9) / (20 - 9)
    )


def test_loss_is_negative():
    """Whoever knows less afterwards has a negative gain and a negative effect."""
    assert normalised_gain(np.array([10.0, 11]), np.array([9.0, 8]), 20).value < 0
    assert effect_size(np.array([10.0, 11]), np.array([9.0, 8])).value < 0


def test_effect_size_agrees_with_what_was_published():
    """The mean difference of 1.0 is 1.13 mean standard deviations."""
    estimate = effect_size(FILM_2, FILM_1)
    assert round(estimate.value, 2) == 1.13
    assert estimate.learners == 10


def test_interval_keeps_the_pairs_together():
    """Equal gains of unequal people have a narrow interval; shuffled scores a wide one."""
    before = np.arange(20.0)
    steady = normalised_gain(before, before + 3, full=40)
    shuffled = normalised_gain(before, np.roll(before, 7) + 3, full=40)
    assert steady.value == pytest.approx(shuffled.value)
    assert steady.low < steady.value < steady.high
    assert shuffled.high - shuffled.low > 2 * (steady.high - steady.low)


def test_interval_is_the_same_each_time():
    """A report that is written twice says the same."""
    assert effect_size(FILM_2, FILM_1) == effect_size(FILM_2, FILM_1)


@pytest.mark.parametrize(
    ("before", "after", "gain_why", "effect_why"),
    [
        ([], [], "Nobody answered both", "at least two"),
        ([20], [20], "no gain is left", "at least two"),
        ([20, 20], [20, 20], "no gain is left", "no yardstick"),
        ([20, 20], [18, 20], "no gain is left", ""),
        ([5, 5], [9, 9], "", "no yardstick"),
        ([5], [9], "", "at least two"),
    ],
)
def test_what_cannot_be_computed_says_why(before, after, gain_why, effect_why):
    """Nobody, one learner, no room to gain, no differences: a sentence each, never NaN."""
    scores = np.array(before, dtype=float), np.array(after, dtype=float)
    for estimate, why in (
        (normalised_gain(*scores, full=20), gain_why),
        (effect_size(*scores), effect_why),
    ):
        assert why in estimate.why
        assert (estimate.value is None) == bool(why)


def test_no_interval_where_samples_can_be_constant():
    """One learner of three below full marks: samples without that one have no gain."""
    estimate = normalised_gain(np.array([20.0, 20, 10]), np.array([20.0, 20, 15]), full=20)
    assert estimate.value == pytest.approx(0.5)
    assert estimate.low is None and estimate.high is None

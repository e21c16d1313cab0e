"""Who answers a survey, and what it then shows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bzdcourse.models.quantities import ModelError
from bzdcourse.models.selection import (
    Population,
    Response,
    expected,
    survey,
    wilson_interval,
)

bounded = settings(max_examples=60, deadline=None)
FAIR = Response(0.3)
DRAWN_IN = Response(0.02, 3, 3)
TEN_PERCENT = Population(0.1)


def share_of_surveys_that_hold(response, invited, times=200):
    """How often the printed interval holds the truth."""
    surveys = (survey(invited, TEN_PERCENT, response, seed) for seed in range(times))
    return np.mean([one.interval_holds(0.1) for one in surveys])


def test_a_fair_survey_shows_the_truth():
    """If everybody is as likely to answer, the survey's average is the population's share."""
    found = expected(TEN_PERCENT, FAIR)
    assert found.share_seen == pytest.approx(0.1)
    assert found.severe_seen == pytest.approx(found.severe_true)
    assert found.response_rate == pytest.approx(0.3)


def test_selection_is_what_its_classes_add_up_to():
    """Worked by hand: 10 % with symptoms, who answer 2 to 8 times as likely, look like 29 %."""
    found = expected(Population(0.1, (0.5, 0.3, 0.2)), Response(0.1, 2, 4))
    answers = [0.9 * 0.1, 0.05 * 0.2, 0.03 * 0.4, 0.02 * 0.8]
    assert found.response_rate == pytest.approx(sum(answers))
    assert found.share_seen == pytest.approx(sum(answers[1:]) / sum(answers))
    assert found.share_seen == pytest.approx(0.297, abs=0.001)
    assert found.severe_seen == pytest.approx(0.016 / 0.038)


def test_severe_symptoms_are_seen_too_often():
    """If severity draws people in, the severe ones among those with symptoms look more."""
    found = expected(TEN_PERCENT, DRAWN_IN)
    assert found.severe_seen > 1.5 * found.severe_true


@bounded
@given(st.floats(0.01, 0.99), st.floats(1.0, 20), st.floats(1.0, 5))
def test_selection_moves_the_share_one_way(true, with_symptom, when_severe):
    """Whoever is likelier to answer is over-represented; never the other way round."""
    seen = expected(Population(true), Response(0.01, with_symptom, when_severe)).share_seen
    assert true - 1e-12 <= seen <= 1


@bounded
@given(st.floats(0.05, 0.95), st.floats(0.1, 10), st.integers(0, 2**32))
def test_surveys_scatter_about_what_is_expected(true, with_symptom, seed):
    """A large survey shows the expected share within six standard errors."""
    population, response = Population(true), Response(0.05, with_symptom)
    wanted = expected(population, response).share_seen
    found = survey(100_000, population, response, seed)
    error = 6 * np.sqrt(wanted * (1 - wanted) / found.answered.sum())
    assert found.share_seen == pytest.approx(wanted, abs=error + 1e-4)


def test_the_naive_interval_holds_without_selection():
    """Where everybody is as likely to answer, the 95 % interval holds the truth 95 % of times."""
    assert 0.9 <= share_of_surveys_that_hold(FAIR, 4000) <= 0.99


def test_the_naive_interval_misses_under_selection():
    """Where symptoms draw people in, the interval misses the truth in almost every survey."""
    assert share_of_surveys_that_hold(DRAWN_IN, 60_000) < 0.01


def test_more_answers_make_it_surer_and_no_truer():
    """Ten times as many people: a third of the width, around the same wrong share."""
    small, large = (survey(n, TEN_PERCENT, DRAWN_IN, 1) for n in (50_000, 500_000))
    widths = [one.interval[1] - one.interval[0] for one in (small, large)]
    assert widths[0] / widths[1] == pytest.approx(np.sqrt(10), rel=0.1)
    assert min(one.interval[0] for one in (small, large)) > 0.2


def test_the_same_seed_is_the_same_survey():
    """Surveys can be told again."""
    first, again = (survey(5000, TEN_PERCENT, DRAWN_IN, 7) for _ in range(2))
    assert (first.answered == again.answered).all()
    assert (first.answered <= first.invited).all()
    assert first.invited.sum() == 5000


def test_a_survey_that_nobody_answers_shows_nothing():
    """No answers: no share, and an interval that holds everything."""
    silent = survey(1, TEN_PERCENT, Response(1e-6), 1)
    assert silent.share_seen is None
    assert silent.interval == (0, 1)


def test_nobody_with_symptoms_has_no_severity():
    """Where nobody has the symptom, the share of severe ones is told as none."""
    assert np.isnan(expected(Population(0), FAIR).severe_true)
    assert np.isnan(expected(Population(0), FAIR).severe_seen)


@pytest.mark.parametrize(
    ("yes", "answers", "interval"),
    [(0, 10, (0, 0.2775)), (5, 10, (0.2366, 0.7634)), (10, 10, (0.7225, 1))],
)
def test_wilson_interval(yes, answers, interval):
    """The interval has its known values, and none beyond 0 and 1."""
    assert wilson_interval(yes, answers) == pytest.approx(interval, abs=1e-4)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: Population(1.2), "true_share is 1.2; it must be from 0 to 1"),
        (lambda: Population(0.1, (0.5, 0.5, 0.5)), "add up to 1"),
        (lambda: Response(0.5, 3), "with probability 1.5"),
        (lambda: Response(0), "without_symptom"),
        (lambda: survey(0, TEN_PERCENT, FAIR, 1), "from 1 to 1e.07 people"),
        (lambda: survey(2.5, TEN_PERCENT, FAIR, 1), "whole number"),
        (lambda: wilson_interval(3, 2), "from 0 to 2 people"),
    ],
)
def test_bad_input_is_told_with_unit_and_range(call, said):
    """What can't be used is named with its unit and what is allowed."""
    with pytest.raises(ModelError, match=said):
        call()

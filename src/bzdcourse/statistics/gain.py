"""What changed between two rounds of the same questions, in the people who answered both."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np
from scipy import stats

from bzdcourse.statistics.estimate import Estimate, is_constant

_Statistic = Callable[..., np.ndarray]


def normalised_gain(before: np.ndarray, after: np.ndarray, full: float) -> Estimate:
    """Gain of the class's mean as a share of the gain that was possible.

    Args:
        before: ``(learners,)``, scores of the first round.
        after: ``(learners,)``, scores of the same learners in the second.
        full: the largest possible score.

    Source: Hake RR (1998), American Journal of Physics 66:64-74.
    """
    if not before.size:
        return Estimate(0, why="Nobody answered both rounds.")
    if is_constant(np.append(before, full)):
        return Estimate(before.size, why="Everybody had everything right before: no gain is left.")

    def gain(first: np.ndarray, second: np.ndarray, axis: int = -1) -> np.ndarray:
        gained = second.mean(axis=axis) - first.mean(axis=axis)
        return gained / (full - first.mean(axis=axis))

    return _estimate(gain, before, after)


def effect_size(before: np.ndarray, after: np.ndarray) -> Estimate:
    """Cohen's d of two rounds: mean difference over the mean of both standard deviations.

    Args:
        before: ``(learners,)``, scores of the first round.
        after: ``(learners,)``, scores of the same learners in the second.

    Source: Lakens D (2013), Frontiers in Psychology 4:863, there called d_av.
    """
    if before.size < 2:
        return Estimate(before.size, why="An effect size needs at least two learners.")
    if is_constant(before) and is_constant(after):
        return Estimate(
            before.size, why="In neither round did the scores differ: there is no yardstick."
        )

    def distance(first: np.ndarray, second: np.ndarray, axis: int = -1) -> np.ndarray:
        spread = (first.std(axis=axis, ddof=1) + second.std(axis=axis, ddof=1)) / 2
        return (second.mean(axis=axis) - first.mean(axis=axis)) / spread

    return _estimate(distance, before, after)


def _estimate(statistic: _Statistic, before: np.ndarray, after: np.ndarray) -> Estimate:
    """The statistic with its bootstrap interval, the same each time; learners stay paired."""
    value = float(statistic(before, after))
    if before.size < 2:
        return Estimate(before.size, value)
    with np.errstate(divide="ignore", invalid="ignore"), warnings.catch_warnings():
        # Among the samples drawn may be some in which all are equal; then there is no interval.
        warnings.simplefilter("ignore", stats.DegenerateDataWarning)
        drawn = stats.bootstrap(
            (before, after),
            statistic,
            paired=True,
            vectorized=True,
            n_resamples=2000,
            batch=100,
            method="percentile",
            rng=np.random.default_rng(1),
        )
    low, high = drawn.confidence_interval
    if not np.isfinite([low, high]).all():
        return Estimate(before.size, value)
    return Estimate(before.size, value, float(low), float(high))

"""What a class's points say of single questions."""

from __future__ import annotations

import numpy as np
from scipy import stats

from bzdcourse.statistics.estimate import Estimate, complete, is_constant

_FEWEST_FOR_A_CORRELATION = 3
"""Two points always lie on a line."""


def difficulty(points: np.ndarray, max_points: float) -> Estimate:
    """Share of its points that a question was answered for, from 0 to 1.

    Of a question that is right or wrong it is the share of right answers: the larger, the easier.

    Args:
        points: ``(learners,)``; NaN where there is no score yet.
        max_points: points of a full answer.
    """
    scored = points[np.isfinite(points)]
    if not scored.size:
        return Estimate(0, why="No answer has been scored yet.")
    return Estimate(scored.size, float(scored.mean() / max_points))


def item_rest(points: np.ndarray) -> list[Estimate]:
    """Correlation of each question's points with the sum of all other questions' points.

    Of a question that is right or wrong it is the corrected point-biserial correlation. The
    interval is Fisher's. Learners for whom a score is missing are left out.

    Args:
        points: ``(learners, questions)``; NaN where there is no score yet.
    """
    rows = complete(points)
    return [
        _correlation(rows[:, n], np.delete(rows, n, axis=1).sum(axis=1))
        for n in range(rows.shape[1])
    ]


def _correlation(question: np.ndarray, rest: np.ndarray) -> Estimate:
    learners = question.size
    if learners < _FEWEST_FOR_A_CORRELATION:
        return Estimate(learners, why="A correlation needs at least three learners.")
    if is_constant(question):
        return Estimate(learners, why="Everybody earned the same here.")
    if is_constant(rest):
        return Estimate(learners, why="Everybody earned the same on the other questions.")
    found = stats.pearsonr(question, rest)
    if learners == _FEWEST_FOR_A_CORRELATION:  # Fisher's interval is then from -1 to 1
        return Estimate(learners, float(found.statistic))
    low, high = found.confidence_interval()
    return Estimate(learners, float(found.statistic), float(low), float(high))

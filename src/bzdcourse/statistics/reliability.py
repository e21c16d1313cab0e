"""How far total scores would differ in the same way with other questions of the kind."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from bzdcourse.statistics.estimate import Estimate, complete, is_constant


@dataclass(frozen=True)
class Reliability:
    """Internal consistency of a set of questions.

    Attributes:
        estimate: coefficient alpha with Feldt's interval.
        is_kr20: whether each question was right or wrong for the same points, so that alpha is
            the Kuder-Richardson formula 20.
    """

    estimate: Estimate
    is_kr20: bool


def reliability(points: np.ndarray) -> Reliability:
    """Cronbach's coefficient alpha of a class's points.

    Learners for whom a score is missing are left out.

    Args:
        points: ``(learners, questions)``; NaN where there is no score yet.

    Source: Cronbach LJ (1951), Psychometrika 16:297-334; Kuder GF, Richardson MW (1937),
    Psychometrika 2:151-160.
    """
    rows = complete(points)
    return Reliability(_alpha(rows), np.unique(rows[rows != 0]).size <= 1)


def _alpha(rows: np.ndarray) -> Estimate:
    learners, questions = rows.shape
    if questions < 2:
        return Estimate(learners, why="Reliability needs at least two questions.")
    if learners < 2:
        return Estimate(learners, why="Reliability needs at least two learners.")
    totals = rows.sum(axis=1)
    if is_constant(totals):
        return Estimate(
            learners, why="Everybody has the same total: there is no difference to rely on."
        )
    within = rows.var(axis=0, ddof=1).sum() / totals.var(ddof=1)
    alpha = float(questions / (questions - 1) * (1 - within))
    return Estimate(learners, alpha, *feldt_interval(alpha, learners, questions))


def feldt_interval(alpha: float, learners: int, questions: int) -> tuple[float, float]:
    """The 95% interval of a coefficient alpha.

    Source: Feldt LS (1965), Psychometrika 30:357-370; the form used is that of Feldt LS,
    Woodruff DJ, Salih FA (1987), Applied Psychological Measurement 11:93-103, formulas 6 and 7.
    """
    spread = stats.f(learners - 1, (learners - 1) * (questions - 1))
    low, high = 1 - (1 - alpha) * spread.ppf([0.975, 0.025])
    return float(low), float(high)

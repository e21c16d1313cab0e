"""Questions whose points belong together, with a class's points as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bzdcourse.quiz.results import Learner, LessonResults
from bzdcourse.statistics.estimate import complete

QUIZ, INVENTORY = "Graded questions", "Concept inventory"


@dataclass(frozen=True, eq=False)
class QuestionSet:
    """A quiz, or the concept inventory.

    Attributes:
        name: what the page calls it.
        ids: of the questions, in the lesson's order.
        points: ``(learners, questions)``; NaN where there is no score yet.
        max_points: ``(questions,)``.
    """

    name: str
    ids: tuple[str, ...]
    points: np.ndarray
    max_points: np.ndarray

    @cached_property
    def totals(self) -> np.ndarray:
        """Share of all points, from 0 to 1, of each learner for whom no score is missing."""
        return complete(self.points).sum(axis=1) / self.max_points.sum()

    def rest(self, n: int) -> np.ndarray:
        """Share of the points of all questions but one; ``(learners,)``, NaN if one is missing."""
        others = np.delete(np.arange(len(self.ids)), n)
        if not others.size:
            return np.full(len(self.points), np.nan)
        return self.points[:, others].sum(axis=1) / self.max_points[others].sum()


def sets_of(results: LessonResults) -> list[QuestionSet]:
    """The sets of questions that a lesson asks: its quiz, the concept inventory, or both.

    The inventory earns its points for completion. Here it is scored by what is right, 1 or 0.
    """
    quiz = _quiz(results.counted, results)
    inventory = inventory_of(results)
    return [one for one in (quiz, inventory) if one.ids]


def _quiz(ids: list[str], results: LessonResults) -> QuestionSet:
    rows = [[_number(learner.points.get(i)) for i in ids] for learner in results.learners]
    points = np.array(rows, dtype=float).reshape(len(rows), len(ids))
    return QuestionSet(QUIZ, tuple(ids), points, np.array([results.max_points[i] for i in ids]))


def _number(points: float | None) -> float:
    return np.nan if points is None else points


def inventory_of(results: LessonResults) -> QuestionSet:
    """The concept inventory as right or wrong; without questions, if the lesson asks none."""
    ids = results.inventory
    rows = [[_is_right(learner, i, results) for i in ids] for learner in results.learners]
    points = np.array(rows, dtype=float).reshape(len(rows), len(ids))
    return QuestionSet(INVENTORY, tuple(ids), points, np.ones(len(ids)))


def _is_right(learner: Learner, item_id: str, results: LessonResults) -> float:
    """1 for a right answer, 0 for any other and for none; NaN if no submission is there."""
    if item_id not in learner.scores:
        return np.nan
    score = learner.scores[item_id]
    return results.bank.items[item_id].fraction(score.answer) if score.state == "answered" else 0.0

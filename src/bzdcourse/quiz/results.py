"""What a class handed in for a lesson and what it earned, as it goes into a report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bzdcourse.quiz.bank import Bank
from bzdcourse.quiz.scoring import Score
from bzdcourse.quiz.traces import Trace


@dataclass(frozen=True)
class Learner:
    """One learner's graded submission.

    Attributes:
        student: the learner's id; it must not get into what is shared.
        points: the gradebook's points by ``grade_id``, as changed by hand; ``None`` for an answer
            that waits to be read by a person.
        scores: what the saved answers are, by question; empty if no submission is there.
        traces: how they came about, by question.
    """

    student: str
    points: Mapping[str, float | None]
    scores: Mapping[str, Score]
    traces: Mapping[str, Trace]


@dataclass(frozen=True)
class LessonResults:
    """A lesson and the learners whose submissions are graded.

    Attributes:
        lesson: the lesson's id.
        title: its heading.
        bank: its questions.
        max_points: points of each graded cell, in the lesson's order, by ``grade_id``; also of
            those that are no question of the bank.
        learners: by student id.
        not_graded: how many handed something in that is not graded.
    """

    lesson: str
    title: str
    bank: Bank
    max_points: Mapping[str, float]
    learners: tuple[Learner, ...]
    not_graded: int

    @cached_property
    def counted(self) -> list[str]:
        """Ids of the graded cells whose points say how well they were answered."""
        items = self.bank.items
        return [i for i in self.max_points if not (i in items and items[i].counts_for_completion)]

    @cached_property
    def inventory(self) -> list[str]:
        """Ids of the questions of the concept inventory, if the lesson asks it."""
        return [i for i, item in self.bank.items.items() if item.counts_for_completion]

"""How a learner stands in the gradebook."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class GradeRow:
    """One graded cell in the gradebook; points, as everywhere here.

    Attributes:
        auto: given by autograding.
        manual: given by a person; counts before ``auto``.
        extra: extra credit.
        waits: whether a person has still to grade it.
    """

    auto: float | None
    manual: float | None
    extra: float | None
    waits: bool

    @property
    def score(self) -> float:
        """As nbgrader computes it."""
        given = self.auto if self.manual is None else self.manual
        return 0.0 if given is None else given + (self.extra or 0.0)


@dataclass(frozen=True)
class Standing:
    """What the gradebook says of one learner's submission.

    Attributes:
        grades: by ``grade_id``.
        comments: by ``grade_id``; a person's before nbgrader's own.
        late_penalty: points taken off; ``None`` if the submission was not late.
    """

    grades: dict[str, GradeRow] = field(default_factory=dict)
    comments: dict[str, str | None] = field(default_factory=dict)
    late_penalty: float | None = None

    @property
    def score(self) -> float:
        """Points before the late penalty."""
        return sum(row.score for row in self.grades.values())


def waiting(by_hand: int) -> list[str]:
    """The remark on what a person has still to read and grade, if there is any."""
    return [f"{by_hand} written answer(s) wait to be graded by hand."] if by_hand else []


@dataclass(frozen=True)
class Result:
    """What became of one submission.

    Attributes:
        student: the learner's id.
        points: points before the late penalty; ``None`` if it was not graded.
        max_points: points of the lesson.
        late_penalty: points taken off.
        by_question: ``grade_id`` to (points, max points).
        feedback: the feedback page, if one was written.
        remarks: one sentence for each thing to know; the reason, if it was not graded.
    """

    student: str
    points: float | None = None
    max_points: float = 0.0
    late_penalty: float = 0.0
    by_question: dict[str, tuple[float, float]] = field(default_factory=dict)
    feedback: Path | None = None
    remarks: list[str] = field(default_factory=list)

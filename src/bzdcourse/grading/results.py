"""What a class earned, from the gradebook, and what it answered, from the journals."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import nbformat
from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    GradeCell,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)
from sqlalchemy import select

from bzdcourse.grading.course import Course
from bzdcourse.grading.submissions import Submission, find_submissions
from bzdcourse.quiz.bank import Bank, load_bank
from bzdcourse.quiz.responses import JOURNAL_NAME, read_responses
from bzdcourse.quiz.results import Learner, LessonResults
from bzdcourse.quiz.scoring import score
from bzdcourse.quiz.traces import read_traces

Points = dict[str, dict[str, float | None]]
"""Student to the points of each graded cell; ``None`` waits for a person."""


def read_results(course: Course, lesson: str) -> LessonResults:
    """What there is to report of one lesson, perhaps nothing; nothing is changed.

    Points are the gradebook's, as they are now: what an instructor changed by hand counts. Late
    penalties are no part of them, since they say nothing of a question.

    Raises:
        CourseError: if the lesson is unknown, or its bank can't be used.
    """
    course.require_lesson(lesson)
    bank = load_bank(course.root / "quizzes" / "graded" / f"{lesson}.yml")
    with course.gradebook() as gradebook:
        max_points, points = _max_points(gradebook, lesson, bank), _points(gradebook, lesson)
    handed_in = {one.student: one for one in find_submissions(course.folder("submitted"), lesson)}
    now = datetime.now(UTC)
    learners = [
        _learner(student, points[student], handed_in.get(student), bank, now)
        for student in sorted(points)
    ]
    return LessonResults(
        lesson=lesson,
        title=_title(course.folder("source") / lesson / f"{lesson}.ipynb", lesson),
        bank=bank,
        max_points=max_points,
        learners=tuple(learners),
        not_graded=len(set(handed_in) - set(points)),
    )


def read_first_round(course: Course) -> LessonResults | None:
    """The results of the lesson that asks the concept inventory before the course, if one does."""
    for lesson in course.lessons:
        bank = load_bank(course.root / "quizzes" / "graded" / f"{lesson}.yml")
        if not all(item.is_explained for item in bank.items.values()):
            return read_results(course, lesson)
    return None


def _max_points(gradebook: Gradebook, lesson: str, bank: Bank) -> dict[str, float]:
    """Of each cell that can earn points: those of the bank in its order, then the others."""
    max_points: dict[str, float] = {}
    for kind in (GradeCell, TaskCell):
        rows = gradebook.db.execute(
            select(kind.name, kind.max_score)
            .join(Notebook, Notebook.id == kind.notebook_id)
            .join(Assignment, Assignment.id == Notebook.assignment_id)
            .where(Assignment.name == lesson, kind.max_score > 0)
        )
        max_points |= dict(rows.all())
    in_order = [item_id for item_id in bank.items if item_id in max_points]
    return {name: max_points[name] for name in dict.fromkeys([*in_order, *sorted(max_points)])}


def _points(gradebook: Gradebook, lesson: str) -> Points:
    """Of each learner whose submission is graded, by nbgrader or by hand."""
    rows = gradebook.db.execute(
        select(
            SubmittedAssignment.student_id,
            BaseCell.name,
            Grade.score,
            Grade.needs_manual_grade,
            Grade.auto_score,
            Grade.manual_score,
        )
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .join(BaseCell, BaseCell.id == Grade.cell_id)
        .where(Assignment.name == lesson)
    )
    points: Points = defaultdict(dict)
    graded = set()
    for student, name, earned, waits, auto, manual in rows:
        points[student][name] = None if waits else earned
        if (auto, manual) != (None, None):
            graded.add(student)
    # Where grading broke off, nbgrader leaves rows without a score.
    return {student: points[student] for student in graded}


def _learner(
    student: str,
    points: dict[str, float | None],
    submission: Submission | None,
    bank: Bank,
    now: datetime,
) -> Learner:
    if submission is None or submission.refused:  # what was refused is not opened here either
        return Learner(student, points, scores={}, traces={})
    journal = submission.folder / JOURNAL_NAME
    answers = read_responses(journal).answers
    scores = {item_id: score(item, answers.get(item_id)) for item_id, item in bank.items.items()}
    return Learner(student, points, scores, read_traces(journal, bank.items, now))


def _title(notebook: Path, lesson: str) -> str:
    """The heading of a lesson's source; its id, if it has none."""
    for cell in nbformat.read(notebook, as_version=4).cells:
        if cell.cell_type == "markdown" and cell.source.startswith("# "):
            return cell.source.splitlines()[0].removeprefix("# ")
    return lesson

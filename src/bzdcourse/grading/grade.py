"""Grade every submission of a lesson, whatever the other submissions are like."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from nbgrader.api import MissingEntry, SubmittedAssignment

from bzdcourse.data import CourseError
from bzdcourse.grading.course import OWN_STUDENT, Course, last_words, working_in
from bzdcourse.grading.release import release_from
from bzdcourse.grading.submissions import Submission, find_submissions, make_gradable
from bzdcourse.quiz.bank import load_bank
from bzdcourse.quiz.responses import JOURNAL_NAME


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


def submissions_of(course: Course, lesson: str) -> list[Submission]:
    """The submissions that :func:`grade_submissions` will grade.

    Raises:
        CourseError: if the lesson is unknown or nothing was handed in.
    """
    course.require_lesson(lesson)
    submitted = course.folder("submitted")
    found = find_submissions(submitted, lesson)
    if not found:
        raise CourseError(
            f"Nobody has handed in {lesson}: there is no {submitted.name}/<student>/{lesson}. "
            f"Collect first (nbgrader collect {lesson}), or put the learners' folders there."
        )
    return found


def grade_submissions(
    course: Course, lesson: str, submissions: list[Submission]
) -> Iterator[Result]:
    """Autograde and write feedback, one submission at a time; yields each result as it is done."""
    released = _released_notebook(course, lesson)
    bank = load_bank(course.root / "quizzes" / "graded" / f"{lesson}.yml")
    with working_in(course.root):
        for submission in submissions:
            try:
                gradable = make_gradable(submission, released, bank)
            except (CourseError, OSError) as problem:
                yield Result(submission.student, remarks=[str(problem)])
            else:
                yield _grade_one(course, lesson, gradable)


def _released_notebook(course: Course, lesson: str) -> Path:
    notebook = course.folder("release") / lesson / f"{lesson}.ipynb"
    if not notebook.is_file():
        raise CourseError(f"{lesson} was not released yet. Run: bzdcourse release {lesson}")
    return notebook


def _grade_one(course: Course, lesson: str, submission: Submission) -> Result:
    student = submission.student
    for command in (course.api.autograde, course.api.generate_feedback):
        result = command(lesson, student)
        if not result["success"]:
            return Result(student, remarks=[*submission.remarks, last_words(result)])
    return _read_result(course, lesson, submission)


def _read_result(course: Course, lesson: str, submission: Submission) -> Result:
    student = submission.student
    page = course.folder("feedback") / student / lesson / f"{lesson}.html"
    with course.gradebook() as gradebook:
        try:
            graded = gradebook.find_submission(lesson, student)
        except MissingEntry:
            return Result(student, remarks=[*submission.remarks, "nbgrader recorded no grade."])
        return Result(
            student,
            points=graded.score,
            max_points=graded.max_score,
            late_penalty=sum(n.late_submission_penalty or 0 for n in graded.notebooks),
            by_question={
                grade.name: (grade.score, grade.max_score)
                for notebook in graded.notebooks
                for grade in notebook.grades
            },
            feedback=page if page.is_file() else None,
            remarks=submission.remarks + _waiting(graded),
        )


def _waiting(graded: SubmittedAssignment) -> list[str]:
    """What a person has still to read and grade."""
    by_hand = [g for n in graded.notebooks for g in n.grades if g.needs_manual_grade]
    return [f"{len(by_hand)} written answer(s) wait to be graded by hand."] if by_hand else []


def grade_own(course: Course, lesson: str, copy: Path) -> Result:
    """Grade the copy of a learner who studies alone, and lay the feedback page beside it.

    Args:
        course: the learner's private course (``open_course(root, own=True)``).
        lesson: the lesson's id.
        copy: the learner's folder of the lesson, which is only read.

    Raises:
        CourseError: if the lesson was never opened.
    """
    course.require_lesson(lesson)
    if not copy.is_dir():
        raise CourseError(f"You have no copy of {lesson} yet. Run: make course")
    release_from(course, lesson)
    handed_in = course.folder("submitted") / OWN_STUDENT / lesson
    shutil.rmtree(handed_in, ignore_errors=True)
    handed_in.mkdir(parents=True)
    for name in (f"{lesson}.ipynb", JOURNAL_NAME):
        if (copy / name).exists():
            shutil.copy(copy / name, handed_in / name, follow_symlinks=False)
    (result,) = grade_submissions(course, lesson, [Submission(OWN_STUDENT, handed_in)])
    if result.feedback:
        page = copy / "feedback.html"
        shutil.copy(result.feedback, page)
        result = replace(result, feedback=page)
    return result

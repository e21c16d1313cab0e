"""Grade every submission of a lesson, whatever the other submissions are like."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import nbformat
from nbgrader.api import MissingEntry

from bzdcourse.data import CourseError
from bzdcourse.grading.batch import Batch, Run, Tell, run_here
from bzdcourse.grading.configure import has_own_steps
from bzdcourse.grading.course import OWN_STUDENT, Course, last_words, working_in
from bzdcourse.grading.exercises import exercise_remarks, require_sandbox
from bzdcourse.grading.marking import Rubric
from bzdcourse.grading.questions import refuse_author_journal
from bzdcourse.grading.release import release_from
from bzdcourse.grading.released import read_released
from bzdcourse.grading.score import needs_kernel
from bzdcourse.grading.stamps import graded_with
from bzdcourse.grading.standing import Result, waiting
from bzdcourse.grading.submissions import Submission, find_submissions, make_gradable
from bzdcourse.grading.times import set_aside_time
from bzdcourse.quiz.bank import Bank, load_bank
from bzdcourse.quiz.responses import JOURNAL_NAME


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
    course: Course,
    lesson: str,
    submissions: list[Submission],
    *,
    force: bool = False,
    run: Run = run_here,
    tell: Tell = print,
) -> Iterator[Result]:
    """Autograde and write feedback; yields each result as it is done.

    Answers are scored in this process, many submissions at a time. A lesson that has code to run,
    or steps of an instructor's own, goes through nbgrader's commands, one submission at a time.

    Args:
        course: the course.
        lesson: the lesson's id; it was released.
        submissions: what to grade.
        force: grade also what did not change since it was graded.
        run: where submissions are read and scored.
        tell: tells a person what is being waited for.

    Raises:
        CourseError: if the lesson was not released, the gradebook can't be used, or a journal in
            the source folder would replace everybody's.
    """
    released = _released_notebook(course, lesson)
    refuse_author_journal(course.folder("source") / lesson)
    bank = load_bank(course.root / "quizzes" / "graded" / f"{lesson}.yml")
    with working_in(course.root):
        if has_own_steps(course.api.config) or _runs_code(released):
            yield from _grade_singly(course, submissions, released, bank)
        else:
            with course.gradebook() as gradebook:
                rubric = Rubric(
                    course.root,
                    released,
                    read_released(gradebook, lesson),
                    bank,
                    graded_with(course.root, lesson),
                )
                yield from Batch(course, rubric, gradebook, tell).grade(submissions, run, force)


def _runs_code(released: Path) -> bool:
    """Whether there is code of learners to run, or more than one notebook to grade."""
    others = len(list(released.parent.glob("*.ipynb"))) > 1
    return others or _has_exercises(released)


def _has_exercises(released: Path) -> bool:
    return any(needs_kernel(cell) for cell in nbformat.read(released, as_version=4).cells)


def _grade_singly(
    course: Course, submissions: list[Submission], released: Path, bank: Bank
) -> Iterator[Result]:
    if _has_exercises(released) and not course.api.config.RunExercises.get("unsafe"):
        require_sandbox(bank.lesson)
    for submission in submissions:
        try:
            remarks = make_gradable(submission, released, bank).remarks
            remarks = set_aside_time(submission.folder) + remarks
        except (CourseError, OSError) as problem:
            yield Result(submission.student, remarks=[str(problem)])
        else:
            yield _grade_one(course, bank.lesson, submission.student, remarks)


def _released_notebook(course: Course, lesson: str) -> Path:
    notebook = course.folder("release") / lesson / f"{lesson}.ipynb"
    if not notebook.is_file():
        raise CourseError(f"{lesson} was not released yet. Run: bzdcourse release {lesson}")
    return notebook


def _grade_one(course: Course, lesson: str, student: str, remarks: list[str]) -> Result:
    for command in (course.api.autograde, course.api.generate_feedback):
        result = command(lesson, student)
        if not result["success"]:
            return Result(student, remarks=[*remarks, last_words(result)])
        remarks = remarks + exercise_remarks(result["log"])
    return _read_result(course, lesson, student, remarks)


def _read_result(course: Course, lesson: str, student: str, remarks: list[str]) -> Result:
    page = course.folder("feedback") / student / lesson / f"{lesson}.html"
    with course.gradebook() as gradebook:
        try:
            graded = gradebook.find_submission(lesson, student)
        except MissingEntry:
            return Result(student, remarks=[*remarks, "nbgrader recorded no grade."])
        by_hand = sum(g.needs_manual_grade for n in graded.notebooks for g in n.grades)
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
            remarks=remarks + waiting(by_hand),
        )


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
        raise CourseError(f"You have no copy of {lesson} yet. Run: make course, or bzdcourse study")
    release_from(course, lesson)
    handed_in = course.folder("submitted") / OWN_STUDENT / lesson
    shutil.rmtree(handed_in, ignore_errors=True)
    handed_in.mkdir(parents=True)
    for name in (f"{lesson}.ipynb", JOURNAL_NAME):
        if (copy / name).is_file():
            shutil.copy(copy / name, handed_in / name, follow_symlinks=False)
    (result,) = grade_submissions(course, lesson, [Submission(OWN_STUDENT, handed_in)])
    if result.feedback:
        page = copy / "feedback.html"
        shutil.copy(result.feedback, page)
        result = replace(result, feedback=page)
    return result

"""Write the report of a lesson, or of the course, into a folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from bzdcourse.data import CourseError
from bzdcourse.quiz.results import LessonResults
from bzdcourse.report.analysis import SetReport, analyse
from bzdcourse.report.comparison import Comparison, compare
from bzdcourse.report.page import course_page, lesson_page
from bzdcourse.report.sets import sets_of
from bzdcourse.report.tables import (
    write_choices,
    write_learners,
    write_lessons,
    write_questions,
)

PRIVATE = "private"
"""Folder of the tables in which learners are named."""


def write_lesson(
    folder: Path,
    results: LessonResults,
    beliefs: Mapping[str, str],
    before: LessonResults | None = None,
) -> Path:
    """Write page and tables of one lesson; return the page.

    Args:
        folder: where to; it is made.
        results: of the lesson.
        beliefs: what is wrongly believed, as Markdown, by id.
        before: the lesson that asked the concept inventory first, to compare with.

    Raises:
        CourseError: if nobody's submission is graded.
    """
    require_graded(results)
    both = compare([before, results]) if before else None
    return _write_lesson(folder, results, _reports(results), beliefs, both)


def write_course(
    folder: Path, lessons: Sequence[LessonResults], beliefs: Mapping[str, str]
) -> Path:
    """Write the pages and tables of all lessons, and those of the course; return its page.

    Lessons in which nobody is graded are named there and left out.

    Raises:
        CourseError: if nobody is graded in any lesson.
    """
    graded = [(results, _reports(results)) for results in lessons if results.learners]
    if not graded:
        raise CourseError(
            "Nobody's answers are graded yet, so there is nothing to report. "
            "Grade first, for example: bzdcourse grade 01_history"
        )
    both = compare(lessons)
    for results, reports in graded:
        _write_lesson(folder, results, reports, beliefs, both if asks_after(results) else None)
    write_lessons(folder / "course.csv", graded)
    nothing = [results.lesson for results in lessons if not results.learners]
    page = folder / "course.html"
    page.write_text(course_page(graded, nothing, both, beliefs), encoding="utf-8")
    return page


def require_graded(results: LessonResults) -> None:
    """Check that there is something to report.

    Raises:
        CourseError: with the command that grades.
    """
    if not results.learners:
        raise CourseError(
            f"Nobody's answers to {results.lesson} are graded yet. "
            f"Run: bzdcourse grade {results.lesson}"
        )


def asks_after(results: LessonResults) -> bool:
    """Whether a lesson asks the concept inventory for the second time."""
    return any(results.bank.items[item_id].is_explained for item_id in results.inventory)


def _reports(results: LessonResults) -> list[SetReport]:
    return [analyse(results, questions) for questions in sets_of(results)]


def _write_lesson(
    folder: Path,
    results: LessonResults,
    reports: Sequence[SetReport],
    beliefs: Mapping[str, str],
    both: Comparison | None,
) -> Path:
    name = results.lesson
    folder.mkdir(parents=True, exist_ok=True)
    write_questions(folder / f"{name}_questions.csv", reports)
    write_choices(folder / f"{name}_choices.csv", reports)
    write_learners(folder / PRIVATE / f"{name}_learners.csv", results)
    page = folder / f"{name}.html"
    page.write_text(lesson_page(results, reports, both, beliefs), encoding="utf-8")
    return page

"""From a course's gradebook and submissions to the pages and tables on its class."""

from __future__ import annotations

from pathlib import Path

from bzdcourse.data import misconceptions
from bzdcourse.grading.course import open_course
from bzdcourse.grading.results import read_first_round, read_results
from bzdcourse.report.write import PRIVATE, asks_after, write_course, write_lesson

FOLDER = "reports"
PRIVATE_FOLDER = f"{FOLDER}/{PRIVATE}"
"""Where learners are named."""


def write_reports(root: Path, lesson: str | None = None) -> Path:
    """Write what there is to tell of a class into ``reports/``; return the page to open first.

    Args:
        root: the course's folder.
        lesson: only this one; without it every lesson with graded learners, and the course.

    Raises:
        CourseError: if there is no such lesson, or nobody is graded.
    """
    course, beliefs = open_course(root), misconceptions(root)
    if lesson is None:
        lessons = [read_results(course, name) for name in course.lessons]
        return write_course(root / FOLDER, lessons, beliefs)
    results = read_results(course, lesson)
    before = read_first_round(course) if asks_after(results) else None
    return write_lesson(root / FOLDER, results, beliefs, before)

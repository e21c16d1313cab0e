"""Make the student version of a lesson."""

from __future__ import annotations

from pathlib import Path

from bzdcourse.data import CourseError
from bzdcourse.grading.course import Course, last_words, open_course, working_in


def release_lesson(root: Path, lesson: str, *, own: bool = False) -> Path:
    """Release one lesson through ``nbgrader generate_assignment`` and return its folder.

    Args:
        root: the course's folder.
        lesson: the lesson's id.
        own: release into the private folders of a learner who studies alone.

    Raises:
        CourseError: if there is no such lesson, or nbgrader refuses it; the text says why.
    """
    course = open_course(root, own=own)
    course.require_lesson(lesson)
    return release_from(course, lesson)


def release_from(course: Course, lesson: str) -> Path:
    """Release one lesson of an open course; see :func:`release_lesson`."""
    with working_in(course.root):
        result = course.api.generate_assignment(lesson)
    if not result["success"]:
        raise CourseError(f"{lesson} could not be released. {last_words(result)}")
    return course.folder("release") / lesson

"""Make the student version of a lesson."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from nbgrader.api import MissingEntry

from bzdcourse.data import CourseError
from bzdcourse.grading.course import OWN_STUDENT, Course, last_words, open_course, working_in


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
    if course.is_own:
        _forget_own_grade(course, lesson)
    with working_in(course.root):
        result = course.api.generate_assignment(lesson)
    if not result["success"]:
        raise CourseError(f"{lesson} could not be released. {last_words(result)}")
    return course.folder("release") / lesson


def release_all(root: Path) -> dict[str, Path]:
    """Release every lesson of the course at ``root``; their folders by id, in their order.

    Raises:
        CourseError: if a lesson can't be released; see :func:`release_lesson`.
    """
    course = open_course(root)
    return {lesson: release_from(course, lesson) for lesson in course.lessons}


def _forget_own_grade(course: Course, lesson: str) -> None:
    """Let a lesson whose questions changed be released again; it is graded anew at every call."""
    with course.gradebook() as gradebook, suppress(MissingEntry):
        gradebook.remove_submission(lesson, OWN_STUDENT)

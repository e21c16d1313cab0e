"""Does the course hold together, and if not, what is to be mended where?

``check_questions`` is what releasing and grading need. ``check_lesson`` adds the rules of prose,
``check_course`` all lessons and what they share.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from bzdcourse.check.counts import course_counts
from bzdcourse.check.course import Course
from bzdcourse.check.form import cell_problems, heading_problems, picture_problems
from bzdcourse.check.links import address_problems, known_addresses, target_problems
from bzdcourse.check.numbers import number_problems
from bzdcourse.check.questions import (
    objective_problems,
    question_problems,
    unused_misconceptions,
)
from bzdcourse.check.sources import source_problems
from bzdcourse.check.words import copy_problems, term_problems
from bzdcourse.data import CourseError

__all__ = ["check_course", "check_lesson", "check_questions", "course_counts", "open_course"]


def open_course(root: Path) -> Course:
    """The course, ready to be checked.

    Raises:
        CourseError: if what everything else names can't be read.
    """
    try:
        return Course(root)
    except CourseError as problem:
        what = "objectives, misconceptions or sources can't be read"
        raise CourseError(f"{root}: {what}: {problem}") from None


def check_questions(course: Course, lesson: str) -> list[str]:
    """What is wrong with a lesson's questions, its notebook's use of them, or its folder."""
    return _with_reading(course, question_problems(course, lesson))


def check_lesson(course: Course, lesson: str) -> list[str]:
    """Everything that is wrong with one lesson; each line names the place and what to mend."""
    return _with_reading(course, _lesson_problems(course, lesson))


def check_course(course: Course) -> list[str]:
    """Everything that is wrong with any lesson, and with what the lessons share."""
    return _with_reading(course, _course_problems(course))


def _with_reading(course: Course, found: Iterable[str]) -> list[str]:
    """The problems found, after those of files that turned out not to be readable."""
    found = list(found)
    unreadable, course.problems = course.problems, []
    folder = f"{course.root}/"
    return [problem.replace(folder, "") for problem in dict.fromkeys(unreadable + found)]


def _lesson_problems(course: Course, lesson: str) -> Iterator[str]:
    yield from question_problems(course, lesson)
    if notebook := course.notebook(lesson):
        texts = course.lesson_texts(lesson)
        yield from cell_problems(texts[0].file, notebook)
        yield from heading_problems(texts)
        yield from picture_problems(texts)
        yield from address_problems(texts, known_addresses(course))
        yield from target_problems(course.root, texts)
        yield from number_problems(texts, course.references.values())
    texts = course.lesson_texts(lesson) + course.bank_texts(lesson)
    yield from term_problems(texts, course.terms or [])
    yield from copy_problems(texts, course.copied_runs)


def _course_problems(course: Course) -> Iterator[str]:
    for lesson in course.lessons:
        yield from _lesson_problems(course, lesson)
    planned = {objective["lesson"] for objective in course.objectives}
    yield from objective_problems(course, planned - set(course.lessons))
    yield from unused_misconceptions(course)
    yield from source_problems(course)
    texts = [*course.shared_texts, *course.guides]
    yield from picture_problems(course.guides)
    yield from target_problems(course.root, course.guides)
    yield from term_problems(texts, course.terms or [])
    yield from copy_problems(texts, course.copied_runs)
    # To read a part is to check it.
    _ = course.claims, course.timeline, course.glossary
    _ = course.drugs, course.receptor, course.taper_rules

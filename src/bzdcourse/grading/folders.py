"""The folders of a graded submission, filled as nbgrader fills them."""

from __future__ import annotations

import shutil
from pathlib import Path

from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.converters.base import BaseConverter
from nbgrader.utils import find_all_files, rmtree

from bzdcourse.grading.course import Course


class Folders:
    """Writes ``autograded/`` and ``feedback/`` of one lesson.

    Args:
        course: the course.
        lesson: the lesson's id.
    """

    def __init__(self, course: Course, lesson: str):
        coursedir = course.api.coursedir
        self._lesson = lesson
        self._autograded = course.folder("autograded")
        self._feedback = course.folder("feedback")
        self._autograde = Autograde(coursedir=coursedir, parent=course.api)
        self._generate = GenerateFeedback(coursedir=coursedir, parent=course.api)
        source = course.folder("source") / lesson
        kept = {str(source / name) for name in self._autograde.exclude_overwriting.get(lesson, [])}
        found = find_all_files(str(source), [*coursedir.ignore, "*.ipynb"])
        self._supplied = {
            Path(path): Path(path).relative_to(source) for path in found if path not in kept
        }

    def autograded(self, student: str) -> Path:
        """Where a learner's autograded notebook is."""
        return self._autograded / student / self._lesson / f"{self._lesson}.ipynb"

    def page(self, student: str) -> Path:
        """Where a learner's feedback page is."""
        return self._feedback / student / self._lesson / f"{self._lesson}.html"

    def write_autograded(self, student: str, notebook: str) -> None:
        """Replace a learner's autograded folder: what was handed in, the course's files on top."""
        target = self.autograded(student)
        self._fill(self._autograde, student, target)
        for path, name in self._supplied.items():
            shutil.copy(path, _make_way(target.parent, name))
        target.write_text(notebook, encoding="utf-8")
        self._autograde.set_permissions(self._lesson, student)

    def write_page(self, student: str, page: str) -> None:
        """Replace a learner's feedback folder."""
        target = self.page(student)
        self._fill(self._generate, student, target)
        _make_way(target.parent, Path(target.name)).write_text(page, encoding="utf-8")
        self._generate.set_permissions(self._lesson, student)

    def _fill(self, converter: BaseConverter, student: str, target: Path) -> None:
        if target.parent.exists():
            rmtree(str(target.parent))
        target.parent.mkdir(parents=True)
        # The plain converter's part of it; the rest of `Autograde`'s asks the gradebook.
        BaseConverter.init_assignment(converter, self._lesson, student)


def _make_way(folder: Path, name: Path) -> Path:
    """The place of a file of the course's; what a learner put there, or above it, gives way."""
    for place in (folder / part for part in [*reversed(name.parents), name]):
        if place.is_dir() and place == folder / name:
            rmtree(str(place))
        elif not place.is_dir():
            place.unlink(missing_ok=True)
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    return folder / name

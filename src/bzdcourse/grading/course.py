"""A course as nbgrader sees it: its folders, its gradebook, its commands."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from sqlalchemy.exc import DBAPIError
from traitlets.config import Config, PyFileConfigLoader

from bzdcourse.data import OWN_FOLDER, CourseError, lesson_ids

OWN_STUDENT = "me"

_EXCEPTION = re.compile(r"^ *(?:\w+\.)*(\w*(?:Error|Exception|Entry)): (.*)", re.MULTILINE)
"""Last line of a traceback, as nbgrader logs it."""


@dataclass(frozen=True)
class Course:
    """One course folder and the nbgrader that works in it.

    Attributes:
        root: folder with ``nbgrader_config.py``, ``notebooks/`` and ``quizzes/``.
        api: nbgrader's own commands, with the course's configuration.
        is_own: whether it is the private course of a learner who studies alone.
    """

    root: Path
    api: NbGraderAPI
    is_own: bool

    @property
    def lessons(self) -> list[str]:
        """Ids of the lessons that have a notebook."""
        return lesson_ids(self.folder("source"))

    def folder(self, step: str) -> Path:
        """Folder of one of nbgrader's steps: source, release, submitted, autograded, feedback."""
        return self.root / getattr(self.api.coursedir, f"{step}_directory")

    def gradebook(self) -> Gradebook:
        """The course's gradebook, to be used in a ``with`` statement.

        Raises:
            CourseError: if it can't be opened.
        """
        try:
            return Gradebook(self.api.coursedir.db_url, self.api.coursedir.course_id)
        except DBAPIError as problem:
            raise CourseError(f"The gradebook could not be used: {problem.orig}") from None

    def require_lesson(self, lesson: str) -> None:
        """Check that there is such a lesson.

        Raises:
            CourseError: with the lessons that there are.
        """
        if lesson not in self.lessons:
            have = ", ".join(self.lessons) or "none yet"
            raise CourseError(f"There is no lesson “{lesson}”. The lessons are: {have}.")


def open_course(root: Path, *, own: bool = False, unsafe: bool = False) -> Course:
    """Open the course at ``root``.

    Args:
        root: its folder.
        own: open the private course of a learner who studies alone.
        unsafe: run code exercises without a sandbox.

    Raises:
        CourseError: if there is no ``nbgrader_config.py``.
    """
    if not (root / "nbgrader_config.py").is_file():
        raise CourseError(f"There is no nbgrader_config.py in {root}. Go into the course's folder.")
    _put_environment_on_path()
    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    config.CourseDirectory.root = str(root)
    if own or unsafe:  # who studies alone runs nobody else's code
        config.RunExercises.unsafe = True
    if own:
        config.merge(_own_config(root))
    return Course(root, NbGraderAPI(config=config), own)


def _put_environment_on_path() -> None:
    """nbgrader starts alembic by its name when it makes a gradebook."""
    programs = str(Path(sys.executable).parent)
    folders = os.environ.get("PATH", "").split(os.pathsep)
    if programs not in folders:
        os.environ["PATH"] = os.pathsep.join([programs, *folders])


def _own_config(root: Path) -> Config:
    own = root / OWN_FOLDER
    own.mkdir(exist_ok=True)
    config = Config()
    for step in ("release", "submitted", "autograded", "feedback"):
        config.CourseDirectory[f"{step}_directory"] = f"{OWN_FOLDER}/{step}"
    config.CourseDirectory.db_url = f"sqlite:///{own / 'gradebook.db'}"
    return config


@contextmanager
def working_in(folder: Path) -> Iterator[None]:
    """Work in ``folder``: nbgrader and the course's data are found from the working folder."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def last_words(result: dict[str, Any]) -> str:
    """The sentence in an nbgrader result that tells a person what went wrong."""
    text = f"{result.get('log') or ''}\n{result.get('error') or ''}"
    # What nbgrader adds to an error is only that there was one.
    told = [found for found in _EXCEPTION.findall(text) if found[0] != "NbGraderException"]
    if not told:
        lines = [line for line in text.splitlines() if line.strip()]
        return lines[-1] if lines else "nbgrader gave no reason"
    name, message = told[-1]
    return message if name in {"CourseError", "BankError"} else f"{name}: {message}"

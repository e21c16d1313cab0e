"""``bzdcourse start``: a folder to teach from, or one to study in, wherever somebody wants it."""

from __future__ import annotations

import argparse
import shlex
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from bzdcourse.data import OWN_FOLDER, CourseError, course_root, has_keys

INSTRUCTORS_PACKAGE = "bzdcourse_instructor"

_TO_TEACH = """\
To teach from this folder
=========================

    bzdcourse check                   is everything sound?
    bzdcourse release 00_start_here   makes the students' version, in release/
    bzdcourse grade 00_start_here     grades submitted/<student>/00_start_here/
    bzdcourse report                  how the class did, in reports/
    jupyter lab                       nbgrader's own pages: formgrader, assignments

Students get what is in release/, and the package bzdcourse. What they hand in is the notebook
together with responses.jsonl; `nbgrader collect` takes both.

This folder holds the keys of the graded questions (quizzes/graded/, quizzes/concept_inventory.yml,
notebooks/) and soon your class's answers. Keep it where no student can read it, and the package
bzdcourse-instructor as well. How to teach each lesson is in docs/instructors/.
"""

_TO_STUDY = """\
To study in this folder
=======================

    bzdcourse study        opens the lessons in your browser

Your lessons and answers are in my_course/. After an update of the package bzdcourse the same
command brings new lessons; what you changed is kept. The graded questions' keys are not here: hand
in a lesson's folder, with responses.jsonl in it, to your instructor.
"""


def add_parser(commands: argparse._SubParsersAction) -> None:
    """Add the command to the course's commands."""
    start = commands.add_parser("start", help="make a folder to teach from, or to study in")
    start.add_argument("folder", type=Path, metavar="DIR", help="the folder to make")
    start.add_argument("--student", action="store_true", help="to study in: without any key")
    start.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    make, next_steps = (start_copy, _TO_STUDY) if options.student else (start_course, _TO_TEACH)
    folder = make(options.folder)
    print(f"{folder} is ready. Go there: cd {shlex.quote(str(folder))}\n\n{next_steps}", end="")
    return 0


def start_course(folder: Path) -> Path:
    """Make a course folder with all keys, which only its owner can read.

    Raises:
        CourseError: if the keys are not installed, or the folder can't be made; with what to do.
    """
    from bzdcourse.content import copy_course

    source = _course_with_keys()
    return _make(folder, lambda new: copy_course(source, new), _TO_TEACH)


def start_copy(folder: Path) -> Path:
    """Make a folder with the lessons as students get them, and no key.

    Raises:
        CourseError: if it can't be made; with what to do.
    """
    from bzdcourse.study import prepare

    source = course_root()
    return _make(folder, lambda new: prepare(new, course=source), _TO_STUDY)


def _course_with_keys() -> Path:
    """The course around the working folder or of the checkout; else the installed instructor's."""
    root = course_root()
    if has_keys(root):
        return root
    package = find_spec(INSTRUCTORS_PACKAGE)
    if package is None or package.origin is None:
        raise CourseError(
            "The package bzdcourse holds no keys, so that students may read it. A folder to teach "
            "from is made of a second package, bzdcourse-instructor. Install its wheel where only "
            "you can read it (such as: pip install --user bzdcourse_instructor-….whl), then try "
            "again. To study without keys: bzdcourse start --student DIR"
        )
    return Path(package.origin).parent / "course"


def _make(folder: Path, fill: Callable[[Path], object], read_me: str) -> Path:
    """Fill a new folder; it appears whole, or not at all."""
    folder = folder.expanduser().absolute()
    try:
        _refuse_used(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".bzdcourse-") as scratch:
            new = Path(scratch) / folder.name
            new.mkdir(mode=0o700)
            fill(new)
            (new / "README.md").write_text(read_me, encoding="utf-8")
            if folder.exists():
                folder.rmdir()  # it is empty
            new.rename(folder)
    except OSError as problem:
        raise CourseError(f"{folder} can't be made: {problem.strerror}.") from None
    return folder


def _refuse_used(folder: Path) -> None:
    for place in (folder, *folder.parents):
        if place.exists() and not place.is_dir():
            raise CourseError(f"{place} is a file. Nothing was changed; choose a new folder.")
    if folder.exists() and any(folder.iterdir()):
        own = " To study in it, go there: bzdcourse study" if (folder / OWN_FOLDER).is_dir() else ""
        raise CourseError(
            f"{folder} holds something already. Nothing was changed; choose a new folder.{own}"
        )

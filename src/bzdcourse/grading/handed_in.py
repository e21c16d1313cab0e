"""What a learner handed in, looked at from outside: nothing is opened before it may be.

nbgrader copies each file of a submission into ``autograded/`` and ``feedback/``. So whatever stands
for something else must be found first: a link to somebody's answers or to the key, a pipe that
never ends, a file that would fill the disk.
"""

from __future__ import annotations

import os
import stat
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bzdcourse.data import CourseError

MAX_ENTRIES = 500
"""Files and folders in one submission."""

MAX_DEPTH = 20
MAX_MB = 200
MAX_NAME = 128
"""Characters of a student's id that nbgrader's gradebook has room for."""

Inode = tuple[int, int]
"""What tells a file from others, whatever its names: device and number."""


@dataclass(frozen=True)
class HandedIn:
    """A folder that was looked through.

    Attributes:
        files: its plain files, as far as it was read.
        refused: why it must not be graded; empty if it may.
    """

    files: dict[Path, os.stat_result] = field(default_factory=dict)
    refused: str = ""


def shown(name: str) -> str:
    """A name that somebody else chose, safe to print: what can't be seen becomes its code."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)


def require_name(student: str) -> None:
    """Check that a folder's name can be a student's id.

    Raises:
        CourseError: if nbgrader, the gradebook or a terminal would take it for something else.
    """
    if len(student) > MAX_NAME:
        problem = f"is longer than {MAX_NAME} characters"
    elif not student.isprintable():
        problem = "has characters that can't be shown"
    elif student != student.strip():
        problem = "begins or ends with a blank"
    elif set(student) & set("*?["):
        problem = "has one of the characters *?[, which nbgrader takes for other names"
    else:
        return
    raise CourseError(
        f"“{shown(student)}” cannot be a student's name: it {problem}. Rename the folder."
    )


def look_through(folder: Path) -> HandedIn:
    """Find every file of a submission, and the first thing in it that forbids to open any."""
    files, refused = {}, ""
    try:
        for path, kind in _walk(folder):
            if stat.S_ISREG(kind.st_mode):
                files[path] = kind
            elif not stat.S_ISDIR(kind.st_mode):
                refused = refused or _refusal(path.relative_to(folder), kind.st_mode)
    except (CourseError, OSError) as problem:
        refused = refused or shown(str(problem))
    size_mb = sum(kind.st_size for kind in files.values()) / 10**6
    if size_mb > MAX_MB:
        refused = refused or _too_much(f"{size_mb:,.0f} MB, where {MAX_MB} MB is the most")
    return HandedIn(files, refused)


def _walk(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """Go through a folder without calling itself, which would end at some depth."""
    waiting, seen = [(folder, 0)], 0
    while waiting:
        path, depth = waiting.pop()
        kind = path.lstat()
        yield path, kind
        seen += 1
        if stat.S_ISDIR(kind.st_mode):
            waiting += [(inside, depth + 1) for inside in sorted(path.iterdir(), reverse=True)]
        if depth > MAX_DEPTH:
            raise CourseError(_too_much(f"folders in folders, more than {MAX_DEPTH} deep"))
        if seen > MAX_ENTRIES:
            raise CourseError(_too_much(f"more than {MAX_ENTRIES} files and folders"))


def hard_links(handed_in: Mapping[str, HandedIn]) -> dict[str, str]:
    """Who must be refused for a file that has another name outside of the submission, and why.

    Where learners share a file with nobody else, it is taken for the one's whose folder changed
    first: making a link changes the folder that it is made in.

    Args:
        handed_in: what the whole class handed in, by student.
    """
    holders: dict[Inode, list[tuple[str, Path]]] = defaultdict(list)
    names: dict[Inode, int] = {}
    for student, one in handed_in.items():
        for path, kind in one.files.items():
            if kind.st_nlink > 1:
                holders[kind.st_dev, kind.st_ino].append((student, path))
                names[kind.st_dev, kind.st_ino] = kind.st_nlink
    refused = {}
    for inode, places in holders.items():
        first = min(places, key=lambda place: place[1].parent.lstat().st_ctime_ns)[0]
        is_of_the_class = len(places) == names[inode]
        whose = shown(first) if is_of_the_class else "somebody else, or of the course"
        for student, path in places:
            if student != first or not is_of_the_class:
                refused[student] = _second_name(path, whose)
    return refused


def _refusal(name: Path, mode: int) -> str:
    place = "" if name == Path() else f" ({shown(str(name))})"
    if stat.S_ISLNK(mode):
        what, act = "a symbolic link", "Ask for the file itself, or delete the link."
    else:
        what, act = "a pipe, a socket or a device", "Ask for a plain file, or delete it."
    return f"The submission holds {what}{place}; it was not graded. {act}"


def _too_much(what: str) -> str:
    return (
        f"The submission holds {what}; it was not graded. Ask for the notebook and the answers "
        "alone, or delete what is not needed."
    )


def _second_name(path: Path, whose: str) -> str:
    return (
        f"The submission's {shown(path.name)} is a hard link to a file of {whose}; it was not "
        "graded. Ask for a file of the learner's own, or put a copy in its place."
    )

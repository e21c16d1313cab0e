"""The learner's own copy of the course.

The source folder must never hold anybody's answers, so a learner works in ``my_course/``: the
lessons as a class gets them. What the learner wrote there is never touched: an update that meets a
changed file is laid beside it.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import version
from itertools import count
from pathlib import Path

from bzdcourse.data import LEARNER_FOLDER, OWN_FOLDER, has_keys, lesson_ids
from bzdcourse.lab import open_lab
from bzdcourse.quiz.bank import INVENTORY_NAME
from bzdcourse.quiz.responses import JOURNAL_NAME

__all__ = ["Change", "open_lab", "prepare"]

MEMORY = Path(OWN_FOLDER) / "copied.json"

_REFRESHED = "refreshed"

Release = Callable[[Path, str], Path]
"""Makes the released version of a lesson of the course at a path; returns its folder."""


@dataclass(frozen=True)
class Change:
    """One thing that was done to the learner's copy.

    Attributes:
        lesson: the lesson's id.
        what: one plain sentence for the learner.
    """

    lesson: str
    what: str


@dataclass
class _Copied:
    """What was last copied of one lesson.

    Attributes:
        sources: hash of what the release was made of.
        files: name of each released file to its content's hash.
        beside: the same for the versions that were laid beside a changed file.
    """

    sources: str = ""
    files: dict[str, str] = field(default_factory=dict)
    beside: dict[str, str] = field(default_factory=dict)


def _release(root: Path, lesson: str) -> Path:
    if not has_keys(root):
        return root / "notebooks" / lesson
    from bzdcourse.grading.release import release_lesson  # takes seconds, and is rarely needed

    return release_lesson(root, lesson, own=True)


def prepare(root: Path, release: Release = _release, *, course: Path | None = None) -> list[Change]:
    """Make ``my_course/`` or bring it up to date.

    Args:
        root: the folder that holds it.
        release: how a lesson is released.
        course: the course's folder; ``root`` by default.

    Returns:
        What was done; empty if everything was as it should be.

    Raises:
        OSError: if a file can't be written. No file is left half written.
        CourseError: if a lesson can't be released.
    """
    course = course or root
    memory = _read_memory(root / MEMORY)
    changes: list[Change] = []
    for lesson in lesson_ids(course / "notebooks"):
        copied = memory.setdefault(lesson, _Copied())
        mine = root / LEARNER_FOLDER / lesson
        sources = _hash_of_sources(course, lesson)
        if copied.sources == sources and all((mine / name).exists() for name in copied.files):
            continue
        changes += _update(lesson, release(course, lesson), mine, copied)
        copied.sources = sources
        _write_memory(root / MEMORY, memory)
    return changes


def _hash_of_sources(course: Path, lesson: str) -> str:
    """Changes with everything that a release is made of."""
    inside = (course / "notebooks" / lesson).rglob("*")
    files = [p for p in sorted(inside) if p.is_file() and ".ipynb_checkpoints" not in p.parts]
    quizzes = course / "quizzes"
    files += [quizzes / "graded" / f"{lesson}.yml", quizzes / INVENTORY_NAME]
    files.append(course / "nbgrader_config.py")
    digest = hashlib.sha256(version("bzdcourse").encode())
    for path in filter(Path.exists, files):
        name_and_content = path.relative_to(course).as_posix(), _sha256(path.read_bytes())
        digest.update("\0".join(name_and_content).encode())
    return digest.hexdigest()


def _update(lesson: str, released: Path, mine: Path, copied: _Copied) -> list[Change]:
    """Bring one lesson's files up to date, and what is remembered of them."""
    is_new = not (mine / f"{lesson}.ipynb").exists()
    sources = [p for p in sorted(released.rglob("*")) if p.is_file() and p.name != JOURNAL_NAME]
    names = {source.relative_to(released).as_posix(): source for source in sources}
    done = [_update_file(source, mine, name, copied) for name, source in names.items()]
    copied.files = {name: _content_id(source) for name, source in names.items()}
    if is_new:
        return [Change(lesson, "added")]
    kept = [what for what in done if what and what != _REFRESHED]
    told = kept or ([_REFRESHED] if _REFRESHED in done else [])
    return [Change(lesson, what) for what in told]


def _update_file(source: Path, mine: Path, name: str, copied: _Copied) -> str | None:
    """Copy one released file where that loses nothing of the learner's; say what was done."""
    new, before, target = _content_id(source), copied.files.get(name), mine / name
    now = _content_id(target) if target.exists() else None
    is_ours = now is None or now == before or name.endswith(".quiz.json")
    if now == new or (not is_ours and before == new):
        return None
    if is_ours:
        _write_atomically(target, source.read_bytes())
        return _REFRESHED
    beside = _name_beside(target, new, copied.beside)
    _write_atomically(beside, source.read_bytes())
    copied.beside[beside.name] = new
    return f"you changed {name}, so it was kept; the new version is beside it: {beside.name}"


def _name_beside(target: Path, new: str, ours: dict[str, str]) -> Path:
    """A name for the new version that holds nothing the learner may have worked on."""
    for n in count(1):
        middle = ".updated" if n == 1 else f".updated-{n}"
        beside = target.with_name(f"{target.stem}{middle}{target.suffix}")
        if not beside.exists() or _content_id(beside) in {new, ours.get(beside.name)}:
            return beside
    raise AssertionError("counting never ends")


def _content_id(path: Path) -> str:
    """A hash that running a notebook or saving it in another layout doesn't change."""
    content = path.read_bytes()
    if path.suffix != ".ipynb":
        return _sha256(content)
    try:
        cells = [
            [cell.get("id"), cell["cell_type"], "".join(cell["source"])]
            for cell in json.loads(content)["cells"]
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return _sha256(content)  # torn: like nothing that was ever copied, so it is kept
    return _sha256(json.dumps(cells).encode())


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _read_memory(path: Path) -> dict[str, _Copied]:
    """What was copied when; nothing, if that was lost: then every file is taken as changed."""
    try:
        stored = json.loads(path.read_bytes())
        return {lesson: _Copied(**entry) for lesson, entry in stored.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _write_memory(path: Path, memory: dict[str, _Copied]) -> None:
    stored = {lesson: vars(copied) for lesson, copied in memory.items()}
    _write_atomically(path, json.dumps(stored, indent=1).encode())


def _write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that at every moment either the old or the new one is there, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, scratch = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(scratch).chmod(0o644)  # mkstemp's own mode would hide it from a teacher's account
        Path(scratch).replace(path)
    except BaseException:
        Path(scratch).unlink(missing_ok=True)
        raise

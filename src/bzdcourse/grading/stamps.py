"""What was graded already: one line a submission, appended once everything of it is on the disk."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from filelock import FileLock

from bzdcourse.data import OWN_FOLDER


@dataclass(frozen=True)
class Stamp:
    """A submission that was graded.

    Attributes:
        student: the learner's id.
        submission: fingerprint of what was handed in, and of what it was graded with.
        page: fingerprint of what the feedback page was made of.
        remarks: what there was to say of it.
    """

    student: str
    submission: str
    page: str
    remarks: list[str]


class Stamps:
    """The stamps of one lesson, in ``.my_course/graded/<lesson>.jsonl``.

    Args:
        root: the course's folder.
        lesson: the lesson's id.
    """

    def __init__(self, root: Path, lesson: str):
        self._file = root / OWN_FOLDER / "graded" / f"{lesson}.jsonl"
        self._last: dict[str, Stamp] = {}

    def lock(self) -> FileLock:
        """Held by whoever grades the lesson, so that two don't write the same files."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        return FileLock(self._file.with_suffix(".lock"))

    def read(self) -> None:
        """Read what is there; under the lock, since whoever held it may have added to it."""
        self._last = _read(self._file)

    def last(self, student: str) -> Stamp | None:
        """The learner's last stamp."""
        return self._last.get(student)

    def add(self, stamps: Iterable[Stamp]) -> None:
        """Append stamps; a stop in mid-line costs no more than grading that submission again."""
        lines = "".join(f"{json.dumps(asdict(stamp))}\n" for stamp in stamps)
        if not lines:
            return
        with self._file.open("a", encoding="utf-8") as file:
            file.write(f"\n{lines}")
            file.flush()
            os.fsync(file.fileno())


def digest_of(*texts: str) -> str:
    """Fingerprint of some texts."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update(f"{len(text)}\n{text}".encode(errors="surrogatepass"))
    return digest.hexdigest()


def fingerprint(submission: Path, graded_with: str) -> str:
    """Fingerprint of a folder that was handed in, and of what it is graded with."""
    return _digest([submission], graded_with)


def graded_with(root: Path, lesson: str) -> str:
    """Fingerprint of everything that a lesson is graded with."""
    programs = " ".join(
        f"{name} {version(name)}" for name in ("bzdcourse", "nbgrader", "nbconvert")
    )
    folders = [root / "quizzes", root / "source_texts", root / "notebooks" / lesson]
    return _digest([*folders, root / "nbgrader_config.py"], programs)


def _digest(places: list[Path], start: str) -> str:
    digest = hashlib.sha256(start.encode())
    for place in places:
        for path in sorted([place, *place.rglob("*")]):
            kind = path.lstat()
            digest.update(f"{path.relative_to(place)}\n{kind.st_mode}\n".encode(errors="replace"))
            if stat.S_ISREG(kind.st_mode):
                with path.open("rb") as file:
                    digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _read(file: Path) -> dict[str, Stamp]:
    if not file.exists():
        return {}
    found = {}
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            stamp = Stamp(**json.loads(line))
        except (ValueError, TypeError):
            continue  # a blank line, or one that a stop tore off
        found[stamp.student] = stamp
    return found

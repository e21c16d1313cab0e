"""What a course is made of, and the half of it that may lie where students can read it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from bzdcourse.data import misconceptions
from bzdcourse.quiz.bank import load_bank
from bzdcourse.quiz.responses import JOURNAL_NAME

PARTS = (
    "notebooks",
    "quizzes",
    "source_texts",
    "docs/decisions",
    "docs/hub",
    "docs/instructors",
    "docs/large_classes.md",
    "nbgrader_config.py",
    "CONTRIBUTING.md",
    "LICENSE-CONTENT",
)
"""A course folder; beside them lies only what somebody did with the course."""

PUBLIC_PARTS = ("quizzes/checks", "source_texts")
"""What lessons read while students work."""


def copy_course(root: Path, folder: Path) -> None:
    """Copy a course with its keys, and nobody's answers.

    Raises:
        OSError: if something can't be read or written.
    """
    _copy(root, PARTS, folder)


def copy_public_half(root: Path, folder: Path) -> None:
    """Copy what students may have: lessons as released, checks, sources. No key is in it.

    Raises:
        CourseError: if a lesson can't be released.
    """
    from bzdcourse.grading.release import release_all  # takes seconds to import

    _copy(root, PUBLIC_PARTS, folder)
    known = {"misconceptions": _beliefs_of_checks(root)}
    text = yaml.safe_dump(known, allow_unicode=True, sort_keys=False)
    (folder / "quizzes" / "misconceptions.yml").write_text(text, encoding="utf-8")
    with TemporaryDirectory() as scratch:
        copy_course(root, Path(scratch))  # a gradebook is written; not into the author's folder
        for lesson, released in release_all(Path(scratch)).items():
            shutil.copytree(released, folder / "notebooks" / lesson)


def _copy(root: Path, parts: Sequence[str], folder: Path) -> None:
    for file in [file for part in parts for file in _files(root / part)]:
        name = file.relative_to(root)
        if file.name != JOURNAL_NAME and not any(part.startswith(".") for part in name.parts):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, folder / name)


def _files(path: Path) -> list[Path]:
    return [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())


def _beliefs_of_checks(root: Path) -> list[dict[str, str]]:
    """Not those that graded questions alone name: some say almost what a wrong option says."""
    banks = [load_bank(path) for path in sorted((root / "quizzes" / "checks").glob("*.yml"))]
    named = {name for bank in banks for item in bank.items.values() for name in _named(item.raw)}
    beliefs = misconceptions(root).items()
    return [{"id": name, "belief": belief} for name, belief in beliefs if name in named]


def _named(part: Any) -> Iterator[str]:
    """Ids of the misconceptions in any part of a question."""
    if isinstance(part, dict) and "misconception" in part:
        yield part["misconception"]
    inside = part.values() if isinstance(part, dict) else part if isinstance(part, list) else []
    for one in inside:
        yield from _named(one)

"""Find and load what the course is made of: ``source_texts/`` and ``quizzes/``."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

LEARNER_FOLDER = "my_course"
"""Where a learner who studies alone works; only the learner and JupyterLab see into it."""

OWN_FOLDER = ".my_course"
"""What the course remembers of that learner: releases, grades, what was copied when."""


class CourseError(Exception):
    """Something that the person at the keyboard can mend. The text says what, and how."""

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows in place of a traceback, which would help no learner."""
        return [str(self)]


def course_root(start: Path | None = None) -> Path:
    """The folder that holds ``source_texts/`` and ``quizzes/``.

    It is the nearest one at or above ``start`` (the working folder by default); failing that, the
    checkout that this package is installed from, or the course without keys in an installed wheel.

    Raises:
        CourseError: with what to do.
    """
    here = (start or Path.cwd()).resolve()
    package = Path(__file__).resolve().parent
    for folder in (here, *here.parents, package.parents[1], package / "course"):
        if _is_course(folder):
            return folder
    raise CourseError(
        f"No course was found around {here}. Go into the course's folder "
        "(the one with source_texts/ and quizzes/) and try again."
    )


def course_with_keys() -> Path:
    """The course's folder, for what only its instructor or author can do.

    Raises:
        CourseError: if only the course without keys is here; with what to do.
    """
    root = course_root()
    if has_keys(root):
        return root
    raise CourseError(
        "This needs an instructor's course folder, the one with quizzes/graded/. Go into it and "
        "try again; to make one: bzdcourse start DIR"
    )


def learner_root(*, with_keys: bool = False) -> Path:
    """The folder in which somebody studies alone: the nearest one with a copy, or a course.

    Args:
        with_keys: it is needed for grading.

    Raises:
        CourseError: if there is none, or it has no keys; with what to do.
    """
    here = Path.cwd().resolve()
    for folder in (here, *here.parents, course_root()):
        if (folder / OWN_FOLDER).is_dir() or has_keys(folder):
            break
    else:
        raise CourseError(
            f"There is no copy of the course in {here}. Go into yours and try again; "
            "to make one: bzdcourse start --student DIR"
        )
    if with_keys and not has_keys(folder):
        raise CourseError(
            "The keys of the graded questions are not here, so nothing can be graded here. Hand in "
            f"the lesson's folder in {folder / LEARNER_FOLDER} to your instructor, who has them."
        )
    return folder


def has_keys(root: Path) -> bool:
    """Whether a course holds the graded questions; without them its lessons are as released."""
    return (root / "quizzes" / "graded").is_dir()


def _is_course(folder: Path) -> bool:
    return (folder / "source_texts").is_dir() and (folder / "quizzes").is_dir()


def lesson_ids(folder: Path) -> list[str]:
    """Ids of the lessons in a folder of lessons (``<id>/<id>.ipynb``), in their order."""
    return sorted(p.stem for p in folder.glob("*/*.ipynb") if p.stem == p.parent.name)


def load_yaml(path: Path) -> Any:
    """Load a YAML file of the course.

    Raises:
        CourseError: with the file's name, if it can't be read.
    """
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except OSError as problem:
        raise CourseError(f"{path} can't be read: {problem.strerror}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        raise CourseError(
            f"{path}: not readable as YAML: {' '.join(str(problem).split())}"
        ) from None


def source_text(name: str) -> Any:
    """Load ``source_texts/<name>.yml``."""
    return load_yaml(course_root() / "source_texts" / f"{name}.yml")


def misconceptions(root: Path | None = None) -> dict[str, str]:
    """What is wrongly believed, as Markdown, by the id that wrong options name."""
    return _misconceptions((root or course_root()) / "quizzes" / "misconceptions.yml")


@cache
def _misconceptions(path: Path) -> dict[str, str]:
    listed = load_yaml(path)["misconceptions"]
    return {misconception["id"]: misconception["belief"] for misconception in listed}


def dataset(name: str) -> list[dict[str, str]]:
    """Rows of ``source_texts/datasets/<name>.csv``; every value is text."""
    path = course_root() / "source_texts" / "datasets" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class Reference:
    """One source, ready to be read.

    Attributes:
        key: its key in the bibliography.
        text: authors, year, title, place, as Markdown.
        url: where to read it, or ``None`` if no address was confirmed.
    """

    key: str
    text: str
    url: str | None

    @property
    def markdown(self) -> str:
        """The reference with its link."""
        return f"{self.text} [{_link_text(self.url)}]({self.url})" if self.url else self.text


def _link_text(url: str) -> str:
    host, _, path = url.partition("://")[2].partition("/")
    return path if host == "doi.org" else host


def references(root: Path | None = None) -> dict[str, Reference]:
    """Every source of ``source_texts/bibliography.bib`` by its key.

    Raises:
        CourseError: if the file is torn; with the line.
    """
    return _references((root or course_root()) / "source_texts" / "bibliography.bib")


@cache
def _references(path: Path) -> dict[str, Reference]:
    # Slow to import, and few callers need them.
    from pybtex.database import parse_file
    from pybtex.exceptions import PybtexError

    try:
        # No person fields: names are printed as they stand, so nothing may split and reorder them.
        entries = parse_file(str(path), bib_format="bibtex", person_fields=[]).entries
    except PybtexError as problem:
        raise CourseError(f"{path}: {problem}") from None
    return {key: _reference(key, entry.fields) for key, entry in entries.items()}


def _reference(key: str, fields: Any) -> Reference:
    place = ", ".join(filter(None, [fields.get("journal"), fields.get("volume_pages")]))
    author = fields["author"].strip("{}").rstrip(".")
    title = fields["title"] if fields["title"].endswith("?") else f"{fields['title']}."
    parts = [f"{author} ({fields['year']}).", title, f"*{place}*." if place else ""]
    doi = fields.get("doi")
    url = f"https://doi.org/{doi}" if doi else fields.get("url")
    return Reference(key, " ".join(filter(None, parts)), url)

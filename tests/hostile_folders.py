"""Attacks by what lies in a folder, by its name, and by its time of hand-in."""

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

from bzdcourse.quiz.responses import JOURNAL_NAME
from classroom import LESSON
from hostile import FULL, NOTEBOOK_NAME, NOTHING, REFUSED, Attack

LINK = "symbolic link"
SPECIAL = "a pipe, a socket or a device"
SECOND_NAME = "hard link"
NO_TIME = "timestamp.txt"


def course_of(folder: Path) -> Path:
    """The course in which a submission lies."""
    return folder.parents[2]


def outside(folder: Path) -> Path:
    """A folder beside the course, which is nobody's business."""
    return course_of(folder).parent / "outside"


def linked(name: str, target: str | Callable[[Path], Path]) -> Callable[[Path], None]:
    """Put a symbolic link in the place of a file, or beside the others."""

    def spoil(folder: Path) -> None:
        path = folder / name
        path.unlink(missing_ok=True)
        path.symlink_to(target(folder) if callable(target) else target)

    return spoil


def hard_linked(name: str, target: str) -> Callable[[Path], None]:
    """Give a file of the course a second name in the submission."""

    def spoil(folder: Path) -> None:
        path = folder / name
        path.unlink(missing_ok=True)
        os.link(course_of(folder) / target, path)

    return spoil


def special(name: str, kind: int) -> Callable[[Path], None]:
    """Put a pipe, a socket or a device there; only root may make a device, others a pipe."""

    def spoil(folder: Path) -> None:
        path = folder / name
        path.unlink(missing_ok=True)
        try:
            os.mknod(path, kind | 0o644, os.makedev(1, 5))  # which never ends: /dev/zero
        except PermissionError:
            os.mkfifo(path)

    return spoil


def folder_as(name: str) -> Callable[[Path], None]:
    """Put a folder with something in it where a file should be."""

    def spoil(folder: Path) -> None:
        (folder / name).unlink(missing_ok=True)
        (folder / name).mkdir()
        (folder / name / "a.txt").write_text("{}")

    return spoil


def file_as(name: str) -> Callable[[Path], None]:
    """Put a file where a folder should be."""

    def spoil(folder: Path) -> None:
        shutil.rmtree(folder / name)
        (folder / name).write_text("x")

    return spoil


def the_folder_as(make: Callable[[Path], object]) -> Callable[[Path], None]:
    """Put something else in the place of the whole folder."""

    def spoil(folder: Path) -> None:
        shutil.rmtree(folder)
        make(folder)

    return spoil


def the_student_as_link(folder: Path) -> None:
    """Put a link to somebody else where a student's own folder should be."""
    shutil.rmtree(folder.parent)
    folder.parent.symlink_to("good-01")


def with_file(name: str | bytes, content: bytes = b"x") -> Callable[[Path], None]:
    """Lay one more file beside the others."""

    def spoil(folder: Path) -> None:
        path = os.path.join(os.fsencode(folder), os.fsencode(name))  # noqa: PTH118 (bytes)
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        with open(path, "wb") as file:  # noqa: PTH123
            file.write(content)

    return spoil


def sparse_file(size: int) -> Callable[[Path], None]:
    """Lay a file there that is large and takes no place on the disk."""

    def spoil(folder: Path) -> None:
        with (folder / "data.bin").open("wb") as file:
            file.truncate(size)

    return spoil


def nested_folders(folder: Path) -> None:
    """Folders within folders, deeper than a program should follow by calling itself."""
    os.makedirs(folder / "/".join("d" * 900))  # noqa: PTH103 (pathlib calls itself too often)
    (folder / "d").rename(folder / "e")
    os.makedirs(folder / "/".join("d" * 900))  # noqa: PTH103
    (folder / "e").rename(folder / "/".join("d" * 900) / "e")


def many_files(folder: Path) -> None:
    """More files than anybody hands in."""
    for n in range(3000):
        (folder / f"{n}.txt").touch()


def unreadable_before(folder: Path) -> None:
    """A torn notebook, and a file where it would be kept."""
    (folder / NOTEBOOK_NAME).write_text("torn")
    (folder / f"{NOTEBOOK_NAME}.unreadable").write_text("mine")


def without(name: str) -> Callable[[Path], None]:
    """Leave out a file."""
    return lambda folder: (folder / name).unlink()


TORN = "could not be read"
NO_NOTEBOOK = "No notebook was handed in"
NO_JOURNAL = "No responses.jsonl was handed in"
NO_PLAIN_JOURNAL = "responses.jsonl"
KEY = f"quizzes/graded/{LESSON}.yml"

FOLDERS = {
    # --- links
    "journal-links-to-another": (
        linked(JOURNAL_NAME, f"../../good-01/{LESSON}/{JOURNAL_NAME}"), REFUSED, LINK,
    ),
    "notebook-links-to-another": (
        linked(NOTEBOOK_NAME, f"../../good-01/{LESSON}/{NOTEBOOK_NAME}"), REFUSED, LINK,
    ),
    "journal-links-to-system": (linked(JOURNAL_NAME, "/etc/passwd"), REFUSED, LINK),
    "notebook-links-to-system": (linked(NOTEBOOK_NAME, "/dev/zero"), REFUSED, LINK),
    "journal-links-to-outside": (
        linked(JOURNAL_NAME, lambda folder: outside(folder) / "secret.txt"), REFUSED, LINK,
    ),
    "file-links-to-key": (linked("a.txt", f"../../../{KEY}"), REFUSED, LINK),
    "file-links-to-gradebook": (linked("a.txt", "../../../gradebook.db"), REFUSED, LINK),
    "file-links-to-terminal": (linked("a.txt", "/dev/stdin"), REFUSED, LINK),
    "folder-links-to-quizzes": (linked("mine", "../../../quizzes"), REFUSED, LINK),
    "folder-links-to-root": (linked("mine", "/"), REFUSED, LINK),
    "folder-links-to-itself": (linked("mine", "."), REFUSED, LINK),
    "link-in-a-folder": (
        lambda folder: [(folder / "a").mkdir(), linked("a/b", "/etc/passwd")(folder)],
        REFUSED, LINK,
    ),
    "link-to-nothing": (linked("a.txt", "gone"), REFUSED, LINK),
    "link-loop": (linked(JOURNAL_NAME, JOURNAL_NAME), REFUSED, LINK),
    "notebook-link-loop": (linked(NOTEBOOK_NAME, NOTEBOOK_NAME), REFUSED, LINK),
    "timestamp-links-to-outside": (
        linked("timestamp.txt", lambda folder: outside(folder) / "secret.txt"), REFUSED, LINK,
    ),
    "lesson-links-to-another": (
        the_folder_as(lambda folder: folder.symlink_to(f"../good-01/{LESSON}")), REFUSED, LINK,
    ),
    "lesson-links-to-source": (
        the_folder_as(lambda folder: folder.symlink_to(f"../../notebooks/{LESSON}")), REFUSED,
        LINK,
    ),
    "lesson-links-to-nothing": (
        the_folder_as(lambda folder: folder.symlink_to("gone")), REFUSED, LINK,
    ),
    "student-links-to-another": (the_student_as_link, REFUSED, LINK),
    "journal-hard-linked": (
        hard_linked(JOURNAL_NAME, f"submitted/good-02/{LESSON}/{JOURNAL_NAME}"), REFUSED,
        SECOND_NAME,
    ),
    "notebook-hard-linked": (
        hard_linked(NOTEBOOK_NAME, f"submitted/good-03/{LESSON}/{NOTEBOOK_NAME}"), REFUSED,
        SECOND_NAME,
    ),
    "key-hard-linked": (hard_linked("a.txt", KEY), REFUSED, SECOND_NAME),
    "key-as-journal": (hard_linked(JOURNAL_NAME, KEY), REFUSED, SECOND_NAME),
    "gradebook-hard-linked": (hard_linked(JOURNAL_NAME, "gradebook.db"), REFUSED, SECOND_NAME),
    "source-hard-linked": (
        hard_linked(NOTEBOOK_NAME, f"notebooks/{LESSON}/{NOTEBOOK_NAME}"), REFUSED, SECOND_NAME,
    ),
    "outside-hard-linked": (
        hard_linked("a.txt", "../outside/secret.txt"), REFUSED, SECOND_NAME,
    ),
    "own-file-twice": (
        lambda folder: os.link(folder / JOURNAL_NAME, folder / "copy.jsonl"), FULL, "",
    ),
    # --- no plain files
    "journal-a-pipe": (special(JOURNAL_NAME, stat.S_IFIFO), REFUSED, SPECIAL),
    "journal-a-socket": (special(JOURNAL_NAME, stat.S_IFSOCK), REFUSED, SPECIAL),
    "journal-a-device": (special(JOURNAL_NAME, stat.S_IFCHR), REFUSED, SPECIAL),
    "notebook-a-pipe": (special(NOTEBOOK_NAME, stat.S_IFIFO), REFUSED, SPECIAL),
    "notebook-a-socket": (special(NOTEBOOK_NAME, stat.S_IFSOCK), REFUSED, SPECIAL),
    "notebook-a-device": (special(NOTEBOOK_NAME, stat.S_IFCHR), REFUSED, SPECIAL),
    "timestamp-a-pipe": (special("timestamp.txt", stat.S_IFIFO), REFUSED, SPECIAL),
    "one-more-pipe": (special("a.txt", stat.S_IFIFO), REFUSED, SPECIAL),
    "one-more-socket": (special("a.sock", stat.S_IFSOCK), REFUSED, SPECIAL),
    "one-more-device": (special("a.txt", stat.S_IFCHR), REFUSED, SPECIAL),
    "lesson-a-pipe": (the_folder_as(os.mkfifo), REFUSED, SPECIAL),
    "lesson-a-file": (
        the_folder_as(lambda folder: folder.write_text("x")), REFUSED, "where the lesson's folder",
    ),
    "journal-a-folder": (folder_as(JOURNAL_NAME), NOTHING, NO_PLAIN_JOURNAL),
    "notebook-a-folder": (folder_as(NOTEBOOK_NAME), FULL, TORN),
    "timestamp-a-folder": (folder_as("timestamp.txt"), FULL, NO_TIME),
    # --- other files
    "nothing-at-all": (the_folder_as(Path.mkdir), NOTHING, NO_JOURNAL),
    "no-notebook": (without(NOTEBOOK_NAME), FULL, NO_NOTEBOOK),
    "no-journal": (without(JOURNAL_NAME), NOTHING, NO_JOURNAL),
    "notebook-renamed": (
        lambda folder: (folder / NOTEBOOK_NAME).rename(folder / "my quiz (1).ipynb"), FULL,
        NO_NOTEBOOK,
    ),
    "journal-renamed": (
        lambda folder: (folder / JOURNAL_NAME).rename(folder / "responses.jsonl.txt"), NOTHING,
        NO_JOURNAL,
    ),
    "journal-in-capitals": (
        lambda folder: (folder / JOURNAL_NAME).rename(folder / "Responses.JSONL"), NOTHING,
        NO_JOURNAL,
    ),
    "lesson-in-the-lesson": (
        lambda folder: shutil.copytree(folder, folder.parent / "copy")
        and (folder.parent / "copy").rename(folder / LESSON), FULL, "",
    ),
    "one-more-notebook": (with_file("other.ipynb", b"not a notebook"), FULL, ""),
    "updated-notebook": (
        lambda folder: shutil.copy(folder / NOTEBOOK_NAME, folder / f"{LESSON}.updated.ipynb"),
        FULL, "",
    ),
    "kept-name-taken": (unreadable_before, FULL, "kept as 00_demo.ipynb.unreadable2"),
    "folder-named-as-the-page": (with_file(f"{LESSON}.html/x.txt"), FULL, ""),
    "folder-named-as-a-supplied-file": (folder_as("data/colours.csv"), FULL, ""),
    "file-named-as-a-supplied-folder": (file_as("data"), FULL, ""),
    "supplied-file-changed": (with_file("data/colours.csv", b"nothing is blue"), FULL, ""),
    "bank-of-my-own": (with_file(KEY, b"items: []"), FULL, ""),
    "public-half-changed": (with_file(f"{LESSON}.quiz.json", b"{}"), FULL, ""),
    "config-of-my-own": (with_file("nbgrader_config.py", b"raise SystemExit"), FULL, ""),
    "module-of-my-own": (with_file("json.py", b"raise SystemExit"), FULL, ""),
    "sitecustomize": (with_file("sitecustomize.py", b"raise SystemExit"), FULL, ""),
    "gradebook-of-my-own": (with_file("gradebook.db", b"x"), FULL, ""),
    "feedback-of-my-own": (
        with_file(f"{LESSON}.html", b"<p>16 of 16 points, signed: the instructor</p>"), FULL, "",
    ),
    "file-named-in-latin-1": (with_file(b"na\xefve.txt"), FULL, ""),
    "file-named-with-a-line-end": (with_file("a\nb.txt"), FULL, ""),
    "file-named-as-an-option": (with_file("-rf"), FULL, ""),
    "file-with-a-longest-name": (with_file("x" * 255), FULL, ""),
    "file-of-300-mb": (sparse_file(300_000_000), REFUSED, "MB"),
    "file-of-a-terabyte": (sparse_file(10**12), REFUSED, "MB"),
    "3000-files": (many_files, REFUSED, "files"),
    "folders-1800-deep": (nested_folders, REFUSED, "folders"),
}  # fmt: skip


def folder_attacks() -> list[Attack]:
    """Every attack of this file."""
    return [
        Attack(f"folder-{name}", spoil, points, reason)
        for name, (spoil, points, reason) in FOLDERS.items()
    ]

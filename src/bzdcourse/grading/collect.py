"""Collect from an exchange that students can write to."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from nbgrader.exchange import ExchangeError
from nbgrader.exchange.default import ExchangeCollect

from bzdcourse.data import CourseError
from bzdcourse.grading.handed_in import look_through, shown

_PLAIN = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
"""Opens no link, and doesn't wait for a pipe."""


class CollectOwn(ExchangeCollect):
    """nbgrader's collecting, where each gets what is their own.

    A submission counts for the account that owns its folder, whatever name it bears: nbgrader
    believes the name, so that anybody could replace anybody's answers. And no link in it is
    followed: nbgrader copies what a link points to with the instructor's rights, be it the key, and
    hands it out with the feedback.
    """

    def _path_to_record(self, path: str) -> dict[str, Any]:
        try:
            record = super()._path_to_record(path)
        except (ExchangeError, ValueError, OverflowError):
            # Older than any other, instead of an error that would keep the class waiting.
            record = {"username": "", "filename": Path(path).name, "timestamp": datetime.min}
        owner = _owner(Path(path))
        if record["username"] != owner:
            self.log.warning("%s was handed in by %s.", shown(record["filename"]), owner)
        return record | {"username": owner}

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        """Copy one submission, or say why not: the others are collected all the same."""
        try:
            if refused := look_through(Path(src)).refused:
                raise CourseError(refused)
            copy_plainly(Path(src), Path(dest))
        except (CourseError, OSError) as problem:
            shutil.rmtree(dest, ignore_errors=True)
            self.log.error("%s was not collected: %s", shown(Path(src).name), problem)


def _owner(path: Path) -> str:
    uid = path.lstat().st_uid
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid-{uid}"


def copy_plainly(source: Path, target: Path) -> None:
    """Copy folders and plain files, even if somebody puts links in their places meanwhile.

    Raises:
        OSError: if there is anything else.
    """
    for folder, _, names, descriptor in os.fwalk(source):
        inside = target / Path(folder).relative_to(source)
        inside.mkdir()
        for name in names:
            opener = partial(_open_plain, descriptor)
            with open(name, "rb", opener=opener) as read, (inside / name).open("xb") as written:
                shutil.copyfileobj(read, written)


def _open_plain(folder: int, name: str, _flags: int) -> int:
    file = os.open(name, _PLAIN, dir_fd=folder)
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        raise OSError(f"{shown(name)} is no plain file")
    return file

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
from nbgrader.utils import parse_utc
from traitlets import Bool

from bzdcourse.data import CourseError
from bzdcourse.grading.handed_in import look_through, shown
from bzdcourse.grading.submissions import NO_FOLDER

_PLAIN = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
"""Opens no link, and doesn't wait for a pipe."""

_ODD = (ExchangeError, CourseError, OSError, ValueError, OverflowError)
"""What a submission that somebody made by hand can raise."""

NO_RECEIPT = (
    "It has no timestamp.txt and submission_secret.txt that can be read, so it was not made by "
    "nbgrader. Ask the student to submit it again."
)


class CollectOwn(ExchangeCollect):
    """nbgrader's collecting, where each learner gets what is their own.

    A submission counts for the account that owns its folder, whatever name it bears: nbgrader
    believes the name, so that anybody could replace anybody's answers. No link in it is followed:
    nbgrader copies what a link points to with the instructor's rights, be it the key, and hands it
    out with the feedback. And what can't be collected keeps nobody else waiting.
    """

    check_owner = Bool(False, help="The owner decides in any case.").tag(config=True)

    def _path_to_record(self, path: str) -> dict[str, Any]:
        try:
            record = super()._path_to_record(path)
        except _ODD:
            # Older than any other: it counts only if its owner handed in nothing else.
            record = {"username": None, "filename": Path(path).name, "timestamp": datetime.min}
        owner = _owner(Path(path))
        if record["username"] != owner:
            self.log.warning("%s was handed in by %s.", shown(record["filename"]), owner)
        return record | {"username": owner}

    def copy_files(self) -> None:
        """Collect each submission by itself, and say which ones could not be."""
        for record in self.src_records:
            self.src_records = [record]
            try:
                _refuse(Path(self.inbound_path, record["filename"]))
                super().copy_files()
            except _ODD as problem:
                name = shown(record["filename"])
                self.log.error("%s was not collected. %s", name, shown(str(problem)))

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        """Copy one submission.

        Raises:
            OSError: if a part of it could not be copied; then nothing of it is left.
            CourseError: if it is no longer whole.
        """
        try:
            copy_plainly(Path(src), Path(dest))
            _require_receipt(Path(dest))
        except (OSError, CourseError):
            shutil.rmtree(dest, ignore_errors=True)
            raise


def _refuse(submission: Path) -> None:
    looked_at = look_through(submission)
    refused = NO_FOLDER if submission in looked_at.files else looked_at.refused
    if refused:
        raise CourseError(refused)
    _require_receipt(submission)


def _require_receipt(submission: Path) -> None:
    """Check for what ``nbgrader submit`` adds, without which nobody's feedback can be released."""
    try:
        parse_utc((submission / "timestamp.txt").read_text(encoding="utf-8").strip())
        (submission / "submission_secret.txt").read_text(encoding="utf-8")
    except (OSError, ValueError, OverflowError):
        raise CourseError(NO_RECEIPT) from None


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

"""When a submission was handed in, as nbgrader's exchange noted it beside the notebook."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from nbgrader.utils import parse_utc

TIME_FILE = "timestamp.txt"

MAX_TIME_BYTES = 100
"""Longer than any time; nbgrader's parser would be busy for hours with a long one."""

_UNREADABLE = (
    f"{TIME_FILE} could not be read: the time of the submission is not known, "
    "and it counts as handed in on time."
)


def read_time(folder: Path) -> tuple[datetime | None, list[str]]:
    """When a submission was handed in (UTC), if that is known, and what to say of it.

    Args:
        folder: a submission that was looked through.
    """
    file = folder / TIME_FILE
    if not file.exists():
        return None, []
    try:
        with file.open("rb") as stream:
            content = stream.read(MAX_TIME_BYTES + 1)
        if len(content) > MAX_TIME_BYTES:
            return None, [_UNREADABLE]
        text = content.decode().strip()
        time = parse_utc(text) if text else None
    except Exception:  # anything may be in the file, and the parser raises all sorts of errors
        return None, [_UNREADABLE]
    if time and time > datetime.now(UTC).replace(tzinfo=None):
        return time, [f"{TIME_FILE} lies in the future ({time:%Y-%m-%d %H:%M} UTC)."]
    return time, []


def set_aside_time(folder: Path) -> list[str]:
    """Rename a file in which no time can be read, at which nbgrader stops; say what was done."""
    _, remarks = read_time(folder)
    if remarks == [_UNREADABLE]:
        (folder / TIME_FILE).replace(folder / f"{TIME_FILE}.unreadable")
    return remarks

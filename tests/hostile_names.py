"""Attacks by the name of a student, and by the time of hand-in."""

from functools import partial
from pathlib import Path

from hostile import FULL, REFUSED, Attack

NO_TIME = "timestamp.txt"

TIMES = {
    "garbage": (b"when I was done", NO_TIME),
    "empty": (b"", ""),
    "bytes": (b"\xff\xfe\x00", NO_TIME),
    "10-mb": (b"2" * 10_000_000, NO_TIME),
    "beyond-years": (b"99999-01-01 00:00:00 UTC", NO_TIME),
    "before-year-1": (b"0001-01-01 00:00:00 +1400", NO_TIME),
    "after-year-9999": (b"9999-12-31 23:59:59 -1400", NO_TIME),
    "of-a-huge-zone": (b"2026-01-01 00:00:00 " + b"9" * 400, NO_TIME),
    "of-no-zone": (b"2026-01-01 00:00:00 Nowhere/Land", ""),
    "of-a-zone-that-is-a-path": (b"2026-01-01 00:00:00 ../../../etc/passwd", ""),
    "of-the-future": (b"2999-01-01 00:00:00 UTC", "in the future"),
    "of-long-ago": (b"1960-01-01 00:00:00 UTC", ""),
    "with-code": (b"__import__('os').system('true')", NO_TIME),
}
"""What ``timestamp.txt`` holds. The lesson has no date due, so nobody loses a point by it."""

NAMED = {
    "O'Neil": FULL,
    'O"Neil': FULL,
    "Robert'); DROP TABLE student;--": FULL,
    "Zoë Ångström": FULL,
    "学生": FULL,
    "two words": FULL,
    "-rf": FULL,
    ".hidden": FULL,
    "..x": FULL,
    "..\\x": FULL,
    "a+b": FULL,
    "a,b": FULL,
    "a%b": FULL,
    "a&b;c": FULL,
    "$(touch was-here)": FULL,
    "{student_id}": FULL,
    "<b>bold": FULL,
    "good-01x": FULL,
    "GOOD-01": FULL,
    "none": FULL,
    "NULL": FULL,
    "...": FULL,
    "~root": FULL,
    "%2e%2e%2fgood-01": FULL,
    "feedback": FULL,
    "__pycache__": FULL,
    "0": FULL,
    "x" * 128: FULL,
    "x" * 129: REFUSED,
    "é" * 127: FULL,
    "*": REFUSED,
    "[red]rich": REFUSED,
    "good-0?": REFUSED,
    "[a-z]ood-01": REFUSED,
    "good-01 ": REFUSED,
    " good-01": REFUSED,
    "good-01\n": REFUSED,
    "tab\there": REFUSED,
    "\x1b[2Jcleared": REFUSED,
    "right\u202eto left": REFUSED,
    "caf\udce9": REFUSED,
}
"""Names of students. What nbgrader or a terminal takes for something else is refused."""


def named_attacks() -> list[Attack]:
    """Students whose name is the attack."""
    reason = "cannot be a student's name"
    return [
        Attack(name, points=points, reason="" if points else reason)
        for name, points in NAMED.items()
    ]


def write_time(content: bytes, folder: Path) -> None:
    """Note a time as nbgrader's exchange does."""
    (folder / "timestamp.txt").write_bytes(content)


def time_attacks() -> list[Attack]:
    """Every time of this file."""
    return [
        Attack(f"time-{name}", partial(write_time, content), FULL, reason)
        for name, (content, reason) in TIMES.items()
    ]

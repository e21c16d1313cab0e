"""The journal of a learner's answers: ``responses.jsonl``, one JSON object a line, append-only.

A line is ``{"item": <grade_id>, "answer": <any JSON>, "time": <UTC, ISO 8601>}``. The last readable
line of an item is its answer. Nothing is ever rewritten, so a crash, a second tab or a full disk
can spoil only the line being written, and that one was never acknowledged.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

JOURNAL_NAME = "responses.jsonl"

MAX_LINE_BYTES = 64 * 1024
"""Longer than any answer that a widget writes; a longer line is garbage and is skipped."""

MAX_JOURNAL_BYTES = 64 * 1024 * 1024
"""About half a million answers; what comes after is not read."""


@dataclass(frozen=True)
class Responses:
    """What a journal says.

    Attributes:
        answers: item id to the last answer given; a withdrawn answer is ``None``.
        problems: one sentence for each kind of thing that could not be read.
        broke_off: whether reading broke off, so that there may be further answers.
    """

    answers: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    broke_off: bool = False


def append_response(journal: Path, item_id: str, answer: Any) -> str:
    """Append one answer and return its time once it is on the disk.

    Raises:
        OSError: if the answer could not be stored completely. Nothing stored earlier is harmed.
    """
    time = datetime.now(UTC).isoformat(timespec="milliseconds")
    line = json.dumps({"item": item_id, "answer": answer, "time": time}, allow_nan=False)
    # The line break comes first as well: if an earlier write was torn off in mid-line, this one
    # must not continue it. Blank lines mean nothing to the reader.
    record = f"\n{line}\n".encode()
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    is_new = not journal.exists()
    file = os.open(journal, flags, 0o644)
    try:
        # One write, so that two tabs can't mix their lines (O_APPEND).
        written = os.write(file, record)
        if written < len(record):
            raise OSError(28, "only a part of the answer could be written; the disk may be full")
        os.fsync(file)
    finally:
        os.close(file)
    if is_new:
        _sync_folder(journal.parent)
    return time


def _sync_folder(folder: Path) -> None:
    """Make a new file's name as durable as its content, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_responses(journal: Path) -> Responses:
    """Read a journal that anybody may have written. Never raises for what is in it.

    A missing journal is an empty one. Links are not followed: a submission must not point at
    somebody else's answers.
    """
    try:
        mode = journal.lstat().st_mode
    except FileNotFoundError:
        return Responses()
    except OSError as error:
        return _broken_off({}, error)
    if not stat.S_ISREG(mode):
        return Responses(problems=[f"{JOURNAL_NAME} is not a plain file and was not read"])
    answers: dict[str, Any] = {}
    unreadable = 0
    try:
        for line in _lines(journal):
            entry = _parse(line)
            if entry is None:
                unreadable += 1
            else:
                answers[entry["item"]] = entry.get("answer")
    except OSError as error:
        return _broken_off(answers, error)
    problems = [f"{unreadable} line(s) of {JOURNAL_NAME} could not be read"] if unreadable else []
    return Responses(answers, problems)


def _broken_off(answers: dict[str, Any], error: OSError) -> Responses:
    problem = f"{JOURNAL_NAME} could not be read to its end: {error}"
    return Responses(answers, [problem], broke_off=True)


def _lines(journal: Path) -> Iterator[bytes]:
    """Yield the lines that hold something; of an overlong one, only a part that can't parse."""
    with journal.open("rb") as file:
        read_bytes = 0
        while read_bytes < MAX_JOURNAL_BYTES:
            line = file.readline(MAX_LINE_BYTES + 1)
            read_bytes += len(line)
            if not line:
                return
            if len(line) > MAX_LINE_BYTES:
                read_bytes += _skip_rest_of_line(file)
                yield b"overlong"
            elif line.strip():
                yield line


def _skip_rest_of_line(file: Any) -> int:
    skipped = 0
    while part := file.readline(1024 * 1024):
        skipped += len(part)
        if part.endswith(b"\n"):
            break
    return skipped


def _parse(line: bytes) -> dict[str, Any] | None:
    try:
        entry = json.loads(line, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return None
    if not isinstance(entry, dict) or not isinstance(entry.get("item"), str):
        return None
    return entry


def _refuse_constant(name: str) -> None:
    """NaN and Infinity are no JSON, and no answer."""
    raise ValueError(name)

"""The journal of a learner's answers: ``responses.jsonl``, one JSON object a line, append-only.

A line is ``{"item": <grade_id>, "answer": <any JSON>, "time": <UTC, ISO 8601>}``. The last readable
line of an item is its answer. Nothing is ever rewritten, so a crash, a second tab or a full disk
can spoil only the line being written, and that one was never acknowledged.
"""

from __future__ import annotations

import codecs
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

MAX_JOURNAL_BYTES = 16 * 1024 * 1024
"""Of a larger journal only so much of its end is read."""

MAX_LINES = 200_000
"""Of a longer journal only the last ones are read: more than anybody can write in a course."""

MAX_NESTING = 100
"""Lists and objects within each other; no answer comes near, and what goes deeper is garbage."""

# Nobody waits for a pipe, nor follows a link, that takes the journal's place in this very moment.
_CAREFULLY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


@dataclass(frozen=True)
class Responses:
    """What a journal says.

    Attributes:
        answers: item id to the last answer given; a withdrawn answer is ``None``.
        problems: one sentence for each kind of thing that could not be read.
        broke_off: whether reading broke off, so that there may be answers after all.
    """

    answers: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    broke_off: bool = False


def append_response(journal: Path, item_id: str, answer: Any) -> str:
    """Append one answer and return its time once it is on the disk.

    Raises:
        OSError: if the answer could not be stored completely. Nothing stored earlier is harmed.
        ValueError: if it is no answer that could be read again: no JSON, too long, too deep.
    """
    time = datetime.now(UTC).isoformat(timespec="milliseconds")
    line = json.dumps({"item": item_id, "answer": answer, "time": time}, allow_nan=False)
    if _parse(line.encode()) is None:
        raise ValueError(f"an answer that could not be read again: {line[:80]} …")
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
        kind = journal.lstat()
    except FileNotFoundError:
        return Responses()
    except OSError as error:
        return _broken_off(error)
    if not stat.S_ISREG(kind.st_mode):
        return Responses(problems=[f"{JOURNAL_NAME} is not a plain file and was not read"])
    try:
        lines, is_cut = _last_lines(journal)
    except OSError as error:
        return _broken_off(error)
    answers: dict[str, Any] = {}
    unreadable = 0
    for entry in map(_parse, lines):
        if entry is None:
            unreadable += 1
        else:
            answers[entry["item"]] = entry.get("answer")
    problems = [_TOO_LARGE] if is_cut else []
    if unreadable:
        problems.append(f"{unreadable} line(s) of {JOURNAL_NAME} could not be read")
    return Responses(answers, problems)


_TOO_LARGE = f"{JOURNAL_NAME} is too large; only its end was read"


def _broken_off(error: OSError) -> Responses:
    return Responses(problems=[f"{JOURNAL_NAME} could not be read: {error}"], broke_off=True)


def entries(journal: Path) -> Iterator[dict[str, Any] | None]:
    """Each line of a plain file, oldest first; ``None`` for one that is no record.

    A record has a text as its ``item``; whatever else it has may be of any kind.

    Raises:
        OSError: if the file can't be read.
    """
    yield from map(_parse, _last_lines(journal)[0])


def _last_lines(journal: Path) -> tuple[list[bytes], bool]:
    """The lines that hold something, and whether there were more before them than are read."""
    with open(journal, "rb", opener=_open_carefully) as file:
        beyond = os.fstat(file.fileno()).st_size - MAX_JOURNAL_BYTES
        file.seek(max(0, beyond))
        # The last line of an item counts, so the end is what matters.
        lines = file.read(MAX_JOURNAL_BYTES).rsplit(b"\n", MAX_LINES)
    is_cut = beyond > 0 or len(lines) > MAX_LINES
    return [line for line in lines[is_cut:] if line.strip()], is_cut


def _open_carefully(path: str, flags: int) -> int:
    return os.open(path, flags | _CAREFULLY)


def _parse(line: bytes) -> dict[str, Any] | None:
    # Editors may put a byte order mark before the text.
    line = line.strip().removeprefix(codecs.BOM_UTF8)
    if len(line) > MAX_LINE_BYTES or not line.startswith(b"{"):
        return None
    try:
        entry = _DECODER.decode(line.decode())
    except (ValueError, RecursionError):
        return None
    if not isinstance(entry.get("item"), str):
        return None
    # How deep JSON can be read depends on who calls; this limit must not.
    brackets = line.count(b"[") + line.count(b"{")
    return None if brackets > MAX_NESTING and nests_deeper(entry, MAX_NESTING) else entry


def nests_deeper(value: Any, most: int) -> bool:
    """Whether more than so many lists and objects of a JSON value lie within each other."""
    depth, level = 0, [value]
    while depth <= most and (level := [one for one in level if isinstance(one, dict | list)]):
        depth += 1
        level = [part for one in level for part in (one.values() if isinstance(one, dict) else one)]
    return depth > most


def _refuse_constant(name: str) -> None:
    """NaN and Infinity are no JSON, and no answer."""
    raise ValueError(name)


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)

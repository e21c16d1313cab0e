"""What a journal tells of the way to an answer: when it was given, and how often it was changed."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bzdcourse.quiz.items import Item, UnreadableAnswer
from bzdcourse.quiz.responses import entries


@dataclass(frozen=True)
class Trace:
    """One learner's way through one question.

    Attributes:
        first: the first answer, in the item's readable form.
        saves: how often an answer was saved.
        started: when the first was saved; ``None`` if the journal doesn't say so credibly.
        finished: when the last was saved, likewise.
    """

    first: Any
    saves: int = 0
    started: datetime | None = None
    finished: datetime | None = None


def read_traces(journal: Path, items: Mapping[str, Item], until: datetime) -> dict[str, Trace]:
    """The ways through the questions that a journal has answers to, by question.

    Withdrawn, empty and unreadable answers are no part of a way. Links are not followed, and what
    can't be read is left out.

    Args:
        journal: a learner's ``responses.jsonl``, which may hold anything.
        items: the questions to look for.
        until: no answer can have been given after this time.
    """
    traces: dict[str, Trace] = {}
    if journal.is_symlink() or not journal.is_file():
        return traces
    with suppress(OSError):  # what was read before counts
        for entry in entries(journal):
            item = items.get(entry["item"]) if entry else None
            answer = _answer(item, entry.get("answer")) if item else None
            if answer is not None:
                before = traces.get(item.id, Trace(answer))
                traces[item.id] = _extended(before, _time(entry.get("time"), until))
    return traces


def _answer(item: Item, raw: Any) -> Any:
    """An answer in its readable form; ``None`` if there is none."""
    try:
        answer = item.read(raw)
    except UnreadableAnswer:
        return None
    return None if item.value(answer) is None else answer


def _time(raw: Any, until: datetime) -> datetime | None:
    """A time of a journal, if it is one: with its offset from UTC, and not in the future."""
    if not isinstance(raw, str):
        return None
    try:
        time = datetime.fromisoformat(raw)
        if time.tzinfo is None:
            return None
        time = time.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return time if time <= until else None


def _extended(trace: Trace, time: datetime | None) -> Trace:
    trace = replace(trace, saves=trace.saves + 1)
    if time is None:
        return trace
    return replace(
        trace,
        started=min(trace.started or time, time),
        finished=max(trace.finished or time, time),
    )

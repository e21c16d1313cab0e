"""The half of a lesson's questions that was released, read where the learner has it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bzdcourse.data import CourseError
from bzdcourse.quiz.items import Item, UnreadableAnswer
from bzdcourse.quiz.kinds import KINDS
from bzdcourse.quiz.responses import JOURNAL_NAME
from bzdcourse.widgets.present import view_of


class LessonError(CourseError):
    """A lesson can't be opened or has no such question. The text says what to do."""


def read_public_half(path: Path) -> dict[str, Item]:
    """The released questions by id.

    Raises:
        LessonError: if the file is damaged.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return {raw["id"]: _whole_item(raw) for raw in content["items"]}
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise LessonError(
            f"{path.name} can't be read; it may be damaged. Get the lesson anew and put its "
            f"{path.name} here: your answers stay in {JOURNAL_NAME}."
        ) from None


def _whole_item(raw: dict[str, Any]) -> Item:
    """An item that is known to have all that its widget shows."""
    item = KINDS[raw["kind"]](raw)
    view_of(item, "")
    for drawn in item.draws():
        item.prompt(item.read(drawn))
    return item


def still_open(item: Item, answer: Any) -> str | None:
    """What is open in an answer as a journal holds it; ``None`` if it is complete."""
    try:
        return item.missing(item.read(answer))
    except UnreadableAnswer as problem:
        return f"{problem}; please answer again"

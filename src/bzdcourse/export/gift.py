r"""GIFT: the short text format that Moodle and many others read.

The characters ``~ = # { } : \`` have a backslash before them wherever they are text. A blank line
ends a question, so no text holds a line break.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bzdcourse.export.questions import (
    Choice,
    Matching,
    Number,
    Order,
    Question,
    Written,
    by_category,
)
from bzdcourse.export.texts import Texts
from bzdcourse.export.xml import decimal, percent
from bzdcourse.quiz.bank import Bank
from bzdcourse.render import plain

TEX = True
SUFFIX = ".gift"
BECOMES = {
    "single_choice": "multiple choice, one answer",
    "multiple_choice": "multiple choice, several answers",
    "numeric": "numerical",
    "calculation": "numerical, one for each row of numbers",
    "ordering": "matching: rows to places",
    "classification": "matching",
    "schedule": "essay",
}
DIFFERS = {
    "ordering": "credit is the share of rows in their place, not of pairs in order",
    "schedule": "the rule for the grader is in the general feedback",
}
_SPECIAL = re.compile(r"[\\~=#{}:]")


def write(bank: Bank, questions: list[Question], texts: Texts, path: Path) -> None:
    """Write the questions of a bank; see :func:`bzdcourse.export.moodle.write`."""
    path.write_text("\n\n".join(_parts(bank, questions, texts)) + "\n", encoding="utf-8")


def _parts(bank: Bank, questions: list[Question], texts: Texts) -> Iterator[str]:
    for path, together in by_category(bank, questions):
        yield f"$CATEGORY: {path}"
        yield from (_question(one, texts) for one in together)


def _question(question: Question, texts: Texts) -> str:
    tags = " ".join(f"[tag:{tag}]" for tag in question.tags)
    opening, answers = _BY_SHAPE[type(question)]
    lines = [
        f"// [id:{question.id}] {tags}",
        f"::{_text(question.id)}::{_html(texts.prompt(question))}{{{opening}",
        *answers(question, texts),
        *_general(question, texts),
        "}",
    ]
    return "\n".join(lines)


def _text(text: str) -> str:
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", " ".join(text.split()))


def _html(html: str) -> str:
    return f"[html]{_text(html)}"


def _feedback(html: str) -> str:
    return f"#{_html(html)}" if html else ""


def _general(question: Question, texts: Texts) -> Iterator[str]:
    grader = texts.block(question.for_grader) if isinstance(question, Written) else ""
    if told := texts.general(question) + grader:
        yield f"####{_html(told)}"


def _choice(question: Choice, texts: Texts) -> Iterator[str]:
    for option in question.options:
        worth = percent(option.fraction)
        sign = {"100": "=", "0": "~"}.get(worth, f"~%{worth}%")
        yield f"{sign}{_html(texts.line(option.text))}{_feedback(texts.note(option.note))}"


def _number(question: Number, texts: Texts) -> Iterator[str]:
    for target in question.targets:
        worth, value = percent(target.fraction), decimal(target.value)
        tolerance = decimal(target.tolerance)
        yield f"=%{worth}%{value}:{tolerance}{_feedback(texts.note(target.note))}"


def _order(question: Order, texts: Texts) -> Iterator[str]:
    places = {row_id: place for place, row_id in enumerate(question.rows, start=1)}
    for row_id in question.shown:
        yield f"={_html(texts.line(question.rows[row_id]))} -> {places[row_id]}"


def _matching(question: Matching, texts: Texts) -> Iterator[str]:
    classes = {class_id: _text(plain(text)) for class_id, text in question.classes.items()}
    for row_id, text in question.rows.items():
        yield f"={_html(texts.line(text))} -> {classes[question.key[row_id]]}"
    for class_id, text in classes.items():
        if class_id not in question.key.values():
            yield f"= -> {text}"  # a class to choose that no row belongs to


def _written(question: Written, texts: Texts) -> Iterator[str]:
    yield from ()


_BY_SHAPE: dict[type[Question], tuple[str, Callable[[Any, Texts], Iterator[str]]]] = {
    Choice: ("", _choice),
    Number: ("#", _number),
    Order: ("", _order),
    Matching: ("", _matching),
    Written: ("", _written),
}

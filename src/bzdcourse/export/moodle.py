"""Moodle XML: one file, with a category for the bank and one for each question that varies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from bzdcourse.export.questions import (
    Choice,
    Matching,
    Number,
    Option,
    Order,
    Question,
    Target,
    Written,
    by_category,
)
from bzdcourse.export.texts import Texts
from bzdcourse.export.xml import decimal, element, percent
from bzdcourse.quiz.bank import Bank
from bzdcourse.render import plain

TEX = True
SUFFIX = ".xml"
BECOMES = {
    "single_choice": "multiple choice, one answer",
    "multiple_choice": "multiple choice, several answers",
    "numeric": "numerical",
    "calculation": "numerical, one for each row of numbers",
    "ordering": "ordering",
    "classification": "matching",
    "schedule": "essay",
}
DIFFERS = {
    "ordering": "needs Moodle 4.4, or the plugin qtype_ordering",
}


def write(bank: Bank, questions: list[Question], texts: Texts, path: Path) -> None:
    """Write the questions of a bank.

    Args:
        bank: where they come from.
        questions: what its items became.
        texts: renders their texts.
        path: the file to write.
    """
    quiz = element("quiz", *_parts(bank, questions, texts))
    ElementTree.indent(quiz)
    ElementTree.ElementTree(quiz).write(path, encoding="utf-8", xml_declaration=True)


def _parts(bank: Bank, questions: list[Question], texts: Texts) -> Iterator[Element]:
    for path, together in by_category(bank, questions):
        yield element("question", element("category", element("text", path)), type="category")
        yield from (_question(one, texts) for one in together)


def _question(question: Question, texts: Texts) -> Element:
    qtype, parts = _BY_SHAPE[type(question)]
    return element(
        "question",
        element("name", element("text", question.id)),
        _html("questiontext", texts.prompt(question)),
        _html("generalfeedback", texts.general(question)),
        element("defaultgrade", decimal(question.item.points or 1)),
        element("penalty", "0"),
        element("hidden", "0"),
        element("idnumber", question.id),
        *parts(question, texts),
        element("tags", *(element("tag", element("text", tag)) for tag in question.tags)),
        type=qtype,
    )


def _html(tag: str, html: str, *more: Element, **attributes: str) -> Any:
    return element(tag, element("text", html), *more, format="html", **attributes)


def _choice(question: Choice, texts: Texts) -> Iterator[Element]:
    yield element("single", str(question.is_single).lower())
    yield element("shuffleanswers", "true")
    yield element("answernumbering", "none")
    yield element("showstandardinstruction", "0")
    for option in question.options:
        yield _option(option, texts)


def _option(option: Option, texts: Texts) -> Element:
    feedback = _html("feedback", texts.note(option.note))
    worth = percent(option.fraction)
    return _html("answer", texts.line(option.text), feedback, fraction=worth)


def _number(question: Number, texts: Texts) -> Iterator[Element]:
    yield from (_target(target, texts) for target in question.targets)
    yield element("unitgradingtype", "0")
    yield element("showunits", "3")  # no units: the prompt names it


def _target(target: Target, texts: Texts) -> Element:
    return element(
        "answer",
        element("text", decimal(target.value)),
        element("tolerance", decimal(target.tolerance)),
        _html("feedback", texts.note(target.note)),
        fraction=percent(target.fraction),
        format="moodle_auto_format",
    )


def _order(question: Order, texts: Texts) -> Iterator[Element]:
    yield element("layouttype", "VERTICAL")
    yield element("selecttype", "ALL")
    yield element("selectcount", str(len(question.rows)))
    yield element("gradingtype", "RELATIVE_ALL_PREVIOUS_AND_NEXT")  # the share of pairs in order
    yield element("showgrading", "SHOW")
    yield element("numberingstyle", "none")
    for place, text in enumerate(question.rows.values(), start=1):
        yield _html("answer", texts.line(text), fraction=str(place))


def _matching(question: Matching, texts: Texts) -> Iterator[Element]:
    yield element("shuffleanswers", "true")
    for row_id, text in question.rows.items():
        yield _pair(texts.line(text), plain(question.classes[question.key[row_id]]))
    for class_id, text in question.classes.items():
        if class_id not in question.key.values():
            yield _pair("", plain(text))  # a class to choose that no row belongs to


def _pair(html: str, text: str) -> Element:
    return _html("subquestion", html, element("answer", element("text", text)))


def _written(question: Written, texts: Texts) -> Iterator[Element]:
    yield element("responseformat", "editor")
    yield element("responserequired", "1")
    yield element("responsefieldlines", "15")
    yield element("attachments", "0")
    yield _html("graderinfo", texts.block(question.for_grader))
    yield _html("responsetemplate", "")


_BY_SHAPE: dict[type[Question], tuple[str, Callable[[Any, Texts], Iterator]]] = {
    Choice: ("multichoice", _choice),
    Number: ("numerical", _number),
    Order: ("ordering", _order),
    Matching: ("matching", _matching),
    Written: ("essay", _written),
}

"""QTI 2.1: a package with a file for each question and a test that asks them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from bzdcourse.export.qti_package import QTI, write_package
from bzdcourse.export.questions import (
    Choice,
    Matching,
    Number,
    Order,
    Question,
    Target,
    Written,
)
from bzdcourse.export.texts import Texts
from bzdcourse.export.xml import body_of, decimal, element
from bzdcourse.quiz.bank import Bank
from bzdcourse.quiz.items import Note

TEX = False
SUFFIX = ".zip"
BECOMES = {
    "single_choice": "choiceInteraction",
    "multiple_choice": "choiceInteraction with a mapping",
    "numeric": "textEntryInteraction",
    "calculation": "textEntryInteraction, one for each row of numbers",
    "ordering": "orderInteraction",
    "classification": "matchInteraction with a mapping",
    "schedule": "extendedTextInteraction",
}
DIFFERS = {
    "ordering": "credit is the share of rows in their place, not of pairs in order",
}
_GENERAL = "general_note"  # Canvas takes what begins with "general_" as told to everybody


def write(bank: Bank, questions: list[Question], texts: Texts, path: Path) -> None:
    """Write the questions of a bank; see :func:`bzdcourse.export.moodle.write`."""
    write_package(bank, [(one, _item(one, texts)) for one in questions], path)


def _item(question: Question, texts: Texts) -> Element:
    declaration, body, rules, notes = _BY_SHAPE[type(question)](question, texts)
    told = [_modal("FEEDBACK", name, texts.note(note)) for name, note in notes.items() if note]
    if general := texts.general(question):
        told.append(_modal("GENERAL", _GENERAL, general))
        rules = [*rules, _set("GENERAL", _identifier(_GENERAL))]
    return element(
        "assessmentItem",
        declaration,
        _outcome("SCORE", "single", "float", None if isinstance(question, Written) else "0"),
        _outcome("FEEDBACK", "multiple", "identifier"),
        _outcome("GENERAL", "single", "identifier"),
        element("itemBody", element("div", *body_of(texts.prompt(question))), *body),
        element("responseProcessing", *rules) if rules else None,
        *told,
        xmlns=QTI,
        identifier=question.id,
        title=question.id,
        adaptive="false",
        timeDependent="false",
    )


def _outcome(
    identifier: str, cardinality: str, base_type: str, default: str | None = None
) -> Element:
    return element(
        "outcomeDeclaration",
        element("defaultValue", element("value", default)) if default else None,
        identifier=identifier,
        cardinality=cardinality,
        baseType=base_type,
    )


def _modal(outcome: str, identifier: str, html: str) -> Element:
    return element(
        "modalFeedback",
        *body_of(html),
        outcomeIdentifier=outcome,
        identifier=identifier,
        showHide="show",
    )


_Made = tuple[Element, list[Element], list[Element], dict[str, Note | None]]
"""Declaration of the response, interaction, rules, notes by what FEEDBACK is then."""


def _choice(question: Choice, texts: Texts) -> _Made:
    right = [option.id for option in question.options if option.fraction > 0]
    worth = {option.id: option.fraction for option in question.options}
    cardinality = "single" if question.is_single else "multiple"
    interaction = element(
        "choiceInteraction",
        *(
            element("simpleChoice", *body_of(texts.line(option.text)), identifier=option.id)
            for option in question.options
        ),
        responseIdentifier="RESPONSE",
        shuffle="true",
        maxChoices="1" if question.is_single else "0",
    )
    rules = [_set("SCORE", element("mapResponse", identifier="RESPONSE")), *_telling(question)]
    notes = {option.id: option.note for option in question.options}
    return _response(cardinality, "identifier", right, worth), [interaction], rules, notes


def _telling(question: Choice) -> Iterator[Element]:
    """Rules that tell the notes of what was chosen."""
    if not question.is_single:
        yield _set("FEEDBACK", _variable("RESPONSE"))
        return
    # In many words, since Canvas reads the note of an option from a rule of its own.
    for option in question.options:
        if option.note:
            chosen = element("match", _variable("RESPONSE"), _identifier(option.id))
            yield _if(chosen, _tell(option.id))


def _number(question: Number, texts: Texts) -> _Made:
    first, *others = question.targets
    told = [
        element("responseElseIf", _near(target), _tell(f"note_{n}"))
        for n, target in enumerate(others)
        if target.note
    ]
    hit = element("responseIf", _near(first), _set("SCORE", _float("1")))
    entry = element("textEntryInteraction", responseIdentifier="RESPONSE", expectedLength="10")
    declaration = _response("single", "float", [decimal(first.value)], {})
    notes = {f"note_{n}": target.note for n, target in enumerate(others)}
    return declaration, [element("p", entry)], [element("responseCondition", hit, *told)], notes


def _near(target: Target) -> Element:
    # Two plain comparisons: "equal" with a tolerance is misread by some importers.
    low = decimal(target.value - target.tolerance)
    high = decimal(target.value + target.tolerance)
    return element(
        "and",
        element("gte", _variable("RESPONSE"), _float(low)),
        element("lte", _variable("RESPONSE"), _float(high)),
    )


def _order(question: Order, texts: Texts) -> _Made:
    one_more = _set("SCORE", element("sum", _variable("SCORE"), _float("1")))
    # Whole numbers first, one division last: a sum of seven sevenths need not be one.
    share = element("divide", _variable("SCORE"), _float(str(len(question.rows))))
    rules = [
        *(_if(_stands(row_id, n), one_more) for n, row_id in enumerate(question.rows, start=1)),
        _set("SCORE", share),
    ]
    interaction = element(
        "orderInteraction",
        *(
            element("simpleChoice", *body_of(texts.line(question.rows[row_id])), identifier=row_id)
            for row_id in question.shown
        ),
        responseIdentifier="RESPONSE",
        shuffle="true",
    )
    return _response("ordered", "identifier", question.rows, {}), [interaction], rules, {}


def _stands(row_id: str, place: int) -> Element:
    at_place = element("index", _variable("RESPONSE"), n=str(place))
    return element("match", at_place, _identifier(row_id))


def _matching(question: Matching, texts: Texts) -> _Made:
    pairs = [f"{row_id} {class_id}" for row_id, class_id in question.key.items()]
    worth = dict.fromkeys(pairs, 1 / len(pairs))
    interaction = element(
        "matchInteraction",
        _match_set(question.rows, "1", texts),
        _match_set(question.classes, "0", texts),
        responseIdentifier="RESPONSE",
        shuffle="true",
        maxAssociations=str(len(pairs)),
    )
    rules = [_set("SCORE", element("mapResponse", identifier="RESPONSE"))]
    return _response("multiple", "directedPair", pairs, worth), [interaction], rules, {}


def _match_set(choices: dict[str, str], most: str, texts: Texts) -> Element:
    return element(
        "simpleMatchSet",
        *(
            element(
                "simpleAssociableChoice",
                *body_of(texts.line(text)),
                identifier=choice_id,
                matchMax=most,
            )
            for choice_id, text in choices.items()
        ),
    )


def _written(question: Written, texts: Texts) -> _Made:
    rubric = element("rubricBlock", *body_of(texts.block(question.for_grader)), view="scorer")
    entry = element("extendedTextInteraction", responseIdentifier="RESPONSE", expectedLines="15")
    return _response("single", "string", [], {}), [rubric, entry], [], {}


def _response(
    cardinality: str, base_type: str, right: Iterable[str], worth: dict[str, float]
) -> Element:
    values = [element("value", one) for one in right]
    return element(
        "responseDeclaration",
        element("correctResponse", *values) if values else None,
        element("mapping", *_entries(worth), lowerBound="0", upperBound="1", defaultValue="0")
        if worth
        else None,
        identifier="RESPONSE",
        cardinality=cardinality,
        baseType=base_type,
    )


def _entries(worth: dict[str, float]) -> Iterator[Element]:
    # All digits: three thirds are to be one.
    for key, value in worth.items():
        yield element("mapEntry", mapKey=key, mappedValue=repr(float(value)))


def _variable(identifier: str) -> Element:
    return element("variable", identifier=identifier)


def _float(digits: str) -> Element:
    return element("baseValue", digits, baseType="float")


def _identifier(value: str) -> Element:
    return element("baseValue", value, baseType="identifier")


def _set(outcome: str, value: Element) -> Element:
    return element("setOutcomeValue", value, identifier=outcome)


def _if(condition: Element, then: Element) -> Element:
    return element("responseCondition", element("responseIf", condition, then))


def _tell(note: str) -> Element:
    return _set("FEEDBACK", element("multiple", _variable("FEEDBACK"), _identifier(note)))


_BY_SHAPE: dict[type[Question], Callable[[Any, Texts], _Made]] = {
    Choice: _choice,
    Number: _number,
    Order: _order,
    Matching: _matching,
    Written: _written,
}

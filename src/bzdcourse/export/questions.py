"""Items in the shapes that learning platforms know: choice, number, order, matching, text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from bzdcourse.quiz.bank import Bank
from bzdcourse.quiz.formula import evaluate
from bzdcourse.quiz.items import Item, Note
from bzdcourse.quiz.taper import CONSTRAINTS


@dataclass(frozen=True)
class Question:
    """One question; all texts are Markdown.

    Attributes:
        id: the item's id; with a number behind it where the item's numbers vary.
        item: the entry of the bank that it comes from.
        prompt: what is asked.
        notes: what everybody is told afterwards; empty while the key must not be told.
    """

    id: str
    item: Item
    prompt: str
    notes: tuple[Note, ...]

    @property
    def varies(self) -> bool:
        """Whether it is one of several, of which a learner gets one."""
        return self.id != self.item.id

    @property
    def tags(self) -> list[str]:
        """Under what a platform can find it again."""
        return [self.item.raw["objective"], self.item.raw["bloom"]]

    @property
    def section(self) -> str | None:
        """The heading of the lesson to read again, if there is one to tell."""
        return self.item.section if self.notes and not self.item.counts_for_completion else None


@dataclass(frozen=True)
class Option:
    """Something to choose: the share of the points that it is worth, and why."""

    id: str
    text: str
    fraction: float
    note: Note | None


@dataclass(frozen=True)
class Choice(Question):
    """One option, or any number of them."""

    is_single: bool
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Target:
    """A number, how near is near enough, what it is worth, and why."""

    value: float
    tolerance: float
    fraction: float
    note: Note | None


@dataclass(frozen=True)
class Number(Question):
    """A number with a unit. The first target that is hit counts."""

    unit: str
    targets: tuple[Target, ...]


@dataclass(frozen=True)
class Order(Question):
    """Rows, by id, in the right order; ``shown`` are the ids in the order of the bank."""

    rows: dict[str, str]
    shown: tuple[str, ...]


@dataclass(frozen=True)
class Matching(Question):
    """Rows and classes, by id, and the class of each row."""

    rows: dict[str, str]
    classes: dict[str, str]
    key: dict[str, str]


@dataclass(frozen=True)
class Written(Question):
    """What a person grades; ``for_grader`` says how, as Markdown."""

    for_grader: str


def questions_of(item: Item) -> list[Question]:
    """What an item becomes: one question, or one for each row of numbers."""
    return _BY_KIND[item.kind](item)


def by_category(
    bank: Bank, questions: Iterable[Question]
) -> Iterator[tuple[str, Iterator[Question]]]:
    """The questions with the path of their category, those that vary last.

    Questions of which one is to be drawn lie together in a category of their own.
    """
    base = f"$course$/top/Benzodiazepines/{bank.lesson}/{bank.name}"

    def category(one: Question) -> str:
        return f"{base}/{one.item.id}" if one.varies else base

    return groupby(sorted(questions, key=lambda one: one.varies), category)


def _common(item: Item, drawn: Any = None) -> dict[str, Any]:
    notes = tuple(item.notes(drawn)) if item.is_explained else ()
    return {"id": item.id, "item": item, "prompt": item.prompt(drawn), "notes": notes}


def _note(item: Item, part: dict[str, Any]) -> Note | None:
    if not item.is_explained:
        return None
    sources = tuple(part["sources"])
    return Note("", "not right", part["rationale"], sources, part.get("misconception"))


def _choice(item: Item) -> list[Question]:
    key = item.key()
    is_single = isinstance(key, str)
    right = {key} if is_single else set(key)
    # Each wrong choice takes away what a right one gives; one of one is all or nothing.
    wrong = 0.0 if is_single else -1 / len(right)
    options = tuple(
        Option(o["id"], o["text"], 1 / len(right), None)
        if o["id"] in right  # why it is right stands in the notes, for everybody
        else Option(o["id"], o["text"], wrong, _note(item, o))
        for o in item.raw["options"]
    )
    return [Choice(**_common(item), is_single=is_single, options=options)]


def _number(item: Item) -> list[Question]:
    key = item.raw["key"]
    targets = [Target(key["value"], key["tolerance"], 1, None)]
    targets += [
        Target(wrong["value"], wrong["tolerance"], 0, _note(item, wrong))
        for wrong in item.raw["wrong"]
    ]
    return [Number(**_common(item), unit=item.raw["unit"], targets=tuple(targets))]


def _calculation(item: Item) -> list[Question]:
    return [_one_of_calculation(item, drawn) for drawn in item.draws()]


def _one_of_calculation(item: Item, drawn: dict[str, Any]) -> Number:
    def target(part: dict[str, Any], fraction: float) -> Target:
        value = evaluate(part["formula"], item.raw["variants"][drawn["variant"]])
        explains = item.is_explained and not fraction
        note = item.notes(drawn | {"value": value})[0] if explains else None
        return Target(value, abs(value) * part["tolerance_percent"] / 100, fraction, note)

    targets = [target(item.raw["key"], 1), *(target(wrong, 0) for wrong in item.raw["wrong"])]
    common = _common(item, drawn) | {"id": f"{item.id}-{drawn['variant'] + 1}"}
    return Number(**common, unit=item.raw["unit"], targets=tuple(targets))


def _order(item: Item) -> list[Question]:
    texts = {row["id"]: row["text"] for row in item.raw["rows"]}
    rows = {row_id: texts[row_id] for row_id in item.key()}
    return [Order(**_common(item), rows=rows, shown=tuple(texts))]


def _matching(item: Item) -> list[Question]:
    rows = {row["id"]: row["text"] for row in item.raw["rows"]}
    classes = {one["id"]: one["text"] for one in item.raw["classes"]}
    return [Matching(**_common(item), rows=rows, classes=classes, key=item.key())]


def _written(item: Item) -> list[Question]:
    asked = "\n".join(_constraints(item.raw))
    *steps, total = item.in_words(item.key())  # the steps are a numbered list as they stand
    key = "\n".join(steps) + f"\n\n{total}"
    for_grader = (
        "An abrupt stop earns nothing. Besides, the credit is the share of these weights that is "
        f"kept:\n\n{asked}\n\nOne answer that keeps all of it; there are others:\n\n{key}"
    )
    return [Written(**_common(item), for_grader=for_grader)]


def _constraints(asked: dict[str, Any]) -> Iterator[str]:
    for name, constraint in CONSTRAINTS.items():
        if part := asked["constraints"].get(name):
            weight = f" (weight {part['weight']:g})" if "weight" in part else ""
            yield f"- {constraint.asks(asked)}{weight}"


_BY_KIND: dict[str, Callable[[Item], list[Question]]] = {
    "single_choice": _choice,
    "multiple_choice": _choice,
    "numeric": _number,
    "calculation": _calculation,
    "ordering": _order,
    "classification": _matching,
    "schedule": _written,
}

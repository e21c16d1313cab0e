"""What a question can be answered with, as a list to count by, and the belief behind each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bzdcourse.quiz.items import Item
from bzdcourse.quiz.number import is_near
from bzdcourse.quiz.taper import CONSTRAINTS


@dataclass(frozen=True)
class Choice:
    """One thing that an answer can be or do.

    Attributes:
        text: in the words that learners saw, as Markdown.
        is_right: whether it belongs to a full-credit answer.
        misconception: id in ``quizzes/misconceptions.yml`` of the belief behind a wrong one;
            ``None`` where no known belief leads there.
        fits: whether an answer chose it; takes answers that the question could read, not empty.
    """

    text: str
    is_right: bool
    misconception: str | None
    fits: Callable[[Any], bool]


def choices_of(item: Item) -> list[Choice]:
    """Everything to count answers by, in the order of the bank.

    Of a single choice, a number or an order each answer fits one at least; of the other kinds an
    answer fits several, or none.
    """
    return list(_BY_KIND[item.kind](item))


def _options(item: Item) -> Iterator[Choice]:
    key = item.key()
    for option in item.raw["options"]:
        is_right = option["id"] in ([key] if isinstance(key, str) else key)
        yield Choice(option["text"], is_right, option.get("misconception"), _chose(option["id"]))


def _chose(option_id: str) -> Callable[[Any], bool]:
    return lambda answer: answer == option_id if isinstance(answer, str) else option_id in answer


def _numbers(item: Item) -> Iterator[Choice]:
    raw, unit = item.raw, item.raw["unit"]

    def near(wrong: dict[str, Any]) -> Callable[[Any], bool]:
        return lambda answer: is_near(answer, wrong["value"], wrong["tolerance"])

    key = f"{item.in_words(item.key())[0]} (± {raw['key']['tolerance']:g})"
    known = [(f"{wrong['value']:,.10g} {unit}", wrong, near(wrong)) for wrong in raw["wrong"]]
    yield from _with_rest(item, key, known, "Another number")


def _formulas(item: Item) -> Iterator[Choice]:
    def hits(wrong: dict[str, Any]) -> Callable[[Any], bool]:
        return lambda answer: item.hits(answer, wrong)

    known = [(f"`{wrong['formula']}`", wrong, hits(wrong)) for wrong in item.raw["wrong"]]
    yield from _with_rest(item, f"`{item.raw['key']['formula']}`", known, "Another number")


def _orders(item: Item) -> Iterator[Choice]:
    texts = {row["id"]: row["text"] for row in item.raw["rows"]}

    def turned(wrong: dict[str, Any]) -> Callable[[Any], bool]:
        return lambda answer: answer.index(wrong["before"]) < answer.index(wrong["after"])

    known = [
        (f"“{texts[wrong['before']]}” before “{texts[wrong['after']]}”", wrong, turned(wrong))
        for wrong in item.raw["wrong"]
    ]
    yield from _with_rest(item, "The right order", known, "Another wrong order")


_Known = tuple[str, dict[str, Any], Callable[[Any], bool]]


def _with_rest(item: Item, key: str, known: list[_Known], rest: str) -> Iterator[Choice]:
    """The right answer, the known errors, and whatever is neither."""

    def is_right(answer: Any) -> bool:
        return item.fraction(answer) == 1

    yield Choice(key, True, None, is_right)
    for text, wrong, fits in known:
        yield Choice(
            text, False, wrong["misconception"], lambda a, fits=fits: not is_right(a) and fits(a)
        )
    yield Choice(
        rest, False, None, lambda a: not is_right(a) and not any(fits(a) for _, _, fits in known)
    )


def _classes(item: Item) -> Iterator[Choice]:
    texts = {one["id"]: one["text"] for one in item.raw["classes"]}
    for row in item.raw["rows"]:
        others = [text for one, text in texts.items() if one != row["key"]]
        wrong = others[0] if len(others) == 1 else "another class"

        def put(row: dict[str, Any] = row, *, right: bool) -> Callable[[Any], bool]:
            return lambda a: row["id"] in a and (a[row["id"]] == row["key"]) is right

        yield Choice(f"{row['text']} → {texts[row['key']]}", True, None, put(right=True))
        yield Choice(f"{row['text']} → {wrong}", False, row["misconception"], put(right=False))


def _constraints(item: Item) -> Iterator[Choice]:
    asked = [name for name in CONSTRAINTS if name in item.raw["constraints"]]
    for n, name in enumerate(asked):
        text = CONSTRAINTS[name].asks(item.raw)

        def judged(verdict: str, n: int = n) -> Callable[[Any], bool]:
            return lambda answer: item.notes(answer)[n].verdict == verdict

        shows = item.raw["constraints"][name]["misconception"]
        yield Choice(f"Kept: {text}", True, None, judged("right"))
        yield Choice(f"Broken: {text}", False, shows, judged("not right"))


_BY_KIND: dict[str, Callable[[Any], Iterator[Choice]]] = {
    "single_choice": _options,
    "multiple_choice": _options,
    "numeric": _numbers,
    "calculation": _formulas,
    "ordering": _orders,
    "classification": _classes,
    "schedule": _constraints,
}

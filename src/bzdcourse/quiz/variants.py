"""What must hold of a question whose numbers vary, for each row of its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bzdcourse.checked import Problem
from bzdcourse.quiz.formula import FormulaError, evaluate
from bzdcourse.quiz.template import in_digits, names_in, names_meant

LARGEST = 1e12

_Row = dict[str, float]


def calculation_problems(item: dict[str, Any]) -> Iterator[Problem]:
    """Yield place and text of what contradicts itself in a calculation."""
    low, high = item["range"]
    if not low < high:
        yield ("range",), "the smallest number must come first"
    rows = item["variants"]
    if row_problems := list(_rows_problems(rows)):
        yield from row_problems
        return
    yield from _text_problems(item, set(rows[0]))
    targets = {("key",): item["key"]}
    targets |= {("wrong", n): wrong for n, wrong in enumerate(item["wrong"])}
    values = {}
    for place, target in targets.items():
        try:
            values[place] = [_accepted(target["formula"], row, low, high) for row in rows]
        except FormulaError as problem:
            yield (*place, "formula"), str(problem)
    if ("key",) in values:
        yield from _key_problems(rows, targets, values)


def _rows_problems(rows: list[_Row]) -> Iterator[Problem]:
    for n, row in enumerate(rows):
        if row.keys() != rows[0].keys():
            odd = ", ".join(sorted(row.keys() ^ rows[0].keys()))
            yield ("variants", n), f"not the same names as in the first row: {odd}"
        for name, number in row.items():
            if not abs(number) <= LARGEST:  # nor is NaN
                yield ("variants", n, name), f"not a number up to {LARGEST:g}"


def _text_problems(item: dict[str, Any], names: set[str]) -> Iterator[Problem]:
    for name in sorted(names - names_in(item["prompt"])):
        yield ("prompt",), f"does not give {{{name}}}"
    if "key" in names_in(item["prompt"]):
        yield ("prompt",), "tells the {key}"
    rationales = {("rationale",): item["rationale"]}
    rationales |= {("wrong", n, "rationale"): w["rationale"] for n, w in enumerate(item["wrong"])}
    for place, text in {("prompt",): item["prompt"], **rationales}.items():
        for name in sorted(names_meant(text) - names - {"key"}):
            yield place, f"the variants have no {{{name}}}"


def _accepted(formula: str, row: _Row, low: float, high: float) -> float:
    """What a formula gives for one row.

    Raises:
        FormulaError: naming the row, if that is nothing that the widget accepts.
    """
    try:
        value = evaluate(formula, row)
    except FormulaError as problem:
        raise FormulaError(f"{problem} (with {_in_words(row)})") from None
    if not low <= value <= high:
        raise FormulaError(
            f"{value:.6g} is outside the range that the widget accepts (with {_in_words(row)})"
        )
    return value


def _key_problems(
    rows: list[_Row], targets: dict[tuple, dict], values: dict[tuple, list[float]]
) -> Iterator[Problem]:
    keys = values.pop(("key",))
    if len({f"{key:.3g}" for key in keys}) == 1:
        yield ("variants",), "the right number is the same whatever the numbers are"
    for place, wrongs in values.items():
        tolerances = targets["key",]["tolerance_percent"], targets[place]["tolerance_percent"]
        for row, key, wrong in zip(rows, keys, wrongs, strict=True):
            reach = (abs(key) * tolerances[0] + abs(wrong) * tolerances[1]) / 100
            if abs(key - wrong) <= reach:
                what = f"this wrong number ({wrong:.6g}) overlaps with the right one ({key:.6g})"
                yield place, f"{what} with {_in_words(row)}"
                break


def _in_words(row: _Row) -> str:
    return ", ".join(f"{name} {in_digits(number)}" for name, number in row.items())

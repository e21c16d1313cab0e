"""What a schema can't say of a bank: that its parts fit together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from bzdcourse.checked import Problem
from bzdcourse.quiz.schedule_problems import schedule_problems
from bzdcourse.quiz.variants import calculation_problems


def meaning_problems(bank: dict[str, Any]) -> Iterator[Problem]:
    """Yield place and text of everything that contradicts itself in a schema-valid bank."""
    if not bank["items"] and "inventory" not in bank:
        yield ("items",), "there is no question"
    if "inventory" in bank and bank["bank"] != "graded":
        yield ("inventory",), "only a graded bank asks the inventory"
    seen = Counter(item["id"] for item in bank["items"])
    for n, item in enumerate(bank["items"]):
        if seen[item["id"]] > 1:
            yield ("items", n, "id"), "this id is used more than once"
        if (bank["bank"] == "checks") == ("points" in item):
            wish = "a check has no points" if bank["bank"] == "checks" else "needs points"
            yield ("items", n, "points"), wish
        for place, what in _CHECKS[item["kind"]](item):
            yield ("items", n, *place), what


def _same_ids(item: dict, part: str) -> Iterator[Problem]:
    seen = Counter(entry["id"] for entry in item[part])
    for n, entry in enumerate(item[part]):
        if seen[entry["id"]] > 1:
            yield (part, n, "id"), f"the id “{entry['id']}” is used more than once"


def _choice(item: dict) -> Iterator[Problem]:
    yield from _same_ids(item, "options")
    key = {item["key"]} if isinstance(item["key"], str) else set(item["key"])
    for lost in key - {option["id"] for option in item["options"]}:
        yield ("key",), f"there is no option “{lost}”"
    for n, option in enumerate(item["options"]):
        is_wrong = option["id"] not in key
        if is_wrong and "misconception" not in option:
            yield ("options", n), f"the wrong option “{option['id']}” names no misconception"
        if not is_wrong and "misconception" in option:
            yield ("options", n), f"the right option “{option['id']}” names a misconception"


def _numeric(item: dict) -> Iterator[Problem]:
    low, high = item["range"]
    key = item["key"]
    if not low < high:
        yield ("range",), "the smallest number must come first"
    if not low <= key["value"] <= high:
        yield ("key",), "the right number is outside the range that the widget accepts"
    for n, wrong in enumerate(item["wrong"]):
        if not low <= wrong["value"] <= high:
            yield ("wrong", n), "this number is outside the range that the widget accepts"
        if abs(wrong["value"] - key["value"]) <= wrong["tolerance"] + key["tolerance"]:
            yield ("wrong", n), "this wrong number overlaps with the right one"


def _ordering(item: dict) -> Iterator[Problem]:
    yield from _same_ids(item, "rows")
    shown = [row["id"] for row in item["rows"]]
    if sorted(shown) != sorted(item["key"]):
        yield ("key",), "must hold the id of every row once"
        return
    if shown == item["key"]:
        yield ("rows",), "the rows are shown in the right order already"
    place = {row: position for position, row in enumerate(item["key"])}
    for n, wrong in enumerate(item["wrong"]):
        if not {wrong["before"], wrong["after"]} <= set(place):
            yield ("wrong", n), "names a row that isn't there"
        elif place[wrong["before"]] <= place[wrong["after"]]:
            yield ("wrong", n), "this is the right order, not a wrong one"


def _classification(item: dict) -> Iterator[Problem]:
    yield from _same_ids(item, "rows")
    yield from _same_ids(item, "classes")
    classes = {c["id"] for c in item["classes"]}
    for n, row in enumerate(item["rows"]):
        if row["key"] not in classes:
            yield ("rows", n, "key"), f"there is no class “{row['key']}”"
    keys = [row["key"] for row in item["rows"]]
    if len(keys) > 2 and all(a == b for a, b in pairwise(keys)):
        yield ("rows",), "all rows belong to one class"


_CHECKS = {
    "single_choice": _choice,
    "multiple_choice": _choice,
    "numeric": _numeric,
    "calculation": calculation_problems,
    "ordering": _ordering,
    "classification": _classification,
    "schedule": schedule_problems,
}

"""The rules of good questions that a machine can check.

They follow the item-writing guide of the NBME (Constructing Written Test Questions, 2020). A rule
here is kept by every bank, or it is not a rule.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

from bzdcourse.checked import Problem

HIGHER_LEVELS = {"apply", "analyse", "evaluate", "create"}
MIN_KINDS = 4
MAX_KEY_LENGTH_RATIO = 1.3
MAX_SHORT_KEY_LENGTH = 20
MAX_SHARE_OF_ONE_POSITION = 0.6

_ABSOLUTE = re.compile(r"\b(always|never|all of the above|none of the above)\b", re.IGNORECASE)
_NEGATIVE = re.compile(r"\b(NOT|EXCEPT)\b|\bwhich\b[^.?]*\b(?:is|are|was|were) not\b")
_TELLING_ID = re.compile(r"(^|-)(correct|incorrect|right|wrong|true|false|key|answer)(-|$)")


@dataclass(frozen=True)
class Catalogue:
    """The ids that a bank may name: objectives, misconceptions, sources."""

    objectives: frozenset[str]
    misconceptions: frozenset[str]
    sources: frozenset[str]

    def check(self, bank: dict[str, Any]) -> Iterator[Problem]:
        """Yield every name in the bank that leads nowhere."""
        known = {
            "objective": (self.objectives, "quizzes/objectives.yml"),
            "misconception": (self.misconceptions, "quizzes/misconceptions.yml"),
            "sources": (self.sources, "source_texts/bibliography.bib"),
        }
        for place, name, value in _named(bank["items"], ("items",)):
            ids, file = known.get(name, (None, ""))
            for one in [value] if isinstance(value, str) else value:
                if ids is not None and one not in ids:
                    yield place, f"“{one}” is not in {file}"


def _named(node: Any, place: tuple) -> Iterator[tuple[tuple, str, Any]]:
    """Walk to every ``objective``, ``misconception`` and ``sources`` below ``node``."""
    if isinstance(node, list):
        for n, part in enumerate(node):
            yield from _named(part, (*place, n))
    elif isinstance(node, dict):
        for name, value in node.items():
            if name in {"objective", "misconception", "sources"}:
                yield (*place, name), name, value
            else:
                yield from _named(value, (*place, name))


def writing_problems(bank: dict[str, Any]) -> Iterator[Problem]:
    """Yield what breaks a rule of item writing, question by question and in the bank as a whole."""
    for n, item in enumerate(bank["items"]):
        if _NEGATIVE.search(item["prompt"]):
            yield ("items", n, "prompt"), "asks for what is not so; ask for what is"
        for place, what in _parts_problems(item):
            yield ("items", n, *place), what
        if item["kind"] == "single_choice" and (what := _key_sticks_out(item)):
            yield ("items", n, "key"), what
    yield from _key_positions(bank["items"])
    if bank["bank"] == "graded":
        yield from _balance(bank["items"])


def _parts_problems(item: dict) -> Iterator[Problem]:
    for name in ("options", "rows", "classes"):
        for n, part in enumerate(item.get(name, [])):
            if found := _ABSOLUTE.search(part["text"]):
                yield (name, n, "text"), f"“{found[0]}” gives an option away"
            if _TELLING_ID.search(part["id"]):
                yield (name, n, "id"), f"the id “{part['id']}” travels and tells the key"


def _key_sticks_out(item: dict) -> str | None:
    lengths = {option["id"]: len(option["text"]) for option in item["options"]}
    key = lengths.pop(item["key"])
    allowed = max(MAX_KEY_LENGTH_RATIO * median(lengths.values()), MAX_SHORT_KEY_LENGTH)
    if key > max(*lengths.values(), allowed):
        return "the right option is much the longest; even them out"
    return None


def _key_positions(items: list[dict]) -> Iterator[Problem]:
    singles = [item for item in items if item["kind"] == "single_choice"]
    positions = Counter(
        [option["id"] for option in item["options"]].index(item["key"]) for item in singles
    )
    if len(singles) < MIN_KINDS:
        return
    ((place, often),) = positions.most_common(1)
    if often > MAX_SHARE_OF_ONE_POSITION * len(singles):
        yield ("items",), f"the right option is number {place + 1} in most questions; move some"


def _balance(items: list[dict]) -> Iterator[Problem]:
    points = sum(item["points"] for item in items)
    higher = sum(item["points"] for item in items if item["bloom"] in HIGHER_LEVELS)
    if 2 * higher < points:
        yield ("items",), f"only {higher:g} of {points:g} points are at apply or above"
    kinds = {item["kind"] for item in items}
    if len(items) >= MIN_KINDS and len(kinds) < MIN_KINDS:
        yield ("items",), f"{len(kinds)} kind(s) of question; use at least {MIN_KINDS}"

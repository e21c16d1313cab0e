"""What must hold of a question for a schedule."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

from bzdcourse.checked import Problem
from bzdcourse.quiz.dispensing import PER_MG, can_make, pieces
from bzdcourse.quiz.items import UnreadableAnswer
from bzdcourse.quiz.schedule import Schedule
from bzdcourse.quiz.template import in_digits

MOST_DOSES = 20_000
"""Different doses up to the largest that the widget takes; more is a slip of the keyboard."""


def schedule_problems(item: dict[str, Any]) -> Iterator[Problem]:
    """Yield place and text of what contradicts itself in a schedule question."""
    found = list(_number_problems(item, ("start_dose_mg", "made_of", "rule", "constraints")))
    found = found or [*_rule_problems(item), *_doses_problems(item)]
    yield from found or _key_problems(item)


def _number_problems(node: Any, names: Iterable, place: tuple = ()) -> Iterator[Problem]:
    """YAML knows numbers that are none, and they pass every limit of a schema."""
    for name in names:
        part = node[name]
        if isinstance(part, dict | list):
            within = part if isinstance(part, dict) else range(len(part))
            yield from _number_problems(part, within, (*place, name))
        elif isinstance(part, float) and not math.isfinite(part):
            yield (*place, name), "not a number"


def _rule_problems(item: dict[str, Any]) -> Iterator[Problem]:
    stages = item["rule"]["stages"]
    limits = [stage["above_mg"] for stage in stages]
    if limits != sorted(set(limits), reverse=True) or limits[-1] != 0:
        yield ("rule", "stages"), "stages go from high doses to low ones, the last to 0"
    for n, stage in enumerate(stages):
        if stage.get("low", 0) > stage["high"]:
            yield ("rule", "stages", n), "the smallest step must not be larger than the largest"
    if ("ceiling" in item["rule"]) != ("ceiling" in item["constraints"]):
        yield ("constraints",), "a ceiling stands in the rule and in the constraints, or in neither"
    if "first_steps" in item["rule"] and "ceiling" not in item["rule"]:
        yield ("rule", "first_steps"), "without a ceiling nothing limits the later reductions"
    if item["rule"]["last_dose_mg"] >= item["start_dose_mg"]:
        yield ("rule", "last_dose_mg"), "the last dose must be smaller than the first"


def _doses_problems(item: dict[str, Any]) -> Iterator[Problem]:
    try:
        unit = math.gcd(*pieces(item["made_of"]))
    except ValueError as problem:
        yield ("made_of",), str(problem)
        return
    if 2 * item["start_dose_mg"] * PER_MG > unit * MOST_DOSES:
        yield ("made_of",), f"these make more than {MOST_DOSES:,} doses; they are too fine"
    elif not can_make(item["made_of"], item["start_dose_mg"]):
        yield ("start_dose_mg",), f"{in_digits(item['start_dose_mg'])} mg can't be made of these"


def _key_problems(item: dict[str, Any]) -> Iterator[Problem]:
    question = Schedule(item)
    try:
        key = question.read(item["key"])
    except UnreadableAnswer as problem:
        yield ("key",), str(problem)
        return
    for note in question.notes(key):
        if note.verdict in {"not right", "missed"}:
            yield ("key",), f"must keep every constraint: {note.about}"

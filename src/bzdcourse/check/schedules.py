"""Are the numbers of a schedule question those of the rule that it names?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bzdcourse.checked import Problem
from bzdcourse.models.taper_rules import Rule

_STEP_OF = {"percent_of_current": "current", "percent_of_start": "start", "fixed_step_mg": "mg"}
_FILE = "source_texts/taper_rules.yml"


def rule_problems(bank: dict[str, Any], rules: Mapping[str, Rule]) -> Iterator[Problem]:
    """Yield every number of a bank's schedule questions that its rule doesn't have."""
    for n, item in enumerate(bank["items"]):
        if item["kind"] == "schedule":
            for place, what in _schedule_problems(item, rules):
                yield ("items", n, "rule", *place), what


def _schedule_problems(item: dict[str, Any], rules: Mapping[str, Rule]) -> Iterator[Problem]:
    asked = item["rule"]
    places = {("id",): asked["id"]}
    if ceiling := asked.get("ceiling"):
        places["ceiling", "id"] = ceiling["id"]
    lost = {place: name for place, name in places.items() if name not in rules}
    yield from ((place, f"“{name}” is not in {_FILE}") for place, name in lost.items())
    if lost:
        return
    rule = rules[asked["id"]]
    if _STEP_OF.get(rule.kind) != asked["step_of"]:
        yield ("step_of",), f"“{rule.id}” is of the kind {rule.kind} in {_FILE}"
        return
    yield from _stage_problems(item, rule)
    yield from _last_dose_problems(item, rule)
    if ceiling:
        yield from _ceiling_problems(ceiling, rules[ceiling["id"]])


def _stage_problems(item: dict[str, Any], rule: Rule) -> Iterator[Problem]:
    """The stages must be those that a taper from the start dose goes through."""
    stages = [stage for stage in rule.stages if stage.above_mg < item["start_dose_mg"]]
    limits = [stage.above_mg for stage in stages]
    if [asked["above_mg"] for asked in item["rule"]["stages"]] != limits:
        yield ("stages",), f"“{rule.id}” has stages above {limits} mg in {_FILE}"
        return
    for n, (asked, stage) in enumerate(zip(item["rule"]["stages"], stages, strict=True)):
        step, days = stage.step, stage.every_days
        numbers = {"low": step.low, "high": step.high, "at_least_days": days.low}
        for name, number in numbers.items():
            if name in asked:
                yield from _different(("stages", n, name), asked[name], number, rule)


def _last_dose_problems(item: dict[str, Any], rule: Rule) -> Iterator[Problem]:
    """The stop may take what a last step may take, or what the rule's last dose is."""
    most_mg = rule.stages[-1].step.high
    if last := rule.last_dose_percent:
        most_mg = item["start_dose_mg"] * last.high / 100
    elif rule.kind == "percent_of_start":
        most_mg *= item["start_dose_mg"] / 100
    if item["rule"]["last_dose_mg"] > most_mg + 1e-9:
        yield ("last_dose_mg",), f"“{rule.id}” stops from {most_mg:g} mg at most, by {_FILE}"


def _ceiling_problems(asked: dict[str, Any], rule: Rule) -> Iterator[Problem]:
    if rule.kind != "percent_of_current":
        yield ("ceiling", "id"), f"“{rule.id}” is of the kind {rule.kind} in {_FILE}"
        return
    stage = rule.stages[-1]
    numbers = {"percent": stage.step.high, "days": stage.every_days.low}
    for name, number in numbers.items():
        yield from _different(("ceiling", name), asked[name], number, rule)


def _different(place: tuple, asked: float, number: float, rule: Rule) -> Iterator[Problem]:
    if asked != number:
        yield place, f"“{rule.id}” has {number:g} in {_FILE}, not {asked:g}"

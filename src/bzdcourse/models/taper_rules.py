"""Published taper rules and tables of equivalent doses: `source_texts/taper_rules.yml`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

from bzdcourse.checked import Problem, read_checked, read_once
from bzdcourse.data import course_root, references
from bzdcourse.models.quantities import ModelError

Pace = Literal["slow", "typical", "fast"]


@dataclass(frozen=True)
class Quantity:
    """A number of a rule, with its range.

    Attributes:
        low: the smallest value that the source allows.
        typical: what is run unless something else is asked for.
        high: the largest value.
        unit: such as "%" or "mg".
        sources: keys of the bibliography.
        chosen: why this course chose it, where it has no source; else empty.
    """

    low: float
    typical: float
    high: float
    unit: str
    sources: tuple[str, ...] = ()
    chosen: str = ""


@dataclass(frozen=True)
class Stage:
    """How a rule goes on while the daily dose is above a limit.

    Attributes:
        above_mg: the limit; 0 for the last stage.
        step: what one step takes away, in the unit of the rule's kind.
        every_days: time between two steps.
    """

    above_mg: float
    step: Quantity
    every_days: Quantity

    def at(self, pace: Pace) -> tuple[float, float]:
        """Step and days between steps: the smallest step and longest time if ``pace`` is slow."""
        if pace == "slow":
            return self.step.low, self.every_days.high
        if pace == "fast":
            return self.step.high, self.every_days.low
        return self.step.typical, self.every_days.typical


@dataclass(frozen=True)
class Listed:
    """Doses that a source lists step by step.

    Attributes:
        percent_left: of the start dose, after each step; 0 at the end.
        every_days: time between two steps.
        sources: keys of the bibliography.
    """

    percent_left: tuple[float, ...]
    every_days: Quantity
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What was seen under a rule: for display, never to fit or to judge a model."""

    group: str
    measure: str
    share: float
    of: int | None
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """One way to take a dose down.

    Attributes:
        id: its slug.
        name: a few words.
        published_as: guideline, trial, cohort, manual, label, or form (this course's own).
        kind: percent_of_current, percent_of_start, fixed_step_mg, equal_occupancy, listed, or
            not_simulated.
        drug: the one drug that the source speaks of; ``None`` if it is about all.
        stages: from high doses to low ones; empty for listed and not_simulated.
        last_dose_percent: of the start dose; below it a percent_of_current rule stops.
        listed: the doses of a listed rule.
        duration_weeks: of a rule that isn't simulated.
        says: what the source says.
        silent_on: what it does not say, and what was read into it here.
        setting: where, and with whom.
        support: what else people had.
        sources: keys of the bibliography.
        verified: how far the source of the steps was read.
        outcomes: what was seen.
    """

    id: str
    name: str
    published_as: str
    kind: str
    drug: str | None
    stages: tuple[Stage, ...]
    last_dose_percent: Quantity | None
    listed: Listed | None
    duration_weeks: Quantity | None
    says: str
    silent_on: str
    setting: str
    support: str
    sources: tuple[str, ...]
    verified: str
    outcomes: tuple[Outcome, ...]

    @property
    def simulated(self) -> bool:
        """Whether its source says enough to reckon with."""
        return self.kind != "not_simulated"


@dataclass(frozen=True)
class EquivalentTable:
    """Doses that one source calls about equal to ``diazepam_mg`` of diazepam."""

    id: str
    name: str
    diazepam_mg: float
    sources: tuple[str, ...]
    note: str
    doses_mg: Mapping[str, float]


@dataclass(frozen=True)
class TaperRules:
    """Everything in ``taper_rules.yml``, in its order."""

    rules: dict[str, Rule]
    equivalents: tuple[EquivalentTable, ...]


@read_once
def load_taper_rules(path: Path) -> TaperRules:
    """Read and check a file of rules.

    Args:
        path: the file, in a course that has a bibliography.

    Raises:
        ContentError: with file, line and entry of every problem; a number without a source, and
            without a reason why this course chose it, is one.
    """
    schema = Path(__file__).parent / "taper_rules.schema.json"
    known = references(course_root(path.parent))
    content = read_checked(path, schema, partial(_name_problems, known), _meaning_problems)
    tables = [{**raw, "sources": tuple(raw["sources"])} for raw in content["equivalents"]]
    rules = {raw["id"]: _rule(raw) for raw in content["rules"]}
    return TaperRules(rules, tuple(EquivalentTable(**raw) for raw in tables))


def published() -> TaperRules:
    """The course's own rules and tables."""
    return load_taper_rules(course_root() / "source_texts" / "taper_rules.yml")


def rules() -> dict[str, Rule]:
    """All rules by their id."""
    return published().rules


def rule(name: str) -> Rule:
    """One rule by its id.

    Raises:
        ModelError: with the ids that there are.
    """
    known = rules()
    if name not in known:
        raise ModelError(f"There is no taper rule {name!r}. There are: {', '.join(known)}.")
    return known[name]


def _rule(raw: dict[str, Any]) -> Rule:
    listed = raw.get("listed")
    return Rule(
        **{key: raw[key] for key in ("id", "name", "published_as", "kind", "says", "silent_on")},
        drug=raw.get("drug"),
        stages=tuple(_stage(stage) for stage in raw.get("stages", ())),
        last_dose_percent=_quantity(raw.get("last_dose_percent")),
        listed=listed and _listed(listed),
        duration_weeks=_quantity(raw.get("duration_weeks")),
        setting=raw.get("setting", ""),
        support=raw.get("support", ""),
        sources=tuple(raw["sources"]),
        verified=raw["verified"],
        outcomes=tuple(_outcome(outcome) for outcome in raw.get("outcomes", ())),
    )


def _quantity(raw: dict[str, Any] | None) -> Quantity | None:
    return raw and Quantity(**{**raw, "sources": tuple(raw.get("sources", ()))})


def _stage(raw: dict[str, Any]) -> Stage:
    return Stage(raw["above_mg"], _quantity(raw["step"]), _quantity(raw["every_days"]))


def _listed(raw: dict[str, Any]) -> Listed:
    left = tuple(raw["percent_left"])
    return Listed(left, _quantity(raw["every_days"]), tuple(raw["sources"]))


def _outcome(raw: dict[str, Any]) -> Outcome:
    share = raw["count"] / raw["of"] if "count" in raw else raw["share"]
    words = raw["group"], raw["measure"]
    return Outcome(*words, share, raw.get("of"), tuple(raw["sources"]))


def _name_problems(known: Collection[str], content: dict[str, Any]) -> Iterator[Problem]:
    """Names that occur twice, and sources that are not in the bibliography."""
    for part in ("rules", "equivalents"):
        seen = Counter()
        for n, raw in enumerate(content[part]):
            seen[raw["id"]] += 1
            if seen[raw["id"]] == 2:
                yield (part, n, "id"), f"“{raw['id']}” occurs more than once"
            for where, key in _named(raw, (part, n)):
                if key not in known:
                    yield where, f"“{key}” is not in source_texts/bibliography.bib"


def _named(raw: Any, where: tuple) -> Iterator[tuple[tuple, str]]:
    """Every source that stands anywhere below, with its place."""
    if isinstance(raw, list):
        for n, one in enumerate(raw):
            yield from _named(one, (*where, n))
    elif isinstance(raw, dict):
        for name, value in raw.items():
            if name == "sources":
                yield from (((*where, name, n), key) for n, key in enumerate(value))
            else:
                yield from _named(value, (*where, name))


def _meaning_problems(content: dict[str, Any]) -> Iterator[Problem]:
    """What is wrong although it has the right form."""
    for n, raw in enumerate(content["rules"]):
        limits = [stage["above_mg"] for stage in raw.get("stages", ())]
        if limits and (limits != sorted(set(limits), reverse=True) or limits[-1] != 0):
            yield ("rules", n, "stages"), "stages go from high doses to low ones, the last to 0"
        left = raw.get("listed", {}).get("percent_left", [0])
        if left != sorted(set(left), reverse=True) or left[-1] != 0:
            yield ("rules", n, "listed"), "percent_left falls with each step and ends at 0"
        for where, quantity in _quantities(raw, ("rules", n)):
            if not quantity["low"] <= quantity["typical"] <= quantity["high"]:
                yield where, "low, typical and high are not in this order"


def _quantities(raw: Any, where: tuple) -> Iterator[tuple[tuple, dict[str, Any]]]:
    if isinstance(raw, dict) and "typical" in raw:
        yield where, raw
    elif isinstance(raw, dict | list):
        parts = raw.items() if isinstance(raw, dict) else enumerate(raw)
        for name, value in parts:
            yield from _quantities(value, (*where, name))

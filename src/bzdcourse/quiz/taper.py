"""A schedule of daily doses held against a rule: what the rule asks for, and where it is broken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from bzdcourse.quiz.dispensing import can_make, in_words
from bzdcourse.quiz.template import in_digits

ABRUPT_SHARE = 0.5
ABRUPT_DAYS = 7
"""Whoever takes more than this share of the start dose away within these days stops abruptly."""

_CRUMB = 1e-9
"""A percentage that is met on paper must be met in floating point."""

_SAME_MG = 1e-6
"""Doses that are nearer to each other than this are the same dose."""

Judged = Iterator[str | None]
"""For each occasion to break a constraint, in order: what is broken there, or ``None``."""


@dataclass(frozen=True)
class Change:
    """One change of the daily dose: with which step, on which day from the first step on."""

    step: int
    day: int
    before_mg: float
    after_mg: float

    @property
    def fall_mg(self) -> float:
        """How much it takes away; negative for a rise."""
        return self.before_mg - self.after_mg

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        from_to = f"from {in_digits(self.before_mg)} to {in_digits(self.after_mg)} mg"
        return f"Step {self.step}, {from_to},"


@dataclass(frozen=True)
class Taper:
    """The steps of an answer, with the question that they answer.

    Attributes:
        asked: the question's entry in the bank.
        rows: days and daily dose of each step; a stop is the pair of zeros at the end.
    """

    asked: dict[str, Any]
    rows: list[list[float]]

    @property
    def rule(self) -> dict[str, Any]:
        """The numbers of the rule."""
        return self.asked["rule"]

    @cached_property
    def changes(self) -> list[Change]:
        """Each change of the dose; a step that keeps the dose is a pause, and none."""
        found, day, before_mg = [], 0, self.asked["start_dose_mg"]
        for step, (days, dose_mg) in enumerate(self.rows, start=1):
            if abs(dose_mg - before_mg) > _SAME_MG:
                found.append(Change(step, day, before_mg, dose_mg))
                before_mg = dose_mg
            day += days
        return found

    @property
    def reductions(self) -> list[Change]:
        """Each change that takes something away, the stop among them."""
        return [change for change in self.changes if change.fall_mg > 0]

    @property
    def cuts(self) -> list[Change]:
        """The reductions that leave a dose."""
        return [change for change in self.reductions if change.after_mg > 0]

    @property
    def taken_away(self) -> float:
        """Share of the start dose that the cuts take away; a stop is no cut."""
        start_mg = self.asked["start_dose_mg"]
        return 1 - min([start_mg, *(cut.after_mg for cut in self.cuts)]) / start_mg

    def stage(self, dose_mg: float) -> dict[str, float]:
        """What the rule says at a dose."""
        return next(one for one in self.rule["stages"] if dose_mg > one["above_mg"] + _CRUMB)

    def taken(self, cut: Change) -> float:
        """How much a reduction takes, in what the rule counts in: percent or mg."""
        if self.rule["step_of"] == "mg":
            return cut.fall_mg
        is_of_start = self.rule["step_of"] == "start"
        return 100 * cut.fall_mg / (self.asked["start_dose_mg"] if is_of_start else cut.before_mg)

    def highest_mg(self, change: Change, days: float) -> float:
        """The highest dose within so many days up to a change."""
        recent = [one for one in self.changes if change.day - days < one.day <= change.day]
        return max(one.before_mg for one in recent)


# --- what each constraint asks for


def _steps_asked(asked: dict[str, Any]) -> str:
    rule = asked["rule"]
    first = rule.get("first_steps")
    each = f"Each of the first {first} reductions" if first else "Each reduction"
    if len(rule["stages"]) == 1:
        return f"{each} takes {_allowed(rule, rule['stages'][0])}{_OF[rule['step_of']]}."
    parts = [f"{_above(stage)} {_allowed(rule, stage)}" for stage in rule["stages"]]
    how = f"{'; '.join(parts)}{_OF[rule['step_of']]}"
    return f"{each} takes, by the dose that it starts from: {how}."


def _pace_asked(asked: dict[str, Any]) -> str:
    stages = asked["rule"]["stages"]
    if len({stage["at_least_days"] for stage in stages}) == 1:
        days = stages[0]["at_least_days"]
        return f"Each new dose is kept for {days} days or longer before the next reduction."
    parts = [f"{_above(stage)} {stage['at_least_days']} days" for stage in stages]
    return f"Each new dose is kept, by the dose before it, at least: {'; '.join(parts)}."


def _ceiling_asked(asked: dict[str, Any]) -> str:
    ceiling = asked["rule"]["ceiling"]
    percent, days = in_digits(ceiling["percent"]), ceiling["days"]
    return f"Within {days} days the dose falls by no more than {percent} %, the stop left aside."


def _stop_asked(asked: dict[str, Any]) -> str:
    last_mg = in_digits(asked["rule"]["last_dose_mg"])
    return f"The schedule ends at 0 mg, from a last dose of {last_mg} mg or less."


def _above(stage: dict[str, float]) -> str:
    return f"above {in_digits(stage['above_mg'])} mg"


def _allowed(rule: dict[str, Any], stage: dict[str, float]) -> str:
    high = in_digits(stage["high"])
    low = in_digits(stage["low"]) if "low" in stage else None
    how_much = f"at most {high}" if low is None else high if low == high else f"{low} to {high}"
    return f"{how_much} {_unit(rule)}"


def _rounded(number: float) -> str:
    return in_digits(round(number, 2))


def _unit(rule: dict[str, Any]) -> str:
    return "mg" if rule["step_of"] == "mg" else "%"


_OF = {"current": " of the dose of the moment", "start": " of the start dose", "mg": ""}


# --- where each is broken

_ABRUPTLY = f"more than half of the start dose is gone within {ABRUPT_DAYS} days"


def _gradual(taper: Taper) -> Judged:
    most_mg = ABRUPT_SHARE * taper.asked["start_dose_mg"]
    for one in taper.reductions:
        fallen_mg = taper.highest_mg(one, ABRUPT_DAYS) - one.after_mg
        words = f"With step {one.step} {_ABRUPTLY}. That earns nothing."
        yield words if fallen_mg > most_mg + _CRUMB else None


def _never_rises(taper: Taper) -> Judged:
    for one in taper.changes:
        yield f"{one.place} takes the dose up." if one.fall_mg < 0 else None


def _steps(taper: Taper) -> Judged:
    of = f"{_unit(taper.rule)}{_OF[taper.rule['step_of']]}"
    for cut in taper.cuts[: taper.rule.get("first_steps")]:
        stage, taken = taper.stage(cut.before_mg), taper.taken(cut)
        if stage.get("low", 0) - _CRUMB <= taken <= stage["high"] + _CRUMB:
            yield None
        else:
            allowed = _allowed(taper.rule, stage)
            yield f"{cut.place} takes {_rounded(taken)} {of}; the rule allows {allowed}."


def _pace(taper: Taper) -> Judged:
    for one, following in pairwise(taper.reductions):
        days, least = following.day - one.day, taper.stage(one.before_mg)["at_least_days"]
        after = f"after {days} day{'s' * (days > 1)}"
        words = f"{one.place} is followed by the next reduction {after}; the rule asks for {least}."
        yield words if days < least else None


def _ceiling(taper: Taper) -> Judged:
    percent, days = taper.rule["ceiling"]["percent"], taper.rule["ceiling"]["days"]
    for cut in taper.cuts:
        highest_mg = taper.highest_mg(cut, days)
        fallen = 100 * (1 - cut.after_mg / highest_mg)
        before = f"what it was less than {days} days earlier, {in_digits(highest_mg)} mg"
        words = f"{cut.place} brings the dose {_rounded(fallen)} % below {before}; "
        is_kept = fallen <= percent + _CRUMB
        yield None if is_kept else f"{words}the ceiling is {in_digits(percent)} %."


def _dispensable(taper: Taper) -> Judged:
    there_is = in_words(taper.asked["made_of"])
    for step, (_, dose_mg) in enumerate(taper.rows, start=1):
        if dose_mg > 0:
            can = can_make(taper.asked["made_of"], dose_mg)
            words = f"Step {step}: {in_digits(dose_mg)} mg can't be made of {there_is}."
            yield None if can else words


def _stop(taper: Taper) -> Judged:
    if taper.rows[-1][1] > 0:
        yield "The schedule doesn't end at 0 mg."
        return
    stop = taper.changes[-1]
    is_small = stop.before_mg <= taper.rule["last_dose_mg"] + _CRUMB
    most = in_digits(taper.rule["last_dose_mg"])
    yield None if is_small else f"{stop.place} stops from more than {most} mg."


@dataclass(frozen=True)
class Constraint:
    """What a rule asks for, as a sentence, and how a schedule stands to it."""

    asks: Callable[[dict[str, Any]], str]
    judge: Callable[[Taper], Judged]


CONSTRAINTS = {
    "gradual": Constraint(lambda _: f"At no time {_ABRUPTLY}.", _gradual),
    "steps": Constraint(_steps_asked, _steps),
    "pace": Constraint(_pace_asked, _pace),
    "ceiling": Constraint(_ceiling_asked, _ceiling),
    "never_rises": Constraint(lambda _: "The dose never rises.", _never_rises),
    "dispensable": Constraint(lambda _: "Each dose can be made of what there is.", _dispensable),
    "stop": Constraint(_stop_asked, _stop),
}
"""In the order in which they are told."""

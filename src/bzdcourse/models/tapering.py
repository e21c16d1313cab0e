"""From a taper rule to a schedule that tablets can make and that ends at zero.

A schedule is arithmetic on a rule, for putting published rules through one teaching model. It plans
nobody's taper.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from bzdcourse.models.quantities import ModelError, number, numbers, whole
from bzdcourse.models.regimen import MOST_DOSES, Regimen
from bzdcourse.models.tablets import Tablets
from bzdcourse.models.taper_rules import Pace, Rule, rule

MOST_STEPS = 1000
"""A rule that needs more steps from its start dose to zero is not a taper."""

_CRUMB_MG = 1e-6

_PACES = ("slow", "typical", "fast")


@dataclass(frozen=True, eq=False)
class Schedule:
    """Daily doses, step by step, from the first reduction to zero.

    Attributes:
        rule: the rule that it follows.
        start_dose_mg: the daily dose before day 0.
        tablets: what the doses are made of.
        day: day on which each dose begins, the first reduction on day 0; shape ``(steps,)``.
        wanted_mg: what the rule asks for; the same shape. At the end it is 0, or less than half of
            the smallest dose.
        dose_mg: what can be dispensed; the same shape, never rising, 0 at the end.
    """

    rule: Rule
    start_dose_mg: float
    tablets: Tablets
    day: np.ndarray
    wanted_mg: np.ndarray
    dose_mg: np.ndarray

    @property
    def days_to_zero(self) -> float:
        """Days from the first reduction to the first day without a dose."""
        return float(self.day[-1])

    @property
    def cuts_mg(self) -> np.ndarray:
        """How much each true reduction takes away; the last one is the stop. Shape ``(cuts,)``."""
        cuts = -np.diff(np.concatenate([[self.start_dose_mg], self.dose_mg]))
        return cuts[cuts > 1e-9]

    @property
    def last_cut_over_first(self) -> float:
        """The stop over the first reduction, in mg: 1 for equal steps."""
        return float(self.cuts_mg[-1] / self.cuts_mg[0])

    @property
    def stop_over_cut_before(self) -> float:
        """The stop over the reduction before it, in mg; ``nan`` if the stop is the only one."""
        return float(self.cuts_mg[-1] / self.cuts_mg[-2]) if self.cuts_mg.size > 1 else np.nan

    @property
    def largest_rounding_mg(self) -> float:
        """The largest difference between a dose that was wanted and the one dispensed."""
        return float(np.abs(self.wanted_mg - self.dose_mg).max())

    def daily_dose_mg(self, days: Sequence[float] | np.ndarray) -> np.ndarray:
        """The daily dose on each of ``days``; before day 0 it is the start dose. Same shape."""
        days = numbers("days", days, "days", -100_000, 100_000)
        doses = np.concatenate([[self.start_dose_mg], self.dose_mg])
        return doses[np.searchsorted(self.day, days, side="right")]

    def regimen(self, doses_per_day: int = 1, weeks_before: int = 8) -> Regimen:
        """Each dose at its time of day: what a simulation takes.

        A day's dose is split into doses that tablets make, as even as they allow, at equal
        intervals, every day. No day is left out and no dose is an average of several days.

        Args:
            doses_per_day: 1 to 6.
            weeks_before: weeks at the start dose before day 0, which is ``weeks_before * 168`` h;
                0 to 520.

        Raises:
            ModelError: if a number is out of range or no whole number, or there are too many doses.
        """
        each_day = whole("doses_per_day", doses_per_day, "doses", 1, 6)
        before = whole("weeks_before", weeks_before, "weeks", 0, 520) * 7
        days = np.arange(-before, int(np.ceil(self.days_to_zero)))
        if days.size == 0 or days.size * each_day > MOST_DOSES:
            raise ModelError(
                f"{days.size * each_day:,} doses; a regimen has 1 to {MOST_DOSES:,} doses."
            )
        doses_mg = self.daily_dose_mg(days)
        split = {mg: self.tablets.parts_mg(mg, each_day) for mg in set(doses_mg.tolist())}
        amounts_mg = np.array([split[mg] for mg in doses_mg.tolist()]).ravel()
        hours = np.arange(amounts_mg.size) * 24 / each_day
        return Regimen(hours[amounts_mg > 0], amounts_mg[amounts_mg > 0])


def schedule(
    which: Rule | str,
    start_dose_mg: float,
    tablet_strengths_mg: Sequence[float],
    *,
    halves: bool = False,
    pace: Pace = "typical",
    last_dose_mg: float | None = None,
    start_occupancy: float | None = None,
    pauses: Sequence[tuple[float, float]] = (),
) -> Schedule:
    r"""What a rule makes of a start dose, in doses that tablets make.

    The rule is followed in unrounded doses; each is then rounded to the nearest dose that can be
    made, the larger of two as near. A percentage of the *rounded* dose would never get below a few
    pieces of tablet. The schedule ends where a rounded dose is zero.

    Equal steps of occupancy: $\theta_j = \theta_0 (1 - j/n)$ and
    $D_j = D_0 \frac{1-\theta_0}{\theta_0} \frac{\theta_j}{1-\theta_j}$.

    Args:
        which: a rule or its id.
        start_dose_mg: daily dose before the taper, 0.001 to 1000 mg; tablets must make it.
        tablet_strengths_mg: the strengths that there are.
        halves: whether tablets may be broken in two.
        pace: within the range of the rule: slow is its smallest step and longest interval.
        last_dose_mg: of a percent_of_current rule, the dose below which it stops; the rule's own
            by default.
        start_occupancy: of an equal_occupancy rule, $\theta_0$ at the start dose, 0.01 to 0.99.
        pauses: pairs of a day and a number of days for which the dose of that day is kept longer.

    Raises:
        ModelError: if a number is out of range, the tablets can't make the start dose, the rule is
            not known or can't be simulated, or what it needs is missing.
    """
    chosen = which if isinstance(which, Rule) else rule(which)
    if pace not in _PACES:
        raise ModelError(f"pace must be one of: {', '.join(_PACES)}; not {pace!r}.")
    start_mg = number("start_dose_mg", start_dose_mg, "mg", 0.001, 1000)
    tablets = Tablets(tablet_strengths_mg, start_mg, halves)
    if not tablets.make(start_mg):
        near = tablets.nearest_mg(start_mg)
        raise ModelError(f"These tablets don't make {start_mg:g} mg; the nearest is {near:g} mg.")
    plan = _Plan(chosen, start_mg, pace, last_dose_mg, start_occupancy)
    day, wanted_mg = plan.days_and_doses()
    dose_mg = np.array([tablets.nearest_mg(mg) for mg in wanted_mg])
    upto = int(np.argmax(dose_mg == 0)) + 1
    day = _paused(day[:upto], pauses)
    return Schedule(chosen, start_mg, tablets, day, wanted_mg[:upto], dose_mg[:upto])


@dataclass(frozen=True)
class _Plan:
    """A rule with what it is applied to."""

    rule: Rule
    start_mg: float
    pace: Pace
    last_dose_mg: float | None
    start_occupancy: float | None

    def days_and_doses(self) -> tuple[np.ndarray, np.ndarray]:
        """Day and unrounded dose of each step, the last dose being 0."""
        steps = list(islice(self._steps(), MOST_STEPS + 1))
        if len(steps) > MOST_STEPS:
            raise ModelError(
                f"The taper rule {self.rule.id!r} needs more than {MOST_STEPS} steps from "
                f"{self.start_mg:g} mg a day to zero."
            )
        day, dose_mg = zip(*steps, strict=True)
        return np.array(day, dtype=float), np.array(dose_mg, dtype=float)

    def _steps(self) -> Iterator[tuple[float, float]]:
        if listed := self.rule.listed:
            days = {"slow": listed.every_days.high, "fast": listed.every_days.low}
            every_days = days.get(self.pace, listed.every_days.typical)
            for n, percent in enumerate(listed.percent_left):
                yield n * every_days, self.start_mg * percent / 100
        else:
            yield from self._in_stages(self._after())

    def _in_stages(self, after: Callable[[float, float], float]) -> Iterator[tuple[float, float]]:
        day, dose_mg = 0.0, self.start_mg
        while dose_mg > 0:
            stage = next(one for one in self.rule.stages if dose_mg > one.above_mg + _CRUMB_MG)
            step, every_days = stage.at(self.pace)
            # Sums of steps miss zero by rounding errors; nobody takes a millionth of a milligram.
            dose_mg = max(after(dose_mg, step), 0)
            dose_mg = dose_mg if dose_mg > _CRUMB_MG else 0.0
            yield day, dose_mg
            day += every_days

    def _after(self) -> Callable[[float, float], float]:
        """What is left of a dose, in mg, when a step has been taken."""
        start_mg = self.start_mg
        if self.rule.kind == "percent_of_start":
            return lambda dose_mg, percent: dose_mg - start_mg * percent / 100
        if self.rule.kind == "fixed_step_mg":
            return lambda dose_mg, step_mg: dose_mg - step_mg
        if self.rule.kind == "percent_of_current":
            return self._share_of_current()
        if self.rule.kind == "equal_occupancy":
            return self._share_of_occupancy()
        raise ModelError(f"The taper rule {self.rule.id!r} is not simulated. {self.rule.silent_on}")

    def _share_of_current(self) -> Callable[[float, float], float]:
        last_mg = self.last_dose_mg
        if last_mg is None:
            last_mg = self.start_mg * self.rule.last_dose_percent.typical / 100
        last_mg = number("last_dose_mg", last_mg, "mg", self.start_mg / 1000, self.start_mg)

        def after(dose_mg: float, percent: float) -> float:
            left_mg = dose_mg * (1 - percent / 100)
            return left_mg if left_mg >= last_mg - _CRUMB_MG else 0

        return after

    def _share_of_occupancy(self) -> Callable[[float, float], float]:
        if self.start_occupancy is None:
            raise ModelError(
                f"The taper rule {self.rule.id!r} needs start_occupancy: the share of receptors "
                "that the start dose occupies, from 0.01 to 0.99."
            )
        theta_0 = number("start_occupancy", self.start_occupancy, "", 0.01, 0.99)
        ed50_mg = self.start_mg * (1 - theta_0) / theta_0

        def after(dose_mg: float, percent: float) -> float:
            theta = dose_mg / (dose_mg + ed50_mg) - theta_0 * percent / 100
            return ed50_mg * theta / (1 - theta)

        return after


def _paused(day: np.ndarray, pauses: Sequence[tuple[float, float]]) -> np.ndarray:
    """Days of the steps when the taper has stood still from some days on, for some days."""
    day = day.copy()
    for at_day, for_days in pauses:
        at_day = number("pause at_day", at_day, "days", 0, 10_000)
        day[day > at_day] += number("pause for_days", for_days, "days", 0, 10_000)
    return day

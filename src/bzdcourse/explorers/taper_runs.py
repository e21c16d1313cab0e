"""A taper rule in 200 people: from doses to level, to receptor, to signal."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from bzdcourse.explorers.taper_cases import CASES, Case
from bzdcourse.models.adaptation import Component, draw_components, signal
from bzdcourse.models.drugs import drug
from bzdcourse.models.population import bands
from bzdcourse.models.quantities import ModelError
from bzdcourse.models.receptor import occupancy, operational_response
from bzdcourse.models.taper_levels import DailyMeans, daily_means
from bzdcourse.models.taper_rules import rule
from bzdcourse.models.tapering import Schedule, schedule

PEOPLE = 200
SEED = 2026

RESERVE = 9.0
"""Illustrative: half of the response is there at a tenth of the level of half occupancy."""

_BEFORE_DAYS, _AFTER_DAYS, _ABRUPT_DAYS = 14, 70, 70
_POINTS = 140


@dataclass(frozen=True, eq=False)
class Body:
    """From level to signal, the same for both rules.

    Attributes:
        means: how levels stand and fall.
        start_ng_ml: daily mean before the taper, shape ``(people,)``.
        ec50_ng_ml: level at which half of the sites are occupied.
        reserve: whether the body adapts to a response that runs ahead of occupancy.
        components: what adapts.
    """

    means: DailyMeans
    start_ng_ml: np.ndarray
    ec50_ng_ml: float
    reserve: bool
    components: tuple[Component, ...]

    def drive(self, level_ng_ml: np.ndarray) -> np.ndarray:
        """What the body adapts to, 0 to 1, in the shape of ``level_ng_ml``."""
        if self.reserve:
            return operational_response(level_ng_ml, self.ec50_ng_ml, RESERVE)
        return occupancy(level_ng_ml, self.ec50_ng_ml)

    def net(self, days: np.ndarray, level_ng_ml: np.ndarray) -> np.ndarray:
        """Net signal over each person's own effect before the taper; ``(people, days)``."""
        start = self.drive(self.start_ng_ml)
        return signal(days, self.drive(level_ng_ml), self.components, start).net / start[:, None]

    def abrupt(self) -> tuple[np.ndarray, np.ndarray]:
        """Days and net signal after an abrupt stop, which nobody should make."""
        days = np.arange(-1, _ABRUPT_DAYS)
        left = np.hstack([np.ones((PEOPLE, 1)), self.means.left[:, :_ABRUPT_DAYS]])
        return days, self.net(days, left * self.start_ng_ml[:, None])


@dataclass(frozen=True, eq=False)
class Run:
    """One rule in 200 people. Bands have shape ``(3, points)``: 5th, 50th and 95th percentile.

    Attributes:
        letter: A or B.
        schedule: the doses.
        body: what is between dose and signal.
        days: whole days, shape ``(days,)``.
        level_ng_ml: daily means, shape ``(people, days)``.
        worst: the deepest net signal of each person's abrupt stop, shape ``(people,)``.
    """

    letter: str
    schedule: Schedule
    body: Body
    days: np.ndarray
    level_ng_ml: np.ndarray
    worst: np.ndarray

    @property
    def name(self) -> str:
        """As pictures have it."""
        return f"Rule {self.letter}"

    @property
    def weeks_to_zero(self) -> float:
        """From the first reduction on."""
        return self.schedule.days_to_zero / 7

    @property
    def stop(self) -> int:
        """Which of the days is the first one without a dose."""
        return int(np.ceil(self.schedule.days_to_zero)) - int(self.days[0])

    @cached_property
    def places(self) -> np.ndarray:
        """Which of the days are drawn; what is drawn there was reckoned day by day."""
        return np.unique(np.linspace(0, self.days.size - 1, _POINTS).astype(int))

    @cached_property
    def net(self) -> np.ndarray:
        """The net signal, shape ``(people, days)``."""
        return self.body.net(self.days, self.level_ng_ml)

    @cached_property
    def level_bands(self) -> np.ndarray:
        """Of the level, in ng/mL, at the days that are drawn."""
        return bands(self.level_ng_ml[:, self.places])

    @property
    def drive_bands(self) -> np.ndarray:
        """Of occupancy or response, in %: each rises with the level, so its percentiles do."""
        return 100 * self.body.drive(self.level_bands)

    @cached_property
    def net_bands(self) -> np.ndarray:
        """Of the net signal, at the days that are drawn."""
        return bands(self.net[:, self.places])

    @cached_property
    def peak_band(self) -> np.ndarray:
        """Of the largest signal of withdrawal over that of the same person's abrupt stop.

        Shape ``(3,)``. Who has no signal after an abrupt stop is left out.
        """
        has_signal = self.worst < -0.01
        peak = np.minimum(self.net.min(axis=1), 0)[has_signal] / self.worst[has_signal]
        return np.percentile(peak, (5, 50, 95))


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two rules in the same people, and an abrupt stop to measure them by.

    Attributes:
        case: drug and dose.
        body: what is the same for both.
        runs: rule A and rule B.
        stop_weeks: weeks from an abrupt stop, shape ``(days,)``.
        stop_net: the median net signal then, the same shape.
    """

    case: Case
    body: Body
    runs: tuple[Run, Run]
    stop_weeks: np.ndarray
    stop_net: np.ndarray


def compare(values: dict[str, Any]) -> Comparison:
    """Put two rules through one model.

    Args:
        values: of all controls of the taper laboratory.

    Raises:
        ModelError: if a rule is told in milligrams of another drug.
    """
    case = CASES[values["case"]]
    body = _body(case, values)
    stop_days, stop_net = body.abrupt()
    plans = [_schedule(case, values, values[name]) for name in ("rule_a", "rule_b")]
    last = max(plan.days_to_zero for plan in plans)
    days = np.arange(-_BEFORE_DAYS, int(last) + _AFTER_DAYS)
    worst = stop_net.min(axis=1)
    a, b = (
        Run(letter, plan, body, days, body.means.under(plan, days), worst)
        for letter, plan in zip("AB", plans, strict=True)
    )
    return Comparison(case, body, (a, b), stop_days / 7, np.median(stop_net, axis=0))


def _body(case: Case, values: dict[str, Any]) -> Body:
    means = daily_means(case.drug, case.doses_per_day, PEOPLE, SEED)
    start_ng_ml = means.steady_ng_ml * case.dose_mg
    theta = values["occupancy_percent"] / 100
    return Body(
        means,
        start_ng_ml,
        float(np.median(start_ng_ml)) * (1 - theta) / theta,
        values["driver"] == "response",
        _components(values["two_time_scales"]),
    )


@lru_cache(maxsize=2)
def _components(two_time_scales: bool) -> tuple[Component, ...]:
    return draw_components(SEED, PEOPLE, "overall", two_time_scales=two_time_scales)


def _schedule(case: Case, values: dict[str, Any], name: str) -> Schedule:
    asked = rule(name)
    if asked.kind == "fixed_step_mg" and asked.drug != case.drug:
        raise ModelError(
            f"{asked.name} is told in milligrams of {asked.drug}; choose a case with {asked.drug}."
        )
    exact = values["tablets"] == "exact"
    return schedule(
        asked,
        case.dose_mg,
        [case.dose_mg / 1000] if exact else drug(case.drug).tablet_strengths_mg,
        halves=values["tablets"] == "halves",
        last_dose_mg=case.dose_mg * values["last_dose_percent"] / 100,
        start_occupancy=values["occupancy_percent"] / 100,
    )

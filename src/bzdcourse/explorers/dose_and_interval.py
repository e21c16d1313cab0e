"""Dose and interval: the level during doses at regular times, in one person and in many."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil, log
from typing import Any

import numpy as np

from bzdcourse.explorers.base import Explorer, Reading, View
from bzdcourse.explorers.courses import (
    evenly,
    steady_swing_ng_ml_per_mg,
    time_to_ninety_percent_h,
    times_with_doses_h,
    typical_levels_ng_ml,
)
from bzdcourse.explorers.dose_cases import CONTROLS, NOTES, PRESETS, SOURCES
from bzdcourse.explorers.numbers import duration, level, rounded
from bzdcourse.figures.chart import Band, Guide, Line, Panel, Series
from bzdcourse.figures.figure import Table
from bzdcourse.models.drug_records import Drug
from bzdcourse.models.drugs import drug
from bzdcourse.models.kinetics import Kinetics
from bzdcourse.models.pharmacokinetics import average_steady_state_ng_ml
from bzdcourse.models.population import bands, draw_people, simulate_people
from bzdcourse.models.quantities import ModelError
from bzdcourse.models.regimen import Regimen, once, regular
from bzdcourse.models.simulation import ClearanceChange

_PEOPLE = 200
_SEED = 20
_BAND_POINTS = 120
_ROWS = 25
_NO_INHIBITOR = {"midazolam", "triazolam"}


@dataclass(frozen=True)
class _Course:
    """One setting of the controls, and what follows from it."""

    drug: str
    dose_mg: float
    interval_h: float
    days: float
    missed_day: float
    loading: bool
    change_day: float
    change_factor: float
    clearance_factor: float
    volume_factor: float

    @cached_property
    def known(self) -> Drug:
        """What is known of the medicine."""
        return drug(self.drug)

    @property
    def typical(self) -> Kinetics:
        """The typical adult; the metabolite has an explorer of its own."""
        return replace(self.known.kinetics, metabolite=None)

    @cached_property
    def person(self) -> Kinetics:
        """The person whose curve is drawn. Exchange grows with the volumes, its rates stay."""
        own = self.typical.with_clearance_times(self.clearance_factor)
        return replace(
            own,
            volume_l=own.volume_l * self.volume_factor,
            exchange_l_h=own.exchange_l_h * self.volume_factor,
            tissue_volume_l=own.tissue_volume_l * self.volume_factor,
        )

    @cached_property
    def last(self) -> Kinetics:
        """The same person after the change of clearance, if there is one."""
        return self.person.with_clearance_times(self.change_factor) if self.changes else self.person

    @property
    def changes(self) -> tuple[ClearanceChange, ...]:
        """The change of clearance within the days shown."""
        at_h = 24 * (self.change_day - 1)
        if self.change_factor == 1 or self.change_day > self.days:
            return ()
        return (ClearanceChange(at_h, self.change_factor),)

    @property
    def missed(self) -> int | None:
        """Which dose is missed, counted from 0: the first one of its day."""
        day = int(self.missed_day)
        place = ceil(24 * (day - 1) / self.interval_h)
        return place if day and place < self.doses else None

    @property
    def doses(self) -> int:
        """How many are taken in the days shown."""
        return ceil(24 * self.days / self.interval_h)

    @property
    def loading_mg(self) -> float:
        """First dose that would fill the body at once, if it went in and spread at once."""
        rate = log(2) / self.person.elimination_half_life_h
        return self.dose_mg / -np.expm1(-rate * self.interval_h)

    @cached_property
    def regimen(self) -> Regimen:
        """What is taken when."""
        return regular(
            self.dose_mg,
            self.interval_h,
            self.doses,
            loading_mg=self.loading_mg if self.loading else None,
            missed=[] if self.missed is None else [self.missed],
        )

    @cached_property
    def times_h(self) -> np.ndarray:
        """When the levels are drawn."""
        return times_with_doses_h(self.person, self.interval_h, 24 * self.days)

    @cached_property
    def level_ng_ml(self) -> np.ndarray:
        """This person's level."""
        return typical_levels_ng_ml(self.person, self.regimen, self.times_h, self.changes)[0]

    @cached_property
    def first_dose_ng_ml(self) -> np.ndarray:
        """The level if only the first dose were taken."""
        first = once(float(self.regimen.amounts_mg[0]))
        return typical_levels_ng_ml(self.person, first, self.times_h, self.changes)[0]

    @cached_property
    def band_times_h(self) -> np.ndarray:
        """When the band is drawn: 200 curves at half as many times take half as long."""
        return times_with_doses_h(self.person, self.interval_h, 24 * self.days, _BAND_POINTS)

    @cached_property
    def band_ng_ml(self) -> tuple[np.ndarray, np.ndarray]:
        """5th and 95th percentile of 200 people who take the same, at the band's times."""
        cvs = self.known.clearance_cv, self.known.volume_cv
        people = draw_people(self.typical, _PEOPLE, _SEED, *cvs)
        levels = simulate_people(people, self.regimen, self.band_times_h, self.changes)
        low, high = bands(levels.parent_ng_ml, (5, 95))
        return low, high

    @cached_property
    def average_ng_ml(self) -> float:
        """At steady state, after the change if there is one."""
        return average_steady_state_ng_ml(self.last, self.dose_mg, self.interval_h)


def show(values: dict[str, Any]) -> View:
    """Level over time, and what the steady state is like."""
    course = _Course(**values)
    if course.change_factor != 1 and course.drug in _NO_INHIBITOR:
        raise ModelError(
            f"For {course.known.name} the clearance can't be changed here: what inhibits CYP3A4 "
            "also raises the share of a tablet that gets through gut and liver, and this model has "
            "no gut. Set the clearance from that day on to 1."
        )
    readings = _readings(course)
    return View((_panel(course, readings),), readings, _table(course))


def _readings(course: _Course) -> tuple[Reading, ...]:
    swing = steady_swing_ng_ml_per_mg(course.last, course.interval_h)
    low, high = (course.dose_mg * level_per_mg for level_per_mg in swing)
    reached_h = time_to_ninety_percent_h(course.last)
    half_life_h = course.last.elimination_half_life_h
    ratio = 1 / -np.expm1(-log(2) / half_life_h * course.interval_h)
    return (
        Reading("average", "Average at steady state", course.average_ng_ml,
                level(course.average_ng_ml)),
        Reading("peak", "Peak at steady state", high, level(high)),
        Reading("trough", "Trough at steady state", low, level(low)),
        Reading("reached", "Time to 90 % of steady state", reached_h, duration(reached_h)),
        Reading("accumulation", "Accumulation ratio", ratio,
                f"{rounded(ratio, 2)}-fold"),
    )  # fmt: skip


def _panel(course: _Course, readings: tuple[Reading, ...]) -> Panel:
    x, (low, high) = course.times_h / 24, course.band_ng_ml
    series: list[Series] = [
        Band(course.band_times_h / 24, low, high, "90 of 100 people"),
        Line(x, course.first_dose_ng_ml, "first dose alone", colour="purple", dash="dashed"),
        Line(x, course.level_ng_ml, "this person"),
        Guide(course.average_ng_ml, "average at steady state"),
    ]
    if course.changes:
        series.append(Guide(course.change_day - 1, "clearance changes", axis="x"))
    if course.missed is not None:
        at = course.missed * course.interval_h / 24
        series.append(Guide(at, "dose missed", axis="x"))
    return Panel(
        title=f"Level of {course.known.name} in plasma",
        x_label="Time (days)",
        y_label="Level (ng/mL)",
        series=series,
        alt=_in_words(course, readings),
        x_range=(0, course.days),
    )


def _in_words(course: _Course, readings: tuple[Reading, ...]) -> str:
    average, peak, trough, reached, _ = (reading.text for reading in readings)
    low, high = (float(edge[-1]) for edge in course.band_ng_ml)
    loading = f", begun with {rounded(course.loading_mg)} mg" if course.loading else ""
    told = [
        f"Level of {course.known.name} over {course.days:g} days of {course.dose_mg:g} mg every "
        f"{course.interval_h:g} h{loading}.",
        f"It rises and falls with every dose, up to {level(course.level_ng_ml.max())} in the days "
        f"shown. At steady state it swings between {trough} and {peak}, around an average of "
        f"{average}; nine tenths of that take {reached}.",
        f"The first dose alone reaches {level(course.first_dose_ng_ml.max())} and fades.",
        f"At the end, 90 of 100 people who take the same are between {level(low)} and "
        f"{level(high)}; this person is at {level(float(course.level_ng_ml[-1]))}.",
    ]
    if course.missed is not None:
        told.append(f"The first dose of day {int(course.missed_day)} is missed.")
    if course.changes:
        told.append(
            f"From day {course.change_day:g} on, the clearance is {course.change_factor:g} times "
            "what it was; the steady state named is that of the new clearance."
        )
    return " ".join(told)


def _table(course: _Course) -> Table:
    places = evenly(course.times_h, _ROWS)
    band = (np.interp(course.times_h, course.band_times_h, edge) for edge in course.band_ng_ml)
    columns = (course.level_ng_ml, course.first_dose_ng_ml, *band)
    rows = [
        (f"{rounded(course.times_h[n])} h", *(rounded(float(column[n])) for column in columns))
        for n in places
    ]
    heads = ("Time", "This person", "First dose alone", "5th of 100 people", "95th of 100 people")
    return Table("Level in ng/mL", heads, tuple(rows))


EXPLORER = Explorer(
    id="dose-and-interval",
    title="Dose and interval",
    task="Choose a teaching case, then move one control at a time. *Which headline numbers move "
    "with it, and which stay?*",
    controls=CONTROLS,
    presets=PRESETS,
    show=show,
    notes=NOTES,
    sources=SOURCES,
)

"""Half-life and metabolite: how long diazepam and what it becomes stay after the last dose."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from bzdcourse.explorers.base import Explorer, Reading, View
from bzdcourse.explorers.courses import evenly, times_with_doses_h, typical_levels_ng_ml
from bzdcourse.explorers.half_life_cases import CONTROLS, NOTES, NOTHING, PRESETS, SOURCES
from bzdcourse.explorers.numbers import duration, level, rounded
from bzdcourse.figures.chart import Band, Guide, Line, Panel, Series
from bzdcourse.figures.figure import Table
from bzdcourse.models.drugs import diazepam_at_age, drug
from bzdcourse.models.kinetics import Kinetics
from bzdcourse.models.population import bands, draw_people, simulate_people
from bzdcourse.models.regimen import Regimen, regular

_PEOPLE = 200
_SEED = 21
_INTERVAL_H = 24
_LEFT = 0.1
_ROWS = 25


@dataclass(frozen=True)
class _Course:
    """One setting of the controls, and what follows from it."""

    dose_mg: float
    days_taken: float
    days_after: float
    age_years: float
    clearance_factor: float
    metabolite_factor: float
    counted: bool
    other: str
    log: bool

    @cached_property
    def person(self) -> Kinetics:
        """Diazepam and desmethyldiazepam in this person."""
        typical = diazepam_at_age(self.age_years)
        made = typical.metabolite
        slowed = replace(made, clearance_l_h=made.clearance_l_h * self.metabolite_factor)
        return replace(typical.with_clearance_times(self.clearance_factor), metabolite=slowed)

    @property
    def regimen(self) -> Regimen:
        """Once a day."""
        return regular(self.dose_mg, _INTERVAL_H, int(self.days_taken))

    @property
    def stop_h(self) -> float:
        """When the first dose is due that is not taken."""
        return _INTERVAL_H * int(self.days_taken)

    @cached_property
    def times_h(self) -> np.ndarray:
        """When the levels are drawn."""
        return self._times_h(240)

    @cached_property
    def band_times_h(self) -> np.ndarray:
        """When the band is drawn: 200 curves at half as many times take half as long."""
        return self._times_h(120)

    def _times_h(self, points: int) -> np.ndarray:
        during = times_with_doses_h(self.person, _INTERVAL_H, self.stop_h, points)
        after = self.stop_h + np.linspace(0, 24 * self.days_after, points // 2)
        return np.append(during, after[1:])

    @cached_property
    def levels_ng_ml(self) -> tuple[np.ndarray, np.ndarray]:
        """Parent and metabolite."""
        return typical_levels_ng_ml(self.person, self.regimen, self.times_h)

    @cached_property
    def band_ng_ml(self) -> np.ndarray:
        """5th and 95th percentile of 200 people like this one: what is counted, at its times."""
        known = drug("diazepam")
        people = draw_people(self.person, _PEOPLE, _SEED, known.clearance_cv, known.volume_cv)
        levels = simulate_people(people, self.regimen, self.band_times_h)
        held = levels.parent_ng_ml + (levels.metabolite_ng_ml if self.counted else 0)
        return bands(held, (5, 95))

    def after_stop(self, kinetics: Kinetics, since_h: np.ndarray, *, counted: bool) -> np.ndarray:
        """What is left after the stop, of what there was then; shape ``(times,)``."""
        parent, metabolite = typical_levels_ng_ml(kinetics, self.regimen, self.stop_h + since_h)
        held = parent + metabolite if counted else parent
        return held / held[0]

    def until_little_h(self, kinetics: Kinetics, *, counted: bool) -> float:
        """Time until a tenth is left for good."""
        made = kinetics.metabolite
        slow_h = kinetics.terminal_half_life_h + (made.half_life_h if made and counted else 0)
        since_h = np.linspace(0, 6 * slow_h, 200)
        left = self.after_stop(kinetics, since_h, counted=counted)
        last = int(np.flatnonzero(left >= _LEFT)[-1])
        around = slice(last, last + 2)
        return float(np.interp(-np.log(_LEFT), -np.log(left[around]), since_h[around]))

    @cached_property
    def other_kinetics(self) -> Kinetics | None:
        """The medicine to compare with, in a typical adult."""
        if self.other == NOTHING:
            return None
        return replace(drug(self.other).kinetics, metabolite=None)


def show(values: dict[str, Any]) -> View:
    """Levels during and after a course of diazepam, and what is left after its end."""
    course = _Course(**values)
    readings = _readings(course)
    panels = (_levels(course), _left(course, readings))
    return View(panels, readings, _table(course))


def _readings(course: _Course) -> tuple[Reading, ...]:
    at_stop = [float(np.interp(course.stop_h, course.times_h, one)) for one in course.levels_ng_ml]
    ratio = at_stop[1] / at_stop[0]
    half_life_h = course.person.elimination_half_life_h
    return (
        Reading("half-life", "Half-life of diazepam", half_life_h, duration(half_life_h)),
        Reading("ratio", "Desmethyldiazepam for 1 of diazepam, at the stop", ratio,
                rounded(ratio, 2)),
        _until("alone", "Until 10 % is left: diazepam", course, course.person),
        _until("both", "Until 10 % is left: both together", course,
               course.person if course.counted else None, "not counted"),
        _until("other", "Until 10 % is left: the other medicine", course, course.other_kinetics,
               "none chosen"),
    )  # fmt: skip


def _until(
    reading: str, label: str, course: _Course, kinetics: Kinetics | None, nothing: str = ""
) -> Reading:
    if kinetics is None:
        return Reading(reading, label, None, nothing)
    hours = course.until_little_h(kinetics, counted=reading == "both")
    return Reading(reading, label, hours, duration(hours))


def _levels(course: _Course) -> Panel:
    x, (parent, metabolite) = course.times_h / 24, course.levels_ng_ml
    counted = "sum of both" if course.counted else "diazepam"
    low, high = course.band_ng_ml
    series: list[Series] = [
        Band(course.band_times_h / 24, low, high, f"90 of 100 people: {counted}"),
        Line(x, parent, "diazepam"),
    ]
    if course.counted:
        series += [
            Line(x, metabolite, "desmethyldiazepam", colour="orange", dash="dashed"),
            Line(x, parent + metabolite, "sum of both", colour="purple", dash="dotted"),
        ]
    series.append(Guide(course.stop_h / 24, "stop", axis="x"))
    return Panel(
        title="Level during and after the course",
        x_label="Time (days)",
        y_label="Level (ng/mL)",
        series=series,
        alt=_levels_in_words(course),
        x_range=(0, float(x[-1])),
        y_log=course.log,
    )


def _levels_in_words(course: _Course) -> str:
    parent, metabolite = course.levels_ng_ml
    at_stop = [float(np.interp(course.stop_h, course.times_h, one)) for one in course.levels_ng_ml]
    low, high = (
        float(np.interp(course.stop_h, course.band_times_h, one)) for one in course.band_ng_ml
    )
    told = [
        f"Level of diazepam at the age of {course.age_years:g} years during {course.days_taken:g} "
        f"days of {course.dose_mg:g} mg once a day, and {course.days_after:g} days after.",
        f"Diazepam peaks at {level(parent.max())}; when the first dose is left out it stands at "
        f"{level(at_stop[0])}, and at the end at {level(float(parent[-1]))}.",
    ]
    if course.counted:
        told.append(
            f"Desmethyldiazepam rises more slowly, to {level(metabolite.max())}; it stands at "
            f"{level(at_stop[1])} at the stop and at {level(float(metabolite[-1]))} at the end."
        )
    what = "the sum of both" if course.counted else "diazepam"
    told.append(
        f"In 90 of 100 people {what} is between {level(low)} and {level(high)} at the stop."
    )
    return " ".join(told)


def _left(course: _Course, readings: tuple[Reading, ...]) -> Panel:
    since_h = np.linspace(0, 24 * course.days_after, 150)
    x = since_h / 24
    alone = course.after_stop(course.person, since_h, counted=False)
    series: list[Series] = [Line(x, 100 * alone, "diazepam")]
    if course.counted:
        both = course.after_stop(course.person, since_h, counted=True)
        series.append(Line(x, 100 * both, "both together", colour="purple", dash="dotted"))
    if course.other_kinetics:
        left = course.after_stop(course.other_kinetics, since_h, counted=False)
        name = drug(course.other).name
        series.append(Line(x, 100 * left, name, colour="ink", dash="dashed"))
    series.append(Guide(100 * _LEFT, "10 % left"))
    until = [f"{one.label[len('Until 10 % is left: ') :]}: {one.text}" for one in readings[2:]]
    return Panel(
        title="What is left after the stop",
        x_label="Time since the first dose not taken (days)",
        y_label="Left of the level at the stop (%)",
        series=series,
        alt="What is left after the stop, as a share of the level at the stop. Time until a tenth "
        f"is left: {'; '.join(until)}.",
        x_range=(0, float(course.days_after)),
        y_range=(1, 100) if course.log else (0, 100),
        y_log=course.log,
    )


def _table(course: _Course) -> Table:
    places = evenly(course.times_h, _ROWS)
    band = (np.interp(course.times_h, course.band_times_h, edge) for edge in course.band_ng_ml)
    columns = (*course.levels_ng_ml, *band)
    rows = [
        (f"{rounded(course.times_h[n] / 24)} days",
         *(rounded(float(column[n])) for column in columns))
        for n in places
    ]  # fmt: skip
    held = "sum" if course.counted else "diazepam"
    heads = ("Time", "Diazepam", "Desmethyldiazepam", f"5th of 100 people, {held}",
             f"95th of 100 people, {held}")  # fmt: skip
    return Table("Level in ng/mL", heads, tuple(rows))


EXPLORER = Explorer(
    id="half-life-and-metabolite",
    title="Half-life and metabolite",
    task="Diazepam once a day, then no more. Its metabolite desmethyldiazepam acts as well. *How "
    "long does each of them stay, and what changes that?*",
    controls=CONTROLS,
    presets=PRESETS,
    show=show,
    notes=NOTES,
    sources=SOURCES,
)

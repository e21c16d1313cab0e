"""Adaptation: what weeks of a drug do to its effect, and what comes when it stops."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import exp, log
from typing import Any

import numpy as np

from bzdcourse.explorers.adaptation_cases import (
    CONTROLS,
    EFFECTS,
    NOTES,
    PRESETS,
    SOURCES,
    STRUCTURES,
)
from bzdcourse.explorers.base import Explorer, Reading, View
from bzdcourse.explorers.days import denser_at_first
from bzdcourse.explorers.numbers import arbitrary, rounded
from bzdcourse.figures.chart import Band, Guide, Line, Panel, Series
from bzdcourse.figures.figure import Table
from bzdcourse.models.adaptation import Component, Signal, draw_components, signal
from bzdcourse.models.feedback import pool_response
from bzdcourse.models.population import bands

_PEOPLE = 200
_SEED = 3
_ROWS = 24
_SLOW = Component(0.05, 90.0)
_FEEDBACK_STRENGTH = 3.0
_SEEN_AT_LEAST = 0.005


@lru_cache(maxsize=32)
def _people(effect: str, two: bool) -> tuple[Component, ...]:
    return draw_components(_SEED, _PEOPLE, effect, two_time_scales=two)


@dataclass(frozen=True)
class _Course:
    """One setting of the controls, and what follows from it."""

    effect: str
    structure: str
    weeks_on: float
    weeks_off: float
    half_life_h: float
    weight: float
    time_constant_days: float

    @property
    def stop_day(self) -> float:
        """The day of the last dose."""
        return 7 * self.weeks_on

    @property
    def rate_per_day(self) -> float:
        """Of the level, and of the effect with it."""
        return log(2) * 24 / self.half_life_h

    @cached_property
    def days(self) -> np.ndarray:
        """Denser after the first and after the last dose, where most happens."""
        on, off = denser_at_first(self.stop_day), denser_at_first(7 * self.weeks_off)
        return np.concatenate((on, self.stop_day + off[1:]))

    def effect_on(self, day: float) -> float:
        """The drug's effect by itself: it comes and goes as the average level does."""
        risen = 1 - exp(-self.rate_per_day * min(day, self.stop_day))
        return risen * exp(-self.rate_per_day * max(day - self.stop_day, 0))

    @cached_property
    def effects(self) -> np.ndarray:
        """The effect on all days."""
        return np.array([self.effect_on(day) for day in self.days.tolist()])

    @cached_property
    def typical(self) -> Signal:
        """The signal of the structure chosen, with the strengths and times set."""
        if self.structure == "feedback":
            net = _feedback_net(self)
            return Signal(self.effects, self.effects - net, net, np.maximum(0, -net))
        own = Component(self.weight, self.time_constant_days)
        parts = (own, _SLOW) if self.structure == "two" else (own,)
        return signal(self.days, self.effects, parts)

    @cached_property
    def band(self) -> np.ndarray | None:
        """5th and 95th percentile of the net signal; none for the feedback model."""
        if self.structure == "feedback":
            return None
        people = _people(self.effect, self.structure == "two")
        return bands(signal(self.days, self.effects, people).net, (5, 95))

    @cached_property
    def last_on(self) -> int:
        """Place of the day of the last dose."""
        return int(np.argmin(np.abs(self.days - self.stop_day)))

    @cached_property
    def tolerance(self) -> float:
        """Share of the effect that is gone on the day of the last dose."""
        return float(1 - self.typical.net[self.last_on] / self.effects[self.last_on])

    @cached_property
    def peak(self) -> tuple[float, float] | None:
        """Days after the last dose, and height, of the largest signal of withdrawal."""
        place = int(self.typical.withdrawal.argmax())
        height = float(self.typical.withdrawal[place])
        if height < _SEEN_AT_LEAST:
            return None
        return float(self.days[place] - self.stop_day), height


def _feedback_net(course: _Course) -> np.ndarray:
    """The feedback model's signal, in units of what it would do without feedback."""
    key = (course.weeks_on, course.weeks_off, course.half_life_h, course.time_constant_days)
    return _solved_feedback(*key)


@lru_cache(maxsize=64)
def _solved_feedback(
    weeks_on: float, weeks_off: float, half_life_h: float, time_constant_days: float
) -> np.ndarray:
    course = _Course("", "", weeks_on, weeks_off, half_life_h, 0, time_constant_days)
    net = pool_response(
        course.days,
        course.effect_on,
        [course.stop_day],
        strength=_FEEDBACK_STRENGTH,
        moderator_days=time_constant_days,
    )
    return net / _FEEDBACK_STRENGTH


def show(values: dict[str, Any]) -> View:
    """Effect and adaptation, and the net signal with its band."""
    course = _Course(**values)
    return View((_parts(course), _net(course)), _readings(course), _table(course))


def _stop(course: _Course) -> Guide:
    return Guide(course.stop_day, "last dose", axis="x")


def _parts(course: _Course) -> Panel:
    found, end = course.typical, course.last_on
    name = "Effect less net signal" if course.structure == "feedback" else "Adaptation"
    return Panel(
        title="The drug's effect, and what works against it",
        x_label="Time (days)",
        y_label="Signal (arbitrary units)",
        series=[
            Line(course.days, found.effect, "effect by itself", "orange", "dashed"),
            Line(course.days, found.adaptation, name.lower(), "purple"),
            _stop(course),
        ],
        alt=(
            f"Two curves over {course.days[-1]:g} days, in arbitrary units. The drug's effect by "
            f"itself rises to {rounded(float(found.effect[end]), 2)} within days and goes after "
            f"the last dose on day {course.stop_day:g}, by half every "
            f"{rounded(course.half_life_h)} h. {name} follows more slowly, stands at "
            f"{rounded(float(found.adaptation[end]), 2)} on the last day of the drug, and takes "
            f"longer to go: {rounded(float(found.adaptation[-1]), 2)} is left at the end."
        ),
        x_range=(0, float(course.days[-1])),
    )


def _net(course: _Course) -> Panel:
    series: list[Series] = []
    if course.band is not None:
        series.append(Band(course.days, *course.band, "90 of 100 drawn from wide ranges"))
    series += [
        Line(course.days, course.typical.net, "with the values set"),
        Guide(0, "as without the drug"),
        _stop(course),
    ]
    return Panel(
        title=f"Net signal: {EFFECTS[course.effect]}",
        x_label="Time (days)",
        y_label="Net signal (arbitrary units)",
        series=series,
        alt=_net_in_words(course),
        x_range=(0, float(course.days[-1])),
        y_range=(-1, 1),
    )


def _net_in_words(course: _Course) -> str:
    net, end = course.typical.net, course.last_on
    told = [
        f"Net signal for {EFFECTS[course.effect]}, in arbitrary units: "
        f"{STRUCTURES[course.structure]}. It rises to {rounded(float(net.max()), 2)}, and on the "
        f"last day of the drug {rounded(float(net[end]), 2)} of it is there."
    ]
    if course.peak:
        day, height = course.peak
        told.append(
            f"After the last dose it falls below 0, which is the signal of withdrawal: furthest "
            f"{rounded(day, 2)} days later, by {rounded(height, 2)}."
        )
    else:
        told.append("After the last dose it hardly falls below 0.")
    if course.band is None:
        told.append("This structure is drawn for one setting only, without a band.")
    else:
        low, high = course.band[:, end]
        told.append(
            f"On the day of the last dose 90 of 100 draws are between {rounded(float(low), 2)} and "
            f"{rounded(float(high), 2)}; at their lowest afterwards the band's lower edge is at "
            f"{rounded(float(course.band[0].min()), 2)} and its upper edge at "
            f"{rounded(float(course.band[1, end:].min()), 2)}."
        )
    return " ".join(told)


def _readings(course: _Course) -> tuple[Reading, ...]:
    day, height = course.peak or (None, None)
    none = "no signal below 0"
    left = float(course.typical.withdrawal[-1])
    return (
        Reading("tolerance", "Share of the effect gone on the day of the last dose",
                course.tolerance, f"{rounded(100 * course.tolerance, 2)} %"),
        Reading("peak", "Furthest below 0 after the last dose", height,
                none if height is None else arbitrary(height)),
        Reading("peak-day", "Days from the last dose to there", day,
                none if day is None else f"{rounded(day, 2)} days"),
        Reading("left", f"Still below 0 after {course.weeks_off:g} weeks", left,
                arbitrary(left)),
    )  # fmt: skip


def _table(course: _Course) -> Table:
    columns = [course.effects, course.typical.adaptation, course.typical.net]
    heads = ["Day", "Effect by itself", "Adaptation", "Net signal"]
    if course.band is not None:
        columns += list(course.band)
        heads += ["5th of 100 draws", "95th of 100 draws"]
    wanted = np.linspace(0, course.days[-1], _ROWS)
    read_off = np.column_stack([wanted, *(np.interp(wanted, course.days, one) for one in columns)])
    rows = tuple(tuple(rounded(value, 2) for value in row) for row in read_off.tolist())
    return Table("Signals in arbitrary units", tuple(heads), rows)


EXPLORER = Explorer(
    id="adaptation",
    title="Adaptation",
    task="Choose a teaching case. *What is lost while the drug is taken, and what is there once it "
    "is gone?* Then change the structure of the model, and not only its numbers.",
    controls=CONTROLS,
    presets=PRESETS,
    show=show,
    notes=NOTES,
    sources=SOURCES,
)

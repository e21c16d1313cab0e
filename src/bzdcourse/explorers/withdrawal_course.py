"""Time course of withdrawal after an abrupt stop, by half-life."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log
from typing import Any

import numpy as np

from bzdcourse.explorers.base import Explorer, Preset, Reading, Slider, Switch, View
from bzdcourse.explorers.days import denser_at_first
from bzdcourse.explorers.numbers import arbitrary, percent, rounded
from bzdcourse.figures.chart import Band, Guide, Line, Panel
from bzdcourse.figures.figure import Table
from bzdcourse.models.adaptation import Component, draw_components, signal
from bzdcourse.models.drugs import drug
from bzdcourse.models.population import bands, omega

_PEOPLE = 200
_SEED = 8
_HALF_LIFE_CV = 0.3
_SLOW = Component(0.05, 90.0)
_SEEN_AT_LEAST = 0.005
_ROWS = 24
_SEEN_LONG_DAYS = (4, 7)


@lru_cache(maxsize=8)
def _people(two: bool) -> tuple[tuple[Component, ...], np.ndarray]:
    """Adaptation of people, and the factor by which each one's half-life differs."""
    drawn = np.random.default_rng(_SEED + 1).standard_normal(_PEOPLE)
    factors = np.exp(omega(_HALF_LIFE_CV) * drawn)
    return draw_components(_SEED, _PEOPLE, "overall", two_time_scales=two), factors


@dataclass(frozen=True)
class _Course:
    """One setting of the controls, and what follows from it."""

    half_life_h: float
    weeks_on: float
    days_shown: float
    weight: float
    time_constant_days: float
    two_time_scales: bool

    @cached_property
    def days(self) -> np.ndarray:
        """Since the last dose, denser at first."""
        return denser_at_first(self.days_shown)

    def levels(self, factors: np.ndarray) -> np.ndarray:
        """Levels as shares of the steady one, for half-lives so many times the one set."""
        rates = log(2) * 24 / (self.half_life_h * factors)
        return np.exp(-np.multiply.outer(rates, self.days))

    @cached_property
    def level(self) -> np.ndarray:
        """Level as a share of the steady one, with the half-life set."""
        return self.levels(np.asarray(1.0))

    def withdrawal(self, levels: np.ndarray, parts: tuple[Component, ...]) -> np.ndarray:
        """Signal of withdrawal after so many weeks of a steady effect of 1."""
        before = np.ones((*levels.shape[:-1], 1))
        times = np.concatenate(([-7 * self.weeks_on], self.days))
        return signal(times, np.concatenate((before, levels), axis=-1), parts).withdrawal[..., 1:]

    @cached_property
    def typical(self) -> np.ndarray:
        """The signal with the strengths and times set."""
        own = Component(self.weight, self.time_constant_days)
        parts = (own, _SLOW) if self.two_time_scales else (own,)
        return self.withdrawal(self.level, parts)

    @cached_property
    def level_band(self) -> np.ndarray:
        """5th and 95th percentile of the level, as shares."""
        return self.levels(np.percentile(_people(False)[1], (5, 95)))

    @cached_property
    def band(self) -> np.ndarray:
        """5th and 95th percentile of the signal."""
        parts, factors = _people(self.two_time_scales)
        return bands(self.withdrawal(self.levels(factors), parts), (5, 95))

    @cached_property
    def peak(self) -> tuple[float, float] | None:
        """Day and height of the largest signal; ``None`` if there is next to none."""
        place = int(self.typical.argmax())
        height = float(self.typical[place])
        return (float(self.days[place]), height) if height >= _SEEN_AT_LEAST else None

    def at(self, day: float) -> float | None:
        """The signal on a day, if it is shown."""
        shown = day <= self.days_shown
        return float(np.interp(day, self.days, self.typical)) if shown else None


def show(values: dict[str, Any]) -> View:
    """Level after the stop, and the signal of withdrawal with its band."""
    course = _Course(**values)
    return View((_level(course), _signal(course)), _readings(course), _table(course))


def _level(course: _Course) -> Panel:
    level, (low, high) = 100 * course.level, 100 * course.level_band
    week = float(100 * np.interp(7, course.days, course.level))
    return Panel(
        title="Level after the last dose",
        x_label="Days since the last dose",
        y_label="Level (% of the steady one)",
        series=[
            Band(course.days, low, high, "90 of 100 people"),
            Line(course.days, level, "half-life set"),
        ],
        alt=(
            f"The level falls by half every {rounded(course.half_life_h)} h. After 7 days "
            f"{percent(week / 100)} of the steady level is left. Half-lives of people differ "
            f"here by a coefficient of variation of {100 * _HALF_LIFE_CV:g} %, which was chosen; "
            "the band holds 90 of 100."
        ),
        x_range=(0, course.days_shown),
        y_range=(0, 100),
    )


def _signal(course: _Course) -> Panel:
    seen = np.array(_SEEN_LONG_DAYS, dtype=float)
    return Panel(
        title="Signal of withdrawal",
        x_label="Days since the last dose",
        y_label="Signal of withdrawal (arbitrary units)",
        series=[
            Band(course.days, *course.band, "90 of 100 drawn from wide ranges"),
            Line(course.days, course.typical, "with the values set"),
            Band(seen, 0 * seen, 0 * seen + 1, "seen: worst days, long half-lives", "orange"),
            Guide(2, "seen: worst day, short half-lives", axis="x"),
            *([Guide(28, "seen: gone by 4 weeks", axis="x")] if course.days_shown >= 28 else []),
        ],
        alt=_in_words(course),
        x_range=(0, course.days_shown),
        y_range=(0, 1),
    )


def _in_words(course: _Course) -> str:
    peak = course.peak
    top = "There is next to no signal of withdrawal."
    if peak:
        top = (
            f"The signal of withdrawal rises to {rounded(peak[1], 2)} arbitrary units on day "
            f"{rounded(peak[0], 2)} and then fades; the effect itself was 1."
        )
    low, high = (edge.max() for edge in course.band)
    return (
        f"{top} Drawn from wide ranges, the middle 90 of 100 reach between "
        f"{rounded(float(low), 2)} and {rounded(float(high), 2)}. Marked are what studies saw: "
        "after abrupt stops symptoms were worst on day 2 with short half-lives and on days 4 to 7 "
        "with long ones; in another trial they faded over about 4 weeks. The marks say when, and "
        "nothing about how strong."
    )


def _readings(course: _Course) -> tuple[Reading, ...]:
    day, height = course.peak or (None, None)
    left, none = course.at(28), "no signal to speak of"
    level = float(np.interp(7, course.days, course.level))
    return (
        Reading("peak-day", "Worst day", day, none if day is None else f"day {rounded(day, 2)}"),
        Reading("peak", "Signal on that day", height,
                none if height is None else arbitrary(height)),
        Reading("week-level", "Level left after 7 days", level,
                f"{percent(level)} of the steady one"),
        Reading("month", "Signal after 28 days", left,
                "not shown" if left is None else arbitrary(left)),
    )  # fmt: skip


def _table(course: _Course) -> Table:
    columns = (100 * course.level, course.typical, *course.band)
    wanted = np.linspace(0, course.days_shown, _ROWS)
    read_off = np.column_stack([wanted, *(np.interp(wanted, course.days, one) for one in columns)])
    rows = tuple(tuple(rounded(value, 2) for value in row) for row in read_off.tolist())
    heads = ("Day", "Level (%)", "Signal", "5th of 100 draws", "95th of 100 draws")
    return Table("Level, and signal of withdrawal in arbitrary units", heads, rows)


_SHORT_H = round(drug("alprazolam").kinetics.elimination_half_life_h)
_LONG_H = round(drug("diazepam").kinetics.metabolite.half_life_h)

EXPLORER = Explorer(
    id="withdrawal-course",
    title="Time course of withdrawal by half-life",
    task="Set a half-life and predict the worst day before you look. *What moves with half-life: "
    "when, how strong, how long?*",
    controls=(
        Slider("half_life_h", "Half-life of the level", "h", 2, 150, 1, _SHORT_H),
        Slider("weeks_on", "Weeks with the drug", "weeks", 1, 104, 1, 52),
        Slider("days_shown", "Days shown", "days", 14, 120, 1, 35),
        Slider("weight", "Strength of the adaptation", "", 0.5, 0.9, 0.05, 0.9),
        Slider("time_constant_days", "Time constant of the adaptation", "days", 1, 40, 0.5, 8),
        Switch("two_time_scales", "A second, slow time scale", False),
    ),
    presets=(
        Preset(
            "short",
            "A short half-life",
            f"{_SHORT_H} h, as of alprazolam. On which day is the signal largest, and how much of "
            "the drug is still there then?",
            {},
        ),
        Preset(
            "long",
            "A long half-life",
            f"{_LONG_H} h, as of desmethyldiazepam, which diazepam turns into. Predict: later or "
            "earlier, higher or lower than with the short one?",
            {"half_life_h": _LONG_H},
        ),
        Preset(
            "where-it-misses",
            "Where the model misses",
            "At 100 h the model's worst day lies beyond what was seen. What may be wrong: the "
            "model, the half-life of those people, or the days on which they were asked?",
            {"half_life_h": 100},
        ),
        Preset(
            "ruled-out",
            "A value that the study rules out",
            "With a time constant of 30 days the curve no longer fits what was seen. Try 2 days "
            "too. Which range is left, and does one study of 47 people settle it?",
            {"half_life_h": _LONG_H, "time_constant_days": 30, "days_shown": 60},
        ),
        Preset(
            "slow-tail",
            "A slow second time scale",
            "The tail now goes on for months. Nothing was explained by drawing it: which studies "
            "would you want to see?",
            {"two_time_scales": True, "days_shown": 120},
        ),
    ),
    show=show,
    notes=(
        "**Nobody should stop a benzodiazepine abruptly without a prescriber**: seizures are a "
        "real outcome. An abrupt stop is drawn because that is what the study of worst days did.",
        "*Arbitrary units*: the curve is no score of symptoms and its days are no dates in "
        "anybody's course. Seizures, which do not follow such a curve, are not in it.",
        "The time constant was chosen so that the worst days fit one study, so the fit is no test "
        "of the model. In its second part, with a gradual taper, personality predicted "
        "difficulty more than half-life did.",
        "Left out: mood, sleep, learning, expectation, support, other medicines, and the illness "
        "for which the drug was taken. How common symptoms after months are is not known.",
    ),
    sources=(
        "rickels1990", "schweizer1990", "busto1986", "alprazolam_label", "clorazepate_kinetics",
        "ashton1991", "ritvo2023", "fda2020",
    ),
)  # fmt: skip

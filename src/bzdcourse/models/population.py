r"""Many people: clearance and volume spread log-normally, everything else as in a typical one.

$CL_i=CL\,e^{\eta_i}$ with $\eta_i\sim N(0,\omega^2)$, $\omega^2=\ln(1+CV^2)$, and likewise the
volume, independently of it. The typical value is the median. The half-life follows from the two.
The mean of people's curves is not the curve of a person with mean parameters.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from math import ceil, log, log1p, sqrt

import numpy as np

from bzdcourse.models.exponentials import running_sums
from bzdcourse.models.kinetics import Kinetics
from bzdcourse.models.modes import (
    Modes,
    amounts_at,
    disposition_rates_per_h,
    exchange_rates_per_h,
    modes_of,
)
from bzdcourse.models.pharmacokinetics import NG_ML_PER_MG_L
from bzdcourse.models.quantities import ModelError, ascending, number, numbers, whole
from bzdcourse.models.regimen import LONGEST_H, Regimen, regular
from bzdcourse.models.simulation import (
    MOST_TIMES,
    ClearanceChange,
    course_of_events,
    simulate,
)

MOST_PEOPLE = 100_000

MOST_VALUES = 100_000_000
"""Of one result: 800 MB."""

AT_ONCE = 256
"""People whose intermediate results are held at one time: they stay in the processor's cache."""


THREADS = 2


@dataclass(frozen=True, eq=False)
class People:
    """People who differ in clearance and volume.

    Attributes:
        typical: the median person, and all that people have in common.
        clearance_l_h: of the parent, shape ``(people,)``.
        volume_l: of the central compartment; that of the tissue differs by the same factor.
        metabolite_clearance_l_h: of the metabolite; without one, all 0.
        metabolite_volume_l: of the metabolite; without one, all 1.
    """

    typical: Kinetics
    clearance_l_h: np.ndarray
    volume_l: np.ndarray
    metabolite_clearance_l_h: np.ndarray
    metabolite_volume_l: np.ndarray

    def __len__(self) -> int:
        return self.clearance_l_h.size

    @property
    def volume_ratio(self) -> np.ndarray:
        """Each one's volumes over the typical ones."""
        return self.volume_l / self.typical.volume_l

    @property
    def elimination_half_life_h(self) -> np.ndarray:
        r"""$\ln 2/\beta$ of each, shape ``(people,)``."""
        k = self.clearance_l_h / self.volume_l
        rates = disposition_rates_per_h(k, *exchange_rates_per_h(self.typical, self.volume_ratio))
        return log(2) / rates[1 if self.typical.exchange_l_h else 0]

    def one(self, place: int) -> Kinetics:
        """The kinetics of one of them, counted from 0."""
        made = self.typical.metabolite
        if made is not None:
            own = self.metabolite_clearance_l_h[place], self.metabolite_volume_l[place]
            made = replace(made, clearance_l_h=float(own[0]), volume_l=float(own[1]))
        return replace(
            self.typical,
            clearance_l_h=float(self.clearance_l_h[place]),
            volume_l=float(self.volume_l[place]),
            tissue_volume_l=self.typical.tissue_volume_l * float(self.volume_ratio[place]),
            metabolite=made,
        )

    def some(self, which: slice) -> People:
        """A part of them, such as the first hundred."""
        theirs = [value[which] for name, value in vars(self).items() if name != "typical"]
        return People(self.typical, *theirs)

    def modes(self, factor: float = 1.0) -> Modes:
        """What their levels are sums of, with the parent's clearance times ``factor``."""
        k = self.clearance_l_h * factor / self.volume_l
        km = self.metabolite_clearance_l_h / self.metabolite_volume_l
        return modes_of(self.typical, k, self.volume_ratio, km)


def omega(cv: float) -> float:
    r"""Standard deviation of the logarithm, $\omega=\sqrt{\ln(1+CV^2)}$; it is not the CV.

    Args:
        cv: coefficient of variation, 0 to 3 (not per cent).
    """
    return sqrt(log1p(number("cv", cv, "", 0, 3) ** 2))


def draw_people(
    kinetics: Kinetics, people: int, seed: int, clearance_cv: float, volume_cv: float
) -> People:
    """Draw people around a typical one; the same seed draws the same people.

    Args:
        kinetics: of the typical person.
        people: how many, 1 to ``MOST_PEOPLE``.
        seed: 0 or more.
        clearance_cv: coefficient of variation of the clearance, 0 to 3; of a metabolite's too.
        volume_cv: the same of the volume. All are drawn independently.

    Raises:
        ModelError: if a number is out of range.
    """
    people = whole("people", people, "people", 1, MOST_PEOPLE)
    rng = np.random.default_rng(whole("seed", seed, "", 0, 2**53))
    clearance_cv = number("clearance_cv", clearance_cv, "", 0, 3)
    spread = np.array([omega(clearance_cv), omega(number("volume_cv", volume_cv, "", 0, 3))] * 2)
    factors = np.exp(spread[:, None] * rng.standard_normal((4, people)))
    made = kinetics.metabolite
    own = (made.clearance_l_h, made.volume_l) if made else (0.0, 1.0)
    return People(
        kinetics,
        kinetics.clearance_l_h * factors[0],
        kinetics.volume_l * factors[1],
        own[0] * factors[2],
        own[1] * factors[3] if made else np.ones(people),
    )


def bands(values: np.ndarray, percentiles: Sequence[float] = (5, 50, 95)) -> np.ndarray:
    """Percentiles over people, at each time.

    Args:
        values: shape ``(people, times)``.
        percentiles: 0 to 100.

    Returns:
        Shape ``(percentiles, times)``.
    """
    percentiles = numbers("percentiles", percentiles, "%", 0, 100)
    return np.percentile(values, percentiles, axis=0)


def levels_of_people(
    people: People, dose_mg: float, interval_h: float, doses: int, step_h: float = 1.0
) -> np.ndarray:
    r"""Levels during equal doses at equal intervals, on an even grid, for thousands of people.

    With $n$ doses given and $s$ hours since the last, the level is
    $\sum_jw_j\,\frac{1-e^{-n\lambda_j\tau}}{1-e^{-\lambda_j\tau}}\,e^{-\lambda_js}$: one factor
    knows only $n$, the other only $s$. So there are exponentials for as many points as there are
    doses and steps, not for their product; the rest is one product of matrices, at the speed of
    memory. People whose rates nearly coincide are simulated one by one.

    Args:
        people: of one or two compartments.
        dose_mg: each dose, 0 to 10,000 mg.
        interval_h: a whole number of steps.
        doses: how many.
        step_h: distance of two points of the grid.

    Returns:
        ng/mL of the parent, float64, shape ``(people, doses * interval_h / step_h)``, from time 0.

    Raises:
        ModelError: if a number is out of range, or the interval is not whole steps.
    """
    regimen = regular(dose_mg, interval_h, doses)
    doses, steps = regimen.times_h.size, _steps(interval_h, step_h)
    _check_size(people, doses * steps)
    times_h = interval_h / steps * np.arange(doses * steps)
    only_parent = replace(people, typical=replace(people.typical, metabolite=None))
    lag_h = people.typical.lag_h
    # With a lag, the steps since a dose are counted from where its absorption has begun.
    begin = ceil(lag_h * steps / interval_h)
    levels = np.empty((len(people), begin + times_h.size))
    levels[:, :begin] = 0
    since_h = (begin + np.arange(steps)) * (interval_h / steps) - lag_h
    exact = cache(lambda one: simulate(one, regimen, times_h).parent_ng_ml)

    def fill(part: slice) -> None:
        some = only_parent.some(part)
        blocks = levels[part, begin:].reshape(-1, doses, steps)
        safe = _fill(blocks, some, interval_h, since_h, dose_mg)
        for place in np.flatnonzero(~safe):
            levels[part.start + place, : times_h.size] = exact(some.one(place))

    # Two threads write to memory faster than one; numpy lets go of Python's lock meanwhile.
    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(fill, _parts(people)))
    return levels[:, : times_h.size]


def _fill(
    blocks: np.ndarray, people: People, interval_h: float, since_h: np.ndarray, dose_mg: float
) -> np.ndarray:
    """Write levels of shape ``(people, doses, steps)``; return whose are right."""
    modes = people.modes()
    decay = np.exp(-modes.rates_per_h[:, :, None] * since_h)
    weights = modes.dose * modes.vectors[:, modes.central] / people.volume_l[:, None]
    weights *= people.typical.bioavailability * dose_mg * NG_ML_PER_MG_L
    sums = running_sums(modes.rates_per_h * interval_h, blocks.shape[1])
    np.matmul(sums.swapaxes(1, 2), weights[:, :, None] * decay, out=blocks)
    np.maximum(blocks[:, 0], 0, out=blocks[:, 0])  # the first moments are differences
    return modes.safe


def _steps(interval_h: float, step_h: float) -> int:
    """How many steps an interval has."""
    step_h = number("step_h", step_h, "h", 1e-3, 10_000)
    steps = round(interval_h / step_h)
    if steps < 1 or abs(steps * step_h - interval_h) > 1e-9 * interval_h:
        allowed = f"a whole number of steps of {step_h:g} h, 1 or more"
        raise ModelError(f"interval_h is {interval_h:g} h; it must be {allowed}.")
    return steps


@dataclass(frozen=True, eq=False)
class LevelsOfPeople:
    """Levels in many people.

    Attributes:
        times_h: as asked for.
        parent_ng_ml: shape ``(people, times)``.
        metabolite_ng_ml: shape ``(people, times)``; 0 if there is none.
    """

    times_h: np.ndarray
    parent_ng_ml: np.ndarray
    metabolite_ng_ml: np.ndarray


def simulate_people(
    people: People,
    regimen: Regimen,
    times_h: np.ndarray,
    clearance_changes: Sequence[ClearanceChange] = (),
) -> LevelsOfPeople:
    """:func:`~bzdcourse.models.simulation.simulate` for many people at once.

    It agrees with it to nine digits of a person's highest level. A mode moves on by the exponential
    of a number, whatever the time, which is faster than all people's matrix exponentials. People
    whose rates nearly coincide are simulated one by one.

    Args:
        people: of one or two compartments, with or without lag and metabolite.
        regimen: what all of them take when.
        times_h: shape ``(times,)``, in order, 0 to ``LONGEST_H``.
        clearance_changes: in order of time, the same for all.

    Raises:
        ModelError: if a number is out of range, times are not in order, or it is too much.
    """
    times_h = ascending("times_h", times_h, "h", 0, LONGEST_H, most=MOST_TIMES)
    _check_size(people, times_h.size + regimen.times_h.size)
    course = course_of_events(people.typical, regimen, clearance_changes)
    # Times by people: percentiles over people then read memory in its order.
    parent, metabolite = np.empty((2, times_h.size, len(people)))
    exact = cache(lambda one: simulate(one, regimen, times_h, clearance_changes))
    for part in _parts(people):
        some = people.some(part)
        modes = [some.modes(factor) for factor in course.factors]
        central_mg, metabolite_mg = amounts_at(course, modes, times_h)
        parent[:, part] = central_mg * (NG_ML_PER_MG_L / some.volume_l)
        metabolite[:, part] = metabolite_mg * (NG_ML_PER_MG_L / some.metabolite_volume_l)
        for place in np.flatnonzero(~np.all([regime.safe for regime in modes], axis=0)):
            levels = exact(some.one(place))
            parent[:, part.start + place] = levels.parent_ng_ml
            metabolite[:, part.start + place] = levels.metabolite_ng_ml
    return LevelsOfPeople(times_h, parent.T, metabolite.T)


def _parts(people: People) -> list[slice]:
    return [slice(start, start + AT_ONCE) for start in range(0, len(people), AT_ONCE)]


def _check_size(people: People, each: int) -> None:
    values = len(people) * each
    if values > MOST_VALUES:
        each_has = f"{len(people):,} people with {each:,} times or doses each"
        raise ModelError(f"{each_has} make {values:,} values; at most {MOST_VALUES:,} are allowed.")

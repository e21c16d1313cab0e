r"""Closed forms for one compartment: what one dose, or equal doses at equal intervals, do.

All of them follow from the curve of one dose with first-order absorption,

$$C(t)=\frac{FDk_a}{V}\,\frac{e^{-at}-e^{-bt}}{b-a},$$

where $a$ is the slower and $b$ the faster of $k_a$ and $k=CL/V$, which solves the two equations of
depot and compartment exactly. Times are clock times: with a lag, absorption begins later by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, expm1, isinf, log2

import numpy as np

from bzdcourse.models.exponentials import log1p_over, phi, repeated, repeated_bateman
from bzdcourse.models.kinetics import Kinetics
from bzdcourse.models.quantities import ModelError, number, numbers, whole
from bzdcourse.models.regimen import LONGEST_H, MOST_DOSES

NG_ML_PER_MG_L = 1000.0

FOREVER = 1e15
"""As many doses as change nothing any more, whatever rate and interval are allowed."""


def level_after_one_dose_ng_ml(
    kinetics: Kinetics, dose_mg: float, times_h: np.ndarray
) -> np.ndarray:
    """Level after one dose at time 0.

    Args:
        kinetics: of one compartment.
        dose_mg: 0 to 10,000 mg.
        times_h: shape ``(times,)``, 0 to ``LONGEST_H``, in any order.

    Returns:
        ng/mL, shape ``(times,)``; at the moment of a bolus, the level after it.

    Raises:
        ModelError: if a number is out of range, or there are two compartments.
    """
    return level_ng_ml(kinetics, dose_mg, 24, times_h, doses=1)


def level_ng_ml(
    kinetics: Kinetics,
    dose_mg: float,
    interval_h: float,
    times_h: np.ndarray,
    doses: int | None = None,
) -> np.ndarray:
    r"""Level during equal doses at equal intervals, from time 0: a geometric sum.

    With $n$ doses given and $s$ hours since the last,

    $$C=\frac{FDk_a}{V(b-a)}\left[e^{-as}\frac{1-e^{-na\tau}}{1-e^{-a\tau}}
        -e^{-bs}\frac{1-e^{-nb\tau}}{1-e^{-b\tau}}\right],$$

    computed in a form that is safe where $k_a$ comes near $k$ or equals it.

    Args:
        kinetics: of one compartment.
        dose_mg: each dose, 0 to 10,000 mg.
        interval_h: 0.01 to 10,000 h.
        times_h: shape ``(times,)``, 0 to ``LONGEST_H``, in any order.
        doses: how many; ``None`` if they go on for ever.

    Returns:
        ng/mL, shape ``(times,)``; at the moment of a bolus, the level after it.

    Raises:
        ModelError: if a number is out of range, or there are two compartments.
    """
    times_h = numbers("times_h", times_h, "h", 0, LONGEST_H) - kinetics.lag_h
    interval_h = _interval(interval_h)
    most = FOREVER if doses is None else whole("doses", doses, "doses", 1, MOST_DOSES)
    begun = np.maximum(times_h, 0)
    given = np.floor(begun / interval_h)
    # The quotient can round to the other side of a dose that is due at about this moment.
    given += (given + 1) * interval_h <= begun
    given -= given * interval_h > begun
    given = np.minimum(given + 1, most)
    since_h = begun - (given - 1) * interval_h
    level = _level(kinetics, dose_mg, interval_h, given, since_h)
    return np.where(times_h >= 0, level, 0.0)


def average_steady_state_ng_ml(kinetics: Kinetics, dose_mg: float, interval_h: float) -> float:
    r"""$\bar C_{ss}=FD/(CL\,\tau)$: neither volume nor half-life is in it.

    Holds for two compartments too.

    Raises:
        ModelError: if a number is out of range.
    """
    return auc_ng_h_ml(kinetics, dose_mg) / _interval(interval_h)


def metabolite_average_steady_state_ng_ml(
    kinetics: Kinetics, dose_mg: float, interval_h: float
) -> float:
    r"""$\bar C_m=m f_m\,\frac{CL}{CL_m}\,\bar C_{ss}$, with $m$ the ratio of the molar masses.

    Raises:
        ModelError: if a number is out of range, or the drug has no active metabolite.
    """
    made = kinetics.metabolite
    if made is None:
        raise ModelError("These kinetics have no active metabolite: metabolite is None.")
    ratio = made.mass_ratio * made.fraction_formed * kinetics.clearance_l_h / made.clearance_l_h
    return ratio * average_steady_state_ng_ml(kinetics, dose_mg, interval_h)


def steady_state_trough_ng_ml(kinetics: Kinetics, dose_mg: float, interval_h: float) -> float:
    """Lowest level at steady state, just before the next dose begins to be absorbed.

    Raises:
        ModelError: if a number is out of range, or there are two compartments.
    """
    interval_h = _interval(interval_h)
    return float(_level(kinetics, dose_mg, interval_h, FOREVER, interval_h))


def steady_state_peak_ng_ml(kinetics: Kinetics, dose_mg: float, interval_h: float) -> float:
    r"""Highest level at steady state.

    It comes $s^*=\ln\!\big(\tfrac{b\,(1-e^{-a\tau})}{a\,(1-e^{-b\tau})}\big)/(b-a)$ after a dose
    began to be absorbed.

    Raises:
        ModelError: if a number is out of range, or there are two compartments.
    """
    interval_h = _interval(interval_h)
    return float(_level(kinetics, dose_mg, interval_h, FOREVER, _rise_h(kinetics, interval_h)))


def time_of_peak_h(kinetics: Kinetics) -> float:
    r"""$t_{max}=t_{lag}+\ln(k_a/k)/(k_a-k)$ after a single dose.

    Raises:
        ModelError: if there are two compartments.
    """
    return kinetics.lag_h + _rise_h(kinetics, np.inf)


def auc_ng_h_ml(kinetics: Kinetics, dose_mg: float) -> float:
    r"""Area under the curve of a single dose, to infinity: $AUC=FD/CL$.

    Holds for two compartments too.

    Raises:
        ModelError: if the dose is out of range.
    """
    return _absorbed_mg(kinetics, dose_mg) / kinetics.clearance_l_h * NG_ML_PER_MG_L


def time_to_fraction_h(half_life_h: float, fraction: float) -> float:
    r"""Time until ``fraction`` of the steady state is reached: $-t_{1/2}\log_2(1-p)$.

    For 90 %: 3.3 half-lives. Exact for the mean over an interval once absorption is over.

    Args:
        half_life_h: of elimination.
        fraction: 0 to 0.9999.

    Raises:
        ModelError: if a number is out of range.
    """
    half_life_h = _half_life(half_life_h)
    return -half_life_h * log2(1 - number("fraction", fraction, "", 0, 0.9999))


def washout_h(half_life_h: float, fraction_left: float) -> float:
    r"""Time until only ``fraction_left`` of a level is left: $-t_{1/2}\log_2 q$.

    Args:
        half_life_h: of elimination.
        fraction_left: 0.0001 to 1.

    Raises:
        ModelError: if a number is out of range.
    """
    half_life_h = _half_life(half_life_h)
    return -half_life_h * log2(number("fraction_left", fraction_left, "", 1e-4, 1))


@dataclass(frozen=True)
class Accumulation:
    r"""How much higher things get than on the first day: four ratios that share one name.

    The day is 24 h, or one interval where that is longer.

    Attributes:
        theoretical: $1/(1-e^{-k\tau})$: the steady state against the first dose, for a bolus.
        trough: level at the end of the later day over that at the end of the first.
        interval_auc: area under the later day's last interval over that under the first interval.
        day_auc: area under the later day over that under the first day.
    """

    theoretical: float
    trough: float
    interval_auc: float
    day_auc: float


def accumulation(kinetics: Kinetics, interval_h: float, day: int | None = None) -> Accumulation:
    """Accumulation by four definitions.

    An area is what was eliminated over the clearance, and what was eliminated is what was given
    less what the body holds more: no integral is needed.

    Args:
        kinetics: of one compartment.
        interval_h: a day, a whole part of it, or whole days.
        day: the later day, counted from 1; ``None`` for the steady state.

    Raises:
        ModelError: if a number is out of range, or there are two compartments.
    """
    interval_h = _interval(interval_h)
    a_day = round(max(24 / interval_h, 1))
    if not (24 / interval_h).is_integer() and not (interval_h / 24).is_integer():
        raise ModelError(
            f"interval_h is {interval_h:g} h; it must be a whole part of a day (such as 6, 8 or "
            "12 h) or whole days (24 h, 48 h, up to 10,000 h)."
        )
    end = FOREVER if day is None else a_day * whole("day", day, "days", 1, 10_000)
    held = {n: _held(kinetics, interval_h, n) for n in (0, 1, a_day, end - 1, end - a_day, end)}
    first, later = (float(_level(kinetics, 1, interval_h, n, interval_h)) for n in (a_day, end))
    return Accumulation(
        theoretical=-1 / expm1(-kinetics.elimination_rate_per_h * interval_h),
        trough=later / first if first else 1.0,  # too little for a number is left of either
        interval_auc=(1 - held[end] + held[end - 1]) / (1 - held[1]),
        day_auc=(a_day - held[end] + held[end - a_day]) / (a_day - held[a_day]),
    )


def _level(kinetics: Kinetics, dose_mg: float, interval_h: float, given, since_h):
    """ng/mL with ``given`` doses, ``since_h`` after the last began; arrays or numbers."""
    _one_compartment(kinetics)
    highest = _absorbed_mg(kinetics, dose_mg) / kinetics.volume_l * NG_ML_PER_MG_L
    if isinf(kinetics.absorption_rate_per_h):
        k = kinetics.elimination_rate_per_h
        return highest * np.exp(-k * since_h) * repeated(k, interval_h, given)
    shape = repeated_bateman(*_rates(kinetics), interval_h, given, since_h)
    return highest * kinetics.absorption_rate_per_h * shape


def _rise_h(kinetics: Kinetics, interval_h: float) -> float:
    """Time from the begin of absorption to the peak; an interval without end for a single dose."""
    _one_compartment(kinetics)
    if isinf(kinetics.absorption_rate_per_h):
        return 0.0
    slow, fast = _rates(kinetics)
    gap = fast - slow
    single = log1p_over(gap / slow) / slow
    if isinf(interval_h):
        return single
    one_less = interval_h * float(phi(gap * interval_h)) * exp(-slow * interval_h)
    one_less /= -expm1(-slow * interval_h)
    return single - one_less * log1p_over(gap * one_less)


def _held(kinetics: Kinetics, interval_h: float, doses: float) -> float:
    """What the body holds an interval after the last dose, depot included, over one dose."""
    level = _level(kinetics, 1, interval_h, doses, interval_h) / NG_ML_PER_MG_L
    central = float(level) * kinetics.volume_l / kinetics.bioavailability
    ka = kinetics.absorption_rate_per_h
    if isinf(ka):
        return central
    return central + exp(-ka * interval_h) * float(repeated(ka, interval_h, doses))


def _rates(kinetics: Kinetics) -> tuple[float, float]:
    """The slower and the faster of absorption and elimination."""
    slow, fast = sorted((kinetics.absorption_rate_per_h, kinetics.elimination_rate_per_h))
    return slow, fast


def _one_compartment(kinetics: Kinetics) -> None:
    if kinetics.exchange_l_h:
        raise ModelError(
            f"exchange_l_h is {kinetics.exchange_l_h:g} L/h; this formula holds for one "
            "compartment only (0 L/h). simulate() takes two compartments."
        )


def _absorbed_mg(kinetics: Kinetics, dose_mg: float) -> float:
    return kinetics.bioavailability * number("dose_mg", dose_mg, "mg", 0, 10_000)


def _interval(interval_h: float) -> float:
    return number("interval_h", interval_h, "h", 0.01, 10_000)


def _half_life(half_life_h: float) -> float:
    return number("half_life_h", half_life_h, "h", 1e-5, 1e9)

"""What the two explorers of levels share: times to draw, and what a steady state is like."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from math import ceil

import numpy as np

from bzdcourse.models.kinetics import Kinetics
from bzdcourse.models.pharmacokinetics import auc_ng_h_ml, time_of_peak_h
from bzdcourse.models.population import draw_people, simulate_people
from bzdcourse.models.regimen import Regimen, once, regular
from bzdcourse.models.simulation import ClearanceChange

_HALF_LIVES_TO_STEADY_STATE = 12  # what is missing is then a four-thousandth


def one_compartment(kinetics: Kinetics) -> Kinetics:
    """The same late half-life and clearance in one compartment."""
    volume_l = kinetics.clearance_l_h / kinetics.disposition_rates_per_h[1]
    return replace(kinetics, volume_l=volume_l, exchange_l_h=0.0, tissue_volume_l=0.0)


def times_with_doses_h(
    kinetics: Kinetics, interval_h: float, end_h: float, points: int = 240
) -> np.ndarray:
    """Times to draw: evenly, and at every dose, so that no trough is cut and no peak is lost.

    Args:
        kinetics: tells when after a dose the level peaks.
        interval_h: between two doses.
        end_h: the last time.
        points: about how many; at least four for each dose.

    Returns:
        In order, shape ``(times,)``.
    """
    doses_h = np.arange(ceil(end_h / interval_h)) * interval_h
    inner = max(int(points / len(doses_h)) - 3, 1)
    peak_h = time_of_peak_h(one_compartment(kinetics))
    early = [kinetics.lag_h, peak_h / 3, 2 * peak_h / 3, peak_h]
    offsets_h = np.array([0.0, *early, *np.arange(1, inner) / inner * interval_h])
    times_h = (doses_h[:, None] + offsets_h[offsets_h < interval_h]).ravel()
    return np.unique(np.append(times_h[times_h < end_h], end_h))


def evenly(times_h: np.ndarray, rows: int) -> np.ndarray:
    """Places of about ``rows`` times at equal distances, for a table; shape ``(rows,)`` or less."""
    wanted_h = np.linspace(times_h[0], times_h[-1], rows)
    return np.unique(np.searchsorted(times_h, wanted_h - 1e-9))


def typical_levels_ng_ml(
    kinetics: Kinetics,
    regimen: Regimen,
    times_h: np.ndarray,
    clearance_changes: tuple[ClearanceChange, ...] = (),
) -> tuple[np.ndarray, np.ndarray]:
    """Levels of parent and metabolite in one person, the way that many people's are computed.

    Returns:
        ng/mL, each of shape ``(times,)``.
    """
    alone = draw_people(kinetics, 1, 0, 0, 0)
    levels = simulate_people(alone, regimen, times_h, clearance_changes)
    return levels.parent_ng_ml[0], levels.metabolite_ng_ml[0]


@lru_cache(maxsize=256)
def steady_swing_ng_ml_per_mg(kinetics: Kinetics, interval_h: float) -> tuple[float, float]:
    """Lowest and highest level within an interval at steady state, for doses of 1 mg.

    Levels are in proportion to the dose, so a slider of doses asks for the same again and again.
    """
    span_h = _HALF_LIVES_TO_STEADY_STATE * kinetics.terminal_half_life_h
    doses = ceil(span_h / interval_h) + 2
    last_h = (doses - 1) * interval_h
    peak_h = time_of_peak_h(one_compartment(kinetics))
    near_h = np.linspace(0, min(2 * peak_h, interval_h), 60)
    since_h = np.unique(np.append(near_h, [kinetics.lag_h, interval_h]))
    since_h = since_h[since_h <= interval_h]
    regimen = regular(1, interval_h, doses)
    level, _ = typical_levels_ng_ml(kinetics, regimen, last_h + since_h)
    return float(level.min()), float(level.max())


@lru_cache(maxsize=256)
def time_to_ninety_percent_h(kinetics: Kinetics) -> float:
    """Time until the average over an interval is 90 % of that at steady state.

    By superposition that is when nine tenths of the area under the curve of a single dose are
    over. The area is summed over so fine a grid that the time is right to a hundredth.
    """
    rate_h = kinetics.terminal_half_life_h
    early_h = np.linspace(0, rate_h / 2, 300)
    times_h = kinetics.lag_h + np.append(early_h, np.linspace(rate_h / 2, 8 * rate_h, 200)[1:])
    level, _ = typical_levels_ng_ml(kinetics, once(1), times_h)
    parts = np.diff(times_h) * (level[1:] + level[:-1]) / 2
    share = np.append(0, np.cumsum(parts)) / auc_ng_h_ml(kinetics, 1)
    return float(np.interp(0.9, share, times_h))

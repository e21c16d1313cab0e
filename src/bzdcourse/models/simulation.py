r"""Any doses at any times, in any linear compartment model: exact, by steps of $e^{Ah}$.

Between two events (a dose, a change of clearance) the amounts follow $\dot x=Ax$, so that
$x(t+h)=e^{Ah}x(t)$ without any error of discretisation. At a dose the state jumps. A dose drawn as
a short pulse for an adaptive solver of differential equations would be overlooked by it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, frexp, isinf, log2

import numpy as np

from bzdcourse.models.exponentials import of_flows
from bzdcourse.models.kinetics import Kinetics
from bzdcourse.models.pharmacokinetics import NG_ML_PER_MG_L
from bzdcourse.models.quantities import ascending, number
from bzdcourse.models.regimen import LONGEST_H, Regimen

STATES = ("depot", "central", "tissue", "metabolite", "eliminated")

MOST_TIMES = 2_000_000
"""Points of one simulation; more would not be looked at, but would fill the memory."""


@dataclass(frozen=True)
class ClearanceChange:
    """From ``at_h`` on, the parent's clearance is ``factor`` times what it was at first.

    An inhibitor has a factor below 1, an inducer above; 1 is the return to what it was. The share
    of it that forms the metabolite stays the same.

    Raises:
        ModelError: if a number is out of range.
    """

    at_h: float
    factor: float

    def __post_init__(self) -> None:
        number("at_h", self.at_h, "h", 0, LONGEST_H)
        number("factor", self.factor, "", 0.01, 100)


@dataclass(frozen=True, eq=False)
class Levels:
    """What a simulation gives; every array has the shape ``(times,)``.

    Attributes:
        times_h: as asked for.
        parent_ng_ml: level of the drug itself.
        metabolite_ng_ml: level of its active metabolite; 0 if it has none.
        amounts_mg: by the names in ``STATES``, each in mg of that substance; ``eliminated`` in mg
            of parent, for what has left the body as neither. At any time, what has entered the
            depot is depot + central + tissue + eliminated + metabolite / mass ratio.
    """

    times_h: np.ndarray
    parent_ng_ml: np.ndarray
    metabolite_ng_ml: np.ndarray
    amounts_mg: Mapping[str, np.ndarray]


def simulate(
    kinetics: Kinetics,
    regimen: Regimen,
    times_h: np.ndarray,
    clearance_changes: Sequence[ClearanceChange] = (),
) -> Levels:
    """Levels of drug and metabolite in one person.

    Args:
        kinetics: one or two compartments, with or without lag and metabolite.
        regimen: what is taken when.
        times_h: shape ``(times,)``, in order, 0 to ``LONGEST_H``; at most ``MOST_TIMES``.
        clearance_changes: in order of time; the state stays, its fate changes.

    Returns:
        Levels; at the very moment of a bolus, those after it.

    Raises:
        ModelError: if a number is out of range or times are not in order.
    """
    times_h = ascending("times_h", times_h, "h", 0, LONGEST_H, most=MOST_TIMES)
    course = course_of_events(kinetics, regimen, clearance_changes)
    matrices = [rates_per_h(kinetics.with_clearance_times(f)) for f in course.factors]
    amounts = _amounts_at(
        course, matrices, _amounts_after_events(kinetics, course, matrices), times_h
    )
    metabolite_l = kinetics.metabolite.volume_l if kinetics.metabolite else 1.0
    return Levels(
        times_h=times_h,
        parent_ng_ml=amounts[:, 1] / kinetics.volume_l * NG_ML_PER_MG_L,
        metabolite_ng_ml=amounts[:, 3] / metabolite_l * NG_ML_PER_MG_L,
        amounts_mg=dict(zip(STATES, amounts.T, strict=True)),
    )


def rates_per_h(kinetics: Kinetics) -> np.ndarray:
    r"""The matrix $A$ of $\dot x=Ax$, in the order of ``STATES``.

    $$\dot x_d=-k_ax_d,\quad\dot x_c=k_ax_d-(k+k_{12})x_c+k_{21}x_p,\quad
    \dot x_p=k_{12}x_c-k_{21}x_p,\quad\dot x_m=mf_mkx_c-k_mx_m,\quad
    \dot x_e=(1-f_m)kx_c+\tfrac{k_m}{m}x_m$$

    Returns:
        Shape ``(5, 5)``; nothing enters the depot of a bolus, nor the tissue of one compartment.
    """
    a = np.zeros((len(STATES), len(STATES)))
    depot, central, tissue, metabolite, eliminated = range(len(STATES))
    if not isinf(kinetics.absorption_rate_per_h):
        _flow(a, depot, central, kinetics.absorption_rate_per_h)
    if kinetics.exchange_l_h:
        _flow(a, central, tissue, kinetics.exchange_l_h / kinetics.volume_l)
        _flow(a, tissue, central, kinetics.exchange_l_h / kinetics.tissue_volume_l)
    k, made = kinetics.elimination_rate_per_h, kinetics.metabolite
    if made is None:
        _flow(a, central, eliminated, k)
        return a
    _flow(a, central, eliminated, k * (1 - made.fraction_formed))
    _flow(a, central, metabolite, k * made.fraction_formed, made.mass_ratio)
    _flow(a, metabolite, eliminated, made.clearance_l_h / made.volume_l, 1 / made.mass_ratio)
    return a


def _flow(a: np.ndarray, source: int, target: int, rate: float, mass_ratio: float = 1.0) -> None:
    a[source, source] -= rate
    a[target, source] += rate * mass_ratio


@dataclass(frozen=True, eq=False)
class Course:
    """The moments at which something happens; time 0 is the first of them.

    Attributes:
        at_h: shape ``(events,)``, each moment once.
        dose_mg: what is absorbed from then on, bioavailability included; 0 if nothing.
        regime: which of ``factors`` holds from then on.
        factors: of the clearance; the first is 1.
        step: for each event but the last, which row of ``steps`` leads to the next.
        steps: shape ``(kinds, 2)``: each pair of regime and length in h once.
    """

    at_h: np.ndarray
    dose_mg: np.ndarray
    regime: np.ndarray
    factors: tuple[float, ...]
    step: np.ndarray
    steps: np.ndarray

    def place(self, times_h: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The last event up to each time, and the time since."""
        last = np.searchsorted(self.at_h, times_h, side="right") - 1
        return last, times_h - self.at_h[last]


def course_of_events(
    kinetics: Kinetics, regimen: Regimen, clearance_changes: Sequence[ClearanceChange]
) -> Course:
    """Doses, by the time their absorption begins, and changes of clearance, on one line of time.

    Raises:
        ModelError: if the changes are not in order.
    """
    changes_h = np.array([change.at_h for change in clearance_changes])
    if changes_h.size:
        ascending("clearance_changes", changes_h, "h", 0, LONGEST_H)
    doses_h = regimen.times_h + kinetics.lag_h
    at_h, event = np.unique(np.concatenate([[0.0], changes_h, doses_h]), return_inverse=True)
    doses = event[1 + changes_h.size :]
    dose_mg = np.bincount(doses, regimen.amounts_mg * kinetics.bioavailability, at_h.size)
    regime = np.searchsorted(changes_h, at_h, side="right")
    steps, step = np.unique(
        np.column_stack([regime[:-1], np.diff(at_h)]), axis=0, return_inverse=True
    )
    factors = (1.0, *(change.factor for change in clearance_changes))
    return Course(at_h, dose_mg, regime, factors, step.ravel(), steps)


def _amounts_after_events(
    kinetics: Kinetics, course: Course, matrices: Sequence[np.ndarray]
) -> np.ndarray:
    """Amounts just after each event, shape ``(events, states)``."""
    entry = 1 if isinf(kinetics.absorption_rate_per_h) else 0
    # Steps of equal length share one exponential.
    exponents = [matrices[int(regime)] * length for regime, length in course.steps]
    over = of_flows(np.array(exponents)) if exponents else []
    amounts = np.zeros((course.at_h.size, len(STATES)))
    amounts[0, entry] = course.dose_mg[0]
    for event, step in enumerate(course.step, start=1):
        amounts[event] = over[step] @ amounts[event - 1]
        amounts[event, entry] += course.dose_mg[event]
    return amounts


def _amounts_at(
    course: Course, matrices: Sequence[np.ndarray], after_events: np.ndarray, times_h: np.ndarray
) -> np.ndarray:
    """Amounts at any times, shape ``(times, states)``."""
    last, since_h = course.place(times_h)
    amounts = after_events[last]
    for regime, matrix in enumerate(matrices):
        here = course.regime[last] == regime
        if here.any():
            amounts[here] = _moved_on(matrix, amounts[here], since_h[here])
    return amounts


def _moved_on(matrix: np.ndarray, amounts: np.ndarray, since_h: np.ndarray) -> np.ndarray:
    r"""Each row of ``amounts``, its own time later.

    An exponential of its own for each of some thousand times would take long. So a time is split
    into its binary digits, and each digit's exponential moves all rows that have it. Of what is
    left after the last digit, so small that its cube is below rounding, the first terms of the
    series are enough.
    """
    longest = max(frexp(since_h.max())[1], -60)  # all times are below 2 to the power of this
    fastest = np.abs(matrix).max() * 2.0**longest
    bits = 20 + max(0, ceil(log2(fastest))) if fastest else 0
    smallest_h = 2.0 ** (longest - bits)
    digits = np.floor(since_h / smallest_h).astype(np.int64)
    left_h = (since_h - digits * smallest_h)[:, None]
    change = left_h * (amounts @ matrix.T)
    amounts = amounts + change + left_h / 2 * (change @ matrix.T)
    sizes = smallest_h * 2.0 ** np.arange(bits)
    for bit, over in enumerate(of_flows(matrix * sizes[:, None, None])):
        has_it = (digits >> bit) & 1 == 1
        amounts[has_it] = amounts[has_it] @ over.T
    return amounts

r"""Many people's matrices at once, taken apart into modes that fall off each by itself.

What the body of one person holds is a sum of exponentials, one for each of the rates $k_a$,
$\alpha$, $\beta$ and $k_m$: $x(t)=\sum_j c_j v_j e^{-\lambda_jt}$. Because the flow goes one way,
from depot to compartments to metabolite, the vectors $v_j$ can be written down. Where two rates of
a person nearly coincide, the sum is a small difference of large terms; such people are told apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import isinf

import numpy as np

from bzdcourse.models.kinetics import Kinetics
from bzdcourse.models.simulation import Course

LEAST_APART = 1e-6
"""Product of the relative distances of all rates; it leaves ten digits or more."""


AT_ONCE = 50
"""Times whose modes are held at one time, for 200 people: they fit into a processor's cache."""


@dataclass(frozen=True, eq=False)
class Modes:
    """One column for each mode; one row for each of depot, central, tissue, metabolite there is.

    Attributes:
        rates_per_h: shape ``(people, modes)``.
        vectors: shape ``(people, states, modes)``: amounts in a mode of size 1.
        dose: shape ``(people, modes)``: sizes of the modes that 1 mg absorbed begins.
        central: which row is the central compartment.
        metabolite: which row is the metabolite; ``None`` without one.
        safe: shape ``(people,)``: whether the rates are far enough apart.
    """

    rates_per_h: np.ndarray
    vectors: np.ndarray
    dose: np.ndarray
    central: int
    metabolite: int | None
    safe: np.ndarray

    def sizes(self, amounts: np.ndarray) -> np.ndarray:
        """Sizes of the modes that make up ``amounts``; both of shape ``(people, states)``."""
        return np.linalg.solve(self.vectors, amounts[..., None])[..., 0]

    def amounts(self, sizes: np.ndarray) -> np.ndarray:
        """What modes of such sizes hold; the reverse of :meth:`sizes`."""
        return (self.vectors @ sizes[..., None])[..., 0]


def modes_of(
    typical: Kinetics,
    elimination_rate_per_h: np.ndarray,
    volume_ratio: np.ndarray,
    metabolite_rate_per_h: np.ndarray,
) -> Modes:
    """Modes of people who differ from a typical one in clearance and volume.

    Args:
        typical: what they have in common.
        elimination_rate_per_h: $CL/V$, shape ``(people,)``.
        volume_ratio: of both compartments to those of ``typical``, shape ``(people,)``.
        metabolite_rate_per_h: $CL_m/V_m$, shape ``(people,)``; not looked at without a metabolite.
    """
    k, ka = elimination_rate_per_h, typical.absorption_rate_per_h
    made = typical.metabolite
    k12, k21 = exchange_rates_per_h(typical, volume_ratio)
    fast, slow = disposition_rates_per_h(k, k12, k21)
    rates = np.stack([np.full_like(k, ka), fast, slow, metabolite_rate_per_h], axis=-1)
    exists = [not isinf(ka), True, typical.exchange_l_h > 0, made is not None]
    vectors = np.broadcast_to(np.eye(4), (*k.shape, 4, 4)).copy()
    with np.errstate(divide="ignore", invalid="ignore"):  # coinciding rates: not safe, not used
        vectors[:, 2, 1] = k12 / (k21 - fast)
        vectors[:, 1, 2] = k21 / (k + k12 - slow)
        if exists[0]:
            vectors[:, 1, 0] = ka / (fast - ka) * (k21 - ka) / (slow - ka)
            vectors[:, 2, 0] = ka / (fast - ka) * k12 / (slow - ka)
        if made:
            formed = k[:, None] * made.mass_ratio * made.fraction_formed * vectors[:, 1, :3]
            vectors[:, 3, :3] = formed / (metabolite_rate_per_h[:, None] - rates[:, :3])
    rates, vectors = rates[:, exists], vectors[:, exists][:, :, exists]
    safe = _apart(rates) > LEAST_APART
    vectors[~safe] = np.eye(sum(exists))
    dose = np.linalg.inv(vectors)[:, :, 0]
    return Modes(rates, vectors, dose, int(exists[0]), sum(exists) - 1 if made else None, safe)


def amounts_at(course: Course, modes: Sequence[Modes], times_h: np.ndarray) -> np.ndarray:
    """Amounts in the central compartment and of the metabolite.

    Args:
        course: doses and changes of clearance.
        modes: of the people, one for each regime of the course.
        times_h: in order, shape ``(times,)``.

    Returns:
        mg, shape ``(2, times, people)``.
    """
    sizes = _sizes_after_events(course, modes)
    last, since_h = course.place(times_h)
    amounts = np.zeros((2, times_h.size, sizes.shape[-1]))
    begin = np.searchsorted(course.regime[last], np.arange(len(modes) + 1))
    for regime, here in enumerate(modes):
        rates, vectors = np.array(here.rates_per_h.T), np.array(here.vectors.transpose(1, 2, 0))
        rows = [here.central] if here.metabolite is None else [here.central, here.metabolite]
        for first in range(begin[regime], begin[regime + 1], AT_ONCE):
            some = slice(first, min(first + AT_ONCE, begin[regime + 1]))
            size = np.exp(-since_h[some, None, None] * rates)
            size *= sizes[last[some]]
            for to, row in enumerate(rows):
                np.einsum("tmp,mp->tp", size, vectors[row], out=amounts[to, some])
    return np.maximum(amounts, 0, out=amounts)  # the first moments are differences


def _sizes_after_events(course: Course, modes: Sequence[Modes]) -> np.ndarray:
    """Sizes of the modes just after each event, shape ``(events, modes, people)``."""
    over = [np.exp(-modes[int(regime)].rates_per_h.T * length) for regime, length in course.steps]
    doses = [here.dose.T for here in modes]
    sizes = np.empty((course.at_h.size, *doses[0].shape))
    sizes[0] = doses[course.regime[0]] * course.dose_mg[0]
    for event, step in enumerate(course.step, start=1):
        before, regime = course.regime[event - 1], course.regime[event]
        size = over[step] * sizes[event - 1]
        if regime != before:
            size = modes[regime].sizes(modes[before].amounts(size.T)).T
        sizes[event] = size + doses[regime] * course.dose_mg[event]
    return sizes


def exchange_rates_per_h(
    typical: Kinetics, volume_ratio: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """$Q/V_1$ and $Q/V_2$ of each; 0 for one compartment."""
    out = typical.exchange_l_h / (typical.volume_l * volume_ratio)
    back = typical.exchange_l_h / (max(typical.tissue_volume_l, 0.1) * volume_ratio)
    return out, back


def disposition_rates_per_h(
    k: np.ndarray, k12: np.ndarray, k21: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    r"""$\alpha$ and $\beta$ of each; for one compartment $k$ and 0."""
    total = k + k12 + k21
    fast = (total + np.sqrt(total**2 - 4 * k * k21)) / 2
    return fast, k * k21 / fast


def _apart(rates: np.ndarray) -> np.ndarray:
    """Product of the relative distances of each two rates of a person: near 1 if far apart."""
    apart = np.ones(rates.shape[0])
    for a, b in combinations(rates.T, 2):
        apart *= np.abs(a - b) / (a + b)
    return apart

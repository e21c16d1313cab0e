r"""Adaptation to a drug: less effect while it is taken, the opposite once it goes.

The model is a linear opponent process with one or two time scales, in the spirit of Solomon and
Corbit (1974):

$$\dot A_i = \frac{w_i E - A_i}{\tau_i}, \qquad N = E - \sum_i A_i, \qquad W = \max(0, -N)$$

$E$ is the drug's effect, $A_i$ what works against it, $N$ the net signal and $W$ the signal of
withdrawal. Everything is in arbitrary units: a signal is no score of symptoms. $A$ is not the
number of receptors; which mechanism adapts is not settled. No published model of this kind for
benzodiazepine withdrawal in people was found, so every unknown is drawn from a wide range.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from bzdcourse.models.arrays import array
from bzdcourse.models.exponentials import bateman, log1p_over, phi
from bzdcourse.models.quantities import ModelError, ascending, number

LONGEST_DAYS = 10_000.0


@dataclass(frozen=True)
class Component:
    r"""One process that works against the drug.

    Attributes:
        weight: $w$, the share of a steady effect that it takes away in the end, 0 to 1; one number,
            or one for each person with shape ``(people,)``.
        time_constant_days: $\tau$, the time in which it comes and goes by 63 %; likewise.
    """

    weight: Any
    time_constant_days: Any

    def __post_init__(self) -> None:
        weight = array("weight", self.weight, "", 0, 1)
        tau = array("time_constant_days", self.time_constant_days, "days", 0.01, 10_000)
        object.__setattr__(self, "weight", weight)
        object.__setattr__(self, "time_constant_days", tau)


class Signal(NamedTuple):
    """What drug and adaptation add up to; all of one shape, ``(times,)`` or ``(people, times)``.

    Attributes:
        effect: $E$, what the drug would do by itself, in arbitrary units.
        adaptation: the sum of all $A_i$.
        net: $E$ less the adaptation.
        withdrawal: how far the net signal is below 0.
    """

    effect: np.ndarray
    adaptation: np.ndarray
    net: np.ndarray
    withdrawal: np.ndarray


def signal(
    times_days: Any, effect: Any, components: Sequence[Component], adapted_to: Any = 0.0
) -> Signal:
    r"""Net signal of a drug effect that is given at some times and runs straight between them.

    Exact for such an effect, whatever the steps. Over a step of $x = h/\tau$ in which the effect
    goes from $E_0$ to $E_1$, with $f = (1-e^{-x})/x$,

    $$A_1 = A_0 e^{-x} + w\,[E_0(f - e^{-x}) + E_1(1 - f)]$$

    A time that stands twice makes a jump: the effect changes at once, the adaptation does not.

    Args:
        times_days: shape ``(times,)``, in order.
        effect: arbitrary units, 0 up; shape ``(times,)``, or ``(people, times)``.
        components: what adapts; with numbers, or with one value for each person.
        adapted_to: steady effect to which the adaptation is complete at the first time; 0 for
            somebody who has not taken the drug. One number, or one for each person.

    Raises:
        ModelError: if shapes do not fit or a number is out of range.
    """
    times = ascending("times_days", times_days, "days", -LONGEST_DAYS, LONGEST_DAYS)
    effect = array("effect", effect, "arbitrary units", 0, 1e6)
    adapted_to = array("adapted_to", adapted_to, "arbitrary units", 0, 1e6)
    if not components:
        raise ModelError("components must hold at least one Component (weight, days).")
    if effect.shape[-1:] != times.shape:
        raise ModelError(
            f"effect has shape {effect.shape}; its last axis must hold one value, in arbitrary "
            f"units, for each of the {times.size} times in days."
        )
    adaptation = sum(_adapted(np.diff(times), effect, one, adapted_to) for one in components)
    net = effect - adaptation
    return Signal(np.broadcast_to(effect, net.shape), adaptation, net, np.maximum(0.0, -net))


def _adapted(
    steps: np.ndarray, effect: np.ndarray, component: Component, adapted_to: np.ndarray
) -> np.ndarray:
    """One $A_i$ at all times; people, if any, along the first axis."""
    weight, tau = component.weight, component.time_constant_days
    # Most steps are equal but for rounding, and an exponential costs more than all else here.
    sizes, which = np.unique(np.round(steps, 12), return_inverse=True)
    gone, mean = _over_steps(np.multiply.outer(sizes, 1 / tau))
    # The formula above, sorted by the effect before the step and its rise within it.
    of_before, of_rise, kept = weight * gone, weight * (1 - mean), 1 - gone
    effect = effect.T
    if of_before.ndim > 1 and effect.ndim == 1:
        effect = effect[:, None]
    elif effect.ndim > 1 and of_before.ndim == 1:
        of_before, of_rise = of_before[:, None], of_rise[:, None]
    gained = effect[:-1] * of_before[which]
    gained += np.diff(effect, axis=0) * of_rise[which]
    return _carried_on(weight * adapted_to, [kept[n] for n in which], gained).T


def _over_steps(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """$1-e^{-x}$ and $(1-e^{-x})/x$, which is 1 at 0."""
    return -np.expm1(-x), phi(x)


def _carried_on(start: np.ndarray, kept: Sequence[np.ndarray], gained: np.ndarray) -> np.ndarray:
    """$A_{n+1} = k_n A_n + g_n$ along the first axis, with ``start`` before it."""
    held = np.empty((len(gained) + 1, *gained.shape[1:]))
    held[0] = start
    held[1:] = gained
    for n, factor in enumerate(kept):
        held[n + 1] += held[n] * factor
    return held


def withdrawal_after_stop(
    days: Any, half_life_h: float, component: Component, initial_effect: float = 1.0
) -> np.ndarray:
    r"""Signal of withdrawal after an abrupt stop, from complete adaptation to a steady effect.

    One component, and an effect that falls in proportion to the level, at $k = \ln 2/t_{1/2}$:

    $$W(t) = E_0\max\left(0,\ w\,\frac{k\tau e^{-t/\tau} - e^{-kt}}{k\tau - 1} - e^{-kt}\right)$$

    The shorter $w e^{-t/\tau} - e^{-kt}$ forgets that what is left of the drug goes on feeding the
    adaptation. It is reckoned in a form that holds at $k\tau = 1$ too.

    Args:
        days: since the stop, 0 up; any shape.
        half_life_h: of the level, 0.1 to 10,000 h.
        component: one process, its values numbers.
        initial_effect: $E_0$, arbitrary units.
    """
    days = array("days", days, "days", 0, LONGEST_DAYS)
    initial = number("initial_effect", initial_effect, "arbitrary units", 0, 1e6)
    rate = _rate_per_day(half_life_h)
    weight, tau = _numbers_of(component)
    still_fed = bateman(min(rate, 1 / tau), max(rate, 1 / tau), days) / tau
    adapted = weight * (np.exp(-days / tau) + still_fed)
    return initial * np.maximum(0.0, adapted - np.exp(-rate * days))


class Peak(NamedTuple):
    """When the signal of withdrawal is largest, and how large, as a share of the first effect."""

    day: float
    height: float


def peak_after_stop(half_life_h: float, component: Component) -> Peak | None:
    r"""The top of :func:`withdrawal_after_stop`.

    $$t^* = \frac{\tau}{w}\,\frac{\ln(1+y)}{y},\qquad y = \frac{k\tau - 1}{w}$$

    Returns:
        ``None`` if there is no signal at all: the level falls so slowly, $k\tau \le 1 - w$, that
        the adaptation keeps up with it.
    """
    weight, tau = _numbers_of(component)
    ratio = _rate_per_day(half_life_h) * tau
    if ratio <= 1 - weight:
        return None
    y = (ratio - 1) / weight
    day = tau / weight * log1p_over(y)
    return Peak(day, float(withdrawal_after_stop(day, half_life_h, component)))


def _rate_per_day(half_life_h: float) -> float:
    return log(2) * 24 / number("half_life_h", half_life_h, "h", 0.1, 10_000)


def _numbers_of(component: Component) -> tuple[float, float]:
    weight = number("weight", component.weight, "", 0, 1)
    tau = component.time_constant_days
    return weight, number("time_constant_days", tau, "days", 0.01, 10_000)


@dataclass(frozen=True)
class Prior:
    """From which range the unknown strength and speed of an adaptation are drawn.

    Attributes:
        weight: lowest and highest, each value between them equally likely.
        time_constant_days: lowest and highest, each *ratio* between them equally likely.
        why: what the range rests on, one sentence.
        sources: keys of the bibliography.
    """

    weight: tuple[float, float]
    time_constant_days: tuple[float, float]
    why: str
    sources: tuple[str, ...]


PRIORS = MappingProxyType(
    {
        "sedation": Prior(
            (0.5, 0.9),
            (2.0, 10.0),
            "Tolerance comes relatively quickly (review); in mice mostly between days 4 and 7, in "
            "cats from the second dose. The numbers are a choice, and no measured ones for people.",
            ("vinkers2012", "miller1988", "nbr1985"),
        ),
        "seizure-protection": Prior(
            (0.4, 0.9),
            (2.0, 20.0),
            "Tolerance comes relatively quickly (review), but how quickly in people was not found; "
            "so the range is wider.",
            ("vinkers2012",),
        ),
        "anxiety-relief": Prior(
            (0.0, 0.3),
            (5.0, 40.0),
            "A review holds that there is probably no tolerance; others disagree. The range goes "
            "from none to some.",
            ("vinkers2012",),
        ),
        "overall": Prior(
            (0.7, 0.9),
            (5.0, 14.0),
            "Time constants that, with a weight of 0.9, put the worst of an abrupt stop near day 2 "
            "for a half-life of 12 h and between days 4 and 7 for one of 60 h; a study of 47 "
            "people on placebo saw day 2 with short half-lives and days 4 to 7 with long ones.",
            ("rickels1990",),
        ),
    }
)
"""By effect. ``overall`` is what an abrupt stop shows, whichever effect is behind it."""

SLOW = Prior(
    (0.0, 0.1),
    (30.0, 180.0),
    "Draws a protracted tail, and explains none: how common symptoms after months are, and why "
    "they last, is not known from a controlled cohort.",
    ("ashton1991", "ritvo2023"),
)
"""The second time scale. Its weight never adds up to more than 1 with that of the first."""


def draw_components(
    seed: int, people: int, effect: str, *, two_time_scales: bool = False
) -> tuple[Component, ...]:
    """Components of many people, drawn from the prior of an effect.

    Args:
        seed: the same seed gives the same people.
        people: how many, 1 to 100,000.
        effect: a key of :data:`PRIORS`.
        two_time_scales: whether each also has a slow, weak component. The fast one is the same
            with and without it.

    Returns:
        One or two components whose values have shape ``(people,)``.

    Raises:
        ModelError: also for an effect that is not known; the text names those that are.
    """
    if effect not in PRIORS:
        raise ModelError(f"There is no effect {effect!r}. There are: {', '.join(PRIORS)}.")
    count = int(number("people", people, "people", 1, 100_000))
    draws = np.random.default_rng(int(number("seed", seed, "", 0, 2**32))).random((4, count))
    fast = _drawn(PRIORS[effect], draws[0], draws[1])
    return (fast, _drawn(SLOW, draws[2], draws[3])) if two_time_scales else (fast,)


def _drawn(prior: Prior, first: np.ndarray, second: np.ndarray) -> Component:
    (least, most), (short, long) = prior.weight, prior.time_constant_days
    return Component(least + (most - least) * first, short * (long / short) ** second)

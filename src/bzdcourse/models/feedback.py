r"""The critique of :mod:`bzdcourse.models.adaptation`: another structure, much the same curves.

A response is made and lost all the time, and a moderator follows it and speeds up its loss. One
loop brings an overshoot, tolerance and a rebound, with no process that opposes the drug as such.
Who sees such curves in a patient can't tell from them which of the two structures is behind.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from bzdcourse.models.quantities import ModelError, ascending, number

LONGEST_DAYS = 10_000.0


def pool_response(
    times_days: Any,
    effect: Callable[[float], float],
    jumps_days: Sequence[float] = (),
    *,
    strength: float = 1.0,
    turnover_days: float = 0.5,
    moderator_days: float = 7.0,
) -> np.ndarray:
    r"""Net signal of a feedback model of the kind that Gabrielsson and Peletier (2008) study.

    $$\dot R = \frac{(1 + sE) - RM}{\tau_R}, \qquad \dot M = \frac{R - M}{\tau_M}$$

    Their abstract names production, loss and tolerance rates, overshoot and rebound; their
    equations were not read, so the form is one such model and not necessarily theirs. Without drug
    $R = M = 1$. A steady effect ends at $R = \sqrt{1 + sE}$: tolerance is never complete.

    Solved by LSODA, begun anew at each jump of the effect: a solver that chooses its own steps
    would walk over a short one without a word.

    Args:
        times_days: when the signal is wanted; the first is the start, without drug before it.
        effect: the drug's effect on a day, in arbitrary units, smooth between jumps.
        jumps_days: days on which the effect, or its slope, changes at once.
        strength: $s$, arbitrary.
        turnover_days: $\tau_R$.
        moderator_days: $\tau_M$.

    Returns:
        $R - 1$, arbitrary units, at the times.
    """
    times = ascending("times_days", times_days, "days", -LONGEST_DAYS, LONGEST_DAYS)
    strength = number("strength", strength, "", 0, 1000)
    fast = number("turnover_days", turnover_days, "days", 0.01, 1000)
    slow = number("moderator_days", moderator_days, "days", 0.01, 1000)

    def change(day: float, state: np.ndarray) -> tuple[float, float]:
        response, moderator = state
        made = 1 + strength * effect(day)
        return (made - response * moderator) / fast, (response - moderator) / slow

    return _solved(change, times, jumps_days) - 1


def _solved(change: Callable, times: np.ndarray, jumps: Sequence[float]) -> np.ndarray:
    """The response at the times, one stretch between two jumps after the other."""
    from scipy.integrate import solve_ivp  # slow to import, and most models do without

    inside = sorted(day for day in jumps if times[0] < day < times[-1])
    state, found = (1.0, 1.0), [np.ones(1)]
    for start, end in zip([times[0], *inside], [*inside, times[-1]], strict=True):
        asked = times[(times > start) & (times <= end)]
        stops = np.union1d(asked, [end])
        # A hair inside, so that an effect that jumps at an end has the value of this stretch.
        held = _held_inside(change, start, end)
        path = solve_ivp(
            held, (start, end), state, method="LSODA", t_eval=stops, rtol=1e-6, atol=1e-9
        )
        if not path.success:
            raise ModelError(f"The feedback model could not be solved: {path.message}")
        state = path.y[:, -1]
        found.append(path.y[0, np.isin(stops, asked)])
    response = np.concatenate(found)
    return response[np.searchsorted(np.unique(times), times)]


def _held_inside(change: Callable, start: float, end: float) -> Callable:
    margin = 1e-9 * (end - start)
    return lambda day, state: change(min(max(day, start + margin), end - margin), state)

r"""Levels of many people under a taper: daily means, fast enough to follow a slider.

Kinetics are linear, so what is left of a dose that is no longer taken falls off in the same way
whenever it is taken away. If $u(n)$ is the share of a steady daily mean that is left on day $n$
after a stop, the mean of day $t$ under cuts $c_j$ on days $t_j$ is

$$\bar C(t) = \frac{\bar C_{ss}}{D_0}\Big[D(t) + \sum_{t_j \le t} c_j\,u(t - t_j)\Big]$$

Only $u$ needs a simulation, once for each drug. What happens within a day is not in it; a rule that
left out days could not be put through it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from bzdcourse.models.drugs import drug
from bzdcourse.models.population import draw_people, simulate_people
from bzdcourse.models.quantities import ModelError, whole
from bzdcourse.models.regimen import regular
from bzdcourse.models.tapering import Schedule

_STEADY_DAYS = 210
"""By then diazepam's metabolite is steady in people with five times its usual half-life."""

_DAYS_LEFT = 150
_POINTS_A_DAY = 24


@dataclass(frozen=True, eq=False)
class DailyMeans:
    """Daily mean levels of drug and active metabolite together, in many people.

    Attributes:
        steady_ng_ml: for each mg a day, shape ``(people,)``.
        left: share of it that is left on each day after a stop, the first day without a dose being
            day 0; shape ``(people, days)``.
    """

    steady_ng_ml: np.ndarray
    left: np.ndarray

    def under(self, schedule: Schedule, days: np.ndarray) -> np.ndarray:
        """Daily means under a schedule.

        Args:
            schedule: day 0 is that of its first reduction, after a long time at the start dose.
            days: whole days, one after the other, from day 0 or earlier; shape ``(days,)``.

        Returns:
            ng/mL, shape ``(people, days)``.

        Raises:
            ModelError: if the days begin later or are not one after the other.
        """
        if days[0] > 0 or np.any(np.diff(days) != 1):
            raise ModelError("days must be whole days, one after the other, from 0 or earlier.")
        # Day by day in memory, as what comes after goes through the days one by one.
        kept, left = np.empty((days.size, self.steady_ng_ml.size)), self.left.T
        kept[:] = schedule.daily_dose_mg(days)[:, None]
        before_mg = np.concatenate([[schedule.start_dose_mg], schedule.dose_mg])
        for day, cut_mg in zip(schedule.day, -np.diff(before_mg), strict=True):
            first = int(np.ceil(day)) - int(days[0])
            if cut_mg:
                span = kept[first : first + len(left)]
                span += cut_mg * left[: len(span)]
        kept *= self.steady_ng_ml
        return kept.T


@cache
def daily_means(
    drug_id: str, doses_per_day: int = 2, people: int = 200, seed: int = 2026
) -> DailyMeans:
    """How the daily mean level of a drug stands and falls, in people drawn around a typical one.

    Nanograms of a metabolite are added to those of the drug, as if both did the same.

    Args:
        drug_id: one of the course's drugs.
        doses_per_day: at equal intervals, 1 to 6.
        people: 1 to 10,000.
        seed: the same seed draws the same people.

    Raises:
        ModelError: if the drug is not known or a number is out of range.
    """
    each_day = whole("doses_per_day", doses_per_day, "doses", 1, 6)
    whole("people", people, "people", 1, 10_000)
    known = drug(drug_id)
    drawn = draw_people(known.kinetics, people, seed, known.clearance_cv, known.volume_cv)
    # The last day with doses, and those after it; the middle of each step stands for the step.
    hours = (_STEADY_DAYS - 1) * 24 + np.arange(
        (_DAYS_LEFT + 1) * _POINTS_A_DAY
    ) * 24.0 / _POINTS_A_DAY
    levels = simulate_people(
        drawn,
        regular(1 / each_day, 24 / each_day, _STEADY_DAYS * each_day),
        hours + 12 / _POINTS_A_DAY,
    )
    active = levels.parent_ng_ml + levels.metabolite_ng_ml
    means = active.reshape(people, -1, _POINTS_A_DAY).mean(axis=2)
    return DailyMeans(means[:, 0], np.asfortranarray(means[:, 1:] / means[:, :1]))

"""Equivalent doses: what tables say, how far they are apart, and what a switch makes of that.

There is no function that turns one dose into one other dose. Tables differ up to twofold, and so do
people; half-lives and metabolites differ as well, and a switch takes weeks to settle.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bzdcourse.models.drugs import drug
from bzdcourse.models.quantities import ModelError, number, whole
from bzdcourse.models.regimen import Regimen
from bzdcourse.models.simulation import Levels, simulate
from bzdcourse.models.taper_rules import EquivalentTable, published

DIAZEPAM_MG = 10.0
"""What all equivalents are told for, by mouth."""

WARNING = (
    "Tables of equivalent doses rest on experience, not on measurement. They disagree with one "
    "another, and people differ more than tables do. This is a range for teaching, no dose for "
    "anybody."
)


@dataclass(frozen=True)
class Equivalent:
    """What one table says of one drug.

    Attributes:
        table: the table, with its sources.
        dose_mg: the dose that it sets equal to 10 mg of diazepam.
    """

    table: EquivalentTable
    dose_mg: float


@dataclass(frozen=True)
class Spread:
    """What the tables say of one drug, side by side.

    Attributes:
        drug: its id.
        values: one for each table that names the drug, two or more.
        warning: what must stand beside the numbers.
    """

    drug: str
    values: tuple[Equivalent, ...]
    warning: str = WARNING

    @property
    def low_mg(self) -> float:
        """The smallest dose that a table sets equal to 10 mg of diazepam."""
        return min(value.dose_mg for value in self.values)

    @property
    def high_mg(self) -> float:
        """The largest one."""
        return max(value.dose_mg for value in self.values)

    def as_diazepam_mg(self, dose_mg: float) -> tuple[float, float]:
        """The smallest and the largest dose of diazepam that tables set equal to a dose.

        Args:
            dose_mg: of this drug, 0.001 to 1000 mg.
        """
        dose_mg = number("dose_mg", dose_mg, "mg", 0.001, 1000)
        return DIAZEPAM_MG * dose_mg / self.high_mg, DIAZEPAM_MG * dose_mg / self.low_mg


def equivalents() -> dict[str, Spread]:
    """What the tables say, for every drug that two or more of them name, in alphabetical order."""
    named: dict[str, list[Equivalent]] = {}
    for table in published().equivalents:
        for name, dose_mg in table.doses_mg.items():
            per_10_mg = dose_mg * DIAZEPAM_MG / table.diazepam_mg
            named.setdefault(name, []).append(Equivalent(table, per_10_mg))
    return {
        name: Spread(name, tuple(named[name])) for name in sorted(named) if len(named[name]) > 1
    }


def equivalents_of(name: str) -> Spread:
    """What the tables say of one drug.

    Raises:
        ModelError: with the drugs that two or more tables name.
    """
    known = equivalents()
    if name not in known:
        raise ModelError(
            f"No two tables have an equivalent of {name!r}. They have: {', '.join(known)}."
        )
    return known[name]


@dataclass(frozen=True, eq=False)
class Switch:
    """Levels while one drug is replaced by diazepam, at both ends of the tables.

    Attributes:
        spread: what the tables say of the drug.
        diazepam_mg: daily dose of diazepam at its end, by the lowest and the highest table.
        day: days from the first step of the switch; shape ``(times,)``.
        before: levels of the drug that is replaced.
        low: levels of diazepam and its metabolite if the smaller dose is taken.
        high: the same for the larger dose.
    """

    spread: Spread
    diazepam_mg: tuple[float, float]
    day: np.ndarray
    before: Levels
    low: Levels
    high: Levels


def switch_to_diazepam(
    name: str,
    daily_dose_mg: float,
    *,
    steps: int = 2,
    days_per_step: float = 7,
    doses_per_day: int = 2,
    weeks_before: int = 4,
    weeks_after: int = 8,
) -> Switch:
    """Replace a drug by diazepam step by step, at both ends of the spread.

    At each step an equal part of the daily dose is replaced, the first on day 0. Doses are not
    rounded to tablets. The levels of the two drugs can't be added: what a nanogram does differs.

    Args:
        name: the drug that is replaced; two or more tables must name it.
        daily_dose_mg: of that drug, 0.001 to 1000 mg.
        steps: 1 to 10.
        days_per_step: 1 to 60 days.
        doses_per_day: of both drugs, 1 to 6.
        weeks_before: weeks on the drug before day 0; 1 to 52.
        weeks_after: weeks after day 0 that are shown; 1 to 52.

    Raises:
        ModelError: if a number is out of range, or the drug is not known.
    """
    spread = equivalents_of(name)
    ends_mg = spread.as_diazepam_mg(number("daily_dose_mg", daily_dose_mg, "mg", 0.001, 1000))
    steps = whole("steps", steps, "steps", 1, 10)
    hours_per_dose = 24 / whole("doses_per_day", doses_per_day, "doses", 1, 6)
    before_h = number("weeks_before", weeks_before, "weeks", 1, 52) * 168
    after_h = number("weeks_after", weeks_after, "weeks", 1, 52) * 168
    step_h = number("days_per_step", days_per_step, "days", 1, 60) * 24
    dose_times_h = np.arange(0, before_h + after_h, hours_per_dose)
    replaced = np.clip(np.floor((dose_times_h - before_h) / step_h) + 1, 0, steps) / steps
    times_h = np.arange(0, before_h + after_h + 1, 6.0)

    def levels(of: str, daily_mg: float, share: np.ndarray) -> Levels:
        doses = Regimen(dose_times_h, daily_mg * hours_per_dose / 24 * share)
        return simulate(drug(of).kinetics, doses, times_h)

    before = levels(name, daily_dose_mg, 1 - replaced)
    low, high = (levels("diazepam", mg, replaced) for mg in ends_mg)
    return Switch(spread, ends_mg, (times_h - before_h) / 24, before, low, high)

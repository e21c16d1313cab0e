"""What is known of one person and one drug: the parameters of a linear compartment model."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf, log, sqrt

from bzdcourse.models.quantities import number


@dataclass(frozen=True)
class Metabolite:
    """An active metabolite, in one compartment.

    Only ``fraction_formed / clearance_l_h`` can be told from concentrations of the metabolite; the
    two apart can not.

    Attributes:
        name: such as "desmethyldiazepam".
        fraction_formed: share of the parent's clearance that ends in the metabolite, 0 to 1.
        mass_ratio: molar mass of the metabolite over that of the parent.
        clearance_l_h: its own clearance.
        volume_l: its own volume of distribution.
    """

    name: str
    fraction_formed: float
    mass_ratio: float
    clearance_l_h: float
    volume_l: float

    def __post_init__(self) -> None:
        number("fraction_formed", self.fraction_formed, "", 0, 1)
        number("mass_ratio", self.mass_ratio, "", 0.1, 10)
        number("clearance_l_h", self.clearance_l_h, "L/h", 1e-4, 1e4)
        number("volume_l", self.volume_l, "L", 0.1, 1e5)

    @property
    def half_life_h(self) -> float:
        r"""$\ln 2\,V_m/CL_m$."""
        return log(2) * self.volume_l / self.clearance_l_h


@dataclass(frozen=True)
class Kinetics:
    """One person's kinetics of one drug: first-order absorption, one or two compartments.

    Attributes:
        clearance_l_h: $CL$, from plasma.
        volume_l: $V$ of the central compartment.
        bioavailability: $F$, 0 to 1.
        absorption_rate_per_h: $k_a$, up to 10,000; ``inf`` for an intravenous bolus.
        lag_h: time before absorption begins.
        exchange_l_h: $Q$, clearance between the two compartments; 0 for one compartment.
        tissue_volume_l: $V_2$ of the second compartment; 0 for one compartment.
        metabolite: the active metabolite, if it has one that counts.
    """

    clearance_l_h: float
    volume_l: float
    bioavailability: float = 1.0
    absorption_rate_per_h: float = inf
    lag_h: float = 0.0
    exchange_l_h: float = 0.0
    tissue_volume_l: float = 0.0
    metabolite: Metabolite | None = None

    def __post_init__(self) -> None:
        number("clearance_l_h", self.clearance_l_h, "L/h", 1e-4, 1e4)
        number("volume_l", self.volume_l, "L", 0.1, 1e5)
        number("bioavailability", self.bioavailability, "", 1e-3, 1)
        if self.absorption_rate_per_h != inf:
            number("absorption_rate_per_h", self.absorption_rate_per_h, "per hour", 1e-4, 1e4)
        number("lag_h", self.lag_h, "h", 0, 48)
        number("exchange_l_h", self.exchange_l_h, "L/h", 0, 1e4)
        smallest = 0.1 if self.exchange_l_h else 0
        number("tissue_volume_l", self.tissue_volume_l, "L", smallest, 1e5)

    @property
    def elimination_rate_per_h(self) -> float:
        """$k = CL/V$ of the central compartment."""
        return self.clearance_l_h / self.volume_l

    @property
    def disposition_rates_per_h(self) -> tuple[float, float]:
        r"""Fast and slow rate of the fall after an intravenous bolus, $\alpha \ge \beta$.

        With one compartment the fast one is ``inf``: distribution takes no time.
        """
        k = self.elimination_rate_per_h
        if not self.exchange_l_h:
            return inf, k
        k12, k21 = self.exchange_l_h / self.volume_l, self.exchange_l_h / self.tissue_volume_l
        total = k + k12 + k21
        fast = (total + sqrt(total**2 - 4 * k * k21)) / 2
        return fast, k * k21 / fast

    @property
    def elimination_half_life_h(self) -> float:
        r"""$\ln 2/\beta$: what would be seen late after a bolus, whatever the absorption."""
        return log(2) / self.disposition_rates_per_h[1]

    @property
    def terminal_half_life_h(self) -> float:
        """What is seen late after this form of the drug; the slower of absorption and elimination.

        Where absorption is the slower one (flip-flop), it is not the half-life of elimination.
        """
        return log(2) / min(self.absorption_rate_per_h, self.disposition_rates_per_h[1])

    def with_clearance_times(self, factor: float) -> Kinetics:
        """The same person with the parent's clearance changed, as by an inhibitor (below 1).

        Args:
            factor: new clearance over old, 0.01 to 100.
        """
        factor = number("factor", factor, "", 0.01, 100)
        return replace(self, clearance_l_h=self.clearance_l_h * factor)

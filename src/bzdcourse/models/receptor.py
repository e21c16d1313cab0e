r"""From level to receptor: how many sites are taken, and what that does to the channel.

Levels are total plasma levels in ng/mL, and half-saturating levels are *in-vivo plasma* ones in the
same unit. A dissociation constant measured in a dish, in nM, belongs to the free concentration,
which for diazepam is some 26 to 73 times lower than the total one: the two must never be mixed.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from typing import Any, NamedTuple

import numpy as np

from bzdcourse.models.arrays import array
from bzdcourse.models.quantities import number

HIGHEST_NG_ML = 1e6
GAS_CONSTANT_KCAL_PER_MOL_K = 1.987204e-3
ICE_POINT_K = 273.15


class Occupancy(NamedTuple):
    """Shares of the sites that two ligands hold, each 0 to 1."""

    first: np.ndarray
    second: np.ndarray

    @property
    def both(self) -> np.ndarray:
        """Share of the sites that are taken at all."""
        return self.first + self.second


def occupancy(level_ng_ml: Any, ec50_ng_ml: float) -> np.ndarray:
    r"""Share of the sites that a drug holds, $\theta = C/(C + EC_{50})$.

    Saturable, hyperbolic binding at this site has been seen in people (Jucaite 2017), though not
    with a classic benzodiazepine.

    Args:
        level_ng_ml: total plasma level; any shape.
        ec50_ng_ml: total plasma level at which half of the sites are held.

    Returns:
        0 to 1, in the shape of ``level_ng_ml``.
    """
    ratio = _ratio("level_ng_ml", level_ng_ml, "ec50_ng_ml", ec50_ng_ml, "ng/mL")
    return ratio / (1 + ratio)


def occupancy_of_two(
    parent_ng_ml: Any, parent_ec50_ng_ml: float, metabolite_ng_ml: Any, metabolite_ec50_ng_ml: float
) -> Occupancy:
    r"""Parent drug and active metabolite at one site (Gaddum).

    $$\theta_1 = \frac{C_1/E_1}{1 + C_1/E_1 + C_2/E_2}$$

    Args:
        parent_ng_ml: total plasma level of the parent; any shape.
        parent_ec50_ng_ml: level at which the parent alone holds half of the sites.
        metabolite_ng_ml: likewise; a shape that fits the parent's.
        metabolite_ec50_ng_ml: likewise.
    """
    names = ("parent_ng_ml", "parent_ec50_ng_ml"), ("metabolite_ng_ml", "metabolite_ec50_ng_ml")
    parent = _ratio(names[0][0], parent_ng_ml, names[0][1], parent_ec50_ng_ml, "ng/mL")
    metabolite = _ratio(names[1][0], metabolite_ng_ml, names[1][1], metabolite_ec50_ng_ml, "ng/mL")
    return _shared(parent, metabolite)


def occupancy_with_flumazenil(
    level_ng_ml: Any, ec50_ng_ml: float, flumazenil_nm: Any, flumazenil_kd_nm: float
) -> Occupancy:
    """Drug and flumazenil at one site: the drug is displaced, the more the more flumazenil.

    Each concentration is only ever divided by its own half-saturating one, so that total ng/mL of
    the drug and free nM of flumazenil do not meet.

    Args:
        level_ng_ml: total plasma level of the drug; any shape.
        ec50_ng_ml: total plasma level at which the drug alone holds half of the sites.
        flumazenil_nm: free concentration of flumazenil in plasma water, nmol/L.
        flumazenil_kd_nm: its dissociation constant, measured against the same concentration.

    Returns:
        What the drug holds, and what flumazenil holds.
    """
    drug = _ratio("level_ng_ml", level_ng_ml, "ec50_ng_ml", ec50_ng_ml, "ng/mL")
    names = "flumazenil_nm", "flumazenil_kd_nm"
    return _shared(drug, _ratio(names[0], flumazenil_nm, names[1], flumazenil_kd_nm, "nmol/L"))


def level_for_occupancy_ng_ml(wanted: Any, ec50_ng_ml: float) -> np.ndarray:
    r"""The level at which a drug holds a wanted share, $C = EC_{50}\,\theta/(1-\theta)$.

    Args:
        wanted: 0 to 0.999; no level holds every site.
        ec50_ng_ml: level at which half of the sites are held.
    """
    wanted = array("wanted", wanted, "", 0, 0.999)
    return _half("ec50_ng_ml", ec50_ng_ml, "ng/mL") * wanted / (1 - wanted)


def last_step_ratio(start_occupancy: Any) -> np.ndarray:
    r"""How many times the first step of a taper the last one is, if all steps of dose are equal.

    With linear kinetics the level falls by equal steps too. A small step $\delta$ changes occupancy
    by $\delta\,d\theta/dC$, and $d\theta/dC = EC_{50}/(C+EC_{50})^2 = (1-\theta)^2/EC_{50}$. The
    last step is taken at $\theta = 0$, the first at $\theta_0$, so their ratio is
    $1/(1-\theta_0)^2$: 1.4 from 16 %, 25 from 80 %.

    Args:
        start_occupancy: occupancy before the taper, 0 to 0.999.
    """
    return (1 - array("start_occupancy", start_occupancy, "", 0, 0.999)) ** -2.0


def operational_response(
    level_ng_ml: Any, affinity_ng_ml: float, transducer_ratio: float, maximum: float = 1.0
) -> np.ndarray:
    r"""Response by the operational model: it can lead occupancy where there is a reserve.

    $$E = \frac{E_m\,\tau\,C}{K_A + (1+\tau)\,C}$$

    Args:
        level_ng_ml: total plasma level; any shape.
        affinity_ng_ml: $K_A$, the level at which half of the sites are held.
        transducer_ratio: $\tau$; the larger, the less occupancy half of the response needs.
        maximum: $E_m$, what the tissue can do at most, in arbitrary units.
    """
    ratio = _ratio("level_ng_ml", level_ng_ml, "affinity_ng_ml", affinity_ng_ml, "ng/mL")
    tau = number("transducer_ratio", transducer_ratio, "", 0, 1e6)
    maximum = number("maximum", maximum, "arbitrary units", 0, 1e6)
    return maximum * tau * ratio / (1 + (1 + tau) * ratio)


def operational_ec50_ng_ml(affinity_ng_ml: float, transducer_ratio: float) -> float:
    r"""Level of half of the response that is reached at all, $EC_{50} = K_A/(1+\tau)$."""
    tau = number("transducer_ratio", transducer_ratio, "", 0, 1e6)
    return _half("affinity_ng_ml", affinity_ng_ml, "ng/mL") / (1 + tau)


@dataclass(frozen=True)
class TwoStateReceptor:
    """A channel that is open or shut, with two sites for GABA. Its constants are illustrative.

    Attributes:
        shut_over_open: $L$, how many times likelier shut than open without any ligand.
        gaba_um: $K$, dissociation constant of GABA from the shut channel, µM.
        gaba_open_ratio: $c$, the constant from the open channel over that from the shut one; below
            1, so GABA opens the channel.
    """

    shut_over_open: float
    gaba_um: float
    gaba_open_ratio: float

    def __post_init__(self) -> None:
        number("shut_over_open", self.shut_over_open, "", 1, 1e9)
        number("gaba_um", self.gaba_um, "µM", 1e-6, 1e9)
        number("gaba_open_ratio", self.gaba_open_ratio, "", 1e-6, 1)


def open_probability(
    receptor: TwoStateReceptor,
    gaba_um: Any,
    ligand_ratio: float = 0.0,
    shift: float = 1.0,
    antagonist_ratio: float = 0.0,
) -> np.ndarray:
    r"""Share of the channels that are open, by the two-state model of an allosteric modulator.

    $$P = \frac{(1+g/c)^2(1+b/d+a)}{(1+g/c)^2(1+b/d+a) + L(1+g)^2(1+b+a)}$$

    with $g$ = GABA over $K$, $b$ the ligand and $a$ a neutral antagonist, each over the
    concentration at which it alone holds half of the sites of a shut channel. A bound ligand
    multiplies the ratio of open to shut by $1/d$ and does nothing else: without GABA almost no
    channel is open, with or without it. That an allosteric model of this kind fits is the finding
    of Downing 2005; desensitisation and the subtypes of the receptor are left out.

    Args:
        receptor: its constants.
        gaba_um: concentration of GABA, µM; any shape.
        ligand_ratio: $b$, 0 to 1,000,000.
        shift: $d$; below 1 a positive modulator, 1 an antagonist, above 1 an inverse agonist.
        antagonist_ratio: $a$, such as of flumazenil.

    Returns:
        0 to 1, in the shape of ``gaba_um``.
    """
    gaba = array("gaba_um", gaba_um, "µM", 0, 1e6) / receptor.gaba_um
    ligand = number("ligand_ratio", ligand_ratio, "", 0, 1e6)
    shift = number("shift", shift, "", 0.01, 100)
    antagonist = number("antagonist_ratio", antagonist_ratio, "", 0, 1e6)
    opened = (1 + gaba / receptor.gaba_open_ratio) ** 2 * (1 + ligand / shift + antagonist)
    shut = receptor.shut_over_open * (1 + gaba) ** 2 * (1 + ligand + antagonist)
    return opened / (opened + shut)


def largest_open_gain(kcal_per_mol: float, temperature_c: float = 25.0) -> float:
    r"""How far a bound ligand can shift open over shut for an energy, $e^{\Delta G/RT}$.

    Benzodiazepines were found to stabilise the open state by less than 1 kcal/mol (Downing 2005),
    so $1/d$ stays below 5.4.

    Args:
        kcal_per_mol: by how much the open state is stabilised, 0 to 20.
        temperature_c: 0 to 50 °C.
    """
    energy = number("kcal_per_mol", kcal_per_mol, "kcal/mol", 0, 20)
    kelvin = number("temperature_c", temperature_c, "°C", 0, 50) + ICE_POINT_K
    return exp(energy / (GAS_CONSTANT_KCAL_PER_MOL_K * kelvin))


def _ratio(name: str, values: Any, half_name: str, half: float, unit: str) -> np.ndarray:
    return array(name, values, unit, 0, HIGHEST_NG_ML) / _half(half_name, half, unit)


def _half(name: str, value: float, unit: str) -> float:
    return number(name, value, unit, 1e-3, HIGHEST_NG_ML)


def _shared(first: np.ndarray, second: np.ndarray) -> Occupancy:
    free = 1 / (1 + first + second)
    return Occupancy(first * free, second * free)

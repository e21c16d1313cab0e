"""One medicine, as the models know it: records without a rule of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bzdcourse.models.kinetics import Kinetics
from bzdcourse.models.quantities import number


@dataclass(frozen=True)
class Parameter:
    """One number and where it comes from.

    Attributes:
        value: what is used or shown, for an adult of 70 kg.
        unit: of the value and its range; "1" for a pure number.
        low: smallest published value, if a range is known.
        high: largest published value, if a range is known.
        sources: keys of the bibliography; empty only if ``use`` is ``illustrative``.
        verified: ``abstract``, ``label_copy``, ``secondary`` or ``fulltext``: how far a source was
            read; ``None`` if there is none.
        use: ``check`` (no model uses it), ``calibrate`` (a published figure, or set by one),
            ``derived`` (reckoned from others) or ``illustrative`` (nothing published was found).
        note: the figure as printed, or the reckoning.
        rows: ids of the published values that were used up and test the model no more.
    """

    value: float
    unit: str
    low: float | None
    high: float | None
    sources: tuple[str, ...]
    verified: str | None
    use: str
    note: str
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Statement:
    """A sentence with the keys of its sources."""

    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Drug:
    """One medicine.

    Attributes:
        id: as files and functions name it.
        name: as readers see it.
        role: ``lesson``, or ``contrast`` if it is shown only to compare.
        kinetics: for an adult of 70 kg; two compartments where peaks need them.
        parameters: all numbers by name, each name with its unit.
        metabolite_parameters: the same of the active metabolite; empty if none is modelled.
        tablet_strengths_mg: licensed in ``tablet_country``, smallest first; may be empty.
        tablet_country: where those strengths are licensed.
        tablet_note: form, and strengths elsewhere.
        tablet_sources: keys of the bibliography.
        enzymes: how the body removes it.
        limits: what the model of this medicine leaves out.
    """

    id: str
    name: str
    role: str
    kinetics: Kinetics
    parameters: Mapping[str, Parameter]
    metabolite_parameters: Mapping[str, Parameter]
    tablet_strengths_mg: tuple[float, ...]
    tablet_country: str
    tablet_note: str
    tablet_sources: tuple[str, ...]
    enzymes: Statement
    limits: tuple[Statement, ...]

    @property
    def molar_mass_g_mol(self) -> float:
        """Of the active substance, without salt."""
        return self.parameters["molar_mass_g_mol"].value

    @property
    def clearance_cv(self) -> float:
        """Coefficient of variation of clearance between people."""
        return self.parameters["clearance_cv"].value

    @property
    def volume_cv(self) -> float:
        """Coefficient of variation of volume between people."""
        return self.parameters["volume_cv"].value

    @property
    def one_compartment(self) -> Kinetics:
        r"""The same medicine in one compartment of the area volume $V=CL/\beta$.

        Averages at steady state, areas under the curve and the late half-life stay as they are;
        peaks come out too low where distribution is slow.
        """
        volume_l = self.kinetics.clearance_l_h / self.kinetics.disposition_rates_per_h[1]
        return replace(self.kinetics, volume_l=volume_l, exchange_l_h=0.0, tissue_volume_l=0.0)


@dataclass(frozen=True)
class Interaction:
    """What another medicine does to the clearance of one.

    Attributes:
        id: as functions name it.
        drug: id of the medicine whose clearance changes.
        other: the medicine that changes it.
        clearance_factor: clearance with it over clearance without it.
        text: what was seen.
        sources: keys of the bibliography.
        verified: how far the source was read.
        rows: ids of the published values that were used up.
    """

    id: str
    drug: str
    other: str
    clearance_factor: float
    text: str
    sources: tuple[str, ...]
    verified: str
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Disagreement:
    """Published studies that contradict each other about one medicine."""

    id: str
    drug: str
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class AgeLine:
    """Half-life of diazepam as a straight line through two ages, clearance unchanged.

    Attributes:
        ages_years: the two ages.
        half_lives_h: the half-lives there.
        youngest_years: the line is not used below.
        oldest_years: the line is not used above.
        text: what it says.
        note: how far it was seen.
        sources: keys of the bibliography.
        rows: ids of the published values that were used up.
        contradicted_by: what speaks against it.
    """

    ages_years: tuple[float, float]
    half_lives_h: tuple[float, float]
    youngest_years: float
    oldest_years: float
    text: str
    note: str
    sources: tuple[str, ...]
    rows: tuple[str, ...]
    contradicted_by: Statement

    def half_life_h(self, age_years: float) -> float:
        """Half-life at an age.

        Raises:
            ModelError: if the age is outside of the line.
        """
        low, high = self.youngest_years, self.oldest_years
        age_years = number("age_years", age_years, "years", low, high)
        (a, b), (at_a, at_b) = self.ages_years, self.half_lives_h
        return at_a + (at_b - at_a) * (age_years - a) / (b - a)


@dataclass(frozen=True)
class Formulary:
    """Everything in ``drugs.yml``; medicines and interactions by id, medicines by alphabet."""

    drugs: Mapping[str, Drug]
    interactions: Mapping[str, Interaction]
    disagreements: tuple[Disagreement, ...]
    age: AgeLine

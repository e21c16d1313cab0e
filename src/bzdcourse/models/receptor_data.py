"""What studies say of receptor occupancy, as ``source_texts/receptor.yml`` has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

from bzdcourse.checked import Problem, read_checked, read_once
from bzdcourse.data import course_root, references
from bzdcourse.models.quantities import ModelError
from bzdcourse.models.receptor import TwoStateReceptor

_NAMES = (("studies", "id"), ("half_occupying_levels", "drug"), ("illustrative", "id"))
"""What must not occur twice."""

NEEDED = (
    "unmeasured_low",
    "unmeasured_high",
    "shut_over_open",
    "gaba_um",
    "gaba_open_ratio",
    "positive_modulator",
    "antagonist",
    "inverse_agonist",
)
"""Illustrative constants that the models and explorers use."""


@dataclass(frozen=True)
class Study:
    """One finding in one species.

    Attributes:
        id: a slug.
        drug: what was given.
        species: in whom.
        method: how it was seen.
        people: how many were studied; ``None`` if the abstract does not say, or in animals.
        dose: in words.
        quantity: what was measured.
        unit: of the numbers.
        sources: keys of the bibliography.
        verified: how far the source was read.
        caution: what it must not be taken for.
        value: the number, if there is one.
        low: lower end, if there is one.
        high: upper end; alone, it means "less than".
    """

    id: str
    drug: str
    species: str
    method: str
    people: int | None
    dose: str
    quantity: str
    unit: str
    sources: tuple[str, ...]
    verified: str
    caution: str
    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class HalfLevel:
    """The plasma level at which a drug holds half of its sites, as far as it is known.

    Attributes:
        drug: its name.
        status: ``derived`` has a value, ``disagreement`` a low and a high one that must not be
            averaged, ``not_found`` none.
        note: how it was reckoned, or what was not found.
        value: ng/mL.
        low: ng/mL.
        high: ng/mL.
        sources: keys of the bibliography.
    """

    drug: str
    status: Literal["derived", "disagreement", "not_found"]
    note: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReceptorData:
    """Everything in ``receptor.yml``, by id or drug, in the order of the file."""

    studies: dict[str, Study]
    half_levels: dict[str, HalfLevel]
    illustrative: dict[str, float]

    def half_level(self, drug: str) -> HalfLevel:
        """What is known of a drug.

        Raises:
            ModelError: naming the drugs that are listed.
        """
        if drug not in self.half_levels:
            known = ", ".join(self.half_levels)
            raise ModelError(f"There is no drug {drug!r}. There are: {known}.")
        return self.half_levels[drug]

    @property
    def two_state_receptor(self) -> TwoStateReceptor:
        """The channel of the teaching model; none of its constants is measured."""
        names = ("shut_over_open", "gaba_um", "gaba_open_ratio")
        return TwoStateReceptor(*(self.illustrative[name] for name in names))


def receptor_data() -> ReceptorData:
    """The course's own data."""
    return load_receptor_data(course_root() / "source_texts" / "receptor.yml")


@read_once
def load_receptor_data(path: Path) -> ReceptorData:
    """Read and check a file.

    Raises:
        ContentError: with file, line and entry of every problem.
    """
    schema = Path(__file__).parent / "receptor.schema.json"
    known = references(course_root(path.parent))
    content = read_checked(path, schema, partial(_name_problems, known), _meaning_problems)
    studies = {raw["id"]: Study(**_sourced(raw)) for raw in content["studies"]}
    levels = {raw["drug"]: _half_level(raw) for raw in content["half_occupying_levels"]}
    constants = {raw["id"]: float(raw["value"]) for raw in content["illustrative"]}
    return ReceptorData(studies, levels, constants)


def _sourced(raw: dict[str, Any]) -> dict[str, Any]:
    return {**raw, "sources": tuple(raw.get("sources", ()))}


def _half_level(raw: dict[str, Any]) -> HalfLevel:
    return HalfLevel(**{key: value for key, value in _sourced(raw).items() if key != "unit"})


def _name_problems(sources: Collection[str], content: dict[str, Any]) -> Iterator[Problem]:
    """Names that occur twice or lead nowhere."""
    for part, key in _NAMES:
        names = Counter(raw[key] for raw in content[part])
        for n, raw in enumerate(content[part]):
            if names[raw[key]] > 1:
                yield (part, n, key), f"“{raw[key]}” occurs more than once"
            for m, source in enumerate(raw.get("sources", ())):
                if source not in sources:
                    where = (part, n, "sources", m)
                    yield where, f"“{source}” is not in source_texts/bibliography.bib"


def _meaning_problems(content: dict[str, Any]) -> Iterator[Problem]:
    """What is wrong although every name leads somewhere."""
    for part in ("studies", "half_occupying_levels"):
        for n, raw in enumerate(content[part]):
            low, high = raw.get("low", 0), raw.get("high", float("inf"))
            if not low <= raw.get("value", low) <= high:
                yield (part, n, "value"), "low, value and high are not in order"
    given = {raw["id"] for raw in content["illustrative"]}
    for name in NEEDED:
        if name not in given:
            yield ("illustrative",), f"“{name}” is missing"

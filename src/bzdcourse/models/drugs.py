"""What the models know of each medicine: ``source_texts/drugs.yml``, read and checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import partial
from math import log
from pathlib import Path
from typing import Any

from bzdcourse.checked import Problem, read_checked, read_once
from bzdcourse.data import course_root, references
from bzdcourse.models.drug_records import (
    AgeLine,
    Disagreement,
    Drug,
    Formulary,
    Interaction,
    Parameter,
    Statement,
)
from bzdcourse.models.kinetics import Kinetics, Metabolite
from bzdcourse.models.quantities import ModelError

_KINETIC = (
    "clearance_l_h",
    "volume_l",
    "bioavailability",
    "absorption_rate_per_h",
    "lag_h",
    "exchange_l_h",
    "tissue_volume_l",
)
"""Parameters that :class:`Kinetics` takes, under the same names."""

_SHOWN_ONLY = {"half_life_h", "free_fraction"}
"""Parameters that no model reads."""


def drugs() -> Mapping[str, Drug]:
    """Every medicine by its id, in alphabetical order."""
    return formulary().drugs


def drug(name: str) -> Drug:
    """One medicine.

    Raises:
        ModelError: with the known names, if it is none of them.
    """
    return _known("drug", name, drugs())


def interaction(name: str) -> Interaction:
    """One interaction, such as ``itraconazole-alprazolam``.

    Raises:
        ModelError: with the known names, if it is none of them.
    """
    return _known("interaction", name, formulary().interactions)


def diazepam_at_age(age_years: float) -> Kinetics:
    r"""Diazepam and its metabolite in an adult of one age, one compartment each.

    Half-life rises in a straight line from 20 h at 20 years to 90 h at 80 years, clearance does
    not change: $V(a)=CL\,t_{1/2}(a)/\ln 2$ (Klotz 1975, contradicted in part by Divoll 1983).

    Args:
        age_years: 18 to 95 years.

    Raises:
        ModelError: if the age is outside of this range.
    """
    known = formulary()
    adult = known.drugs["diazepam"].one_compartment
    volume_l = adult.clearance_l_h * known.age.half_life_h(age_years) / log(2)
    return replace(adult, volume_l=volume_l)


def formulary() -> Formulary:
    """The course's own medicines, read again only if the file has changed."""
    return load_drugs(course_root() / "source_texts" / "drugs.yml")


@read_once
def load_drugs(path: Path) -> Formulary:
    """Read and check a file of medicines.

    Args:
        path: the file, in a course that has a bibliography.

    Raises:
        ContentError: with file, line and entry of every problem.
    """
    sources = references(course_root(path.parent))
    schema = Path(__file__).with_name("drugs.schema.json")
    content = read_checked(path, schema, partial(_name_problems, sources), _number_problems)
    found = sorted((_drug(raw) for raw in content["drugs"]), key=lambda one: one.name)
    interactions = [Interaction(**_tupled(raw)) for raw in content["interactions"]]
    return Formulary(
        {one.id: one for one in found},
        {one.id: one for one in interactions},
        tuple(Disagreement(**_tupled(raw)) for raw in content["disagreements"]),
        _age_line(content["age"]),
    )


def _known(kind: str, name: str, entries: Mapping[str, Any]) -> Any:
    if not isinstance(name, str) or name not in entries:
        raise ModelError(f"There is no {kind} {name!r}; known are: {', '.join(entries)}.")
    return entries[name]


def _tupled(raw: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}


def _parameters(raw: dict[str, Any]) -> dict[str, Parameter]:
    return {name: Parameter(**{"rows": (), **_tupled(one)}) for name, one in raw.items()}


def _drug(raw: dict[str, Any]) -> Drug:
    own = _parameters(raw["parameters"])
    formed = raw.get("metabolite", {"name": "", "parameters": {}})
    metabolite = _parameters(formed["parameters"])
    tablets = raw["tablets"]
    return Drug(
        id=raw["id"],
        name=raw["name"],
        role=raw["role"],
        kinetics=_kinetics(own, _metabolite(formed["name"], metabolite, own)),
        parameters=own,
        metabolite_parameters=metabolite,
        tablet_strengths_mg=tuple(sorted(tablets["strengths_mg"])),
        tablet_country=tablets["country"],
        tablet_note=tablets["note"],
        tablet_sources=tuple(tablets["sources"]),
        enzymes=Statement(**_tupled(raw["enzymes"])),
        limits=tuple(Statement(**_tupled(one)) for one in raw["limits"]),
    )


def _kinetics(own: dict[str, Parameter], metabolite: Metabolite | None) -> Kinetics:
    return Kinetics(**{n: own[n].value for n in _KINETIC if n in own}, metabolite=metabolite)


def _metabolite(
    name: str, formed: dict[str, Parameter], parent: dict[str, Parameter]
) -> Metabolite | None:
    if not formed:
        return None
    return Metabolite(
        name=name,
        fraction_formed=formed["fraction_formed"].value,
        mass_ratio=formed["molar_mass_g_mol"].value / parent["molar_mass_g_mol"].value,
        clearance_l_h=formed["clearance_l_h"].value,
        volume_l=formed["volume_l"].value,
    )


def _age_line(raw: dict[str, Any]) -> AgeLine:
    points = raw["line"]
    kept = ("youngest_years", "oldest_years", "text", "note", "sources", "rows")
    return AgeLine(
        tuple(point["age_years"] for point in points),
        tuple(point["half_life_h"] for point in points),
        **_tupled({key: raw[key] for key in kept}),
        contradicted_by=Statement(**_tupled(raw["contradicted_by"])),
    )


def _name_problems(sources: Collection[str], content: dict[str, Any]) -> Iterator[Problem]:
    """Names that occur twice or lead nowhere."""
    for part in ("drugs", "interactions", "disagreements"):
        counted = Counter(raw["id"] for raw in content[part])
        for n, raw in enumerate(content[part]):
            if counted[raw["id"]] > 1:
                yield (part, n, "id"), f"“{raw['id']}” occurs more than once"
    known = {raw["id"] for raw in content["drugs"]}
    for part in ("interactions", "disagreements"):
        for n, raw in enumerate(content[part]):
            if raw["drug"] not in known:
                yield (part, n, "drug"), f"“{raw['drug']}” is not one of the drugs"
    if content["age"]["drug"] != "diazepam" or "diazepam" not in known:
        yield ("age", "drug"), "the line of age is that of diazepam"
    yield from _source_problems(sources, content, ())


def _source_problems(sources: Collection[str], part: Any, where: tuple) -> Iterator[Problem]:
    """Keys under any field ``sources`` that are not in the bibliography."""
    inner = part.items() if isinstance(part, dict) else enumerate(part)
    for key, value in inner:
        if key == "sources":
            for n, name in enumerate(value):
                if name not in sources:
                    what = f"“{name}” is not in source_texts/bibliography.bib"
                    yield (*where, key, n), what
        elif isinstance(value, dict | list):
            yield from _source_problems(sources, value, (*where, key))


def _number_problems(content: dict[str, Any]) -> Iterator[Problem]:
    """Numbers outside of their own range, and used ones that call themselves unused."""
    for n, raw in enumerate(content["drugs"]):
        yield from _parameter_problems(raw["parameters"], ("drugs", n, "parameters"))
        if "metabolite" in raw:
            where = ("drugs", n, "metabolite", "parameters")
            yield from _parameter_problems(raw["metabolite"]["parameters"], where)
    young, old = (point["age_years"] for point in content["age"]["line"])
    if not young < old:
        yield ("age", "line"), "the second age must be above the first"


def _parameter_problems(parameters: dict[str, Any], where: tuple) -> Iterator[Problem]:
    for name, raw in parameters.items():
        low, high = raw["low"], raw["high"]
        if (low is not None and raw["value"] < low) or (high is not None and raw["value"] > high):
            yield (*where, name, "value"), "is outside of its own range"
        if raw["use"] == "check" and name not in _SHOWN_ONLY:
            yield (*where, name, "use"), "a model uses this number, so it is no check"

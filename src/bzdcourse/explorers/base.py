"""What every explorer is made of: controls, teaching cases, a function from values to a view."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bzdcourse.figures.chart import Panel
from bzdcourse.figures.figure import Table
from bzdcourse.models.quantities import ModelError, number

LABEL = "teaching model \u2013 not for planning anyone's taper"
"""Stands in every picture that a model has drawn."""


@dataclass(frozen=True)
class Slider:
    """A number to set, by slider or by typing.

    Attributes:
        id: name of the value, with its unit, such as ``dose_mg``.
        label: in words, without the unit.
        unit: "" for a pure number.
        low: smallest value.
        high: largest value.
        step: distance between the values that the slider has.
        value: where it stands at first.
    """

    id: str
    label: str
    unit: str
    low: float
    high: float
    step: float
    value: float

    def read(self, raw: Any) -> float:
        """``raw`` as a value of this control, or a ModelError that says what is allowed."""
        return number(self.label, raw, self.unit, self.low, self.high)


@dataclass(frozen=True)
class Choice:
    """One of several things, such as a drug.

    Attributes:
        id: name of the value.
        label: in words.
        options: value to words, in the order in which they are offered.
        value: what is chosen at first.
    """

    id: str
    label: str
    options: Mapping[str, str]
    value: str

    def read(self, raw: Any) -> str:
        """``raw`` as a value of this control, or a ModelError that says what is allowed."""
        if not isinstance(raw, str) or raw not in self.options:
            known = ", ".join(self.options)
            raise ModelError(f"{self.label} must be one of: {known}.")
        return raw


@dataclass(frozen=True)
class Switch:
    """On or off."""

    id: str
    label: str
    value: bool

    def read(self, raw: Any) -> bool:
        """``raw`` as a value of this control, or a ModelError that says what is allowed."""
        if not isinstance(raw, bool):
            raise ModelError(f"{self.label} must be on or off (true or false).")
        return raw


Control = Slider | Choice | Switch


@dataclass(frozen=True)
class Preset:
    """A teaching case.

    Attributes:
        id: a slug.
        name: a few words.
        text: what to look at or to ask oneself; one to three sentences, Markdown.
        values: what the controls are set to; those not named stand as at first.
    """

    id: str
    name: str
    text: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Reading:
    """One headline number of a view. A learner who predicts first says how it will change.

    Attributes:
        id: a slug, the same in every view of an explorer.
        label: in words.
        value: the number; ``None`` where there is none, and ``text`` says why.
        text: the number with its unit, rounded for reading, such as "20 ng/mL".
    """

    id: str
    label: str
    value: float | None
    text: str


@dataclass(frozen=True)
class View:
    """What one setting of the controls shows.

    Attributes:
        panels: the pictures; each has its text alternative.
        readings: headline numbers, two to five.
        table: the numbers drawn, thinned to at most some thirty rows.
    """

    panels: tuple[Panel, ...]
    readings: tuple[Reading, ...]
    table: Table


@dataclass(frozen=True)
class Explorer:
    """A model to play with.

    Attributes:
        id: a slug, as notebooks name it.
        title: a few words.
        task: what to do with it, one or two sentences, Markdown.
        controls: in the order in which they are shown.
        presets: teaching cases; the first one is shown first.
        show: the view of the values of all controls, by id. Takes at most some 10 ms.
        notes: what the model leaves out, and what its picture must not be taken for; Markdown.
        sources: keys of the bibliography.
    """

    id: str
    title: str
    task: str
    controls: tuple[Control, ...]
    presets: tuple[Preset, ...]
    show: Callable[[dict[str, Any]], View]
    notes: tuple[str, ...]
    sources: tuple[str, ...]

    def values(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The values of all controls: those given, and for the rest where they stand at first.

        Raises:
            ModelError: if a value is none that its control can have, or there is no such control.
        """
        known = {control.id: control for control in self.controls}
        for name in given:
            if name not in known:
                raise ModelError(f"There is no control {name!r}. There are: {', '.join(known)}.")
        return {
            name: control.read(given.get(name, control.value)) for name, control in known.items()
        }

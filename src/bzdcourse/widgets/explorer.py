"""A model to play with, on the page: controls, pictures, headline numbers, predictions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import anywidget
from traitlets import Dict

from bzdcourse.data import CourseError, references
from bzdcourse.explorers import find
from bzdcourse.explorers.base import LABEL, Choice, Control, Explorer, Preset, Slider, View
from bzdcourse.explorers.prediction import IN_WORDS, outcome
from bzdcourse.figures.chart import Line, Panel
from bzdcourse.figures.figure import Figure
from bzdcourse.figures.picture import picture
from bzdcourse.render import inline, markdown, plain
from bzdcourse.widgets.pages import joined
from bzdcourse.widgets.present import to_run

_STATIC_PX = 400
_PAGE_ID = re.compile(r"[a-z][a-z0-9-]{0,60}")


def explore(explorer_id: str, preset: str | None = None) -> ExplorerWidget:
    """An explorer of the course, such as ``explore("dose-and-interval")``.

    Args:
        explorer_id: which one.
        preset: the teaching case to begin with; the first one by default.

    Raises:
        CourseError: there is no such explorer, or no such teaching case; with those that there are.
    """
    explorer = find(explorer_id)
    return ExplorerWidget(explorer, _preset(explorer, preset))


def _preset(explorer: Explorer, preset_id: str | None) -> Preset:
    if preset_id is None:
        return explorer.presets[0]
    for preset in explorer.presets:
        if preset.id == preset_id:
            return preset
    known = ", ".join(preset.id for preset in explorer.presets)
    raise CourseError(f"{explorer.id} has no teaching case {preset_id!r}. There are: {known}.")


class ExplorerWidget(anywidget.AnyWidget):
    """An explorer on the page. The page asks by message; each reply carries its token back.

    Messages are ``{"type": "show", "answer": {...}, "n": <token>}``. The answer has the ``values``
    of the controls, the ``width`` of a picture in pixels, whether the ``table`` is open, the
    ``page`` that asks, and after a prediction the values ``before`` and what was ``predicted``.

    Args:
        explorer: what to show.
        preset: the teaching case to begin with.
    """

    _esm = joined("dom.js", "saving.js", "explorer_controls.js", "predicting.js", "explorer.js")
    _css = joined("base.css", "explorer.css", "explorer_controls.css")

    view = Dict().tag(sync=True)

    def __init__(self, explorer: Explorer, preset: Preset):
        self._explorer = explorer
        self._values = explorer.values(preset.values)
        self._preset = preset
        self._first = explorer.show(self._values)
        super().__init__(view=self._for_the_page())
        self.on_msg(self._on_message)

    def _for_the_page(self) -> dict[str, Any]:
        explorer = self._explorer
        page = {
            "id": explorer.id,
            "title": inline(explorer.title),
            "task": markdown(explorer.task),
            "controls": [_control(control) for control in explorer.controls],
            "presets": [_case(explorer, preset) for preset in explorer.presets],
            "preset": self._preset.id,
            "notes": [inline(note) for note in explorer.notes],
            "sources": [inline(references()[key].markdown) for key in explorer.sources],
            "directions": IN_WORDS,
        }
        return page | {"shown": _shown(self._first, explorer.id, _STATIC_PX, table=True)}

    def _on_message(self, _widget: Any, content: Any, _buffers: Any) -> None:
        if isinstance(content, dict) and content.get("type") == "show":
            try:
                reply = self._reply(_mapping(content.get("answer")))
            except CourseError as problem:
                reply = {"type": "error", "message": str(problem)}
            self.send(reply | {"n": content.get("n")})

    def _reply(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        view = self._show(asked.get("values"))
        reply: dict[str, Any] = {"type": "shown"}
        if asked.get("before") is not None:
            before = self._show(asked["before"])
            if asked.get("predicted") is not None:  # else it is drawn again for another width
                predicted = _mapping(asked["predicted"])
                reply["outcome"] = outcome(before.readings, view.readings, predicted)
            view = _with_ghosts(view, before)
        return reply | _shown(
            view,
            _slug(asked.get("page")),
            _width(asked.get("width")),
            table=bool(asked.get("table")),
        )

    def _show(self, values: Any) -> View:
        return self._explorer.show(self._explorer.values(_mapping(values)))

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict, dict]:
        """The widget, and all of its first picture for where widgets can't live."""
        bundle, metadata = super()._repr_mimebundle_(**kwargs)
        bundle["text/plain"] = "\n\n".join(panel.alt for panel in self._first.panels)
        bundle["text/html"] = self._static_html()
        return bundle, metadata

    def _static_html(self) -> str:
        explorer, view = self._explorer, self._first
        figure = Figure(
            svg=tuple(_pictures(view, f"{explorer.id}-{self._preset.id}", _STATIC_PX)),
            alt=tuple(panel.alt for panel in view.panels),
            table=view.table,
            caption=f"{explorer.title}: {self._preset.name}",
            notes=(
                "; ".join(f"{one.label}: **{one.text}**" for one in view.readings) + ".",
                f"Set to: {'; '.join(_setting(one, self._values) for one in explorer.controls)}.",
                LABEL[0].upper() + LABEL[1:] + ".",
            ),
            sources=explorer.sources,
        )
        left_out = "".join(f"<li>{inline(note)}</li>" for note in explorer.notes)
        return (
            f"{markdown(explorer.task)}{markdown(self._preset.text)}"
            f"{to_run('Run the cell to move the controls.')}{figure._repr_html_()}"
            f"<details><summary>What this model leaves out</summary><ul>{left_out}</ul></details>"
        )


def _setting(control: Control, values: Mapping[str, Any]) -> str:
    """A control and where it stands, in words."""
    value = values[control.id]
    if isinstance(control, Slider):
        told = f"{value:g} {control.unit}".rstrip()
    elif isinstance(control, Choice):
        told = control.options[value]
    else:
        told = "yes" if value else "no"
    return f"{control.label}: {told}"


def _control(control: Control) -> dict[str, Any]:
    common = {"id": control.id, "label": control.label, "value": control.value}
    if isinstance(control, Slider):
        numbers = {"low": control.low, "high": control.high, "step": control.step}
        return common | numbers | {"kind": "slider", "unit": control.unit}
    if isinstance(control, Choice):
        return common | {"kind": "choice", "options": list(control.options.items())}
    return common | {"kind": "switch"}


def _case(explorer: Explorer, preset: Preset) -> dict[str, Any]:
    return {
        "id": preset.id,
        "name": plain(preset.name),
        "text": markdown(preset.text),
        "values": explorer.values(preset.values),
    }


def _shown(view: View, slug: str, width_px: float, *, table: bool) -> dict[str, Any]:
    """What the page shows of a view. The table takes as long as a picture: only if it is open."""
    return {
        "svg": _pictures(view, slug, width_px),
        "alt": [panel.alt for panel in view.panels],
        "readings": [{"id": one.id, "label": one.label, "text": one.text} for one in view.readings],
        "table": view.table.html() if table else None,
    }


def _pictures(view: View, slug: str, width_px: float) -> list[str]:
    return [picture(panel, f"{slug}-{n}", LABEL, width_px) for n, panel in enumerate(view.panels)]


def _with_ghosts(view: View, before: View) -> View:
    """The view with the main curves of the one before it among its own."""
    old = (*before.panels, *view.panels[len(before.panels) :])
    panels = map(_ghosts, view.panels, old)
    return replace(view, panels=tuple(panels))


def _ghosts(panel: Panel, before: Panel) -> Panel:
    if before is panel or before.y_label != panel.y_label:
        return panel
    main = [one for one in before.series if isinstance(one, Line) and one.dash == "solid"]
    ghosts = [
        replace(line, label="before" if n == 0 else "", colour="faint", dash="dashed")
        for n, line in enumerate(main)
    ]
    return replace(panel, series=(*panel.series, *ghosts))


def _mapping(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise CourseError("The page sent no values.")
    return value


def _slug(page: Any) -> str:
    return page if isinstance(page, str) and _PAGE_ID.fullmatch(page) else "bzd-explorer"


def _width(width_px: Any) -> float:
    return width_px if isinstance(width_px, int | float) and width_px > 0 else _STATIC_PX

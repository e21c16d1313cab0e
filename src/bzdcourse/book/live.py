"""The widgets that need no kernel run in the book as well, in the place of their tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

_ALONE = {"bzd-claim-tables": "claim-map", "bzd-timeline-table": "timeline"}
"""Class of a static twin to the name of the widget, which filters by itself on the page."""

_VIEW = "application/vnd.jupyter.widget-view+json"
_STATE = "application/vnd.jupyter.widget-state+json"
_EXPORT = "export default { render };"


def live_name(html: str) -> str | None:
    """Name of the widget that may run in the place of an output; ``None`` if none may."""
    return next((name for mark, name in _ALONE.items() if f'class="{mark}"' in html), None)


def live_scripts(notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """Yield name and script of each such widget of a notebook that has run.

    A script holds all that it needs and is no module, so that it runs in a page from a disk, too.
    """
    states = notebook.metadata.get("widgets", {}).get(_STATE, {}).get("state", {})
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            name = live_name(data.get("text/html", ""))
            if name and _VIEW in data:
                yield name, _script(name, states[data[_VIEW]["model_id"]]["state"])


def _script(name: str, state: dict[str, Any]) -> str:
    widget, export, rest = state["_esm"].partition(_EXPORT)
    if not export or rest.strip():
        raise ValueError(f"{name}: a widget's module must end with “{_EXPORT}”")
    show = Path(__file__).with_name("show_live.js").read_text(encoding="utf-8")
    given = {"name": name, "style": state["_css"], "view": state["view"]}
    return f"(() => {{\n{widget}\n{show}\nshowLive({json.dumps(given)});\n}})();\n"

"""The history on the page: filtered by kind and years, each event with its sources."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import anywidget
from traitlets import Dict

from bzdcourse import data
from bzdcourse.data import Reference
from bzdcourse.render import inline, markdown, plain
from bzdcourse.widgets.events import KINDS, Event, load_timeline
from bzdcourse.widgets.pages import joined

_TABLE_STYLE = """
.bzd-timeline-table :is(th, td) { text-align: left; vertical-align: top; white-space: normal; }
.bzd-timeline-table td:last-child { overflow-wrap: anywhere; }
.bzd-timeline-table p { margin: 0 0 .4em; }
"""


def timeline() -> TimelineWidget:
    """The timeline of the lesson on history.

    Raises:
        CourseError: ``timeline.yml`` has faults; each is named with its event.
    """
    references = data.references()
    path = data.course_root() / "source_texts" / "timeline.yml"
    return TimelineWidget(load_timeline(path, references), references)


class TimelineWidget(anywidget.AnyWidget):
    """Events to explore. The page filters by itself, so it goes on without a kernel.

    Args:
        events: in the order in which they are to be shown.
        references: the bibliography; it has every source that an event names.
    """

    _esm = joined("dom.js", "timeline.js")
    _css = joined("base.css", "timeline.css")

    view = Dict().tag(sync=True)

    def __init__(self, events: list[Event], references: Mapping[str, Reference]):
        shown = [_view_of(event, references) for event in events]
        kinds = [{"id": kind, "name": name} for kind, name in KINDS.items()]
        super().__init__(view={"kinds": kinds, "events": shown})

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict, dict]:
        """The widget, and all events as text and as a table for where widgets can't live."""
        bundle, metadata = super()._repr_mimebundle_(**kwargs)
        bundle["text/plain"] = f"Timeline: {len(self.view['events'])} events"
        bundle["text/html"] = _table(self.view["events"])
        return bundle, metadata


def _view_of(event: Event, references: Mapping[str, Reference]) -> dict[str, Any]:
    return {
        "id": event.id,
        "year": event.year,
        "until": event.until or event.year,
        "years": event.years,
        "kind": event.kind,
        "title": inline(event.title),
        "words": plain(event.title),
        "text": markdown(event.text),
        "disputed": event.certainty == "disputed",
        "sources": [inline(references[key].markdown) for key in event.sources],
    }


def _table(events: list[dict[str, Any]]) -> str:
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("Year", "Kind", "Event", "Sources"))
    return (
        f'<div class="bzd-timeline-table"><style>{_TABLE_STYLE}</style><table>'
        f"<caption>Timeline: {len(events)} events</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>{''.join(map(_row, events))}</tbody></table></div>"
    )


def _row(event: dict[str, Any]) -> str:
    disputed = "<p><em>Sources disagree.</em></p>" if event["disputed"] else ""
    sources = "".join(f"<p>{source}</p>" for source in event["sources"])
    return (
        f'<tr><th scope="row">{escape(event["years"])}</th><td>{KINDS[event["kind"]]}</td>'
        f"<td><p><strong>{event['title']}</strong></p>{event['text']}{disputed}</td>"
        f"<td>{sources}</td></tr>"
    )

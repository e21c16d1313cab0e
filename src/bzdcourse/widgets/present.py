"""What a question looks like: for its widget, and as HTML where there is no kernel."""

from __future__ import annotations

from html import escape
from typing import Any

from bzdcourse import render
from bzdcourse.quiz.items import Item


def view_of(item: Item, label: str) -> dict[str, Any]:
    """What the page needs in order to show a question; nothing in it tells the key.

    Args:
        item: the question; its public half is enough.
        label: such as "Question 3 of 12 (2 points)".

    Returns:
        ``id``, ``kind``, ``label``, ``prompt`` (HTML), and by kind: ``options`` or ``rows`` (each
        with ``id``, ``html`` and ``words``), ``classes`` (``id``, ``words``), ``unit``, ``hint``,
        ``start_dose_mg``, ``most_rows``, ``varies`` (there are other numbers to ask with; the
        prompt has an example's).
    """
    public = item.public()
    view = {"id": item.id, "kind": item.kind, "label": label}
    view["prompt"] = render.markdown(item.prompt())
    for parts in ("options", "rows", "classes"):
        if parts in public:
            view[parts] = [_part(part) for part in public[parts]]
    if "range" in public:
        low, high = public["range"]
        view |= {"unit": public["unit"], "hint": f"A number from {low:.10g} to {high:.10g}."}
    view |= {name: public[name] for name in ("start_dose_mg", "most_rows") if name in public}
    return view | ({"varies": True} if item.draws() else {})


def _part(part: dict[str, str]) -> dict[str, str]:
    text = part["text"]
    return {"id": part["id"], "html": render.inline(text), "words": render.plain(text)}


def static_html(view: dict[str, Any], below: str) -> str:
    """A question that can be read, but not answered: for the book and the exported page.

    Args:
        view: see :func:`view_of`.
        below: HTML of what stands under the question.
    """
    return (
        f'<div class="bzd-static"><p><strong>{escape(view["label"])}</strong></p>'
        f"{view['prompt']}{_BODIES[view['kind']](view)}{below}</div>"
    )


def to_run(words: str) -> str:
    """What to do for more than reading; the book, where no cell can be run, leaves it out."""
    return f'<p class="bzd-to-run"><em>{words}</em></p>'


def _options(view: dict[str, Any]) -> str:
    return _list(view["options"])


def _number(view: dict[str, Any]) -> str:
    return f"<p>{escape(view['hint'])} Unit: {escape(view['unit'])}.</p>"


def _rows_to_order(view: dict[str, Any]) -> str:
    return "<p>Bring into order:</p>" + _list(view["rows"])


def _rows_to_sort(view: dict[str, Any]) -> str:
    classes = "; ".join(f"<strong>{one['html']}</strong>" for one in view["classes"])
    return f"<p>Give each line one class: {classes}.</p>{_list(view['rows'])}"


def _steps(view: dict[str, Any]) -> str:
    return (
        "<p>Write a daily dose (mg) and a number of days for each step: "
        f"{view['most_rows']} steps at most, the last of them a stop.</p>"
    )


def _list(parts: list[dict[str, str]]) -> str:
    entries = "".join(f"<li>{part['html']}</li>" for part in parts)
    return f"<ul>{entries}</ul>"


_BODIES = {
    "single_choice": _options,
    "multiple_choice": _options,
    "numeric": _number,
    "calculation": _number,
    "ordering": _rows_to_order,
    "classification": _rows_to_sort,
    "schedule": _steps,
}

"""How far a learner has come with a lesson's graded questions."""

from __future__ import annotations

from typing import Any

import anywidget
from traitlets import Dict

from bzdcourse.widgets.pages import joined


class ProgressWidget(anywidget.AnyWidget):
    """What is answered, what is open, and where the answers are kept."""

    _esm = joined("dom.js", "progress.js")
    _css = joined("progress.css")

    state = Dict().tag(sync=True)

    def show(self, labels: dict[str, str], missing: dict[str, str], kept: str) -> None:
        """Show how things stand.

        Args:
            labels: short name of each question by id, in the lesson's order.
            missing: what is open in each unfinished question, by id.
            kept: one sentence on where the answers are kept.
        """
        total, to_go = len(labels), len(missing)
        summary = f"{total - to_go} of {total} answered, {to_go} to go"
        open_questions = [
            {"id": item_id, "text": f"{labels[item_id]}: {missing[item_id]}"}
            for item_id in labels
            if item_id in missing
        ]
        self.state = {
            "answered": total - to_go,
            "total": total,
            "summary": summary if to_go else f"All {total} answered",
            "open": open_questions,
            "kept": kept,
        }

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict, dict]:
        """The widget, and a sentence for where widgets can't live."""
        bundle, metadata = super()._repr_mimebundle_(**kwargs)
        bundle["text/plain"] = f"Progress: {self.state['summary']}"
        # No count: a static page is everybody's, and would tell the state of its maker.
        bundle["text/html"] = (
            "<p><em>Your progress shows here when this lesson runs in Jupyter.</em></p>"
        )
        return bundle, metadata

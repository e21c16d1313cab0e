"""Show a submission to its grader without running what is in it."""

from __future__ import annotations

import re
from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode

from bzdcourse.grading.questions import asked_item

_TAG = re.compile(r"<(?=[a-z/!?])(?!/?(?:br|sub|sup)>)", re.IGNORECASE)
"""What begins an element of HTML, but for those that can do nothing but set letters."""

_HARMLESS = ("text/plain", "image/png", "image/jpeg")


class Disarm(Preprocessor):
    """A step of nbconvert before it prints a learner's notebook as a page.

    nbconvert prints what HTML a notebook holds, scripts included; in the formgrader they would run
    with the grader's rights, in reach of the key and of everybody's answers. Here HTML in a text is
    shown as it was typed, and of what code showed, texts and pictures are left. The questions'
    feedback, which we wrote, stays as it is.
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Disarm one cell."""
        if cell.cell_type != "code":
            cell.source = _TAG.sub("< ", cell.source)  # also right in a formula
        elif asked_item(cell) is None:
            cell.outputs = [output for output in cell.outputs if _is_left(output)]
        return cell, resources


def _is_left(output: NotebookNode) -> bool:
    """Take from an output what could run; whether anything is left."""
    if "data" not in output:
        return True
    output.data = {kind: what for kind, what in output.data.items() if kind in _HARMLESS}
    output.metadata = {}
    return bool(output.data)

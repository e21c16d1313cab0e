"""Before grading: put a submitted notebook's graded cells back to what was released.

A question's answer is not in its cell, so a deleted, doubled or spoilt cell costs nobody an answer,
and can't win anybody points either: nbgrader gives full marks to a grade cell that shows no error,
and stops the whole batch at a cell whose metadata are damaged.
"""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from bzdcourse.data import CourseError
from bzdcourse.grading.attachments import complete_attachments
from bzdcourse.grading.handed_in import look_through
from bzdcourse.grading.questions import refuse_author_journal
from bzdcourse.grading.released import released_cells


class RestoreCells(NbGraderPreprocessor):
    """First step of ``nbgrader autograde``."""

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Give every released graded cell one place, with the metadata it was released with.

        Raises:
            CourseError: if the submission must not be opened, or the source folder holds a journal.
        """
        if refused := look_through(Path(resources["metadata"]["path"])).refused:
            raise CourseError(refused)
        course = self.parent.parent.coursedir
        where = resources["nbgrader"]
        refuse_author_journal(
            Path(course.format_path(course.source_directory, ".", where["assignment"]))
        )
        with Gradebook(where["db_url"]) as gradebook:
            released = gradebook.find_notebook(where["notebook"], where["assignment"])
            restore_cells(nb, released_cells(released))
        return nb, resources


def restore_cells(nb: NotebookNode, released: dict[str, NotebookNode]) -> None:
    """Give every released graded cell one place: the first cell that has its ``grade_id``.

    Args:
        nb: a submitted notebook, which is changed.
        released: the released cells by ``grade_id``.
    """
    missing = dict(released)
    for cell in nb.cells:
        claimed = cell.metadata.pop("nbgrader", None)
        grade_id = claimed.get("grade_id") if isinstance(claimed, dict) else None
        if isinstance(grade_id, str) and grade_id in missing:
            cell.metadata["nbgrader"] = deepcopy(missing.pop(grade_id).metadata.nbgrader)
    nb.cells.extend(deepcopy(cell) for cell in missing.values())
    complete_attachments(nb)
    _drop_damage(nb)


_READ_BY_NBCONVERT = {"transient": dict, "raw_mimetype": str, "magics_language": str}
"""Metadata of cells that no schema describes, and what they must be."""


def _drop_damage(nb: NotebookNode) -> None:
    """Take out the metadata at which nbconvert would stop."""
    nb.metadata.pop("widgets", None)  # belongs to outputs, which are cleared
    for cell in nb.cells:
        for name, kind in _READ_BY_NBCONVERT.items():
            if not isinstance(cell.metadata.get(name, kind()), kind):
                del cell.metadata[name]

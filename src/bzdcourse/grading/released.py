"""What a lesson's release recorded in the gradebook, read once for a whole class."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook, MissingEntry, Notebook
from nbgrader.nbgraderformat import SCHEMA_VERSION

from bzdcourse.data import CourseError


@dataclass(frozen=True, eq=False)  # itself only, so that it can be a key
class Released:
    """A released lesson, small enough to travel to another machine.

    Attributes:
        lesson: the lesson's id, which is its notebook's name as well.
        kernelspec: the released notebook's, or ``None``.
        cells: its graded cells by ``grade_id``, with their metadata.
    """

    lesson: str
    kernelspec: dict[str, Any] | None
    cells: dict[str, NotebookNode]


def read_released(gradebook: Gradebook, lesson: str) -> Released:
    """Read a lesson's release.

    Raises:
        CourseError: if the gradebook does not know the lesson.
    """
    try:
        notebook = gradebook.find_notebook(lesson, lesson)
    except MissingEntry:
        raise CourseError(
            f"The gradebook does not know {lesson}. Run: bzdcourse release {lesson}"
        ) from None
    kernelspec = json.loads(notebook.kernelspec) if notebook.kernelspec else None
    return Released(lesson, kernelspec, released_cells(notebook))


def released_cells(notebook: Notebook) -> dict[str, NotebookNode]:
    """The graded cells as the gradebook recorded them at release, by ``grade_id``."""
    points = {cell.name: cell.max_score for cell in [*notebook.grade_cells, *notebook.task_cells]}
    roles = {
        "grade": {cell.name for cell in notebook.grade_cells},
        "solution": {cell.name for cell in notebook.solution_cells},
        "task": {cell.name for cell in notebook.task_cells},
    }
    cells = {}
    for source in notebook.source_cells:
        make = new_code_cell if source.cell_type == "code" else new_markdown_cell
        metadata = {
            "grade_id": source.name,
            "schema_version": SCHEMA_VERSION,
            "cell_type": source.cell_type,
            "checksum": source.checksum,
            "locked": source.locked,
            **{role: source.name in names for role, names in roles.items()},
        }
        if source.name in points:
            metadata["points"] = points[source.name]
        cells[source.name] = make(source.source, metadata={"nbgrader": metadata})
    return cells

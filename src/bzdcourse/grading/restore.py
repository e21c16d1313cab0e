"""Before grading: put a submitted notebook's graded cells back to what was released.

A question's answer is not in its cell, so a deleted, doubled or spoilt cell costs nobody an answer,
and can't win anybody points either: nbgrader gives full marks to a grade cell that shows no error,
and stops the whole batch at a cell whose metadata are damaged.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook, Notebook
from nbgrader.nbgraderformat import SCHEMA_VERSION
from nbgrader.preprocessors import NbGraderPreprocessor

from bzdcourse.data import CourseError
from bzdcourse.grading.questions import refuse_author_journal


class RestoreCells(NbGraderPreprocessor):
    """First step of ``nbgrader autograde``."""

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Give every released graded cell one place, with the metadata it was released with.

        Raises:
            CourseError: if the submission holds symbolic links, or the source folder a journal.
        """
        refuse_links(Path(resources["metadata"]["path"]))
        course = self.parent.parent.coursedir
        where = resources["nbgrader"]
        refuse_author_journal(
            Path(course.format_path(course.source_directory, ".", where["assignment"]))
        )
        with Gradebook(where["db_url"]) as gradebook:
            released = gradebook.find_notebook(where["notebook"], where["assignment"])
            self._restore(nb, _released_cells(released))
        return nb, resources

    def _restore(self, nb: NotebookNode, released: dict[str, NotebookNode]) -> None:
        missing = dict(released)
        for cell in nb.cells:
            claimed = cell.metadata.pop("nbgrader", None)
            grade_id = claimed.get("grade_id") if isinstance(claimed, dict) else None
            if isinstance(grade_id, str) and grade_id in missing:
                cell.metadata["nbgrader"] = missing.pop(grade_id).metadata.nbgrader
            elif claimed:
                self.log.warning("A copied or foreign graded cell (%r) is ignored.", grade_id)
        for grade_id, cell in missing.items():
            self.log.warning("The cell '%s' was missing and is put back.", grade_id)
            nb.cells.append(cell)


def refuse_links(folder: Path) -> None:
    """Stop before nbgrader copies what a link points to: somebody's answers, or the key.

    Raises:
        CourseError: if there is a symbolic link in a submission.
    """
    links = sorted(path for path in folder.rglob("*") if path.is_symlink())
    if links:
        names = ", ".join(str(link.relative_to(folder)) for link in links)
        raise CourseError(
            f"The submission holds a symbolic link ({names}); it was not graded. "
            "Ask for the file itself, or delete the link."
        )


def _released_cells(notebook: Notebook) -> dict[str, NotebookNode]:
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

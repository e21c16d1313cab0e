"""One submission, autograded as nbgrader would do it: without a kernel and without a database.

nbgrader sends a notebook through two lists of steps, opens the gradebook in six, and writes the
file twice. The result is the same if the release is read once for the whole class; what nbgrader
does to a cell is done here by its own steps. ``tests/test_batch.py`` compares every row and page.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.api import MissingEntry
from nbgrader.preprocessors import ClearOutput, NbGraderPreprocessor, OverwriteCells
from nbgrader.utils import compute_checksum, determine_grade, is_grade, is_solution, is_task

from bzdcourse.grading.questions import asked_item
from bzdcourse.grading.released import Released
from bzdcourse.grading.restore import restore_cells
from bzdcourse.grading.score import score_answers, write_scores
from bzdcourse.quiz.bank import Bank


@dataclass(frozen=True)
class Autograded:
    """What autograding makes of one submission.

    Attributes:
        student: the learner's id.
        notebook: text of the autograded notebook, with scores and feedback as outputs.
        scores: ``grade_id`` to points; ``None`` where a person has to grade.
        comments: ``grade_id`` to what nbgrader notes of a written answer, or ``None``.
    """

    student: str
    notebook: str
    scores: dict[str, float | None]
    comments: dict[str, str | None]


def autograde(
    student: str, nb: NotebookNode, answers: dict[str, Any], released: Released, bank: Bank
) -> Autograded:
    """Autograde a submitted notebook, which is changed.

    Args:
        student: the learner's id.
        nb: the submitted notebook, in format 4.
        answers: item id to the last answer in the learner's journal.
        released: the lesson's release.
        bank: the lesson's graded bank.

    Raises:
        CourseError: if the notebook asks a question that the bank lacks.
    """
    _sanitize(nb, released)
    questions = {item_id: cell for cell in nb.cells if (item_id := asked_item(cell))}
    write_scores(questions, bank, score_answers(answers, bank, questions))
    scores = {_id(cell): determine_grade(cell)[0] for cell in nb.cells if is_grade(cell)}
    comments = {
        _id(cell): _comment(cell) for cell in nb.cells if is_solution(cell) or is_task(cell)
    }
    return Autograded(student, notebook_text(nb), scores, comments)


def notebook_text(nb: NotebookNode) -> str:
    """A notebook as nbformat writes it; a cell that comes again is not written again.

    Half of a surrogate pair, which no file can hold, becomes a question mark.
    """
    cells = ",\n".join(_cell_text(json.dumps(cell)) for cell in nb.cells)
    text = nbformat.v4.writes(NotebookNode(nb | {"cells": []}))
    text = text.replace(_NO_CELLS, f"{_BEFORE_CELLS}{cells}{_AFTER_CELLS}", 1) if cells else text
    return text.encode(errors="replace").decode() + "\n"


_NO_CELLS, _BEFORE_CELLS, _AFTER_CELLS = ' "cells": [],', ' "cells": [\n', "\n ],"


@lru_cache(maxsize=1024)
def _cell_text(cell: str) -> str:
    text = nbformat.v4.writes(nbformat.from_dict({"cells": [json.loads(cell)], "metadata": {}}))
    return text[text.index(_BEFORE_CELLS) + len(_BEFORE_CELLS) : text.rindex(_AFTER_CELLS)]


def _sanitize(nb: NotebookNode, released: Released) -> None:
    """Put back what a learner must not change. Of nbgrader's list the other steps have no work."""
    restore_cells(nb, released.cells)
    if released.kernelspec:
        nb.metadata["kernelspec"] = released.kernelspec
    _clear_output().preprocess(nb, {})
    _overwrite(released).preprocess(nb, {})


@cache
def _clear_output() -> ClearOutput:
    return ClearOutput()


@lru_cache(maxsize=8)
def _overwrite(released: Released) -> OverwriteCells:
    return _Overwrite(released)


class _Overwrite(OverwriteCells):
    """nbgrader's step, which finds the release in the gradebook for every cell of every learner."""

    def __init__(self, released: Released):
        super().__init__()
        self.gradebook = _Cells(released.cells)
        self.notebook_id = self.assignment_id = released.lesson

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        return NbGraderPreprocessor.preprocess(self, nb, resources)


class _Cells:
    """The two look-ups in a gradebook that the step makes."""

    def __init__(self, cells: dict[str, NotebookNode]):
        self.cells = cells

    def find_source_cell(self, grade_id: str, *_: str) -> NotebookNode:
        if grade_id not in self.cells:
            raise MissingEntry(grade_id)
        cell = self.cells[grade_id]
        recorded = cell.metadata.nbgrader
        return NotebookNode(
            name=grade_id,
            cell_type=cell.cell_type,
            source=cell.source,
            locked=recorded["locked"],
            checksum=recorded["checksum"],
        )

    def find_graded_cell(self, grade_id: str, *_: str) -> NotebookNode:
        return NotebookNode(max_score=self.cells[grade_id].metadata.nbgrader["points"])


def _id(cell: NotebookNode) -> str:
    return cell.metadata.nbgrader["grade_id"]


def _comment(cell: NotebookNode) -> str | None:
    untouched = cell.metadata.nbgrader.get("checksum") == compute_checksum(cell)
    return "No response." if untouched and not is_task(cell) else None

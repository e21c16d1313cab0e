"""Autograde: score answers as data, in the grader's own process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute
from nbgrader.utils import is_grade, is_solution

from bzdcourse import data
from bzdcourse.data import CourseError
from bzdcourse.grading.questions import BankPreprocessor, asked_item
from bzdcourse.quiz.bank import Bank
from bzdcourse.quiz.feedback import feedback
from bzdcourse.quiz.responses import JOURNAL_NAME, read_responses
from bzdcourse.quiz.scoring import Score, score
from bzdcourse.render import feedback_css, feedback_html


class ScoreQuestions(BankPreprocessor):
    """Stands where nbgrader's ``Execute`` stands, and calls it only if there is code to grade."""

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Give every question's cell an explicit score and its feedback as output.

        Raises:
            BankError: if the lesson's bank can't be used.
            CourseError: if the notebook asks a question that the bank doesn't have.
        """
        bank = self.bank(resources["nbgrader"]["assignment"], nb)
        questions = {item_id: cell for cell in nb.cells if (item_id := asked_item(cell))}
        # Read before anything of the submission runs: its code could rewrite the journal.
        scores = _scores(Path(resources["metadata"]["path"]), bank, list(questions))
        if any(_needs_kernel(cell) for cell in nb.cells):
            # A step of its own, so that `--no-execute` can't switch off the scores.
            nb, resources = Execute(parent=self.parent)(nb, resources)
            questions = {item_id: cell for cell in nb.cells if (item_id := asked_item(cell))}
        for item_id, cell in questions.items():
            _write(cell, bank, scores[item_id])
        _add_style(list(questions.values()))
        return nb, resources


def _scores(folder: Path, bank: Bank, item_ids: list[str]) -> dict[str, Score]:
    unknown = [item_id for item_id in item_ids if item_id not in bank.items]
    if unknown:
        raise CourseError(
            f"The bank of {bank.lesson} lacks the question(s) {', '.join(unknown)}. "
            "Put them back, or release the lesson again."
        )
    answers = read_responses(folder / JOURNAL_NAME).answers
    return {item_id: score(bank.items[item_id], answers.get(item_id)) for item_id in item_ids}


def _needs_kernel(cell: NotebookNode) -> bool:
    """Whether an instructor put a code exercise here."""
    graded = is_grade(cell) or is_solution(cell)
    return cell.cell_type == "code" and graded and asked_item(cell) is None


def _write(cell: NotebookNode, bank: Bank, result: Score) -> None:
    """Replace a cell's outputs by one that nbgrader reads as the score and a person as feedback."""
    max_points = float(cell.metadata.nbgrader["points"])
    points = round(result.fraction * max_points, 4)
    html = feedback_html(
        feedback(bank.items[result.item_id], result),
        data.references(),
        data.misconceptions(),
        points_text=f"{points:g} of {max_points:g} points",
    )
    cell.outputs = [
        new_output("execute_result", data={"text/plain": f"{points:.4f}", "text/html": html})
    ]


def _add_style(cells: list[NotebookNode]) -> None:
    """Once on the page is enough."""
    if cells:
        output = cells[0].outputs[0]
        output.data["text/html"] = f"<style>{feedback_css()}</style>" + output.data["text/html"]

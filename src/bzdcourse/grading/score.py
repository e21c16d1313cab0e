"""Autograde: score answers as data, in the grader's own process."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_solution

from bzdcourse import data
from bzdcourse.data import CourseError
from bzdcourse.grading.exercises import RunExercises
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
            CourseError: if the notebook asks a question that the bank doesn't have, or if there is
                code to run and no sandbox for it.
        """
        bank = self.bank(resources["nbgrader"]["assignment"], nb)
        questions = {item_id: cell for cell in nb.cells if (item_id := asked_item(cell))}
        # Read before anything of the submission runs: its code could rewrite the journal.
        answers = read_responses(Path(resources["metadata"]["path"]) / JOURNAL_NAME).answers
        scores = score_answers(answers, bank, questions)
        if any(needs_kernel(cell) for cell in nb.cells):
            # A step of its own, so that `--no-execute` can't switch off the scores.
            nb, resources = RunExercises(parent=self.parent)(nb, resources)
            questions = {item_id: cell for cell in nb.cells if (item_id := asked_item(cell))}
        write_scores(questions, bank, scores)
        return nb, resources


def score_answers(answers: dict[str, Any], bank: Bank, item_ids: Iterable[str]) -> dict[str, Score]:
    """Score the questions of a notebook.

    Args:
        answers: item id to the last answer in a learner's journal.
        bank: the lesson's graded bank.
        item_ids: the questions that the notebook asks.

    Raises:
        CourseError: if the bank lacks one of them.
    """
    unknown = [item_id for item_id in item_ids if item_id not in bank.items]
    if unknown:
        raise CourseError(
            f"The bank of {bank.lesson} lacks the question(s) {', '.join(unknown)}. "
            "Put them back, or release the lesson again."
        )
    return {item_id: score(bank.items[item_id], answers.get(item_id)) for item_id in item_ids}


def needs_kernel(cell: NotebookNode) -> bool:
    """Whether an instructor put a code exercise here."""
    graded = is_grade(cell) or is_solution(cell)
    return cell.cell_type == "code" and graded and asked_item(cell) is None


def write_scores(questions: dict[str, NotebookNode], bank: Bank, scores: dict[str, Score]) -> None:
    """Replace each question's outputs by one that nbgrader reads as the score, people as feedback.

    Args:
        questions: the cells by item id.
        bank: the lesson's graded bank.
        scores: by item id.
    """
    references, beliefs = data.references(), data.misconceptions()
    style = f"<style>{feedback_css()}</style>"
    for item_id, cell in questions.items():
        max_points = float(cell.metadata.nbgrader["points"])
        points = round(scores[item_id].fraction * max_points, 4)
        said = feedback(bank.items[item_id], scores[item_id])
        points_text = f"{points:g} of {max_points:g} points"
        html = style + feedback_html(said, references, beliefs, points_text=points_text)
        cell.outputs = [_output({"text/plain": f"{points:.4f}", "text/html": html})]
        style = ""  # once on the page is enough


def _output(data: dict[str, str]) -> NotebookNode:
    # nbformat's own function checks each output against its schema, which takes the longest of all.
    return NotebookNode(
        output_type="execute_result", data=NotebookNode(data), metadata=NotebookNode(),
        execution_count=None,
    )  # fmt: skip

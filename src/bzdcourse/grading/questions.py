"""What the grading steps share: which cell is a question, and where its bank is."""

from __future__ import annotations

from pathlib import Path

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade

from bzdcourse.data import CourseError
from bzdcourse.quiz.asked import questions_in
from bzdcourse.quiz.bank import Bank, load_bank
from bzdcourse.quiz.responses import JOURNAL_NAME


class BankPreprocessor(NbGraderPreprocessor):
    """A step that needs the graded bank of the lesson at hand."""

    def bank(self, lesson: str, nb: NotebookNode) -> Bank:
        """The lesson's bank; an empty one for an assignment that asks no questions.

        Raises:
            BankError: if the lesson asks questions and its bank can't be used.
        """
        # nbgrader works from the course's folder while it converts.
        path = Path("quizzes", "graded", f"{lesson}.yml")
        if not path.exists() and not any(asked_item(cell) for cell in nb.cells):
            return Bank(lesson, "graded", {})
        return load_bank(path)


def asked_item(cell: NotebookNode) -> str | None:
    """Id of the graded question that a cell asks; ``None`` for any other cell."""
    if cell.cell_type != "code" or not is_grade(cell):
        return None
    return next((item_id for how, item_id in questions_in(cell.source) if how == "ask"), None)


def refuse_author_journal(source_folder: Path) -> None:
    """Stop before nbgrader spreads an author's answers.

    It copies every file of the source folder into the release, and over the learners' own files
    when it grades.

    Raises:
        CourseError: if a journal lies in the source folder.
    """
    if (source_folder / JOURNAL_NAME).exists():
        raise CourseError(
            f"{source_folder / JOURNAL_NAME} would replace every learner's answers. "
            "Delete it or move it out of the lesson's folder, then try again."
        )

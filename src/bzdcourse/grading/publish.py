"""Release: write the half of the questions that learners may have beside their notebook."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from bzdcourse.data import CourseError
from bzdcourse.grading.questions import (
    BankPreprocessor,
    asked_item,
    refuse_author_journal,
)
from bzdcourse.quiz.bank import Bank


class PublishQuestions(BankPreprocessor):
    """First step of ``nbgrader generate_assignment``."""

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Check the notebook against its bank and add ``<lesson>.quiz.json`` to the release.

        Raises:
            CourseError: if notebook and bank don't fit together.
        """
        lesson = resources["nbgrader"]["assignment"]
        refuse_author_journal(Path(resources["metadata"]["path"]))
        bank = self.bank(lesson, nb)
        _check_fit(nb, bank)
        if bank.items:
            # A plain dict, because nbconvert's own gives "" for what is missing.
            outputs = resources["outputs"] or {}
            resources["outputs"] = outputs | {f"{lesson}.quiz.json": public_json(bank)}
        return nb, resources


def public_json(bank: Bank) -> bytes:
    """The public half of a bank as it travels."""
    return (json.dumps(bank.public(), ensure_ascii=False, indent=1) + "\n").encode()


def _check_fit(nb: NotebookNode, bank: Bank) -> None:
    asked = [(item_id, cell) for cell in nb.cells if (item_id := asked_item(cell))]
    ids = [item_id for item_id, _ in asked]
    problems = [f"{i}: asked, but not in the bank" for i in ids if i not in bank.items]
    problems += [f"{i}: in the bank, but not asked" for i in bank.items if i not in ids]
    problems += [f"{i}: asked more than once" for i in dict.fromkeys(ids) if ids.count(i) > 1]
    for item_id, cell in asked:
        problems += _metadata_problems(item_id, cell.metadata.nbgrader, bank)
    if problems:
        raise CourseError(f"{bank.lesson} doesn't fit its bank: {'; '.join(problems)}")


def _metadata_problems(item_id: str, metadata: dict[str, Any], bank: Bank) -> list[str]:
    problems = []
    if metadata["grade_id"] != item_id:
        problems.append(f"{item_id}: its cell has the grade_id {metadata['grade_id']}")
    item = bank.items.get(item_id)
    if item and float(metadata["points"]) != item.points:
        problems.append(
            f"{item_id}: {metadata['points']} points in the notebook, {item.points:g} in the bank"
        )
    if metadata.get("solution") or not metadata.get("locked"):
        problems.append(f"{item_id}: its cell must be locked and no solution cell")
    return problems

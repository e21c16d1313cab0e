"""Spoil a copy of the demonstration course in one place."""

import json
from pathlib import Path

import pytest

from bzdcourse.quiz.bank import BankError, load_bank
from classroom import LESSON

GRADED = Path(__file__).parent / "fixtures" / "course" / "quizzes" / "graded" / f"{LESSON}.yml"


def change(path, old, new):
    """Replace a text in a file, and make sure that it was there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def change_notebook(course, spoil):
    """Change the content of the demonstration's notebook."""
    path = course / "notebooks" / LESSON / f"{LESSON}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    spoil(notebook)
    path.write_text(json.dumps(notebook), encoding="utf-8")


def problem_of(tmp_path, item_id, old, new, words):
    """Spoil one question of the graded bank, and read the bank.

    Returns the file's lines, and the number of the line that is told with the problem in which
    these words stand.
    """
    path = tmp_path / "bank.yml"
    before, after = GRADED.read_text().split(f"id: {item_id}")
    assert old in after
    path.write_text(f"{before}id: {item_id}{after.replace(old, new, 1)}")
    with pytest.raises(BankError) as caught:
        load_bank(path)
    told = next(problem for problem in caught.value.problems if words in problem)
    line, question = told.split("bank.yml:")[1].split(": ")[:2]
    assert question == item_id
    return path.read_text().splitlines(), int(line)

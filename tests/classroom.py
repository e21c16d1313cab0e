"""Helpers that hand in submissions and read a gradebook, as a class and its instructor would."""

import json
import shutil
from pathlib import Path

from nbgrader.api import Gradebook

LESSON = "00_demo"
MAX_POINTS = {
    "demo-single": 2,
    "demo-multiple": 3,
    "demo-numeric": 1,
    "demo-ordering": 2,
    "demo-classification": 2,
}
ALL_RIGHT = {
    "demo-single": "blue",
    "demo-multiple": ["amber", "red"],
    "demo-numeric": 60,
    "demo-ordering": ["one", "two", "three", "four"],
    "demo-classification": {"fire": "warm", "ice": "cool", "sea": "cool", "sun": "warm"},
}


def hand_in(course: Path, student: str, answers: dict | None, change=None) -> Path:
    """Hand in a released lesson with these answers; ``change`` may spoil the notebook's content."""
    folder = course / "submitted" / student / LESSON
    shutil.copytree(course / "release" / LESSON, folder)
    if answers is not None:
        lines = [json.dumps({"item": item, "answer": answer}) for item, answer in answers.items()]
        (folder / "responses.jsonl").write_text("\n".join(lines) + "\n")
    if change:
        path = folder / f"{LESSON}.ipynb"
        notebook = json.loads(path.read_text())
        change(notebook)
        path.write_text(json.dumps(notebook))
    return folder


def question_scores(course: Path, student: str) -> dict[str, float | None]:
    """What the gradebook holds for each question of a student, by ``grade_id``."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        submission = gradebook.find_submission(LESSON, student)
        return {
            grade.name: grade.auto_score
            for notebook in submission.notebooks
            for grade in notebook.grades
        }

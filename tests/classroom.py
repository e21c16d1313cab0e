"""Helpers that hand in submissions and read a gradebook, as a class and its instructor would."""

import json
import re
import shutil
from html import unescape
from pathlib import Path

from nbgrader.api import Gradebook

LESSON = "00_demo"
MAX_POINTS = {
    "demo-single": 2,
    "demo-multiple": 3,
    "demo-numeric": 1,
    "demo-calculation": 2,
    "demo-ordering": 2,
    "demo-schedule": 4,
    "demo-classification": 2,
}
ALL_RIGHT = {
    "demo-single": "blue",
    "demo-multiple": ["amber", "red"],
    "demo-numeric": 60,
    "demo-calculation": {"variant": 1, "value": 80},
    "demo-ordering": ["one", "two", "three", "four"],
    "demo-schedule": [[7, 6], [14, 5], [7, 5], [9, 4], [7, 3], [0, 0]],
    "demo-classification": {"fire": "warm", "ice": "cool", "sea": "cool", "sun": "warm"},
}
ALL_WRONG = {
    "demo-single": "green",
    "demo-multiple": ["violet", "white"],
    "demo-numeric": 120,
    "demo-calculation": {"variant": 2, "value": 80},
    "demo-ordering": ["four", "three", "two", "one"],
    "demo-schedule": [[0, 0]],
    "demo-classification": {"fire": "cool", "ice": "warm", "sea": "warm", "sun": "cool"},
}
PARTLY = {
    "demo-single": "blue",
    "demo-multiple": ["red"],
    "demo-calculation": {"variant": 3, "value": None},
    "demo-ordering": ["two", "one", "three", "four"],
    "demo-classification": {"fire": "warm"},
}
ZERO = dict.fromkeys(MAX_POINTS, 0)


def hand_in(
    course: Path, student: str, answers: dict | None, change=None, lesson: str = LESSON
) -> Path:
    """Hand in a released lesson with these answers; ``change`` may spoil the notebook's content."""
    folder = course / "submitted" / student / lesson
    shutil.copytree(course / "release" / lesson, folder)
    if answers is not None:
        lines = [json.dumps({"item": item, "answer": answer}) for item, answer in answers.items()]
        (folder / "responses.jsonl").write_text("\n".join(lines) + "\n")
    if change:
        path = folder / f"{lesson}.ipynb"
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


def drop_questions(notebook):
    """Delete every question from a notebook."""
    notebook["cells"] = [c for c in notebook["cells"] if "nbgrader" not in c["metadata"]]


def double_cells(notebook):
    """Copy and paste every cell, as learners do."""
    notebook["cells"] = [
        dict(c, id=f"c{n}-{k}") for n, c in enumerate(notebook["cells"]) for k in "ab"
    ]


def spoil_metadata(notebook):
    """Put all sorts of nonsense where nbgrader's metadata were."""
    nonsense = ["x", 3, {"grade_id": [1]}, {"schema_version": 99, "grade": True}, None, [], {}]
    for n, cell in enumerate(notebook["cells"]):
        cell["metadata"]["nbgrader"] = nonsense[n % len(nonsense)]


def forge_scores(notebook):
    """Claim more points, unlock the cells, and leave a full score in each output."""
    for cell in notebook["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"].update(points=1000, locked=False, solution=True)
            cell["source"] = "1000"
            cell["outputs"] = [
                {"output_type": "execute_result", "data": {"text/plain": "1000"},
                 "metadata": {}, "execution_count": 1}
            ]  # fmt: skip


def garble(folder):
    """Fill a journal with what is no answer."""
    lines = [b"\x00\xff garbage", b"[" * 100_000, b'{"item": "demo-single", "answer": NaN}', b"17"]
    lines += [b'{"item": "demo-single", "answer": "' + b"x" * 10_000_000 + b'"}']
    lines += [
        b'{"item": "demo-unknown", "answer": "blue"}',
        b'{"item": "demo-numeric", "answer": "60"}',
        b'{"item": "demo-calculation", "answer": {"variant": 9, "value": 80}}',
    ]
    (folder / "responses.jsonl").write_bytes(b"\n".join(lines))


def feedback_text(root, student, lesson=LESSON):
    """The words of a student's feedback page."""
    html = unescape((root / "feedback" / student / lesson / f"{lesson}.html").read_text())
    return re.sub(r"\s+", " ", re.sub(r"<style.*?</style>|<[^>]+>", " ", html, flags=re.S))

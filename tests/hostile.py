"""A hostile class: bad submissions, each with what must become of it.

Every submission starts as a good one: the released lesson with all the right answers. Its attack
then spoils the folder, and says beside itself which points it still earns, and which words an
instructor must find in the remarks. The attacks stand in ``hostile_*.py``.
"""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

from bzdcourse.quiz.responses import JOURNAL_NAME
from classroom import ALL_RIGHT, ALL_WRONG, LESSON, MAX_POINTS, PARTLY

NOTEBOOK_NAME = f"{LESSON}.ipynb"
INVENTORY = {
    "id": "ci-rain",
    "kind": "single_choice",
    "objective": "tell-colours",
    "bloom": "understand",
    "section": "Colours",
    "prompt": "What is rain made of?",
    "options": [
        {"id": i, "text": i.title(), "rationale": f"Secret of {i}.", "sources": ["doe1960"]}
        | ({} if i == "water" else {"misconception": "sky-is-green"})
        for i in ("water", "paint", "glass")
    ],
    "key": "water",
}
"""A question that comes again after the course, so that nobody's page may explain it."""

FULL = MAX_POINTS | {"ci-rain": 1}
NOTHING = dict.fromkeys(FULL, 0)
RIGHT = ALL_RIGHT | {"ci-rain": "water"}
WRONG = ALL_WRONG | {"ci-rain": "glass"}  # counts for completion, so it earns its point
PARTS = {
    "demo-single": 2,
    "demo-multiple": 1.5,
    "demo-numeric": 0,
    "demo-calculation": 0,
    "demo-ordering": 1.6667,
    "demo-schedule": 0,
    "demo-classification": 0.5,
    "ci-rain": 0,
}
"""What ``PARTLY`` earns."""

REFUSED = None
"""In place of points: it is not graded at all, and listed with the reason."""


@dataclass(frozen=True)
class Attack:
    """One bad submission.

    Attributes:
        student: the learner's id; often it says what is tried.
        spoil: called with the learner's folder of the lesson.
        points: what each question still earns, or ``REFUSED``.
        reason: words of a remark; empty, if there is nothing that an instructor should know.
    """

    student: str
    spoil: Callable[[Path], object] = lambda folder: None
    points: dict[str, float] | None = REFUSED
    reason: str = ""


def build_course(course: Path) -> None:
    """Let the demonstration's lesson ask a question of the inventory, and bring a table."""
    quizzes = course / "quizzes"
    bank = quizzes / "graded" / f"{LESSON}.yml"
    content = yaml.safe_load(bank.read_text())
    bank.write_text(yaml.safe_dump(content | {"inventory": "before"}))
    inventory = {"lesson": LESSON, "bank": "inventory", "items": [INVENTORY | {"points": 1}]}
    (quizzes / "concept_inventory.yml").write_text(yaml.safe_dump(inventory))
    supplied = course / "notebooks" / LESSON / "data" / "colours.csv"
    supplied.parent.mkdir()
    supplied.write_text("name,wavelength_nm\nblue,470\n")
    path = course / "notebooks" / LESSON / NOTEBOOK_NAME
    notebook = json.loads(path.read_text())
    (cell,) = (cell for cell in notebook["cells"] if cell["id"] == "demo-numeric")
    text = json.dumps(cell).replace("demo-numeric", "ci-rain")
    notebook["cells"].append(json.loads(text))
    path.write_text(json.dumps(notebook))


def hand_in(course: Path, student: str, answers: dict, mark: str) -> Path:
    """Hand in the released lesson; each line of the journal bears the learner's mark."""
    folder = course / "submitted" / student / LESSON
    shutil.copytree(course / "release" / LESSON, folder)
    lines = (
        json.dumps({"item": item, "answer": answer, "time": "2026-01-01T12:00:00+00:00"})
        for item, answer in answers.items()
    )
    text = "".join(f'{line[:-1]}, "tab": "{mark}"}}\n' for line in lines)
    (folder / JOURNAL_NAME).write_text(text)
    return folder


def good_class(size: int) -> list[tuple[str, dict, dict]]:
    """Students who do nothing bad: id, answers, points by question."""
    sheets = [(RIGHT, FULL), (WRONG, NOTHING | {"ci-rain": 1}), (PARTLY, PARTS)]
    found = []
    for n in range(size):
        answers, points = {}, dict(NOTHING)
        for place, item in enumerate(FULL):
            sheet, earns = sheets[(n // 3**place) % 3]  # each student another mixture
            if item in sheet:
                answers[item] = sheet[item]
                points[item] = earns[item]
        found.append((f"good-{n:02d}", answers, points))
    return found


# --- ways to spoil a submission


def journal(content: bytes | Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """Replace a journal by other bytes, perhaps made of what it was."""

    def spoil(folder: Path) -> None:
        path = folder / JOURNAL_NAME
        path.write_bytes(content(path.read_bytes()) if callable(content) else content)

    return spoil


def appended(content: bytes) -> Callable[[Path], None]:
    """Append to a journal."""
    return journal(lambda before: before + content)


def notebook(content: bytes | Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """Replace a notebook by other bytes, perhaps made of what it was."""

    def spoil(folder: Path) -> None:
        path = folder / NOTEBOOK_NAME
        path.write_bytes(content(path.read_bytes()) if callable(content) else content)

    return spoil


def changed(change: Callable[[dict], object]) -> Callable[[Path], None]:
    """Change the content of a notebook."""

    def rewrite(before: bytes) -> bytes:
        content = json.loads(before)
        change(content)
        return json.dumps(content).encode()

    return notebook(rewrite)


def without_answers(spoil: Callable[[Path], object]) -> Callable[[Path], None]:
    """Spoil the submission of somebody who answered nothing."""

    def both(folder: Path) -> None:
        (folder / JOURNAL_NAME).unlink()
        spoil(folder)

    return both

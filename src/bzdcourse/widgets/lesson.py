"""``lesson("01_history")``: the door through which a notebook asks its questions."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from IPython.display import display

from bzdcourse import data
from bzdcourse.quiz.bank import Bank, load_bank
from bzdcourse.quiz.items import Item
from bzdcourse.quiz.kinds import KINDS
from bzdcourse.quiz.responses import JOURNAL_NAME, Responses, read_responses
from bzdcourse.widgets.progress import ProgressWidget
from bzdcourse.widgets.public_half import LessonError, read_public_half, still_open
from bzdcourse.widgets.question import CheckQuestion, GradedQuestion, QuestionWidget

# Every method shows its widget with `display` and returns nothing. As the result of a cell it would
# be an `execute_result`, and nbgrader takes that of a graded cell for a number of points: it warns
# of each one that isn't a number, though nothing is wrong.


@dataclass(frozen=True)
class _Place:
    """Where a lesson runs.

    Attributes:
        public_half: the released questions; ``None`` in the author's source folder.
        journal: where the answers go.
        kept: one sentence on that, for the learner.
    """

    public_half: Path | None
    journal: Path
    kept: str


class Lesson:
    """One lesson's questions. Use :func:`lesson` to get it."""

    def __init__(self, lesson_id: str, root: Path, place: _Place):
        self.id = lesson_id
        self._root = root
        self._place = place
        self._graded = _graded_items(lesson_id, root, place)
        self._widgets: dict[str, GradedQuestion] = {}
        self._progress: ProgressWidget | None = None

    def ask(self, item_id: str) -> None:
        """Show a graded question with the answer that was saved last."""
        if item_id not in self._graded:
            raise _no_such_question(item_id, self.id, self._graded)
        if item_id not in self._widgets:
            self._widgets[item_id] = self._new_widget(item_id)
        # The same widget each time: a cell that is run again, or in a second tab, stays in step.
        widget = self._widgets[item_id]
        responses = self._responses()
        is_validated = os.environ.get("NBGRADER_VALIDATING") == "1"
        # Whoever validates a lesson for a class would draw for all of it; and a line that was added
        # after reading broke off would take the place of an answer that is there.
        keep_drawn = not is_validated and not responses.broke_off
        widget.restore(responses.answers.get(item_id), keep_drawn=keep_drawn)
        # What is written to stderr is what `nbgrader validate` shows to a learner.
        if widget.missing and is_validated and self._place.public_half is not None:
            print(f"Question {item_id}: {widget.missing}.", file=sys.stderr)
        display(widget)

    def check(self, item_id: str) -> None:
        """Show a question that explains itself and saves nothing."""
        if os.environ.get("NBGRADER_EXECUTION") == "autograde":
            return  # nobody practises then, and no bank is in reach of code that is graded
        display(self._new_check(item_id))

    def progress(self) -> None:
        """Show how many graded questions are answered, and which are not."""
        self._progress = self._progress or ProgressWidget()
        self._refresh_progress()
        display(self._progress)

    def _new_widget(self, item_id: str) -> GradedQuestion:
        item = self._graded[item_id]
        points = f"{item.points:g} point{'' if item.points == 1 else 's'}"
        label = f"{_position('Question', item_id, self._graded)} ({points})"
        return GradedQuestion(item, label, self._place.journal, self._refresh_progress)

    def _new_check(self, item_id: str) -> QuestionWidget:
        # Read each time: an author who mends a check sees it by running the cell again.
        items = _bank(self._root, "checks", self.id).items
        if item_id not in items:
            raise _no_such_question(item_id, f"the checks of {self.id}", items)
        label = _position("Check", item_id, items)
        return CheckQuestion(
            items[item_id], label, data.references(self._root), data.misconceptions(self._root)
        )

    def _responses(self) -> Responses:
        return read_responses(self._place.journal)

    def _refresh_progress(self) -> None:
        if self._progress is None:
            return
        responses = self._responses()
        missing = {}
        for item_id, item in self._graded.items():
            if missing_part := still_open(item, responses.answers.get(item_id)):
                missing[item_id] = missing_part
        labels = {i: f"Question {n}" for n, i in enumerate(self._graded, start=1)}
        kept = " ".join([self._place.kept, *(f"{p}." for p in responses.problems)])
        self._progress.show(labels, missing, kept)


def lesson(lesson_id: str) -> Lesson:
    """Open a lesson from its own folder.

    Args:
        lesson_id: name of the lesson's folder, such as ``"01_history"``.

    Raises:
        LessonError: with what to do, if the lesson can't be opened here.
    """
    try:
        root = data.course_root()
        place = _find_place(lesson_id, root)
        questions = place.public_half or root / "quizzes" / "graded" / f"{lesson_id}.yml"
        version = questions.stat().st_mtime_ns if questions.exists() else 0
        return _open(lesson_id, root, place, version)
    except LessonError:
        raise
    except (data.CourseError, OSError) as problem:
        raise LessonError(str(problem)) from None


@cache
def _open(lesson_id: str, root: Path, place: _Place, version: int) -> Lesson:
    """One lesson for all who open it in this kernel, until its questions change."""
    return Lesson(lesson_id, root, place)


def _find_place(lesson_id: str, root: Path) -> _Place:
    here = Path.cwd().resolve()
    public_half = here / f"{lesson_id}.quiz.json"
    if public_half.exists():
        kept = f"Your answers are kept in {JOURNAL_NAME}, beside this notebook."
        return _Place(public_half, here / JOURNAL_NAME, kept)
    if here == (root / "notebooks" / lesson_id).resolve():
        folder = Path(".author") / lesson_id
        # A journal in the source folder would be released to everybody.
        (root / folder).mkdir(parents=True, exist_ok=True)
        kept = f"You are the author here: your answers are kept in {folder / JOURNAL_NAME}."
        return _Place(None, root / folder / JOURNAL_NAME, kept)
    raise _not_here(lesson_id, root, here)


def _not_here(lesson_id: str, root: Path, here: Path) -> LessonError:
    known = data.lesson_ids(root / "notebooks")
    if known and lesson_id not in known:
        return LessonError(
            f"There is no lesson “{lesson_id}”. The lessons are: {', '.join(known)}."
        )
    return LessonError(
        f"The questions of “{lesson_id}” are not in {here}. Open {lesson_id}.ipynb from its own "
        f"folder, the one that holds {lesson_id}.quiz.json. If that file is missing, get the "
        "lesson anew: your answers stay in responses.jsonl."
    )


def _graded_items(lesson_id: str, root: Path, place: _Place) -> dict[str, Item]:
    """The public halves: whatever runs in this kernel finds no key in them."""
    if place.public_half is not None:
        return read_public_half(place.public_half)
    bank = _bank(root, "graded", lesson_id).public()
    return {raw["id"]: KINDS[raw["kind"]](raw) for raw in bank["items"]}


def _bank(root: Path, name: str, lesson_id: str) -> Bank:
    try:
        return load_bank(root / "quizzes" / name / f"{lesson_id}.yml")
    except data.CourseError as problem:
        raise LessonError(str(problem)) from None


def _position(word: str, item_id: str, items: dict[str, Any]) -> str:
    return f"{word} {list(items).index(item_id) + 1} of {len(items)}"


def _no_such_question(item_id: str, where: str, items: dict[str, Item]) -> LessonError:
    known = ", ".join(items) or "none"
    return LessonError(f"There is no question “{item_id}” in {where}. Its questions are: {known}.")

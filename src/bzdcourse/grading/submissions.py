"""Look at a submission before nbgrader does: what can be mended, and what must be refused."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from bzdcourse.data import CourseError
from bzdcourse.grading.handed_in import HandedIn, hard_links, look_through, require_name
from bzdcourse.grading.legible import read_notebook
from bzdcourse.quiz.bank import Bank
from bzdcourse.quiz.responses import JOURNAL_NAME, Responses, read_responses
from bzdcourse.quiz.scoring import score

UNREADABLE_SUFFIX = ".unreadable"


@dataclass(frozen=True)
class Submission:
    """One learner's folder for one lesson.

    Attributes:
        student: the learner's id.
        folder: ``submitted/<student>/<lesson>``.
        refused: why nothing in it must be opened; empty if it may be graded.
    """

    student: str
    folder: Path
    refused: str = ""


def find_submissions(submitted: Path, lesson: str) -> list[Submission]:
    """Everything that was handed in for this lesson, by student id; some must be refused."""
    students = sorted(submitted.iterdir()) if submitted.is_dir() else []
    folders = {one.name: one / lesson for one in students if _is_there(one / lesson)}
    looked_at = {student: _look_at(folder) for student, folder in folders.items()}
    linked = hard_links(looked_at)
    return [
        Submission(student, folder, looked_at[student].refused or linked.get(student, ""))
        for student, folder in folders.items()
    ]


def _is_there(path: Path) -> bool:
    """Whether there is anything of this name, be it out of reach."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def _look_at(folder: Path) -> HandedIn:
    handed_in, refused = look_through(folder), ""
    try:
        require_name(folder.parent.name)
    except CourseError as problem:
        refused = str(problem)
    if folder.parent.is_symlink():
        refused = LINKED_STUDENT
    elif folder in handed_in.files:
        refused = NO_FOLDER
    return replace(handed_in, refused=refused or handed_in.refused)


LINKED_STUDENT = (
    "The student's folder is a symbolic link; nothing was graded. Put the folder itself there."
)
NO_FOLDER = (
    "There is a file where the lesson's folder should be; it was not graded. Put it into a folder."
)


@dataclass(frozen=True)
class Gradable:
    """A submission that can be graded.

    Attributes:
        notebook: what was handed in; the released one, if that is missing or torn.
        answers: item id to the last answer in the journal.
        remarks: what an instructor should know of it, one sentence each.
    """

    notebook: NotebookNode
    answers: dict[str, Any]
    remarks: list[str]


def make_gradable(submission: Submission, released: Path, bank: Bank) -> Gradable:
    """Put the released notebook where one is missing or torn: the answers don't lie in it.

    What the learner sent is kept, under another name.

    Args:
        submission: what was handed in.
        released: the released notebook.
        bank: the lesson's graded bank, to tell which questions have an answer.

    Raises:
        CourseError: if the submission must not be touched at all.
    """
    refused = submission.refused or look_through(submission.folder).refused
    if refused:
        raise CourseError(refused)
    remarks = []
    path = submission.folder / released.name
    if not path.exists():
        shutil.copy(released, path)
        remarks.append("No notebook was handed in; graded from the saved answers.")
    notebook, why = read_notebook(path)
    if why:
        kept = path.rename(_free_name(path))
        shutil.copy(released, path)
        notebook, _ = read_notebook(path)
        remarks.append(
            f"The notebook could not be read ({why}); graded from the saved answers, "
            f"and kept as {kept.name}."
        )
    journal = submission.folder / JOURNAL_NAME
    responses = read_responses(journal)
    remarks += _journal_remarks(journal, responses, bank)
    return Gradable(notebook, responses.answers, remarks)


def _free_name(path: Path) -> Path:
    """Where to keep a notebook without losing what already has such a name."""
    tries = (path.with_name(f"{path.name}{UNREADABLE_SUFFIX}{n}") for n in ("", *range(2, 1000)))
    return next(name for name in tries if not os.path.lexists(name))


def _journal_remarks(journal: Path, responses: Responses, bank: Bank) -> list[str]:
    if not journal.exists():
        return [f"No {JOURNAL_NAME} was handed in: every question scores 0."]
    states = Counter(
        score(item, responses.answers.get(item_id)).state for item_id, item in bank.items.items()
    )
    remarks = [f"{problem}." for problem in responses.problems]
    for state in ("not answered", "not readable"):
        if states[state]:
            remarks.append(f"{states[state]} of {len(bank.items)} questions {state}.")
    return remarks

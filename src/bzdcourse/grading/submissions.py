"""Look at a submission before nbgrader does: what can be mended, and what must be refused."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat.reader import NotJSONError

from bzdcourse.grading.restore import refuse_links
from bzdcourse.quiz.bank import Bank
from bzdcourse.quiz.responses import JOURNAL_NAME, read_responses
from bzdcourse.quiz.scoring import score

UNREADABLE_SUFFIX = ".unreadable"


@dataclass(frozen=True)
class Submission:
    """One learner's folder for one lesson.

    Attributes:
        student: the learner's id.
        folder: ``submitted/<student>/<lesson>``.
        remarks: what an instructor should know of it, one sentence each.
    """

    student: str
    folder: Path
    remarks: list[str] = field(default_factory=list)


def find_submissions(submitted: Path, lesson: str) -> list[Submission]:
    """Every learner's folder that holds this lesson, by student id."""
    folders = sorted(path for path in submitted.glob(f"*/{lesson}") if path.is_dir())
    return [Submission(path.parent.name, path) for path in folders]


def make_gradable(submission: Submission, released: Path, bank: Bank) -> Submission:
    """Put the released notebook where one is missing or torn: the answers don't lie in it.

    What the learner sent is kept, under another name.

    Args:
        submission: what was handed in.
        released: the released notebook.
        bank: the lesson's graded bank, to tell which questions have an answer.

    Raises:
        CourseError: if the submission must not be touched at all.
    """
    refuse_links(submission.folder)
    remarks = []
    notebook = submission.folder / released.name
    if not notebook.is_file():
        shutil.copy(released, notebook)
        remarks.append("No notebook was handed in; graded from the saved answers.")
    elif why := _why_unreadable(notebook):
        notebook.rename(notebook.with_name(notebook.name + UNREADABLE_SUFFIX))
        shutil.copy(released, notebook)
        remarks.append(
            f"The notebook could not be read ({why}); graded from the saved answers, "
            f"and kept as {notebook.name}{UNREADABLE_SUFFIX}."
        )
    remarks += _journal_remarks(submission.folder / JOURNAL_NAME, bank)
    return Submission(submission.student, submission.folder, remarks)


def _why_unreadable(notebook: Path) -> str | None:
    try:
        nbformat.validate(nbformat.read(notebook, as_version=4))
    except NotJSONError:
        return "it is not JSON"
    except (nbformat.ValidationError, RecursionError) as problem:
        return f"it is not a notebook: {str(problem).splitlines()[0]}"
    except Exception as problem:  # anything at all may be in a file that a learner hands in
        return f"{type(problem).__name__} while reading it"
    return None


def _journal_remarks(journal: Path, bank: Bank) -> list[str]:
    if not journal.exists():
        return [f"No {JOURNAL_NAME} was handed in: every question scores 0."]
    responses = read_responses(journal)
    states = Counter(
        score(item, responses.answers.get(item_id)).state for item_id, item in bank.items.items()
    )
    remarks = [f"{problem[0].upper()}{problem[1:]}." for problem in responses.problems]
    for state in ("not answered", "not readable"):
        if states[state]:
            remarks.append(f"{states[state]} of {len(bank.items)} questions {state}.")
    return remarks

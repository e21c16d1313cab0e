"""Read one submission and score it: no gradebook, so any number of machines can do it at once."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bzdcourse.data import CourseError
from bzdcourse.grading.autograded import Autograded, autograde
from bzdcourse.grading.released import Released
from bzdcourse.grading.stamps import fingerprint
from bzdcourse.grading.submissions import Submission, make_gradable
from bzdcourse.grading.times import read_time
from bzdcourse.quiz.bank import Bank


@dataclass(frozen=True)
class Rubric:
    """What every submission of a lesson is scored with.

    Attributes:
        root: the course's folder.
        notebook: the released notebook.
        released: what the gradebook recorded of it.
        bank: the lesson's graded bank.
        graded_with: fingerprint of all this.
    """

    root: Path
    notebook: Path
    released: Released
    bank: Bank
    graded_with: str


@dataclass(frozen=True)
class Marked:
    """One submission that was read.

    Attributes:
        student: the learner's id.
        fingerprint: of the submission and the rubric.
        handed_in: when it was handed in (UTC); ``None`` if that is not known.
        autograded: what autograding found; ``None`` if nothing changed since the last time, or
            if the submission was refused.
        refused: why it can't be graded.
        remarks: one sentence for each thing to know.
    """

    student: str
    fingerprint: str = ""
    handed_in: datetime | None = None
    autograded: Autograded | None = None
    refused: str | None = None
    remarks: list[str] = field(default_factory=list)


def mark(rubric: Rubric, submission: Submission, known: str | None) -> Marked:
    """Read and score one submission, whatever it holds.

    Args:
        rubric: what to score it with.
        submission: what was handed in.
        known: fingerprint of the submission that was graded last; an equal one is not read again.
    """
    os.chdir(rubric.root)  # the course's sources are found from the working folder
    try:
        return _mark(rubric, submission, known)
    except (CourseError, OSError) as problem:
        return Marked(submission.student, refused=str(problem))
    except Exception as problem:  # anything at all may be in a file that a learner hands in
        reason = f"{type(problem).__name__}: {problem}".splitlines()[0]
        return Marked(submission.student, refused=f"The submission could not be graded ({reason}).")


def _mark(rubric: Rubric, submission: Submission, known: str | None) -> Marked:
    student = submission.student
    if submission.refused:
        return Marked(student, refused=submission.refused)
    handed_in, remarks = read_time(submission.folder)
    if known and fingerprint(submission.folder, rubric.graded_with) == known:
        return Marked(student, known, handed_in)
    paper = make_gradable(submission, rubric.notebook, rubric.bank)
    return Marked(
        student,
        fingerprint(submission.folder, rubric.graded_with),
        handed_in,
        autograde(student, paper.notebook, paper.answers, rubric.released, rubric.bank),
        remarks=remarks + paper.remarks,
    )

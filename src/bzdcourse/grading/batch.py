"""Grade a class without starting nbgrader for each learner; the same rows, notebooks and pages.

Fifty submissions at a time are scored, written to the gradebook in one transaction, and stamped
once everything of them is on the disk. What a stop leaves undone is done again the next time, and
comes out the same.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

from filelock import Timeout
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from bzdcourse.data import CourseError
from bzdcourse.grading.course import Course
from bzdcourse.grading.folders import Folders
from bzdcourse.grading.ledger import Ledger
from bzdcourse.grading.marking import Marked, Rubric, mark
from bzdcourse.grading.pages import FeedbackPages
from bzdcourse.grading.stamps import Stamp, Stamps, digest_of
from bzdcourse.grading.standing import Result, Standing, waiting
from bzdcourse.grading.submissions import Submission

T = TypeVar("T")

CHUNK = 50
"""Submissions in one transaction: more save little time, and cost more when a run is stopped."""

Run = Callable[[Callable[[list], list[Marked]], list[list]], Iterable[list[Marked]]]
"""Calls a function with each list, here or on other machines, and yields what comes back."""

Tell = Callable[[str], None]
"""Tells a person a sentence while the work goes on."""


class Batch:
    """The desk of one lesson, where everything is laid out once.

    Args:
        course: the course.
        rubric: what submissions are scored with.
        gradebook: nbgrader's, open.
        tell: says what is being waited for.
    """

    def __init__(self, course: Course, rubric: Rubric, gradebook, tell: Tell):
        lesson = rubric.bank.lesson
        late = AssignLatePenalties(parent=course.api)
        late.init_plugin()
        self._rubric = rubric
        self._tell = tell
        self._ledger = Ledger(gradebook, lesson, late.plugin_inst)
        self._folders = Folders(course, lesson)
        self._stamps = Stamps(course.root, lesson)
        self.max_scores = {
            grade_id: float(cell.metadata.nbgrader["points"])
            for grade_id, cell in rubric.released.cells.items()
            if "points" in cell.metadata.nbgrader
        }
        self._pages = FeedbackPages(course.api, lesson, self.max_scores)

    def grade(self, submissions: list[Submission], run: Run, force: bool) -> Iterator[Result]:
        """Grade submissions; yields each result once it is on the disk.

        Args:
            submissions: what was handed in.
            run: where it is read and scored.
            force: grade also what did not change since it was graded.
        """
        with self._alone():
            yield from self._grade(submissions, run, force)

    def _grade(self, submissions: list[Submission], run: Run, force: bool) -> Iterator[Result]:
        self._stamps.read()
        graded_before = set() if force else self._patiently(self._ledger.known)
        chores = [(one, self._known(one, graded_before)) for one in submissions]
        chunks = [chores[start : start + CHUNK] for start in range(0, len(chores), CHUNK)]
        for marked in run(partial(mark_all, self._rubric), chunks):
            yield from self._write(marked)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        lock = self._stamps.lock()
        try:
            lock.acquire(timeout=0)
        except Timeout:
            self._tell("Somebody else is grading this lesson; waiting until they are done …")
            lock.acquire()
        try:
            yield
        finally:
            lock.release()

    def _known(self, submission: Submission, graded_before: set[str]) -> str | None:
        stamp = self._stamps.last(submission.student)
        there = submission.student in graded_before
        if stamp and there and self._folders.autograded(submission.student).is_file():
            return stamp.submission
        return None

    def _write(self, marked: list[Marked]) -> Iterator[Result]:
        marked = [self._write_autograded(one) for one in marked]
        readable = [one for one in marked if one.refused is None]
        standings = self._patiently(
            self._ledger.record,
            [one.autograded for one in readable if one.autograded],
            {one.student: one.handed_in for one in readable},
        )
        remarks, stamps = {}, []
        for one in readable:
            text, stamp = self._stamp(one, standings[one.student])
            remarks[one.student] = stamp.remarks
            try:
                self._write_page(one, text, stamp, standings[one.student])
            except Exception as problem:  # no stamp, so it is tried again the next time
                why = f"No page could be written ({type(problem).__name__}: {problem})."
                remarks[one.student] = [*stamp.remarks, why]
            else:
                stamps.append(stamp)
        self._stamps.add(stamps)
        for one in marked:
            if one.refused is not None:
                yield Result(one.student, remarks=[one.refused])
            else:
                yield self._result(one.student, standings[one.student], remarks[one.student])

    def _write_autograded(self, one: Marked) -> Marked:
        if one.autograded:
            try:
                self._folders.write_autograded(one.student, one.autograded.notebook)
            except OSError as problem:  # something is in the way; the others can be graded
                return Marked(one.student, refused=f"Its graded folder can't be written: {problem}")
        return one

    def _stamp(self, one: Marked, standing: Standing) -> tuple[str, Stamp]:
        """The autograded notebook's text, and the stamp for a page made of it."""
        last = self._stamps.last(one.student)
        if one.autograded:
            text, remarks = one.autograded.notebook, one.remarks
        else:
            text = self._folders.autograded(one.student).read_text(encoding="utf-8")
            remarks = last.remarks if last else []
        page = digest_of(text, repr(standing))
        return text, Stamp(one.student, one.fingerprint, page, remarks)

    def _write_page(self, one: Marked, text: str, stamp: Stamp, standing: Standing) -> None:
        """Write the feedback page, unless it would be the same as last time."""
        last = self._stamps.last(one.student)
        same = not one.autograded and last and last.page == stamp.page
        if not same or not self._folders.page(one.student).is_file():
            self._folders.write_page(one.student, self._pages.page(text, standing))

    def _result(self, student: str, standing: Standing, remarks: list[str]) -> Result:
        by_hand = sum(row.waits for row in standing.grades.values())
        page = self._folders.page(student)
        return Result(
            student,
            points=standing.score,
            max_points=sum(self.max_scores.values()),
            late_penalty=standing.late_penalty or 0,
            by_question={
                grade_id: (row.score, self.max_scores[grade_id])
                for grade_id, row in standing.grades.items()
            },
            feedback=page if page.is_file() else None,
            remarks=remarks + waiting(by_hand),
        )

    def _patiently(self, act: Callable[..., T], *arguments: object) -> T:
        """Do something with the gradebook; while another program holds it, wait."""
        told = False
        while True:
            try:
                return act(*arguments)
            except DBAPIError as problem:
                if not _passes(problem):
                    raise CourseError(f"The gradebook could not be used: {problem.orig}") from None
                if not told:
                    self._tell("Another program is writing to the gradebook; waiting for it …")
                    told = True
                time.sleep(0.2)


def run_here(act: Callable[[list], list[Marked]], chunks: list[list]) -> Iterator[list[Marked]]:
    """Score in this process."""
    return map(act, chunks)


def mark_all(rubric: Rubric, chores: list[tuple[Submission, str | None]]) -> list[Marked]:
    """Read and score some submissions; see :func:`bzdcourse.grading.marking.mark`."""
    return [mark(rubric, submission, known) for submission, known in chores]


def _passes(problem: DBAPIError) -> bool:
    """Whether another program was in the way, so that the same will work in a moment."""
    if isinstance(problem, IntegrityError):
        return True  # it added the same learner in this very moment
    return isinstance(problem, OperationalError) and "locked" in str(problem.orig)

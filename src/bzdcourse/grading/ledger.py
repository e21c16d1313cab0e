"""Grades of many learners, written to nbgrader's gradebook in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from nbgrader.api import (
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    new_uuid,
)
from nbgrader.plugins import BasePlugin
from sqlalchemy import Row, insert, select, update

from bzdcourse.grading.autograded import Autograded
from bzdcourse.grading.standing import GradeRow, Standing


class Ledger:
    """The rows of one lesson in an open gradebook.

    Args:
        gradebook: nbgrader's, open as long as the ledger is used.
        lesson: the lesson's id; the gradebook knows it.
        late_plugin: the course's rule for late submissions.
    """

    def __init__(self, gradebook: Gradebook, lesson: str, late_plugin: BasePlugin):
        self._db = gradebook.db
        self._late_plugin = late_plugin
        assignment = gradebook.find_assignment(lesson)
        notebook = gradebook.find_notebook(lesson, lesson)
        self._assignment_id, self._due = assignment.id, assignment.duedate
        self._notebook_id = notebook.id
        cells = self._db.execute(
            select(BaseCell.id, BaseCell.name, BaseCell.type).where(
                BaseCell.notebook_id == notebook.id
            )
        ).all()
        self._graded = {row.id: row.name for row in cells if row.type != "SolutionCell"}
        self._commented = {row.id: row.name for row in cells if row.type != "GradeCell"}

    def record(
        self, graded: Collection[Autograded], handed_in: Mapping[str, datetime | None]
    ) -> dict[str, Standing]:
        """Write what autograding found; return how each learner then stands.

        A person's grades and comments are kept, as nbgrader keeps them. Either everything is
        written or nothing.

        Args:
            graded: the submissions to write, at most one for each learner.
            handed_in: every learner to return, to the time of the submission (UTC); ``None`` if
                it is not known. Late penalties are set for all of them: a due date, an extension
                or a person's grade may have changed since.

        Raises:
            sqlalchemy.exc.DBAPIError: if another program holds the gradebook, or changed it in
                this very moment; to be tried again.
        """
        students = list(handed_in)
        try:
            self._one_row_each(Student, "id", students)
            submissions = self._one_row_each(
                SubmittedAssignment, "student_id", students, assignment_id=self._assignment_id
            )
            of_submission = self._one_row_each(
                SubmittedNotebook,
                "assignment_id",
                list(submissions.values()),
                notebook_id=self._notebook_id,
            )
            notebooks = {who: of_submission[row_id] for who, row_id in submissions.items()}
            self._save_grades({notebooks[one.student]: one.scores for one in graded})
            self._save_comments({notebooks[one.student]: one.comments for one in graded})
            self._save_times(submissions, handed_in)
            self._save_penalties(notebooks, self._seconds_late(submissions))
            standings = self._standings(notebooks)
            self._db.commit()
        except BaseException:
            self._db.rollback()
            raise
        return standings

    def known(self) -> set[str]:
        """The learners who have a submission in the gradebook."""
        rows = self._db.execute(
            select(SubmittedAssignment.student_id)
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .where(SubmittedNotebook.notebook_id == self._notebook_id)
        )
        students = set(rows.scalars())
        self._db.rollback()  # nothing was written; other programs may go on
        return students

    def _one_row_each(
        self, model: Any, column: str, values: list[str], **fixed: str
    ) -> dict[str, str]:
        """Ids of the rows that hold these values in a column; those that are missing are added."""
        key = getattr(model, column)
        where = [getattr(model, name) == value for name, value in fixed.items()]
        found = self._db.execute(select(key, model.id).where(key.in_(values), *where))
        ids: dict[str, str] = dict(found.all())
        new = [{"id": new_uuid()} | fixed | {column: value} for value in values if value not in ids]
        if new:
            self._db.execute(insert(model), new)
        return ids | {row[column]: row["id"] for row in new}

    def _save_grades(self, scores: dict[str, dict[str, float | None]]) -> None:
        def values(auto: float | None, manual: float | None) -> dict[str, Any]:
            return {
                "auto_score": auto,
                "needs_manual_grade": auto is None or manual is not None,
            }

        known = self._known(Grade, scores, Grade.manual_score)
        new, changed = [], []
        for notebook_id, cell_id, name in self._places(scores, self._graded):
            row = known.get((notebook_id, cell_id))
            auto = scores[notebook_id].get(name)
            if row is None:
                new.append(_new_row(notebook_id, cell_id) | values(auto, None))
            elif name in scores[notebook_id]:
                changed.append({"id": row.id} | values(auto, row.manual_score))
        self._write(Grade, new, changed)

    def _save_comments(self, comments: dict[str, dict[str, str | None]]) -> None:
        known = self._known(Comment, comments)
        new, changed = [], []
        for notebook_id, cell_id, name in self._places(comments, self._commented):
            row = known.get((notebook_id, cell_id))
            auto = {"auto_comment": comments[notebook_id].get(name)}
            if row is None:
                new.append(_new_row(notebook_id, cell_id) | auto)
            elif name in comments[notebook_id]:
                changed.append({"id": row.id} | auto)
        self._write(Comment, new, changed)

    def _known(self, model: Any, notebook_ids: Collection[str], *columns: Any) -> dict[Any, Row]:
        rows = self._db.execute(
            select(model.id, model.notebook_id, model.cell_id, *columns).where(
                model.notebook_id.in_(list(notebook_ids))
            )
        )
        return {(row.notebook_id, row.cell_id): row for row in rows}

    @staticmethod
    def _places(notebook_ids: Collection[str], cells: dict[str, str]) -> Any:
        return ((one, cell_id, name) for one in notebook_ids for cell_id, name in cells.items())

    def _write(self, model: Any, new: list[dict], changed: list[dict]) -> None:
        if new:
            self._db.execute(insert(model), new)
        if changed:
            self._db.execute(update(model), changed)

    def _save_times(
        self, submissions: dict[str, str], handed_in: Mapping[str, datetime | None]
    ) -> None:
        known = [
            {"id": submissions[who], "timestamp": time} for who, time in handed_in.items() if time
        ]
        self._write(SubmittedAssignment, [], known)

    def _seconds_late(self, submissions: dict[str, str]) -> dict[str, float]:
        rows = self._db.execute(
            select(
                SubmittedAssignment.student_id,
                SubmittedAssignment.timestamp,
                SubmittedAssignment.extension,
            ).where(SubmittedAssignment.id.in_(list(submissions.values())))
        )
        return {row.student_id: _seconds(row, self._due) for row in rows}

    def _save_penalties(self, notebooks: dict[str, str], seconds_late: dict[str, float]) -> None:
        standings = self._standings(notebooks)
        rows = [
            {
                "id": notebooks[who],
                "late_submission_penalty": self._penalty(who, standings[who].score, seconds),
            }
            for who, seconds in seconds_late.items()
        ]
        self._write(SubmittedNotebook, [], rows)

    def _penalty(self, student: str, score: float, seconds_late: float) -> float | None:
        if seconds_late <= 0:
            return None
        penalty = self._late_plugin.late_submission_penalty(student, score, seconds_late)
        return None if penalty is None else min(max(penalty, 0), score)

    def _standings(self, notebooks: dict[str, str]) -> dict[str, Standing]:
        """How learners stand, from their notebooks' rows."""
        students = {row_id: who for who, row_id in notebooks.items()}
        penalties = self._db.execute(
            select(SubmittedNotebook.id, SubmittedNotebook.late_submission_penalty).where(
                SubmittedNotebook.id.in_(list(students))
            )
        )
        found = {students[row_id]: Standing(late_penalty=penalty) for row_id, penalty in penalties}
        columns = (Grade.auto_score, Grade.manual_score, Grade.extra_credit)
        grades = self._known(Grade, students, *columns, Grade.needs_manual_grade)
        for (notebook_id, cell_id), row in grades.items():
            if cell_id in self._graded:
                found[students[notebook_id]].grades[self._graded[cell_id]] = GradeRow(*row[3:])
        comments = self._known(Comment, students, Comment.comment)
        for (notebook_id, cell_id), row in comments.items():
            if cell_id in self._commented:
                found[students[notebook_id]].comments[self._commented[cell_id]] = row.comment
        return found


def _new_row(notebook_id: str, cell_id: str) -> dict[str, Any]:
    return {"id": new_uuid(), "notebook_id": notebook_id, "cell_id": cell_id}


def _seconds(submission: Row, due: datetime | None) -> float:
    if submission.timestamp is None or due is None:
        return 0
    due += submission.extension or timedelta()
    return max(0, (submission.timestamp - due).total_seconds())

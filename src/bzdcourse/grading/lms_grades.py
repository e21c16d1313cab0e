"""Grades of the gradebook as tables that learning platforms import."""

from __future__ import annotations

import csv
from abc import abstractmethod
from collections.abc import Iterator
from pathlib import Path

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student
from nbgrader.plugins import ExportPlugin

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes as the beginning of a formula, which it would run."""


class GradesPlugin(ExportPlugin):
    """What the exports of grades have in common.

    A grade is the score less the penalty for lateness, never below 0. There is none while nothing
    was handed in, or while a part waits to be graded by hand.
    """

    default_to = ""

    def export(self, gradebook: Gradebook) -> None:
        """Write the table to ``--to``, with everybody who is in the gradebook."""
        assignments = self._assignments(gradebook)
        students = self._students(gradebook)
        if not assignments:
            raise SystemExit("Nothing was graded yet. Grade first: bzdcourse grade LESSON")
        for student in students:
            self.look_at(student)
        to = Path(self.to or self.default_to)
        to.parent.mkdir(parents=True, exist_ok=True)
        with to.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(self.rows(gradebook, assignments, students))
        self.log.info("%d student(s), %d assignment(s): %s", len(students), len(assignments), to)

    @abstractmethod
    def rows(
        self, gradebook: Gradebook, assignments: list[Assignment], students: list[Student]
    ) -> Iterator[list[str]]:
        """The rows of the table, the header first."""

    def look_at(self, student: Student) -> None:
        """Warn of what keeps the platform from knowing a student."""
        if student.id.startswith(_FORMULA):
            self.log.warning(
                "%s: written with ' in front, so that no spreadsheet runs it as a formula; the "
                "platform will not know this name.",
                student.id,
            )

    def grade(self, gradebook: Gradebook, assignment: Assignment, student: Student) -> float | None:
        """The grade to export, if there is one."""
        try:
            submission = gradebook.find_submission(assignment.name, student.id)
        except MissingEntry:
            return None
        if submission.needs_manual_grade:
            self.log.warning(
                "%s, %s: a part waits to be graded by hand; no grade is exported.",
                student.id,
                assignment.name,
            )
            return None
        return round(max(0.0, submission.score - submission.late_submission_penalty), 4)

    def _assignments(self, gradebook: Gradebook) -> list[Assignment]:
        asked = [str(name) for name in self.assignment]
        there = {one.name: one for one in gradebook.assignments}
        self._require(asked, there, "assignment")
        if asked:
            return [there[name] for name in asked]
        return [one for one in there.values() if one.num_submissions]

    def _students(self, gradebook: Gradebook) -> list[Student]:
        asked = [str(name) for name in self.student]
        there = {one.id: one for one in gradebook.students}
        self._require(asked, there, "student")
        return [one for name, one in there.items() if not asked or name in asked]

    def _require(self, asked: list[str], there: dict, what: str) -> None:
        if unknown := [name for name in asked if name not in there]:
            known = ", ".join(there) or "none yet"
            raise SystemExit(f"There is no {what} “{unknown[0]}” in the gradebook: {known}.")


def as_text(value: str | None) -> str:
    """A cell of text that no spreadsheet runs as a formula."""
    text = value or ""
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_points(grade: float | None, missing: str) -> str:
    """A cell with a grade; ``missing`` is what the platform takes as none."""
    return missing if grade is None else f"{grade:.10g}"

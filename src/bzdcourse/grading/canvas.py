"""``nbgrader export --exporter=bzdcourse.grading.canvas.CanvasExportPlugin``."""

from __future__ import annotations

from collections.abc import Iterator

from nbgrader.api import Assignment, Gradebook, Student

from bzdcourse.grading.lms_grades import GradesPlugin, as_points, as_text


class CanvasExportPlugin(GradesPlugin):
    """A table for *Import grades* of Canvas's gradebook.

    Canvas finds a student by ``ID``, its own number (``lms_user_id`` in nbgrader), then by
    ``SIS Login ID`` (the id in nbgrader), then by name. An empty cell is no grade.
    """

    default_to = "exports/canvas_grades.csv"

    def rows(
        self, gradebook: Gradebook, assignments: list[Assignment], students: list[Student]
    ) -> Iterator[list[str]]:
        """See :meth:`GradesPlugin.rows`."""
        names = [as_text(assignment.name) for assignment in assignments]
        yield ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *names]
        most = [as_points(assignment.max_score, "") for assignment in assignments]
        yield ["    Points Possible", "", "", "", "", *most]
        for student in students:
            grades = [self.grade(gradebook, assignment, student) for assignment in assignments]
            who = [_name(student), _number(student), "", as_text(student.id), ""]
            yield [*who, *(as_points(grade, "") for grade in grades)]

    def look_at(self, student: Student) -> None:
        """See :meth:`GradesPlugin.look_at`."""
        super().look_at(student)
        if not _number(student):
            self.log.warning(
                "%s: no number of Canvas's as lms_user_id (%s); Canvas will look for the login.",
                student.id,
                student.lms_user_id or "nothing",
            )


def _number(student: Student) -> str:
    number = (student.lms_user_id or "").strip()
    return number if number.isdecimal() else ""


def _name(student: Student) -> str:
    names = [name for name in (student.last_name, student.first_name) if name]
    return as_text(", ".join(names) or student.id)

"""``nbgrader export --exporter=bzdcourse.grading.moodle.MoodleExportPlugin``."""

from __future__ import annotations

from collections.abc import Iterator

from nbgrader.api import Assignment, Gradebook, Student

from bzdcourse.grading.lms_grades import GradesPlugin, as_points, as_text

NO_GRADE = "-"
"""What Moodle's own export writes; an empty cell would become 0 in a new grade item."""


class MoodleExportPlugin(GradesPlugin):
    """A table for *Import, CSV file* of Moodle's gradebook.

    Students are identified by whichever column is chosen there: ``username`` (the id in nbgrader),
    ``idnumber`` (``lms_user_id`` in nbgrader) or ``email``.
    """

    default_to = "exports/moodle_grades.csv"

    def rows(
        self, gradebook: Gradebook, assignments: list[Assignment], students: list[Student]
    ) -> Iterator[list[str]]:
        """See :meth:`GradesPlugin.rows`."""
        for one in assignments:
            self.log.info("%s: the maximum grade in Moodle must be %g.", one.name, one.max_score)
        names = [as_text(assignment.name) for assignment in assignments]
        yield ["username", "idnumber", "email", "lastname", "firstname", *names]
        for student in students:
            grades = [self.grade(gradebook, assignment, student) for assignment in assignments]
            who = (student.id, student.lms_user_id, student.email)
            names = (student.last_name, student.first_name)
            yield [
                *map(as_text, (*who, *names)),
                *(as_points(grade, NO_GRADE) for grade in grades),
            ]

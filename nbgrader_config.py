"""What nbgrader needs to know of this course."""

from bzdcourse.grading.configure import configure

c = get_config()  # noqa: F821  (nbgrader hands it to this file)

c.CourseDirectory.course_id = "benzodiazepines"
c.CourseDirectory.source_directory = "notebooks"
configure(c)

"""Grades for Canvas and Moodle, by the command that an instructor types."""

import csv
import shutil
import subprocess
import sys

import pytest
from nbgrader.api import Gradebook

from both_ways import DUE, ZERO_WHEN_LATE, add_written_task, write_leaflet
from bzdcourse.grading.course import open_course
from bzdcourse.grading.grade import grade_submissions, submissions_of
from bzdcourse.grading.release import release_lesson
from classroom import ALL_RIGHT, LESSON, PARTLY, hand_in

# nbgrader's own; see test_grading.
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")

CANVAS = "--exporter=bzdcourse.grading.canvas.CanvasExportPlugin"
MOODLE = "--exporter=bzdcourse.grading.moodle.MoodleExportPlugin"


@pytest.fixture(scope="module")
def graded(tmp_path_factory, course_with_gradebook):
    """A graded class: right, in part, late, waiting for a person, absent; odd names."""
    root = tmp_path_factory.mktemp("grades") / "course"
    shutil.copytree(course_with_gradebook, root)
    with (root / "nbgrader_config.py").open("a") as config:
        config.write(ZERO_WHEN_LATE)
    add_written_task(root)
    release_lesson(root, LESSON)
    hand_in(root, "ann", ALL_RIGHT)
    hand_in(root, "ben", PARTLY)
    late = hand_in(root, "late", ALL_RIGHT)
    (late / "timestamp.txt").write_text("2026-11-01 14:30:00 UTC")
    hand_in(root, "writer", ALL_RIGHT, write_leaflet("My leaflet."))
    with book_of(root) as book:
        book.find_assignment(LESSON).duedate = DUE
        book.add_student("absent", first_name="Zoë", last_name="Žižková", email="z@example.org")
        book.add_student("ann", first_name="=1+1", last_name="@home", lms_user_id="1017")
        book.add_student("-minus", lms_user_id="not a number")
    course = open_course(root)
    list(grade_submissions(course, LESSON, submissions_of(course, LESSON)))
    return root


@pytest.fixture(scope="module")
def canvas(graded):
    """The table for Canvas by login, and what was printed."""
    told, code = export(graded, CANVAS)
    assert code == 0, told
    rows = table(graded / "exports" / "canvas_grades.csv")
    return rows[:2], {row[3]: row for row in rows[2:]}, told


def book_of(root):
    """The gradebook, open."""
    return Gradebook(f"sqlite:///{root / 'gradebook.db'}", "benzodiazepines")


def export(root, *arguments):
    """Type `nbgrader export`; what it printed, and its exit code."""
    command = [sys.executable, "-m", "nbgrader", "export", *arguments]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=120)
    return done.stdout + done.stderr, done.returncode


def table(path):
    """The rows of a table as lists."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_canvas_gets_the_columns_that_it_reads(canvas):
    """Columns and second row are those of Canvas's importer; no grade is an empty cell."""
    (header, points), rows, _ = canvas
    assert header == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", LESSON]
    assert points == ["    Points Possible", "", "", "", "", "22"]
    grades = {login: (row[1], row[5]) for login, row in rows.items()}
    assert grades["ann"] == ("1017", "16")
    assert grades["late"][1] == "0"
    assert grades["absent"] == ("", "")
    assert float(grades["ben"][1]) == pytest.approx(2 + 3 / 2 + 5 / 3 + 1 / 2, abs=1e-4)
    assert {len(row) for row in rows.values()} == {6}


def test_what_waits_for_a_person_is_not_exported(graded, canvas):
    """A grade that isn't final is left out, and told."""
    _, rows, told = canvas
    assert "writer, 00_demo: a part waits to be graded by hand" in told
    assert rows["writer"][5] == ""
    with book_of(graded) as book:
        grade = book.find_grade("leaflet", LESSON, LESSON, "writer")
        before = grade.manual_score, grade.needs_manual_grade
        grade.manual_score, grade.needs_manual_grade = 4.5, False
        book.db.commit()
    try:
        assert "waits" not in export(graded, CANVAS, "--to", "graded.csv")[0]
        assert {row[3]: row[5] for row in table(graded / "graded.csv")}["writer"] == "20.5"
    finally:
        with book_of(graded) as book:
            grade = book.find_grade("leaflet", LESSON, LESSON, "writer")
            grade.manual_score, grade.needs_manual_grade = before
            book.db.commit()


def test_names_are_kept_and_formulas_are_not_run(canvas):
    """Names in any script survive; what a spreadsheet would run gets a ' in front."""
    _, rows, told = canvas
    names = {login: row[0] for login, row in rows.items()}
    assert names["absent"] == "Žižková, Zoë"
    assert names["ann"] == "'@home, =1+1"
    assert names["ben"] == "ben"
    assert "'-minus" in names and "-minus: written with ' in front" in told
    assert "-minus: no number of Canvas's as lms_user_id (not a number)" in told
    assert "ann: no number" not in told


def test_moodle_gets_a_dash_where_there_is_no_grade(graded):
    """Moodle would read an empty cell of a new column as zero, and a dash as nothing."""
    told, code = export(graded, MOODLE)
    assert code == 0, told
    header, *rows = table(graded / "exports" / "moodle_grades.csv")
    assert header == ["username", "idnumber", "email", "lastname", "firstname", LESSON]
    found = {row[0]: row for row in rows}
    assert found["absent"] == ["absent", "", "z@example.org", "Žižková", "Zoë", "-"]
    assert found["ann"] == ["ann", "1017", "", "'@home", "'=1+1", "16"]
    assert found["writer"][5] == "-" and found["late"][5] == "0"
    assert "the maximum grade in Moodle must be 22" in told


def test_one_student_of_one_assignment_can_be_asked_for(graded):
    """nbgrader's own options choose; a name that isn't there is told with those that are."""
    export(
        graded, MOODLE, "--to", "one.csv", "--student", '["ann"]', "--assignment", f'["{LESSON}"]'
    )
    assert [row[0] for row in table(graded / "one.csv")] == ["username", "ann"]
    told, code = export(graded, MOODLE, "--to", "none.csv", "--assignment", '["99_nothing"]')
    assert code != 0 and "no assignment “99_nothing”" in told and LESSON in told
    assert "Traceback" not in told and not (graded / "none.csv").exists()


def test_an_empty_gradebook_is_told(demo_course):
    """Before anything was graded there is a sentence, and no empty table."""
    told, code = export(demo_course, CANVAS)
    assert code != 0 and "Grade first: bzdcourse grade" in told and "Traceback" not in told
    assert not (demo_course / "exports").exists()

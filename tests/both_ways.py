"""A class graded twice: by the batch path, and by nbgrader's own commands; and how to compare."""

import json
import re
import shutil
from datetime import datetime, timedelta

from nbgrader.api import Comment, Grade, Gradebook, Student, SubmittedAssignment

from bzdcourse.grading.course import open_course
from bzdcourse.grading.grade import grade_submissions, submissions_of
from classroom import (
    ALL_RIGHT,
    ALL_WRONG,
    LESSON,
    PARTLY,
    double_cells,
    drop_questions,
    forge_scores,
    garble,
    hand_in,
    spoil_metadata,
)

DUE = datetime(2026, 11, 1, 12)
LATE = "2026-11-01 14:30:00 UTC"
RANDOM_ID = re.compile(r'(?<=cell-id=)[0-9a-f]{8}(?=")|(?<="id": ")[0-9a-f]{8}(?=")')
"""nbformat's own ids, of cells that were put back."""

STEP_OF_THEIR_OWN = """
c.Autograde.pre_convert_hook = lambda **_: None
"""
"""An instructor's step, because of which only nbgrader itself can grade."""

ZERO_WHEN_LATE = """
c.LateSubmissionPlugin.penalty_method = "zero"
"""


def grade(root, **how):
    """Grade all that was handed in; results by student."""
    course = open_course(root)
    found = grade_submissions(course, LESSON, submissions_of(course, LESSON), **how)
    return {result.student: result for result in found}


def add_written_task(root):
    """Add a task whose answer a person grades."""
    path = root / "notebooks" / LESSON / f"{LESSON}.ipynb"
    notebook = json.loads(path.read_text())
    meta = {"grade": True, "solution": True, "locked": False, "task": False, "points": 6,
            "grade_id": "leaflet", "schema_version": 3, "cell_type": "markdown"}  # fmt: skip
    cell = {"cell_type": "markdown", "id": "leaflet", "source": "A model answer.",
            "metadata": {"nbgrader": meta}}  # fmt: skip
    notebook["cells"].append(cell)
    path.write_text(json.dumps(notebook))


def write_leaflet(text):
    """Write something in place of the task's text."""

    def change(notebook):
        notebook["cells"][-1]["source"] = text

    return change


def add_own_cells(notebook):
    """Notes, pictures and HTML of a learner's own, some of it not closed."""
    own = ["# Notes\n![a cell](x.png) and $a_1$", "</div></div><b>bold", "<p>a<p>b<br/><img src=x>"]
    for n, text in enumerate(own):
        cell = {"cell_type": "markdown", "id": f"own-{n}", "metadata": {}, "source": text}
        notebook["cells"].insert(2 * n, cell)
    metadata = {"collapsed": True, "tags": ["mine"]}
    code = {"cell_type": "code", "id": "own-code", "metadata": metadata,
            "source": "%%html\n<b>1</b>", "outputs": [], "execution_count": 7}  # fmt: skip
    notebook["cells"].append(code)
    notebook["cells"].append(dict(code, cell_type="raw", id="own-raw", source="<i>raw"))
    for name in ("outputs", "execution_count"):
        del notebook["cells"][-1][name]


CLASS = {
    "right": {"answers": ALL_RIGHT},
    "wrong": {"answers": ALL_WRONG},
    "partly": {"answers": PARTLY},
    "empty": {"answers": {}},
    "nothing": {"answers": None},
    "doubled": {"answers": ALL_RIGHT, "change": double_cells},
    "dropped": {"answers": PARTLY, "change": drop_questions},
    "spoilt": {"answers": ALL_RIGHT, "change": spoil_metadata},
    "forger": {"answers": ALL_WRONG, "change": forge_scores},
    "own": {"answers": PARTLY, "change": add_own_cells},
    "writer": {"answers": ALL_RIGHT, "change": write_leaflet("My *own* words <b>here</b>.")},
    "late": {"answers": ALL_RIGHT},
    "extended": {"answers": ALL_RIGHT},
    "O'Neil": {"answers": PARTLY},
}


def hand_in_class(root):
    """Hand in everybody's work, with files of their own and a time."""
    for student, how in CLASS.items():
        folder = hand_in(root, student, how["answers"], how.get("change"))
        (folder / "notes").mkdir()
        (folder / "notes" / "my notes.txt").write_text(student)
        if student in ("late", "extended"):
            (folder / "timestamp.txt").write_text(LATE)
    for student in ("torn", "garbled"):
        folder = hand_in(root, student, ALL_RIGHT)
        if student == "torn":
            (folder / f"{LESSON}.ipynb").write_text('{"cells": [')
        else:
            garble(folder)


def gradebook(root, address=None):
    """The course's gradebook, open; ``address`` is that of a database elsewhere."""
    return Gradebook(address or f"sqlite:///{root / 'gradebook.db'}", "benzodiazepines")


def grade_by_hand(root, address=None):
    """What a person did in formgrader: points, extra credit, a comment, an extension."""
    with gradebook(root, address) as book:
        book.find_assignment(LESSON).duedate = DUE
        book.find_grade("leaflet", LESSON, LESSON, "writer").manual_score = 4.5
        book.find_grade("demo-single", LESSON, LESSON, "partly").manual_score = 0.5
        book.find_grade("demo-numeric", LESSON, LESSON, "right").extra_credit = 0.25
        book.find_comment("leaflet", LESSON, LESSON, "writer").manual_comment = "Well *said*."
        book.find_submission(LESSON, "extended").extension = timedelta(hours=3)
        book.db.commit()


def rows(root, address=None):
    """Every row that grading writes, without the ids, which are drawn at random."""
    with gradebook(root, address) as book:
        found = {("student", student.id) for student in book.db.query(Student)}
        for one in book.db.query(SubmittedAssignment):
            times = (one.timestamp, one.extension)
            penalties = tuple(nb.late_submission_penalty for nb in one.notebooks)
            flags = tuple(nb.flagged for nb in one.notebooks)
            found.add(("submission", one.student.id, one.score, *times, penalties, flags))
        for one in book.db.query(Grade):
            points = (one.auto_score, one.manual_score, one.extra_credit)
            found.add(("grade", one.student.id, one.name, *points, one.needs_manual_grade))
        for one in book.db.query(Comment):
            words = (one.auto_comment, one.manual_comment)
            found.add(("comment", one.student.id, one.name, *words))
        return found


def files(root):
    """Every file in ``autograded/`` and ``feedback/``: its permissions and what is in it."""
    return {
        path.relative_to(root).as_posix(): (
            oct(path.stat().st_mode),
            RANDOM_ID.sub("random", path.read_text(errors="replace")),
        )
        for step in ("autograded", "feedback")
        for path in (root / step).rglob("*")
        if path.is_file()
    }


def copy_for_nbgrader(root):
    """A copy of a course that nbgrader's own commands will grade."""
    copy = shutil.copytree(root, root.with_name("by_nbgrader"))
    with (copy / "nbgrader_config.py").open("a") as config:
        config.write(STEP_OF_THEIR_OWN)
    return copy

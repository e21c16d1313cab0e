"""Grading again: after a stop, after a change, and while somebody else holds the gradebook."""

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from datetime import timedelta

import pytest

from both_ways import DUE, LATE, ZERO_WHEN_LATE, files, grade, gradebook, rows
from bzdcourse.data import OWN_FOLDER, CourseError
from classroom import ALL_RIGHT, ALL_WRONG, LESSON, PARTLY, ZERO, hand_in, question_scores

pytestmark = [
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # nbgrader's own
    pytest.mark.timeout(600),
]

DYING = """
import os, signal, sys
from pathlib import Path
from bzdcourse.grading import batch
from bzdcourse.grading.{module} import {owner}
batch.CHUNK = 2
calls = []
def dying(self, *arguments, act={owner}.{method}):
    calls.append(1)
    done = act(self, *arguments)
    if len(calls) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return done
{owner}.{method} = dying
sys.path.insert(0, {tests!r})
from both_ways import grade
grade(Path({root!r}))
"""
"""Grades, and is killed right after the second time that something is done."""


@pytest.fixture
def course(released_course):
    """Five learners have handed in."""
    for n, answers in enumerate([ALL_RIGHT, ALL_WRONG, PARTLY, {}, ALL_RIGHT]):
        hand_in(released_course, f"s{n}", answers)
    return released_course


def graded_files(root):
    """When each autograded notebook and each page was written."""
    pages = (root / "feedback").rglob("*.html")
    notebooks = (root / "autograded").rglob("*.ipynb")
    return {path.relative_to(root): path.stat().st_mtime_ns for path in [*pages, *notebooks]}


@pytest.mark.parametrize(
    ("module", "owner", "method"),
    [
        ("folders", "Folders", "write_autograded"),
        ("ledger", "Ledger", "record"),
        ("folders", "Folders", "write_page"),
        ("stamps", "Stamps", "add"),
    ],
)
def test_a_killed_run_is_finished_by_the_next(course, tmp_path, module, owner, method):
    """Whatever was being written: the next run ends like one that was never stopped."""
    untouched = shutil.copytree(course, tmp_path / "untouched")
    tests = str(__file__).rsplit("/", 1)[0]
    code = DYING.format(module=module, owner=owner, method=method, tests=tests, root=str(course))
    killed = subprocess.run([sys.executable, "-c", code], capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()[-500:]
    assert grade(course).keys() == grade(untouched).keys()
    assert rows(course) == rows(untouched)
    assert files(course) == files(untouched)


def test_what_is_in_the_way_of_one_stops_nobody_else(course):
    """A file stands where a learner's graded folder should be."""
    (course / "autograded").mkdir()
    (course / "autograded" / "s1").write_text("in the way")
    found = grade(course)
    assert found["s1"].points is None
    assert "graded folder can't be written" in found["s1"].remarks[0]
    assert [found[name].points for name in ("s0", "s4")] == [16, 16]
    (course / "autograded" / "s1").unlink()
    assert grade(course)["s1"].points == 0


def test_a_page_that_cannot_be_written_is_said_and_written_later(course):
    """The grade counts, the others have their pages; the next run writes this one."""
    (course / "feedback").mkdir()
    (course / "feedback" / "s0").write_text("in the way")
    found = grade(course)
    assert (found["s0"].points, found["s0"].feedback) == (16, None)
    assert "No page could be written" in found["s0"].remarks[0]
    assert found["s4"].feedback.is_file()
    (course / "feedback" / "s0").unlink()
    assert grade(course)["s0"].feedback.is_file()


def test_a_torn_stamp_costs_nothing_but_time(course):
    """A line that a stop tore off is that of a submission to grade again."""
    first = grade(course)
    (stamps,) = (course / OWN_FOLDER / "graded").glob("*.jsonl")
    stamps.write_bytes(stamps.read_bytes()[:-40] + b"\xff")
    assert grade(course) == first


def test_what_did_not_change_is_not_graded_again(course):
    """The same results and remarks are told; no file is written."""
    (course / "submitted" / "s3" / LESSON / f"{LESSON}.ipynb").write_text("torn")
    first, before = grade(course), graded_files(course)
    assert "could not be read" in first["s3"].remarks[0]
    assert grade(course) == first
    assert graded_files(course) == before


def test_only_what_changed_is_graded_again(course):
    """A learner hands in once more."""
    grade(course)
    before = graded_files(course)
    journal = course / "submitted" / "s1" / LESSON / "responses.jsonl"
    journal.write_text(journal.read_text() + '{"item": "demo-single", "answer": "blue"}\n')
    assert grade(course)["s1"].by_question["demo-single"] == (2, 2)
    after = graded_files(course)
    assert {path.parts[1] for path in after if after[path] != before[path]} == {"s1"}


def test_a_mended_bank_grades_everybody_again(course):
    """Another key is another grade, for all."""
    assert grade(course)["s0"].by_question["demo-numeric"] == (1, 1)
    bank = course / "quizzes" / "graded" / f"{LESSON}.yml"
    bank.write_text(bank.read_text().replace("value: 60, tol", "value: 61, tol"))
    assert {one.by_question["demo-numeric"][0] for one in grade(course).values()} == {0}


def test_force_grades_everybody_again(course):
    """For whoever does not trust the stamps."""
    grade(course)
    before = graded_files(course)
    grade(course, force=True)
    after = graded_files(course)
    assert [path for path in after if after[path] == before[path]] == []


def test_a_gradebook_made_anew_is_filled(course):
    """Stamps without the rows that they speak of are worth nothing."""
    grade(course)
    with gradebook(course) as book:
        book.remove_submission(LESSON, "s0")
    grade(course)
    assert question_scores(course, "s0") != ZERO


def test_a_persons_grade_changes_the_page_and_nothing_else(course):
    """Points given by hand are on the page the next time; autograding is not repeated."""
    grade(course)
    before = graded_files(course)
    with gradebook(course) as book:
        book.find_grade("demo-single", LESSON, LESSON, "s1").manual_score = 1.5
        book.db.commit()
    assert grade(course)["s1"].by_question["demo-single"] == (1.5, 2)
    after = graded_files(course)
    changed = {path for path in after if after[path] != before[path]}
    assert {path.suffix for path in changed} == {".html"}
    (page,) = changed
    assert "1.5 / 2.0" in (course / page).read_text()


def test_a_due_date_set_later_counts(course):
    """And so does an extension, without grading anything again."""
    with (course / "nbgrader_config.py").open("a") as config:
        config.write(ZERO_WHEN_LATE)
    for student in ("s0", "s4"):
        (course / "submitted" / student / LESSON / "timestamp.txt").write_text(LATE)
    assert grade(course)["s0"].late_penalty == 0
    with gradebook(course) as book:
        book.find_assignment(LESSON).duedate = DUE
        book.find_submission(LESSON, "s4").extension = timedelta(hours=3)
        book.db.commit()
    again = grade(course)
    assert (again["s0"].late_penalty, again["s4"].late_penalty) == (16, 0)


@pytest.mark.parametrize("text", ["yesterday-ish", "9" * 400, "2026-13-45 99:99", "\0"])
def test_a_time_that_is_none_is_said_and_costs_nothing(course, text):
    """nbgrader would stop there."""
    (course / "submitted" / "s0" / LESSON / "timestamp.txt").write_text(text)
    found = grade(course)["s0"]
    assert found.points == 16
    assert "the time of the submission is not known" in " ".join(found.remarks)


def test_a_held_gradebook_is_waited_for(course):
    """Another program is writing: that is told once, and nobody's grade is lost."""
    config = course / "nbgrader_config.py"
    quick = 'c.CourseDirectory.db_url = "sqlite:///gradebook.db?timeout=0.1"\n'
    config.write_text(config.read_text() + quick)
    holder = sqlite3.connect(course / "gradebook.db", check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    told = []

    def tell(sentence):
        told.append(sentence)
        threading.Timer(0.5, holder.rollback).start()

    found = grade(course, tell=tell)
    holder.close()
    assert len(told) == 1
    assert "waiting for it" in told[0]
    assert [one.points for one in found.values()] == [16, 0, pytest.approx(5.6667), 0, 16]


def test_somebody_else_who_grades_is_waited_for(course):
    """Two who grade the same lesson would write the same files."""
    grade(course)
    (lock,) = (course / OWN_FOLDER / "graded").glob("*.lock")
    hold = "import sys, filelock\nwith filelock.FileLock(sys.argv[1]): print(); input()"
    other = subprocess.Popen(
        [sys.executable, "-c", hold, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    other.stdout.readline()
    told = []

    def tell(sentence):
        told.append(sentence)
        other.communicate(b"\n")

    assert len(grade(course, tell=tell)) == 5
    assert told == ["Somebody else is grading this lesson; waiting until they are done …"]


def test_a_gradebook_that_cannot_be_used_is_said(course):
    """No traceback, and no waiting for ever."""
    (course / "gradebook.db").write_bytes(b"This is no database." * 100)
    with pytest.raises(CourseError, match="gradebook could not be used"):
        grade(course)


def test_stamps_hold_no_answers(course):
    """What is kept beside the gradebook tells nothing of what a learner answered."""
    grade(course)
    (stamps,) = (course / OWN_FOLDER / "graded").glob("*.jsonl")
    kept = [json.loads(line) for line in stamps.read_text().split("\n") if line]
    assert {field for one in kept for field in one} == {"student", "submission", "page", "remarks"}

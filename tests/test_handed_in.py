"""What was handed in: whose file it is, what was changed later, and a learner's own copy."""

import os
import sys

import pytest

from bzdcourse.grading.course import open_course
from bzdcourse.grading.grade import grade_own, grade_submissions, submissions_of
from bzdcourse.grading.handed_in import MAX_DEPTH, MAX_ENTRIES, shown
from bzdcourse.grading.submissions import find_submissions
from bzdcourse.quiz.responses import JOURNAL_NAME
from classroom import ALL_RIGHT, ALL_WRONG, LESSON, hand_in

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="links and pipes as Linux has them"),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
]


@pytest.fixture
def submitted(tmp_path):
    """A folder of submissions, each a journal alone."""
    return tmp_path / "submitted"


def put_journal(submitted, student, text="{}"):
    """Hand in a journal; returns where it is."""
    journal = submitted / student / LESSON / JOURNAL_NAME
    journal.parent.mkdir(parents=True)
    journal.write_text(text)
    return journal


def refused(submitted):
    """Why each student's submission must not be graded; empty if it may."""
    return {one.student: one.refused for one in find_submissions(submitted, LESSON)}


def test_linking_to_a_classmate_costs_only_the_one_who_links(submitted):
    """The file stays with the learner whose folder held it first, whatever their names."""
    journal = put_journal(submitted, "zoe")
    for student in ("adam", "ann"):
        own = put_journal(submitted, student)
        own.unlink()
        os.link(journal, own)
    why = refused(submitted)
    assert why["zoe"] == ""
    assert "hard link to a file of zoe" in why["adam"]
    assert "hard link to a file of zoe" in why["ann"]


def test_linking_to_what_is_nobodys_submission_is_refused(submitted, tmp_path):
    """Two who link to the key don't make it a file of the class."""
    key = tmp_path / "key.yml"
    key.write_text("blue")
    for student in ("adam", "ann"):
        own = put_journal(submitted, student)
        own.unlink()
        os.link(key, own)
    assert all("or of the course" in why for why in refused(submitted).values())


def test_limits_are_wide_enough_for_honest_learners(submitted):
    """As many files and folders as the limits say may be handed in, and not one more."""
    folder = put_journal(submitted, "ann").parent
    (folder / "/".join("d" * MAX_DEPTH)).mkdir(parents=True)
    for n in range(MAX_ENTRIES - MAX_DEPTH - 2):
        (folder / f"{n}.txt").touch()
    assert refused(submitted) == {"ann": ""}
    (folder / "one-more.txt").touch()
    assert f"more than {MAX_ENTRIES} files" in refused(submitted)["ann"]


@pytest.mark.parametrize("locked", ["ann", f"ann/{LESSON}"])
def test_folder_that_cannot_be_opened_is_told(open_folder, locked):
    """A submission out of reach is listed with the reason, not passed over."""
    put_journal(open_folder, "ann")
    put_journal(open_folder, "bob")
    (open_folder / locked).chmod(0)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        why = refused(open_folder)
    finally:
        os.seteuid(user)
        (open_folder / locked).chmod(0o755)
    assert "Permission denied" in why["ann"]
    assert why["bob"] == ""


@pytest.mark.parametrize(
    ("name", "safe"),
    [("O'Neil", "O'Neil"), ("Zoë", "Zoë"), ("a\x1b[2J\n", r"a\x1b[2J\n"), ("\udce9", r"\udce9")],
)
def test_names_are_shown_safely(name, safe):
    """What a terminal would obey, or can't print, is shown as its code."""
    assert shown(name) == safe


def test_submission_that_turns_bad_later_keeps_its_grade_and_is_told(released_course):
    """A folder that was graded and is then replaced by a link to somebody's isn't graded again."""

    def grade():
        course = open_course(released_course)
        results = grade_submissions(course, LESSON, submissions_of(course, LESSON))
        return {one.student: one for one in results}

    hand_in(released_course, "ann", ALL_RIGHT)
    journal = hand_in(released_course, "eve", ALL_WRONG) / JOURNAL_NAME
    assert grade()["eve"].points == 0
    journal.unlink()
    journal.symlink_to(f"../../ann/{LESSON}/{JOURNAL_NAME}")
    again = grade()
    assert "symbolic link" in again["eve"].remarks[0]
    assert (again["eve"].points, again["ann"].points) == (None, 16)


def test_own_copy_without_plain_files_gets_a_zero(demo_course):
    """A lone learner whose journal and notebook are none is told so, and waits for nothing."""
    copy = demo_course / "my_course" / LESSON
    copy.mkdir(parents=True)
    os.mkfifo(copy / JOURNAL_NAME)
    (copy / f"{LESSON}.ipynb").mkdir()
    result = grade_own(open_course(demo_course, own=True), LESSON, copy)
    assert result.points == 0
    assert f"No {JOURNAL_NAME} was handed in" in " ".join(result.remarks)

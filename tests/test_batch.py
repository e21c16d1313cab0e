"""The batch path writes what nbgrader's own commands write: every row, every file."""

import shutil

import pytest

from both_ways import (
    CLASS,
    ZERO_WHEN_LATE,
    add_written_task,
    copy_for_nbgrader,
    files,
    grade,
    grade_by_hand,
    hand_in_class,
    rows,
)
from bzdcourse.grading.release import release_lesson
from classroom import ALL_WRONG, LESSON, hand_in

pytestmark = [
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # nbgrader's own
    pytest.mark.timeout(600),
]


@pytest.fixture(scope="module")
def both(tmp_path_factory, course_with_gradebook):
    """One class, graded by the batch path and by nbgrader; regraded after a person graded too."""
    root = shutil.copytree(course_with_gradebook, tmp_path_factory.mktemp("both") / "course")
    with (root / "nbgrader_config.py").open("a") as config:
        config.write(ZERO_WHEN_LATE)
    add_written_task(root)
    release_lesson(root, LESSON)
    hand_in_class(root)
    courses = root, copy_for_nbgrader(root)
    found = []
    for course in courses:
        first = grade(course), rows(course), files(course)
        grade_by_hand(course)
        hand_in_again(course)
        found.append((*first, grade(course, force=True), rows(course), files(course)))
    return found


def hand_in_again(root):
    """One learner replaces right answers by wrong ones."""
    shutil.rmtree(root / "submitted" / "doubled")
    hand_in(root, "doubled", ALL_WRONG)


@pytest.mark.parametrize("time", ["first", "again"])
def test_every_row_of_the_gradebook_is_the_same(both, time):
    """Scores, comments, times, penalties, and what waits for a person."""
    ours, theirs = (found[1 if time == "first" else 4] for found in both)
    assert len(ours) > 10 * len(CLASS)
    assert ours == theirs


@pytest.mark.parametrize("time", ["first", "again"])
def test_every_file_is_the_same(both, time):
    """Autograded notebooks, feedback pages, what else was handed in, and its permissions."""
    ours, theirs = (found[2 if time == "first" else 5] for found in both)
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if ours[name] != theirs[name]] == []


@pytest.mark.parametrize("time", ["first", "again"])
def test_the_same_is_told(both, time):
    """Points, penalties and remarks of each learner."""
    ours, theirs = (found[0 if time == "first" else 3] for found in both)
    for student, result in ours.items():
        other = theirs[student]
        assert (result.points, result.late_penalty) == (other.points, other.late_penalty), student
        assert (result.by_question, result.remarks) == (other.by_question, other.remarks), student


def test_the_class_has_what_is_compared(both):
    """Somebody is late and loses all, somebody had longer, somebody was graded by hand."""
    again = both[0][3]
    assert (again["late"].points, again["late"].late_penalty) == (16, 16)
    assert (again["extended"].points, again["extended"].late_penalty) == (16, 0)
    assert again["writer"].by_question["leaflet"] == (4.5, 6)
    assert again["right"].by_question["demo-numeric"] == (1.25, 1)
    assert again["doubled"].points < both[0][0]["doubled"].points == 16

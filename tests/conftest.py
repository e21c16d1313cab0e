"""Fixtures that most tests share."""

import shutil
from pathlib import Path

import pytest

from bzdcourse.quiz.bank import load_bank

DEMO_COURSE = Path(__file__).parent / "fixtures" / "course"


@pytest.fixture(scope="session")
def demo_bank():
    """The demonstration bank: one graded question of each kind."""
    return load_bank(DEMO_COURSE / "quizzes" / "graded" / "00_demo.yml")


@pytest.fixture(scope="session")
def course_with_gradebook(tmp_path_factory):
    """The demonstration course with an empty gradebook, which takes nbgrader seconds to make."""
    from bzdcourse.grading.course import open_course

    root = Path(shutil.copytree(DEMO_COURSE, tmp_path_factory.mktemp("template") / "course"))
    with open_course(root).gradebook():
        pass
    return root


@pytest.fixture
def demo_course(tmp_path, course_with_gradebook):
    """A course of one lesson, `00_demo`, in a folder of its own."""
    return Path(shutil.copytree(course_with_gradebook, tmp_path / "course"))


@pytest.fixture
def released_course(tmp_path, released_template):
    """The demonstration course with its lesson released."""
    return Path(shutil.copytree(released_template, tmp_path / "released"))


@pytest.fixture(scope="session")
def released_template(tmp_path_factory, course_with_gradebook):
    """Released once for all tests."""
    from bzdcourse.grading.release import release_lesson

    root = tmp_path_factory.mktemp("template") / "released"
    shutil.copytree(course_with_gradebook, root)
    release_lesson(root, "00_demo")
    return root

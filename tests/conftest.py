"""Fixtures that most tests share."""

import json
import os
import shutil
import tempfile
from pathlib import Path

import comm
import pytest

from bzdcourse.quiz.bank import load_bank
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
from exercises import add_exercise
from page import Page

DEMO_COURSE = Path(__file__).parent / "fixtures" / "course"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    """What hostile names printed is made fit to travel between the processes of the tests."""
    report = yield
    report.sections = [
        (title, text.encode("utf-8", "backslashreplace").decode())
        for title, text in report.sections
    ]
    return report


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


@pytest.fixture(scope="session")
def sandbox():
    """Skip where there is no sandbox, but never in CI."""
    from bzdcourse.grading.sandbox import why_no_sandbox

    if missing := why_no_sandbox():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)


@pytest.fixture(scope="session")
def exercise_template(tmp_path_factory, course_with_gradebook):
    """The demonstration course with a code exercise, released once for all tests."""
    from bzdcourse.grading.release import release_lesson

    root = tmp_path_factory.mktemp("template") / "exercise"
    shutil.copytree(course_with_gradebook, root)
    add_exercise(root)
    release_lesson(root, LESSON)
    return root


@pytest.fixture
def exercise_course(tmp_path, exercise_template):
    """A course with a code exercise, in a folder of its own."""
    return Path(shutil.copytree(exercise_template, tmp_path / "exercise"))


@pytest.fixture
def page(monkeypatch):
    """The page's end of the wire."""
    page = Page()
    monkeypatch.setattr(comm, "create_comm", page.plug)
    return page


@pytest.fixture
def released(demo_course, monkeypatch):
    """The working folder is a learner's copy; returns its journal."""
    folder = demo_course / "my_course" / LESSON
    folder.mkdir(parents=True)
    bank = load_bank(demo_course / "quizzes" / "graded" / f"{LESSON}.yml")
    (folder / f"{LESSON}.quiz.json").write_text(json.dumps(bank.public()))
    monkeypatch.chdir(folder)
    return folder / "responses.jsonl"


@pytest.fixture
def source(demo_course, monkeypatch):
    """The working folder is the lesson's source; returns the course."""
    monkeypatch.chdir(demo_course / "notebooks" / LESSON)
    return demo_course


@pytest.fixture
def open_folder():
    """A folder that every user can reach, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def make_read_only():
    """Return a function that makes a folder read-only, even if the tests run as root."""
    user = os.geteuid()
    folders = []

    def make(folder):
        folder.chmod(0o555)
        folders.append(folder)
        if user == 0:
            os.seteuid(65534)

    yield make
    os.seteuid(user)
    for folder in folders:
        folder.chmod(0o755)


@pytest.fixture(scope="session")
def class_of(tmp_path_factory, released_template):
    """A class with every kind of submission, graded once: the course and the results by student."""
    from bzdcourse.grading.course import open_course
    from bzdcourse.grading.grade import grade_submissions, submissions_of

    root = tmp_path_factory.mktemp("class") / "course"
    shutil.copytree(released_template, root)
    for student, answers in {"right": ALL_RIGHT, "wrong": ALL_WRONG, "partly": PARTLY}.items():
        hand_in(root, student, answers)
    hand_in(root, "empty", None)
    for change in (drop_questions, double_cells, spoil_metadata, forge_scores):
        hand_in(root, f"{change.__name__}-right", ALL_RIGHT, change)
        hand_in(root, f"{change.__name__}-empty", None, change)
    (hand_in(root, "no-notebook", ALL_RIGHT) / f"{LESSON}.ipynb").unlink()
    (hand_in(root, "torn-notebook", ALL_RIGHT) / f"{LESSON}.ipynb").write_text('{"cells": [')
    (hand_in(root, "list-notebook", ALL_RIGHT) / f"{LESSON}.ipynb").write_text("[]")
    shutil.rmtree(hand_in(root, "nothing", None))
    (root / "submitted" / "nothing" / LESSON).mkdir(parents=True)
    garble(hand_in(root, "garbled", None))
    (hand_in(root, "link", ALL_RIGHT) / "peek").symlink_to(root / "quizzes" / "graded")
    folder = hand_in(root, "linked-journal", None)
    (folder / "responses.jsonl").symlink_to("../../right/00_demo/responses.jsonl")
    course = open_course(root)
    submissions = submissions_of(course, LESSON)
    return root, {r.student: r for r in grade_submissions(course, LESSON, submissions)}

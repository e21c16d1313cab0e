"""A gradebook in PostgreSQL: a real server, which the tests start and stop."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from nbgrader.api import Gradebook

from both_ways import add_written_task, grade, grade_by_hand, hand_in_class, rows
from bzdcourse.grading.release import release_lesson
from classroom import LESSON
from programs import find_postgresql

pytestmark = [
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # nbgrader's own
    pytest.mark.timeout(300),
]


def as_postgres(*command):
    """The server refuses to run as root."""
    if os.geteuid() == 0:
        command = ("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *command)
    subprocess.run(command, check=True, capture_output=True, cwd="/")


@contextmanager
def running_server(programs, folder):
    """Start a server for one test run; yields the address of its empty database."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    control, data = str(Path(programs) / "pg_ctl"), str(folder / "data")
    as_postgres(str(Path(programs) / "initdb"), "-D", data, "-U", "teacher", "-A", "trust")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder}"
    as_postgres(control, "-D", data, "-o", options, "-l", str(folder / "log"), "-w", "start")
    try:
        yield f"127.0.0.1:{port}"
    finally:
        as_postgres(control, "-D", data, "-m", "immediate", "stop")


@pytest.fixture(scope="module")
def server():
    """Address of a running server; skipped where there is none, but never in CI."""
    programs = find_postgresql()
    if not programs:
        missing = "There is no PostgreSQL here. Install it: apt-get install postgresql"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    with tempfile.TemporaryDirectory() as folder, running_server(programs, Path(folder)) as at:
        yield at


@pytest.fixture
def address(server, request):
    """Address of an empty database."""
    name = request.node.name
    with psycopg.connect(f"postgresql://teacher@{server}/postgres", autocommit=True) as database:
        database.execute(f'CREATE DATABASE "{name}"')
    return f"postgresql+psycopg://teacher@{server}/{name}"


def test_a_class_is_graded_as_with_sqlite(address, demo_course, tmp_path):
    """The same rows, also after a person graded and it was graded again."""
    add_written_task(demo_course)
    twin = shutil.copytree(demo_course, tmp_path / "twin")
    with (twin / "nbgrader_config.py").open("a") as config:
        config.write(f"c.CourseDirectory.db_url = {address!r}\n")
    found = []
    for root, url in ((demo_course, None), (twin, address)):
        release_lesson(root, LESSON)
        hand_in_class(root)
        grade(root)
        grade_by_hand(root, url)
        grade(root, force=True)
        found.append(rows(root, url))
    assert found[0] == found[1]


def test_two_who_grade_at_once_do_not_collide(address, demo_course):
    """Two processes grade the same class into one gradebook; each row is there once."""
    with (demo_course / "nbgrader_config.py").open("a") as config:
        config.write(f"c.CourseDirectory.db_url = {address!r}\n")
    release_lesson(demo_course, LESSON)
    hand_in_class(demo_course)
    command = [sys.executable, "-m", "bzdcourse.cli", "grade", LESSON, "--force"]
    both = [subprocess.Popen(command, cwd=demo_course) for _ in range(2)]
    assert {process.wait(timeout=120) for process in both} == {0}
    with Gradebook(address, "benzodiazepines") as book:
        (lesson,) = [one for one in book.assignments if one.name == LESSON]
        students = [one.student.id for one in lesson.submissions]
    assert len(students) == len(set(students)) == 16

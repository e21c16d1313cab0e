"""Code exercises are run behind walls: what is inside, what gets out, and when it ends."""

import shutil
import socket
import sys
from pathlib import Path

import pytest

import attacks
import bzdcourse
from attacks import cell_of
from bzdcourse.grading.course import open_course
from bzdcourse.grading.grade import grade_submissions, submissions_of
from classroom import (
    ALL_RIGHT,
    ALL_WRONG,
    LESSON,
    MAX_POINTS,
    ZERO,
    feedback_text,
    hand_in,
    question_scores,
)
from exercises import outputs, solve_with

# nbgrader's own; see test_grading.
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")


def secrets(root, home):
    """Places that only an instructor may read."""
    inside = ["quizzes/graded/00_demo.yml", "quizzes", "gradebook.db", "submitted/zoe/00_demo"]
    inside += ["nbgrader_config.py", "notebooks/00_demo/00_demo.ipynb", "release"]
    outside = [str(home), "~/secret.txt", "/etc/shadow", "/etc/passwd", f"{LESSON}.ipynb"]
    return [str(root / place) for place in inside] + outside


def belongings(root):
    """Files that a submission may not write, and new ones outside of its folder."""
    package = Path(bzdcourse.__file__).parent
    places = [root / "gradebook.db", root / "quizzes" / "graded" / "00_demo.yml"]
    places += [root / "submitted" / "zoe" / "00_demo" / "responses.jsonl", root / "new.txt"]
    places += [package / "new.txt", Path(sys.prefix) / "new.txt", Path("/usr/new.txt")]
    return [str(place) for place in places]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """An instructor's home with a secret, and one in the environment."""
    home = tmp_path_factory.mktemp("home")
    (home / "secret.txt").write_text("my password")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        patch.setenv("INSTRUCTORS_TOKEN", "my token")
        yield home


@pytest.fixture(scope="module")
def hostile_class(tmp_path_factory, exercise_template, sandbox, home):
    """A class graded in one batch: the course and the results by student."""
    root = tmp_path_factory.mktemp("hostile") / "course"
    shutil.copytree(exercise_template, root)
    with socket.create_server(("127.0.0.1", 0)) as server:
        peep = [
            cell_of(attacks.read, secrets(root, home)),
            cell_of(attacks.write, belongings(root)),
        ]
        peep += [cell_of(attacks.connect, server.getsockname()[1])]
        peep += [cell_of(attacks.cheat, ALL_RIGHT)]
        hand_in(root, "spy", ALL_WRONG, solve_with(*peep))
        storm = [cell_of(attacks.take_memory, 2000), cell_of(attacks.start_processes, 200)]
        storm += [cell_of(attacks.take_memory_together, 5, 120)]
        hand_in(root, "storm", ALL_RIGHT, solve_with(*storm))
        endless = ["while True: pass", cell_of(attacks.never_stop)]
        hand_in(root, "endless", ALL_RIGHT, solve_with(*endless))
        (hand_in(root, "zoe", ALL_RIGHT, solve_with("import mine")) / "mine.py").write_text("")
        course = open_course(root)
        graded = grade_submissions(course, LESSON, submissions_of(course, LESSON))
        return root, {result.student: result for result in graded}


@pytest.mark.parametrize(
    ("student", "quiz", "exercise"),
    [
        ("zoe", MAX_POINTS, 4),
        ("endless", MAX_POINTS, 0),
        ("storm", MAX_POINTS, 0),
        ("spy", ZERO, 4),
    ],
)
def test_everybody_has_the_points_earned(hostile_class, student, quiz, exercise):
    """Code earns the points of its exercise; none changes its quiz or anybody else's score."""
    assert question_scores(hostile_class[0], student) == {**quiz, "double-tests": exercise}


def test_walls(hostile_class):
    """No secret is read, nothing written outside, nobody reached; only one's own copy changes."""
    root, _ = hostile_class
    read, written, reached, lines = outputs(root, "spy")[0]
    assert (read, reached, lines) == ([], [], len(ALL_RIGHT))
    assert not [place for place in belongings(root) if Path(place).name == "new.txt"
                and Path(place).exists()]  # fmt: skip
    kept = (root / "quizzes" / "graded" / "00_demo.yml", root / "submitted/zoe" / LESSON)
    assert "spoilt" not in kept[0].read_text() + (kept[1] / "responses.jsonl").read_text()
    assert not [place for place in written if not place.startswith(str(root))]


def test_storms_are_held(hostile_class):
    """Memory and processes end at their limits, and memory taken together ends the kernel."""
    (memory_mb, processes), reasons = outputs(hostile_class[0], "storm")
    assert 0 < memory_mb < 512
    assert 0 < processes < 40
    assert reasons[0].startswith("the code ended its kernel, or took more memory or time")


@pytest.mark.parametrize(
    ("student", "reason"),
    [
        ("endless", "stopped, as it took longer than 4 s"),
        ("endless", "the code did not stop when its time was over"),
        ("storm", "the code ended its kernel, or took more memory"),
    ],
)
def test_reason_is_on_the_page_and_in_the_remarks(hostile_class, student, reason):
    """Learner and instructor read why there are no points."""
    root, results = hostile_class
    assert reason in feedback_text(root, student)
    assert any(reason in remark for remark in results[student].remarks)
    assert (results["zoe"].remarks, outputs(root, "zoe")[1]) == ([], [])

"""The commands as a person types them: what they print and how they end."""

import pytest

from bzdcourse import cli
from classroom import ALL_RIGHT, LESSON, hand_in

# nbgrader's own; see test_grading.
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")


@pytest.fixture
def run(monkeypatch, capsys):
    """Return a function that runs a command in a folder: exit code, output, errors."""

    def run_in(folder, *arguments):
        monkeypatch.chdir(folder)
        monkeypatch.setattr(cli.console, "width", 200)
        code = cli.main(arguments)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run_in


def test_check_passes_a_sound_course(run, demo_course):
    """A sound course ends with 0, a table of what there is, and one calm sentence."""
    code, out, told = run(demo_course, "check")
    assert (code, told) == (0, "")
    assert "questions: graded" in out
    assert out.endswith("Everything holds together.\n")


def test_check_of_one_lesson_has_no_table(run, demo_course):
    """A lesson that is sound by itself ends with 0 and the sentence alone."""
    assert run(demo_course, "check", LESSON) == (0, "Everything holds together.\n", "")


def test_check_fails_a_broken_bank(run, demo_course):
    """A broken bank ends with an error code, and says file, line and item without a traceback."""
    bank = demo_course / "quizzes" / "graded" / f"{LESSON}.yml"
    bank.write_text(bank.read_text().replace("key: blue", "key: pink"))
    code, _, told = run(demo_course, "check", LESSON)
    assert code == 2
    assert f"graded/{LESSON}.yml:" in told and "demo-single" in told and "pink" in told
    assert "Traceback" not in told


@pytest.mark.parametrize("command", ["check", "release", "grade"])
def test_unknown_lesson_is_told_with_the_known(run, demo_course, command):
    """A mistyped lesson is answered by the names that exist."""
    code, out, told = run(demo_course, command, "99_nothing")
    assert code == 2
    assert "no lesson “99_nothing”" in out + told and LESSON in out + told


def test_release_lists_what_travels(run, demo_course):
    """Releasing prints the folder and its files."""
    code, out, _ = run(demo_course, "release", LESSON)
    assert code == 0
    assert f"release/{LESSON}" in out and f"{LESSON}.quiz.json" in out


def test_release_of_a_broken_lesson_is_refused(run, demo_course):
    """Nothing is released that doesn't hold together."""
    (demo_course / "notebooks" / LESSON / "responses.jsonl").write_text("")
    code, _, told = run(demo_course, "release", LESSON)
    assert code == 2
    assert "would replace every learner's answers" in told
    assert not (demo_course / "release").exists()


def test_grade_prints_a_table_and_names_who_was_left_out(run, released_course):
    """Every submission is in the table; one that could not be graded changes the exit code only."""
    hand_in(released_course, "ann", ALL_RIGHT)
    (hand_in(released_course, "bob", ALL_RIGHT) / "peek").symlink_to("/")
    code, out, _ = run(released_course, "grade", LESSON)
    assert code == 1
    assert "16 of 16" in out
    assert "bob" in out and "symbolic link" in out
    assert "1 graded, 1 not graded." in out


def test_grade_without_submissions_says_what_to_do(run, released_course):
    """An empty class gets advice."""
    code, _, told = run(released_course, "grade", LESSON)
    assert code == 2
    assert "nbgrader collect" in told


def test_grade_without_a_lesson_says_how(run, released_course):
    """A forgotten argument gets an example."""
    code, _, told = run(released_course, "grade")
    assert code == 2
    assert "bzdcourse grade" in told


def test_own_copy_is_graded_with_one_command(run, demo_course):
    """Who studies alone gets points by question and a feedback page, and keeps all answers."""
    assert run(demo_course, "study", "--prepare")[0] == 0
    copy = demo_course / "my_course" / LESSON
    answers = '{"item": "demo-single", "answer": "blue"}\n{"item": "demo-numeric", "answer": 1}\n'
    (copy / "responses.jsonl").write_text(answers)
    code, out, _ = run(demo_course, "grade", "--mine")
    assert code == 0
    assert "2 of 16" in out and "5 of 7 questions not answered" in out
    assert "Rationale of blue" in (copy / "feedback.html").read_text()
    assert (copy / "responses.jsonl").read_text() == answers


def test_own_copy_can_be_graded_after_the_questions_changed(run, demo_course):
    """A new version of the course doesn't lock a lone learner out of grading."""
    run(demo_course, "study", "--prepare")
    run(demo_course, "grade", "--mine")
    for path in ("quizzes/graded/00_demo.yml", "notebooks/00_demo/00_demo.ipynb"):
        file = demo_course / path
        file.write_text(file.read_text().replace("demo-numeric", "demo-number"))
    run(demo_course, "study", "--prepare")
    code, out, _ = run(demo_course, "grade", "--mine", LESSON)
    assert code == 0
    assert "demo-number" in out


def test_own_grade_before_studying_says_what_to_run(run, demo_course):
    """Grading what was never opened gets advice."""
    code, _, told = run(demo_course, "grade", "--mine")
    assert code == 2
    assert "make course" in told

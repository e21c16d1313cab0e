"""From the gradebook and the journals to a report, as the command writes it."""

import json
import shutil

import pytest
from nbgrader.api import Gradebook

from bzdcourse import cli
from bzdcourse.data import CourseError
from bzdcourse.grading.course import open_course
from bzdcourse.grading.results import read_results
from classroom import LESSON, MAX_POINTS, hand_in

# nbgrader's own; see test_grading.
pytestmark = [
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
    pytest.mark.filterwarnings("ignore:Non-unique cell id"),
]


@pytest.fixture
def graded_course(tmp_path, class_of):
    """A copy of the class that was graded, to be changed."""
    return shutil.copytree(class_of[0], tmp_path / "graded", symlinks=True)


def learner(root, student):
    """What there is to report of one learner."""
    results = read_results(open_course(root), LESSON)
    return next(one for one in results.learners if one.student == student)


def test_points_come_from_the_gradebook_and_answers_from_the_journal(class_of):
    """Every graded submission is in, with points and answers; others are counted only."""
    results = read_results(open_course(class_of[0]), LESSON)
    students = {one.student: one for one in results.learners}
    assert results.title == "A demonstration"
    assert results.max_points == MAX_POINTS
    assert students["right"].points == MAX_POINTS
    assert students["wrong"].scores["demo-single"].answer == "green"
    assert students["garbled"].scores["demo-numeric"].state == "not readable"
    assert students["empty"].traces == {}
    graded = {name for name, result in class_of[1].items() if result.points is not None}
    assert set(students) == graded
    assert results.not_graded == len(class_of[1]) - len(graded) > 0


def test_points_changed_by_hand_count(graded_course):
    """An instructor's points replace the grader's, and extra credit is added to them."""
    with Gradebook(f"sqlite:///{graded_course / 'gradebook.db'}") as gradebook:
        grade = gradebook.find_grade("demo-single", LESSON, LESSON, "wrong")
        grade.manual_score, grade.extra_credit = 1.5, 0.25
        gradebook.find_grade("demo-numeric", LESSON, LESSON, "wrong").needs_manual_grade = True
        gradebook.db.commit()
    points = learner(graded_course, "wrong").points
    assert points["demo-single"] == 1.75
    assert points["demo-numeric"] is None


def test_learner_whose_submission_is_gone_keeps_the_points(graded_course):
    """The gradebook alone gives points, and no answers."""
    shutil.rmtree(graded_course / "submitted" / "right")
    gone = learner(graded_course, "right")
    assert (gone.points, gone.scores, gone.traces) == (MAX_POINTS, {}, {})


def test_grading_that_broke_off_does_not_count_and_times_come_from_the_journal(released_course):
    """A journal's lines give first answer, saves and times."""
    folder = hand_in(released_course, "ann", None)
    lines = [
        {"item": "demo-single", "answer": answer, "time": f"2026-05-01T10:0{n}:00+00:00"}
        for n, answer in enumerate(("green", "mauve", "blue"))
    ]
    (folder / "responses.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    with Gradebook(f"sqlite:///{released_course / 'gradebook.db'}") as gradebook:
        gradebook.add_student("ann")
        gradebook.add_submission(LESSON, "ann")
        gradebook.db.commit()
    assert read_results(open_course(released_course), LESSON).not_graded == 1
    with Gradebook(f"sqlite:///{released_course / 'gradebook.db'}") as gradebook:
        gradebook.find_grade("demo-single", LESSON, LESSON, "ann").auto_score = 2
        gradebook.db.commit()
    trace = learner(released_course, "ann").traces["demo-single"]
    assert (trace.first, trace.saves) == ("green", 3)
    assert (trace.started.minute, trace.finished.minute) == (0, 2)


def test_lesson_that_was_not_released_has_nothing(demo_course):
    """Nothing to report is no error here; an unknown lesson is one."""
    results = read_results(open_course(demo_course), LESSON)
    assert (results.learners, results.max_points, results.not_graded) == ((), {}, 0)
    with pytest.raises(CourseError, match="no lesson “99_nothing”"):
        read_results(open_course(demo_course), "99_nothing")


@pytest.fixture
def run(monkeypatch, capsys):
    """Return a function that runs the command in a folder: exit code, output, errors."""

    def run_in(folder, *arguments):
        monkeypatch.chdir(folder)
        monkeypatch.setattr(cli.console, "width", 200)
        code = cli.main(["report", *arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run_in


@pytest.mark.parametrize(("arguments", "page"), [((LESSON,), LESSON), ((), "course")])
def test_command_writes_pages_and_says_what_is_private(run, graded_course, arguments, page):
    """One lesson or the whole course: pages in `reports/`, names in `reports/private/` only."""
    code, out, _ = run(graded_course, *arguments)
    reports = graded_course / "reports"
    assert code == 0
    assert f"reports/{page}.html" in out and "don't share that folder" in out
    assert (reports / f"{LESSON}.html").is_file()
    assert (reports / "course.html").is_file() == (page == "course")
    assert "torn-notebook" not in (reports / f"{LESSON}.html").read_text()
    assert "torn-notebook" in (reports / "private" / f"{LESSON}_learners.csv").read_text()


def test_command_says_what_is_missing(run, released_course):
    """Nothing graded, no such lesson: a sentence and an error code, no page."""
    code, _, told = run(released_course, LESSON)
    assert code == 2
    assert f"bzdcourse grade {LESSON}" in told
    assert run(released_course)[0] == 2
    assert "no lesson “99_nothing”" in run(released_course, "99_nothing")[2]
    assert not (released_course / "reports").exists()

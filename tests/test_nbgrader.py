"""With nbgrader: its kernel, its own commands, late penalties, manual grades."""

import json
import subprocess
import sys

import pytest
from nbgrader.api import Gradebook

from both_ways import add_written_task
from bzdcourse.data import CourseError
from bzdcourse.grading.course import open_course
from bzdcourse.grading.grade import grade_submissions, submissions_of
from classroom import (
    ALL_RIGHT,
    LESSON,
    PARTLY,
    ZERO,
    double_cells,
    feedback_text,
    hand_in,
    question_scores,
)

# nbgrader's own: it adds rows to a session in an order that SQLAlchemy 2 warns of, and nbformat
# warns of the copied cell ids that these tests hand in.
pytestmark = [
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
    pytest.mark.filterwarnings("ignore:Non-unique cell id"),
]


def test_no_kernel_starts_without_code_exercises(released_course):
    """Grading works where no kernel could start: the recorded kernel doesn't exist."""
    set_kernel(released_course, "no-kernel-may-start")
    hand_in(released_course, "ann", ALL_RIGHT)
    (result,) = grade(released_course)
    assert result.points == 16


def set_kernel(root, name):
    """Record another kernel as the lesson's own."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        gradebook.find_notebook(LESSON, LESSON).kernelspec = json.dumps(
            {"name": name, "display_name": name, "language": "python"}
        )
        gradebook.db.commit()


def grade(root):
    """Grade whatever was handed in."""
    course = open_course(root)
    return list(grade_submissions(course, LESSON, submissions_of(course, LESSON)))


def test_written_answer_waits_for_a_person(demo_course):
    """A written answer is kept and waits for a grade; one left empty is a zero that does not."""
    add_written_task(demo_course)
    folder = release(demo_course)
    assert "A model answer" not in (folder / f"{LESSON}.ipynb").read_text()

    def write(notebook):
        notebook["cells"][-1]["source"] = "My leaflet."

    hand_in(demo_course, "writes", ALL_RIGHT, write)
    hand_in(demo_course, "leaves-it", ALL_RIGHT)
    results = {result.student: result for result in grade(demo_course)}
    assert results["writes"].remarks == ["1 written answer(s) wait to be graded by hand."]
    assert results["leaves-it"].remarks == []
    assert results["writes"].points == results["leaves-it"].points == 16
    assert "My leaflet." in feedback_text(demo_course, "writes")


def release(root):
    """Release the lesson."""
    from bzdcourse.grading.release import release_lesson

    return release_lesson(root, LESSON)


def nbgrader(root, *arguments):
    """Run nbgrader as typed by hand in the course's folder."""
    command = [sys.executable, "-m", "nbgrader", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=120)


def test_commands_typed_by_hand_give_the_same(demo_course, class_of):
    """Nbgrader's own commands release, grade (in vain with --no-execute) and explain alike."""
    assert nbgrader(demo_course, "generate_assignment", LESSON).returncode == 0
    for student, answers in {"partly": PARTLY, "empty": None}.items():
        hand_in(demo_course, student, answers)
    hand_in(demo_course, "doubled", None, double_cells)
    assert nbgrader(demo_course, "autograde", LESSON, "--no-execute").returncode == 0
    assert nbgrader(demo_course, "generate_feedback", LESSON).returncode == 0
    assert question_scores(demo_course, "partly") == question_scores(class_of[0], "partly")
    assert question_scores(demo_course, "empty") == question_scores(demo_course, "doubled") == ZERO
    assert feedback_text(demo_course, "partly") == feedback_text(class_of[0], "partly")


CALCULATIONS = {
    "right": ({"variant": 2, "value": 125}, 2, ["100 km in 0.8 h", "Right."]),
    "rounded": ({"variant": 3, "value": 16.7}, 2, ["50 km in 3 h", "Right."]),
    "misled": (
        {"variant": 0, "value": 240},
        0,
        ["120 km in 2 h", "Rationale of 120 times 2, which is not 60", "Each thing counts twice"],
    ),
    "drawn-only": ({"variant": 1, "value": None}, 0, ["240 km in 3 h", "no answer was saved"]),
    "bare": (60, 0, ["vary from person", "the saved answer is not a number with its variant"]),
    "own-key": ({"variant": 0, "value": 9, "key": 9}, 0, ["not a number with its variant"]),
    "own-row": ({"variant": 4, "value": 60}, 0, ["numbers that the question doesn't have"]),
    "truth": ({"variant": True, "value": 80}, 0, ["numbers that the question doesn't have"]),
}


def test_numbers_that_vary_are_graded_by_the_learners_own(released_course):
    """The grader computes the key for the variant in the journal; forged answers earn nothing."""
    for student, (answer, _, _) in CALCULATIONS.items():
        hand_in(released_course, student, {"demo-calculation": answer})
    grade(released_course)
    for student, (_, points, words) in CALCULATIONS.items():
        scores = question_scores(released_course, student)
        assert scores == {**ZERO, "demo-calculation": points}, student
        told = feedback_text(released_course, student)
        assert [w for w in words if w not in told] == []


def test_export_lists_the_scores(class_of):
    """`nbgrader export` writes each student's points."""
    assert nbgrader(class_of[0], "export").returncode == 0
    rows = (class_of[0] / "grades.csv").read_text().splitlines()
    names = rows[0].split(",")
    scores = {
        r.split(",")[names.index("student_id")]: r.split(",")[names.index("score")] for r in rows
    }
    assert (float(scores["right"]), float(scores["empty"])) == (16, 0)


@pytest.mark.parametrize("folder", ["notebooks", "release"])
def test_nbgrader_validate_passes_source_and_says_what_is_open(released_course, folder):
    """Validation passes the source; in a released copy it names the questions still open."""
    said = nbgrader(released_course, "validate", f"{folder}/{LESSON}/{LESSON}.ipynb").stdout
    if folder == "notebooks":
        assert "Success" in said
    else:
        assert "demo-single: not answered yet" in said
        assert not list(released_course.glob(f"release/{LESSON}/*.jsonl"))


def test_late_submission_loses_its_points(released_course):
    """Nbgrader's late penalty applies to question scores."""
    with (released_course / "nbgrader_config.py").open("a") as config:
        config.write('\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    with Gradebook(f"sqlite:///{released_course / 'gradebook.db'}") as gradebook:
        gradebook.update_or_create_assignment(LESSON, duedate="2026-01-01 12:00 UTC")
    for student, time in {
        "early": "2025-12-31 12:00:00 UTC",
        "late": "2026-01-02 12:00 UTC",
    }.items():
        (hand_in(released_course, student, ALL_RIGHT) / "timestamp.txt").write_text(time)
    results = {result.student: result for result in grade(released_course)}
    assert (results["early"].points, results["early"].late_penalty) == (16, 0)
    assert (results["late"].points, results["late"].late_penalty) == (16, 16)


def test_grading_again_gives_the_same(released_course):
    """Grading twice changes nothing, and a new answer counts at the next grading."""
    folder = hand_in(released_course, "ann", PARTLY)
    first = grade(released_course)[0]
    assert grade(released_course)[0].by_question == first.by_question
    with (folder / "responses.jsonl").open("a") as journal:
        journal.write('{"item": "demo-numeric", "answer": 60}\n')
    assert grade(released_course)[0].points == pytest.approx(first.points + 1)


def test_manual_grade_of_an_instructor_is_kept(released_course):
    """Grading again doesn't take back what an instructor gave by hand."""
    hand_in(released_course, "ann", None)
    grade(released_course)
    with Gradebook(f"sqlite:///{released_course / 'gradebook.db'}") as gradebook:
        gradebook.find_grade("demo-single", LESSON, LESSON, "ann").manual_score = 1.5
        gradebook.db.commit()
    assert grade(released_course)[0].points == 1.5


def test_author_journal_in_the_source_stops_grading(released_course):
    """Nbgrader would lay it over every learner's answers, so nobody is graded with it."""
    hand_in(released_course, "ann", ALL_RIGHT)
    (released_course / "notebooks" / LESSON / "responses.jsonl").write_text("")
    with pytest.raises(CourseError, match="would replace every learner's answers"):
        grade(released_course)
    assert not (released_course / "autograded").exists()


def test_unknown_lesson_and_empty_class_are_told(released_course):
    """What can't be graded is told, with what to do."""
    course = open_course(released_course)
    with pytest.raises(CourseError, match="no lesson “99_nothing”"):
        submissions_of(course, "99_nothing")
    with pytest.raises(CourseError, match="nbgrader collect 00_demo"):
        submissions_of(course, LESSON)


def test_unreleased_lesson_is_told(demo_course):
    """Grading before the release says what to run."""
    (demo_course / "submitted" / "ann" / LESSON).mkdir(parents=True)
    with pytest.raises(CourseError, match="bzdcourse release 00_demo"):
        grade(demo_course)

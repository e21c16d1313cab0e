"""From what a class hands in to the gradebook and the feedback pages."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from bzdcourse.data import CourseError
from bzdcourse.grading.course import open_course
from bzdcourse.grading.grade import grade_submissions, submissions_of
from classroom import ALL_RIGHT, LESSON, MAX_POINTS, hand_in, question_scores

# nbgrader's own: it adds rows to a session in an order that SQLAlchemy 2 warns of, and nbformat
# warns of the copied cell ids that these tests hand in.
pytestmark = [
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
    pytest.mark.filterwarnings("ignore:Non-unique cell id"),
]

ALL_WRONG = {
    "demo-single": "green",
    "demo-multiple": ["violet", "white"],
    "demo-numeric": 120,
    "demo-ordering": ["four", "three", "two", "one"],
    "demo-classification": {"fire": "cool", "ice": "warm", "sea": "warm", "sun": "cool"},
}
PARTLY = {
    "demo-single": "blue",
    "demo-multiple": ["red"],
    "demo-ordering": ["two", "one", "three", "four"],
    "demo-classification": {"fire": "warm"},
}
ZERO = dict.fromkeys(MAX_POINTS, 0)


def drop_questions(notebook):
    """Delete every question from a notebook."""
    notebook["cells"] = [c for c in notebook["cells"] if "nbgrader" not in c["metadata"]]


def double_cells(notebook):
    """Copy and paste every cell, as learners do."""
    notebook["cells"] = [
        dict(c, id=f"c{n}-{k}") for n, c in enumerate(notebook["cells"]) for k in "ab"
    ]


def spoil_metadata(notebook):
    """Put all sorts of nonsense where nbgrader's metadata were."""
    nonsense = ["x", 3, {"grade_id": [1]}, {"schema_version": 99, "grade": True}, None, [], {}]
    for n, cell in enumerate(notebook["cells"]):
        cell["metadata"]["nbgrader"] = nonsense[n % len(nonsense)]


def forge_scores(notebook):
    """Claim more points, unlock the cells, and leave a full score in each output."""
    for cell in notebook["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"].update(points=1000, locked=False, solution=True)
            cell["source"] = "1000"
            cell["outputs"] = [
                {"output_type": "execute_result", "data": {"text/plain": "1000"},
                 "metadata": {}, "execution_count": 1}
            ]  # fmt: skip


def garble(folder):
    """Fill a journal with what is no answer."""
    lines = [b"\x00\xff garbage", b"[" * 100_000, b'{"item": "demo-single", "answer": NaN}', b"17"]
    lines += [b'{"item": "demo-single", "answer": "' + b"x" * 10_000_000 + b'"}']
    lines += [
        b'{"item": "demo-unknown", "answer": "blue"}',
        b'{"item": "demo-numeric", "answer": "60"}',
    ]
    (folder / "responses.jsonl").write_bytes(b"\n".join(lines))


@pytest.fixture(scope="module")
def class_of(tmp_path_factory, released_template):
    """A class with every kind of submission, graded once: the course and the results by student."""
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


FULL_MARKS = ["right", "no-notebook", "torn-notebook", "list-notebook"]
FULL_MARKS += [
    f"{c}-right" for c in ("drop_questions", "double_cells", "spoil_metadata", "forge_scores")
]
NO_MARKS = ["wrong", "empty", "nothing", "garbled"]
NO_MARKS += [
    f"{c}-empty" for c in ("drop_questions", "double_cells", "spoil_metadata", "forge_scores")
]


@pytest.mark.parametrize("student", FULL_MARKS)
def test_right_answers_score_full_whatever_the_notebook_is_like(class_of, student):
    """Saved right answers earn every question's points, with its cell deleted, doubled or torn."""
    assert question_scores(class_of[0], student) == MAX_POINTS


@pytest.mark.parametrize("student", NO_MARKS)
def test_questions_without_right_answer_score_an_explicit_zero(class_of, student):
    """An empty, missing, deleted or doubled question is an explicit zero, never full marks."""
    root, results = class_of
    assert question_scores(root, student) == ZERO
    assert results[student].points == 0


def test_partial_credit_is_in_the_gradebook(class_of):
    """Each kind's partial credit arrives under its own grade_id."""
    assert question_scores(class_of[0], "partly") == pytest.approx(
        {
            "demo-single": 2,
            "demo-multiple": 3 / 2,
            "demo-numeric": 0,
            "demo-ordering": 2 * 5 / 6,
            "demo-classification": 2 / 4,
        },
        abs=1e-4,
    )


@pytest.mark.parametrize("student", ["link", "linked-journal"])
def test_symbolic_link_is_refused_and_nothing_behind_it_copied(class_of, student):
    """A submission with a link isn't graded, is listed with its reason, and leaks nothing."""
    root, results = class_of
    assert results[student].points is None
    assert "symbolic link" in results[student].remarks[0]
    assert not (root / "autograded" / student).exists()
    assert not (root / "feedback" / student).exists()


@pytest.mark.parametrize(
    ("student", "word"),
    [
        ("no-notebook", "No notebook was handed in"),
        ("torn-notebook", "could not be read (it is not JSON)"),
        ("list-notebook", "could not be read"),
        ("nothing", "No responses.jsonl was handed in"),
        ("empty", "No responses.jsonl was handed in"),
        ("garbled", "5 line(s) of responses.jsonl could not be read"),
        ("partly", "1 of 5 questions not answered"),
        ("garbled", "1 of 5 questions not readable"),
    ],
)
def test_reason_is_told(class_of, student, word):
    """Whatever cost points is told in a sentence."""
    assert any(word in remark for remark in class_of[1][student].remarks)


def test_torn_notebook_is_kept(class_of):
    """What a learner handed in is never thrown away."""
    folder = class_of[0] / "submitted" / "torn-notebook" / LESSON
    assert (folder / f"{LESSON}.ipynb.unreadable").read_text() == '{"cells": ['


def test_good_submission_needs_no_remark(class_of):
    """Where all is well, nothing is said."""
    assert class_of[1]["right"].remarks == []


def feedback_text(root, student):
    """The words of a student's feedback page."""
    html = (root / "feedback" / student / LESSON / f"{LESSON}.html").read_text()
    return re.sub(r"\s+", " ", re.sub(r"<style.*?</style>|<[^>]+>", " ", html, flags=re.S))


def test_feedback_shows_answer_key_rationale_source_and_section(class_of):
    """A wrong answer's page shows all that helps: what was chosen, what was right, why, where."""
    text = feedback_text(class_of[0], "wrong")
    for words in (
        "What colour has a clear sky",
        "Rationale of green, known to nobody else",
        "Rationale of blue, known to nobody else",
        "The sky is green",
        "A demonstration",
        "10.1000/demo.1960",
        "Not right",
        "0 of 2 points",
        "Rationale of a hundred and twenty",
        "Rationale of two before one",
    ):
        assert words in text
    html = (class_of[0] / "feedback" / "wrong" / LESSON / f"{LESSON}.html").read_text()
    assert 'href="#Colours"' in html and 'id="Colours"' in html


def test_feedback_says_what_was_not_answered(class_of):
    """An empty submission's page explains the key and says that nothing was saved."""
    text = feedback_text(class_of[0], "empty")
    assert text.count("no answer was saved") == 5
    assert "Rationale of blue" in text


def test_rationale_of_an_option_that_was_not_chosen_stays_away(class_of):
    """The page explains the learner's own choice, not every option."""
    assert "Rationale of mauve" not in feedback_text(class_of[0], "wrong")


def test_no_kernel_starts_without_code_exercises(released_course):
    """Grading works where no kernel could start: the recorded kernel doesn't exist."""
    set_kernel(released_course, "no-kernel-may-start")
    hand_in(released_course, "ann", ALL_RIGHT)
    (result,) = grade(released_course)
    assert result.points == 10


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


EXERCISE = {
    "answer": "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION",
    "tests": "assert double(2) == 4",
}


def add_exercise(root):
    """Add an instructor's code exercise: a solution cell and a hidden-less test cell."""
    path = root / "notebooks" / LESSON / f"{LESSON}.ipynb"
    notebook = json.loads(path.read_text())
    for name, source in EXERCISE.items():
        is_test = name == "tests"
        meta = {"grade": is_test, "solution": not is_test, "locked": is_test, "task": False,
                "grade_id": f"double-{name}", "schema_version": 3, "cell_type": "code"}  # fmt: skip
        meta |= {"points": 4} if is_test else {}
        cell = {"cell_type": "code", "id": f"double-{name}", "source": source, "outputs": [],
                "execution_count": None, "metadata": {"nbgrader": meta}}  # fmt: skip
        notebook["cells"].append(cell)
    path.write_text(json.dumps(notebook))


def test_code_exercise_is_executed_and_cannot_touch_the_answers(demo_course):
    """An added exercise is run by nbgrader; what it does to the journal comes too late."""
    add_exercise(demo_course)
    release(demo_course)

    def cheat(notebook):
        rewrite = "from pathlib import Path\nPath('responses.jsonl').write_text(" + repr(
            "".join(json.dumps({"item": i, "answer": a}) + "\n" for i, a in ALL_RIGHT.items())
        )
        for cell in notebook["cells"]:
            if cell["id"] == "double-answer":
                cell["source"] = f"{rewrite})\ndef double(x):\n    return 2 * x"

    hand_in(demo_course, "honest", ALL_RIGHT)
    hand_in(demo_course, "cheat", ALL_WRONG, cheat)
    grade(demo_course)
    assert question_scores(demo_course, "cheat") == {**ZERO, "double-tests": 4}
    assert question_scores(demo_course, "honest") == {**MAX_POINTS, "double-tests": 0}


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


def test_export_lists_the_scores(class_of):
    """`nbgrader export` writes each student's points."""
    assert nbgrader(class_of[0], "export").returncode == 0
    rows = (class_of[0] / "grades.csv").read_text().splitlines()
    names = rows[0].split(",")
    scores = {
        r.split(",")[names.index("student_id")]: r.split(",")[names.index("score")] for r in rows
    }
    assert (float(scores["right"]), float(scores["empty"])) == (10, 0)


@pytest.mark.parametrize("folder", ["notebooks", "release"])
def test_nbgrader_validate_passes_source_and_says_what_is_open(released_course, folder):
    """Validation passes the source; in a released copy it names the questions still open."""
    said = nbgrader(released_course, "validate", f"{folder}/{LESSON}/{LESSON}.ipynb").stdout
    if folder == "notebooks":
        assert "Success" in said
    else:
        assert "demo-single: not answered yet" in said


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
    assert (results["early"].points, results["early"].late_penalty) == (10, 0)
    assert (results["late"].points, results["late"].late_penalty) == (10, 10)


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
    (result,) = grade(released_course)
    assert result.points is None
    assert "would replace every learner's answers" in result.remarks[0]


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


def test_nothing_of_the_class_lies_in_the_source(class_of):
    """The source folder holds the lesson and nobody's answers."""
    source = Path(class_of[0]) / "notebooks" / LESSON
    assert [path.name for path in source.iterdir()] == [f"{LESSON}.ipynb"]

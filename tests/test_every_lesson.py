"""Every lesson's quiz through release, autograde and feedback: all right, all wrong, empty."""

import shutil
from functools import partial
from itertools import chain

import pytest
from nbgrader.api import Gradebook

from bzdcourse import data
from bzdcourse.grading.course import open_course
from bzdcourse.grading.grade import grade_submissions, submissions_of
from bzdcourse.grading.release import release_lesson
from bzdcourse.quiz.bank import load_bank
from bzdcourse.quiz.formula import evaluate
from bzdcourse.render import plain
from classroom import feedback_text, hand_in

pytestmark = [
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # nbgrader's own
    pytest.mark.timeout(600),
]
ROOT = data.course_root()
LESSONS = data.lesson_ids(ROOT / "notebooks")
STUDENTS = ("right", "wrong", "empty")


def wrong_number(item):
    """The number that the question's first known error leads to."""
    return item.raw["wrong"][0]["value"]


def wrong_calculation(item):
    """The same for the last row of numbers."""
    row = item.raw["variants"][-1]
    value = evaluate(item.raw["wrong"][0]["formula"], row)
    return {"variant": len(item.raw["variants"]) - 1, "value": value}


def wrong_classes(item):
    """Every row in a class that is not its own."""
    classes = [one["id"] for one in item.raw["classes"]]
    return {row: next(one for one in classes if one != right) for row, right in item.key().items()}


def wrong_option(item):
    """An option that is none of the right ones."""
    right = set(item.key()) if item.kind == "multiple_choice" else {item.key()}
    return next(one["id"] for one in item.raw["options"] if one["id"] not in right)


WRONG = {
    "single_choice": wrong_option,
    "multiple_choice": lambda item: [wrong_option(item)],
    "numeric": wrong_number,
    "calculation": wrong_calculation,
    "ordering": lambda item: item.key()[::-1],
    "classification": wrong_classes,
    "schedule": lambda item: [[0, 0]],  # an abrupt stop
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory, course_with_gradebook):
    """Return a function that grades three submissions of a lesson; gives the course and results."""
    root = tmp_path_factory.mktemp("every") / "course"
    shutil.copytree(course_with_gradebook, root)
    for part in ("notebooks", "quizzes", "source_texts"):
        shutil.rmtree(root / part)
        shutil.copytree(ROOT / part, root / part)
    return partial(grade, root)


def grade(root, lesson):
    """Release a lesson, hand in three answers to it, grade them."""
    items = bank_of(lesson).items
    release_lesson(root, lesson)
    hand_in(root, "right", {i: item.key() for i, item in items.items()}, lesson=lesson)
    wrong = {i: WRONG[item.kind](item) for i, item in items.items()}
    hand_in(root, "wrong", wrong, lesson=lesson)
    hand_in(root, "empty", None, lesson=lesson)
    course = open_course(root)
    results = grade_submissions(course, lesson, submissions_of(course, lesson))
    return root, {result.student: result for result in results}


def bank_of(lesson):
    """The graded bank of a lesson of this course."""
    return load_bank(ROOT / "quizzes" / "graded" / f"{lesson}.yml")


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_quiz_is_graded(lesson, graded):
    """All right earns every point, all wrong and nothing none, and each wrong answer is explained.

    A question that counts for completion earns its points with any complete answer.
    """
    root, results = graded(lesson)
    items = bank_of(lesson).items
    full = {i: item.points for i, item in items.items()}
    for_trying = {i: full[i] * item.counts_for_completion for i, item in items.items()}
    expected = {"right": full, "wrong": for_trying, "empty": dict.fromkeys(items, 0)}
    assert {student: auto_scores(root, student, lesson, items) for student in STUDENTS} == expected
    assert all(result.feedback for result in results.values())
    page = feedback_text(root, "wrong", lesson)
    told = {student: feedback_text(root, student, lesson) for student in STUDENTS}
    for item in items.values():
        notes = item.notes(item.read(WRONG[item.kind](item)))
        errors = [note for note in notes if note.verdict == "not right"]
        assert errors or item.counts_for_completion
        for words in (" ".join(plain(note.rationale).split()) for note in errors):
            assert (without_marks(words) in without_marks(page)) == item.is_explained, words
    assert told["right"] != told["wrong"] != told["empty"]


def auto_scores(root, student, lesson, items):
    """The gradebook's score of each question."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        submission = gradebook.find_submission(lesson, student)
        grades = chain.from_iterable(notebook.grades for notebook in submission.notebooks)
        return {grade.name: grade.auto_score for grade in grades if grade.name in items}


def without_marks(words):
    """Only letters and digits: a page breaks lines and sets formulas as it likes."""
    return "".join(filter(str.isalnum, words))

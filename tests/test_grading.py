"""From what a class hands in to the gradebook and the feedback pages."""

from pathlib import Path

import pytest

from classroom import LESSON, MAX_POINTS, ZERO, feedback_text, question_scores

# nbgrader's own: it adds rows to a session in an order that SQLAlchemy 2 warns of, and nbformat
# warns of the copied cell ids that these tests hand in.
pytestmark = [
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
    pytest.mark.filterwarnings("ignore:Non-unique cell id"),
]

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
            "demo-calculation": 0,
            "demo-ordering": 2 * 5 / 6,
            "demo-schedule": 0,
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
        ("partly", "3 of 7 questions not answered"),
        ("garbled", "2 of 7 questions not readable"),
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
    assert text.count("no answer was saved") == 7
    assert "Rationale of blue" in text


def test_rationale_of_an_option_that_was_not_chosen_stays_away(class_of):
    """The page explains the learner's own choice, not every option."""
    assert "Rationale of mauve" not in feedback_text(class_of[0], "wrong")


def test_nothing_of_the_class_lies_in_the_source(class_of):
    """The source folder holds the lesson and nobody's answers."""
    source = Path(class_of[0]) / "notebooks" / LESSON
    assert [path.name for path in source.iterdir()] == [f"{LESSON}.ipynb"]

"""The whole way: a click in the browser becomes a grade in the gradebook and a feedback page."""

import re
import shutil

import pytest
from laboratory import Desk
from playwright.sync_api import expect

from bzdcourse.grading.course import open_course
from bzdcourse.grading.grade import grade_submissions, submissions_of
from classroom import LESSON, question_scores

# nbgrader's own; see test_grading.
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")


@pytest.fixture
def released_desk(desk, released_course):
    """A released lesson, byte for byte as a class gets it, to be opened in JupyterLab."""
    folder = desk.folder.parents[1] / "of_ann" / LESSON
    shutil.copytree(released_course / "release" / LESSON, folder)
    return Desk(folder, desk.address, desk.browser)


def answer_some(lesson):
    """Answer as a learner would: one right, one partly, one wrong, and leave two open."""
    lesson.question("demo-single").get_by_label("Blue").click()
    lesson.question("demo-multiple").get_by_label("Red").click()
    number = lesson.question("demo-numeric").get_by_role("textbox")
    number.fill("120")
    number.press("Enter")
    for item_id in ("demo-single", "demo-multiple", "demo-numeric"):
        expect(lesson.status(item_id)).to_have_text(re.compile("^Saved"))


def test_what_the_browser_wrote_is_graded(released_desk, released_course):
    """Answers clicked in a released lesson are graded, explained and recorded."""
    lesson = released_desk.open().run()
    answer_some(lesson)
    lesson.close()
    shutil.copytree(released_desk.folder, released_course / "submitted" / "ann" / LESSON)
    course = open_course(released_course)
    (result,) = grade_submissions(course, LESSON, submissions_of(course, LESSON))
    assert question_scores(released_course, "ann") == {
        "demo-single": 2,
        "demo-multiple": 1.5,
        "demo-numeric": 0,
        "demo-calculation": 0,
        "demo-ordering": 0,
        "demo-schedule": 0,
        "demo-classification": 0,
    }
    page = released_desk.browser.new_page()
    page.goto(result.feedback.as_uri(), wait_until="domcontentloaded")
    expect(page.get_by_text("Rationale of a hundred and twenty")).to_be_visible()
    expect(page.get_by_text("Each thing counts twice")).to_be_visible()
    page.close()

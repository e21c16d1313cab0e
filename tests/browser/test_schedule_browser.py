"""Building a schedule in a real JupyterLab: by keyboard alone, again tomorrow, in two windows."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from test_access import LOW_CONTRAST, SMALL_TARGETS, TOO_WIDE

ITEM = "demo-schedule"
SAVED = re.compile(r"^Saved \d\d:\d\d")
KEY = [[7, 7], [7, 6], [7, 5], [7, 4], [7, 3], [0, 0]]


def typed(lesson, *texts):
    """Type into one place after the other, leaving each with the Tab key."""
    for text in texts:
        lesson.page.keyboard.type(text)
        lesson.press("Tab")


def first_step(lesson, dose, days):
    """Type the first step; the focus is then on its button "Copy"."""
    lesson.question(ITEM).get_by_label("Step 1: daily dose in mg").focus()
    typed(lesson, dose, days)


def doses(lesson):
    """What the inputs for doses hold."""
    places = lesson.question(ITEM).get_by_label("daily dose in mg").all()
    return [place.input_value() for place in places]


def summary(lesson):
    """The line below the steps."""
    return lesson.question(ITEM).get_by_text("Steps: ")


def picture(lesson):
    """The line of the doses."""
    return lesson.question(ITEM).locator(".bzd-steps")


def build(lesson):
    """The key, by keyboard alone: steps are copied, changed, and ended by a stop."""
    first_step(lesson, "7", "7")
    lesson.press("Tab", "Tab")  # past "Copy" and "Remove"
    assert lesson.focused() == "Add a step"
    for dose in "6543":
        lesson.press("Enter")
        assert lesson.focused() != "Add a step"
        lesson.page.keyboard.type(dose)  # the copied dose is selected: typing replaces it
        lesson.press("Tab", "Tab", "Tab", "Tab")
        assert lesson.focused() == "Add a step"
    lesson.press("Tab", "Enter")
    assert lesson.focused() == "Take the stop away"
    expect(lesson.status(ITEM)).to_have_text(SAVED)


def test_a_schedule_is_built_by_keyboard_alone_and_is_there_tomorrow(desk, lesson):
    """Typed, copied and stopped without a mouse; after a reload and a new kernel all is there."""
    build(lesson)
    assert desk.saved() == {ITEM: KEY}
    expect(summary(lesson)).to_have_text("Steps: 6 of at most 10; 0 mg after 35 days.")
    expect(picture(lesson)).to_have_text(re.compile(r"8 mg\s*0 mg\s*day 0\s*day 35"))
    lesson.shut_down_kernel()
    lesson.page.reload()
    lesson.wait_for_kernel()
    lesson.run()
    assert doses(lesson) == ["7", "6", "5", "4", "3"]
    expect(lesson.question(ITEM).get_by_text("Stop: 0 mg a day")).to_be_visible()
    expect(lesson.status(ITEM)).to_have_text("Saved earlier.")
    expect(lesson.page.locator(".bzd-progress-summary")).to_have_text("1 of 7 answered, 6 to go")


def test_steps_are_copied_removed_and_the_stop_taken_away(desk, lesson):
    """Each button leaves the focus where one goes on, and what is left is saved."""
    question = lesson.question(ITEM)
    build(lesson)
    question.get_by_role("button", name="Copy step 2").click()
    expect(question.get_by_label("Step 3: daily dose in mg")).to_be_focused()
    expect(question.locator(".bzd-unseen")).to_have_text("Step 3 of 6")
    assert doses(lesson) == ["7", "6", "6", "5", "4", "3"]
    question.get_by_role("button", name="Remove step 1").click()
    expect(question.get_by_label("Step 1: daily dose in mg")).to_be_focused()
    question.get_by_role("button", name="Take the stop away").click()
    expect(question.get_by_role("button", name="Stop (0 mg)")).to_be_focused()
    expect(lesson.status(ITEM)).to_contain_text("No stop at 0 mg yet.")
    assert desk.saved() == {ITEM: [[7, 6], [7, 6], [7, 5], [7, 4], [7, 3]]}
    question.get_by_role("button", name="Clear my answer").click()
    expect(lesson.status(ITEM)).to_contain_text("Not answered.")
    assert desk.saved() == {ITEM: None}
    assert doses(lesson) == [""]
    expect(picture(lesson)).to_be_empty()
    expect(summary(lesson)).to_have_text("Steps: 0 of at most 10; 0 days, no stop yet.")


def test_an_emptied_step_waits_and_keeps_its_place(desk, lesson):
    """Clearing a step removes none: the others keep their numbers until it is filled or removed."""
    question = lesson.question(ITEM)
    build(lesson)
    question.get_by_label("Step 2: daily dose in mg").focus()
    lesson.press("Delete", "Tab", "Delete", "Tab")
    assert lesson.focused() == "Copy step 2"
    needs = "Not saved yet: step 2 needs a dose and a number of days, or to be removed."
    expect(lesson.status(ITEM)).to_have_text(needs)
    assert doses(lesson) == ["7", "", "5", "4", "3"]
    assert desk.saved() == {ITEM: KEY}
    question.get_by_role("button", name="Remove step 2").click()
    expect(lesson.status(ITEM)).to_have_text(SAVED)
    assert desk.saved() == {ITEM: [KEY[0], *KEY[2:]]}


def test_half_a_step_is_not_saved_yet(desk, lesson):
    """A dose without days is no error: it is said to be open, and nothing is written."""
    question = lesson.question(ITEM)
    question.get_by_label("Step 1: daily dose in mg").focus()
    typed(lesson, "7,0")
    needs = "Not saved yet: step 1 needs a dose and a number of days."
    expect(lesson.status(ITEM)).to_have_text(needs)
    question.get_by_role("button", name="Add a step").click()
    expect(question.get_by_label("Step 1: daily dose in mg")).to_be_focused()
    assert desk.saved() == {}
    question.get_by_label("Step 1: days").focus()
    typed(lesson, "9")
    expect(lesson.status(ITEM)).to_have_text(re.compile("Saved .* No stop at 0 mg yet"))
    assert desk.saved() == {ITEM: [[9, 7]]}


@pytest.mark.parametrize(
    ("dose", "days", "words"),
    [
        ("some", "7", "step 1, dose: that is not a number"),
        ("70", "7", "step 1: the dose must be from 0.0001 to 16 mg"),
        ("0", "7", "0 mg is the stop, which comes last"),
        ("7", "1.5", "step 1: the number of days must be whole"),
    ],
)
def test_what_cannot_be_is_said_and_kept_on_screen(desk, lesson, dose, days, words):
    """A slip of the keyboard is told aloud with its step, and can be mended."""
    first_step(lesson, dose, days)
    expect(lesson.alert(ITEM)).to_contain_text(words)
    assert doses(lesson) == [dose]
    assert desk.saved() == {}


def test_there_are_no_more_steps_than_the_question_takes(desk, lesson):
    """One place is kept for the stop; who asks for more is told."""
    question = lesson.question(ITEM)
    first_step(lesson, "7", "7")
    for _ in range(12):
        question.get_by_role("button", name="Add a step").click()
    assert doses(lesson) == ["7"] * 9
    expect(question.locator(".bzd-unseen")).to_contain_text("no more than 10 steps")
    question.get_by_role("button", name="Stop (0 mg)").click()
    expect(lesson.status(ITEM)).to_have_text(SAVED)
    assert len(desk.saved()[ITEM]) == 10


def test_two_windows_hold_the_same_steps(desk, lesson):
    """Steps that come or go in one window do so in the other."""
    other = desk.open().run()
    build(lesson)
    expect(other.question(ITEM).get_by_text("Stop: 0 mg a day")).to_be_visible()
    assert doses(other) == ["7", "6", "5", "4", "3"]
    other.question(ITEM).get_by_role("button", name="Remove step 5").click()
    expect(lesson.question(ITEM).get_by_label("daily dose in mg")).to_have_count(4)
    other.close()


def test_a_full_schedule_is_for_every_eye_and_hand(lesson):
    """axe finds nothing, text has contrast, nothing is cut off at 400 pixels, targets are large."""
    build(lesson)
    question = f'[data-bzd-question="{ITEM}"]'
    found = Axe().run(lesson.page, context={"include": [[question]]})
    assert found.response["violations"] == []
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        lesson.change_theme(theme)
        assert lesson.page.evaluate(LOW_CONTRAST)["low"] == []
    lesson.show_only_the_notebook(400, 900)
    assert lesson.page.evaluate(TOO_WIDE) == []
    assert lesson.page.evaluate(SMALL_TARGETS) == []
    lesson.show_all_of_lab()

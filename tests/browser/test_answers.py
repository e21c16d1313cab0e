"""Answering in a real JupyterLab: by mouse, by keyboard alone, again tomorrow, in two windows."""

import re

import pytest
from playwright.sync_api import expect

SAVED = re.compile(r"^Saved \d\d:\d\d")


def until_saved(lesson, item_id):
    """Wait for the word; the caller then looks on the disk at once."""
    expect(lesson.status(item_id)).to_have_text(SAVED)


def test_single_choice_by_mouse(desk, lesson):
    """A click on an option is on the disk when the page says "Saved", and not before a click."""
    expect(lesson.status("demo-single")).to_have_text("Not answered yet.")
    assert desk.saved() == {}
    lesson.question("demo-single").get_by_label("Blue").click()
    until_saved(lesson, "demo-single")
    assert desk.saved() == {"demo-single": "blue"}


def test_each_other_kind_by_mouse(desk, lesson):
    """Boxes, a typed number, row buttons, dragging and lists all save what they show."""
    for colour in ("Red", "Amber"):
        lesson.question("demo-multiple").get_by_label(colour).click()
        until_saved(lesson, "demo-multiple")
    lesson.question("demo-numeric").get_by_role("textbox").fill("1,298")
    lesson.question("demo-numeric").get_by_text("How many").click()
    until_saved(lesson, "demo-numeric")
    order = lesson.question("demo-ordering")
    order.get_by_role("button", name="Up: One").click()
    until_saved(lesson, "demo-ordering")
    assert desk.saved()["demo-ordering"] == ["two", "one", "three", "four"]
    with_handle = order.get_by_role("listitem").filter(has_text="Four").locator(".bzd-handle")
    with_handle.drag_to(order.get_by_role("listitem").first)
    expect(order.get_by_role("listitem").first).to_contain_text("Four")
    until_saved(lesson, "demo-ordering")
    lesson.question("demo-classification").get_by_label("The sea").select_option("Cool")
    expect(lesson.status("demo-classification")).to_contain_text("3 of 4 rows still open")
    assert desk.saved() == {
        "demo-multiple": ["red", "amber"],
        "demo-numeric": 1298,
        "demo-ordering": ["four", "two", "one", "three"],
        "demo-classification": {"sea": "cool"},
    }
    expect(lesson.page.locator(".bzd-progress-summary")).to_have_text("3 of 7 answered, 4 to go")


def test_every_kind_by_keyboard_alone(desk, lesson):
    """Tab, arrows, Space, Enter and digits answer every kind; the focus is never lost."""
    lesson.question("demo-single").get_by_role("radio").first.focus()
    lesson.press("ArrowDown")
    until_saved(lesson, "demo-single")
    lesson.press("Tab", "Tab", "Space")  # past "Clear my answer" to the first box
    until_saved(lesson, "demo-multiple")
    lesson.press("Tab", "Tab", "Tab", "Tab", "Tab")
    lesson.page.keyboard.type("60")
    lesson.press("Enter")
    until_saved(lesson, "demo-numeric")
    lesson.press("Tab", "Tab")  # past "Clear my answer" to the next number
    lesson.page.keyboard.type("80")
    lesson.press("Enter")
    until_saved(lesson, "demo-calculation")
    lesson.press("Tab", "Tab")  # past "Clear my answer" to the place of the first row
    lesson.page.keyboard.type("3")
    lesson.press("Enter")
    until_saved(lesson, "demo-ordering")
    assert lesson.focused() == "Position of “Two”, 1 to 4"
    lesson.press("Tab", "Enter")
    expect(lesson.question("demo-ordering").locator(".bzd-unseen")).to_have_text(
        "“Two” is now 2 of 4"
    )
    assert lesson.focused() == "Up: Two"
    until_saved(lesson, "demo-ordering")
    lesson.question("demo-ordering").get_by_role("textbox").last.focus()
    lesson.page.keyboard.type("1")
    lesson.press("Tab")
    until_saved(lesson, "demo-ordering")
    assert lesson.focused() == "Up: Four"
    lesson.question("demo-schedule").get_by_role("textbox").first.focus()
    lesson.page.keyboard.type("7")
    lesson.press("Tab")
    lesson.page.keyboard.type("14")
    lesson.press("Tab", "Tab", "Tab", "Tab", "Enter")  # past "Copy", "Remove" and "Add a step"
    assert lesson.focused() == "Take the stop away"
    until_saved(lesson, "demo-schedule")
    lesson.question("demo-classification").get_by_role("combobox").first.focus()
    for _ in range(4):
        lesson.press("ArrowDown", "Tab")
    expect(lesson.page.locator(".bzd-progress-summary")).to_have_text("All 7 answered")
    saved = desk.saved()
    assert saved.pop("demo-calculation")["value"] == 80
    assert saved == {
        "demo-single": "blue",
        "demo-multiple": ["red"],
        "demo-numeric": 60,
        "demo-ordering": ["four", "three", "two", "one"],
        "demo-schedule": [[14, 7], [0, 0]],
        "demo-classification": {"fire": "warm", "ice": "warm", "sea": "warm", "sun": "warm"},
    }


@pytest.mark.parametrize("role", ["radio", "checkbox", "textbox", "combobox", "button"])
def test_keys_never_reach_the_notebook(lesson, role):
    """Letters that are notebook shortcuts change no cell while a control has the focus."""
    before = lesson.cell_count()
    for control in lesson.page.locator(".bzd-question").get_by_role(role).all():
        if control.is_visible():
            control.focus()
            lesson.press("b", "a", "d", "d", "x", "j", "k", "z", "m", "y", "Shift+M")
    assert lesson.cell_count() == before
    assert lesson.page.evaluate(
        "() => window.jupyterapp.shell.currentWidget.content.activeCellIndex >= 0"
    )


def test_a_tied_order_needs_a_word(desk, lesson):
    """An order that was not touched is no answer; one that the learner agrees with is."""
    expect(lesson.status("demo-ordering")).to_have_text("Not answered yet.")
    lesson.question("demo-ordering").get_by_role("button", name="Save this order").click()
    until_saved(lesson, "demo-ordering")
    assert desk.saved() == {"demo-ordering": ["two", "three", "one", "four"]}


def test_an_answer_can_be_taken_back(desk, lesson):
    """Clearing an answer is saved too, and the focus stays in the question."""
    question = lesson.question("demo-single")
    clear = question.get_by_role("button", name="Clear my answer")
    expect(clear).to_be_hidden()
    question.get_by_label("Mauve").click()
    clear.click()
    expect(lesson.status("demo-single")).to_have_text(re.compile("Not answered"))
    assert desk.saved() == {"demo-single": None}
    assert question.get_by_role("radio", checked=True).count() == 0
    expect(question.get_by_role("radio").first).to_be_focused()


@pytest.mark.parametrize("typed", ["many", "2501", "-1", "1,2,3"])
def test_a_number_that_cannot_be_is_not_saved(desk, lesson, typed):
    """What is no number or out of range is said aloud, kept on screen, and not saved."""
    box = lesson.question("demo-numeric").get_by_role("textbox")
    box.fill(typed)
    expect(lesson.status("demo-numeric")).to_have_text("Not saved yet: press Enter.")
    box.press("Enter")
    expect(lesson.alert("demo-numeric")).to_contain_text("Not saved: ")
    expect(box).to_have_value(typed)
    assert desk.saved() == {}


def test_answers_are_there_tomorrow(desk, lesson):
    """After a reload and with a new kernel, running the cells shows what was answered."""
    lesson.question("demo-single").get_by_label("Blue").click()
    lesson.question("demo-numeric").get_by_role("textbox").fill("60")
    lesson.question("demo-ordering").get_by_role("button", name="Down: Two").click()
    until_saved(lesson, "demo-ordering")
    lesson.shut_down_kernel()
    lesson.page.reload()
    lesson.wait_for_kernel()
    lesson.run()
    expect(lesson.question("demo-single").get_by_label("Blue")).to_be_checked()
    expect(lesson.question("demo-numeric").get_by_role("textbox")).to_have_value("60")
    expect(lesson.question("demo-ordering").get_by_role("listitem").nth(1)).to_contain_text("Two")
    expect(lesson.status("demo-single")).to_have_text("Saved earlier.")


def test_drawn_numbers_are_there_tomorrow(desk, lesson):
    """After a reload and with a new kernel, the numbers and the answer to them are the same."""
    question = lesson.question("demo-calculation")
    prompt = question.locator(".bzd-prompt")
    numbers = re.search(r"goes \d+ km in [\d.]+ h\.", prompt.inner_text())[0]
    expect(lesson.status("demo-calculation")).to_have_text("Not answered yet.")
    question.get_by_role("textbox").fill("81.5")
    question.get_by_role("textbox").press("Enter")
    until_saved(lesson, "demo-calculation")
    assert desk.saved()["demo-calculation"]["value"] == 81.5
    lesson.shut_down_kernel()
    lesson.page.reload()
    lesson.wait_for_kernel()
    lesson.run()
    expect(prompt).to_contain_text(numbers)
    expect(question.get_by_role("textbox")).to_have_value("81.5")
    question.get_by_role("button", name="Clear my answer").click()
    expect(lesson.status("demo-calculation")).to_have_text(re.compile("^Cleared and saved"))
    lesson.run()
    expect(lesson.status("demo-calculation")).to_have_text("Not answered yet.")
    expect(prompt).to_contain_text(numbers)


def test_a_check_asks_with_other_numbers(lesson):
    """A button changes the numbers and takes away what was typed and told for those before."""
    check = lesson.question("check-pencils")
    box, prompt = check.get_by_role("textbox"), check.locator(".bzd-prompt")
    before = prompt.inner_text()
    box.fill("1000")
    check.get_by_role("button", name="Check my answer").click()
    expect(check.locator(".bzd-verdict")).to_contain_text("Not right")
    check.get_by_role("button", name="Other numbers").click()
    expect(prompt).not_to_have_text(before)
    expect(check.locator(".bzd-verdict")).to_have_count(0)
    expect(box).to_have_value("")
    boxes, pencils = map(int, re.findall(r"\d+", prompt.inner_text()))
    box.fill(str(boxes * pencils))
    check.get_by_role("button", name="Check my answer").click()
    expect(check.locator(".bzd-verdict")).to_contain_text("Right")


def test_a_lesson_opened_tomorrow_shows_its_questions_before_anything_runs(lesson):
    """In the place of yesterday's widgets stand the questions as text, and no error."""
    lesson.command("docmanager:save")
    lesson.shut_down_kernel()
    lesson.page.reload()
    lesson.wait_for_kernel()
    expect(lesson.page.get_by_text("Run this cell in Jupyter to answer").first).to_be_visible()
    expect(lesson.page.get_by_text("Error displaying widget")).to_have_count(0)
    lesson.run()


def test_two_windows_stay_in_step(desk, lesson):
    """An answer given in one window shows in the other, and none is lost."""
    left, right = lesson, desk.open().run()
    left.question("demo-single").get_by_label("Blue").click()
    expect(right.question("demo-single").get_by_label("Blue")).to_be_checked()
    right.question("demo-multiple").get_by_label("Red").click()
    expect(left.question("demo-multiple").get_by_label("Red")).to_be_checked()
    expect(left.page.locator(".bzd-progress-summary")).to_have_text("2 of 7 answered, 5 to go")
    assert desk.saved() == {"demo-single": "blue", "demo-multiple": ["red"]}
    right.close()


def test_progress_leads_to_what_is_open(lesson):
    """The list of what is open names each question and leads the focus into it."""
    lesson.question("demo-classification").get_by_label("Ice").select_option("Cool")
    links = lesson.page.locator(".bzd-progress-open")
    expect(links.get_by_role("button")).to_have_count(7)
    links.get_by_role("button", name="Question 7: 3 of 4 rows still open").click()
    expect(lesson.question("demo-classification").get_by_role("combobox").first).to_be_focused()
    expect(lesson.question("demo-classification")).to_be_in_viewport()


def test_a_check_explains_and_saves_nothing(desk, lesson):
    """A check needs an answer first, explains it, takes another try, and writes no file."""
    check = lesson.question("check-grass")
    check.get_by_role("button", name="Check my answer").click()
    expect(lesson.alert("check-grass")).to_have_text("Choose an answer first.")
    check.get_by_label("Blue").click()
    check.get_by_role("button", name="Check my answer").click()
    expect(check.locator(".bzd-verdict")).to_contain_text("Not right")
    expect(check).to_contain_text("Grass is not the sky.")
    check.get_by_role("link", name="Colours").click()
    expect(lesson.page.get_by_role("heading", name="Colours")).to_be_focused()
    check.get_by_label("Green").click()
    expect(check.locator(".bzd-verdict")).to_have_count(0)
    check.get_by_role("button", name="Check my answer").click()
    expect(check.locator(".bzd-verdict")).to_contain_text("Right")
    assert desk.saved() == {}

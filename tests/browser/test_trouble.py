"""Nothing is called saved that isn't: dead kernels, folders in the way, full disks."""

import os
import re
import signal

from playwright.sync_api import expect


def test_a_dead_kernel_is_said(desk, lesson):
    """With the kernel killed the page says "Not saved yet", keeps the choice, and never "Saved"."""
    lesson.question("demo-single").get_by_label("Green").click()
    expect(lesson.status("demo-single")).to_have_text(re.compile("^Saved"))
    os.kill(lesson.kernel_pid(), signal.SIGKILL)
    lesson.question("demo-single").get_by_label("Blue").click()
    expect(lesson.alert("demo-single")).to_contain_text("Not saved yet: the notebook's kernel")
    expect(lesson.question("demo-single").get_by_label("Blue")).to_be_checked()
    expect(lesson.status("demo-single")).to_be_empty()
    assert desk.saved() == {"demo-single": "green"}
    lesson.page.get_by_role("dialog", name="Kernel Restarting").get_by_role("button").click()
    lesson.wait_for_kernel()
    lesson.run()
    expect(lesson.question("demo-single").get_by_label("Green")).to_be_checked()


def test_a_busy_kernel_saves_late(desk, lesson):
    """An answer given while a cell runs is shown as not saved, then as saved once it is."""
    lesson.run_code("import time; time.sleep(6)")
    lesson.question("demo-single").get_by_label("Blue").click()
    expect(lesson.status("demo-single")).to_have_text("Saving…")
    expect(lesson.alert("demo-single")).to_contain_text("Not saved yet")
    assert desk.saved() == {}
    expect(lesson.status("demo-single")).to_have_text(re.compile("^Saved"))
    expect(lesson.alert("demo-single")).to_be_empty()
    assert desk.saved() == {"demo-single": "blue"}


def test_what_cannot_be_written_is_said_and_can_be_tried_again(desk, lesson):
    """A folder in the journal's place is told as an alert; once it is gone, a second try saves."""
    desk.clear()
    desk.journal.mkdir()
    lesson.question("demo-single").get_by_label("Blue").click()
    expect(lesson.alert("demo-single")).to_contain_text("responses.jsonl is not a plain file")
    expect(lesson.question("demo-single").get_by_label("Blue")).to_be_checked()
    desk.journal.rmdir()
    lesson.question("demo-single").get_by_role("button", name="Try to save again").click()
    expect(lesson.status("demo-single")).to_have_text(re.compile("^Saved"))
    assert desk.saved() == {"demo-single": "blue"}


def test_numbers_that_cannot_be_saved_are_shown_and_said(desk, lesson):
    """Drawn numbers show although they can't be saved, with the reason; the answer saves them."""
    desk.clear()
    desk.journal.mkdir()
    lesson.run()
    expect(lesson.question("demo-calculation")).to_contain_text("A train goes")
    expect(lesson.alert("demo-calculation")).to_contain_text(
        "Your numbers are not saved: responses.jsonl is not a plain file"
    )
    desk.journal.rmdir()
    box = lesson.question("demo-calculation").get_by_role("textbox")
    box.fill("80")
    box.press("Enter")
    expect(lesson.status("demo-calculation")).to_have_text(re.compile("^Saved"))
    expect(lesson.alert("demo-calculation")).to_be_empty()
    assert desk.saved()["demo-calculation"]["value"] == 80


def test_a_lesson_out_of_its_place_says_what_to_do(desk, lesson):
    """A notebook without its questions shows a sentence in place of a traceback."""
    questions = desk.folder / "00_demo.quiz.json"
    content = questions.read_text()
    questions.unlink()
    lesson.command("notebook:run-all-cells")
    try:
        error = lesson.page.get_by_text("Open 00_demo.ipynb from its own folder")
        expect(error.first).to_be_visible()
        expect(lesson.page.get_by_text("Traceback")).to_have_count(0)
    finally:
        questions.write_text(content)

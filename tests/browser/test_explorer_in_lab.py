"""An explorer inside JupyterLab, with a real kernel: themes, keys, a kernel that is busy."""

import os
import signal
from dataclasses import replace

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from explorer_page import OURS, picture, reading, shows, slider, typed
from laboratory import LESSON
from test_access import LOW_CONTRAST, SMALL_TARGETS, TOO_WIDE
from test_timeline_browser import ROOT, THEMES


@pytest.fixture(scope="module")
def notebook(desk):
    """A notebook in JupyterLab with an explorer, its details unfolded."""
    own = replace(desk, folder=desk.folder.parent / "explorer")
    own.folder.mkdir()
    start = f"import os; os.chdir({str(ROOT)!r}); import bzdcourse"
    code = [start, 'bzdcourse.explore("dose-and-interval")']
    content = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in code])
    content.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(content, own.folder / f"{LESSON}.ipynb")
    notebook = own.open()
    notebook.command("notebook:run-all-cells")
    notebook.page.locator(f"{OURS} svg").first.wait_for()
    notebook.show_only_the_notebook(1200, 900)
    notebook.page.evaluate(
        f"() => document.querySelectorAll('{OURS} details').forEach((d) => {{ d.open = true; }})"
    )
    notebook.page.locator(f"{OURS} caption").wait_for()
    yield notebook
    notebook.change_theme("JupyterLab Light")
    notebook.shut_down_kernel()
    notebook.close()


@pytest.fixture
def page(notebook):
    """The page, set back to the first teaching case when the test is done."""
    yield notebook.page
    box = notebook.page.get_by_role("checkbox", name="Predict first")
    box.uncheck()
    notebook.page.get_by_role("button", name="Back to the teaching case").click()
    shows(notebook.page, "30 ng/mL")


def test_the_kernel_draws_what_the_slider_says(page):
    """A step by key gives another picture, another number and another table."""
    before, rows = picture(page), page.locator(f"{OURS} tbody").inner_text()
    slider(page, "Dose").press("ArrowRight")
    shows(page, "37.5 ng/mL")
    assert picture(page) != before
    assert page.locator(f"{OURS} tbody").inner_text() != rows


def test_keys_stay_in_the_widget(notebook, page):
    """Letters, Enter and arrows in the controls run no notebook command."""
    cells = notebook.cell_count()
    for place in (slider(page, "Dose"), page.get_by_role("checkbox", name="Begin with"),
                  page.get_by_label("Medicine"), page.locator(f"{OURS} summary").last,
                  page.get_by_role("checkbox", name="Predict first"),
                  page.locator(f"{OURS} .bzd-scroll")):  # fmt: skip
        place.focus()
        notebook.press("b", "x", "y")
    typed(page, "Dose mg").focus()
    notebook.press("Control+a", "2", "Enter", "a", "b", "Enter")
    held = page.locator(f"{OURS} :is(input, select, button, summary, a)")
    assert held.evaluate_all("all => all.every((one) => one.dataset.lmSuppressShortcuts)")
    assert notebook.cell_count() == cells
    assert page.locator(".jp-mod-editMode").count() == 0


def test_predict_first_with_a_kernel(page):
    """The picture waits, then comes with the curve before, and the outcome is told."""
    page.get_by_role("checkbox", name="Predict first").check()
    slider(page, "Time between doses").press("ArrowRight")
    before = picture(page)
    page.get_by_role("group", name="Trough").get_by_label("goes down").check()
    assert picture(page) == before
    page.get_by_role("button", name="Show what the model says").click()
    page.get_by_role("status").get_by_text("As predicted.").wait_for()
    assert ">before</text>" in picture(page)


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_in_lab(notebook, page, theme):
    """axe-core has nothing to say about it, in both themes."""
    notebook.change_theme(theme)
    page.get_by_role("checkbox", name="Predict first").check()
    found = Axe().run(page, context={"include": [[OURS]]})
    assert found.response["violations"] == []
    assert len(found.response["passes"]) > 10


@pytest.mark.parametrize("theme", THEMES)
def test_text_has_contrast_in_lab(notebook, page, theme):
    """Every text has 4.5 to 1 in both themes, the words in the picture and its label too."""
    notebook.change_theme(theme)
    page.get_by_role("checkbox", name="Predict first").check()
    script = LOW_CONTRAST.replace(".bzd-question, .bzd-progress", OURS)
    own_ink = "getComputedStyle(node)[node.closest('svg') ? 'fill' : 'color']"
    script = script.replace("getComputedStyle(node).color", own_ink)
    script = script.replace("texts.currentNode.data.trim()",
                            "texts.currentNode.data.trim() &&"
                            " texts.currentNode.parentElement.tagName !== 'desc'")  # fmt: skip
    found = page.evaluate(script)
    assert found["low"] == []
    assert found["seen"] > 100


@pytest.mark.parametrize("width", [400, 640, 1200])
def test_nothing_is_cut_off_in_lab(notebook, page, width):
    """In the notebook nothing is wider than its place; targets have 24 pixels or more."""
    notebook.show_only_the_notebook(width, 900)
    page.get_by_role("checkbox", name="Predict first").check()
    wide = TOO_WIDE.replace(".bzd-question, .bzd-progress", OURS)
    wide = wide.replace(":not(.bzd-unseen)", ":not(.bzd-unseen, .bzd-scroll *, svg *)")
    assert page.evaluate(wide) == []
    small = SMALL_TARGETS.replace(".bzd-question, .bzd-progress", OURS)
    small = small.replace('"label.bzd-option"', '"label.bzd-switch"')
    assert page.evaluate(small) == []


def test_controls_and_picture_have_names(page):
    """A screen reader meets a named region, controls with units, and the picture."""
    heard = page.locator(OURS).aria_snapshot()
    for name in ('combobox "Teaching case"', 'group "Settings"', 'slider "Dose"',
                 'spinbutton "Dose mg"', 'checkbox "Begin with a loading dose"',
                 'img "Level of alprazolam in plasma"', 'button "Back to the teaching case"',
                 "status"):  # fmt: skip
        assert name in heard


def test_a_kernel_that_does_not_answer_is_named(notebook, page):
    """After four seconds without an answer one is told; once it answers, the picture follows."""
    before, kernel = picture(page), notebook.kernel_pid()
    os.kill(kernel, signal.SIGSTOP)
    try:
        slider(page, "Dose").press("ArrowRight")
        page.get_by_role("alert").filter(has_text="kernel does not answer").wait_for()
        assert picture(page) == before
        assert reading(page, "Average") == "30 ng/mL"
    finally:
        os.kill(kernel, signal.SIGCONT)
    shows(page, "37.5 ng/mL")
    assert page.get_by_text("kernel does not answer").count() == 0

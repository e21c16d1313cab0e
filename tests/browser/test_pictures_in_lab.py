"""The timeline and the figure inside JupyterLab: themes, contrast, keys, names."""

from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from laboratory import LESSON
from test_access import LOW_CONTRAST, TOO_WIDE

ROOT = Path(__file__).parents[2]
OURS = ".bzd-timeline, .bzd-figure"
THEMES = ["JupyterLab Light", "JupyterLab Dark"]


@pytest.fixture(scope="module")
def notebook(desk):
    """A notebook in JupyterLab with the timeline and the figure, most of it opened."""
    own = replace(desk, folder=desk.folder.parent / "timeline")
    own.folder.mkdir()
    write_notebook(own.folder / f"{LESSON}.ipynb")
    notebook = own.open()
    notebook.command("notebook:run-all-cells")
    for part in (".bzd-timeline", ".bzd-figure"):
        notebook.page.locator(part).wait_for()
    notebook.show_only_the_notebook(1200, 900)
    notebook.page.evaluate(
        f"() => [...document.querySelectorAll(':is({OURS}) details')]"
        ".forEach((details, n) => { details.open = n < 4 || details.closest('figure'); })"
    )
    yield notebook
    notebook.change_theme("JupyterLab Light")
    notebook.shut_down_kernel()
    notebook.close()


def write_notebook(path):
    """A notebook of two cells that say what the lesson's cells say, in the course's own folder."""
    start = f"import os; os.chdir({str(ROOT)!r}); import bzdcourse"
    code = [start, "bzdcourse.timeline()", "bzdcourse.prescribing_and_deaths()"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in code])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, path)


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_in_lab(notebook, theme):
    """axe-core has nothing to say about the timeline and the figure, in both themes."""
    notebook.change_theme(theme)
    found = Axe().run(notebook.page, context={"include": [[".bzd-timeline"], [".bzd-figure"]]})
    assert found.response["violations"] == []
    assert len(found.response["passes"]) > 10


@pytest.mark.parametrize("theme", THEMES)
def test_text_has_contrast_in_lab(notebook, theme):
    """Every text outside the pictures stands out by 4.5 to 1 in both themes."""
    notebook.change_theme(theme)
    script = LOW_CONTRAST.replace(".bzd-question, .bzd-progress", OURS)
    # Letters on the marks lie on the mark's own colour; tests/test_figures.py has the pictures'.
    script = script.replace("NodeFilter.SHOW_TEXT)", "NodeFilter.SHOW_TEXT, (text) =>"
        " text.parentElement.closest('svg, style') ? NodeFilter.FILTER_REJECT"
        " : NodeFilter.FILTER_ACCEPT)")  # fmt: skip
    result = notebook.page.evaluate(script)
    assert result["low"] == []
    assert result["seen"] > 60


@pytest.mark.parametrize("theme", THEMES)
def test_marks_have_contrast_in_lab(notebook, theme):
    """A letter has 4.5:1 on its mark, and the mark 3:1 on the notebook."""
    notebook.change_theme(theme)
    pairs = notebook.page.evaluate(
        """() => {
          const ground = (node) => {
            const own = getComputedStyle(node).backgroundColor;
            return own === "rgba(0, 0, 0, 0)" ? ground(node.parentElement) : own;
          };
          return [...document.querySelectorAll(".bzd-timeline .bzd-mark")].map((mark) => [
            getComputedStyle(mark.querySelector("text")).fill,
            getComputedStyle(mark.querySelector("path")).fill,
            ground(mark.parentElement),
          ]);
        }"""
    )
    assert pairs
    for letter, shape, ground in map(tuple, pairs):
        assert contrast(letter, shape) >= 4.5
        assert contrast(shape, ground) >= 3


def contrast(first, second):
    """Contrast of two colours such as ``rgb(1, 2, 3)`` by WCAG 2."""
    low, high = sorted([luminance(first), luminance(second)])
    return (high + 0.05) / (low + 0.05)


def luminance(colour):
    """Relative luminance of ``rgb(1, 2, 3)``."""
    parts = [int(part) / 255 for part in colour[4:-1].split(",")]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("theme", THEMES)
def test_pictures_take_the_theme_s_text_colour(notebook, theme):
    """The letters in the figure have the notebook's own text colour."""
    notebook.change_theme(theme)
    letters, page = notebook.page.evaluate(
        "() => [getComputedStyle(document.querySelector('.bzd-figure text')).fill,"
        " getComputedStyle(document.body).getPropertyValue('--jp-content-font-color1')]"
    )
    light = theme.endswith("Light")
    assert ("0, 0, 0" in letters) == light, (letters, page)


def test_keys_stay_in_the_widget(notebook):
    """Space and Enter on the controls, and letters typed there, run no notebook command."""
    cells = notebook.cell_count()
    box = notebook.page.get_by_role("checkbox", name="Marketing")
    box.focus()
    notebook.press("Space", "a", "b", "x", "Space")
    assert box.is_checked()
    notebook.page.get_by_role("spinbutton", name="From").focus()
    notebook.press("ArrowUp", "Enter", "ArrowDown")
    for summary in (".bzd-timeline summary", ".bzd-figure summary"):
        details = notebook.page.locator(summary).first.locator("..")
        was_open = details.evaluate("node => node.open")
        notebook.page.locator(summary).first.focus()
        notebook.press("b", "Enter")
        assert details.evaluate("node => node.open") != was_open
        notebook.press("Enter")
    assert notebook.cell_count() == cells
    assert notebook.page.locator(".jp-mod-editMode").count() == 0


def test_controls_and_pictures_have_names(notebook):
    """A screen reader meets named groups, controls and pictures, and events with year and kind."""
    heard = notebook.page.locator(".bzd-timeline").aria_snapshot()
    for name in ('group "Show"', 'checkbox "Recognition of harm"', 'group "Years"',
                 'spinbutton "From"', 'spinbutton "To"', "status", 'list "1960s"',
                 "1960 , Marketing: Librium goes on sale"):  # fmt: skip
        assert name in heard
    pictures = notebook.page.locator(".bzd-figure").get_by_role("img")
    names = [picture.get_attribute("aria-label") for picture in pictures.all()]
    assert len(names) == 4
    assert all(names)


@pytest.mark.parametrize("width", [400, 640, 1200])
def test_nothing_is_cut_off_in_lab(notebook, width):
    """In the notebook, too, nothing is wider than its place; wide tables scroll by themselves."""
    notebook.show_only_the_notebook(width, 900)
    script = TOO_WIDE.replace(".bzd-question, .bzd-progress", OURS)
    assert OURS in script
    script = script.replace(":not(.bzd-unseen)", ":not(.bzd-unseen, .bzd-scroll *)")
    assert notebook.page.evaluate(script) == []

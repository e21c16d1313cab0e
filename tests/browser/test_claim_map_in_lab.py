"""The claim map inside JupyterLab: themes, contrast, keys, names, narrow windows."""

from dataclasses import replace

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from laboratory import LESSON
from test_access import LOW_CONTRAST, SMALL_TARGETS, TOO_WIDE
from test_claim_map_browser import OURS, SECOND, focused, open_some, tile
from test_timeline_browser import ROOT, THEMES

# Contrast of each letter with its chip, and of each chip or rim with the page, by WCAG 2's formula.
TILE_CONTRAST = """
  const ratio = (a, b) => {
    const [x, y] = [luminance(a), luminance(b)].sort((m, n) => n - m);
    return (x + 0.05) / (y + 0.05);
  };
  const shown = (node) => node.offsetParent;
  const letters = [...document.querySelectorAll(".bzd-claim-map :is(.bzd-chip, .bzd-number)")]
    .filter(shown)
    .map((node) => ratio(rgba(getComputedStyle(node).color), behind(node)));
  const tiles = [...document.querySelectorAll(".bzd-claim-map .bzd-tile")].filter(shown)
    .map((node) => ratio(rgba(getComputedStyle(node).borderTopColor), behind(node.parentElement)));
  const chips = [...document.querySelectorAll(".bzd-claim-map label .bzd-chip")].filter(shown)
    .map((node) => ratio(rgba(getComputedStyle(node).backgroundColor),
      behind(node.parentElement)));
  return { letters, tiles, chips };
}"""
TILE_CONTRAST = LOW_CONTRAST[: LOW_CONTRAST.index("const low")] + TILE_CONTRAST


@pytest.fixture(scope="module")
def notebook(desk):
    """A notebook in JupyterLab with the claim map, much of it opened."""
    own = replace(desk, folder=desk.folder.parent / "claim_map")
    own.folder.mkdir()
    start = f"import os; os.chdir({str(ROOT)!r}); import bzdcourse"
    cells = [nbformat.v4.new_code_cell(code) for code in (start, "bzdcourse.claim_map()")]
    content = nbformat.v4.new_notebook(cells=cells)
    content.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(content, own.folder / f"{LESSON}.ipynb")
    notebook = own.open()
    notebook.command("notebook:run-all-cells")
    notebook.page.locator(OURS).wait_for()
    notebook.show_only_the_notebook(1200, 900)
    open_some(notebook.page)
    yield notebook
    notebook.change_theme("JupyterLab Light")
    notebook.shut_down_kernel()
    notebook.close()


@pytest.fixture(params=["Claims", SECOND])
def view(request, notebook):
    """Both views, one after the other."""
    notebook.page.get_by_role("radio", name=request.param, exact=True).check()
    yield request.param
    notebook.page.get_by_role("radio", name="Claims", exact=True).check()


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_in_lab(notebook, theme, view):
    """axe-core has nothing to say about either view, in both themes."""
    notebook.change_theme(theme)
    found = Axe().run(notebook.page, context={"include": [[OURS]]})
    assert found.response["violations"] == []
    assert len(found.response["passes"]) > 10


@pytest.mark.parametrize("theme", THEMES)
def test_text_has_contrast_in_lab(notebook, theme, view):
    """Every text stands out by 4.5 to 1 in both themes, letters on tiles included."""
    notebook.change_theme(theme)
    result = notebook.page.evaluate(LOW_CONTRAST.replace(".bzd-question, .bzd-progress", OURS))
    assert result["low"] == []
    assert result["seen"] > 60


@pytest.mark.parametrize("theme", THEMES)
def test_tiles_have_contrast_in_lab(notebook, theme, view):
    """A letter has 4.5:1 on its tile, and the tile 3:1 on the notebook."""
    notebook.change_theme(theme)
    found = notebook.page.evaluate(TILE_CONTRAST)
    assert len(found["letters"]) > 20
    assert min(found["letters"]) >= 4.5
    assert min(found["tiles"] + found["chips"]) >= 3


def test_keys_stay_in_the_widget(notebook):
    """Letters, Space and Enter on the controls run no notebook command."""
    cells = notebook.cell_count()
    page = notebook.page
    for place in (
        page.get_by_role("radio", name="Claims", exact=True),
        page.get_by_role("checkbox", name="Article A"),
        page.locator('[data-paragraph="A2"] summary'),
        tile(page, "A03"),
        page.locator(".bzd-card a").first,
    ):
        place.focus()
        notebook.press("a", "b", "x", "ArrowDown", "ArrowUp")
    tile(page, "A03").focus()
    expanded = tile(page, "A03").get_attribute("aria-expanded")
    notebook.press("Enter")
    assert tile(page, "A03").get_attribute("aria-expanded") != expanded
    notebook.press("Space", "ArrowRight")
    assert focused(page) == "A04"
    assert notebook.cell_count() == cells
    assert page.locator(".jp-mod-editMode").count() == 0
    held = page.locator(f"{OURS} :is(input, button, summary, a)")
    assert held.evaluate_all("all => all.every((one) => one.dataset.lmSuppressShortcuts)")


def test_controls_and_tiles_have_names(notebook):
    """A screen reader meets named groups and controls, and tiles with number, verdict and kind."""
    heard = notebook.page.locator(OURS).aria_snapshot()
    for name in ('group "View"', 'radio "Claims"', f'radio "{SECOND}"', 'group "Verdicts shown"',
                 'checkbox "S Supported (32)"', 'group "Articles shown"',
                 'checkbox "Article B (71)"', "status", 'toolbar "Claims of A2"',
                 'button "A05 P Partly supported, said"', "Unsafe as advice, left out",
                 'button "A06 O N Outdated, Not verifiable, said"'):  # fmt: skip
        assert name in heard


@pytest.mark.parametrize("width", [400, 640, 1200])
def test_nothing_is_cut_off_in_lab(notebook, width, view):
    """In the notebook, too, nothing is wider than its place, and targets have 24 pixels or more."""
    notebook.show_only_the_notebook(width, 900)
    assert notebook.page.evaluate(TOO_WIDE.replace(".bzd-question, .bzd-progress", OURS)) == []
    small = SMALL_TARGETS.replace(".bzd-question, .bzd-progress", OURS)
    # A tick's label belongs to it; a mark stands in a line of text.
    small = small.replace('"label.bzd-option"', '"label"')
    small = small.replace('"button, select, input"', '"button:not(.bzd-text *), summary, input"')
    assert notebook.page.evaluate(small) == []

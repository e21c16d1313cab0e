"""The timeline and the figure on the page: filters, keys, names, contrast, narrow windows."""

import json
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from laboratory import LESSON
from test_access import LOW_CONTRAST, TOO_WIDE

from bzdcourse.widgets.events import KINDS
from bzdcourse.widgets.timeline import timeline

ROOT = Path(__file__).parents[2]
OURS = ".bzd-timeline, .bzd-figure"
THEMES = ["JupyterLab Light", "JupyterLab Dark"]

# The page without Jupyter: the widget's own module and style, and a model that only holds the view.
PAGE = """<!doctype html><html lang="en"><title>Timeline</title><style>{css}</style>
<main id="place"></main><script type="module">{esm}
  const view = {view};
  const el = document.getElementById("place");
  globalThis.widget.render({{ model: {{ get: () => view }}, el }});
</script></html>"""


@pytest.fixture(scope="module")
def events():
    """What the timeline shows."""
    return timeline().view["events"]


@pytest.fixture
def page(browser):
    """The timeline alone on a page, with no kernel behind it."""
    widget = timeline()
    esm = str(widget._esm).replace("export default", "globalThis.widget =")
    page = browser.new_page()
    page.set_content(PAGE.format(css=widget._css, esm=esm, view=json.dumps(widget.view)))
    page.locator(".bzd-timeline").wait_for()
    yield page
    page.close()


def shown(page):
    """Ids of the events in the list that can be seen."""
    return page.evaluate(
        "() => [...document.querySelectorAll('li[data-event]')]"
        ".filter((node) => node.offsetParent).map((node) => node.dataset.event)"
    )


def expect_shown(page, events, count_text=None):
    """Exactly these events are in the list and marked in the overview, and counted."""
    ids = [event["id"] for event in events]
    assert shown(page) == ids
    marked = page.locator(".bzd-place:not([hidden])").evaluate_all(
        "nodes => nodes.map((node) => node.dataset.event)"
    )
    assert sorted(marked) == sorted(ids)
    status = page.get_by_role("status").inner_text()
    assert (count_text or f"{len(ids)} of {len(timeline().view['events'])} events shown.") in status


def test_all_events_show_at_first(page, events):
    """Before anything is filtered, every event is there, in order of years."""
    expect_shown(page, events)


@pytest.mark.parametrize(("kind", "name"), KINDS.items())
def test_unticking_a_kind_takes_exactly_its_events(page, events, kind, name):
    """Without its tick a kind is gone and counted out; with it, it is back."""
    box = page.get_by_role("checkbox", name=name, exact=True)
    box.uncheck()
    expect_shown(page, [event for event in events if event["kind"] != kind])
    box.check()
    expect_shown(page, events)


def test_years_leave_what_touches_them(page, events):
    """From and to leave the events in or across these years."""
    page.get_by_label("From").fill("1975")
    page.get_by_label("To").fill("1980")
    within = [event for event in events if event["year"] <= 1980 and event["until"] >= 1975]
    assert any(event["year"] < 1975 for event in within)
    expect_shown(page, within)


def test_kinds_and_years_work_together(page, events):
    """An event shows if its kind and its years both fit; decades without events are gone."""
    page.get_by_role("checkbox", name="Science").uncheck()
    page.get_by_label("From").fill("2000")
    left = [event for event in events if event["kind"] != "science" and event["until"] >= 2000]
    expect_shown(page, left)
    decades = page.locator(".bzd-decade:visible > p").all_inner_texts()
    assert decades == sorted({f"{event['year'] // 10}0s" for event in left})


def test_nothing_left_is_said(page):
    """No event, years in the wrong order, years that are none: each is said, nothing breaks."""
    for box in page.get_by_role("checkbox").all():
        box.uncheck()
    expect_shown(page, [], "Tick a kind or widen the years")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_label("From").fill("2020")
    page.get_by_label("To").fill("1960")
    expect_shown(page, [], '"From" is later than "to"')
    page.get_by_label("To").fill("3000")
    assert "Give whole years from 1955 to 2025" in page.get_by_role("status").inner_text()


def test_every_event_opens_to_text_and_source(page, events):
    """Each event opens; then its text, its kind and its sources are to be read."""
    for event in events:
        entry = page.locator(f'li[data-event="{event["id"]}"]')
        assert not entry.locator(".bzd-sources").is_visible()
        entry.locator("summary").click()
        assert entry.locator(".bzd-event-text").inner_text().strip()
        assert KINDS[event["kind"]] in entry.locator(".bzd-kind").inner_text()
        assert entry.locator(".bzd-sources li").count() == len(event["sources"]) > 0
        links = sum("<a " in source for source in event["sources"])
        assert entry.locator(".bzd-sources a[href^=http]").count() == links
        assert entry.get_by_text("sources disagree").count() == event["disputed"]


def test_a_mark_in_the_overview_opens_its_event(page, events):
    """A click on a mark opens that event in the list and takes one there."""
    event = events[-1]
    page.locator(f'.bzd-place[data-event="{event["id"]}"] .bzd-mark').click()
    assert page.locator(f'li[data-event="{event["id"]}"] details[open]').count() == 1
    focused = page.evaluate("document.activeElement.closest('li').dataset.event")
    assert focused == event["id"]


def test_no_mark_covers_another(page):
    """In the overview, marks of one lane stay apart."""
    page.set_viewport_size({"width": 900, "height": 900})
    boxes = page.locator(".bzd-place .bzd-mark").evaluate_all(
        "marks => marks.map((mark) => { const box = mark.getBoundingClientRect();"
        " return [box.x, box.y, box.width]; })"
    )
    assert boxes
    for n, (x, y, width) in enumerate(boxes):
        for other_x, other_y, _ in boxes[n + 1 :]:
            assert abs(x - other_x) >= 0.85 * width or abs(y - other_y) >= 0.85 * width


def test_marks_differ_without_colour(page):
    """Each kind has a shape and a letter of its own, in the filter and in the list."""
    marks = page.locator(".bzd-mark").evaluate_all(
        "marks => marks.map((mark) => [mark.dataset.kind, mark.textContent,"
        " mark.querySelector('path').getAttribute('d')].join('|'))"
    )
    kinds = {tuple(mark.split("|")) for mark in marks}
    assert len(kinds) == len({kind for kind, _, _ in kinds}) == 4
    assert len({letter for _, letter, _ in kinds}) == 4
    assert len({shape for _, _, shape in kinds}) == 4


def test_alone_by_keyboard(page, events):
    """Tab, Space, arrows and Enter are enough: untick, change a year, open an event."""
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect_shown(page, [event for event in events if event["kind"] != "science"])
    page.keyboard.press("Space")
    for _ in range(4):
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowUp")
    expect_shown(page, [event for event in events if event["until"] >= 1956])
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("details[open]").count() == 1
    page.keyboard.press("Enter")
    assert page.locator("details[open]").count() == 0


@pytest.mark.parametrize("width", [400, 640, 1200])
def test_no_scrolling_sideways(page, width):
    """From 400 pixels on, and so at 200 % zoom as well, nothing is wider than the window."""
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate("() => document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".bzd-overview").is_visible() == (width > 640)


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

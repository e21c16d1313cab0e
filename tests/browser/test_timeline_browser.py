"""The timeline and the figure on the page: filters, keys, names, contrast, narrow windows."""

import json
from pathlib import Path

import pytest

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

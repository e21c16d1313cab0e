"""An explorer for every hand, eye and window: keys, predictions, axe, narrow windows, themes."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from explorer_page import (
    DARK,
    DRAWN_FOR_ITS_ROOM,
    LIGHT,
    OURS,
    explorer_pages,
    picture,
    reading,
    shows,
    slider,
)

from bzdcourse.explorers.base import LABEL

open_page = pytest.fixture(explorer_pages)


@pytest.fixture
def page(open_page):
    """Dose and interval."""
    return open_page()


def test_predict_first_alone_by_keyboard(page):
    """Switch on, move, predict, ask: by keys alone, and the picture waits until one has asked."""
    before = picture(page)
    page.get_by_role("checkbox", name="Predict first").focus()
    page.keyboard.press("Space")
    slider(page, "Dose").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.get_by_text("The picture waits for your prediction.").wait_for()
    assert picture(page) == before
    page.get_by_role("group", name="Average at steady state").get_by_label("goes up").focus()
    page.keyboard.press("Space")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Show what the model says").focus()
    page.keyboard.press("Enter")
    told = page.get_by_role("status").filter(has_text="what the model says")
    told.wait_for()
    lines = told.get_by_role("listitem").all_inner_texts()
    assert "You: goes up. Model: goes up, from 30 ng/mL to 45 ng/mL. As predicted." in lines[0]
    assert "Otherwise than predicted." in lines[3]
    assert "You: no prediction." in lines[1]
    assert ">before</text>" in picture(page)
    assert not page.get_by_role("radio", checked=True).count()
    page.set_viewport_size({"width": 500, "height": 900})
    page.wait_for_function(DRAWN_FOR_ITS_ROOM)
    assert ">before</text>" in picture(page)
    assert told.get_by_role("listitem").all_inner_texts() == lines


def test_a_prediction_needs_a_change_and_a_choice(page):
    """Without either one is told what is missing; switched off, the picture follows again."""
    box = page.get_by_role("checkbox", name="Predict first")
    box.check()
    ask = page.get_by_role("button", name="Show what the model says")
    ask.click()
    page.get_by_text("Predict at least one of them first.").wait_for()
    page.get_by_role("group", name="Peak").get_by_label("goes down").check()
    ask.click()
    page.get_by_text("Change a setting first.").wait_for()
    slider(page, "Dose").press("ArrowRight")
    assert reading(page, "Average") == "30 ng/mL"
    box.uncheck()
    shows(page, "37.5 ng/mL")
    assert not ask.is_visible()


def test_everything_is_reached_by_tab(page):
    """Tab goes through every control in the order in which they stand."""
    page.keyboard.press("Tab")
    seen = []
    for _ in range(40):
        name = page.evaluate(
            "() => { const e = document.activeElement; return e.closest('.bzd-explorer') &&"
            " `${e.tagName} ${e.type ?? ''}`; }"
        )
        if not name:
            break
        seen.append(name)
        page.keyboard.press("Tab")
    sliders = len([one for one in seen if one == "INPUT range"])
    assert sliders == len([one for one in seen if one == "INPUT number"]) == 8
    assert seen.count("SELECT select-one") == 2
    assert seen.count("SUMMARY ") == 4


@pytest.mark.parametrize(("width", "theme"), [(380, LIGHT), (1200, DARK)], ids=["light", "dark"])
def test_axe_finds_nothing(open_page, width, theme):
    """axe-core has nothing to say: narrow and light, wide and dark, all unfolded."""
    page = open_page("half-life-and-metabolite", width, theme)
    page.get_by_role("checkbox", name="Predict first").check()
    page.evaluate("() => document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    page.locator("caption").wait_for()
    found = Axe().run(page, context={"include": [[OURS]]})
    assert found.response["violations"] == []
    assert len(found.response["passes"]) > 10


@pytest.mark.parametrize("width", [380, 700, 1200])
def test_no_scrolling_sideways(open_page, width):
    """From 380 pixels on nothing is wider than the window, and the picture has the room's width."""
    page = open_page("half-life-and-metabolite", width)
    page.get_by_role("checkbox", name="Predict first").check()
    page.evaluate("() => document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    page.locator("caption").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    shown, drawn = page.locator(f"{OURS} svg").first.evaluate(
        "svg => [svg.getBoundingClientRect().width, svg.viewBox.baseVal.width]"
    )
    assert shown == pytest.approx(drawn, abs=9)


def test_pictures_follow_the_room(page):
    """In a narrower window the picture is drawn anew, so that its letters keep their size."""
    page.set_viewport_size({"width": 420, "height": 900})
    page.wait_for_function(DRAWN_FOR_ITS_ROOM)
    sizes = page.locator(f"{OURS} svg text").evaluate_all(
        "texts => texts.map((text) => text.getBoundingClientRect().height)"
    )
    assert min(sizes) >= 10


def test_narrow_windows_show_pictures_before_settings(open_page):
    """Side by side where there is room; else the picture stands above the settings."""
    for width, is_beside in ((1200, True), (380, False)):
        page = open_page(width=width)
        settings = page.locator(".bzd-settings").bounding_box()
        drawn = page.locator(".bzd-panels").bounding_box()
        assert (drawn["x"] > settings["x"] + settings["width"]) == is_beside
        assert (drawn["y"] + drawn["height"] < settings["y"]) == (not is_beside)


def test_label_stands_in_every_picture(open_page):
    """Every picture says that it is a teaching model's."""
    page = open_page("half-life-and-metabolite")
    pictures = page.locator(f"{OURS} svg")
    assert pictures.count() == 2
    for one in pictures.all():
        assert one.get_by_text(LABEL).is_visible()

"""The page on a class in a browser: axe in both themes, narrow windows, paper."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from bzdcourse.report.write import write_lesson
from classroom import ALL_RIGHT, ALL_WRONG, PARTLY
from made_class import learner, results_of


@pytest.fixture(scope="module")
def report(tmp_path_factory, demo_bank):
    """The page of a small class, as an address."""
    sorts = [ALL_RIGHT, ALL_WRONG, PARTLY]
    people = [
        learner(demo_bank, f"s{n}", sorts[n % 3], minutes=20 + n, points={"leaflet": 2.0})
        for n in range(12)
    ]
    results = results_of(demo_bank, people, more_cells={"leaflet": 6.0})
    beliefs = {"sky-is-green": "The sky is green.", "counts-twice": "Each thing counts twice."}
    return write_lesson(tmp_path_factory.mktemp("reports"), results, beliefs).as_uri()


@pytest.fixture
def open_page(browser, report):
    """Return a function that opens the page in a window."""
    pages = []

    def opened(**options):
        page = browser.new_page(**options)
        pages.append(page)
        page.goto(report)
        return page

    yield opened
    for page in pages:
        page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page, scheme):
    """No violation in either theme, with all that can be opened open."""
    page = open_page(color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


def test_phone_shows_everything_without_scrolling_sideways(open_page):
    """At 380 pixels only wide tables scroll, each in a frame of its own that takes the focus."""
    page = open_page(viewport={"width": 380, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 380
    wide = "[...document.querySelectorAll('.scroll, .bzd-scroll')]"
    assert page.evaluate(f"{wide}.every((one) => one.tabIndex === 0 && one.ariaLabel)")


def test_paper_is_light_and_has_the_tables(open_page):
    """Printed from a dark screen, the page is dark on light, without what only works on screens."""
    page = open_page(color_scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    assert not page.locator("nav").is_visible()
    assert page.get_by_role("table").first.is_visible()

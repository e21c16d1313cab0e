"""One browser, one JupyterLab and one window of it for all tests here."""

import shutil

import pytest
from laboratory import DEMO_COURSE, LESSON, Desk, learner_copy, running_lab, start_browser
from playwright.sync_api import sync_playwright


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium."""
    with sync_playwright() as playwright:
        chromium = start_browser(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def desk(browser, tmp_path_factory):
    """A learner's copy of the demonstration lesson, a JupyterLab and a browser to open it with."""
    root = shutil.copytree(DEMO_COURSE, tmp_path_factory.mktemp("lab") / "course")
    folder = learner_copy(root, root / "my_course" / LESSON)
    with running_lab(root) as address:
        yield Desk(folder, address, browser)


@pytest.fixture(scope="session")
def window(desk):
    """The lesson in a window that stays open: opening one takes longer than most tests."""
    return desk.open()


@pytest.fixture
def lesson(desk, window):
    """The lesson as on the first day: nothing answered, all cells run."""
    desk.clear()
    return window.run()

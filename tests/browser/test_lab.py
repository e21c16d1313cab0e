"""What a learner meets after ``make course``: one address, and a calm first screen behind it."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from laboratory import DEMO_COURSE

from bzdcourse.data import CourseError
from bzdcourse.lab import open_lab

LESSON = "00_demo"
NEWS_PROMPT = "@jupyterlab/apputils-extension:announcements"


@contextmanager
def studying(course: Path):
    """Run ``bzdcourse study`` where no browser can open; yield the address that it prints."""
    run = subprocess.Popen(
        [sys.executable, "-m", "bzdcourse.cli", "study"],
        cwd=course,
        env=os.environ
        | {
            "BZD_NO_BROWSER": "1",
            "JUPYTER_CONFIG_DIR": str(course / ".jupyter"),
            "JUPYTER_RUNTIME_DIR": str(course / ".jupyter" / "runtime"),
        },
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield next(found[0] for line in run.stdout if (found := re.search(r"http://\S+", line)))
    finally:
        run.send_signal(signal.SIGTERM)
        run.wait(timeout=60)
        run.stdout.close()


def asked(address: str, path: str) -> str:
    """What Lab answers to a request for ``path``."""
    parts = urlsplit(address)
    token = re.search(r"token=(\w+)", address)[1]
    with urlopen(f"{parts.scheme}://{parts.netloc}/{path}?token={token}") as answer:
        return answer.read().decode()


def names_in(address: str, folder: str) -> set[str]:
    """What the file list shows of a folder."""
    listing = json.loads(asked(address, f"api/contents/{folder}"))
    return {entry["name"] for entry in listing["content"]}


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """The address of a running course of one lesson, to which a learner has given an answer."""
    course = shutil.copytree(DEMO_COURSE, tmp_path_factory.mktemp("lab") / "course")
    with studying(course) as address:
        (course / "my_course" / LESSON / "responses.jsonl").write_text("\n")
        yield address


def test_the_file_list_shows_lessons_and_nothing_else(lab):
    """Neither the course's files nor the journal of answers stand in the learner's way."""
    assert f"/lab/tree/{LESSON}/{LESSON}.ipynb" in lab
    assert names_in(lab, "") == {LESSON}
    assert names_in(lab, LESSON) == {f"{LESSON}.ipynb"}


def test_lab_asks_nothing_and_offers_no_grading(lab):
    """The prompt for news is switched off, and so are nbgrader's tools for instructors."""
    stored = re.search(r'id="jupyter-config-data"[^>]*>(.*?)</script', asked(lab, "lab"), re.DOTALL)
    assert {NEWS_PROMPT, "@jupyter/nbgrader"} <= set(json.loads(stored[1])["disabledExtensions"])


def test_a_second_course_finds_a_port_of_its_own_and_leaves_it(lab, demo_course):
    """A taken port is no obstacle, and who ends the command leaves no server behind."""
    with studying(demo_course) as other:
        assert urlsplit(other).port != urlsplit(lab).port
        assert names_in(other, "") == {LESSON}
    with pytest.raises(OSError, match="refused"):
        asked(other, "api")


SLOW_TO_LISTEN = """
import time
from jupyter_server.serverapp import ServerApp
listen = ServerApp._bind_http_server
ServerApp._bind_http_server = lambda app: (time.sleep(2), listen(app))
"""


def test_the_address_is_told_once_something_listens_there(demo_course):
    """A slow machine shows the address later; it never shows one that refuses the browser."""
    (demo_course / ".jupyter").mkdir(exist_ok=True)
    (demo_course / ".jupyter" / "jupyter_server_config.py").write_text(SLOW_TO_LISTEN)
    with studying(demo_course) as address:
        assert names_in(address, "") == {LESSON}


NEVER_DONE = """
import asyncio
from jupyter_server.serverapp import ServerApp
ServerApp._cleanup = lambda app: asyncio.sleep(3600)
"""


def test_a_lab_that_does_not_end_is_ended(demo_course):
    """Jupyter waits for a kernel that is starting; who ends the command waits seconds."""
    (demo_course / ".jupyter").mkdir(exist_ok=True)
    (demo_course / ".jupyter" / "jupyter_server_config.py").write_text(NEVER_DONE)
    with studying(demo_course) as address:
        assert names_in(address, "") == {LESSON}
    with pytest.raises(OSError, match="refused"):
        asked(address, "api")


def test_an_unknown_lesson_is_named_with_those_that_exist(tmp_path):
    """A wrong lesson id gives a sentence that helps, and opens nothing."""
    (tmp_path / "my_course" / LESSON).mkdir(parents=True)
    (tmp_path / "my_course" / LESSON / f"{LESSON}.ipynb").touch()
    with pytest.raises(CourseError, match=f"no lesson “99_lost”.*The lessons are: {LESSON}"):
        open_lab(tmp_path, "99_lost")


def test_the_first_screen_is_calm(lab, browser):
    """One tab, the lesson; the lessons beside it; no dialogue, no notification."""
    page = browser.new_page()
    page.goto(lab)
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=90_000)
    page.wait_for_selector(".jp-DirListing-item", timeout=30_000)
    page.wait_for_function("document.querySelector('#jupyterlab-splash') === null")
    tabs = page.locator(".lm-DockPanel-tabBar .lm-TabBar-tabLabel").all_inner_texts()
    assert tabs == [f"{LESSON}.ipynb"]
    assert page.locator(".jp-DirListing-item").all_inner_texts() == [LESSON]
    assert page.locator(".jp-Dialog, .Toastify__toast").count() == 0
    page.close()

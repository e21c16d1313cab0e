"""The whole book, built once as its user builds it, and looked at: links, keys, places, weight."""

import os
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe

from bzdcourse.data import lesson_ids, references
from bzdcourse.glossary import anchor, load_glossary
from bzdcourse.quiz.bank import load_bank
from keys import secrets_of
from programs import find_browser

ROOT = Path(__file__).parents[2]
LESSONS = lesson_ids(ROOT / "notebooks")
OTHERS = ["index", "glossary", "bibliography", "help", "models", "search"]
PAGES = [*OTHERS, *(f"lessons/{lesson}" for lesson in LESSONS)]
WITH_COLOURS = ["index", *(f"lessons/{n}" for n in LESSONS if n[:2] in ("01", "06", "08"))]
ONLY_FAULTS = {"resultTypes": ["violations"]}  # what is right need not be listed: half the time
COURSE = ("notebooks", "quizzes", "source_texts", "docs")

ADDRESS = re.compile(r'\s(?:href|src)="([^"]*)"')
NAMED = re.compile(r'\sid="([^"]+)"')
LOADED = re.compile(r"<(?:script|img|iframe|link|source)\b[^>]*?(?:src|href)=\"([^\"]*)\"")
SECONDS = 900
HEAVIEST_KB = 700

pytestmark = pytest.mark.timeout(SECONDS)  # whichever test comes first waits for the book


@pytest.fixture(scope="module")
def built(browser, tmp_path_factory):
    """A copy of the course in which the book was built, and what the command said."""
    root = tmp_path_factory.mktemp("book") / "course"
    for name in COURSE:
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    said = subprocess.run(
        [sys.executable, "-m", "bzdcourse.book"],
        cwd=root,
        env=os.environ | {"BZD_BROWSER": find_browser()},
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    return root, said


@pytest.fixture(scope="module")
def book(built):
    """Folder of the website."""
    return built[0] / "build" / "book" / "html"


@pytest.fixture(scope="module")
def pages(book):
    """HTML of every page by its address inside the book."""
    found = book.rglob("*.html")
    return {p.relative_to(book).as_posix(): p.read_text(encoding="utf-8") for p in found}


@pytest.fixture(scope="module")
def window(book, browser):
    """A window as wide as a telephone; opens pages and remembers what they ask for."""
    page = browser.new_page(viewport={"width": 380, "height": 800})
    yield page
    page.close()


def words_of(html):
    """Letters and digits of a page, or of a Markdown text: nothing that a renderer may change."""
    text = unescape(re.sub(r"<[^>]+>", "", re.sub(r"<annotation.*?</annotation>", "", html)))
    return re.sub(r"\W|_", "", text)


def test_it_is_built_without_a_warning(built):
    """The command says where the book is, and Sphinx has nothing to complain of."""
    _, said = built
    assert (said.returncode, said.stderr) == (0, "")
    assert "The book is in build/book/html: open build/book/html/index.html" in said.stdout
    assert all(f"{lesson} has run." in said.stdout for lesson in LESSONS)


def test_every_page_is_there(pages):
    """Nine lessons, and what there is to look things up in."""
    assert set(pages) == {f"{name}.html" for name in PAGES}


def test_every_link_inside_leads_somewhere(book, pages):
    """A file that is there, and in it a place of that name."""
    named = {address: set(NAMED.findall(html)) for address, html in pages.items()}
    followed = 0
    for address, html in pages.items():
        for link in map(unescape, ADDRESS.findall(html)):
            if re.match(r"[a-z]+:", link):
                continue
            path, _, place = unquote(link).partition("#")
            target = (book / address).parent / path.partition("?")[0] if path else book / address
            assert target.is_file(), f"{address}: {link}"
            inside = target.resolve().relative_to(book.resolve()).as_posix()
            assert not place or place in named[inside], f"{address}: {link}"
            followed += 1
    assert followed > 2000


def test_no_name_stands_twice_on_a_page(pages):
    """Else a link, or a picture's description, would be another's."""
    for address, html in pages.items():
        names = NAMED.findall(html)
        assert not {name for name in names if names.count(name) > 1}, address


def test_no_key_of_a_graded_question_is_told(pages, book):
    """No rationale and no formula of a graded bank is on a page or in a script of the book."""
    scripts = {p.name: p.read_text(encoding="utf-8") for p in book.rglob("*.js")}
    told = {name: words_of(text) for name, text in (pages | scripts).items()}
    banks = [ROOT / "quizzes" / "graded" / f"{lesson}.yml" for lesson in LESSONS]
    banks.append(ROOT / "quizzes" / "concept_inventory.yml")
    secrets = {words_of(s) for bank in banks for s in secrets_of(yaml.safe_load(bank.read_text()))}
    reasons = {secret for secret in secrets if len(secret) > 25}
    assert len(reasons) > 400
    assert not {reason for reason in reasons for text in told.values() if reason in text}


def test_the_search_for_keys_would_find_one(pages):
    """The reasons of checks are told, and the search above sees them."""
    for lesson in LESSONS:
        bank = yaml.safe_load((ROOT / "quizzes" / "checks" / f"{lesson}.yml").read_text())
        reasons = [
            option["rationale"] for item in bank["items"] for option in item.get("options", [])
        ]
        assert reasons
        told = words_of(pages[f"lessons/{lesson}.html"])
        assert [reason for reason in reasons if words_of(reason) not in told] == []


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_question_is_printed_and_only_checks_are_answered(pages, lesson):
    """All graded questions without, all checks with their answer folded away."""
    questions = pages[f"lessons/{lesson}.html"].split('<div class="bzd-static">')[1:]
    assert "Your progress" not in questions[-1]
    for bank, word, answered in (("graded", "Question", False), ("checks", "Check", True)):
        items = load_bank(ROOT / "quizzes" / bank / f"{lesson}.yml").items
        asked = [html for html in questions if html.startswith(f"<p><strong>{word} ")]
        assert len(asked) == len(items)
        assert ['<details class="bzd-answer">' in html for html in asked] == [answered] * len(asked)


def test_every_word_and_every_source_has_its_place(pages):
    """So that it can be linked to."""
    words = load_glossary(ROOT / "source_texts" / "glossary.md")
    assert {anchor(word) for word in words} <= set(NAMED.findall(pages["glossary.html"]))
    sources = {f"source-{key}".lower().replace("_", "-") for key in references(ROOT)}
    assert sources <= set(NAMED.findall(pages["bibliography.html"]))


def test_nothing_tells_where_or_by_whom_it_was_made(built, book):
    """No path of this machine is in any file, and no answer of an author was written."""
    root, _ = built
    for path in filter(Path.is_file, book.rglob("*")):
        content = path.read_bytes()
        assert str(root).encode() not in content, path
        assert b"file://" not in content or path.suffix == ".js", path
    assert not (root / ".author").exists()
    for notebook in (root / "notebooks").rglob("*.ipynb"):
        assert notebook.read_bytes() == (ROOT / notebook.relative_to(root)).read_bytes()


@pytest.mark.parametrize("lesson", LESSONS)
def test_each_lesson_is_a_pdf_to_take_along(book, pages, lesson):
    """Tagged for those who listen, titled, and linked from its page."""
    pdf = (book / "pdf" / f"{lesson}.pdf").read_bytes()
    assert pdf.startswith(b"%PDF")
    assert b"/MarkInfo" in pdf
    assert b"/Outlines" in pdf
    assert f'href="../pdf/{lesson}.pdf"' in pages[f"lessons/{lesson}.html"]


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_page_is_light_enough_for_a_telephone(book, pages, lesson):
    """The page and all that it loads, not compressed; and it loads nothing from elsewhere."""
    html = pages[f"lessons/{lesson}.html"]
    loaded = [link.partition("?")[0] for link in LOADED.findall(html)]
    assert not [link for link in loaded if re.match(r"(\w+:)?//", link)]
    files = {(book / "lessons" / link).resolve() for link in loaded if link.endswith(("css", "js"))}
    weight = len(html.encode()) + sum(path.stat().st_size for path in files)
    assert weight / 1024 < HEAVIEST_KB


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_for_everybody(book, window, name):
    """On a telephone axe finds nothing, nothing is too wide, nothing is loaded from elsewhere."""
    asked = []
    window.on("request", lambda request: asked.append(request.url))
    window.emulate_media(color_scheme="light")
    window.goto((book / f"{name}.html").as_uri())
    assert window.evaluate("document.documentElement.scrollWidth") <= 380
    assert Axe().run(window, options=ONLY_FAULTS).response["violations"] == []
    assert [url for url in asked if not url.startswith("file:")] == []


@pytest.mark.parametrize("name", WITH_COLOURS)
def test_what_has_colours_of_its_own_has_contrast_in_the_dark(book, window, name):
    """The theme's dark colours, the pictures' and those of the two live widgets."""
    window.emulate_media(color_scheme="dark")
    window.goto((book / f"{name}.html").as_uri())
    background = "getComputedStyle(document.body).backgroundColor"
    assert max(map(int, re.findall(r"\d+", window.evaluate(background)))) < 64
    contrast = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
    assert Axe().run(window, options=ONLY_FAULTS | contrast).response["violations"] == []


def test_the_claim_map_filters_without_a_kernel(book, window):
    """In the book, too, a verdict can be chosen and a claim opened; its tables are folded below."""
    window.goto((book / "lessons" / "08_source_appraisal.html").as_uri())
    live = window.locator(".bzd-live").first
    live.get_by_role("button", name="Untick all").click()
    assert "0 of 113 claims shown" in live.get_by_role("status").inner_text()
    live.get_by_role("button", name="Tick all", exact=True).click()
    live.get_by_role("button", name=re.compile("A01")).first.click()
    live.get_by_text("said in paragraph A1").wait_for()
    tables = window.locator(".bzd-claim-tables")
    assert not tables.is_visible()
    window.get_by_text("The same as a table").click()
    assert tables.is_visible()


def test_the_timeline_filters_without_a_kernel(book, window):
    """In the book, too, a kind can be left out."""
    window.goto((book / "lessons" / "01_history.html").as_uri())
    live = window.locator(".bzd-live").first
    before = live.get_by_role("status").inner_text()
    live.get_by_role("checkbox", name="Marketing").uncheck()
    assert live.get_by_role("status").inner_text() != before

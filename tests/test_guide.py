"""The instructor's guide doesn't rot: one page a lesson in one shape, and what it names exists."""

import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
import yaml
from nbgrader.apps import NbGraderApp

from bzdcourse.content import PARTS
from bzdcourse.data import lesson_ids, misconceptions
from classroom import ALL_RIGHT, LESSON, hand_in

ROOT = Path(__file__).parent.parent
GUIDE = ROOT / "docs" / "instructors"
PAGES = sorted(GUIDE.glob("*.md"))
LESSONS = lesson_ids(ROOT / "notebooks")
SHAPE = [
    "Goal",
    "Time",
    "What learners come with",
    "Questions for discussion",
    "What not to say",
    "Rubric",
]
LAST = "Numbers that need their small print"
BELIEFS = "| Belief | Known as | Shows in | What helps |"


def page_text(name):
    """The words of a page."""
    return (GUIDE / f"{name}.md").read_text(encoding="utf-8")


def sections(page):
    """The words below each heading of the second level."""
    parts = re.split(r"^## (.+)\n", page, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@cache
def beliefs_of_questions():
    """Question ids of all banks, each with the misconceptions that it names."""
    paths = [*ROOT.glob("quizzes/*/*.yml"), ROOT / "quizzes" / "concept_inventory.yml"]
    items = [item for path in paths for item in yaml.safe_load(path.read_text("utf-8"))["items"]]
    return {item["id"]: set(named(item)) for item in items}


def named(part):
    """Misconceptions in any part of a question."""
    if isinstance(part, dict):
        if isinstance(part.get("misconception"), str):
            yield part["misconception"]
        part = list(part.values())
    for inside in part if isinstance(part, list) else ():
        yield from named(inside)


def rows(lesson):
    """Beliefs and checks of each row of a page's table, as it names them."""
    table = sections(page_text(lesson))["What learners come with"]
    cells = [line.split("|")[2:4] for line in table.splitlines() if line.startswith("|")][2:]
    return [tuple(re.findall(r"`([^`]+)`", cell) for cell in row) for row in cells]


def test_every_lesson_has_its_page_and_every_page_its_lesson():
    """A lesson without a page, or a page whose lesson is gone, is told."""
    pages = [page.stem for page in PAGES if re.match(r"\d\d_", page.stem)]
    assert pages == LESSONS


@pytest.mark.parametrize("lesson", LESSONS)
def test_lesson_pages_have_one_shape(lesson):
    """The same headings in the same order, none of them empty."""
    found = sections(page_text(lesson))
    assert [heading for heading in found if heading != LAST] == SHAPE
    assert LAST not in found or list(found)[-1] == LAST
    assert all(len(words.split()) > 10 for words in found.values())
    assert BELIEFS in found["What learners come with"]
    assert 3 <= len(re.findall(r"^\d\. \*", found["Questions for discussion"], re.M)) <= 5
    assert "| Criterion | 0 | 1 | 2 |" in found["Rubric"]
    for when in ("Before class", "In class", "After class"):
        assert f"**{when}" in found["Time"]


@pytest.mark.parametrize("lesson", LESSONS)
def test_minutes_in_class_add_up(lesson):
    """The parts of a meeting take as long as the meeting."""
    words = sections(page_text(lesson))["Time"]
    whole, parts = re.search(r"\*\*In class, (\d+) minutes:\*\*(.+)", words).groups()
    assert sum(map(int, re.findall(r"\((\d+)\)", parts))) == int(whole)


@pytest.mark.parametrize("lesson", LESSONS)
def test_beliefs_exist_and_show_where_the_page_says(lesson):
    """Each row names beliefs of the list, and a check of the lesson in which one of them shows."""
    known, questions = set(misconceptions(ROOT)), beliefs_of_questions()
    assert len(rows(lesson)) >= 5
    for beliefs, checks in rows(lesson):
        assert beliefs
        assert set(beliefs) <= known, beliefs
        for check in checks:
            assert questions[check] & set(beliefs), f"{check} shows none of {beliefs}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_page_points_at_a_graded_question(page):
    """A graded question's id beside a belief would come close to telling its key."""
    banks = ROOT.glob("quizzes/graded/*.yml")
    graded = {i["id"] for path in banks for i in yaml.safe_load(path.read_text("utf-8"))["items"]}
    assert graded
    assert not graded & set(re.findall(r"`([^`]+)`", page.read_text(encoding="utf-8")))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_lead_to_what_a_course_folder_has(page):
    """`bzdcourse start` copies every file that the guide links to."""
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    inside = [(page.parent / link).resolve() for link in links if "://" not in link]
    parts = [ROOT / part for part in PARTS]
    assert [path for path in inside if not {path, *path.parents} & set(parts)] == []


def test_the_index_leads_to_every_page():
    """No page is there that nobody finds."""
    index = page_text("README")
    assert [page.name for page in PAGES if page.stem != "README" and page.name not in index] == []


def nbgraders_commands():
    """Every command of nbgrader that the guide shows."""
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    shown = re.findall(r"(?:^ {4}|`)nbgrader (db \w+ \w+|\w+)", text, re.MULTILINE)
    return sorted(set(shown))


def test_the_guide_shows_commands_of_nbgrader():
    """The search for them finds some."""
    assert {"collect", "release_feedback", "db student import"} <= set(nbgraders_commands())


@pytest.mark.parametrize("command", nbgraders_commands())
def test_commands_of_nbgrader_exist(command):
    """What the guide tells an instructor to type, nbgrader knows."""
    app = NbGraderApp
    for word in command.split():
        assert word in app.subcommands, command
        app, _ = app.subcommands[word]


def test_a_download_is_sorted_by_the_lines_of_the_guide(released_course):
    """Folders as Moodle names them, with loose files or with a ZIP, become submissions."""
    lines = re.findall(r"^ {4}(c\.\w+\.\w+ = .+)", page_text("README"), re.MULTILINE)
    assert len(lines) == 3
    with (released_course / "nbgrader_config.py").open("a") as config:
        config.write("\n".join(["", *lines, ""]))
    loose, zipped = (download_of(released_course, name) for name in ("Ann Archer", "ben"))
    mine = shutil.move(hand_in(released_course, "x", ALL_RIGHT), released_course / "x" / LESSON)
    shutil.copytree(mine, loose)
    zipped.mkdir(parents=True)
    shutil.make_archive(zipped / LESSON, "zip", mine.parent, LESSON)
    command = [sys.executable, "-m", "nbgrader", "zip_collect", LESSON]
    asked = subprocess.run(command, cwd=released_course, capture_output=True, text=True)
    assert asked.returncode == 0, asked.stderr
    found = {path.relative_to(released_course) for path in released_course.glob("submitted/*/*/*")}
    names = (f"{LESSON}.ipynb", "responses.jsonl")
    students = ("Ann Archer", "ben")
    assert found == {Path("submitted", one, LESSON, name) for one in students for name in names}


def download_of(course, student):
    """The folder in which Moodle puts what a student handed in."""
    return course / "downloaded" / LESSON / "archive" / f"{student}_12_assignsubmission_file"

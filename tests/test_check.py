"""A lesson's notebook, banks and folder: what doesn't fit is told with its place."""

import shutil

import pytest

from bzdcourse.check import check_lesson, check_questions, open_course
from bzdcourse.data import CourseError, lesson_ids
from classroom import LESSON
from conftest import DEMO_COURSE
from spoiling import change, change_notebook


@pytest.fixture
def course(tmp_path):
    """A copy of the demonstration course, without a gradebook."""
    return shutil.copytree(DEMO_COURSE, tmp_path / "course")


def problems_of(root):
    """What is wrong with the demonstration's questions; all of it is wrong with the lesson, too."""
    problems = check_questions(open_course(root), LESSON)
    assert set(problems) <= set(check_lesson(open_course(root), LESSON))
    return problems


def test_sound_lesson_has_no_problems():
    """The demonstration holds together."""
    assert problems_of(DEMO_COURSE) == []


def test_lessons_are_found():
    """A lesson is a folder with a notebook of its name."""
    assert lesson_ids(DEMO_COURSE / "notebooks") == [LESSON]


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("graded", "sources: [doe1960]", "sources: [nobody1999]", "“nobody1999” is not in"),
        (
            "graded",
            "misconception: sky-is-green",
            "misconception: unheard-of",
            "“unheard-of” is not",
        ),
        ("graded", "objective: tell-colours", "objective: fly", "“fly” is not in"),
        ("graded", "section: Colours", "section: Sounds", "no section “Sounds”"),
        ("graded", "id: demo-single", "id: demo-other", "demo-other: in the graded bank, but not"),
        ("graded", "lesson: 00_demo", "lesson: 01_other", "says it is the graded bank of 01_other"),
        ("checks", "id: check-grass", "id: demo-single", "demo-single stands in both banks"),
        (
            "checks",
            "What colour has grass in spring?",
            "Bring the numbers into order, smallest first.",
            "asks the same as a check",
        ),
        ("checks", "bank: checks", "bank: [", "not readable as YAML"),
    ],
)
def test_fault_in_a_bank_is_told_with_its_file(course, file, old, new, told):
    """What a bank says wrongly is told with the bank's name."""
    change(course / "quizzes" / file / f"{LESSON}.yml", old, new)
    problems = problems_of(course)
    assert any(told in problem for problem in problems), problems
    assert any(f"quizzes/{file}" in p or "quizzes:" in p or ".ipynb" in p for p in problems)


def test_objective_with_one_question_is_told(course):
    """Every objective is asked for at least twice."""
    objectives = course / "quizzes" / "objectives.yml"
    fly = "  - {id: fly, lesson: 00_demo, text: Fly., bloom: apply, core_concept: null}\n"
    objectives.write_text(objectives.read_text() + fly)
    assert any("fly: fewer than two questions" in p for p in problems_of(course))


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda nb: nb["cells"].pop(3), "check-grass: in the checks bank, but not asked"),
        (lambda nb: nb["cells"].append(nb["cells"][3]), "check-grass: asked twice"),
        (lambda nb: nb["cells"][3].update(source='demo.check("nope")'), "nope: not in the checks"),
        (lambda nb: nb["metadata"].pop("bzdcourse"), "lack bzdcourse.minutes"),
        (lambda nb: nb["metadata"]["bzdcourse"]["minutes"].update(quiz=70), "the label says 70"),
        (lambda nb: nb["metadata"]["bzdcourse"]["minutes"].update(read=9), "the label says 9"),
    ],
)
def test_fault_in_the_notebook_is_told(course, spoil, told):
    """What a notebook asks must be in its banks, once, and its minutes must be plausible."""
    change_notebook(course, spoil)
    assert any(told in problem for problem in problems_of(course))


@pytest.mark.parametrize(
    "content",
    ["{", "{}", "[]", '{"cells": 3, "metadata": {}}', '{"cells": [3], "metadata": {}}',
     '{"cells": [{"cell_type": "markdown", "metadata": {}}], "metadata": {}}', "[" * 100_000],
)  # fmt: skip
def test_torn_notebook_is_told(course, content):
    """A notebook that can't be read, or is no notebook, is one clear line."""
    (course / "notebooks" / LESSON / f"{LESSON}.ipynb").write_text(content)
    assert any("not readable as a notebook" in p for p in problems_of(course))


def test_torn_objectives_are_told(course):
    """Objectives that can't be read are one clear line."""
    (course / "quizzes" / "objectives.yml").write_text("objectives: 3")
    with pytest.raises(CourseError, match="can't be read"):
        open_course(course)


@pytest.mark.parametrize("name", ["responses.jsonl", "key.yml", "notes.yaml"])
def test_file_that_must_not_travel_is_told(course, name):
    """Nbgrader releases whatever lies in the lesson's folder."""
    (course / "notebooks" / LESSON / name).write_text("")
    assert any(name in problem for problem in problems_of(course))

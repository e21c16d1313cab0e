"""The learner's own copy grows and is refreshed, and nothing of the learner's is ever lost."""

import json
import shutil
from pathlib import Path

import pytest

from bzdcourse.study import prepare

LESSON = "01_first"


def notebook(*sources, outputs=()):
    """A notebook of code cells as JSON text."""
    cells = [
        {
            "id": f"cell-{n}",
            "cell_type": "code",
            "source": source,
            "metadata": {},
            "outputs": list(outputs),
            "execution_count": None,
        }
        for n, source in enumerate(sources)
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


class Course:
    """A small course whose release is a plain copy, with a count of its releases."""

    def __init__(self, root: Path):
        self.root = root
        self.released = 0
        self.questions = []
        self.write("version one")

    def write(self, *sources, lesson=LESSON, rationale="because"):
        """Let the course's authors write a lesson."""
        folder = self.root / "notebooks" / lesson
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{lesson}.ipynb").write_text(notebook(*sources))
        bank = self.root / "quizzes" / "graded" / f"{lesson}.yml"
        bank.parent.mkdir(parents=True, exist_ok=True)
        bank.write_text(f"rationale: {rationale}")
        self.questions = list(sources)

    def release(self, root, lesson):
        """Release a lesson: its files and the public half of its questions."""
        self.released += 1
        folder = root / ".my_course" / "release" / lesson
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(root / "notebooks" / lesson, folder)
        (folder / f"{lesson}.quiz.json").write_text(json.dumps(self.questions))
        return folder

    def prepare(self):
        """Run what ``make course`` runs; what was done, as text."""
        return [f"{change.lesson}: {change.what}" for change in prepare(self.root, self.release)]

    @property
    def mine(self):
        """The learner's notebook of the first lesson."""
        return self.root / "my_course" / LESSON / f"{LESSON}.ipynb"


@pytest.fixture
def course(tmp_path):
    """A course that nobody has studied yet."""
    return Course(tmp_path)


def test_the_first_run_copies_the_released_lessons(course):
    """A learner starts with every lesson as a class gets it."""
    assert course.prepare() == [f"{LESSON}: added"]
    assert {path.name for path in course.mine.parent.iterdir()} == {
        f"{LESSON}.ipynb",
        f"{LESSON}.quiz.json",
    }


def test_a_second_run_does_nothing(course):
    """Without a change in the course nothing is released, written or said."""
    course.prepare()
    assert course.prepare() == []
    assert course.released == 1


def test_a_new_lesson_is_added(course):
    """An update brings new lessons and leaves the others alone."""
    course.prepare()
    course.write("more", lesson="02_second")
    assert course.prepare() == ["02_second: added"]


def test_an_untouched_notebook_is_refreshed(course):
    """Who has not changed a lesson gets its new version."""
    course.prepare()
    course.write("version two")
    assert course.prepare() == [f"{LESSON}: refreshed"]
    assert "version two" in course.mine.read_text()


def test_running_a_notebook_does_not_change_it(course):
    """Outputs, execution counts and the layout of the file don't count as a learner's change."""
    course.prepare()
    ran = json.loads(notebook("version one", outputs=[{"output_type": "stream", "text": "hello"}]))
    ran["cells"][0]["execution_count"] = 7
    ran["cells"][0]["source"] = ["version one"]
    course.mine.write_text(json.dumps(ran, indent=1))
    course.write("version two")
    assert course.prepare() == [f"{LESSON}: refreshed"]


def test_a_changed_notebook_is_kept_and_the_new_one_laid_beside(course):
    """A learner's own work stays as it is, and one sentence tells where the new version is."""
    course.prepare()
    course.mine.write_text(notebook("my own words"))
    course.write("version two")
    assert course.prepare() == [
        f"{LESSON}: you changed {LESSON}.ipynb, so it was kept; "
        f"the new version is beside it: {LESSON}.updated.ipynb"
    ]
    assert course.mine.read_text() == notebook("my own words")
    assert "version two" in course.mine.with_name(f"{LESSON}.updated.ipynb").read_text()
    assert course.prepare() == []


def test_a_change_of_what_is_not_released_is_not_announced(course):
    """A learner who changed a notebook hears nothing when only the keys' rationales change."""
    course.prepare()
    course.mine.write_text(notebook("my own words"))
    course.write("version one", rationale="because of something else")
    assert course.prepare() == []
    assert course.released == 2
    assert not course.mine.with_name(f"{LESSON}.updated.ipynb").exists()


def test_work_in_an_updated_version_is_kept_as_well(course):
    """If the learner went on in the version beside, the next one gets another name."""
    course.prepare()
    course.mine.write_text(notebook("my own words"))
    course.write("version two")
    course.prepare()
    beside = course.mine.with_name(f"{LESSON}.updated.ipynb")
    beside.write_text(notebook("my work on version two"))
    course.write("version three")
    assert f"{LESSON}.updated-2.ipynb" in course.prepare()[0]
    assert beside.read_text() == notebook("my work on version two")


def test_answers_and_own_files_are_never_touched(course):
    """Neither the journal nor a file that the course didn't write is read, replaced or removed."""
    course.prepare()
    folder = course.mine.parent
    (folder / "responses.jsonl").write_text("\n{}\n")
    (folder / "notes.md").write_text("mine")
    (course.root / "notebooks" / LESSON / "responses.jsonl").write_text("an author's answers")
    (course.root / "notebooks" / LESSON / "notes.md").write_text("the course's")
    course.write("version two")
    course.prepare()
    assert (folder / "responses.jsonl").read_text() == "\n{}\n"
    assert (folder / "notes.md").read_text() == "mine"


def test_the_questions_are_always_the_courses(course):
    """The public half of the questions is refreshed even if somebody wrote into it."""
    course.prepare()
    questions = course.mine.with_name(f"{LESSON}.quiz.json")
    questions.write_text("{}")
    course.write("version two")
    course.prepare()
    assert json.loads(questions.read_text()) == ["version two"]


@pytest.mark.parametrize("memory", [None, "", '{"01_first": {"sour', "[]", '{"01_first": 3}'])
def test_a_lost_memory_counts_as_a_changed_notebook(course, memory):
    """If it isn't known what was copied, the learner's notebook is kept."""
    course.prepare()
    remembered = course.root / ".my_course" / "copied.json"
    remembered.unlink() if memory is None else remembered.write_text(memory)
    course.write("version two")
    assert "so it was kept" in course.prepare()[0]
    assert "version one" in course.mine.read_text()


def test_a_lost_memory_makes_no_noise_where_nothing_differs(course):
    """A copy that equals the release is right, whoever wrote it."""
    course.prepare()
    (course.root / ".my_course" / "copied.json").unlink()
    course.prepare()
    assert not course.mine.with_name(f"{LESSON}.updated.ipynb").exists()


@pytest.mark.parametrize("torn", ['{"cells": [', "", "[]", '{"cells": [3]}', '{"cells": 5}'])
def test_a_torn_notebook_is_kept(course, torn):
    """What can't be read as a notebook may still be somebody's work."""
    course.prepare()
    course.mine.write_text(torn)
    course.write("version two")
    assert "so it was kept" in course.prepare()[0]
    assert course.mine.read_text() == torn


def test_a_deleted_notebook_comes_back(course):
    """Who deletes a lesson's notebook gets it anew, with the answers still there."""
    course.prepare()
    journal = course.mine.with_name("responses.jsonl")
    journal.write_text("\n{}\n")
    course.mine.unlink()
    assert course.prepare() == [f"{LESSON}: added"]
    assert journal.read_text() == "\n{}\n"


def test_nothing_is_left_half_written(course):
    """A run leaves no scratch files in the learner's folder."""
    course.prepare()
    course.write("version two")
    course.prepare()
    assert not [path for path in course.mine.parent.iterdir() if path.name.startswith(".")]


def test_the_real_release_makes_the_copy(demo_course):
    """The learner's copy is what nbgrader releases: the questions without their keys."""
    prepare(demo_course)
    folder = demo_course / "my_course" / "00_demo"
    assert {path.name for path in folder.iterdir()} == {"00_demo.ipynb", "00_demo.quiz.json"}
    assert "rationale" not in (folder / "00_demo.quiz.json").read_text()

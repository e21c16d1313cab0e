"""What a learner gets: the lesson, the questions, and nothing from which a key can be computed."""

import base64
import json
from itertools import chain

import pytest
import yaml

from bzdcourse.data import CourseError
from bzdcourse.grading.release import release_lesson
from classroom import LESSON
from conftest import DEMO_COURSE
from keys import change_every_key, encodings_of, files_of, secrets_of

GRADED = f"quizzes/graded/{LESSON}.yml"


@pytest.fixture
def released(demo_course):
    """The released folder of the demonstration."""
    return release_lesson(demo_course, LESSON)


def test_release_holds_notebook_and_public_questions_only(released):
    """Two files travel, and the questions can be shown from them."""
    assert set(files_of(released)) == {f"{LESSON}.ipynb", f"{LESSON}.quiz.json"}
    public = json.loads(files_of(released)[f"{LESSON}.quiz.json"])
    assert public["lesson"] == LESSON
    assert [len(item["prompt"]) > 5 for item in public["items"]] == [True] * 7


def test_no_secret_travels_in_any_encoding(demo_course, released):
    """No rationale, misconception or formula is in the release, plain or encoded."""
    secrets = secrets_of(yaml.safe_load((demo_course / GRADED).read_text()))
    assert len(secrets) > 20
    tree = b"\0".join(chain.from_iterable((n.encode(), c) for n, c in files_of(released).items()))
    leaked = [s for s in secrets for disguise in encodings_of(s) if disguise in tree]
    assert leaked == []


def test_search_for_secrets_would_find_one(demo_course, released):
    """The search above does find a rationale that travels."""
    secret = secrets_of(yaml.safe_load((demo_course / GRADED).read_text()))[0]
    tree = files_of(released)[f"{LESSON}.ipynb"] + base64.b64encode(b"some " + secret.encode())
    assert any(disguise in tree for disguise in encodings_of(secret))


def test_release_is_the_same_whatever_the_keys_are(demo_course, released, tmp_path):
    """Change every key of the bank: not a byte of the release changes, so none can be computed."""
    before = files_of(released)
    bank = yaml.safe_load((demo_course / GRADED).read_text())
    change_every_key(bank)
    (demo_course / GRADED).write_text(yaml.safe_dump(bank, sort_keys=False))
    assert files_of(release_lesson(demo_course, LESSON)) == before


def test_unknown_lesson_is_told_with_the_known_ones(demo_course):
    """A lesson that isn't there is told, with those that are."""
    with pytest.raises(CourseError, match=r"no lesson “99_nothing”.*00_demo"):
        release_lesson(demo_course, "99_nothing")


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (lambda nb: nb["cells"].pop(-2), "demo-classification: in the bank, but not asked"),
        (
            lambda nb: nb["cells"].insert(-1, dict(nb["cells"][-2], id="again")),
            "demo-classification: asked more than once",
        ),
        (lambda nb: nb["cells"][-2]["metadata"]["nbgrader"].update(points=5), "5 points in the no"),
        (lambda nb: nb["cells"][-2].update(source='demo.ask("demo-new")'), "demo-new: asked, but"),
        (lambda nb: nb["cells"][-2]["metadata"]["nbgrader"].update(locked=False), "must be locked"),
    ],
)
def test_notebook_that_does_not_fit_its_bank_is_refused(demo_course, spoil, word):
    """Questions, points and locks of the notebook must be those of the bank."""
    path = demo_course / "notebooks" / LESSON / f"{LESSON}.ipynb"
    notebook = json.loads(path.read_text())
    spoil(notebook)
    path.write_text(json.dumps(notebook))
    with pytest.raises(CourseError, match=word):
        release_lesson(demo_course, LESSON)


def test_author_journal_in_the_source_folder_is_refused(demo_course):
    """An author's answers must not replace every learner's."""
    (demo_course / "notebooks" / LESSON / "responses.jsonl").write_text("{}\n")
    with pytest.raises(CourseError, match="would replace every learner's answers"):
        release_lesson(demo_course, LESSON)


def test_folder_without_a_course_is_told(tmp_path):
    """Outside a course the error says where to go."""
    with pytest.raises(CourseError, match=r"nbgrader_config\.py"):
        release_lesson(tmp_path, LESSON)


def test_demo_course_is_left_as_it_is():
    """The tests work on copies."""
    assert not (DEMO_COURSE / "release").exists()

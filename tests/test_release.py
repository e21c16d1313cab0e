"""What a learner gets: the lesson, the questions, and nothing from which a key can be computed."""

import base64
import codecs
import gzip
import json
from itertools import chain

import pytest
import yaml

from bzdcourse.data import CourseError
from bzdcourse.grading.release import release_lesson
from classroom import LESSON
from conftest import DEMO_COURSE

GRADED = f"quizzes/graded/{LESSON}.yml"


def files_of(folder):
    """Every file below a folder with its content."""
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def secrets_of(bank):
    """Every text of a bank that must not travel: rationales, misconceptions and formulas."""
    found = []

    def walk(node):
        if isinstance(node, dict):
            for name, value in node.items():
                if name in {"rationale", "misconception", "formula"}:
                    found.append(value)
                walk(value)
        elif isinstance(node, list):
            for part in node:
                walk(part)

    walk(bank)
    return found


def encodings_of(text):
    """A text in every disguise in which it might slip through."""
    raw = text.encode()
    yield raw
    yield raw[::-1]
    yield raw.hex().encode()
    yield codecs.encode(text, "rot13").encode()
    yield json.dumps(text)[1:-1].encode()
    yield raw.decode().encode("utf-16-le")
    # base64 in its three alignments, less the characters that depend on the neighbours.
    for shift in range(3):
        yield base64.b64encode(b"\0" * shift + raw)[4:-4]
    yield gzip.compress(raw, mtime=0)[10:-8]


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


def change_every_key(bank):
    """Give every item of the demonstration another key; the bank stays valid."""
    items = {item["id"]: item for item in bank["items"]}
    swap_right_and_wrong(items["demo-single"], ["green"])
    swap_right_and_wrong(items["demo-multiple"], ["violet", "white"])
    items["demo-numeric"]["key"]["value"] = 7
    items["demo-calculation"]["key"] = {"formula": "7 * duration_h", "tolerance_percent": 2}
    items["demo-calculation"]["wrong"][0]["formula"] = "distance_km + duration_h"
    items["demo-ordering"]["key"] = ["four", "two", "three", "one"]
    items["demo-ordering"]["wrong"][0].update(before="one", after="two")
    change_schedule(items["demo-schedule"])
    for row in items["demo-classification"]["rows"]:
        row["key"] = {"warm": "cool", "cool": "warm"}[row["key"]]


def change_schedule(item):
    """Ask for another rule, weigh its constraints in another way, and give another key."""
    item["rule"]["stages"] = [{"above_mg": 0, "high": 40, "at_least_days": 3}]
    item["rule"]["ceiling"].update(percent=50, days=10)
    item["rule"]["last_dose_mg"] = 4
    item["constraints"]["steps"]["weight"] = 7
    item["key"] = [[3, 5], [3, 4], [7, 4], [3, 3], [0, 0]]


def swap_right_and_wrong(item, key):
    """Make these options the right ones."""
    item["key"] = key if isinstance(item["key"], list) else key[0]
    for option in item["options"]:
        option.pop("misconception", None)
        if option["id"] not in key:
            option["misconception"] = "sky-is-green"


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

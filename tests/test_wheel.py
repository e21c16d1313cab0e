"""The course as it is installed: a wheel without keys for everybody, and one for instructors."""

import json
import re
import shutil
import zipfile

import pytest
import yaml

from bzdcourse.content import copy_course, copy_public_half
from bzdcourse.data import lesson_ids, misconceptions
from bzdcourse.quiz.bank import load_bank
from classroom import LESSON
from installed import ROOT, build_wheel, install
from keys import change_every_key, encodings_of, files_of, secrets_of

LESSONS = lesson_ids(ROOT / "notebooks")
KEYS = [*sorted(ROOT.glob("quizzes/graded/*.yml")), ROOT / "quizzes" / "concept_inventory.yml"]

pytestmark = [
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # nbgrader's own
    pytest.mark.timeout(600),
]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel for everybody."""
    return build_wheel(ROOT, tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def instructors_wheel(tmp_path_factory):
    """The wheel with the keys."""
    return build_wheel(ROOT / "packaging" / "instructor", tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def student(tmp_path_factory, wheel):
    """What a student has, or whoever uses a hub."""
    return install(tmp_path_factory.mktemp("student") / "env", wheel)


@pytest.fixture(scope="module")
def instructor(tmp_path_factory, wheel, instructors_wheel):
    """What an instructor has."""
    return install(tmp_path_factory.mktemp("instructor") / "env", wheel, instructors_wheel)


def content_of(wheel):
    """Every file in a wheel by its name."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rationales():
    """Every reason why an answer of a graded question is right or not."""
    secrets = [secret for path in KEYS for secret in secrets_of(yaml.safe_load(path.read_text()))]
    # The others are formulas and names of beliefs, which checks may share.
    return sorted({text for text in secrets if len(text) > 40 and " " in text})


def test_the_wheel_holds_the_course_as_students_get_it(wheel):
    """The lessons' two files each, checks, beliefs and sources, and nothing else of a course."""
    prefix = "bzdcourse/course/"
    course = {n.removeprefix(prefix) for n in content_of(wheel) if n.startswith(prefix)}
    lessons = {f"notebooks/{i}/{i}.{kind}" for i in LESSONS for kind in ("ipynb", "quiz.json")}
    checks = {f"quizzes/checks/{lesson}.yml" for lesson in LESSONS}
    sources = {name for name in course if name.startswith("source_texts/")}
    assert course - sources == lessons | checks | {"quizzes/misconceptions.yml"}
    assert {f"source_texts/{name}" for name in files_of(ROOT / "source_texts")} == sources


def test_the_wheels_questions_are_the_public_halves(wheel):
    """Of a graded question exactly that travels which a learner is to see."""
    content = content_of(wheel)
    for lesson in LESSONS:
        public = load_bank(ROOT / "quizzes" / "graded" / f"{lesson}.yml").public()
        path = f"bzdcourse/course/notebooks/{lesson}/{lesson}.quiz.json"
        assert json.loads(content[path]) == public


def test_no_rationale_of_a_graded_question_is_in_the_wheel(wheel):
    """Not in any file of its course, plain or encoded."""
    content = content_of(wheel)
    tree = b"\0".join(content[name] for name in content if "/course/" in name)
    assert len(rationales()) > 300
    assert [text for text in rationales() if any(e in tree for e in encodings_of(text))] == []


def test_the_instructors_wheel_holds_every_bank(instructors_wheel):
    """What is kept from students is there, to the byte."""
    content = content_of(instructors_wheel)
    for path in KEYS:
        name = path.relative_to(ROOT).as_posix()
        assert content[f"bzdcourse_instructor/course/{name}"] == path.read_bytes()


def test_the_public_half_is_the_same_whatever_the_keys_are(demo_course, tmp_path):
    """Change every key: not a byte of what students may have changes, so none can be computed."""
    copy_public_half(demo_course, tmp_path / "before")
    path = demo_course / "quizzes" / "graded" / f"{LESSON}.yml"
    bank = yaml.safe_load(path.read_text())
    change_every_key(bank)
    path.write_text(yaml.safe_dump(bank, sort_keys=False))
    copy_public_half(demo_course, tmp_path / "after")
    assert files_of(tmp_path / "after") == files_of(tmp_path / "before")


def test_beliefs_that_only_graded_questions_name_do_not_travel(wheel):
    """Such a belief may say in other words which option is wrong."""
    travels = content_of(wheel)["bzdcourse/course/quizzes/misconceptions.yml"]
    told = {one["id"]: one for one in yaml.safe_load(travels)["misconceptions"]}
    checks = "".join(path.read_text() for path in ROOT.glob("quizzes/checks/*.yml"))
    named = set(re.findall(r"misconception: ([a-z0-9-]+)", checks))
    assert set(told) == named < set(misconceptions(ROOT))
    assert {id_: one["belief"] for id_, one in told.items()}.items() <= misconceptions(ROOT).items()
    assert {field for one in told.values() for field in one} == {"id", "belief"}


def test_nobodys_answers_travel_with_a_course(demo_course, tmp_path):
    """A course is copied without journals, gradebook, submissions and hidden files."""
    before = {name for name in files_of(demo_course) if name not in {"README.md", "gradebook.db"}}
    for name in (
        f"notebooks/{LESSON}/responses.jsonl",
        f"notebooks/{LESSON}/.ipynb_checkpoints/x.ipynb",
        f".author/{LESSON}/responses.jsonl",
        "my_course/a.txt",
        f"submitted/ann/{LESSON}/responses.jsonl",
    ):
        (demo_course / name).parent.mkdir(parents=True, exist_ok=True)
        (demo_course / name).write_text("somebody's")
    copy_course(demo_course, tmp_path / "copy")
    assert set(files_of(tmp_path / "copy")) == before


def test_without_the_instructors_wheel_there_is_no_folder_to_teach_from(student, tmp_path):
    """The refusal says what to install, and where; nothing is made."""
    code, told = student.run("bzdcourse", "start", "class", cwd=tmp_path)
    assert code == 2
    assert "bzdcourse-instructor" in told and "only you can read" in told
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("command", "advice"),
    [
        (["check"], "bzdcourse start DIR"),
        (["release", LESSONS[0]], "bzdcourse start DIR"),
        (["study", "--prepare"], "bzdcourse start --student DIR"),
        (["grade", "--mine"], "bzdcourse start --student DIR"),
    ],
)
def test_a_command_without_its_folder_says_how_to_make_one(student, tmp_path, command, advice):
    """Nothing is ever written into the installed package."""
    code, told = student.run("bzdcourse", *command, cwd=tmp_path)
    assert (code, "Traceback" in told) == (2, False)
    assert advice in told


def test_a_student_studies_from_the_wheel_alone(student, tmp_path):
    """All lessons are there, without keys; one runs from top to bottom; grading is elsewhere."""
    assert student.run("bzdcourse", "start", "--student", "my lessons", cwd=tmp_path)[0] == 0
    folder = tmp_path / "my lessons"
    assert lesson_ids(folder / "my_course") == LESSONS
    lesson = folder / "my_course" / "08_source_appraisal"
    notebook = f"{lesson.name}.ipynb"
    code, told = student.run(
        "python", "-m", "jupyter", "execute", "--inplace", notebook, cwd=lesson
    )
    assert code == 0, told
    cells = json.loads((lesson / notebook).read_text())["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    assert len(outputs) > 20
    assert not [output for output in outputs if output["output_type"] == "error"]
    assert student.run("bzdcourse", "study", "--prepare", cwd=lesson) == (0, "")
    code, told = student.run("bzdcourse", "grade", "--mine", cwd=folder)
    assert code == 2
    assert "Hand in" in " ".join(told.split())


def test_what_a_student_hands_in_is_graded_in_the_instructors_folder(student, instructor, tmp_path):
    """Lessons of one wheel, keys of the other: right answers earn every point."""
    student.run("bzdcourse", "start", "--student", "mine", cwd=tmp_path)
    assert instructor.run("bzdcourse", "start", "my class", cwd=tmp_path)[0] == 0
    course, lesson = tmp_path / "my class", "01_history"
    assert course.stat().st_mode & 0o077 == 0
    assert instructor.run("bzdcourse", "check", cwd=course)[1].endswith("holds together.\n")
    assert instructor.run("bzdcourse", "release", lesson, cwd=course)[0] == 0
    handed_in = course / "submitted" / "ann" / lesson
    shutil.copytree(tmp_path / "mine" / "my_course" / lesson, handed_in)
    assert files_of(handed_in) == files_of(course / "release" / lesson)
    items = load_bank(course / "quizzes" / "graded" / f"{lesson}.yml").items.values()
    answers = [json.dumps({"item": item.id, "answer": item.key()}) for item in items]
    (handed_in / "responses.jsonl").write_text("\n".join(answers) + "\n")
    code, told = instructor.run("bzdcourse", "grade", lesson, cwd=course)
    assert code == 0, told
    assert "24 of 24" in told

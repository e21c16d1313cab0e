"""A class at the hub, from the first log-in to the feedback, and what its students can't do."""

import json
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import hub_attacks
import pytest
from hub import Instructor, Student, running_hub

from bzdcourse.quiz.bank import load_bank
from installed import ROOT, build_wheel

# All of it happens before the first test.
pytestmark = pytest.mark.timeout(600)

LESSON = hub_attacks.LESSON
BANK = [item.raw for item in load_bank(ROOT / "quizzes/graded" / f"{LESSON}.yml").items.values()]
RATIONALE = BANK[0]["options"][0]["rationale"]
LATER = "2100-01-01 00:00:00.000000 UTC"

FORGE = f"""
import shutil
from pathlib import Path
inbound = Path("{hub_attacks.EXCHANGE}/inbound")
mine = next(Path.home().glob(".local/share/jupyter/nbgrader_cache/*/cleo+*"))
shutil.copytree(mine, inbound / "ann+{LESSON}+{LATER}+forged")
"""
LINK = f"""
import shutil
from pathlib import Path
inbound = Path("{hub_attacks.EXCHANGE}/inbound")
forged = inbound / "ann+{LESSON}+{LATER}+forged"
linked = shutil.copytree(forged, inbound / "cleo+{LESSON}+{LATER.replace("2100", "2200")}+linked")
(linked / "page.html").symlink_to("{hub_attacks.COURSE}/quizzes/graded/{LESSON}.yml")
"""
SCRIPT = f"""
import json
from pathlib import Path
path = Path.home() / "{LESSON}" / "{LESSON}.ipynb"
notebook = json.loads(path.read_text())
script = "<script>document.body.dataset.stolen = 'all'</script>"
cell = dict(cell_type="markdown", id="mine", metadata={{}}, source="A remark of ben's " + script)
notebook["cells"].insert(1, cell)
path.write_text(json.dumps(notebook))
"""


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    """The two packages that a hub is made of."""
    folder = tmp_path_factory.mktemp("packages")
    for project in (ROOT, ROOT / "packaging" / "instructor"):
        shutil.move(build_wheel(project, tmp_path_factory.mktemp("wheel")), folder)
    return folder


@pytest.fixture(scope="module")
def people(packages, browser):
    """One instructor and three students, each logged in with a browser of their own."""
    with running_hub(packages) as hub:
        instructor = Instructor.log_in(hub, browser, "instructor")
        students = [Student.log_in(hub, browser, name) for name in ("ann", "ben", "cleo")]
        yield instructor, *students
        for person in (instructor, *students):
            person.page.context.close()


@dataclass
class Story:
    """What was seen on the way."""

    found: dict[str, list[str]] = field(default_factory=dict)
    collecting: str = ""
    scores: dict[str, str] = field(default_factory=dict)
    feedback: dict[str, str] = field(default_factory=dict)


def release(instructor):
    """Make the lesson's student version and give it out."""
    instructor.open_formgrader()
    for step in ("assign", "release"):
        assert "Success" in instructor.do(LESSON, step)


def answer(ann, ben, cleo):
    """Ann knows everything, ben every other answer and a script besides, and cleo gives none."""
    for student in (ann, ben, cleo):
        student.fetch(LESSON)
    ben.run(SCRIPT)
    for student in (ann, ben, cleo):
        student.open(LESSON)
    for student in (ann, ben, cleo):
        student.run_all()
    for student in (ann, ben, cleo):
        student.wait_for_lesson()
    for item in BANK:
        ann.answer(item)
    for item in BANK[1::2]:
        ben.answer(item)


def grade(instructor):
    """Grade each submission, and give the feedback out; return the points."""
    instructor.open_submissions(LESSON)
    for student in ("ann", "ben", "cleo"):
        assert "Success" in instructor.do(student, "autograde")
    scores = instructor.scores()
    instructor.go("Manage Assignments")
    for step in ("generate-feedback", "release-feedback"):
        assert "Success" in instructor.do(LESSON, step)
    return scores


@pytest.fixture(scope="module")
def story(people):
    """A lesson from its release to its feedback, with two who don't play fair."""
    instructor, ann, ben, cleo = people
    story = Story()
    release(instructor)
    answer(ann, ben, cleo)
    for student in (ann, ben, cleo):
        student.submit()
    cleo.run(FORGE)
    for person in (instructor, ben):
        story.found[person.name] = attack(person, f"search({RATIONALE!r})")
    story.collecting = instructor.do(LESSON, "collect")
    story.scores = grade(instructor)
    for student in (ann, ben, cleo):
        story.feedback[student.name] = student.read_feedback(LESSON)
    return story


def attack(person, what):
    """Run one of the attacks in a person's own kernel."""
    code = Path(hub_attacks.__file__).read_text()
    printed = person.run(f"{code}\nimport json\nprint('RESULT', json.dumps({what}))")
    return json.loads(printed.partition("RESULT")[2])


def test_three_students_get_three_different_grades(story):
    """All right, half of it, nothing: the formgrader shows what each one clicked."""
    points = [item["points"] for item in BANK]
    right = {"ann": sum(points), "ben": sum(points[1::2]), "cleo": 0}
    assert story.scores == {name: f"{n:g} / {sum(points):g}" for name, n in right.items()}


def test_each_reads_their_own_feedback(story):
    """Points, reasons and sources, opened from the Assignment List."""
    total = sum(item["points"] for item in BANK)
    assert f"Score: {total:.1f} / {total:.1f}" in story.feedback["ann"]
    assert "Score: 0.0 /" in story.feedback["cleo"]
    assert all(RATIONALE in text for text in story.feedback.values())
    assert len(set(story.feedback.values())) == 3


def test_a_forged_name_changes_nobodys_grade(story):
    """What cleo handed in as ann's counts as her own, and the instructor is told."""
    assert "+forged was handed in by cleo." in story.collecting
    assert story.scores["ann"] != story.scores["cleo"]


def test_the_key_is_nowhere_where_a_student_can_read(story):
    """Searched on the whole machine, before feedback was given; the instructor finds it."""
    assert story.found["ben"] == []
    assert any("/quizzes/graded/" in path for path in story.found["instructor"])


@pytest.fixture(scope="module")
def attempts(people, story):
    """What of the attacks succeeds for whom."""
    instructor, ann, ben, _ = people
    attempts = {person.name: attack(person, "try_all()") for person in (instructor, ben)}
    attempts["ann"] = {"reads": attack(ann, "succeeding(READS)")}
    attempts["ben"]["spoils"] = attack(ben, "succeeding(SPOILS)")
    attempts["instructor"]["spoils"] = attack(instructor, "succeeding(CHANGES)")
    return attempts


def test_a_student_reads_nobody_elses_work(attempts):
    """Neither answers nor submissions, feedback, gradebook or key; ann and the instructor can."""
    assert attempts["ben"]["reads"] == []
    assert attempts["ann"]["reads"] == ["ann's answers", "ann's copy of what she submitted"]
    assert attempts["instructor"]["reads"] == [
        "the key",
        "the gradebook",
        "what was collected",
        "what was submitted",
        "feedback",
    ]


def test_a_student_spoils_nothing(attempts):
    """Nothing in the exchange, the configuration or the course can be changed or moved away."""
    assert attempts["ben"]["spoils"] == []
    assert attempts["instructor"]["spoils"] == list(hub_attacks.CHANGES)


def test_nbgraders_own_commands_help_no_student(attempts):
    """Listing and collecting submissions works for the instructor alone."""
    assert "benzodiazepines ann" not in attempts["ben"]["listed"]
    assert "don't have read permissions" in attempts["ben"]["collected"]
    assert "benzodiazepines ann" in attempts["instructor"]["listed"]


@pytest.mark.parametrize("path", ["/user/{}/lab", "/user/{}/api/contents/"])
def test_nobody_enters_anothers_server(people, path):
    """Not the instructor's, not a student's; one's own opens."""
    _, _, ben, _ = people
    assert ben.ask(path.format("ben")) == 200
    assert {ben.ask(path.format(name)) for name in ("instructor", "ann")} <= {403, 404}


def test_the_hub_tells_a_student_nothing_of_others(people, attempts):
    """Neither to a browser nor to the token of a server; and there is no administrator."""
    assert attempts["ben"]["hub"] == {"/users": 403, "/users/ann": 404, "/user": 200}
    assert {person.ask("/hub/admin") for person in people} <= {403, 404}


def test_the_formgrader_is_the_instructors_alone(people):
    """Students have neither its menu entry nor its page."""
    instructor, _, ben, _ = people
    assert instructor.ask("/user/instructor/formgrader") == 200
    assert ben.ask("/user/instructor/formgrader") == 403
    assert ben.ask("/user/ben/formgrader") == 404
    ben.menu("Nbgrader")
    assert ben.page.get_by_role("menuitem", name="Assignment List", exact=True).is_visible()
    assert not ben.page.get_by_role("menuitem", name=re.compile("Formgrader")).is_visible()
    ben.page.keyboard.press("Escape")


def test_a_script_in_a_notebook_does_not_run_in_the_formgrader(people, story):
    """What ben wrote is shown; it could have read the key with the instructor's rights."""
    instructor, *_ = people
    instructor.open_submissions(LESSON)
    page = instructor.open_submission("ben", LESSON)
    page.get_by_text("A remark of ben's").wait_for()
    assert page.evaluate("() => document.body.dataset.stolen") is None
    assert "document.body.dataset.stolen" in page.inner_text()
    instructor.go("Manual Grading")
    instructor.formgrader.get_by_role("link", name="Manage Assignments").click()


def test_a_link_to_the_key_is_not_collected(people, story):
    """The instructor is told, and what cleo handed in before stays."""
    instructor, _, _, cleo = people
    cleo.run(LINK)
    said = instructor.do(LESSON, "collect")
    assert "+linked was not collected. The submission holds a symbolic link (page.html)" in said
    instructor.open_submissions(LESSON)
    assert instructor.scores() == story.scores

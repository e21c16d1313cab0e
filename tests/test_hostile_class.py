"""A hostile class graded in one batch with fifty good students (see ``hostile.py``)."""

import json
import re
import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from bzdcourse.cli import main
from bzdcourse.data import OWN_FOLDER
from bzdcourse.grading.course import open_course
from bzdcourse.grading.grade import grade_submissions, submissions_of
from bzdcourse.grading.release import release_lesson
from bzdcourse.grading.standing import Result
from classroom import LESSON
from conftest import DEMO_COURSE
from hostile import REFUSED, RIGHT, build_course, good_class, hand_in
from hostile_answers import answer_attacks
from hostile_cells import cell_attacks
from hostile_folders import folder_attacks
from hostile_journals import journal_attacks
from hostile_names import named_attacks, time_attacks
from hostile_notebooks import notebook_attacks

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="pipes, links and names as Linux has them"),
    # Bad notebooks make nbformat and nbconvert warn of many things.
    pytest.mark.filterwarnings("ignore"),
]

ATTACKS = [*answer_attacks(), *journal_attacks(), *notebook_attacks(), *cell_attacks()]
ATTACKS += [*folder_attacks(), *named_attacks(), *time_attacks()]
GRADED = [attack for attack in ATTACKS if attack.points is not REFUSED]
TURNED_AWAY = [attack for attack in ATTACKS if attack.points is REFUSED]
GOOD = good_class(50)

MARK = re.compile(rb'"tab": "(mark [0-9]+)"')


@dataclass(frozen=True)
class Class:
    """What became of a class, and what lay around it before."""

    root: Path
    results: dict[str, Result]
    scores: dict[str, dict[str, float]]
    marks: dict[str, str]
    around: dict
    handed_in: dict


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The whole class, graded in one batch."""
    root = tmp_path_factory.mktemp("hostile") / "course"
    shutil.copytree(DEMO_COURSE, root)
    build_course(root)
    release_lesson(root, LESSON)
    (root.parent / "outside").mkdir()
    (root.parent / "outside" / "secret.txt").write_text("secret")
    marks = {}
    for student, answers, _ in GOOD:
        marks[student] = f"mark {len(marks)}"
        hand_in(root, student, answers, marks[student])
    for attack in ATTACKS:
        marks[attack.student] = f"mark {len(marks)}"
        attack.spoil(hand_in(root, attack.student, RIGHT, marks[attack.student]))
    around, handed_in = surroundings(root), inodes(root / "submitted")
    results = grade(root)
    yield Class(root, results, scores_in(root), marks, around, handed_in)
    # What clears up after the tests can't: some folders are deeper than Python can go.
    subprocess.run(["rm", "-rf", root / "submitted"], check=True)


def grade(root):
    """Grade whatever was handed in, in one batch."""
    course = open_course(root)
    batch = grade_submissions(course, LESSON, submissions_of(course, LESSON))
    return {result.student: result for result in batch}


def scores_in(root):
    """What the gradebook holds, by student and question."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        return {
            submission.student_id: {
                grade.name: grade.score for one in submission.notebooks for grade in one.grades
            }
            for submission in gradebook.assignment_submissions(LESSON)
        }


def surroundings(root):
    """Every file beside the course, and of the course those that grading only reads."""
    folders = [root.parent / "outside", *(root / part for part in ("notebooks", "quizzes"))]
    paths = [root.parent, root / "nbgrader_config.py", *root.glob("release/**/*")]
    paths += [path for folder in folders for path in (folder, *folder.rglob("*"))]
    return {path: _state(path) for path in paths}


def _state(path):
    kind = path.lstat()
    is_file = stat.S_ISREG(kind.st_mode)
    content = path.read_bytes() if is_file else sorted(one.name for one in path.iterdir())
    return kind.st_mode, kind.st_ino, kind.st_mtime_ns, kind.st_uid, content


def inodes(folder):
    """Each file in a folder by its number, with its size and its time: renaming changes none."""
    found, waiting = {}, [folder]
    while waiting:
        path = waiting.pop()
        kind = path.lstat()
        if stat.S_ISDIR(kind.st_mode):
            waiting += path.iterdir()
        else:
            found[kind.st_ino] = kind.st_mode, kind.st_size, kind.st_mtime_ns
    return found


def files_of(graded, student):
    """What grading wrote for one student."""
    for step in ("autograded", "feedback"):
        for path in (graded.root / step / student).rglob("*"):
            if path.is_file():
                yield path


def test_there_are_more_than_200_attacks_and_each_is_another():
    """Every attack has a student of its own."""
    assert len({attack.student for attack in ATTACKS}) == len(ATTACKS) > 200


@pytest.mark.parametrize(("student", "answers", "points"), GOOD, ids=lambda x: str(x)[:7])
def test_good_students_get_their_points_to_the_last_digit(graded, student, answers, points):
    """Whatever the others hand in, a good submission is graded as ever."""
    result = graded.results[student]
    assert graded.scores[student] == pytest.approx(points, abs=1e-4)
    assert result.points == pytest.approx(sum(points.values()), abs=1e-3)
    still_open = sum(answers.get(item) is None for item in points)
    assert result.remarks == [f"{still_open} of 8 questions not answered."] * bool(still_open)
    assert result.feedback.is_file()


@pytest.mark.parametrize("attack", GRADED, ids=lambda attack: ascii(attack.student))
def test_bad_submission_earns_what_its_answers_are_worth(graded, attack):
    """A bad submission that can be graded earns its honest points, and the reason is told."""
    result = graded.results[attack.student]
    assert graded.scores[attack.student] == pytest.approx(attack.points, abs=1e-4)
    assert result.points == pytest.approx(sum(attack.points.values()), abs=1e-3)
    assert attack.reason in " ".join(result.remarks)
    assert result.feedback.is_file()


@pytest.mark.parametrize("attack", TURNED_AWAY, ids=lambda attack: ascii(attack.student))
def test_dangerous_submission_is_refused_with_the_reason(graded, attack):
    """What must not be opened isn't graded, and leaves nothing in any folder or gradebook."""
    result = graded.results[attack.student]
    assert (result.points, result.feedback) == (None, None)
    assert attack.reason in result.remarks[0]
    assert attack.student not in graded.scores
    assert list(files_of(graded, attack.student)) == []


def test_every_reason_is_a_sentence_for_a_person(graded):
    """Reasons are short, printable, and no program's own words."""
    for student, result in graded.results.items():
        for remark in result.remarks:
            assert remark.isprintable() and remark.endswith("."), ascii(student)
            assert len(remark) < 400 and "Error" not in remark, ascii(student)


def test_nobody_else_is_in_the_gradebook(graded):
    """No name of a student led anywhere else."""
    assert set(graded.results) == set(graded.marks)
    expected = {attack.student for attack in GRADED} | {student for student, _, _ in GOOD}
    assert set(graded.scores) == expected


def test_nobody_has_the_answers_of_another(graded):
    """What was written for a student holds no line of anybody else's journal."""
    for student, mark in graded.marks.items():
        for path in files_of(graded, student):
            if path.stat().st_size < 20_000_000:
                found = set(MARK.findall(path.read_bytes()))
                assert found <= {mark.encode()}, (ascii(student), path.name)


def test_no_page_tells_a_key_that_must_not_be_told(graded):
    """Neither what comes again after the course, nor what explains choices that nobody made."""
    for student in graded.results:
        for path in files_of(graded, student):
            text = path.read_bytes() if path.stat().st_size < 20_000_000 else b""
            assert b"Secret of" not in text, (ascii(student), path.name)
            if b"Rationale of mauve" in text:
                assert "mauve" in journal_of(graded, student), (ascii(student), path.name)


def journal_of(graded, student):
    """The words of a student's journal."""
    folder = graded.root / "submitted" / student / LESSON
    return (folder / "responses.jsonl").read_text(errors="replace")


def test_nothing_around_is_touched(graded):
    """The source, the banks, the release, and everything outside of the course are as before."""
    assert surroundings(graded.root) == graded.around


def test_nothing_that_was_handed_in_is_lost_or_changed(graded):
    """Every file is there as it was, at most under another name; so are those linked to."""
    now = inodes(graded.root / "submitted")
    del graded.handed_in[(graded.root / "gradebook.db").stat().st_ino]  # one tried to hand it in
    assert {inode: now.get(inode) for inode in graded.handed_in} == graded.handed_in


def test_graded_again_by_hand_it_is_the_same_and_can_be_read(graded, monkeypatch, capsys):
    """The command lists each student, refused ones too, in letters that a terminal can show."""
    monkeypatch.chdir(graded.root)
    assert main(["grade", LESSON]) == 1
    printed = capsys.readouterr().out
    assert printed.replace("\n", "").isprintable()
    assert f"{len(GRADED) + len(GOOD)} graded, {len(TURNED_AWAY)} not graded." in printed
    assert scores_in(graded.root) == graded.scores


def test_report_on_such_a_class_can_be_written(graded, monkeypatch, capsys):
    """Whatever the journals hold, the class can be reported on, and nobody is named."""
    monkeypatch.chdir(graded.root)
    assert main(["report", LESSON]) == 0
    for path in (graded.root / "reports").glob("*.*"):
        text = path.read_text(encoding="utf-8")
        assert not [name for name in ("O'Neil", "good-0", "journal-", "&#x27;") if name in text]


def test_surrogates_stay_out_of_what_grading_remembers(graded):
    """Whatever was graded before can be read back, whatever the names and texts in it."""
    (path,) = graded.root.glob(f"{OWN_FOLDER}/graded/*.jsonl")
    for line in path.read_text(encoding="utf-8").splitlines():
        assert not line or json.loads(line)

"""Collecting from the exchange: whatever a student puts there, each gets what is their own."""

import os
import pwd
from pathlib import Path

import pytest
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import ExchangeCollect
from traitlets.config import Config

from bzdcourse.grading import collect
from bzdcourse.grading.collect import CollectOwn, copy_plainly
from classroom import LESSON

# nbgrader's own; see test_grading.
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")

ME = pwd.getpwuid(os.geteuid()).pw_name
EARLY, LATE = "2026-01-01 10:00:00 UTC", "2026-01-02 10:00:00 UTC"


@pytest.fixture
def inbound(demo_course):
    """Where students put their submissions, in the course's own folder for once."""
    folder = demo_course / "exchange" / "course" / "inbound"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def by_name(monkeypatch):
    """Pretend that each submission belongs to whom it names: one account runs these tests."""
    monkeypatch.setattr(collect, "_owner", lambda path: path.name.partition("+")[0])


def hand_in(inbound, student, time=EARLY, answers="mine"):
    """Put a submission into the exchange, as ``nbgrader submit`` does."""
    folder = inbound / f"{student}+{LESSON}+{time}+random"
    folder.mkdir()
    (folder / "responses.jsonl").write_text(answers)
    (folder / "timestamp.txt").write_text(time)
    (folder / "submission_secret.txt").write_text("secret")
    return folder


def collected(inbound, collector=CollectOwn):
    """Collect as the instructor; return the answers by student."""
    root = inbound.parents[2]
    config = Config()
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.course_id = "course"
    config.CourseDirectory.assignment_id = LESSON
    config.Exchange.root = str(inbound.parents[1])
    config.ExchangeCollect.update = True
    collector(coursedir=CourseDirectory(config=config), config=config).start()
    answers = root.glob(f"submitted/*/{LESSON}/responses.jsonl")
    return {path.parts[-3]: path.read_text() for path in answers}


@pytest.mark.parametrize(("collector", "whose"), [(CollectOwn, ME), (ExchangeCollect, "cleo")])
def test_a_submission_counts_for_its_owner(inbound, collector, whose):
    """Whatever name it bears; nbgrader's own collecting takes the name's word for it."""
    hand_in(inbound, "cleo")
    assert collected(inbound, collector) == {whose: "mine"}


def test_the_newest_counts_and_is_collected_again(inbound):
    """As nbgrader does it, also the second time."""
    hand_in(inbound, ME, LATE, "better")
    hand_in(inbound, ME, EARLY, "first")
    assert collected(inbound) == {ME: "better"}
    hand_in(inbound, ME, "2026-01-03 10:00:00 UTC", "best")
    assert collected(inbound) == {ME: "best"}


@pytest.mark.parametrize("collector", [CollectOwn, ExchangeCollect])
def test_what_a_link_points_to_is_not_collected(inbound, demo_course, by_name, collector):
    """nbgrader's own collecting copies the key, which would come back with the feedback."""
    key = demo_course / "quizzes" / "graded" / f"{LESSON}.yml"
    (hand_in(inbound, "ben") / "page.html").symlink_to(key)
    hand_in(inbound, "ann")
    assert "ann" in collected(inbound, collector)
    leaks = (demo_course / "submitted").rglob("page.html")
    assert any(path.is_file() for path in leaks) == (collector is ExchangeCollect)


def dangling_link(inbound):
    """A submission that leads nowhere."""
    (inbound / f"ben+{LESSON}+{LATE}+random").symlink_to("nowhere")


def link_to_another(inbound):
    """A submission that is somebody else's."""
    (inbound / f"ben+{LESSON}+{LATE}+random").symlink_to(f"ann+{LESSON}+{EARLY}+random")


def no_time(inbound):
    """A name without a time."""
    (inbound / f"ben+{LESSON}+soon").symlink_to("nowhere")


def pipe(inbound):
    """A pipe that nobody writes to."""
    os.mkfifo(hand_in(inbound, "ben", LATE) / "pipe")


def plain_file(inbound):
    """A file in the place of a folder."""
    (inbound / f"ben+{LESSON}+{LATE}+random").write_text("")


def no_receipt(inbound):
    """Without the secret, nbgrader can't release anybody's feedback."""
    (hand_in(inbound, "ben", LATE) / "submission_secret.txt").unlink()


def odd_receipt(inbound):
    """A time that is none."""
    (hand_in(inbound, "ben", LATE) / "timestamp.txt").write_bytes(b"\xff")


@pytest.mark.parametrize(
    "put",
    [dangling_link, link_to_another, no_time, pipe, plain_file, no_receipt, odd_receipt],
)
def test_what_cannot_be_collected_keeps_nobody_waiting(inbound, by_name, put):
    """Others are collected all the same, and an earlier submission of the same learner stays."""
    hand_in(inbound, "ann")
    hand_in(inbound, "cleo")
    hand_in(inbound, "ben", EARLY)
    before = collected(inbound)
    put(inbound)
    assert collected(inbound) == before == dict.fromkeys(("ann", "ben", "cleo"), "mine")


def test_a_link_that_comes_late_is_not_followed(tmp_path):
    """Copying opens plain files only, whatever the folder held when it was looked through."""
    (tmp_path / "key.yml").write_text("the key")
    (tmp_path / "source" / "inside").mkdir(parents=True)
    (tmp_path / "source" / "inside" / "page.html").symlink_to(tmp_path / "key.yml")
    with pytest.raises(OSError):
        copy_plainly(tmp_path / "source", tmp_path / "target")
    assert not [p for p in Path(tmp_path / "target").rglob("*.html") if p.read_text()]

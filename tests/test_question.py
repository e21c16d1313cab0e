"""A question's kernel side: nothing is called saved that isn't on the disk."""

import json
import os
import shutil
from pathlib import Path

import pytest

from bzdcourse import lesson
from page import ANSWERS

LESSON = "00_demo"


def saved(journal):
    """Answers on the disk, line by line."""
    return [json.loads(line)["answer"] for line in journal.read_text().split("\n") if line]


@pytest.mark.parametrize("item_id", ANSWERS)
def test_a_reply_of_saved_means_on_the_disk(page, released, item_id):
    """Each kind of answer is in the journal when "saved" comes back, with its token."""
    lesson(LESSON).ask(item_id)
    reply = page.answer(item_id, ANSWERS[item_id])
    assert reply["type"] == "saved"
    assert reply["n"] == "token"
    steps = [[7, 6], [14, 5], [9, 3.5], [0, 0]]
    expected = ANSWERS | {"demo-numeric": 1298, "demo-calculation": 80, "demo-schedule": steps}
    on_disk = saved(released)[-1]
    in_words = on_disk["value"] if item_id == "demo-calculation" else on_disk
    assert in_words == reply["answer"] == page.state(item_id)["answer"] == expected[item_id]


@pytest.mark.parametrize(
    ("item_id", "answer"),
    [
        ("demo-single", "pink"),
        ("demo-single", ["blue"]),
        ("demo-multiple", ["red", "red"]),
        ("demo-numeric", "some"),
        ("demo-numeric", "2501"),
        ("demo-numeric", True),
        ("demo-ordering", ["one"]),
        ("demo-classification", {"fire": "tepid"}),
        ("demo-classification", {"moon": "cool"}),
    ],
)
def test_what_no_learner_could_answer_is_not_saved(page, released, item_id, answer):
    """An impossible answer comes back as an error in words, and the journal stays as it was."""
    lesson(LESSON).ask(item_id)
    reply = page.answer(item_id, answer)
    assert reply["type"] == "error"
    assert len(reply["message"]) > 10
    assert not released.exists()


def test_a_withdrawn_answer_is_saved_as_none(page, released):
    """Clearing an answer is appended, and the question counts as open again."""
    lesson(LESSON).ask("demo-single")
    page.answer("demo-single", "blue")
    assert page.answer("demo-single", None)["missing"] == "not answered yet"
    assert saved(released) == ["blue", None]


def test_a_partly_answered_question_says_what_is_open(page, released):
    """Rows without a class are counted in words."""
    lesson(LESSON).ask("demo-classification")
    reply = page.answer("demo-classification", {"ice": "cool"})
    assert reply["missing"] == "3 of 4 rows still open"


@pytest.mark.parametrize("trouble", ["a folder", "a link", "no folder"])
def test_what_cannot_be_written_is_said_in_plain_words(page, released, trouble):
    """Whatever is in the way, the reply says what to do and is no "saved"."""
    demo = lesson(LESSON)
    demo.ask("demo-single")
    if trouble == "a folder":
        released.mkdir()
    elif trouble == "a link":
        released.symlink_to(released.parent / "elsewhere")
    else:
        shutil.rmtree(released.parent)
    reply = page.answer("demo-single", "blue")
    assert reply["type"] == "error"
    assert "try again" in reply["message"]
    assert "Errno" not in reply["message"]
    assert page.state("demo-single")["answer"] is None


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_said(page, released, monkeypatch):
    """Of a full disk the learner is told to free space."""
    lesson(LESSON).ask("demo-single")
    real_open = os.open
    monkeypatch.setattr(
        os, "open", lambda path, *rest: real_open("/dev/full", os.O_WRONLY | os.O_APPEND)
    )
    assert "the disk is full" in page.answer("demo-single", "blue")["message"]


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX permissions")
def test_a_read_only_folder_is_said(page, released, open_folder, make_read_only, monkeypatch):
    """In a folder that can't be written to, the learner is told to copy the lesson."""
    shutil.copytree(released.parent, open_folder, dirs_exist_ok=True)
    monkeypatch.chdir(open_folder)
    lesson(LESSON).ask("demo-single")
    make_read_only(open_folder)
    assert "Copy the lesson's folder" in page.answer("demo-single", "blue")["message"]

"""The journal of answers: nothing acknowledged is lost, nothing in it can do harm."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bzdcourse.quiz.responses import JOURNAL_NAME, append_response, read_responses

WRITER = """
import sys
from pathlib import Path
from bzdcourse.quiz.responses import append_response
journal, name = Path(sys.argv[1]), sys.argv[2]
for n in range(10**9):
    append_response(journal, f"{name}-{n}", {"n": n, "pad": "x" * 300})
    print(n, flush=True)
"""


@pytest.fixture
def journal(tmp_path):
    """Where a journal will be."""
    return tmp_path / JOURNAL_NAME


def start_writer(journal, name):
    """Start a process that appends answers and prints the number of each acknowledged one."""
    command = [sys.executable, "-c", WRITER, str(journal), name]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def kill_after(writer, acknowledged):
    """Kill -9 a writer once it has acknowledged so many answers; return the last number told."""
    last = -1
    while last < acknowledged:
        last = int(writer.stdout.readline())
    writer.send_signal(signal.SIGKILL)
    told = writer.stdout.read().split()
    writer.wait()
    writer.stdout.close()
    return int(told[-1]) if told else last


def test_last_answer_counts(journal):
    """An item's last line is its answer; a withdrawn answer is none."""
    append_response(journal, "a", "first")
    append_response(journal, "b", [1, 2])
    append_response(journal, "a", "second")
    append_response(journal, "b", None)
    assert read_responses(journal).answers == {"a": "second", "b": None}
    assert read_responses(journal).problems == []


def test_history_of_attempts_is_kept(journal):
    """Nothing is rewritten: every attempt stays in the file, with its time."""
    for answer in ("a", "b", "c"):
        append_response(journal, "q", answer)
    entries = [json.loads(line) for line in journal.read_text().splitlines() if line]
    assert [entry["answer"] for entry in entries] == ["a", "b", "c"]
    assert all(entry["time"].endswith("+00:00") for entry in entries)


def test_missing_journal_is_an_empty_one(journal):
    """Nobody has to have answered anything."""
    assert read_responses(journal).answers == {}


def test_nothing_acknowledged_is_lost_when_killed(journal):
    """After kill -9 at any moment every acknowledged answer is there; the next writer goes on."""
    for attempt in range(8):
        writer = start_writer(journal, f"run{attempt}")
        last = kill_after(writer, acknowledged=attempt * 3)
        answers = read_responses(journal).answers
        missing = [n for n in range(last + 1) if answers.get(f"run{attempt}-{n}", {}).get("n") != n]
        assert missing == []
    append_response(journal, "after", 1)
    assert read_responses(journal).answers["after"] == 1


def test_two_writers_lose_nothing(journal):
    """Two tabs that write at once keep all of each other's answers."""
    writers = [start_writer(journal, name) for name in ("one", "two")]
    time.sleep(0.5)
    last = [kill_after(writer, acknowledged=50) for writer in writers]
    answers = read_responses(journal).answers
    for name, count in zip(("one", "two"), last, strict=True):
        assert all(answers[f"{name}-{n}"]["n"] == n for n in range(count + 1))


@pytest.mark.parametrize("torn_after", range(1, 40, 3))
def test_torn_line_spoils_nothing(journal, torn_after):
    """A line torn off anywhere is ignored, and the next answer doesn't continue it."""
    append_response(journal, "kept", "safe")
    whole = b'{"item": "torn", "answer": "lost", "time": "2026"}'
    with journal.open("ab") as file:
        file.write(whole[:torn_after])
    assert read_responses(journal).answers == {"kept": "safe"}
    append_response(journal, "next", "also safe")
    assert read_responses(journal).answers == {"kept": "safe", "next": "also safe"}


@pytest.mark.parametrize(
    "garbage",
    [
        b"not json",
        b"\x00\xff\xfe garbage \x80",
        b"[]",
        b"17",
        b'"text"',
        b"null",
        b'{"answer": 1}',
        b'{"item": 3, "answer": 1}',
        b'{"item": null}',
        b'{"item": "q", "answer": NaN}',
        b'{"item": "q", "answer": Infinity}',
        b"[" * 100_000,
        b'{"item": "q", "answer": ' + b"[" * 5000 + b"]" * 5000 + b"}",
        b'{"item": "q", "answer": "' + b"x" * 10_000_000 + b'"}',
        b'{"item": "q", "answer": ' + b"9" * 5000 + b"}",
    ],
    ids=range(15),
)
def test_garbage_is_skipped_and_told(journal, garbage):
    """A line of anything else is skipped, and the answers around it are read."""
    append_response(journal, "before", 1)
    with journal.open("ab") as file:
        file.write(garbage + b"\n")
    append_response(journal, "after", 2)
    responses = read_responses(journal)
    assert responses.answers == {"before": 1, "after": 2}
    assert "1 line(s)" in responses.problems[0]


def test_endless_line_is_not_held_in_memory(journal):
    """A journal without line breaks is read in bounded memory and yields no answer."""
    with journal.open("wb") as file:
        file.truncate(200_000_000)
    assert read_responses(journal).answers == {}


def test_link_is_not_followed(journal, tmp_path):
    """A journal that points to somebody else's is not read, nor written to."""
    other = tmp_path / "other.jsonl"
    append_response(other, "q", "somebody else's")
    journal.symlink_to(other)
    assert read_responses(journal).answers == {}
    assert "not a plain file" in read_responses(journal).problems[0]
    with pytest.raises(OSError):
        append_response(journal, "q", "mine")
    assert read_responses(other).answers == {"q": "somebody else's"}


def test_folder_in_place_of_the_journal_is_told(journal):
    """A folder by the journal's name is told when reading and when writing."""
    journal.mkdir()
    assert read_responses(journal).problems
    with pytest.raises(OSError):
        append_response(journal, "q", 1)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, which Linux has")
def test_full_disk_is_told():
    """What can't be written is an error, not an acknowledged answer."""
    with pytest.raises(OSError, match="No space left"):
        append_response(Path("/dev/full"), "q", 1)


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX permissions")
def test_read_only_folder_is_told(open_folder, make_read_only):
    """A folder that can't be written to gives an error."""
    make_read_only(open_folder)
    with pytest.raises(PermissionError):
        append_response(open_folder / JOURNAL_NAME, "q", 1)


def test_answer_that_is_no_json_is_refused(journal):
    """NaN never gets into a journal."""
    with pytest.raises(ValueError):
        append_response(journal, "q", float("nan"))
    assert read_responses(journal).answers == {}

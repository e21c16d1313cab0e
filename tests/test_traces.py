"""The way to an answer, from journals that anybody may have written."""

import json
from datetime import UTC, datetime

import pytest

from bzdcourse.quiz.traces import read_traces

NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def trace(tmp_path, demo_bank):
    """Return a function that reads the traces of lines: (item, answer, time) or raw bytes."""

    def read(*lines):
        journal = tmp_path / "responses.jsonl"
        raw = [
            line
            if isinstance(line, bytes)
            else json.dumps(dict(zip(("item", "answer", "time"), line, strict=False))).encode()
            for line in lines
        ]
        journal.write_bytes(b"\n".join(raw) + b"\n")
        return read_traces(journal, demo_bank.items, NOW)

    return read


def test_first_answer_saves_and_times_are_told(trace):
    """Changes of an answer are kept in the order in which they were made."""
    found = trace(
        ("demo-single", "green", "2026-05-01T10:00:00.000+00:00"),
        ("demo-numeric", 60, "2026-05-01T10:01:00.000+00:00"),
        ("demo-single", "blue", "2026-05-01T12:30:00.000+02:00"),
    )["demo-single"]
    assert (found.first, found.saves) == ("green", 2)
    assert (found.started.hour, found.finished.hour, found.finished.minute) == (10, 10, 30)


def test_what_is_no_answer_is_no_part_of_the_way(trace):
    """Numbers that were only drawn, withdrawn and unreadable answers, unknown questions."""
    found = trace(
        ("demo-calculation", {"variant": 1, "value": None}, "2026-05-01T10:00:00+00:00"),
        ("demo-calculation", {"variant": 1, "value": 80}, "2026-05-01T10:05:00+00:00"),
        ("demo-single", None, "2026-05-01T10:00:00+00:00"),
        ("demo-multiple", [], "2026-05-01T10:00:00+00:00"),
        ("demo-numeric", "sixty", "2026-05-01T10:00:00+00:00"),
        ("no-such-question", 1, "2026-05-01T10:00:00+00:00"),
        b"\xff\x00 garbage",
    )
    assert list(found) == ["demo-calculation"]
    assert found["demo-calculation"].saves == 1
    assert found["demo-calculation"].started.minute == 5


@pytest.mark.parametrize(
    "time",
    [
        None, 17, "", "yesterday", "2026-05-01T10:00:00", ["2026"], "9" * 1000,
        "2126-05-01T10:00:00+00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00",
    ],
)  # fmt: skip
def test_time_that_cannot_be_is_left_out(trace, time):
    """No time, none at all, without its offset, from the future, or beyond the calendar."""
    found = trace(("demo-single", "blue", time))["demo-single"]
    assert (found.saves, found.started, found.finished) == (1, None, None)


def test_answer_without_a_time_counts(trace):
    """Of several answers, the times are those of the ones that have a time."""
    found = trace(
        ("demo-single", "green"),
        ("demo-single", "blue", "2026-05-01T10:00:00+00:00"),
    )["demo-single"]
    assert (found.first, found.saves, found.started) == ("green", 2, found.finished)


def test_missing_and_linked_journals_have_no_traces(tmp_path, demo_bank):
    """Nothing is read of what is not there, or is somebody else's."""
    (tmp_path / "other.jsonl").write_text('{"item": "demo-single", "answer": "blue"}\n')
    journal = tmp_path / "responses.jsonl"
    assert read_traces(journal, demo_bank.items, NOW) == {}
    journal.symlink_to("other.jsonl")
    assert read_traces(journal, demo_bank.items, NOW) == {}

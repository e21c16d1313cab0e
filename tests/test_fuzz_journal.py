"""The journal, whatever bytes are in it: reading never fails, and the last readable line counts."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bzdcourse.quiz.responses import (
    JOURNAL_NAME,
    MAX_JOURNAL_BYTES,
    MAX_LINES,
    MAX_NESTING,
    append_response,
    read_responses,
)
from bzdcourse.quiz.traces import read_traces

fuzzed = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

TEXTS = st.text(max_size=12) | st.sampled_from(["demo-single", "demo-numeric", "\ud800", "\x00"])
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
TIMES = st.none() | TEXTS | st.datetimes().map(datetime.isoformat) | st.just("9999-12-31T23:59-24")
RECORDS = st.fixed_dictionaries({"item": TEXTS, "answer": JSON, "time": TIMES})
GARBAGE = st.binary(max_size=60).map(lambda content: b"#" + content.replace(b"\n", b""))
"""Lines that are no JSON, whatever they hold."""

LINES = st.lists(RECORDS | GARBAGE, max_size=20)


@pytest.fixture
def journal(tmp_path):
    """Where a journal will be."""
    return tmp_path / JOURNAL_NAME


def in_bytes(lines):
    """Records and garbage as a file."""
    return b"".join(
        (one if isinstance(one, bytes) else json.dumps(one).encode()) + b"\n" for one in lines
    )


@fuzzed
@given(content=st.binary(max_size=400) | LINES.map(in_bytes), cut=st.integers(0, 400))
@example(content=b'{"item": "a"}\r{"item": "b"}', cut=400)
@example(content=b"\xef\xbb\xbf", cut=400)
@example(content='{"item": "a"}\n'.encode("utf-16"), cut=400)
@example(content=b'{"item": "a", "answer": ' + b"9" * 5000 + b"}", cut=6000)
def test_any_bytes_can_be_read_and_written_after(journal, demo_bank, content, cut):
    """No file makes reading fail, and an answer saved after it is found again."""
    journal.write_bytes(content[:cut])
    before = read_responses(journal)
    assert all(isinstance(item, str) for item in before.answers)
    assert all(problem.isprintable() for problem in before.problems)
    append_response(journal, "demo-single", "blue")
    after = read_responses(journal)
    assert after.answers == before.answers | {"demo-single": "blue"}
    assert after.problems == before.problems
    assert "demo-single" in read_traces(journal, demo_bank.items, datetime.now(UTC))


@fuzzed
@given(lines=LINES)
def test_last_readable_line_of_an_item_is_its_answer(journal, lines):
    """Garbage between the lines changes no answer, and is counted."""
    journal.write_bytes(in_bytes(lines))
    records = [one for one in lines if isinstance(one, dict)]
    responses = read_responses(journal)
    assert responses.answers == {one["item"]: one["answer"] for one in records}
    garbage = len(lines) - len(records)
    assert [int(problem.split()[0]) for problem in responses.problems] == [garbage] * bool(garbage)


@fuzzed
@given(lines=LINES, cut=st.integers(0, 400))
def test_what_stood_before_a_torn_line_is_read(journal, lines, cut):
    """However much of the end is missing, whole lines count."""
    content = in_bytes(lines)[:cut]
    whole = content[: content.rfind(b"\n") + 1]
    journal.write_bytes(whole)
    expected = read_responses(journal).answers
    journal.write_bytes(content)
    torn = content[len(whole) :]
    is_complete = torn.endswith(b"}") and not torn.startswith(b"#")
    found = read_responses(journal).answers
    assert found == expected or is_complete


@fuzzed
@given(answer=JSON)
def test_an_answer_is_read_as_it_was_written(journal, answer):
    """Any JSON comes back the same."""
    append_response(journal, "q", answer)
    assert read_responses(journal).answers == {"q": answer}


@pytest.mark.parametrize(
    "garbage",
    [b"\0" * (MAX_JOURNAL_BYTES + 100), b"x\n" * MAX_LINES, b"{" * 100_000],
    ids=["one endless line", "too many lines", "deep"],
)
def test_an_answer_is_found_after_any_amount_of_garbage(journal, garbage):
    """The end of a journal is read, however long it is."""
    journal.write_bytes(garbage)
    append_response(journal, "q", 1)
    assert read_responses(journal).answers == {"q": 1}


@pytest.mark.parametrize("calls", [0, 300, 600])
@pytest.mark.parametrize("depth", [MAX_NESTING - 2, MAX_NESTING + 2, 500, 900])
def test_what_is_too_deep_does_not_depend_on_who_reads(journal, calls, depth):
    """A line counts or doesn't, from however deep within a program the journal is read."""
    journal.write_text(f'{{"item": "q", "answer": {"[" * depth}{"]" * depth}}}\n')

    def read(calls):
        return read(calls - 1) if calls else read_responses(journal)

    assert bool(read(calls).answers) is (depth < MAX_NESTING)


@pytest.mark.parametrize("answer", ["x" * 70_000, json.loads("[" * 200 + "]" * 200)])
def test_what_could_not_be_read_again_is_refused(journal, answer):
    """Nothing is acknowledged that reading would skip."""
    with pytest.raises(ValueError, match="could not be read again"):
        append_response(journal, "q", answer)
    assert not journal.exists()

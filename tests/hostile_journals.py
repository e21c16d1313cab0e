"""Attacks by the journal as a file: what is no line, no text, or no end of it."""

import gzip
import json
from pathlib import Path

from bzdcourse.quiz.responses import JOURNAL_NAME
from hostile import FULL, NOTHING, REFUSED, Attack, appended, journal

MB = 1_000_000
ALL_OPEN = "8 of 8 questions not answered"
ONE_LINE = "1 line(s) of responses.jsonl could not be read"
LINES = "line(s) of responses.jsonl could not be read"
WRONG_LINE = b'{"item": "demo-single", "answer": "green"}'
NO_SINGLE = FULL | {"demo-single": 0}


def line(item, answer="blue", **more) -> bytes:
    """One line of a journal."""
    return json.dumps({"item": item, "answer": answer, **more}).encode() + b"\n"


def sparse(zeros: int, after: bool):
    """Fill up with zeros that take no place on the disk, before or after the answers."""

    def spoil(folder: Path) -> None:
        path = folder / JOURNAL_NAME
        answers = path.read_bytes()
        with path.open("wb") as file:
            file.write(answers if after else b"")
            file.truncate(file.tell() + zeros)
            file.seek(0, 2)
            file.write(b"" if after else b"\n" + answers)

    return spoil


def pretty(content: bytes) -> bytes:
    """The answers as one indented list, as an editor may save them."""
    return json.dumps([json.loads(line) for line in content.splitlines()], indent=2).encode()


def halves(content: bytes) -> bytes:
    """The first half of every line."""
    return b"\n".join(line[: len(line) // 2] for line in content.splitlines())


JOURNALS = {
    # --- no text, or another one
    "nothing-in-it": (journal(b""), NOTHING, ALL_OPEN),
    "one-byte": (journal(b"{"), NOTHING, ONE_LINE),
    "blank-lines": (journal(b"\n \n\t\r\n" * 1000), NOTHING, ALL_OPEN),
    "not-utf8": (appended(b'{"item": "demo-single", "answer": "gr\xfcn"}\n'), FULL, ONE_LINE),
    "only-0xff": (journal(b"\xff" * MB), NOTHING, ONE_LINE),
    "utf8-with-bom": (journal(lambda before: b"\xef\xbb\xbf" + before), FULL, ""),
    "bom-in-each-line": (
        journal(lambda before: before.replace(b'{"item"', b'\xef\xbb\xbf{"item"')), FULL, "",
    ),
    "utf16": (journal(lambda before: before.decode().encode("utf-16")), NOTHING, LINES),
    "utf16-no-bom": (journal(lambda before: before.decode().encode("utf-16-le")), NOTHING, LINES),
    "utf32": (journal(lambda before: before.decode().encode("utf-32")), NOTHING, LINES),
    "utf7": (journal(lambda before: before.replace(b'"', b"+ACI-")), NOTHING, LINES),
    "ebcdic": (journal(lambda before: before.decode().encode("cp500")), NOTHING, LINES),
    "surrogates-as-utf8": (appended(b'{"item": "demo-single\xed\xa0\x80"}\n'), FULL, ONE_LINE),
    "zipped": (journal(gzip.compress), NOTHING, LINES),
    "nul-bytes-between": (journal(lambda b: b.replace(b"\n", b"\n\0\0\n")), FULL, LINES),
    "nul-byte-in-each-line": (journal(lambda b: b.replace(b"{", b"\0{")), NOTHING, LINES),
    # --- no lines, or other ones
    "windows-line-ends": (journal(lambda before: before.replace(b"\n", b"\r\n")), FULL, ""),
    "mac-line-ends": (journal(lambda before: before.replace(b"\n", b"\r")), NOTHING, ONE_LINE),
    "no-line-ends": (journal(lambda before: before.replace(b"\n", b"")), NOTHING, ONE_LINE),
    "no-last-line-end": (journal(bytes.rstrip), FULL, ""),
    "torn-in-each-line": (journal(halves), NOTHING, LINES),
    "torn-last-line": (appended(WRONG_LINE[:30]), FULL, ONE_LINE),
    "torn-then-continued": (appended(WRONG_LINE[:30] + line("demo-single")), FULL, ONE_LINE),
    "two-on-one-line": (appended(WRONG_LINE + WRONG_LINE + b"\n"), FULL, ONE_LINE),
    "comma-at-the-end": (journal(lambda before: before.replace(b"\n", b",\n")), NOTHING, LINES),
    "one-list": (journal(pretty), NOTHING, LINES),
    "single-quotes": (journal(lambda before: before.replace(b'"', b"'")), NOTHING, LINES),
    "comments": (journal(lambda before: b"# mine\n// all\n" + before), FULL, "2 line(s)"),
    "line-separators-in-text": (appended('{"item": "\u2028\x85"}\n'.encode()), FULL, ""),
    # --- items
    "item-of-each-type": (
        appended(b"".join(line(item, "x") for item in (None, 3, True, [], {}, 1.5))), FULL,
        "6 line(s)",
    ),
    "no-item": (appended(b'{"answer": "blue"}\n[]\n17\n"x"\nnull\n'), FULL, "5 line(s)"),
    "unknown-items": (appended(line("demo-secret") + line("")), FULL, ""),
    "many-unknown-items": (
        appended(b"".join(line(f"demo-{n}") for n in range(50_000))), FULL, "",
    ),
    "more-lines-than-are-read": (
        appended(b"".join(line("demo-single", "green", n=n) for n in range(10)) + b"x\n" * 250_000),
        NOTHING, "too large",
    ),
    "answered-after-all-those-lines": (
        journal(lambda before: b"x\n" * 250_000 + before), FULL, "too large",
    ),
    "items-almost-known": (
        appended(line("demo-single ", "green") + line("Demo-Single", "green")
                 + line("demo-single\0", "green") + line("demo\u2010single", "green")), FULL, "",
    ),
    "item-as-a-path": (appended(line("../good-00/demo-single", "green")), FULL, ""),
    "item-of-surrogates": (appended(b'{"item": "\\ud800", "answer": "\\udfff"}\n'), FULL, ""),
    "item-twice-in-a-line": (
        appended(b'{"item": "x", "answer": "green", "item": "demo-single"}\n'), NO_SINGLE, "",
    ),
    "answer-missing": (appended(b'{"item": "demo-single"}\n'), NO_SINGLE, "1 of 8 questions not"),
    "answered-a-thousand-times": (
        appended(line("demo-single", "green") * 1000 + line("demo-single")), FULL, "",
    ),
    "all-withdrawn": (
        appended(b"".join(line(item, None) for item in FULL)), NOTHING, ALL_OPEN,
    ),
    "claims-points": (
        journal(b"".join(line(i, None, points=99, score=1, fraction=1.0, state="right")
                         for i in FULL)), NOTHING, ALL_OPEN,
    ),
    # --- times
    "times-of-each-type": (
        appended(b"".join(line("demo-single", "green", time=time)
                          for time in (None, 3, True, [], {}, "yesterday", "", "9" * 4000))),
        NO_SINGLE, "",
    ),
    "time-of-the-future": (
        appended(line("demo-single", "green", time="9999-12-31")), NO_SINGLE, "",
    ),
    "time-beyond-numbers": (
        appended(b'{"item": "demo-single", "answer": "green", "time": 1e400}\n'), NO_SINGLE, "",
    ),
    "last-line-is-oldest": (
        appended(line("demo-single", "green", time="1960-01-01T00:00:00+00:00")), NO_SINGLE, "",
    ),
    # --- too much
    "10-mb-line": (
        journal(lambda before: b'{"item": "demo-single", "answer": "' + b"x" * 10 * MB + b'"}\n'
                + before), FULL, ONE_LINE,
    ),
    "10-mb-of-blanks-in-a-line": (
        appended(b'{"item": "demo-single",' + b" " * 10 * MB + b'"answer": "green"}\n'), FULL,
        ONE_LINE,
    ),
    "10-mb-line-without-end": (appended(b'{"item": "' + b"x" * 10 * MB), FULL, ONE_LINE),
    "nested-100000-deep": (appended(b"[" * 100_000 + b"\n"), FULL, ONE_LINE),
    "nested-objects": (appended(b'{"item":' * 8_000 + b"\n"), FULL, ONE_LINE),
    "nested-and-closed": (
        appended(b'{"item": "demo-single", "answer": ' + b"[" * 9_000 + b"]" * 9_000 + b"}\n"),
        FULL, ONE_LINE,
    ),
    "nested-near-the-limit": (
        appended(b"".join(b'{"item": "demo-single", "answer": ' + b"[" * n + b"]" * n + b"}\n"
                          for n in range(800, 1000))), FULL, "200 line(s)",
    ),
    "number-of-5000-digits": (
        appended(b'{"item": "demo-numeric", "answer": ' + b"9" * 5000 + b"}\n"), FULL, ONE_LINE,
    ),
    "30-mb-of-zeros-before": (sparse(30 * MB, after=False), FULL, "too large"),
    "30-mb-of-zeros-after": (sparse(30 * MB, after=True), NOTHING, "too large"),
    "a-terabyte-of-zeros": (sparse(10**12, after=True), REFUSED, "200 MB"),
}  # fmt: skip


def journal_attacks() -> list[Attack]:
    """Every attack of this file."""
    return [
        Attack(f"journal-{name}", spoil, points, reason)
        for name, (spoil, points, reason) in JOURNALS.items()
    ]

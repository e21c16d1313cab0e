"""Attacks by one answer: each kind of question, each kind of bad value.

A learner answers everything right, then gives one question another answer: what a hand-written
journal may hold. The last readable line counts, so that question earns what stands here.
"""

from functools import partial
from pathlib import Path

from bzdcourse.quiz.responses import JOURNAL_NAME
from hostile import FULL, Attack

UNREADABLE = 0, "1 of 8 questions not readable"
OPEN = 0, "1 of 8 questions not answered"
WRONG = 0, ""
RIGHT = None, ""
SKIPPED = None, "1 line(s) of responses.jsonl could not be read"
"""No JSON: the line is no answer, and the right one before it stands."""

NESTED = "[" * 90 + "]" * 90
LONG_NUMBER = "9" * 4000
CONSTANTS = {"NaN": SKIPPED, "Infinity": SKIPPED, "-Infinity": SKIPPED}
NO_ANSWERS = CONSTANTS | {
    "true": UNREADABLE,
    NESTED: UNREADABLE,
    LONG_NUMBER: UNREADABLE,
    "1e400": UNREADABLE,
    '"\\ud800"': UNREADABLE,
    '{"__class__": "str"}': UNREADABLE,
    "null": OPEN,
}
"""Bad for every kind of question."""

ANSWERS = {
    "demo-single": {
        '["blue"]': UNREADABLE,
        '{"blue": true}': UNREADABLE,
        "1": UNREADABLE,
        '"Blue"': UNREADABLE,
        '" blue"': UNREADABLE,
        '"blue\\u0000"': UNREADABLE,
        '"blue,green"': UNREADABLE,
        '"вlue"': UNREADABLE,
        '"*"': UNREADABLE,
        '""': UNREADABLE,
        f'"{"x" * 60_000}"': UNREADABLE,
        '"bl\\u0075e"': RIGHT,
        '"mauve"': WRONG,
    },
    "demo-multiple": {
        '"amber"': UNREADABLE,
        '["amber", "red", "red"]': UNREADABLE,
        '["amber", "red", "gold"]': UNREADABLE,
        '[["amber"], "red"]': UNREADABLE,
        '["amber", null]': UNREADABLE,
        '["amber", 1e400]': UNREADABLE,
        '{"amber": true, "red": true}': UNREADABLE,
        '["amber,red"]': UNREADABLE,
        '["red", "amber\\n"]': UNREADABLE,
        "[]": OPEN,
        "{}": UNREADABLE,
        '["amber", "red", "violet", "white"]': WRONG,
        '["amber", "red", "violet"]': (1.5, ""),
        '["red", "amber"]': RIGHT,
    },
    "demo-numeric": {
        '"60"': UNREADABLE,
        "[60]": UNREADABLE,
        '{"value": 60}': UNREADABLE,
        "-60": UNREADABLE,
        "2500.0001": UNREADABLE,
        "-1e400": UNREADABLE,
        f"-{LONG_NUMBER}": UNREADABLE,
        "0x3c": SKIPPED,
        "060": SKIPPED,
        "60.50001": WRONG,
        "-0.0": WRONG,
        "1e-400": WRONG,
        "60.5": RIGHT,
        "6e1": RIGHT,
    },
    "demo-calculation": {
        "80": UNREADABLE,
        '{"variant": 1}': UNREADABLE,
        '{"value": 80}': UNREADABLE,
        '{"variant": 1, "value": 80, "key": 80}': UNREADABLE,
        '{"variant": -3, "value": 80}': UNREADABLE,
        '{"variant": 4, "value": 80}': UNREADABLE,
        '{"variant": 1.0, "value": 80}': UNREADABLE,
        '{"variant": true, "value": 80}': UNREADABLE,
        '{"variant": "1", "value": 80}': UNREADABLE,
        '{"variant": null, "value": 80}': UNREADABLE,
        '{"variant": {"distance_km": 0, "duration_h": 1}, "value": 0}': UNREADABLE,
        f'{{"variant": {LONG_NUMBER}, "value": 80}}': UNREADABLE,
        '{"variant": 1, "value": "80"}': UNREADABLE,
        '{"variant": 1, "value": true}': UNREADABLE,
        '{"variant": 1, "value": 1e400}': UNREADABLE,
        '{"variant": 1, "value": [80]}': UNREADABLE,
        '{"variant": 1, "value": NaN}': SKIPPED,
        '{"variant": 1, "value": null}': OPEN,
        '{"variant": 2, "value": 80}': WRONG,
        '{"variant": 0, "value": 80, "variant": 1}': RIGHT,
    },
    "demo-ordering": {
        '"one"': UNREADABLE,
        "[]": UNREADABLE,
        '["one", "two", "three"]': UNREADABLE,
        '["one", "two", "three", "three"]': UNREADABLE,
        '["one", "two", "three", "four", "one"]': UNREADABLE,
        '["one", "two", "three", "five"]': UNREADABLE,
        '["one", "two", "three", 4]': UNREADABLE,
        '["one", "two", "three", null]': UNREADABLE,
        '[["one", "two", "three", "four"]]': UNREADABLE,
        '{"one": 1, "two": 2, "three": 3, "four": 4}': UNREADABLE,
        "[1, 2, 3, 4]": UNREADABLE,
        '["four", "three", "two", "one"]': WRONG,
        '["two", "one", "three", "four"]': (1.6667, ""),
    },
    "demo-schedule": {
        "[]": OPEN,
        "[[]]": UNREADABLE,
        "[7, 7]": UNREADABLE,
        "[[7, 7, 7]]": UNREADABLE,
        '[["7", "7"]]': UNREADABLE,
        '[{"days": 7, "dose": 7}]': UNREADABLE,
        "[[true, 7]]": UNREADABLE,
        "[[false, false]]": UNREADABLE,
        "[[7.0, 7]]": UNREADABLE,
        "[[0, 7]]": UNREADABLE,
        "[[-7, 7]]": UNREADABLE,
        "[[367, 7]]": UNREADABLE,
        "[[7, -7]]": UNREADABLE,
        "[[7, 1e400]]": UNREADABLE,
        f"[[{LONG_NUMBER}, 7]]": UNREADABLE,
        "[[7, 0.00001]]": UNREADABLE,
        "[[7, 16.001]]": UNREADABLE,
        "[[7, 7], [0, 0], [7, 5]]": UNREADABLE,
        "[[0, 0], [0, 0]]": UNREADABLE,
        f"[{'[7, 7], ' * 10}[0, 0]]": UNREADABLE,
        f"[{'[7, 7], ' * 5000}[0, 0]]": UNREADABLE,
        "[[0, 0]]": WRONG,
        "[[7, 8]]": WRONG,
        "[[7, 16]]": WRONG,
        "[[7, 7], [7, 6]]": (0.8, ""),  # 8 of 10 weights, a quarter of the dose gone
        "[[7, 7], [7, 6], [7, 5], [7, 4], [7, 3], [0, -0.0]]": RIGHT,
    },
    "demo-classification": {
        '["warm"]': UNREADABLE,
        '"warm"': UNREADABLE,
        '[["fire", "warm"]]': UNREADABLE,
        '{"fire": "hot"}': UNREADABLE,
        '{"fire": ["warm"]}': UNREADABLE,
        '{"fire": {"warm": true}}': UNREADABLE,
        '{"fire": null}': UNREADABLE,
        '{"fire": true}': UNREADABLE,
        '{"fire": "warm", "key": "warm"}': UNREADABLE,
        '{"": "warm"}': UNREADABLE,
        "{}": OPEN,
        '{"fire": "cool"}': WRONG,
        '{"fire": "warm"}': (0.5, ""),
        '{"fire": "warm", "ice": "warm", "sea": "warm", "sun": "warm"}': (1, ""),
    },
    "ci-rain": {
        '["water"]': UNREADABLE,
        '"Water"': UNREADABLE,
        "0": UNREADABLE,
        "[]": UNREADABLE,
        '"glass"': RIGHT,  # any answer counts
    },
}


def append_answer(item: str, answer: str, folder: Path) -> None:
    """Append a line as it stands here, JSON or not."""
    with (folder / JOURNAL_NAME).open("a", encoding="utf-8") as file:
        file.write(f'{{"item": "{item}", "answer": {answer}}}\n')


def answer_attacks() -> list[Attack]:
    """Every attack of this file."""
    return [
        Attack(
            f"answer-{item}-{n:02d}",
            partial(append_answer, item, answer),
            FULL if points is None else FULL | {item: points},
            reason,
        )
        for item, answers in ANSWERS.items()
        for n, (answer, (points, reason)) in enumerate((NO_ANSWERS | answers).items())
    ]

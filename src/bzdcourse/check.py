"""Does a lesson hold together: notebook, both banks, objectives, misconceptions, sources?"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bzdcourse import data
from bzdcourse.quiz.bank import Bank, BankError, load_bank
from bzdcourse.quiz.responses import JOURNAL_NAME
from bzdcourse.quiz.writing import Catalogue, writing_problems

WORDS_PER_MINUTE = 130
MINUTES_PER_QUESTION = 1.5
MINUTES_TOLERANCE = 0.3
MIN_ITEMS_PER_OBJECTIVE = 2

_QUESTION = re.compile(r"""\.(ask|check)\(\s*["']([^"']+)["']\s*\)""")
_HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)


def check_lesson(root: Path, lesson: str) -> list[str]:
    """Everything that is wrong with one lesson; each line names the file and what to mend."""
    try:
        catalogue = _catalogue(root)
    except (data.CourseError, OSError, KeyError, TypeError, ValueError) as problem:
        return [f"{root}: objectives, misconceptions or sources can't be read: {problem}"]
    problems: list[str] = []
    banks = {}
    for name in ("graded", "checks"):
        path = root / "quizzes" / name / f"{lesson}.yml"
        try:
            banks[name] = load_bank(path, [catalogue.check, writing_problems])
        except BankError as error:
            problems += error.problems
    path = root / "notebooks" / lesson / f"{lesson}.ipynb"
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        return [*problems, f"{path}: not readable as a notebook: {problem}"]
    if not problems:
        problems += _banks_problems(root, lesson, banks)
        problems += [f"{path}: {what}" for what in _notebook_problems(notebook, banks)]
    return problems + [f"{path.parent}: {what}" for what in _folder_problems(path.parent)]


def _catalogue(root: Path) -> Catalogue:
    quizzes = root / "quizzes"
    objectives = data.load_yaml(quizzes / "objectives.yml")["objectives"]
    misconceptions = data.load_yaml(quizzes / "misconceptions.yml")["misconceptions"]
    return Catalogue(
        frozenset(objective["id"] for objective in objectives),
        frozenset(misconception["id"] for misconception in misconceptions),
        frozenset(data.references(root)),
    )


def _banks_problems(root: Path, lesson: str, banks: dict[str, Bank]) -> Iterator[str]:
    graded, checks = banks["graded"], banks["checks"]
    for name, bank in banks.items():
        if (bank.lesson, bank.name) != (lesson, name):
            yield f"quizzes/{name}/{lesson}.yml: says it is the {bank.name} bank of {bank.lesson}"
    for item_id in graded.items.keys() & checks.items.keys():
        yield f"quizzes: {item_id} stands in both banks; the checks' keys travel"
    prompts = {item.raw["prompt"].strip() for item in checks.items.values()}
    for item in graded.items.values():
        if item.raw["prompt"].strip() in prompts:
            yield f"quizzes: {item.id} asks the same as a check, whose key travels"
    items = [*graded.items.values(), *checks.items.values()]
    asked = Counter(item.raw["objective"] for item in items)
    for objective in data.load_yaml(root / "quizzes" / "objectives.yml")["objectives"]:
        if objective["lesson"] == lesson and asked[objective["id"]] < MIN_ITEMS_PER_OBJECTIVE:
            yield f"quizzes/objectives.yml: {objective['id']}: fewer than two questions ask for it"


def _notebook_problems(notebook: dict[str, Any], banks: dict[str, Bank]) -> Iterator[str]:
    cells = notebook["cells"]
    prose = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    code = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
    asked = {"ask": [], "check": []}
    for how, item_id in _QUESTION.findall(code):
        asked[how].append(item_id)
    for how, name in (("ask", "graded"), ("check", "checks")):
        items = banks[name].items
        yield from (f"{i}: not in the {name} bank" for i in asked[how] if i not in items)
        yield from (f"{i}: in the {name} bank, but not asked" for i in items if i not in asked[how])
        yield from (f"{i}: asked twice" for i, n in Counter(asked[how]).items() if n > 1)
    headings = set(_HEADING.findall(prose))
    for bank in banks.values():
        for item in bank.items.values():
            if item.section not in headings:
                yield f"{item.id}: there is no section “{item.section}” to read again"
    yield from _minutes_problems(notebook, prose, len(banks["graded"].items))


def _minutes_problems(notebook: dict[str, Any], prose: str, questions: int) -> Iterator[str]:
    minutes = notebook["metadata"].get("bzdcourse", {}).get("minutes")
    if not isinstance(minutes, dict) or not {"read", "do", "quiz"} <= set(minutes):
        yield "its metadata lack bzdcourse.minutes with read, do and quiz"
        return
    expected = {
        "read": len(prose.split()) / WORDS_PER_MINUTE,
        "quiz": questions * MINUTES_PER_QUESTION,
    }
    for what, value in expected.items():
        if abs(minutes[what] - value) > MINUTES_TOLERANCE * value:
            yield f"minutes to {what}: the label says {minutes[what]}, we count {value:.0f}"


def _folder_problems(folder: Path) -> Iterator[str]:
    """What nbgrader would release with the lesson although it must not travel."""
    for path in sorted(folder.rglob("*")):
        if path.name == JOURNAL_NAME:
            yield f"{path.name} would replace every learner's answers; delete it"
        elif path.suffix in {".yml", ".yaml"} or path.is_symlink():
            yield f"{path.name} would be released to every learner; move it out"

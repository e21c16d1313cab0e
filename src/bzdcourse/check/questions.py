"""Do notebook, banks, objectives and misconceptions fit together?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from bzdcourse.check.course import BANKS, Course
from bzdcourse.quiz.asked import questions_in
from bzdcourse.quiz.bank import Bank
from bzdcourse.quiz.responses import JOURNAL_NAME

WORDS_PER_MINUTE = 130
MINUTES_PER_QUESTION = 1.5
MINUTES_TOLERANCE = 0.3
MIN_ITEMS_PER_OBJECTIVE = 2


def question_problems(course: Course, lesson: str) -> Iterator[str]:
    """What does not fit in one lesson; what can't be read is told by the course itself."""
    banks = {name: course.bank(name, lesson) for name in BANKS}
    notebook = course.notebook(lesson)
    if notebook and all(banks.values()):
        yield from _banks_problems(lesson, banks)
        yield from objective_problems(course, [lesson])
        path = course.notebook_path(lesson)
        headings = {words for t in course.lesson_texts(lesson) for _, words in t.headings}
        for what in _notebook_problems(notebook, banks, headings):
            yield f"{path}: {what}"
    folder = course.notebook_path(lesson).parent
    yield from (f"{folder}: {what}" for what in _folder_problems(folder))


def _banks_problems(lesson: str, banks: dict[str, Bank]) -> Iterator[str]:
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


def objective_problems(course: Course, lessons: Collection[str]) -> Iterator[str]:
    """Objectives of these lessons for which too few questions ask, here or in the inventory."""
    written = set(lessons) & set(course.lessons)
    banks = [course.inventory, *(course.bank(name, one) for name in BANKS for one in written)]
    items = [item for bank in banks if bank for item in bank.items.values()]
    counts = Counter({item.id: item.raw["objective"] for item in items}.values())
    for objective in course.objectives:
        few = counts[objective["id"]] < MIN_ITEMS_PER_OBJECTIVE
        if objective["lesson"] in lessons and few:
            yield f"quizzes/objectives.yml: {objective['id']}: fewer than two questions ask for it"


def unused_misconceptions(course: Course) -> Iterator[str]:
    """Misconceptions that no wrong answer shows."""
    texts = [text for lesson in course.lessons for text in course.bank_texts(lesson)]
    texts += course.shared_texts
    used = {text.words for text in texts if text.field == "misconception"}
    listed = [text for text in course.shared_texts if text.place[:1] == ("misconceptions",)]
    for text in listed:
        if text.field == "id" and text.words not in used:
            yield f"{text.at()}: {text.words}: no question shows this belief; use it or delete it"


def _notebook_problems(
    notebook: dict[str, Any], banks: dict[str, Bank], headings: set[str]
) -> Iterator[str]:
    code = "\n".join("".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code")
    asked = {"ask": [], "check": []}
    for how, item_id in questions_in(code):
        asked[how].append(item_id)
    for how, name in (("ask", "graded"), ("check", "checks")):
        items = banks[name].items
        yield from (f"{i}: not in the {name} bank" for i in asked[how] if i not in items)
        yield from (f"{i}: in the {name} bank, but not asked" for i in items if i not in asked[how])
        yield from (f"{i}: asked twice" for i, n in Counter(asked[how]).items() if n > 1)
    for bank in banks.values():
        for item in bank.items.values():
            if item.section not in headings:
                yield f"{item.id}: there is no section “{item.section}” to read again"
    yield from _minutes_problems(notebook, len(banks["graded"].items))


def _minutes_problems(notebook: dict[str, Any], questions: int) -> Iterator[str]:
    minutes = notebook["metadata"].get("bzdcourse", {}).get("minutes")
    if not isinstance(minutes, dict) or not {"read", "do", "quiz"} <= set(minutes):
        yield "its metadata lack bzdcourse.minutes with read, do and quiz"
        return
    prose = [c["source"] for c in notebook["cells"] if c["cell_type"] == "markdown"]
    words = sum(len("".join(source).split()) for source in prose)
    expected = {"read": words / WORDS_PER_MINUTE, "quiz": questions * MINUTES_PER_QUESTION}
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

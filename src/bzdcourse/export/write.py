"""Banks to files, and what becomes of each kind of item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from bzdcourse.data import CourseError, misconceptions, references
from bzdcourse.export import gift, moodle, qti
from bzdcourse.export.questions import Question, questions_of
from bzdcourse.export.texts import Texts
from bzdcourse.quiz.bank import load_bank
from bzdcourse.quiz.items import Item

FOLDER = "exports"
FORMATS: dict[str, ModuleType] = {"moodle": moodle, "qti": qti, "gift": gift}
COMPLETION = "concept inventory"

_DIFFERS = {
    "numeric": "any number can be typed; the course takes those of a range",
    "calculation": "let the quiz draw one of them for each learner",
    "schedule": "a person grades it; the rule and an answer come with it",
    COMPLETION: "the key counts; in the course any answer earns the points",
}
"""What no platform does as the course does it."""


@dataclass(frozen=True)
class Row:
    """What became of one kind of item.

    Attributes:
        kind: in the words of the bank.
        items: how many there were.
        becomes: what they are in the format.
        questions: how many of those there are.
        differs: what the format can't say, or says in another way.
    """

    kind: str
    items: int
    becomes: str
    questions: int
    differs: str


@dataclass(frozen=True)
class Export:
    """The files that were written, and a row for each kind of item."""

    files: list[Path]
    rows: list[Row]


def export_banks(root: Path, name: str, lessons: list[str], bank: str) -> Export:
    """Write banks in a format, one file for each lesson.

    Args:
        root: the course's folder.
        name: one of ``FORMATS``.
        lessons: their ids; all that have such a bank if empty.
        bank: "graded" or "checks".

    Raises:
        CourseError: if there is no such lesson.
        BankError: if a bank is not in order.
    """
    maker = FORMATS[name]
    texts = Texts(references(root), misconceptions(root), tex=maker.TEX)
    folder = root / FOLDER / name
    folder.mkdir(parents=True, exist_ok=True)
    files, made = [], []
    for path in _banks(root / "quizzes" / bank, lessons):
        loaded = load_bank(path)
        files.append(folder / f"{loaded.lesson}_{bank}{maker.SUFFIX}")
        became = [(item, questions_of(item)) for item in loaded.items.values()]
        questions = [question for _, several in became for question in several]
        maker.write(loaded, questions, texts, files[-1])
        made += became
    return Export(files, list(_rows(maker, made)))


def _banks(folder: Path, lessons: list[str]) -> list[Path]:
    there = {path.stem: path for path in sorted(folder.glob("*.yml"))}
    if unknown := [lesson for lesson in lessons if lesson not in there]:
        known = ", ".join(there) or "none yet"
        raise CourseError(f"There is no lesson “{unknown[0]}”. The lessons are: {known}.")
    return [there[lesson] for lesson in lessons or there]


def _rows(maker: ModuleType, made: Iterable[tuple[Item, list[Question]]]) -> Iterator[Row]:
    items: Counter[tuple[str, str]] = Counter()
    questions: Counter[tuple[str, str]] = Counter()
    for item, several in made:
        row = (COMPLETION if item.counts_for_completion else item.kind, item.kind)
        items[row] += 1
        questions[row] += len(several)
    for (name, kind), number in sorted(items.items()):
        told = filter(None, [maker.DIFFERS.get(name), _DIFFERS.get(name)])
        becomes, differs = maker.BECOMES[kind], "; ".join(told)
        yield Row(name.replace("_", " "), number, becomes, questions[name, kind], differs)

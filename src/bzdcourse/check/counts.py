"""How much there is of everything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from bzdcourse.check.course import BANKS, Course
from bzdcourse.check.sources import cited
from bzdcourse.quiz.items import Item


def course_counts(course: Course) -> list[tuple[str, int, str]]:
    """What is counted, how many there are, and of which sorts; parts that are absent are left out.

    The questions of the inventory are counted once, not with the lessons that ask them.
    """
    uncited = len(course.references.keys() - cited(course))
    rows = [
        ("lessons", len(course.lessons), ""),
        ("references", len(course.references), f"{len(course.references) - uncited} cited"),
        ("objectives", len(course.objectives), ""),
        ("misconceptions", len(course.misconceptions), ""),
    ]
    if course.claims:
        counts = course.claims.count_by_verdict()
        names = {course.claims.verdicts[v].name.lower(): n for v, n in counts.items()}
        rows.append(("claims", len(course.claims.claims), _listed(names)))
    if course.glossary:
        rows.append(("glossary terms", len(course.glossary), ""))
    if course.timeline:
        certain = Counter(event.certainty for event in course.timeline)
        rows.append(("timeline events", len(course.timeline), _listed(certain)))
    return rows + _question_rows(course)


def _question_rows(course: Course) -> list[tuple[str, int, str]]:
    of_inventory = course.inventory.items if course.inventory else {}
    rows = []
    for name in BANKS:
        banks = [course.bank(name, lesson) for lesson in course.lessons]
        items = [i for bank in banks if bank for i in bank.items.values()]
        own = [item for item in items if item.id not in of_inventory]
        rows.append((f"questions: {name}", len(own), _sorts(own)))
    if of_inventory:
        rows.append(("questions: inventory", len(of_inventory), _sorts(of_inventory.values())))
    return rows


def _sorts(items: Iterable[Item]) -> str:
    items = list(items)
    kinds = Counter(item.kind.replace("_", " ") for item in items)
    levels = Counter(item.raw["bloom"] for item in items)
    return f"{_listed(kinds)}\n{_listed(levels)}"


def _listed(counts: dict[str, int]) -> str:
    most_first = sorted(counts.items(), key=lambda one: -one[1])
    return ", ".join(f"{n} {what}" for what, n in most_first)

"""Is every source that is named in the bibliography?"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from bzdcourse.check.course import Course
from bzdcourse.check.links import addresses, normal
from bzdcourse.check.texts import Text

BIBLIOGRAPHY = "source_texts/bibliography.bib"

_GROUP = re.compile(r"\[(@[^\]]+)\]")
_KEY = re.compile(r"@([\w-]+)")


def named_in_fields(texts: Iterable[Text]) -> Iterator[tuple[str, str]]:
    """Place and key of every source that YAML files name in fields of their own."""
    for text in texts:
        is_key = text.field == "source" and "://" not in text.words
        if is_key or text.field in {"sources", "references"}:
            yield text.at(), text.words


def named_in_prose(texts: Iterable[Text]) -> Iterator[tuple[str, str]]:
    """Place and key of every ``[@key]``."""
    for text in texts:
        for group in _GROUP.finditer(text.without_code):
            for key in _KEY.findall(group[1]):
                yield text.at(group.start()), key


def named_in_data(root: Path) -> Iterator[tuple[str, str]]:
    """Place and key of every source of a row of data."""
    for path in sorted((root / "source_texts" / "datasets").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            for row in rows:
                yield f"{path.relative_to(root)}:{rows.line_num}", row.get("source") or ""


def source_problems(course: Course) -> Iterator[str]:
    """Sources that are named outside of the banks and are not in the bibliography.

    Banks, claims, the timeline and what the models read are checked by what loads them.
    """
    elsewhere = [text for text in course.shared_texts if text.place[0] not in _CHECKED_ON_LOADING]
    named = [*named_in_fields(elsewhere), *named_in_data(course.root)]
    prose = [*course.shared_texts, *course.guides]
    prose += [text for lesson in course.lessons for text in course.lesson_texts(lesson)]
    for place, key in [*named, *named_in_prose(prose)]:
        if key not in course.references:
            yield f"{place}: “{key}” is not in {BIBLIOGRAPHY}"


_CHECKED_ON_LOADING = {
    *("claims", "events", "items"),
    *("drugs", "age", "interactions", "disagreements"),
    *("studies", "half_occupying_levels", "illustrative"),
    *("rules", "equivalents"),
}


def cited(course: Course) -> set[str]:
    """Keys of all sources that anything in the course names or links to."""
    lessons = [text for one in course.lessons for text in course.lesson_texts(one)]
    banks = [text for one in course.lessons for text in course.bank_texts(one)]
    named = [*named_in_fields([*course.shared_texts, *banks]), *named_in_data(course.root)]
    named += named_in_prose([*lessons, *banks, *course.shared_texts, *course.guides])
    links = {normal(url) for text in lessons for _, url in addresses(text)}
    prose = "\n".join(text.words for text in lessons)
    # A source without an address is named in a lesson's list of sources as the loader writes it.
    return {key for _, key in named} & course.references.keys() | {
        key
        for key, reference in course.references.items()
        if (normal(reference.url) in links if reference.url else reference.text in prose)
    }

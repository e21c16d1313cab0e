"""The words of the course: what they mean to everybody, to the field, and what they are not.

``source_texts/glossary.md`` has one ``## term`` per entry with three paragraphs below it, each of
them begun by its label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path

from bzdcourse.data import CourseError

_LABELS = ("In plain words", "In the field", "Not to be confused with")
_HEADING = re.compile(r"^##[ \t]*([^#\n]*?)[ \t]*$", re.MULTILINE)
_PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?!\s*\n))*")
_CITATION = re.compile(r"\[(@[^\]]+)\]")
_KEY = re.compile(r"@([\w-]+)")
_LINK = re.compile(r"\]\(#([^)\s]*)\)")


@dataclass(frozen=True)
class Entry:
    """One word of the glossary; every text is Markdown.

    Attributes:
        term: the word as it is headed.
        plain: its meaning for somebody who has never heard of it.
        field: its meaning for the field, with sources as ``[@key]``.
        not_to_be_confused_with: other entries, linked, and why.
        sources: keys of the bibliography that the entry names, each once.
    """

    term: str
    plain: str
    field: str
    not_to_be_confused_with: str
    sources: tuple[str, ...]


def load_glossary(path: Path) -> dict[str, Entry]:
    """Read the glossary, by term and in the order of the file.

    Raises:
        CourseError: naming the file and the line of an entry that is not complete, stands twice,
            or links to an entry that does not exist.
    """
    text = path.read_text(encoding="utf-8")
    entries: dict[str, Entry] = {}
    for start, term, body in _sections(text):
        if term in entries:
            raise _error(path, text, start, f"“{term}” has an entry already")
        entries[term] = _entry(path, text, start, term, body)
    anchors = {anchor(term) for term in entries}
    for link in _LINK.finditer(text):
        if link[1] not in anchors:
            raise _error(path, text, link.start(), f"the link #{link[1]} leads to no entry")
    return entries


def anchor(term: str) -> str:
    """The address of an entry inside the page, as Markdown makes it from a heading."""
    return re.sub(r"[^\w\- ]", "", term.lower()).replace(" ", "-")


def _sections(text: str) -> Iterator[tuple[int, str, tuple[int, int]]]:
    """Yield of each entry where it starts, its term, and where its body starts and ends."""
    headings = list(_HEADING.finditer(text))
    for heading, following in zip_longest(headings, headings[1:]):
        end = following.start() if following else len(text)
        yield heading.start(), heading[1], (heading.end(), end)


def _entry(path: Path, text: str, start: int, term: str, body: tuple[int, int]) -> Entry:
    """One entry, or the first thing that is wrong with it."""
    if not term:
        raise _error(path, text, start, "an entry has no term")
    paragraphs = list(_PARAGRAPH.finditer(text, *body))
    for paragraph, label in zip_longest(paragraphs, _LABELS):
        if paragraph is None:
            raise _error(path, text, start, f"“{term}” lacks “{label}”")
        if label is None or not re.match(rf"\*\*{label}:\*\* +\S", paragraph[0]):
            wanted = f"“**{label}:** …”" if label else "the next entry"
            raise _error(path, text, paragraph.start(), f"{wanted} should stand here")
    plain, field, other = (p[0].partition(":**")[2].strip() for p in paragraphs)
    if not _LINK.search(other):
        raise _error(path, text, start, f"“{term}” links to no entry that it is mixed up with")
    return Entry(term, plain, field, other, _keys(text[slice(*body)]))


def _keys(body: str) -> tuple[str, ...]:
    cited = chain.from_iterable(_KEY.findall(group) for group in _CITATION.findall(body))
    return tuple(dict.fromkeys(cited))


def _error(path: Path, text: str, position: int, what: str) -> CourseError:
    line = text.count("\n", 0, position) + 1
    return CourseError(f"{path}, line {line}: {what}.")

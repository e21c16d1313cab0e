"""The turning points of the history, read from ``source_texts/timeline.yml`` and checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bzdcourse.data import CourseError, load_yaml

KINDS = {
    "science": "Science",
    "marketing": "Marketing",
    "regulation": "Regulation",
    "recognition": "Recognition of harm",
}
CERTAINTIES = ("confirmed", "disputed")
_FIELDS = {
    "id": str, "year": int, "kind": str, "title": str, "text": str, "sources": list,
    "certainty": str,
}  # fmt: skip


@dataclass(frozen=True)
class Event:
    """One turning point.

    Attributes:
        id: a slug.
        year: when it happened or began.
        kind: one of ``KINDS``.
        title: a few words, Markdown.
        text: one to three sentences, Markdown.
        sources: keys of the bibliography, at least one.
        certainty: ``confirmed``; or ``disputed``, and then the text says what sources disagree on.
        until: when it ended, if it took years.
    """

    id: str
    year: int
    kind: str
    title: str
    text: str
    sources: tuple[str, ...]
    certainty: str
    until: int | None = None

    @property
    def years(self) -> str:
        """Such as "1960", or "1982 to 1994"."""
        return f"{self.year} to {self.until}" if self.until else str(self.year)


def load_timeline(path: Path, known_sources: Collection[str]) -> list[Event]:
    """The events of a file in order of their years.

    Args:
        path: the YAML file.
        known_sources: keys of the bibliography.

    Raises:
        CourseError: every problem on a line of its own, with the file and the event's id.
    """
    entries = _entries(path)
    problems = [
        f"{path.name}: event '{name}': {problem}"
        for name, entry in zip(_names(entries), entries, strict=True)
        for problem in _problems(entry, known_sources)
    ]
    repeated = [name for name, times in Counter(_names(entries)).items() if times > 1]
    problems += [f"{path.name}: event '{name}': the id is used twice" for name in repeated]
    if problems:
        raise CourseError("\n".join(problems))
    events = [Event(**entry | {"sources": tuple(entry["sources"])}) for entry in entries]
    return sorted(events, key=lambda event: (event.year, event.until or event.year))


def _entries(path: Path) -> list[Any]:
    content = load_yaml(path)
    entries = content.get("events") if isinstance(content, dict) else None
    if not isinstance(entries, list) or not entries:
        raise CourseError(f"{path.name}: it must have a list 'events' with at least one event")
    return entries


def _names(entries: list[Any]) -> list[str]:
    """Ids for messages; an event without one is called by its place."""
    return [
        str(entry.get("id", f"number {place}")) if isinstance(entry, dict) else f"number {place}"
        for place, entry in enumerate(entries, start=1)
    ]


def _problems(entry: Any, known_sources: Collection[str]) -> Iterator[str]:
    if not isinstance(entry, dict):
        yield "it must have fields, such as 'year: 1960'"
        return
    faulty = list(_field_problems(entry))
    yield from faulty or _value_problems(entry, known_sources)


def _field_problems(entry: dict[str, Any]) -> Iterator[str]:
    for name, kind in _FIELDS.items():
        if name not in entry:
            yield f"the field '{name}' is missing"
        elif not isinstance(entry[name], kind) or not entry[name]:
            yield f"'{name}' must be a {_IN_WORDS[kind]}, and not empty"
    if "until" in entry and not isinstance(entry["until"], int):
        yield f"'until' must be a {_IN_WORDS[int]}"
    for name in entry.keys() - _FIELDS.keys() - {"until"}:
        yield f"the field '{name}' is unknown"


_IN_WORDS = {str: "text", int: "whole number", list: "list"}


def _value_problems(entry: dict[str, Any], known_sources: Collection[str]) -> Iterator[str]:
    if entry["kind"] not in KINDS:
        yield f"the kind '{entry['kind']}' is not one of: {', '.join(KINDS)}"
    if entry["certainty"] not in CERTAINTIES:
        yield f"the certainty '{entry['certainty']}' is not one of: {', '.join(CERTAINTIES)}"
    if entry.get("until", entry["year"] + 1) <= entry["year"]:
        yield f"'until' ({entry['until']}) must be later than 'year' ({entry['year']})"
    for key in entry["sources"]:
        if not isinstance(key, str) or key not in known_sources:
            yield f"the source '{key}' is not in bibliography.bib"

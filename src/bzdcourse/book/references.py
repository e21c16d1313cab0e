"""The pages to look things up in: words, sources, help lines, models."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from bzdcourse.data import Reference, load_yaml, references
from bzdcourse.glossary import anchor, load_glossary

_CITATION = re.compile(r"\[(@[^\]]+)\]")
_KEY = re.compile(r"@([\w-]+)")
_READ = {
    "fulltext": "Read: the text, or the part that is quoted.",
    "abstract": "Read: the abstract.",
    "secondary": "Read: what others report of it.",
}
_FOR = {
    "crisis": "To talk in a crisis",
    "poisoning": "Poisoning",
    "drugs": "Drugs",
    "medicines": "Medicines",
    "health": "Health questions",
}
_FOR_DEVELOPERS = "\n## How fast, and beside what"
_FILE_LINK = re.compile(r"\[([^\]]+)\]\((?!#|https?:)[^)]+\)")


def cite(text: str, known: Mapping[str, Reference]) -> str:
    """Markdown with each ``[@key]`` as a link into the bibliography."""

    def link(citation: re.Match[str]) -> str:
        keys = _KEY.findall(citation[1])
        # It stands in brackets of its own, so the year needs none.
        names = {key: known[key].short.replace(" (", " ").rstrip(")") for key in keys}
        return "; ".join(f"[{name}](#source-{key})" for key, name in names.items())

    return _CITATION.sub(lambda found: f"({link(found)})", text)


def glossary_page(root: Path) -> str:
    """Every word with its three paragraphs, below a line of letters to jump to."""
    known = references(root)
    entries = load_glossary(root / "source_texts" / "glossary.md")
    firsts = [next(own) for _, own in groupby(entries, key=lambda term: term[0].upper())]
    letters = " ".join(f"[{term[0].upper()}](#{anchor(term)})" for term in firsts)
    parts = [
        f"## {entry.term}\n\n**In plain words:** {entry.plain}\n\n"
        f"**In the field:** {cite(entry.field, known)}\n\n"
        f"**Not to be confused with:** {cite(entry.not_to_be_confused_with, known)}"
        for entry in entries.values()
    ]
    opening = "What a word means to everybody, what it means to the field, and what it is not."
    return "\n\n".join(["# Glossary", opening, letters, *parts, ""])


def bibliography_page(root: Path, lessons: Mapping[str, str]) -> str:
    """Every source in the order of its authors, with how far it was read and who cites it.

    Args:
        root: the course's folder.
        lessons: everything that a lesson shows, by its id.
    """
    known = references(root)
    listed = sorted(known.values(), key=lambda source: source.text.lower())
    opening = (
        f"All {len(listed)} sources of the course. Where no address stands, none was confirmed. A "
        "source of which only the abstract was read may say more, and other things, than we know."
    )
    entries = [
        f"(source-{source.key})=\n{source.markdown}\\\n"
        f"*{_READ.get(source.read, 'Nobody said how far it was read.')}* "
        f"{_cited_in(source, lessons)}".rstrip()
        for source in listed
    ]
    return "\n\n".join(["# Bibliography", opening, *entries, ""])


def _cited_in(source: Reference, lessons: Mapping[str, str]) -> str:
    marks = (f"({source.url})", f'"{source.url}"')
    found = [lesson for lesson, text in lessons.items() if any(mark in text for mark in marks)]
    links = ", ".join(f"[{int(lesson[:2])}](lessons/{lesson}.ipynb)" for lesson in found)
    return f"Lesson {links}." if links and source.url else ""


def help_page(root: Path) -> str:
    """Emergency numbers and help lines, country by country."""
    countries = load_yaml(root / "source_texts" / "help_lines.yml")
    opening = (
        "**Ring the emergency number at once** for a seizure, for somebody who cannot be woken or "
        "breathes badly, for sudden confusion, for seeing or hearing things that are not there, "
        "and if you or somebody else may be about to end their life.\n\n"
        "**If you take a benzodiazepine, do not stop abruptly.** Speak to a prescriber or "
        "pharmacist before you change a dose.\n\n"
        "Numbers change; each says when and where we read it."
    )
    return "\n\n".join(["# Help lines", opening, *map(_country, countries), ""])


def _country(country: Mapping[str, Any]) -> str:
    lines = "\n".join(map(_help_line, country["lines"]))
    return f"## {country['country']}\n\n**Emergency:** {_phone(country['emergency'])}\n\n{lines}"


def _help_line(line: Mapping[str, Any]) -> str:
    name = f"[{line['name']}]({line['web']})" if line["web"] else line["name"]
    return (
        f"- {_FOR[line['for']]}: **{_phone(line['phone'])}**, {name} "
        f"([read on {line['checked']}]({line['source']}))"
    )


def _phone(number: str) -> str:
    """A number that a telephone can ring; the words beside it stay."""
    digits = re.sub(r"[ -]", "", number)
    return f"[{number}](tel:{digits})" if digits.isdecimal() else number


def models_page(root: Path) -> str:
    """What is behind the sliders, without what only those who write code need."""
    text = (root / "docs" / "models.md").read_text(encoding="utf-8")
    told = text.partition(_FOR_DEVELOPERS)[0]
    return cite(_FILE_LINK.sub(r"\1", told), references(root)) + "\n"

"""``look_up("half-life")``: a word of the glossary, where one reads it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from html import escape

from bzdcourse import data, render
from bzdcourse.glossary import Entry, load_glossary

_CITATION = re.compile(r"\s*\[@[^\]]+\]")
_LINK = re.compile(r"\[([^\]]+)\]\(#[^)]*\)")


@dataclass(frozen=True)
class Words:
    """Some words of the glossary, as a notebook shows them."""

    entries: list[Entry]
    references: dict[str, data.Reference]

    def __repr__(self) -> str:
        return "\n".join(f"{entry.term}: {render.plain(entry.plain)}" for entry in self.entries)

    def _repr_html_(self) -> str:
        if len(self.entries) == 1:
            (entry,) = self.entries
            return f"<p><strong>{escape(entry.term)}</strong></p>{self._body(entry)}"
        return "".join(
            f'<details><summary data-lm-suppress-shortcuts="true">{escape(entry.term)}</summary>'
            f"{self._body(entry)}</details>"
            for entry in self.entries
        )

    def _body(self, entry: Entry) -> str:
        # A link into the glossary's file leads nowhere from a notebook.
        others = _LINK.sub(r"\1", entry.not_to_be_confused_with)
        parts = [
            f"**In plain words:** {entry.plain}",
            f"**In the field:** {entry.field}",
            f"**Not to be confused with:** {others}",
            *(f"Source: {self.references[key].markdown}" for key in entry.sources),
        ]
        return render.markdown(_CITATION.sub("", "\n\n".join(parts)))


def look_up(term: str | None = None) -> Words:
    """Show a word of the glossary, or all of them.

    Args:
        term: the word, in capitals or not; all words by default.

    Raises:
        CourseError: if the glossary lacks it; with the words that look like it.
    """
    root = data.course_root()
    glossary = load_glossary(root / "source_texts" / "glossary.md")
    if term is None:
        return Words(list(glossary.values()), data.references(root))
    known = {name.lower(): entry for name, entry in glossary.items()}
    entry = known.get(term.strip().lower())
    if entry is None:
        near = [known[name].term for name in get_close_matches(term.lower(), known, cutoff=0.5)]
        hint = f" Did you mean: {', '.join(near)}?" if near else " look_up() lists all words."
        raise data.CourseError(f"The glossary has no “{term}”.{hint}")
    return Words([entry], data.references(root))

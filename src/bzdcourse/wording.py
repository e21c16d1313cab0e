"""Does a text speak of people and medicines as the course does?

The words and the ways of marking an allowed use stand in ``source_texts/terminology.yml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from bzdcourse.data import CourseError, load_yaml

_REQUIRED = ("avoid", "use", "why", "sources", "allowed")

# What is not the course's own word: code, addresses, block quotations, lines of a list of sources,
# quotations. A quotation ends at the latest with its paragraph, so that one forgotten mark cannot
# hide the rest of a text.
_NOT_OURS = re.compile(
    r"""
      ^(?P<fence>```|~~~).*?(?:^(?P=fence)|\Z)
    | `[^`\n]+`
    | (?<=\]\()[^)\s]+
    | \bhttps?://[^\s)>\]]+ | \bwww\.[^\s)>\]]+
    | ^[ ]{0,3}>[^\n]*
    | ^[ ]*[-*]\ [^\n]{1,300}?\ \(\d{4}\)\.\ [^\n]*
    | “(?:(?!\n\s*\n)[^”])*”
    | (?<!\w)"(?=\S)(?:(?!\n\s*\n)[^"])*?(?<=\S)"(?!\w)
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?!\s*\n))*")


class WordingProblem(NamedTuple):
    """One word to mend.

    Attributes:
        line: number of its line in the text, from 1.
        term: the words as the text has them.
        advice: what to write instead, and why.
    """

    line: int
    term: str
    advice: str


@dataclass(frozen=True)
class Term:
    """One entry of the list of words.

    Attributes:
        avoid: regular expressions for what not to write.
        use: what to write instead.
        why: the reason, in one sentence.
        sources: keys of the bibliography.
        allowed: where the words may stand all the same.
        pattern: matches a name, or in its group ``found`` what not to write.
        stem: matches in every paragraph, in small letters, that is worth searching; most are not,
            and cost next to nothing.
        names: set phrases that hold the words and are printed as they are.
    """

    avoid: tuple[str, ...]
    use: str
    why: str
    sources: tuple[str, ...]
    allowed: tuple[str, ...]
    pattern: re.Pattern[str]
    stem: re.Pattern[str]
    names: tuple[str, ...] = ()

    @property
    def advice(self) -> str:
        """What to write instead, and why."""
        return f"write “{self.use}”: {self.why}"


def load_terms(path: Path) -> list[Term]:
    """Read the list of words, every expression compiled.

    Raises:
        CourseError: naming the file and the entry that cannot be used.
    """
    entries = load_yaml(path)["terms"]
    return [_term(entry, f"{path}: entry {n}") for n, entry in enumerate(entries, start=1)]


def wording_problems(text: str, terms: Sequence[Term]) -> Iterator[WordingProblem]:
    """Yield what to mend in a Markdown text, in the order of the text."""
    ours = _NOT_OURS.sub(_blank, text)
    for start, term, found in sorted(_found(ours, terms), key=lambda one: one[0]):
        line = text.count("\n", 0, start) + 1
        yield WordingProblem(line, " ".join(found.split()), term.advice)


def _found(text: str, terms: Sequence[Term]) -> Iterator[tuple[int, Term, str]]:
    for paragraph in _PARAGRAPH.finditer(text):
        lowered = paragraph[0].lower()
        for term in terms:
            if term.stem.search(lowered):
                for match in term.pattern.finditer(text, *paragraph.span()):
                    if match["found"]:
                        yield match.start(), term, match["found"]


def _blank(match: re.Match[str]) -> str:
    """As many characters and lines as before, but no words and no white space inside a line."""
    return re.sub(r"[^\n]", "·", match[0])


def _pattern(avoid: Iterable[str], names: Iterable[str]) -> re.Pattern[str]:
    words = "|".join(avoid).replace(" ", r"(?:\s+)")
    printed = "".join(re.escape(name).replace(r"\ ", r"\s+") + "|" for name in names)
    return re.compile(rf"\b(?:{printed}(?P<found>{words}))\b", re.IGNORECASE)


def _stem(expression: str) -> str:
    """The longest run of letters that stands in whatever the expression matches, or nothing."""
    bare = expression
    while bare != (bare := re.sub(r"\([^()]*\)[?*]?", "·", bare)):
        pass  # from the innermost group outwards
    bare = re.sub(r"\[[^]]*\]|\\.|[a-z][?*]", "·", bare)
    runs = re.findall(r"[a-z]+", bare) if "|" not in bare else []
    return max(runs, key=len, default="")


def _term(entry: dict[str, Any], place: str) -> Term:
    missing = [name for name in _REQUIRED if not entry.get(name)]
    if missing:
        raise CourseError(f"{place} lacks {', '.join(missing)}.")
    fields = {k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()}
    try:
        pattern = _pattern(entry["avoid"], entry.get("names", []))
        stem = re.compile("|".join(sorted(set(map(_stem, entry["avoid"])))))
        return Term(pattern=pattern, stem=stem, **fields)
    except (TypeError, re.error) as problem:
        raise CourseError(f"{place} ({entry['avoid']}) can't be used: {problem}.") from problem

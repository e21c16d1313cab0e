"""Does every number that was measured say where it is from?

A number counts as measured if it has a unit or is a share; bare counts and years do not. It needs a
source in what closes it: the rest of its sentence or a later sentence of the same paragraph, list
item or table row. So "300 mg a day were given. Ten fell ill (Doe 1960)." is in order, and a number
that comes after the last source of its paragraph is not. Sentences alone would be too narrow: half
of what they tell is a description in two sentences with the source after the second. In a worked
example the reckoning is spread over paragraphs, so a source before it in the section will do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator

from bzdcourse.check.links import LINK
from bzdcourse.check.texts import Text
from bzdcourse.data import Reference

WORKED_EXAMPLE = "worked example"

_NUMBER = r"\d[\d,.]*(?:\s?(?:to|and|or|\u2013|-)\s?\d[\d,.]*)?"
_UNITS = (
    r"%|per\ cent\b|percent\b|percentage\ points?\b"
    r"|(?:[mnµμ]g|mcg|k?g|[mµμ]?mol|nM|[mdµμ]?[lL]|h|hours?|days?|weeks?|months?)(?:/\w+)?\b"
    r"|(?:out\ )?of\ (?:every\ |the\ )?(?:100,000|10,000|1,000|100)\b"
    r"|(?:in|per)\ (?:every\ )?(?:100,000|10,000|1,000|100)\b"
)
MEASURED = re.compile(rf"(?<![\w.,/-]){_NUMBER}[\s-]?(?:{_UNITS})", re.VERBOSE)
_NAME = r"[^\W\d_a-z][\w'\u2019.-]+"
_PLAIN_CITATION = re.compile(
    rf"(?P<who>\b{_NAME}(?: (?:&|and|of|et al\.|{_NAME}))*),? \(?(?P<year>\d{{4}})\b"
)
_BLOCK_START = re.compile(r"^\s*(?:[-*+]|\d+\.) |^\s*\|")
_HEADING = re.compile(r"^#{1,6} (?P<words>.+)$")


def number_problems(texts: Iterable[Text], references: Collection[Reference]) -> Iterator[str]:
    """Measured numbers in lessons after which no source comes."""
    names = set(map(_name_and_year, references))
    for text in texts:
        example_has_source = False
        for words, in_example in _blocks(text.without_code):
            last_source = _end_of_last_source(words, names)
            example_has_source = in_example and (example_has_source or last_source > 0)
            plain = LINK.sub(lambda link: "·" * len(link[0]), words)
            for number in MEASURED.finditer(plain, last_source):
                if not example_has_source:
                    yield (
                        f"{text.at()}: “{' '.join(number[0].split())}” has no source after it in "
                        f"its paragraph, list item or table row: … {_around(plain, number)} …"
                    )


def _blocks(markdown: str) -> Iterator[tuple[str, bool]]:
    """Paragraphs, list items and table rows, each with whether it is in a worked example."""
    lines: list[str] = []
    in_example = False
    for line in [*markdown.splitlines(), ""]:
        heading = _HEADING.match(line)
        if lines and (not line.strip() or heading or _BLOCK_START.match(line)):
            yield "\n".join(lines), in_example
            lines = []
        if heading:
            in_example = WORKED_EXAMPLE in heading["words"].lower()
        elif line.strip():
            lines.append(line)


def _end_of_last_source(words: str, names: Collection[tuple[str, str]]) -> int:
    """Position after the last link to a source, or source named plainly; 0 if there is none."""
    ends = [link.end() for link in LINK.finditer(words) if "://" in link["url"]]
    ends += [one.end() for one in _PLAIN_CITATION.finditer(words) if _names_one(one, names)]
    return max(ends, default=0)


def _around(words: str, number: re.Match[str]) -> str:
    near = words[max(0, number.start() - 40) : number.end() + 20]
    return " ".join(near.replace("·", "").split())


def _plain(words: str) -> str:
    """In small letters without accents."""
    letters = unicodedata.normalize("NFKD", words.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _name_and_year(reference: Reference) -> tuple[str, str]:
    """Authors with their initials as one more name ("csm" for a committee), and the year."""
    who, _, rest = reference.text.partition(" (")
    initials = "".join(word[0] for word in who.split() if word[0].isupper())
    return f"{_plain(who)} {initials.lower()}", rest[:4]


def _names_one(citation: re.Match[str], names: Collection[tuple[str, str]]) -> bool:
    """Whether a plain "Author 1960" is a source of the bibliography."""
    first = re.match(r"[\w-]+", _plain(citation["who"]))[0]
    return any(year == citation["year"] and first in who.split() for who, year in names)

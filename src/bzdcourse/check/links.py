"""Do links lead somewhere, and do addresses outside belong to a source?"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from bzdcourse.check.course import Course
from bzdcourse.check.texts import Text, cell_texts, markdown_text
from bzdcourse.glossary import anchor

LINK = re.compile(
    r"""(?P<image>!?)\[(?P<words>(?:[^\[\]]|\[[^\[\]]*\])*)\]
    \(\s*(?P<url>(?:[^()\s]|\([^()\s]*\))*)(?:\s+"[^"]*")?\s*\)""",
    re.VERBOSE,
)
_BARE = re.compile(r"https?://[^\s<>\"”]+")
_NAMED_PLACE = re.compile(r"""\b(?:id|name)=["']([^"']+)["']""")


def addresses(text: Text) -> Iterator[tuple[int, str]]:
    """Where each address stands in a text, and the address: linked or bare."""
    plain = text.without_code
    for link in LINK.finditer(plain):
        yield link.start(), link["url"]
    for bare in _BARE.finditer(LINK.sub(lambda link: "·" * len(link[0]), plain)):
        yield bare.start(), bare[0].rstrip(".,;:)")


def normal(url: str) -> str:
    """The address without what may differ between two ways of writing it."""
    return unquote(url).partition("#")[0].rstrip("/")


def known_addresses(course: Course) -> set[str]:
    """Addresses that a lesson may link to: those of sources and of help lines."""
    known = {reference.url for reference in course.references.values() if reference.url}
    helped = [t for t in course.shared_texts if t.file.endswith("help_lines.yml")]
    known |= {text.words for text in helped if text.field in {"web", "source"}}
    return set(map(normal, known))


def address_problems(texts: Iterable[Text], known: Collection[str]) -> Iterator[str]:
    """External links of lessons that belong to no source."""
    for text in texts:
        for position, url in addresses(text):
            if "://" in url and normal(url) not in known:
                yield (
                    f"{text.at(position)}: {url} is the address of no source; "
                    "put it into bibliography.bib (or help_lines.yml), or link to what is there"
                )


def target_problems(root: Path, texts: Iterable[Text]) -> Iterator[str]:
    """Links inside the project that lead to no file, or to no heading of a file."""
    anchors = cache(_anchors)  # for this one look at the files, which may change before the next
    for text in texts:
        here = root / text.file
        for position, url in addresses(text):
            name, _, fragment = unquote(url).partition("#")
            target = (here.parent / name) if name else here
            if "://" in url or url.startswith(("mailto:", "tel:")):
                continue
            if not target.exists():
                yield f"{text.at(position)}: the link leads to {name}, which is not there"
            elif fragment and anchor(fragment) not in anchors(root, target):
                yield f"{text.at(position)}: {target.name} has no heading for #{fragment}"


def _anchors(root: Path, path: Path) -> set[str]:
    """What a link can name in a Markdown file or a notebook."""
    if path.suffix == ".ipynb":
        texts = cell_texts(path.name, json.loads(path.read_text(encoding="utf-8")))
    else:
        texts = [markdown_text(root, path)] if path.suffix == ".md" else []
    headings = {anchor(words) for text in texts for _, words in text.headings}
    return headings | {name for text in texts for name in _NAMED_PLACE.findall(text.words)}

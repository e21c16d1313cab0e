"""Is a notebook built as every lesson is: headings, pictures, cells?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from bzdcourse.check.links import LINK
from bzdcourse.check.texts import Text

KEPT_OUTPUT = "nbval-check-output"
"""Tag of the cells whose outputs the prose quotes; only these are stored."""

_SPEAKING = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_MADE_UP = re.compile(r"[0-9a-f]{8}(-[0-9a-f-]+)?|cell-?\d*")
_PICTURE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_ALT = re.compile(r"""\balt=["']\s*[^"'\s]""", re.IGNORECASE)


def heading_problems(texts: list[Text]) -> Iterator[str]:
    """One title, and no level left out on the way down."""
    headings = [(text, level, words) for text in texts for level, words in text.headings]
    titles = [words for _, level, words in headings if level == 1]
    if len(titles) != 1:
        file = texts[0].file if texts else "a notebook without prose"
        yield f"{file}: {len(titles)} titles (“# …”); a lesson has one"
    for (_, above, _), (text, level, words) in pairwise(headings):
        if level > above + 1:
            yield f"{text.at()}: “{words}” is of level {level}, right below level {above}"


def picture_problems(texts: list[Text]) -> Iterator[str]:
    """Pictures that somebody who cannot see them learns nothing of."""
    for text in texts:
        plain = text.without_code
        silent = [one for one in LINK.finditer(plain) if one["image"] and not one["words"].strip()]
        silent += [one for one in _PICTURE.finditer(plain) if not _ALT.search(one[0])]
        for one in silent:
            yield f"{text.at(one.start())}: {one[0][:60]} has no text that says what it shows"


def cell_problems(file: str, notebook: dict[str, Any]) -> Iterator[str]:
    """Cells without a name of their own, and outputs that git should not hold."""
    cells = notebook["cells"]
    often = Counter(cell.get("id", "") for cell in cells)
    for number, cell in enumerate(cells, start=1):
        name = cell.get("id", "")
        if not _SPEAKING.fullmatch(name) or _MADE_UP.fullmatch(name):
            yield f"{file}#{name}: cell {number} needs an id in words, such as what-it-shows"
        is_run = cell.get("outputs") or cell.get("execution_count") is not None
        if is_run and KEPT_OUTPUT not in cell["metadata"].get("tags", []):
            yield f"{file}#{name}: an output is stored; clear it, or tag it {KEPT_OUTPUT}"
    for name, times in often.items():
        if times > 1:
            yield f"{file}#{name}: {times} cells have this id"

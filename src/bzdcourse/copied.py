"""Does a text repeat the two articles that the course grew out of?

The originals are not redistributed. Where they are at hand, no text of the course may share a run
of words with them.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

from bzdcourse.articles import MARK

RUN = 5
"""So many words in a row are a copy. Names of drugs and set terms count: none had to be let off."""

FOLDER_VARIABLE = "BZD_SOURCES"


def originals_folder(root: Path) -> Path:
    """Where the originals lie, if they are at hand: ``BZD_SOURCES``, or beside the course."""
    return Path(os.environ.get(FOLDER_VARIABLE, root.parent / "shared" / "sources"))


def originals(root: Path) -> dict[str, str]:
    """Text of each original by the SHA-256 of its file; nothing where they are not at hand."""
    contents = [path.read_bytes() for path in sorted(originals_folder(root).glob("*.txt"))]
    return {hashlib.sha256(content).hexdigest(): content.decode() for content in contents}


def runs(text: str) -> set[str]:
    """Every run of five words, without case, punctuation and the marks of claims."""
    words = re.findall(r"\w+", MARK.sub(" ", text).casefold())
    return {" ".join(words[n : n + RUN]) for n in range(len(words) - RUN + 1)}

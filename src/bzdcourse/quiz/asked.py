"""Which questions a cell of a notebook asks."""

from __future__ import annotations

import re
from collections.abc import Iterator

_QUESTION = re.compile(r"""\.(ask|check)\(\s*["']([^"']+)["']\s*\)""")


def questions_in(source: str) -> Iterator[tuple[str, str]]:
    """How ("ask" or "check") and for which question, for each call in the code of a cell."""
    for call in _QUESTION.finditer(source):
        yield call[1], call[2]

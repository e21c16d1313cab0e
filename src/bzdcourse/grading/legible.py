"""Read a notebook that anybody may have written, or say why it can't be graded as it is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.reader import NotJSONError

from bzdcourse.quiz.responses import MAX_NESTING, nests_deeper

MAX_MB = 20
MAX_CELLS = 1_000
MAX_CHARACTERS = 1_000_000
MAX_STEPS = 2 * 10**8
"""Some ten seconds for what turns text into HTML."""

_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
"""Half of a character, if the other half doesn't follow."""


def read_notebook(path: Path) -> tuple[NotebookNode, str | None]:
    """A notebook in format 4, or why there is none that can be read, in words.

    Args:
        path: a plain file or a folder.
    """
    if not path.is_file():
        return NotebookNode(), "it is a folder"
    size_mb = path.stat().st_size / 10**6
    if size_mb > MAX_MB:
        return NotebookNode(), f"it has {size_mb:,.0f} MB"
    content = path.read_bytes()
    problems: dict[str, nbformat.ValidationError] = {}
    try:
        notebook = nbformat.reads(content.decode(), as_version=4, capture_validation_error=problems)
    except NotJSONError:
        return NotebookNode(), "it is not JSON"
    except UnicodeDecodeError:
        return NotebookNode(), "it is not UTF-8"
    except Exception:  # anything at all may be in a file that a learner hands in
        return NotebookNode(), "it is not a notebook"
    if problems:
        problem = str(problems["ValidationError"]).splitlines()[0]
        return notebook, f"it is not a notebook: {problem}"
    return notebook, _why_not(notebook, content)


def _why_not(notebook: NotebookNode, content: bytes) -> str | None:
    """What would stop nbgrader at a notebook in good form, or keep it busy for hours."""
    sources = [cell.source for cell in notebook.cells]
    if len(sources) > MAX_CELLS:
        return f"it has {len(sources):,} cells"
    if sum(map(len, sources)) > MAX_CHARACTERS:
        return f"it has {sum(map(len, sources)):,} characters of text"
    if sum(map(_steps, notebook.cells)) > MAX_STEPS:
        return "a cell has very long lines, or very many brackets or tags"
    if nests_deeper(notebook, MAX_NESTING):
        return f"more than {MAX_NESTING} lists lie within each other"
    if _SURROGATE.search(content) and not _is_text(notebook):
        return "it holds halves of characters"
    return None


def _steps(cell: NotebookNode) -> int:
    """How often nbconvert may look at a character of a cell.

    Some of its patterns go from each bracket, dot, tag or formula to the end of the line or cell.
    """
    lines = cell.source.splitlines()
    if cell.cell_type == "code":
        return sum(len(line) ** 2 for line in lines)
    brackets = sum(line.count("[") ** 2 * len(line) for line in lines)
    starts = cell.source.count("<") + cell.source.count(r"\begin{")
    return brackets + starts * len(cell.source)


def _is_text(notebook: NotebookNode) -> bool:
    try:
        json.dumps(notebook, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True

"""Give cells the pictures that their text asks for: nbconvert stops where one was deleted."""

from __future__ import annotations

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode

_SCHEME = "attachment:"
_NO_PICTURE = {"image/png": ""}


def complete_attachments(nb: NotebookNode) -> None:
    """Put an empty picture where the text of a cell names one that the cell doesn't have.

    Args:
        nb: a notebook, which is changed.
    """
    for cell in nb.cells:
        if cell.cell_type == "markdown" and _SCHEME in cell.source:
            there = {name: what for name, what in cell.get("attachments", {}).items() if what}
            cell.attachments = dict.fromkeys(_wanted(cell.source), _NO_PICTURE) | there


def _wanted(source: str) -> list[str]:
    renderer = _Pictures(escape=False)
    MarkdownWithMath(renderer=renderer).render(source)
    return renderer.wanted


class _Pictures(IPythonRenderer):
    """Collects the names of attachments, as nbconvert's own renderer comes upon them."""

    def __init__(self, **options: bool):
        super().__init__(**options)
        self.wanted: list[str] = []

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """Note the name, and show nothing."""
        if url.startswith(_SCHEME):
            self.wanted.append(url.removeprefix(_SCHEME))
        return ""

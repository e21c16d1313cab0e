"""From a lesson's notebook that has run to its page in the book."""

from __future__ import annotations

import re

from nbformat import NotebookNode

from bzdcourse.book.live import live_name

_TO_RUN = re.compile(r'<p class="bzd-to-run">.*?</p>')
_HOW_TO_RUN = re.compile(r"^To run a cell of code, .*\n?", re.MULTILINE)
_OTHER_LESSON = re.compile(r"\]\(\.\./(\w+)/\1\.ipynb")


def lesson_page(notebook: NotebookNode, note: str) -> NotebookNode:
    """Turn a notebook that has run into a page to read.

    Of each output only its text as HTML stays, and only where it stands first: what a lesson shows
    a second time is linked to. How to run a cell is left out, and links to other lessons lead to
    their pages.

    Args:
        notebook: is changed.
        note: HTML that stands below the title.
    """
    notebook.metadata.pop("widgets", None)
    seen: dict[str, str] = {}
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = _OTHER_LESSON.sub(r"](\1.ipynb", cell.source)
        else:
            cell.outputs = [_as_html(output, cell.id, seen) for output in cell.outputs]
    first = notebook.cells[0]
    title, _, rest = first.source.partition("\n")
    first.source = f"{title}\n\n{note}\n{_HOW_TO_RUN.sub('', rest)}"
    return notebook


def _as_html(output: NotebookNode, cell_id: str, seen: dict[str, str]) -> NotebookNode:
    html = output.get("data", {}).get("text/html")
    if html is None:
        return output
    if html in seen:
        link = f'<a href="#{seen[html]}">look again</a>'
        shown = f'<p class="bzd-again">Shown above already: {link}.</p>'
    else:
        seen[html] = f"cell-{cell_id}"
        shown = _in_place(_TO_RUN.sub("", html), seen[html])
    output["data"] = {"text/html": shown}
    return output


def _in_place(html: str, anchor: str) -> str:
    name = live_name(html)
    if name is None:
        return f'<div id="{anchor}">{html}</div>'
    script = f'<script src="../live/{name}.js" defer></script>'
    return f'<div id="{anchor}" data-live="{name}">{html}</div>{script}'

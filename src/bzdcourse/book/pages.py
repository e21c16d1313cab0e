"""All pages of the book, as Sphinx takes them."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from bzdcourse.book.lesson_page import lesson_page
from bzdcourse.book.live import live_scripts
from bzdcourse.book.references import bibliography_page, glossary_page, help_page, models_page

TITLE = "Benzodiazepines: history, dependence, tolerance, withdrawal"
ABOUT = (
    "This book teaches; it does not advise. Never stop a benzodiazepine abruptly. "
    "In danger ring 112, 999, 911 or your own emergency number."
)
_LESSONS_HERE = "<!-- lessons -->"


def write_pages(
    root: Path, notebooks: Mapping[str, NotebookNode], folder: Path, *, printed: bool
) -> None:
    """Write the sources of every page.

    Args:
        root: the course's folder.
        notebooks: the lessons that have run, by id; they are changed.
        folder: where the pages go; what is there is replaced.
        printed: whether each lesson can be had as a PDF.
    """
    if folder.exists():
        shutil.rmtree(folder)
    (folder / "lessons").mkdir(parents=True)
    (folder / "live").mkdir()
    for lesson, notebook in notebooks.items():
        for name, script in live_scripts(notebook):
            (folder / "live" / f"{name}.js").write_text(script, encoding="utf-8")
        page = lesson_page(notebook, _note(lesson, printed=printed))
        nbformat.write(page, folder / "lessons" / f"{lesson}.ipynb")
    shown = {lesson: _everything(notebook) for lesson, notebook in notebooks.items()}
    for name, text in {
        "index": _landing_page(root, notebooks),
        "glossary": glossary_page(root),
        "bibliography": bibliography_page(root, shown),
        "help": help_page(root),
        "models": models_page(root),
    }.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")


def _note(lesson: str, *, printed: bool) -> str:
    pdf = f' <a href="../pdf/{lesson}.pdf">This lesson as a PDF</a>.' if printed else ""
    return (
        '<p class="bzd-note">This is the lesson to read. To move the controls and answer the quiz, '
        f'<a href="../index.html#to-do-it-not-only-read-it">run it in Jupyter</a>.{pdf}</p>\n'
    )


def _everything(notebook: NotebookNode) -> str:
    """What a lesson says in its texts and its outputs."""
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", []))
    told = [output.get("data", {}).get("text/html", "") for output in outputs]
    return "\n".join([*(cell.source for cell in notebook.cells), *told])


def _landing_page(root: Path, notebooks: Mapping[str, NotebookNode]) -> str:
    text = (root / "docs" / "book" / "index.md").read_text(encoding="utf-8")
    lessons = "\n".join(_line(lesson, notebook) for lesson, notebook in notebooks.items())
    return text.replace(_LESSONS_HERE, lessons)


def _line(lesson: str, notebook: NotebookNode) -> str:
    title = notebook.cells[0].source.partition("\n")[0].removeprefix("# ")
    minutes = sum(notebook.metadata["bzdcourse"]["minutes"].values())
    return f"- [{title}](lessons/{lesson}.ipynb), about {minutes} minutes"

"""The lessons as a learner gets them, run once: their notebooks with outputs."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from os import cpu_count
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from bzdcourse.data import CourseError
from bzdcourse.grading.release import release_all

_COPIED = ("notebooks", "quizzes", "source_texts")
_CELL_TIMEOUT_S = 120

Tell = Callable[[str], None]
"""Takes a line for whoever waits."""


def run_lessons(root: Path, folder: Path, tell: Tell) -> dict[str, NotebookNode]:
    """Release each lesson of the course and run it.

    What is run is what a learner gets, so neither a key nor a solution nor an author's answers can
    come into it. All of it happens in a copy: nothing is written to the course's own folders.

    Args:
        root: the course's folder.
        folder: where the copy goes; what is there is replaced.
        tell: is told of each lesson that is done.

    Returns:
        The notebooks with their outputs by the lesson's id, in the lessons' order.

    Raises:
        CourseError: if a lesson can't be released, or a cell of it fails.
    """
    released = release_all(_copy(root, folder))
    # Threads that wait for kernels; each with a loop of its own, as the caller may run one already.
    with ThreadPoolExecutor(cpu_count()) as threads:
        notebooks = threads.map(partial(_run, tell=tell), released.values())
        return dict(zip(released, notebooks, strict=True))


def _copy(root: Path, folder: Path) -> Path:
    if folder.exists():
        shutil.rmtree(folder)
    for name in _COPIED:
        shutil.copytree(root / name, folder / name)
    shutil.copy(root / "nbgrader_config.py", folder)
    return folder


def _run(folder: Path, tell: Tell) -> NotebookNode:
    notebook = nbformat.read(folder / f"{folder.name}.ipynb", as_version=4)
    client = NotebookClient(
        notebook,
        timeout=_CELL_TIMEOUT_S,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        extra_arguments=["--log-level=ERROR"],  # it warns of its own ways to this process
    )
    try:
        asyncio.run(client.async_execute())
    except CellExecutionError as problem:
        raise CourseError(f"{folder.name} stops with {problem.ename}: {problem.evalue}") from None
    tell(f"{folder.name} has run.")
    return notebook

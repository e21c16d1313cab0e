"""The rules of the house, read from the files themselves."""

import ast
import json
import re
import sys
from itertools import chain
from pathlib import Path
from statistics import median, quantiles

import pytest

import bzdcourse

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "bzdcourse"
MODULES = sorted(SOURCE.rglob("*.py"))
NOTEBOOKS = sorted(ROOT.glob("notebooks/*/*.ipynb"))

# Each part of the package: which other parts it may know, and which libraries.
MAY_KNOW = {
    "data": (set(), {"yaml", "pybtex"}),
    "checked": ({"data"}, {"yaml", "jsonschema"}),
    "claims": ({"data", "checked"}, set()),
    "articles": ({"data", "claims"}, {"yaml"}),
    "glossary": ({"data"}, set()),
    "wording": ({"data"}, set()),
    "quiz": ({"data", "checked"}, {"yaml"}),
    "render": ({"data", "quiz"}, {"markdown_it", "mdit_py_plugins", "latex2mathml"}),
    "statistics": (set(), {"numpy", "scipy"}),
    "models": ({"data", "checked"}, {"numpy", "scipy", "yaml"}),
    "figures": ({"data", "quiz", "render", "models"}, {"matplotlib", "numpy"}),
    "explorers": ({"data", "models", "figures"}, {"numpy"}),
    "widgets": (
        {"data", "quiz", "render", "claims", "articles", "glossary", "explorers", "figures"},
        {"anywidget", "ipywidgets", "IPython", "traitlets", "yaml"},
    ),
    "grading": (
        {"data", "quiz", "render"},
        {"nbgrader", "nbconvert", "nbformat", "sqlalchemy", "traitlets"}
        | {"bs4", "distributed", "filelock"}  # for a class
        | {"jupyter_client", "nbclient", "psutil", "zmq"},  # for code exercises
    ),
    "report": (
        {"data", "quiz", "render", "statistics", "figures"},
        {"numpy", "jinja2", "markupsafe"},
    ),
    "copied": ({"articles"}, set()),
    "check": (
        {"data", "checked", "quiz", "claims", "glossary", "wording", "copied", "widgets", "models"},
        {"yaml"},
    ),
    "lab": ({"data"}, {"jupyter_server", "zmq"}),
    "server": (set(), {"jupyter_server"}),
    "study": ({"data", "quiz", "lab", "grading"}, set()),
    "content": ({"data", "quiz", "grading"}, {"yaml"}),
    "start": ({"data", "content", "study"}, set()),
    "reporting": ({"data", "grading", "report"}, set()),
    "cli": ({"data", "quiz", "check", "study", "grading", "reporting", "start"}, {"rich"}),
    "__init__": (set(), set()),
}
ONLY_WHEN_CALLED = {"distributed", "jsonschema", "pybtex", "nbgrader"}
"""Slow to import; outside of grading they are imported where they are used."""


def part_of(path):
    """Name of the part of the package that a module belongs to."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def names_imported(node):
    """Full names that an import statement asks for."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def imports(tree):
    """Every full name that a module imports."""
    return list(chain.from_iterable(map(names_imported, ast.walk(tree))))


def code_of(notebook):
    """The Python of a notebook, cell by cell."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return [ast.parse("".join(c["source"])) for c in cells if c["cell_type"] == "code"]


def cells_of(notebook):
    """The cells of a notebook as stored."""
    return json.loads(notebook.read_text(encoding="utf-8"))["cells"]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_arrows_point_down(path):
    """A module knows only the parts of the course and the libraries that its own part may know."""
    part = part_of(path)
    parts, libraries = MAY_KNOW[part]
    for name in imports(ast.parse(path.read_text(encoding="utf-8"))):
        top, _, rest = name.partition(".")
        if top == "bzdcourse":
            assert rest.split(".")[0] in parts | {part}, f"{path.name} must not know {name}"
        else:
            known = top in sys.stdlib_module_names or top in libraries
            assert known, f"{path.name} must not know {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_slow_libraries_are_imported_late(path):
    """Outside of grading, nothing that takes long to import is imported at the top of a module."""
    if part_of(path) != "grading":
        at_top = ast.parse(path.read_text(encoding="utf-8")).body
        asked = {name.split(".")[0] for node in at_top for name in names_imported(node)}
        assert not asked & ONLY_WHEN_CALLED


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_enters_by_the_front_door(notebook):
    """Notebooks import top-level names of the course, and nothing from inside it."""
    asked = chain.from_iterable(map(imports, code_of(notebook)))
    ours = [name for name in asked if name.split(".")[0] == "bzdcourse"]
    assert ours
    assert set(ours) <= {f"bzdcourse.{name}" for name in bzdcourse.__all__}


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_cell_ids_are_unique_and_speak(notebook):
    """Every cell has an id of its own, in words, and none that a program made up."""
    ids = [cell.get("id", "") for cell in cells_of(notebook)]
    assert len(set(ids)) == len(ids)
    for cell_id in ids:
        assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", cell_id), cell_id
        assert not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f-]+)?", cell_id), cell_id


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_source_notebooks_hold_no_outputs(notebook):
    """Outputs and execution counts stay out of git, except where the prose quotes an output."""
    for cell in cells_of(notebook):
        if "nbval-check-output" not in cell["metadata"].get("tags", []):
            assert not cell.get("outputs"), cell["id"]
            assert cell.get("execution_count") is None, cell["id"]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_code_cells_are_short(notebook):
    """A learner meets cells of at most 15 lines, most of them of at most 4."""
    cells = cells_of(notebook)
    lines = [len("".join(c["source"]).splitlines()) for c in cells if c["cell_type"] == "code"]
    assert median(lines) <= 4
    assert max(lines) <= 15


def test_nobodys_answers_lie_in_the_source():
    """A journal in ``notebooks/`` would replace every learner's answers at grading."""
    assert not list(ROOT.glob("notebooks/**/responses.jsonl"))


def function_lengths():
    """Lines of every function of the package."""
    trees = (ast.walk(ast.parse(path.read_text(encoding="utf-8"))) for path in MODULES)
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [
        node.end_lineno - node.lineno + 1
        for node in chain.from_iterable(trees)
        if isinstance(node, functions)
    ]


def test_functions_are_short():
    """Half of all functions have at most 10 lines, nine of ten at most 30."""
    lengths = function_lengths()
    assert median(lengths) <= 10
    assert quantiles(lengths, n=10)[-1] <= 30


def test_files_are_short():
    """No file of the package has more than 300 lines."""
    files = (path for kind in ("py", "js", "css", "json") for path in SOURCE.rglob(f"*.{kind}"))
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert not {name: length for name, length in lengths.items() if length > 300}


TEXTS = {".py", ".js", ".css", ".json", ".yml", ".toml", ".lock", ".md", ".ipynb", ".cff", ".bib"}
LEFT_OUT = {"my_course", "release", "submitted", "autograded", "feedback", "build", "dist"}
MACHINE_PATH = re.compile(r"(?<![\w.:/])/(work|root|tmp|home|Users)/\w")
REGISTRY_HOST = re.compile(r"(pypi|pythonhosted|npmjs|debian)\.(org|com|net)\b")


def texts_of_the_project():
    """Every text file that belongs to the project."""
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        hidden = any(part.startswith(".") and part != ".ci" for part in parts)
        named = path.suffix in TEXTS or path.name in {"Makefile", "run"}
        if named and not hidden and not LEFT_OUT & set(parts) and path.is_file():
            yield path


def test_nothing_names_a_machine_or_a_registry():
    """No file tells on whose machine it was made, nor binds the course to one registry's host."""
    for path in texts_of_the_project():
        text = path.read_text(encoding="utf-8")
        assert not MACHINE_PATH.search(text), path
        assert not REGISTRY_HOST.search(text), path

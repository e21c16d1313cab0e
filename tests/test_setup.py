"""The set-up is written down once: locks, conda file, versions, commands and links agree."""

import re
import shutil
import subprocess
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bzdcourse.cli import main

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RUNTIME = [Requirement(text) for text in PROJECT["dependencies"]]
EXTRAS = PROJECT["optional-dependencies"]
TESTING = [
    Requirement(text)
    for extra in ("test", "cluster", "postgresql")  # the first asks for the other two
    for text in EXTRAS[extra]
    if not text.startswith("bzdcourse[")
]
GUIDES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("docs/**/*.md"))]


def locked(name):
    """The requirements of a lock file, without their hashes."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [Requirement(line.removesuffix("\\")) for line in lines if line[:1].isalnum()]


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock"])
def test_a_lock_names_no_host_and_no_folder(name):
    """A lock works with whatever registry a machine is set up for."""
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert not [line for line in text.splitlines() if line.startswith(("-", "/", "."))]


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock"])
def test_every_locked_package_has_one_version_and_its_hashes(name):
    """Nothing is installed whose content was not recorded."""
    entries = re.split(r"\n(?=[a-z0-9])", (ROOT / name).read_text(encoding="utf-8"))[1:]
    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9.-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("requirements.lock", RUNTIME), ("requirements-test.lock", RUNTIME + TESTING)],
)
def test_a_lock_holds_what_the_project_asks_for(name, wanted):
    """Each direct dependency is locked at a version that ``pyproject.toml`` allows."""
    pins = {}
    for entry in locked(name):
        pins.setdefault(canonicalize_name(entry.name), []).append(entry.specifier)
    for requirement in wanted:
        for pin in pins[canonicalize_name(requirement.name)]:
            (exact,) = pin
            assert requirement.specifier.contains(exact.version), f"{requirement}: {exact}"


def test_tests_run_with_what_learners_get():
    """The tests' lock holds every line of the learners' lock."""
    assert set(map(str, locked("requirements.lock"))) <= set(
        map(str, locked("requirements-test.lock"))
    )


def test_the_conda_file_lists_nothing_twice():
    """``environment.yml`` is python, pip and this project, with the same bound on Python."""
    content = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert content["channels"] == ["conda-forge"]
    assert content["dependencies"] == [
        f"python{PROJECT['requires-python']}",
        "pip",
        {"pip": ["-e ."]},
    ]


def test_there_is_one_version():
    """Project, installed package, citation and changelog speak of the same version."""
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[(\d[^\]]*)\] - (\S+)$", changelog, re.MULTILINE)
    assert PROJECT["version"] == version("bzdcourse") == citation["version"] == newest[1]
    assert str(citation["date-released"]) == newest[2]
    path = ROOT / "packaging" / "instructor" / "pyproject.toml"
    instructors = tomllib.loads(path.read_text(encoding="utf-8"))["project"]
    assert instructors["version"] == PROJECT["version"]
    assert instructors["dependencies"] == [f"bzdcourse=={PROJECT['version']}"]


def targets():
    """The commands of the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))


@pytest.mark.skipif(not shutil.which("make"), reason="this machine has no make")
def test_make_help_lists_every_command():
    """``make`` alone shows every command with what it does."""
    shown = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"^  make ([a-z]+) +\S", shown, re.MULTILINE)) == targets()


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_guides_name_commands_that_exist(guide, capsys):
    """Every ``make …`` and ``bzdcourse …`` that a guide shows can be typed."""
    text = guide.read_text(encoding="utf-8")
    spans, blocks = re.findall(r"`+([^`]+)`+", text), re.findall(r"^ {4}.*$", text, re.MULTILINE)
    shown = "\n".join(spans + blocks)
    assert set(re.findall(r"\bmake ([a-z]+)", shown)) <= targets()
    for command in set(re.findall(r"(?<!from )\bbzdcourse ([a-z]+)", shown)):
        with pytest.raises(SystemExit) as stop:
            main([command, "--help"])
        assert stop.value.code == 0, capsys.readouterr().err


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_links_of_guides_lead_somewhere(guide):
    """Every file that a guide links to is there."""
    links = re.findall(r"\]\(([^)#\s]+)", guide.read_text(encoding="utf-8"))
    for link in links:
        assert "://" in link or (guide.parent / link).exists(), link

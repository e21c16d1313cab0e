"""Every lesson runs as learners get it; the source notebooks are run by nbval directly."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bzdcourse.data import source_text
from bzdcourse.grading.release import release_lesson
from bzdcourse.quiz.bank import load_bank
from bzdcourse.quiz.responses import JOURNAL_NAME, read_responses

ROOT = Path(__file__).parent.parent
LESSONS = sorted(path.parent.name for path in ROOT.glob("notebooks/*/*.ipynb"))


@pytest.mark.timeout(600)
@pytest.mark.parametrize("lesson", LESSONS)
def test_the_released_lesson_runs(lesson, tmp_path):
    """The released notebook runs from top to bottom without the graded bank's keys."""
    for name in ("notebooks", "quizzes", "source_texts"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    folder = release_lesson(tmp_path, lesson, own=True)
    shutil.rmtree(tmp_path / "quizzes" / "graded")
    nbval = ["--nbval-lax", "--nbval-current-env", "--nbval-cell-timeout=120"]
    alone = ["-c", os.devnull, "-p", "no:cacheprovider", "-q"]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *alone, *nbval, f"{lesson}.ipynb"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    # Only numbers that were drawn for a learner may have been written, and no answer.
    assert set(read_responses(folder / JOURNAL_NAME).answers) <= calculations(lesson)
    left = {path.name for path in folder.iterdir()} - {JOURNAL_NAME}
    assert left == {f"{lesson}.ipynb", f"{lesson}.quiz.json"}


def calculations(lesson):
    """The graded questions of a lesson whose numbers vary."""
    bank = load_bank(ROOT / "quizzes" / "graded" / f"{lesson}.yml")
    return {item.id for item in bank.items.values() if item.kind == "calculation"}


def digits(text):
    """A telephone number without its spaces and hyphens."""
    return re.sub(r"\D", "", text)


@pytest.mark.parametrize("lesson", LESSONS)
def test_help_numbers_are_those_that_were_checked(lesson):
    """Every telephone number in a lesson's content note was read in a source."""
    countries = source_text("help_lines")
    checked = {digits(n) for c in countries for n in re.split(r" or |,|;", str(c["emergency"]))}
    lines = [line for country in countries for line in country["lines"]]
    checked |= {digits(n) for line in lines for n in re.split(r" or |,|;", line["phone"])}
    notebook = json.loads((ROOT / "notebooks" / lesson / f"{lesson}.ipynb").read_text())
    note = next(c for c in notebook["cells"] if c["id"] == "content-note-and-help")
    prose = re.sub(r"\]\([^)]*\)", "]", "".join(note["source"]))
    told = {digits(n) for n in re.findall(r"\d[\d -]*\d", re.sub(r"\d+ to \d+ o'clock", "", prose))}
    years = {number for number in told if re.fullmatch(r"(19|20)\d\d", number)}
    assert len(told - years) > 8
    assert {number for number in told - years if number not in checked} == set()

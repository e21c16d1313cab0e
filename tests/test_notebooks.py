"""Every lesson runs as learners get it; the source notebooks are run by nbval directly."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bzdcourse.grading.release import release_lesson

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
    assert {path.name for path in folder.iterdir()} == {f"{lesson}.ipynb", f"{lesson}.quiz.json"}

"""Fixtures that most tests share."""

import shutil
from pathlib import Path

import pytest

from bzdcourse.quiz.bank import load_bank

DEMO_COURSE = Path(__file__).parent / "fixtures" / "course"


@pytest.fixture(scope="session")
def demo_bank():
    """The demonstration bank: one graded question of each kind."""
    return load_bank(DEMO_COURSE / "quizzes" / "graded" / "00_demo.yml")


@pytest.fixture
def demo_course(tmp_path):
    """A course of one lesson, `00_demo`, in a folder of its own."""
    return Path(shutil.copytree(DEMO_COURSE, tmp_path / "course"))

"""A code exercise never fails open; and nothing is run where there is no sandbox."""

import subprocess
import sys
from pathlib import Path

import pytest

import attacks
from attacks import cell_of
from bzdcourse import cli
from bzdcourse.grading.sandbox import why_no_sandbox
from classroom import ALL_RIGHT, LESSON, MAX_POINTS, hand_in, question_scores
from exercises import outputs, run_cells, solve_with

# nbgrader's own; see test_grading.
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")

FORGED = """
from IPython.core.displayhook import DisplayHook
DisplayHook.compute_format_data = lambda self, result: ({"text/plain": "1000"}, {})
"""
FLOOD = "for _ in range(30): print('x' * 100_000, flush=True)"


def test_forged_skipped_and_flooded_cells_earn_nothing(sandbox, tmp_path):
    """Only a cell that was run to its end, with points that it can have, earns points."""
    cells, points = run_cells(
        tmp_path,
        ("1 + 1", 2, []),
        ("assert False", 2, ["skip-execution"]),
        (FORGED, 2, []),
        ("1", 2, []),
        (FLOOD, 2, []),
        ("2", 2, []),
        output_mb=1,
    )
    assert points == [2, 0, 2, 0, 0, 0]
    reasons = [cell.outputs[0].evalue for cell in cells if points[cells.index(cell)] == 0]
    assert "partial credit cannot be greater" in reasons[1]
    assert reasons[2] == "the code wrote more than 1 MB of output"
    assert reasons[3] == "not run: the code wrote more than 1 MB of output"


def test_all_cells_together_have_a_time(sandbox, tmp_path):
    """What is not reached in time was not run, and says so."""
    cells, points = run_cells(
        tmp_path, ("import time; time.sleep(30)", 2, []), ("1", 1, []), notebook_timeout=1
    )
    assert points == [0, 0]
    assert cells[1].outputs[0].evalue == "not run: all cells together took longer than 1 s"


def test_submission_that_is_too_large_is_not_run(sandbox, tmp_path):
    """A submission that doesn't fit into the sandbox is a zero with its reason."""
    folder = tmp_path / "autograded" / "ann" / LESSON / "data"
    folder.mkdir(parents=True)
    (folder / "large.bin").write_bytes(b"0" * 2**22)
    cells, points = run_cells(tmp_path, ("1", 1, []), files_mb=1)
    assert points == [0]
    assert "larger than 1 MB" in cells[0].outputs[0].evalue


@pytest.fixture
def no_bubblewrap(monkeypatch):
    """A machine on which bubblewrap is not installed."""
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))


def test_nothing_is_run_without_a_sandbox(exercise_course, no_bubblewrap, monkeypatch, capsys):
    """The command says what to install and what to type otherwise, once, and grades nobody."""
    for student in ("ann", "bob"):
        hand_in(exercise_course, student, ALL_RIGHT)
    monkeypatch.chdir(exercise_course)
    assert cli.main(["grade", LESSON]) == 2
    told = capsys.readouterr().err
    assert told.count("apt install bubblewrap") == 1
    assert f"bzdcourse grade {LESSON} --unsafe" in told
    assert not (exercise_course / "autograded").exists()


def test_nbgraders_own_command_runs_nothing_without_a_sandbox(exercise_course, no_bubblewrap):
    """What is typed by hand is as safe."""
    hand_in(exercise_course, "ann", ALL_RIGHT, solve_with("open('../../../new.txt', 'w')"))
    command = [sys.executable, "-m", "nbgrader", "autograde", LESSON]
    said = subprocess.run(command, cwd=exercise_course, capture_output=True, text=True, timeout=120)
    assert said.returncode == 1
    assert "apt install bubblewrap" in said.stderr
    assert not (exercise_course / "new.txt").exists()


def test_unsafe_runs_code_that_sees_everything(exercise_course, no_bubblewrap, monkeypatch, capsys):
    """Whoever insists gets the points without a sandbox; then the bank is in reach."""
    bank = str(exercise_course / "quizzes" / "graded" / f"{LESSON}.yml")
    hand_in(exercise_course, "ann", ALL_RIGHT, solve_with(cell_of(attacks.read, [bank])))
    monkeypatch.chdir(exercise_course)
    assert cli.main(["grade", LESSON, "--unsafe"]) == 0
    assert question_scores(exercise_course, "ann") == {**MAX_POINTS, "double-tests": 4}
    assert outputs(exercise_course, "ann")[0] == [[bank]]


def test_lesson_without_exercises_needs_no_sandbox(released_course, no_bubblewrap, monkeypatch):
    """Questions are graded anywhere."""
    hand_in(released_course, "ann", ALL_RIGHT)
    monkeypatch.chdir(released_course)
    assert cli.main(["grade", LESSON]) == 0
    assert question_scores(released_course, "ann") == MAX_POINTS


def test_bubblewrap_that_may_not_work_is_told(tmp_path, monkeypatch):
    """Where the system forbids namespaces, its own words are passed on."""
    program = tmp_path / "bwrap"
    program.write_text("#!/bin/sh\necho 'bwrap: No permissions' >&2; exit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "can't make a sandbox (bwrap: No permissions)" in why_no_sandbox()
